"""What is on a page meets what was written elsewhere: by somebody else, who saved
meanwhile, or in this browser while the server could not be reached."""

from dataclasses import replace
from typing import Any

from sheets import fields
from sheets.diff import Change
from sheets.merge import merge
from sheets.sheet import Overall, Sheet

from .forms import OverallForm, SheetForm
from .services import changes_between

Document = Sheet | Overall
Form = SheetForm | OverallForm


def meet(
    base: Document | None, there: Document, form: Form
) -> tuple[Document, dict[str, Any]]:
    """The form's document with what ``there`` says else; and what is to be told.

    ``base`` is what both began from. Where it is unknown nothing is merged, and all
    that differs is told.
    """
    document = form.document
    if base is None:
        return document, {"changes": changes_between(there, document)}
    merged = merge(base, there, document)
    form.forget_row_errors()
    taken = changes_between(document, merged.document)
    told = {"merged": True, "taken": taken, "changes": merged.clashes}
    return merged.document, told


def bring_back(
    base: Document | None, here: Form, copy: Form
) -> tuple[Document, dict[str, Any]]:
    """A copy that the browser kept, put together with the form on the screen. ``copy``
    gets the wrong cells of both: they are in neither document."""
    document, told = meet(base, here.document, copy)
    told["changes"] = [_as_typed(c, here, copy) for c in told["changes"]]
    empty = [p for p, text in _facts(document).items() if not text]
    for form in (here, copy):
        form.typed = {p: t for p, t in form.typed.items() if p in empty}
    whole = {p: t for p, t in copy.errors.items() if p == "indicators"}
    wrong = {p: form.errors[p] for form in (here, copy) for p in form.typed}
    copy.typed, copy.errors = here.typed | copy.typed, whole | wrong
    return document, told


def _facts(document: Document) -> dict[str, str]:
    return fields.facts(document) if isinstance(document, Sheet) else {}


def _as_typed(change: Change, here: Form, copy: Form) -> Change:
    """An amount that is none is empty in the document: say what was typed."""
    return replace(
        change,
        before=change.before or here.typed.get(change.field, ""),
        after=change.after or copy.typed.get(change.field, ""),
    )
