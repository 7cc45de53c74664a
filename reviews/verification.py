"""Anybody who holds a printed version may ask whether it is the one in force.

The code is the number of the approval and the beginning of the version's sha256: the
number finds it, and the sha256 cannot be guessed.
"""

import re
from dataclasses import dataclass
from hmac import compare_digest

from django.conf import settings
from django.urls import reverse

from sheets.layouts import layout_of
from sheets.sheet import Book

from .models import Approval
from .versions import in_force

CODE = re.compile(r"(\d{1,18})-([0-9a-f]{16})")
OVERALL = "部门整体绩效目标"


@dataclass(frozen=True)
class Verdict:
    """``title`` of what was approved, and whether it is in force today."""

    title: str
    is_in_force: bool


def code_of(approval: Approval) -> str:
    """What is printed as the end of the address."""
    return f"{approval.pk}-{approval.version.sha256[:16]}"


def link_of(approval: Approval) -> str | None:
    """The address to print; none while nobody has said where the site is reached."""
    if not settings.SITE_URL:
        return None
    return f"{settings.SITE_URL}{reverse('verify', args=[code_of(approval)])}"


def verdict(code: str) -> Verdict | None:
    """``None`` if no such version was approved, or its content is no longer what was
    approved."""
    found = CODE.fullmatch(code)
    if found is None:
        return None
    approval = (
        Approval.objects.select_related("version", "target").filter(pk=found[1]).first()
    )
    if approval is None or not compare_digest(approval.version.sha256[:16], found[2]):
        return None
    try:
        book = approval.version.book()
    except ValueError:
        return None
    return Verdict(_title(book), in_force(approval.target) == approval)


def _title(book: Book) -> str:
    if not book.projects:
        return f"{book.year}年{OVERALL}" if book.year else OVERALL
    return layout_of(book).grid(book.projects[0]).title
