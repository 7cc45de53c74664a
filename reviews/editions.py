"""What is printed: the frozen version where there is one, else the draft as it is."""

from collections.abc import Sequence

from django.utils import timezone

from indicators import store
from projects.models import Status, Target
from sheets.edition import DRAFT, Edition, Stamp
from sheets.sheet import Book

from .models import Snapshot


def _frozen(target: Target) -> Snapshot | None:
    if target.status != Status.APPROVED:
        return None
    return target.snapshots.order_by("-number").first()


def book_and_stamp(target: Target) -> tuple[Book, Stamp]:
    """One target as a book of its own, with its standing."""
    snapshot = _frozen(target)
    if snapshot is None:
        return store.load_book(target), DRAFT
    day = timezone.localdate(snapshot.at)
    return snapshot.book(), Stamp(snapshot.number, snapshot.sha256, day)


def edition_of(target: Target) -> Edition:
    """One target, ready for a writer."""
    book, stamp = book_and_stamp(target)
    return Edition(book, tuple(stamp for _ in book.projects), stamp)


def edition_of_all(targets: Sequence[Target]) -> Edition:
    """A department's year: its overall target and its tables, each with its own
    standing. ``targets`` belong to one department and year."""
    parts = [book_and_stamp(target) for target in targets]
    overall = next(((b, s) for b, s in parts if b.overall is not None), None)
    tables = [(sheet, stamp) for book, stamp in parts for sheet in book.projects]
    book = Book(
        year=targets[0].year.year,
        layout=targets[0].year.layout,
        department=store.department_of(targets[0].department),
        overall=overall[0].overall if overall else None,
        projects=tuple(sheet for sheet, _ in tables),
    )
    stamps = tuple(stamp for _, stamp in tables)
    return Edition(book, stamps, overall[1] if overall else None)
