"""Remarks on cells: made by whoever decides, answered and closed by the fillers."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit.services import record
from departments import access
from indicators import store
from indicators.services import save_target
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import Target
from sheets import fields
from sheets.anchor import replaced, text_at
from sheets.sheet import Overall, Sheet

from . import grading, news, route, versions
from .models import Comment, CommentState, Reply

NO_TEXT = "请写明要怎么改。"
NO_ANSWER = "请写答复的内容。"
NO_CELL = "请先选择要批注的单元格。"
TOGGLES = {
    "done": (CommentState.OPEN, CommentState.DONE),
    "reopen": (CommentState.DONE, CommentState.OPEN),
}


def may_comment(target: Target, user: Any) -> bool:
    """Whoever decides at the target's step may remark upon its cells."""
    stage = route.current(target)
    return stage is not None and route.post_for(stage, user) is not None


def may_answer(target: Target, user: Any) -> bool:
    return access.may(user, access.EDIT, target.department) or may_comment(target, user)


@transaction.atomic
def add(
    *, target: Target, actor: Any, path: str, text: str, proposed: str = ""
) -> Comment:
    """A remark on the cell ``path`` of the version that lies at the step.

    ``NotAllowed`` if it is not the actor's to decide, ``CheckFailed`` without a text
    or a cell.
    """
    Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    stage = route.current(target)
    if stage is None or route.post_for(stage, actor) is None:
        raise NotAllowed("只有现在审核这份绩效目标的人可以批注。")
    document = stage.version.document()
    if not (text := text.strip()):
        raise CheckFailed(NO_TEXT, {"comment": NO_TEXT})
    try:
        quoted = text_at(path, document)
    except LookupError:
        raise CheckFailed(NO_CELL, {"path": NO_CELL}) from None
    made = Comment.objects.create(
        target=target,
        version=stage.version,
        path=path,
        label=fields.label_in(document, path),
        quoted=quoted,
        text=text,
        proposed=proposed.strip(),
        step_name=stage.name,
        author=actor,
    )
    proposal = f"\n建议改为：{made.proposed}" if made.proposed else ""
    _tell(target, actor, "comment", made, text + proposal)
    if made.proposed and grading.takes_consent(stage):
        news.tell_proposed(target, actor, [made.label])
    return made


@transaction.atomic
def reply(*, comment: Comment, actor: Any, text: str) -> Reply:
    """An answer; ``CheckFailed`` without a text."""
    _check_answers(comment, actor)
    if not (text := text.strip()):
        raise CheckFailed(NO_ANSWER, {"reply": NO_ANSWER})
    made = Reply.objects.create(comment=comment, author=actor, text=text)
    _tell(comment.target, actor, "reply", comment, text)
    return made


@transaction.atomic
def toggle(*, comment: Comment, actor: Any, action: str) -> None:
    """``done`` closes, ``reopen`` opens again; ``Conflict`` if that was done already.

    Only who decides at the step opens again: the filler has said that it is done.
    """
    before, after = TOGGLES[action]
    _check_answers(comment, actor)
    if action == "reopen" and not may_comment(comment.target, actor):
        raise NotAllowed("只有现在审核这份绩效目标的人可以重新提出批注。")
    is_done = after == CommentState.DONE
    changed = Comment.objects.filter(pk=comment.pk, state=before).update(
        state=after,
        closed_by=actor if is_done else None,
        closed_at=timezone.now() if is_done else None,
    )
    if not changed:
        raise Conflict("这条批注刚才已被处理。")
    _tell(comment.target, actor, f"comment_{action}", comment, "")


@transaction.atomic
def consent(*, comment: Comment, actor: Any, version: int) -> Target:
    """The filler agrees to the wording that a reviewer proposed: the cell is changed,
    and the target stays at its step with a version of its own for the change.

    财预〔2015〕88号: a target found 良 is improved in consultation and goes on.
    ``Conflict`` if the remark was closed or the target has moved on, ``CheckFailed`` if
    the form of the step found anything but 良.
    """
    target = (
        Target.objects.select_for_update(of=("self",))
        .with_names()
        .get(pk=comment.target_id)
    )
    if not access.may(actor, access.SUBMIT, target.department):
        raise NotAllowed("只有本部门的填报人可以同意修改。")
    stage = route.current(target)
    is_open = Comment.objects.filter(pk=comment.pk, state=CommentState.OPEN).exists()
    if stage is None or target.version != version or not is_open:
        raise Conflict("在您打开页面之后，这份绩效目标或这条批注已被处理，没有修改。")
    if not grading.takes_consent(stage):
        raise CheckFailed(grading.NO_CONSENT)
    store.save(target=target, document=_as_proposed(comment, target))
    target.filled_by.add(actor)
    Target.objects.filter(pk=target.pk).update(
        version=F("version") + 1, updated_at=timezone.now(), submitted_by=actor
    )
    target.refresh_from_db()
    route.go_on_with(stage, versions.freeze(target, actor))
    toggle(comment=comment, actor=actor, action="done")
    _tell(target, actor, "consent", comment, comment.proposed)
    news.tell_agreed(target, actor, comment.author, comment.label)
    return target


@transaction.atomic
def adopt(*, comment: Comment, actor: Any, version: int) -> Target:
    """The filler takes the proposed wording into a table that has come back: a save
    like any other, which also closes the remark.

    ``Conflict`` and ``CheckFailed`` as in saving, and as in :func:`consent`.
    """
    if not access.may(actor, access.EDIT, comment.target.department):
        raise NotAllowed("只有本部门的填报人可以采用建议的内容。")
    target = save_target(
        target=comment.target,
        actor=actor,
        version=version,
        document=_as_proposed(comment, comment.target),
    )
    toggle(comment=comment, actor=actor, action="done")
    _tell(target, actor, "consent", comment, comment.proposed)
    return target


def _as_proposed(comment: Comment, target: Target) -> Sheet | Overall:
    """The document with the proposed wording in its cell."""
    before = store.load(target)
    path = comment.path_in(before)
    if path is None or not comment.proposed:
        raise CheckFailed("这条批注没有可以直接采用的改法。")
    try:
        return replaced(path, before, comment.proposed)
    except ValueError as error:
        raise CheckFailed(f"不能采用建议的内容：{error}") from None


def _check_answers(comment: Comment, actor: Any) -> None:
    if not may_answer(comment.target, actor):
        raise NotAllowed("只有填报人和现在审核的人可以处理批注。")


def open_count(target: Target) -> int:
    return target.comments.open().count()


def all_of(target: Target) -> list[Comment]:
    """Every remark with its answers, open ones first."""
    remarks = target.comments.select_related("version", "author", "closed_by")
    remarks = remarks.prefetch_related("replies__author")
    return sorted(remarks, key=lambda remark: (not remark.is_open, remark.pk))


def _tell(target: Target, actor: Any, action: str, comment: Comment, text: str) -> None:
    record(
        actor=actor,
        action=action,
        subject=target.subject,
        subject_name=str(target),
        detail={"cell": comment.label, "opinion": text},
    )
