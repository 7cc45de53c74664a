"""What the page of the editor shows of a document."""

from dataclasses import asdict, replace
from typing import Any

from projects.models import Target
from sheets import guide
from sheets.grid import Grid
from sheets.layouts import Layout, layout_of, not_shown
from sheets.numbering import wrong_numbers
from sheets.sheet import Overall, Sheet

from . import carry, links, store
from .blanks import with_blanks
from .editor import GridEditor
from .forms import OverallForm, SheetForm


def layout_for(target: Target) -> Layout:
    """The form that the target is filled in on."""
    return layout_of(store.empty_book(target.year, target.department))


def editor_context(
    target: Target, document: Sheet | Overall, form: SheetForm | OverallForm | None
) -> dict[str, Any]:
    """The official form with inputs, or the department's text with inputs."""
    layout = layout_for(target)
    document = with_blanks(document, layout, target.year)
    if isinstance(document, Sheet):
        grid: Grid | None = layout.grid(document)
    else:
        book = store.empty_book(target.year, target.department)
        grid = layout.overall_grid(replace(book, overall=document))
    if grid is None:
        return _text_editor(target, document)
    editor = GridEditor(
        document,
        grid,
        errors=form.errors if form else {},
        typed=form.typed if form else {},
        last_year=carry.last_year_cells(target, document),
    )
    helps = {path: asdict(text) for path, text in guide.HELPS.items()}
    is_sheet = isinstance(document, Sheet)
    return {
        "editor": editor,
        "helps": helps,
        "has_library": is_sheet,
        "parts": "" if is_sheet else " ".join(layout.overall_form.parts),
        "not_shown": not_shown(document, grid),
    }


def _text_editor(target: Target, overall: Overall) -> dict[str, Any]:
    names = links.project_names(target)
    return {
        "overall": overall,
        "misnumbered": {
            part: wrong_numbers(item.title for item in getattr(overall, part))
            for part in ("sub_goals", "measures")
        },
        "project_names": names,
        "coverage": links.coverage(overall, names),
    }
