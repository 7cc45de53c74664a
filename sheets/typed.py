"""Text as it comes from a keyboard, a clipboard or an old file."""

import re

# No form prints them; PostgreSQL refuses the first, XML nearly all. A tab and a line
# end are text.
_INVISIBLE = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff"
# What turns the direction of writing: with one before it, ≥001 is shown and printed as
# 100≤, and what is read is not what was frozen.
_TURNING = r"\u202a-\u202e\u2066-\u2069"
CONTROL = re.compile(f"[{_INVISIBLE}{_TURNING}]")


def plain(text: str) -> str:
    """Without control characters, with line ends as ``\\n``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    return CONTROL.sub("", text)


def as_label(text: str) -> str:
    """The words of a form as the name of a cell: without blanks."""
    return "".join(plain(text).split())
