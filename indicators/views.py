"""The table editor and the editor of a department's overall target."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from departments import access
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.access import get_target
from projects.models import BudgetYear, Target
from projects.windows import check_unlocked, locked_because, target_closed_because
from sheets import guide
from sheets import value as grammar
from sheets.layouts import layouts
from sheets.meaning import describe
from sheets.merge import merge
from sheets.numbering import wrong_numbers
from sheets.sheet import Overall, Sheet

from . import carry, drafts, earlier, links, rows, services, store
from .editor import SheetEditor
from .forms import OverallForm, SheetForm
from .forms_new import ADDED, PROJECT, NewTargetForm
from .models import Draft

MOST_TEXT = 2000


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with inputs. POST saves it, or changes its rows on the screen."""
    target = get_target(request.user, pk, access.EDIT)
    if request.method == "POST":
        return OPERATIONS.get(request.POST.get("op", "save"), _rows)(request, target)
    draft = drafts.find(target, request.user)
    if draft is None:
        check_unlocked(target)
        return _page(request, target, store.load(target))
    # When it is too late to be saved, it is still there to be copied.
    return _restored(request, target, draft)


def _restored(request: HttpRequest, target: Target, draft: Draft) -> HttpResponse:
    """The form as its writer left it, unsaved; with the difference if somebody else
    has saved since."""
    form = read_form(target, draft.data)
    if draft.version != target.version:
        return _conflict(request, target.pk, form, draft.version, status=200)
    return _page(
        request, target, form.document, form=form, status=200, restored=draft.saved_at
    )


def _autosave(request: HttpRequest, target: Target) -> HttpResponse:
    """Keep what is on the screen. Answers with the time, and who else is here."""
    draft = _keep(request, target)
    return JsonResponse(
        {
            "time": timezone.localtime(draft.saved_at).strftime("%H:%M"),
            "others": drafts.others_typing(target, request.user),
            "stale": draft.version != target.version,
            "closed": target_closed_because(target) or "",
        }
    )


def _keep(request: HttpRequest, target: Target) -> Draft:
    return drafts.keep(
        target=target,
        user=request.user,
        version=posted_version(request),
        form=request.POST,
    )


def _to_library(request: HttpRequest, target: Target) -> HttpResponse:
    """Without JavaScript the library is a page of its own: what was typed is kept and
    comes back with what was chosen there."""
    _keep(request, target)
    return redirect("target-library", pk=target.pk)


def _discard(request: HttpRequest, target: Target) -> HttpResponse:
    """Back to what is saved."""
    drafts.drop(target=target, user=request.user)
    return _open(target)


def _open(target: Target) -> HttpResponse:
    """The form again; the page, if the target was submitted or its window closed
    meanwhile."""
    return redirect("target" if locked_because(target) else "edit", pk=target.pk)


def _save(request: HttpRequest, target: Target) -> HttpResponse:
    version = posted_version(request)
    form = read_form(target, request.POST)
    if target_closed_because(target):
        return _too_late(request, target, form, version)
    if form.errors:
        return _page(request, target, form.document, form=form, version=version)
    try:
        services.save_target(
            target=target,
            actor=request.user,
            version=version,
            document=form.document,
        )
    except CheckFailed as error:
        form.errors.update(error.problems)
        return _page(request, target, form.document, form=form, version=version)
    except NotAllowed:  # the last minute passed in between
        return _too_late(request, target, form, version)
    except Conflict:
        if not _is_saved_already(target.pk, form):
            _keep(request, target)
            return _conflict(request, target.pk, form, version)
    drafts.drop(target=target, user=request.user)
    messages.success(request, f"“{target}”已保存。")
    if "then_submit" in request.POST:
        # The page of the target asks once more and shows what is still missing.
        return redirect(f"{reverse('target', args=[target.pk])}?submit=1")
    return _open(target)


def _too_late(
    request: HttpRequest, target: Target, form: SheetForm | OverallForm, version: int
) -> HttpResponse:
    """403: the window is closed. What was typed is kept and shown; it can be copied,
    and saved if the department is given more time."""
    _keep(request, target)
    return _page(request, target, form.document, form=form, version=version, status=403)


def _is_saved_already(pk: int, form: SheetForm | OverallForm) -> bool:
    """A second click on 保存, or the same text saved by two: no conflict at all."""
    saved = store.load(Target.objects.with_names().get(pk=pk))
    return not services.changes_between(saved, form.document)


def _rows(request: HttpRequest, target: Target) -> HttpResponse:
    """Add, remove, move or paste rows of the form on the screen. Nothing is saved,
    and a wrong cell is no obstacle. ``keep`` changes nothing: it brings a local copy
    back as a form."""
    form = read_form(target, request.POST)
    try:
        pasted = request.POST.get("pasted", "")
        operation = request.POST["op"]
        document = form.document
        if operation != "keep":
            document = rows.apply(document, operation, pasted)
            form.forget_errors(operation.split(".")[0])
    except ValueError:
        raise BadRequest("没有这一行，或者粘贴的内容太长") from None
    version = posted_version(request)
    return _page(request, target, document, form=form, version=version, status=200)


def posted_version(request: HttpRequest) -> int:
    """The version that was on the screen; a page without one is not ours."""
    text = request.POST.get("version", "")
    # Nine digits fit into the column on every database.
    if not re.fullmatch("[0-9]{1,9}", text):
        raise BadRequest("页面缺少版本号，请刷新页面后重试")
    return int(text)


def _compare(request: HttpRequest, target: Target) -> HttpResponse:
    """Whether a copy kept in the browser says what is saved: nobody needs it then."""
    form = read_form(target, request.POST)
    same = not form.errors and _is_saved_already(target.pk, form)
    return JsonResponse({"same": same})


OPERATIONS = {
    "save": _save,
    "autosave": _autosave,
    "discard": _discard,
    "compare": _compare,
    "library": _to_library,
}


def read_form(target: Target, data: Mapping[str, str]) -> SheetForm | OverallForm:
    """What was typed, as a document of the target's kind."""
    if target.is_project:
        return SheetForm(data, store.load_sheet(target))
    return OverallForm(data)


def _page(
    request: HttpRequest,
    target: Target,
    document: Sheet | Overall,
    *,
    form: SheetForm | OverallForm | None = None,
    version: int | None = None,
    status: int | None = None,
    **extra: Any,
) -> HttpResponse:
    errors = form.errors if form else {}
    context = {
        "target": target,
        "version": target.version if version is None else version,
        "errors": errors,
        "unsaved": form is not None,
        "locked": locked_because(target),
        "shifts": carry.shifts_of(target) if form is None else (),
        "others": drafts.others_typing(target, request.user),
        "returned": target.opinions.filter(action="return").first(),
        **_editor(target, document, form),
        **extra,
    }
    if status is None:
        status = 422 if errors else 200
    return render(request, "targets/edit.html", context, status=status)


def _editor(
    target: Target, document: Sheet | Overall, form: SheetForm | OverallForm | None
) -> dict[str, Any]:
    if isinstance(document, Overall):
        names = links.project_names(target)
        return {
            "overall": document,
            "misnumbered": {
                part: wrong_numbers(item.title for item in getattr(document, part))
                for part in ("sub_goals", "measures")
            },
            "project_names": names,
            "coverage": links.coverage(document, names),
        }
    layout = layouts.get(target.year.layout)
    editor = SheetEditor(
        document,
        layout,
        errors=form.errors if form else {},
        typed=form.typed if form else {},
        last_year=carry.last_year_cells(target),
    )
    helps = {path: asdict(text) for path, text in guide.HELPS.items()}
    return {"editor": editor, "helps": helps}


def _conflict(
    request: HttpRequest,
    pk: int,
    form: SheetForm | OverallForm,
    version: int,
    status: int = 409,
) -> HttpResponse:
    """409: the form, begun at ``version``, with what others saved since worked in.

    The page carries the new version, so a second 保存 is a decision and not a blunder.
    """
    target = get_target(request.user, pk, access.EDIT)
    saved, document = store.load(target), form.document
    conflict = {"changes": services.changes_between(saved, document)}
    base = earlier.recall(target, version)
    if base is not None:
        merged = merge(base, saved, document)
        taken = services.changes_between(document, merged.document)
        conflict = {"merged": True, "taken": taken, "changes": merged.clashes}
        document = merged.document
        form.forget_row_errors()
    return _page(request, target, document, form=form, status=status, conflict=conflict)


def value_meaning(request: HttpRequest) -> HttpResponse:
    """How an indicator value is understood, while it is being typed."""
    value = grammar.parse(request.GET.get("text", "")[:MOST_TEXT])
    return JsonResponse({"meaning": describe(value), "kind": value.kind})


def new_target(request: HttpRequest) -> HttpResponse:
    """An empty form of the year for a new project, or the department's text; after
    the window, a project that is added in mid-year."""
    form = NewTargetForm(request.POST or None, user=request.user)
    if not form.departments:
        raise NotAllowed("只有填报人可以新建绩效目标。")
    if request.method == "POST" and form.is_valid():
        try:
            target = _create(request.user, **form.cleaned_data)
        except (CheckFailed, NotAllowed) as error:
            form.add_error(None, error.message)
        else:
            return redirect("edit", pk=target.pk)
    status = 422 if form.is_bound else 200
    return render(request, "targets/new.html", {"form": form}, status=status)


def _create(
    user: Any,
    *,
    year: BudgetYear,
    department: Any,
    kind: str,
    name: str,
    reason: str = "",
    text: str = "",
) -> Target:
    at = {"year": year, "department": department, "actor": user}
    if kind == ADDED:
        return services.add_project(name=name, reason=reason, text=text, **at)
    if kind == PROJECT:
        return services.create_project_target(name=name, **at)
    return services.create_overall_target(**at)
