"""Creating and saving targets."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from audit.services import record
from departments.models import Department
from perftargets.errors import CheckFailed, Conflict
from projects.models import (
    EDITABLE,
    Adjustment,
    BudgetYear,
    Kind,
    Occasion,
    Project,
    Reason,
    Target,
)
from projects.windows import check_target_window, check_window, is_over
from sheets.diff import Change, diff, diff_overall
from sheets.fields import label_in
from sheets.interchange import book_to_json
from sheets.layouts import layout_of
from sheets.sheet import Overall, Sheet, blank_sheet

from . import earlier, store
from .limits import misfits

STALE = (
    "在您修改期间，这份绩效目标已被别人保存或送审。您填写的内容还在，请核对后再保存。"
)
NOT_OVER = "{year}的填报还没有截止，请选“项目绩效目标表”，随年初编报。"
NO_REASON = "请从列表中选择追加的原因。"
NO_TEXT = "请写明为什么要在年中追加。"
SAME_NAME = "本部门本年度已有同名项目，请改用别的名称"
# PostgreSQL names the broken constraint, SQLite its columns.
TAKEN = re.compile(
    r"project_name_is_unique|projects_project\.name"
    r"|department_has_one_overall_target|projects_target\.department_id"
)


def save_target(
    *,
    target: Target,
    actor: Any,
    version: int,
    document: Sheet | Overall,
    action: str = "save",
    detail: dict[str, Any] | None = None,
    statuses: Collection[str] = EDITABLE,
) -> Target:
    """Replace the document if nobody was faster; recorded as ``action``, with what
    ``detail`` adds. ``statuses`` are those in which it may be replaced.

    ``version`` is the one on the actor's screen. ``Conflict`` if it is stale or the
    target was submitted meanwhile; ``CheckFailed`` if the project's name is taken.
    """
    check_target_window(target)
    with transaction.atomic():
        # The conditional update takes the row's lock, so the rest is alone.
        updated = Target.objects.filter(
            pk=target.pk, version=version, status__in=statuses
        ).update(version=F("version") + 1, updated_at=timezone.now())
        if not updated:
            raise Conflict(STALE)
        target.refresh_from_db()
        earlier.remember(target, version)
        changes = changes_between(store.load(target), document)
        with _told_if_taken(f"未能保存：{SAME_NAME}", {"name": SAME_NAME}):
            store.save(target=target, document=document)
        target.filled_by.add(actor)
        record(
            actor=actor,
            action=action,
            subject=target.subject,
            subject_name=str(target),
            detail={
                "version": target.version,
                "changes": [vars(c) for c in changes],
                **(detail or {}),
            },
        )
    return target


def delete_target(
    *,
    target: Target,
    actor: Any,
    action: str = "delete",
    detail: dict[str, Any] | None = None,
) -> None:
    """A draft made by mistake, with its project; the record keeps what it said.

    ``ProtectedError`` for one that was ever submitted, has 依据材料, or goes on in a
    later year.
    """
    with transaction.atomic():
        record(
            actor=actor,
            action=action,
            subject=target.subject,
            subject_name=str(target),
            detail={"book": book_to_json(store.load_book(target)), **(detail or {})},
        )
        project = target.project
        target.delete()
        if project is not None:
            project.delete()


@contextmanager
def _told_if_taken(
    message: str, problems: dict[str, str] | None = None
) -> Iterator[None]:
    """``CheckFailed`` if the database finds the name, or the overall target, there
    already. To look first is not enough: two who create at once both find nothing."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not TAKEN.search(str(error)):
            raise
        raise CheckFailed(message, problems) from None


def changes_between(old: Sheet | Overall, new: Sheet | Overall) -> list[Change]:
    """The cell-by-cell difference of two documents of one kind."""
    if isinstance(old, Sheet) and isinstance(new, Sheet):
        return diff(old, new)
    if isinstance(old, Overall) and isinstance(new, Overall):
        return diff_overall(old, new)
    raise TypeError("a sheet and an overall target cannot be compared")


def create_project_target(
    *,
    year: BudgetYear,
    department: Department,
    actor: Any,
    sheet: Sheet | None = None,
    name: str = "",
    action: str = "create",
    continued_from: Project | None = None,
    occasion: str = Occasion.ROUND,
    detail: dict[str, Any] | None = None,
) -> Target:
    """A project with its target, as a draft at the end of the department's list.

    Without a ``sheet`` it is the year's empty form under this ``name``;
    ``continued_from`` is the project of an earlier year that it goes on with.
    ``CheckFailed`` if the name is taken, or a cell is more than its column holds.
    """
    if occasion == Occasion.ROUND:
        check_window(year, department)
    sheet = sheet or empty_sheet(year, department, name)
    _check_fits(sheet, sheet.name)
    name = sheet.name
    with _told_if_taken(f"未能新建“{name}”：{SAME_NAME}", {"name": SAME_NAME}):
        siblings = Project.objects.filter(year=year, department=department)
        last = siblings.aggregate(last=Max("position"))["last"]
        project = Project.objects.create(
            year=year,
            department=department,
            name=name,
            position=0 if last is None else last + 1,
            continued_from=continued_from,
        )
        target = Target.objects.create(
            kind=Kind.PROJECT,
            year=year,
            department=department,
            project=project,
            occasion=occasion,
        )
        store.save_sheet(target=target, sheet=sheet)
        _record_new(target, actor, action, detail)
    return target


def add_project(
    *,
    year: BudgetYear,
    department: Department,
    actor: Any,
    name: str,
    reason: str,
    text: str,
) -> Target:
    """年中追加: a project after the department's window, with why it is added.

    ``CheckFailed`` while the window is not over, without a reason of
    :class:`projects.models.Reason` or without words, and as
    :func:`create_project_target`.
    """
    text = text.strip()
    if not is_over(year, department):
        raise CheckFailed(NOT_OVER.format(year=year))
    if reason not in Reason.values:
        raise CheckFailed(NO_REASON, {"reason": NO_REASON})
    if not text:
        raise CheckFailed(NO_TEXT, {"text": NO_TEXT})
    with transaction.atomic():
        target = create_project_target(
            year=year,
            department=department,
            actor=actor,
            name=name,
            action="add",
            detail={"reason": reason, "opinion": text},
            occasion=Occasion.ADDED,
        )
        Adjustment.objects.create(
            target=target,
            occasion=Occasion.ADDED,
            reason=reason,
            text=text,
            actor=actor,
        )
    return target


def _check_fits(document: Sheet | Overall, name: str) -> None:
    problems = misfits(document)
    if problems:
        cells = [f"{label_in(document, path)}{text}" for path, text in problems.items()]
        raise CheckFailed(f"未能新建“{name[:50]}”：{'；'.join(cells)}", problems)


def empty_sheet(year: BudgetYear, department: Department, name: str) -> Sheet:
    """The department's form with nothing filled in but the project's name."""
    form = layout_of(store.empty_book(year, department))
    months = () if "plan" in form.leaves_out else year.months
    sheet = blank_sheet(months=months, tiers=year.scheme.rows(), unit=form.unit)
    return replace(
        sheet,
        name=name,
        code=None if "code" in form.leaves_out else "",
        usage=None if "usage" in form.leaves_out else "",
    )


def create_overall_target(
    *,
    year: BudgetYear,
    department: Department,
    actor: Any,
    overall: Overall | None = None,
    action: str = "create",
    occasion: str = Occasion.ROUND,
    detail: dict[str, Any] | None = None,
) -> Target:
    """The department's overall target of the year, as a draft.

    ``CheckFailed`` if there is one already.
    """
    if occasion == Occasion.ROUND:
        check_window(year, department)
    overall = overall or Overall()
    _check_fits(overall, f"{department}{year}整体绩效目标")
    with _told_if_taken(f"{department}{year}已有整体绩效目标，请直接打开修改"):
        target = Target.objects.create(
            kind=Kind.DEPARTMENT, year=year, department=department, occasion=occasion
        )
        store.save_overall(target=target, overall=overall)
        _record_new(target, actor, action, detail)
    return target


def _record_new(
    target: Target, actor: Any, action: str, detail: dict[str, Any] | None = None
) -> None:
    if actor is not None:  # a command has no author
        target.filled_by.add(actor)
    record(
        actor=actor,
        action=action,
        subject=target.subject,
        subject_name=str(target),
        detail=detail,
    )
