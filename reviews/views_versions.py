"""Any two versions of a target beside each other, with the differences in the cells."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import carry, store
from indicators.services import changes_between
from projects.access import get_target
from projects.models import Target
from sheets.interchange import book_from_json
from sheets.sheet import Book

from .models import Version
from .paper import Marks, paper_of

NOW, LAST_YEAR, BROUGHT = "now", "last-year", "brought-"


@dataclass(frozen=True)
class Side:
    """One of the two: how the page calls it, and what it holds."""

    key: str
    name: str
    book: Book

    @property
    def document(self) -> Any:
        return self.book.overall or self.book.projects[0]


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """``?old=3&new=now``: version numbers, ``now`` for what is being filled in,
    ``last-year`` for the target that this one goes on from, ``brought-1`` for what was
    brought in and then replaced. By default the last two."""
    found = get_target(request.user, pk)
    choices = _choices(found)
    old, new = _chosen(request, choices)
    left, right = _side(found, old, choices), _side(found, new, choices)
    changes = changes_between(left.document, right.document)
    marks = Marks.of_changes(changes)
    context = {
        "target": found,
        "choices": choices.items(),
        "old": left,
        "new": right,
        "changes": changes,
        "removed": [change for change in changes if change.kind == "removed"],
        "before": paper_of(left.book),
        "after": paper_of(right.book, marks),
    }
    return render(request, "targets/versions.html", context)


def _choices(found: Target) -> dict[str, str]:
    """Key → name of all that can be compared, the oldest first."""
    choices = {}
    if (before := carry.last_year_of(found)) is not None:
        choices[LAST_YEAR] = f"{before.year}的{before}"
    versions = found.versions.order_by("number")
    for version in versions:
        choices[str(version.number)] = f"第{version.number}次送审稿"
    for again in found.backfills.exclude(replaced=None).order_by("number"):
        number = again.number - 1
        choices[f"{BROUGHT}{number}"] = f"第{number}次补录的内容"
    # Under review and approved it is what was submitted last.
    if found.is_editable or not versions:
        choices[NOW] = "现在的内容"
    return choices


def _chosen(request: HttpRequest, choices: dict[str, str]) -> tuple[str, str]:
    keys = list(choices)
    new = request.GET.get("new", "")
    new = new if new in choices else keys[-1]
    earlier = keys[: keys.index(new)] or [new]
    old = request.GET.get("old", "")
    return (old if old in choices else earlier[-1]), new


def _side(found: Target, key: str, choices: dict[str, str]) -> Side:
    if key == NOW:
        book = store.load_book(found)
    elif key == LAST_YEAR:
        book = store.load_book(carry.last_year_of(found))
    elif key.startswith(BROUGHT):
        after = int(key.removeprefix(BROUGHT)) + 1
        book = book_from_json(found.backfills.get(number=after).replaced)
    else:
        book = Version.objects.get(target=found, number=int(key)).book()
    return Side(key, choices[key], book)
