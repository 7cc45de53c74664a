"""A PDF of ours that binds the books of several departments, as an archive: each may be
imported by itself, and only where its user may."""

from .apart import run_apart

CHILD = f"{__package__}.bound_child"


def unbound_apart(data: bytes) -> bytes:
    """A zip with a file for each department; nothing of any other PDF. Read in a
    process of its own."""
    return run_apart(CHILD, data)
