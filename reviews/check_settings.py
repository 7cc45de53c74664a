"""自动审核设置: what the office changes of the checks for a budget year.

Kept is only what differs from the program's defaults, so that better word lists of a
later release reach who never changed them. A year begins with what the year before it
had; its first change makes it its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from audit.services import record
from departments import access
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import BudgetYear

from .checks.base import Check, Severity, checks
from .checks.editable import DEFAULTS, EDITABLE, Editable
from .checks.settings import OFF, Settings
from .findings import stored_settings
from .models import CheckSettings

CHOICES = {**{one.value: one.label for one in Severity}, OFF: "关闭"}
NOT_YOURS = "只有最上级部门管理绩效目标的人可以设置自动审核。"
STALE = (
    "在您打开页面之后，{year}的自动审核设置已被别人修改，您的修改没有保存。"
    "请看过最新的设置再改。"
)
WRONG = "设置没有保存：有 {count} 处要修改，请改正下面标出的内容。"


@dataclass(frozen=True)
class State:
    """What counts for a year now; ``year`` is the one that it was set for, and
    ``version`` 0 while this year has nothing of its own."""

    data: dict[str, Any]
    year: BudgetYear | None
    version: int

    @property
    def settings(self) -> Settings:
        return Settings.from_data(self.data)

    @property
    def severities(self) -> dict[str, str]:
        return self.data.get("severities", {})


def may_set(user: Any) -> bool:
    """The rules are one for the whole tree, so the right counts at its top."""
    return access.at_the_top(user, access.MANAGE)


def check_may_set(user: Any) -> None:
    """``NotAllowed`` for all others."""
    if not may_set(user):
        raise NotAllowed(NOT_YOURS)


def state_of(year: BudgetYear) -> State:
    stored = stored_settings(year.year)
    if stored is None:
        return State({}, None, 0)
    is_own = stored.year_id == year.pk
    return State(stored.known(), stored.year, stored.version if is_own else 0)


def save(
    *,
    year: BudgetYear,
    actor: Any,
    version: int,
    severities: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> int:
    """Set rules (``severities``: check → error, warning, hint, off, or "" for its
    default) and thresholds and word lists (``texts``: setting → its input); what is not
    named stays. How many were changed.

    ``version`` is :attr:`State.version` on the actor's screen. ``NotAllowed``,
    ``Conflict`` if somebody was faster, ``CheckFailed`` with what is wrong, by check or
    setting.
    """
    check_may_set(actor)
    with transaction.atomic():
        before = state_of(year)
        if before.version != version:
            raise Conflict(STALE.format(year=year))
        after = _with(before.data, severities or {}, texts or {})
        changes = _changes(before.data, after)
        if changes:
            _write(year, version, after)
            principal = access.acts_at_the_top_for(actor, access.MANAGE)
            record(
                actor=actor,
                action="check_settings",
                subject=f"year:{year.year}",
                subject_name=f"{year}自动审核设置",
                detail={
                    "changes": changes,
                    **({"for": str(principal)} if principal else {}),
                },
            )
    return len(changes)


def _with(
    data: Mapping[str, Any], severities: Mapping[str, str], texts: Mapping[str, str]
) -> dict[str, Any]:
    chosen, problems = dict(data.get("severities", {})), {}
    for check, severity in severities.items():
        if severity not in ("", *CHOICES) or check not in _by_id():
            problems[check] = "请从列表中选择"
        elif severity in ("", _by_id()[check].severity):
            chosen.pop(check, None)
        else:
            chosen[check] = severity
    made = {key: value for key, value in data.items() if key != "severities"}
    for name, text in texts.items():
        try:
            value = EDITABLE[name].kind.read(text)
        except ValueError as error:
            problems[name] = str(error)
            continue
        made.pop(name, None)
        if _frozen(name, value) != DEFAULTS[name]:
            made[name] = value
    if problems:
        raise CheckFailed(WRONG.format(count=len(problems)), problems)
    return made | ({"severities": chosen} if chosen else {})


def _frozen(name: str, value: Any) -> Any:
    return getattr(Settings.from_data({name: value}), name)


def _by_id() -> dict[str, Check]:
    return {check.id: check for check in checks}


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Label, before and after of everything that counts differently now."""
    old, new = Settings.from_data(before), Settings.from_data(after)
    found = []
    for check in checks:
        was, now = (s.severities.get(check.id, check.severity) for s in (old, new))
        if was != now:
            label = f"{check.id} {check.name}"
            found.append(_change(label, CHOICES[was], CHOICES[now]))
    for one in EDITABLE.values():
        was, now = shown(one, old), shown(one, new)
        if was != now:
            found.append(_change(one.label, was, now))
    return found


def _change(label: str, before: str, after: str) -> dict[str, str]:
    return {"label": label, "before": before, "after": after}


def shown(one: Editable, settings: Settings) -> str:
    """The setting as its input has it."""
    return one.kind.show(getattr(settings, one.name))


def _write(year: BudgetYear, version: int, data: dict[str, Any]) -> None:
    stale = Conflict(STALE.format(year=year))
    if version:
        own = CheckSettings.objects.filter(year=year, version=version)
        now = timezone.now()
        if not own.update(data=data, version=F("version") + 1, saved_at=now):
            raise stale
        return
    try:
        with transaction.atomic():
            CheckSettings.objects.create(year=year, data=data)
    except IntegrityError:
        raise stale from None
