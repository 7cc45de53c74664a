"""栏目改名: whether a year's words stand in the place of any on its forms."""

from collections.abc import Iterator

from sheets.grid import Grid
from sheets.layouts import layout_of, layouts, overall_layouts
from sheets.layouts.sample import sample_book

from .models import BudgetYear, DepartmentLayout, Tier


def on_no_form(year: BudgetYear) -> list[str]:
    """Words that the year renames and none of its forms has: probably misspelt."""
    known = set(_words(year))
    return [old for old, _ in year.label_pairs if old not in known]


def _words(year: BudgetYear) -> Iterator[str]:
    tiers = Tier.objects.filter(scheme=year.scheme_id)
    yield from tiers.values_list("label", flat=True)
    yield from (f"{month}月底" for month in year.checkpoints.split(","))
    own = DepartmentLayout.objects.filter(year=year)
    chosen = own.values_list("layout", "overall_layout")
    for layout, overall in {(year.layout, year.overall_layout), *chosen}:
        yield from _of_forms(layout, overall)


def _of_forms(layout_id: str, overall_id: str | None) -> Iterator[str]:
    form = layouts.get(layout_id)
    book = sample_book(form)
    yield from _labels(layout_of(book).grid(book.projects[0]))
    overall = overall_layouts.get(overall_id or form.overall_layout)
    book = sample_book(None, overall)
    if (grid := layout_of(book).overall_grid(book)) is not None:
        yield from _labels(grid)


def _labels(grid: Grid) -> Iterator[str]:
    yield grid.title
    yield from (cell.text for cell in grid.cells if cell.role == "label")
