"""The table editor and the editor of a department's overall target."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from departments import access
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.access import get_target
from projects.models import BudgetYear, Target
from sheets.layouts import layouts
from sheets.sheet import Overall, Sheet

from . import rows, services, store
from .editor import SheetEditor
from .forms import NewTargetForm, OverallForm, SheetForm


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with inputs. POST saves it, or changes its rows on the screen."""
    target = get_target(request.user, pk, access.EDIT)
    if request.method == "POST":
        return (_rows if "op" in request.POST else _save)(request, target)
    if not target.is_editable:
        raise NotAllowed(f"“{target}”现在是“{target.get_status_display()}”，不能修改。")
    services.check_window(target.year)
    return _page(request, target, store.load(target))


def _save(request: HttpRequest, target: Target) -> HttpResponse:
    version = posted_version(request)
    form = read_form(request, target)
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
    except Conflict as error:
        return _conflict(request, target.pk, form, error)
    messages.success(request, f"“{target}”已保存。")
    if "then_submit" in request.POST:
        # The page of the target asks once more and shows what is still missing.
        return redirect(f"{reverse('target', args=[target.pk])}?submit=1")
    return redirect("edit", pk=target.pk)


def _rows(request: HttpRequest, target: Target) -> HttpResponse:
    """Add, remove or move a row of the form on the screen. Nothing is saved, and a
    wrong cell is no obstacle."""
    form = read_form(request, target)
    try:
        pasted = request.POST.get("pasted", "")
        document = rows.apply(form.document, request.POST["op"], pasted)
    except ValueError:
        raise BadRequest("没有这一行，请刷新页面后重试") from None
    version = posted_version(request)
    return _page(request, target, document, form=form, version=version, status=200)


def posted_version(request: HttpRequest) -> int:
    """The version that was on the screen; a page without one is not ours."""
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        raise BadRequest("页面缺少版本号，请刷新页面后重试") from None


def read_form(request: HttpRequest, target: Target) -> SheetForm | OverallForm:
    """What was typed, as a document of the target's kind."""
    if target.is_project:
        return SheetForm(request.POST, store.load_sheet(target))
    return OverallForm(request.POST)


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
        return {"overall": document}
    layout = layouts.get(target.year.layout)
    editor = SheetEditor(
        document,
        layout,
        errors=form.errors if form else {},
        typed=form.typed if form else {},
    )
    return {"editor": editor}


def _conflict(
    request: HttpRequest, pk: int, form: SheetForm | OverallForm, error: Conflict
) -> HttpResponse:
    """409: the saved content against the typed one, and the form as it was typed.

    The page carries the new version, so a second 保存 is a decision and not a blunder.
    """
    target = get_target(request.user, pk, access.EDIT)
    changes = services.changes_between(store.load(target), form.document)
    return _page(
        request,
        target,
        form.document,
        form=form,
        status=409,
        conflict=error.message,
        changes=changes,
    )


def new_target(request: HttpRequest) -> HttpResponse:
    """An empty form of the year for a new project, or the department's text."""
    form = NewTargetForm(request.POST or None, user=request.user)
    if not form.fields["department"].queryset.exists():
        raise NotAllowed("只有填报人可以新建绩效目标。")
    if request.method == "POST" and form.is_valid():
        try:
            target = _create(request.user, **form.cleaned_data)
        except CheckFailed as error:
            form.add_error(None, error.message)
        else:
            return redirect("edit", pk=target.pk)
    status = 422 if form.is_bound else 200
    return render(request, "targets/new.html", {"form": form}, status=status)


def _create(
    user: Any, *, year: BudgetYear, department: Any, kind: str, name: str
) -> Target:
    if kind == "project":
        return services.create_project_target(
            year=year, department=department, actor=user, name=name
        )
    return services.create_overall_target(year=year, department=department, actor=user)
