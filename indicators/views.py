"""The table editor and the editor of a department's overall target."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from departments import access
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.access import get_target
from projects.models import Target
from projects.windows import (
    check_target_window,
    check_unlocked,
    locked_because,
    target_closed_because,
)
from sheets.layouts import Column

from . import (
    confirm,
    drafts,
    earlier,
    meeting,
    rows,
    schemes,
    services,
    store,
)
from .drawing import layout_for
from .forms import OverallForm, SheetForm, read_form
from .models import Draft
from .page import show_page


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with inputs. POST saves it, or changes its rows on the screen."""
    _check_writer(request)
    target = get_target(request.user, pk, access.EDIT)
    if request.method == "POST":
        return OPERATIONS.get(request.POST.get("op", "save"), _rows)(request, target)
    draft = drafts.find(target, request.user)
    if draft is None:
        check_unlocked(target)
        return show_page(request, target, store.load(target))
    # When it is too late to be saved, it is still there to be copied.
    return _restored(request, target, draft)


def _check_writer(request: HttpRequest) -> None:
    """Somebody else may have logged in meanwhile in the same browser: what was typed
    on a page is saved under the name of whom the page was made for, or not at all.
    Pages from before this rule, and copies of them, do not say."""
    if request.POST.get("writer", str(request.user.pk)) != str(request.user.pk):
        raise NotAllowed(
            f"这一页是用另一个用户名打开的，现在登录的是“{request.user}”。请用打开"
            "这一页的用户名重新登录，再回到这里保存。"
        )


def _by_script(request: HttpRequest) -> bool:
    """Whether the page stays where it is and puts the answer in its place."""
    return request.headers.get("X-Requested-With") == "fetch"


def _go(request: HttpRequest, target: Target, url: str) -> HttpResponse:
    """On to another page. A script is told where to, and which version it leaves: it
    goes when nothing was typed meanwhile."""
    if _by_script(request):
        return JsonResponse({"next": url, "version": target.version})
    return redirect(url)


def _restored(request: HttpRequest, target: Target, draft: Draft) -> HttpResponse:
    """The form as its writer left it, unsaved; with the difference if somebody else
    has saved since."""
    form = read_form(target, draft.data)
    mark = drafts.mark(draft)
    if draft.version != target.version:
        return _conflict(
            request, target.pk, form, draft.version, status=200, draft=mark
        )
    shown = {"restored": draft.saved_at, "draft": mark}
    return show_page(request, target, form.document, form=form, status=200, **shown)


def _autosave(request: HttpRequest, target: Target) -> HttpResponse:
    """Keep what is on the screen. Answers with the time, and who else is here;
    ``elsewhere`` says that another window of this person has a draft, which stays."""
    kept = _keep(request, target)
    draft = kept or drafts.find(target, request.user)
    saved_at = draft.saved_at if draft else timezone.now()
    return JsonResponse(
        {
            "time": timezone.localtime(saved_at).strftime("%H:%M"),
            "others": drafts.others_typing(target, request.user),
            "stale": posted_version(request) != target.version,
            "elsewhere": kept is None,
            "closed": target_closed_because(target) or "",
        }
    )


def _keep(request: HttpRequest, target: Target) -> Draft | None:
    return drafts.keep_page(
        target=target,
        user=request.user,
        version=posted_version(request),
        form=request.POST,
    )


def _to_library(request: HttpRequest, target: Target) -> HttpResponse:
    """Without JavaScript the library is a page of its own: what was typed is kept and
    comes back with what was chosen there."""
    if _keep(request, target) is None:
        form = read_form(target, request.POST)
        return show_page(
            request,
            target,
            form.document,
            form=form,
            version=posted_version(request),
            status=409,
            elsewhere=True,
        )
    return _go(request, target, reverse("target-library", args=[target.pk]))


def _discard(request: HttpRequest, target: Target) -> HttpResponse:
    """Back to what is saved, where the button was pressed."""
    if "then_page" in request.POST:
        drafts.drop(target=target, user=request.user)
        return _go(request, target, reverse("target", args=[target.pk]))
    drafts.drop(target=target, user=request.user, form=request.POST)
    return _go(request, target, _address(target))


def _confirm(request: HttpRequest, target: Target) -> HttpResponse:
    """The years that 结转 moved are right. What is typed meanwhile stays."""
    check_target_window(target)
    form = read_form(target, request.POST)
    if form.errors or not _is_saved_already(target.pk, form):
        _keep(request, target)
    else:
        drafts.drop(target=target, user=request.user, form=request.POST)
    confirm.confirm(target=target, actor=request.user)
    return _go(request, target, _address(target))


def _address(target: Target) -> str:
    """The form again; the page, if the target was submitted or its window closed
    meanwhile."""
    return reverse("target" if locked_because(target) else "edit", args=[target.pk])


def _save(request: HttpRequest, target: Target) -> HttpResponse:
    version = posted_version(request)
    form = read_form(target, request.POST)
    if target_closed_because(target):
        return _too_late(request, target, form, version)
    if form.errors:
        return show_page(request, target, form.document, form=form, version=version)
    try:
        services.save_target(
            target=target,
            actor=request.user,
            version=version,
            document=schemes.tidied(target, form.to_save),
        )
    except CheckFailed as error:
        form.errors.update(error.problems)
        return show_page(request, target, form.document, form=form, version=version)
    except NotAllowed:  # the last minute passed in between
        return _too_late(request, target, form, version)
    except Conflict:
        if not _is_saved_already(target.pk, form):
            _keep(request, target)
            return _conflict(request, target.pk, form, version)
    drafts.drop(target=target, user=request.user, form=request.POST)
    return _saved(request, get_target(request.user, target.pk, access.EDIT))


def _saved(request: HttpRequest, target: Target) -> HttpResponse:
    messages.success(request, f"“{target}”已保存。")
    if "then_submit" in request.POST:
        # That page shows what holds it up, and asks once more.
        return _go(request, target, reverse("answers", args=[target.pk]))
    if _by_script(request) and not locked_because(target):
        return show_page(request, target, store.load(target))
    return _go(request, target, _address(target))


def _too_late(
    request: HttpRequest, target: Target, form: SheetForm | OverallForm, version: int
) -> HttpResponse:
    """403: the window is closed. What was typed is kept and shown; it can be copied,
    and saved if the department is given more time."""
    _keep(request, target)
    return show_page(
        request, target, form.document, form=form, version=version, status=403
    )


def _is_saved_already(pk: int, form: SheetForm | OverallForm) -> bool:
    """A second click on 保存, or the same text saved by two: no conflict at all."""
    saved = store.load(Target.objects.with_names().get(pk=pk))
    return not services.changes_between(saved, form.document)


def _rows(request: HttpRequest, target: Target) -> HttpResponse:
    """Add, remove, move or paste rows of the form on the screen. Nothing is saved,
    and a wrong cell is no obstacle. ``keep`` changes nothing: it shows the form
    as the server reads it."""
    form = read_form(target, request.POST)
    operation = request.POST["op"]
    done = rows.Done(form.document)
    if operation != "keep":
        try:
            done = rows.perform(
                form.document,
                operation,
                request.POST.get("pasted", ""),
                [column.path for column in _columns(target)],
            )
        except ValueError:
            raise BadRequest("没有这一行，或者粘贴的内容太长") from None
        form.forget_errors(operation.split(".")[0])
    before = drafts.content(request.POST) if done.document != form.document else None
    return _changed(request, target, form, done, before)


def _columns(target: Target) -> Sequence[Column]:
    """Those of the indicator table on the target's form."""
    layout = layout_for(target)
    return layout.columns if target.is_project else layout.overall_form.columns


def _undo(request: HttpRequest, target: Target) -> HttpResponse:
    """Without JavaScript: the form before the last row button. What is on the screen
    now is before that, so 撤销 may be taken back."""
    try:
        before = json.loads(request.POST.get("before", ""))
    except (ValueError, RecursionError):
        before = None
    texts = before.values() if isinstance(before, dict) else [None]
    if not all(isinstance(text, str) for text in texts):
        raise BadRequest("没有可以撤销的内容")
    form = read_form(target, before)
    done = rows.Done(form.document, "已撤销。")
    return _changed(request, target, form, done, drafts.content(request.POST))


def _changed(
    request: HttpRequest,
    target: Target,
    form: SheetForm | OverallForm,
    done: rows.Done,
    before: dict[str, str] | None,
) -> HttpResponse:
    """The form after an operation, unsaved. Without JavaScript it brings the one
    before along; with JavaScript the browser has that."""
    return show_page(
        request,
        target,
        done.document,
        form=form,
        version=posted_version(request),
        status=200,
        done=done,
        before=before and json.dumps(before, ensure_ascii=False),
    )


def posted_version(request: HttpRequest) -> int:
    """The version that was on the screen; a page without one is not ours."""
    return _version_in(request.POST)


def _version_in(form: Mapping[str, str]) -> int:
    text = form.get("version", "")
    # Nine digits fit into the column on every database.
    if not re.fullmatch("[0-9]{1,9}", text):
        raise BadRequest("页面缺少版本号，请刷新页面后重试")
    return int(text)


def _compare(request: HttpRequest, target: Target) -> HttpResponse:
    """Whether a copy kept in the browser says what is saved: nobody needs it then."""
    form = read_form(target, request.POST)
    same = not form.errors and _is_saved_already(target.pk, form)
    return JsonResponse({"same": same})


def _bring_back(request: HttpRequest, target: Target) -> HttpResponse:
    """What the browser kept while the server could not be reached comes into the form
    on the screen, and nothing of either is dropped."""
    try:
        data = drafts.read_copy(request.POST.get("copy", ""))
    except (ValueError, RecursionError):
        raise BadRequest("这台电脑上的内容读不出来") from None
    here, copy = read_form(target, request.POST), read_form(target, data)
    base = earlier.recall(target, _version_in(data))
    document, brought = meeting.bring_back(base, here, copy)
    return show_page(
        request,
        target,
        document,
        form=copy,
        version=posted_version(request),
        status=200,
        brought=brought,
    )


OPERATIONS = {
    "undo": _undo,
    "save": _save,
    "autosave": _autosave,
    "discard": _discard,
    "compare": _compare,
    "confirm": _confirm,
    "library": _to_library,
    "restore": _bring_back,
}


def _conflict(
    request: HttpRequest,
    pk: int,
    form: SheetForm | OverallForm,
    version: int,
    status: int = 409,
    **extra: Any,
) -> HttpResponse:
    """409: the form, begun at ``version``, with what others saved since worked in.

    The page carries the new version, so a second 保存 is a decision and not a blunder.
    """
    target = get_target(request.user, pk, access.EDIT)
    base = earlier.recall(target, version)
    document, conflict = meeting.meet(base, store.load(target), form)
    return show_page(
        request,
        target,
        document,
        form=form,
        status=status,
        conflict=conflict,
        **extra,
    )
