"""What a process that opens a stranger's file may take of the machine."""

MOST_MEMORY = 700_000_000  # bytes of addresses; some 200 MB are the interpreter's

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]


def limit_memory() -> None:
    """From now on, for this process."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
