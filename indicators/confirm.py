"""The years that 结转 moved are listed until the filler says that they are right."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from projects.models import Target
from sheets import fields
from sheets.carry import Shift
from sheets.sheet import Overall, Sheet

from .models import Carried


@dataclass(frozen=True)
class Told:
    """A moved year as the page tells it. ``path`` is where its cell stands now; empty
    if somebody has written something else there."""

    path: str
    label: str
    before: str
    after: str

    @property
    def is_left(self) -> bool:
        return self.before == self.after


def remember(target: Target, shifts: Sequence[Shift]) -> None:
    """For a draft that was made by 结转 just now."""
    if shifts:
        Carried.objects.create(target=target, cells=[asdict(s) for s in shifts])


def waiting(target: Target, document: Sheet | Overall) -> list[Told]:
    """What is still to be confirmed, in the rows that ``document`` has now."""
    found = Carried.objects.filter(target=target, confirmed_at=None).first()
    if found is None:
        return []
    texts = fields.texts(document)
    told = []
    for cell in found.cells:
        path = _place(cell["field"], cell["after"], texts)
        label = fields.label_in(document, path) if path else cell["label"]
        told.append(Told(path, label, cell["before"], cell["after"]))
    return told


def _place(path: str, text: str, texts: dict[str, str]) -> str:
    """The cell itself, or the one of its kind that says the same: its row has moved."""
    kind = path.rpartition(".")[2] if path.startswith(("ind", "over")) else path
    others = (p for p in texts if p == kind or p.endswith(f".{kind}"))
    return next((p for p in (path, *others) if text in texts.get(p, "")), "")


def confirm(*, target: Target, actor: Any) -> None:
    """The list has done its work; a second click changes nothing."""
    Carried.objects.filter(target=target, confirmed_at=None).update(
        confirmed_by=actor, confirmed_at=timezone.now()
    )
