"""What is printed: the version in force where there is one, else the draft as it is.

An adjustment on its way changes nothing of that until it is approved itself.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone

from indicators import store
from projects import backfill
from projects.models import Status, Target
from sheets.edition import DRAFT, Edition, Stamp
from sheets.sheet import Book

from . import verification
from .models import Approval
from .versions import in_force


def stamp_of(approval: Approval) -> Stamp:
    """What is printed on an approved version."""
    day = approval.batch.date if approval.batch else timezone.localdate(approval.at)
    return Stamp(
        approval.number,
        approval.version.sha256,
        day,
        batch=approval.batch.number if approval.batch else None,
        link=verification.link_of(approval),
    )


def book_and_stamp(target: Target) -> tuple[Book, Stamp]:
    """One target as a book of its own, with its standing."""
    approval = in_force(target)
    if approval is None:
        return store.load_book(target), _stamp_without_approval(target)
    return approval.version.book(), stamp_of(approval)


def _stamp_without_approval(target: Target) -> Stamp:
    """Of a draft; or of what was brought in, with the paper of then."""
    brought = backfill.latest(target)
    if brought is None:
        return DRAFT
    return Stamp(
        approved_on=brought.document_date,
        batch=brought.document or None,
        is_backfilled=True,
    )


def work_and_stamp(target: Target) -> tuple[Book, Stamp]:
    """As :func:`book_and_stamp`, but an adjustment on its way comes first."""
    if target.status in (Status.APPROVED, Status.ARCHIVED):
        return book_and_stamp(target)
    return store.load_book(target), DRAFT


def edition_of(target: Target, *, as_work: bool = False) -> Edition:
    """One target, ready for a writer; ``as_work``: an adjustment on its way as it
    stands, instead of the version in force."""
    book, stamp = (work_and_stamp if as_work else book_and_stamp)(target)
    return Edition(book, tuple(stamp for _ in book.projects), stamp)


def edition_of_all(targets: Sequence[Target], *, is_book: bool = True) -> Edition:
    """A department's year: its overall target and its tables, each with its own
    standing; or only some of them, which are no book. ``targets`` belong to one
    department and year."""
    parts = [book_and_stamp(target) for target in targets]
    return edition_from(targets[0], parts, is_book=is_book)


def edition_from(
    first: Target, parts: Sequence[tuple[Book, Stamp]], *, is_book: bool
) -> Edition:
    """As :func:`edition_of_all`, of what was loaded already; ``first`` is any of its
    targets."""
    overall = next(((b, s) for b, s in parts if b.overall is not None), None)
    tables = [(sheet, stamp) for book, stamp in parts for sheet in book.projects]
    book = replace(
        store.empty_book(first.year, first.department),
        overall=overall[0].overall if overall else None,
        projects=tuple(sheet for sheet, _ in tables),
    )
    stamps = tuple(stamp for _, stamp in tables)
    overall_stamp = overall[1] if overall else None
    day = _day([stamp for _, stamp in parts])
    return Edition(book, stamps, overall_stamp, is_book=is_book, day=day)


def _day(stamps: Sequence[Stamp]) -> date:
    """The date of a book: of its last approval, or today while a part has none."""
    days = [stamp.approved_on for stamp in stamps if stamp.approved_on]
    return max(days) if len(days) == len(stamps) else timezone.localdate()
