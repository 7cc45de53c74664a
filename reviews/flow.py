"""The way of a target: one table says what is possible.

The buttons on a page, the desk and the change of status read the same rows. Which
steps a review has is data (:class:`reviews.models.ReviewStep`); what a decision does
at a step is the same everywhere and stands here. Grades and order of review:
财预〔2015〕88号, arts. 25-29; a change of what was approved: art. 29.
"""

from dataclasses import dataclass
from enum import StrEnum

from departments import access
from projects.models import Status

SUBMIT, WITHDRAW, PASS, RETURN = "submit", "withdraw", "pass", "return"
ADJUST, DROP = "adjust", "drop"
BACKFILL = "backfill"
LABELS = {
    SUBMIT: "送审",
    WITHDRAW: "撤回",
    PASS: "通过",
    RETURN: "退回",
    ADJUST: "申请调整",
    DROP: "放弃调整",
    BACKFILL: "补录",
}


class At(StrEnum):
    """Where on its way the row holds; ``ANY`` is everywhere."""

    ANY = ""
    FIRST = "first"
    LAST = "last"
    BEFORE_LAST = "before last"
    ADJUSTING = "adjusting"
    BACKFILLED = "backfilled"


@dataclass(frozen=True)
class Place:
    """Where a target is: its status, its step among the steps of this submission,
    whether an approved version stands behind it, and whether it is brought in from
    before: then it is put into the archive, and nothing else is done with it."""

    status: str
    is_first: bool = False
    is_last: bool = False
    is_adjusting: bool = False
    is_backfilled: bool = False

    def fits(self, at: At) -> bool:
        if self.is_backfilled or at == At.BACKFILLED:
            return self.is_backfilled and at == At.BACKFILLED
        return {
            At.ANY: True,
            At.FIRST: self.is_first,
            At.LAST: self.is_last,
            At.BEFORE_LAST: not self.is_last,
            At.ADJUSTING: self.is_adjusting,
        }[at]


@dataclass(frozen=True)
class Transition:
    """From ``source`` to ``goal`` by who has ``right`` at the target's department, or
    for a review by who holds the post that the step asks for."""

    source: Status
    action: str
    right: str
    goal: Status
    at: At = At.ANY
    needs_opinion: bool = False

    @property
    def label(self) -> str:
        return "批复" if self.approves else LABELS[self.action]

    @property
    def is_review(self) -> bool:
        """A decision about somebody's work: never one's own."""
        return self.right == access.REVIEW

    @property
    def approves(self) -> bool:
        return self.action == PASS and self.goal == Status.APPROVED

    @property
    def audited_as(self) -> str:
        return "approve" if self.approves else self.action


# fmt: off
TRANSITIONS = (
    Transition(Status.DRAFT,    SUBMIT,   access.SUBMIT, Status.REVIEW),
    Transition(Status.RETURNED, SUBMIT,   access.SUBMIT, Status.REVIEW),
    Transition(Status.REVIEW,   WITHDRAW, access.SUBMIT, Status.DRAFT, At.FIRST),
    Transition(Status.REVIEW,   PASS,     access.REVIEW, Status.REVIEW, At.BEFORE_LAST),
    Transition(Status.REVIEW,   PASS,     access.REVIEW, Status.APPROVED, At.LAST),
    Transition(Status.REVIEW,   RETURN,   access.REVIEW, Status.RETURNED,
               needs_opinion=True),
    Transition(Status.APPROVED, ADJUST,   access.SUBMIT, Status.DRAFT,
               needs_opinion=True),
    Transition(Status.DRAFT,    DROP,     access.SUBMIT, Status.APPROVED, At.ADJUSTING),
    Transition(Status.RETURNED, DROP,     access.SUBMIT, Status.APPROVED, At.ADJUSTING),
    # In the same breath as it is brought in, so no page ever offers it.
    Transition(Status.DRAFT,    BACKFILL, access.MANAGE, Status.ARCHIVED, At.BACKFILLED,
               needs_opinion=True),
)
# fmt: on


def action_choices() -> list[tuple[str, str]]:
    return list(LABELS.items())


def rows(place: Place) -> list[Transition]:
    """What is possible at this place, for whoever may."""
    return [r for r in TRANSITIONS if r.source == place.status and place.fits(r.at)]


def find(place: Place, action: str) -> Transition | None:
    """The row for this action at this place, if there is one."""
    return next((row for row in rows(place) if row.action == action), None)
