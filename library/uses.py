"""How often an indicator was used. Counted when asked, so no number can drift.

*Used*: approved project targets whose table has a row with the same tier 1, tier 2
and name. *Returned*: project targets, at any stage, whose table has such a row now
and which were returned at least once, for whatever reason. Both over all departments:
the numbers are for all, the tables behind them only for who sees them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from indicators.models import Indicator
from projects.models import Status, Target

Key = tuple[str, str, str]  # tier 1, tier 2, name
MOST_EXAMPLES = 20


@dataclass(frozen=True)
class Uses:
    approved: int = 0
    returned: int = 0


def count_uses(keys: Iterable[Key]) -> dict[Key, Uses]:
    """For each of the keys; two queries, however many they are."""
    keys = list(keys)
    rows = Indicator.objects.filter(tier3__in={name for _, _, name in keys})
    approved = _targets_by_key(rows.filter(target__status=Status.APPROVED))
    returned = _targets_by_key(rows.filter(target__opinions__action="return"))
    return {key: Uses(approved.get(key, 0), returned.get(key, 0)) for key in keys}


def _targets_by_key(rows: QuerySet[Indicator]) -> dict[Key, int]:
    cells = ("tier1", "tier2", "tier3")
    counted = rows.order_by().values_list(*cells)
    # One target twice under a key, or returned twice, is one target.
    return {
        (tier1, tier2, tier3 or ""): number
        for tier1, tier2, tier3, number in counted.annotate(
            number=Count("target", distinct=True)
        )
    }


def examples(key: Key, user: Any) -> list[Indicator]:
    """Rows of approved targets that this user may see, the latest year first."""
    tier1, tier2, name = key
    visible = Target.objects.visible_to(user).filter(status=Status.APPROVED)
    rows = Indicator.objects.filter(
        tier1=tier1, tier2=tier2, tier3=name, target__in=visible
    )
    names = ("target__project", "target__department", "target__year")
    latest = rows.select_related(*names).order_by("-target__year__year", "-target")
    return list(latest[:MOST_EXAMPLES])
