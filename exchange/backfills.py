"""补录: what a file holds of a year that is over goes into the archive, not to review.

See :mod:`projects.backfill` for what that means and who may.
"""

from typing import Any

from departments import access
from departments.models import Department
from indicators import services
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects import backfill
from projects.backfill import Words
from projects.models import BudgetYear, Occasion, Status, Target
from reviews import flow
from reviews.services import transition
from sheets.sheet import Overall, Sheet

from .models import ImportBatch

NOT_SAID = (
    "{year}{department}的填报已经结束，导入就是补录往年数据："
    "请勾选确认，并写明补录的原因。"
)
NOT_NOW = (
    "{year}{department}现在不能补录（填报期已重新开放，或者您不再管理这个部门），"
    "什么也没有导入。差异已重新列出，请核对。"
)
NO_RIGHT = "只有管理这个部门的人可以补录往年数据，或者撤销补录。"


def check(batch: ImportBatch, words: Words | None) -> None:
    """``CheckFailed`` if the file is of a year that is over and nothing was said;
    ``Conflict`` if something was said of another."""
    here = {"year": batch.year, "department": batch.department}
    is_possible = backfill.is_possible(batch.user, **here)
    if is_possible and words is None:
        raise CheckFailed(NOT_SAID.format(**here))
    if words is not None and not is_possible:
        raise Conflict(NOT_NOW.format(**here))


def check_right(actor: Any, batch: ImportBatch) -> None:
    """``NotAllowed`` for who does not manage the department."""
    if not access.may(actor, access.MANAGE, batch.department):
        raise NotAllowed(NO_RIGHT)


def create(
    *,
    document: Sheet | Overall,
    words: Words,
    year: BudgetYear,
    department: Department,
    actor: Any,
    action: str,
    detail: dict[str, Any],
) -> Target:
    """A target that goes straight into the archive; as
    :func:`indicators.services.create_project_target`."""
    told = {"actor": actor, "action": action, "detail": detail}
    made = {"year": year, "department": department, "occasion": Occasion.BACKFILL}
    if isinstance(document, Overall):
        target = services.create_overall_target(overall=document, **made, **told)
    else:
        target = services.create_project_target(sheet=document, **made, **told)
    backfill.note(target=target, actor=actor, words=words)
    return transition(
        target=target,
        action=flow.BACKFILL,
        actor=actor,
        version=target.version,
        opinion=words.reason,
    )


def replace(
    *,
    target: Target,
    document: Sheet | Overall,
    words: Words | None,
    actor: Any,
    version: int,
    detail: dict[str, Any],
    before: dict[str, Any],
) -> Target:
    """Other content for a target in the archive; ``before``, as book JSON, is kept with
    it. ``Conflict`` if it was replaced meanwhile."""
    if words is None:
        raise NotAllowed(NO_RIGHT)
    saved = services.save_target(
        target=target,
        actor=actor,
        version=version,
        document=document,
        action="backfill",
        detail=detail | words.for_record(),
        statuses=(Status.ARCHIVED,),
    )
    backfill.note(target=saved, actor=actor, words=words, replaced=before)
    return saved


def put_back(*, target: Target, **saved: Any) -> Target:
    """What a replacement has changed, as it was; ``saved`` as for
    :func:`indicators.services.save_target`."""
    done = services.save_target(target=target, statuses=(Status.ARCHIVED,), **saved)
    backfill.take_back(target=done)
    return done
