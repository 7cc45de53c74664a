"""The way of a target: one table says what is possible.

The buttons on a page and the change of status read the same rows. Order and grades
of review: 财预〔2015〕88号, arts. 25-29 (the superior unit first, then finance).
"""

from dataclasses import dataclass

from departments import access
from projects.models import Status

SUBMIT, WITHDRAW, PASS, RETURN = "submit", "withdraw", "pass", "return"
LABELS = {SUBMIT: "送审", WITHDRAW: "撤回", PASS: "通过", RETURN: "退回"}


@dataclass(frozen=True)
class Transition:
    """From ``source`` to ``goal`` by who has ``right`` at the target's department."""

    source: Status
    action: str
    right: str
    goal: Status
    needs_opinion: bool = False
    # A decision about somebody's work: never one's own.
    is_review: bool = False

    @property
    def label(self) -> str:
        return LABELS[self.action]

    @property
    def approves(self) -> bool:
        return self.goal == Status.APPROVED

    @property
    def audited_as(self) -> str:
        return "approve" if self.approves else self.action


def _review(source: Status, right: str, next_status: Status) -> tuple[Transition, ...]:
    """One level of review: on to the next, or back with an opinion."""
    return (
        Transition(source, PASS, right, next_status, is_review=True),
        Transition(
            source,
            RETURN,
            right,
            Status.RETURNED,
            needs_opinion=True,
            is_review=True,
        ),
    )


TRANSITIONS = (
    Transition(Status.DRAFT, SUBMIT, access.SUBMIT, Status.FIRST_REVIEW),
    Transition(Status.RETURNED, SUBMIT, access.SUBMIT, Status.FIRST_REVIEW),
    Transition(Status.FIRST_REVIEW, WITHDRAW, access.SUBMIT, Status.DRAFT),
    *_review(Status.FIRST_REVIEW, access.FIRST_REVIEW, Status.FINANCE_REVIEW),
    *_review(Status.FINANCE_REVIEW, access.FINANCE_REVIEW, Status.APPROVED),
)

# Who has it now, as the page says it.
WAITS_FOR = {
    Status.DRAFT: "填报人",
    Status.FIRST_REVIEW: "初审",
    Status.FINANCE_REVIEW: "财政审核",
    Status.RETURNED: "填报人",
    Status.APPROVED: "",
}


def action_choices() -> list[tuple[str, str]]:
    return list(LABELS.items())


def find(status: str, action: str) -> Transition | None:
    """The row for this action at this status, if there is one."""
    for row in TRANSITIONS:
        if row.source == status and row.action == action:
            return row
    return None
