"""What stands between the pages of one table."""

import re

from .labels import TITLE, squeeze
from .table import Paragraph

# What stands where a page ends: its number; and above the next: 续表, …表（续）.
PAGE = re.compile(r"^(?:[-—–－]*\d{1,4}[-—–－]*|第\d{1,4}页(?:[，,/]?共\d{1,4}页)?)$")
CONTINUED = re.compile(
    r"(?:^|表)(?:[（(]?(?:续表?|接上[页表])[\d一二三四五六七八九十]*[)）]?)：?$"
)


def is_new_title(text: str) -> bool:
    plain = squeeze(text)
    return bool(TITLE.search(plain)) and not CONTINUED.search(plain)


def not_of_a_break(above: list[Paragraph]) -> list[Paragraph]:
    """Without what stands where a page ends and the next begins: its number, 续表."""
    texts = [(p, squeeze(p.text)) for p in above]
    return [p for p, t in texts if not (PAGE.match(t) or CONTINUED.search(t))]
