"""The exception family of the whole house.

Each carries one Chinese sentence for the person at the screen; the middleware
maps the class to a status code, so a service never thinks about HTTP.
"""


class PerfTargetsError(Exception):
    """Base of everything that is answered with a page and not with a traceback."""

    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Conflict(PerfTargetsError):
    """Somebody else was faster: the version or the status has moved on."""

    status = 409


class NotAllowed(PerfTargetsError):
    """The object may be seen, but not this be done with it."""

    status = 403


class CheckFailed(PerfTargetsError):
    """The content is not fit for this step.

    ``problems`` maps a field path (``indicators.3.value``) to a Chinese message.
    """

    status = 422

    def __init__(self, message: str, problems: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or {}


class Missing(PerfTargetsError):
    """What was kept is gone, or no longer what it was."""

    status = 404


class BadFile(PerfTargetsError):
    """A file cannot be read as what it claims to be."""

    status = 422
