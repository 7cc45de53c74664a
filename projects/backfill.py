"""补录: tables of a past year that were approved before this system, or outside of it.

What is filled in afterwards goes through no review, so it is never approved here: it
is archived, with the reason and, where the office knows it, the paper of then. It can
be read, printed, carried over and compared with; it can be replaced in the same way.
No regulation knows this state: it is ours.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from departments import access
from departments.models import Department

from .models import Backfill, BudgetYear, Status, Target
from .windows import is_over

ASK = "往年的绩效目标不用延期，可以由本部门或上级部门的管理员补录。"


@dataclass(frozen=True)
class Words:
    """What is said of tables that are brought in."""

    reason: str
    document: str = ""
    document_date: date | None = None

    def for_record(self) -> dict[str, str]:
        day = str(self.document_date) if self.document_date else ""
        return {"opinion": self.reason, "document": self.document, "dated": day}


def is_possible(user: Any, year: BudgetYear, department: Department) -> bool:
    """Whether this user may bring tables of this year in now: of a past year whose
    filling is over, at a department that they manage."""
    return access.may(user, access.MANAGE, department) and _is_past(year, department)


def who_else(user: Any, year: BudgetYear, department: Department) -> str:
    """Whom a user may ask who cannot bring tables of a past year in; "" if they can, or
    if it is none."""
    if _is_past(year, department) and not is_possible(user, year, department):
        return ASK
    return ""


def _is_past(year: BudgetYear, department: Department) -> bool:
    return year.year < timezone.localdate().year and is_over(year, department)


def may_correct(user: Any, target: Target) -> bool:
    """Whether this user may bring in better content for it now."""
    return target.status == Status.ARCHIVED and is_possible(
        user, target.year, target.department
    )


def note(
    *,
    target: Target,
    actor: Any,
    words: Words,
    replaced: dict[str, Any] | None = None,
) -> Backfill:
    """Keep why and by whom, and what stood there until now, as book JSON. The caller
    holds the target's row."""
    last = target.backfills.aggregate(last=Max("number"))["last"]
    return Backfill.objects.create(
        target=target,
        number=(last or 0) + 1,
        reason=words.reason,
        document=words.document,
        document_date=words.document_date,
        actor=actor,
        actor_name=str(actor),
        replaced=replaced,
    )


def latest(target: Target) -> Backfill | None:
    """The one that counts; ``None`` for what was written here."""
    if target.status != Status.ARCHIVED:
        return None
    found: Backfill | None = target.backfills.first()
    return found


def take_back(*, target: Target) -> None:
    """The one before counts again. The caller holds the target's row."""
    target.backfills.order_by("-number")[0].delete()
