"""``Sheet``: one official performance-target table; ``Book``: a department's year.

Text is verbatim. ``None`` means that the source has no such cell, ``""`` that the
cell was left empty; amounts and percentages know only ``None``. All classes are
frozen: a change makes a new value (``dataclasses.replace``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

WAN_YUAN = "万元"
YUAN = "元"
UNITS = (WAN_YUAN, YUAN)

# (label, text): a cell that only some forms have, by the form's own words without
# decoration (实施单位, not "实施单位："). A label stands once in a list of pairs.
Pair = tuple[str, str]
Pairs = tuple[Pair, ...]


def text_of(pairs: Pairs, label: str) -> str:
    """The text under ``label``; ``""`` where there is none."""
    return dict(pairs).get(label, "")


@dataclass(frozen=True)
class Budget:
    """预算数 = 财政资金 + 其他资金, all three in ``unit`` (万元 or 元)."""

    unit: str | None = WAN_YUAN
    total: Decimal | None = None
    fiscal: Decimal | None = None
    other: Decimal | None = None


@dataclass(frozen=True)
class PlanStep:
    """资金支出计划: cumulative share at the end of ``month``, as written ("25%")."""

    month: int
    percent: str | None = None


@dataclass(frozen=True)
class Indicator:
    """One row of the three-tier tree.

    A tier-2 label without an indicator is a row with ``tier3`` ``None``: the form
    prints its empty line, and we must not lose it. ``extra`` are further columns of
    some forms: 绩效标准, 上年指标值, 指标方向性.
    """

    tier1: str
    tier2: str
    tier3: str | None = None
    description: str | None = None
    value: str | None = None
    basis: str | None = None
    weight: Decimal | None = None
    extra: Pairs = ()

    @classmethod
    def of(
        cls, tier1: str, tier2: str, cells: Mapping[str, str], extra: Pairs = ()
    ) -> "Indicator":
        """A row out of typed texts; blank if all of them are empty."""
        if not any(cells.values()) and not any(text for _, text in extra):
            return cls(tier1, tier2)
        return cls(
            tier1,
            tier2,
            tier3=cells.get("tier3", ""),
            description=cells.get("description"),
            value=cells.get("value"),
            basis=cells.get("basis"),
            extra=extra,
        )

    @property
    def is_blank(self) -> bool:
        return self.tier3 is None

    @property
    def texts(self) -> tuple[str | None, ...]:
        return self.tier3, self.description, self.value, self.basis


@dataclass(frozen=True)
class Medium:
    """中期目标: what a project is to reach in several years, beside the year's own
    budget, goals and indicators. ``period`` as written: "2021年—2023年"."""

    period: str = ""
    budget: Budget = field(default_factory=Budget)
    goals: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it, whatever rows it has."""
        budget = self.budget
        amounts = budget.total, budget.fiscal, budget.other
        has_amount = any(amount is not None for amount in amounts)
        is_row = any(not r.is_blank or r.weight is not None for r in self.indicators)
        return not (self.period or any(self.goals) or has_amount or is_row)

    def as_sheet(self) -> "Sheet":
        """Its money, goals and indicators as those of a table: what can be done with
        the one can be done with the other."""
        return Sheet(
            code=None,
            budget=self.budget,
            usage=None,
            goals=self.goals,
            indicators=self.indicators,
        )

    def with_sheet(self, sheet: "Sheet") -> "Medium":
        """The inverse: with these three parts of the table."""
        return replace(
            self, budget=sheet.budget, goals=sheet.goals, indicators=sheet.indicators
        )


@dataclass(frozen=True)
class Sheet:
    """One 项目绩效目标表.

    ``goals_placeholder`` is the text of the line that some offices leave under the
    last goal to say "and so on" ("......"); ``None`` where there is none. ``facts`` are
    further cells of the head of some forms: 实施单位, 项目属性, 立项依据. ``medium`` is
    ``None`` where the form has the year alone.
    """

    name: str = ""
    code: str | None = ""
    budget: Budget = field(default_factory=Budget)
    usage: str | None = ""
    plan: tuple[PlanStep, ...] = ()
    goals: tuple[str, ...] = ()
    goals_placeholder: str | None = None
    indicators: tuple[Indicator, ...] = ()
    facts: Pairs = ()
    medium: Medium | None = None


@dataclass(frozen=True)
class SubGoal:
    """分项绩效目标; ``title`` keeps the number that the office wrote before it.

    ``projects`` are the names of the projects that serve it. The printed form has no
    place for them; they say which goals have money and which money has a goal.
    """

    title: str
    goal: str = ""
    indicators: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """工作保障措施; ``title`` keeps its number, even when the office counted wrong."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Task:
    """年度主要任务 with its money: 总额 = 财政拨款 + 其他资金, in 万元."""

    name: str
    content: str = ""
    total: Decimal | None = None
    fiscal: Decimal | None = None
    other: Decimal | None = None


@dataclass(frozen=True)
class Overall:
    """部门整体绩效目标; paragraphs of ``goal`` are separated by a newline.

    One office writes a text with ``sub_goals`` and ``measures``, another a table with
    ``tasks`` and three-tier ``indicators``.
    """

    goal: str = ""
    sub_goals: tuple[SubGoal, ...] = ()
    measures: tuple[Measure, ...] = ()
    tasks: tuple[Task, ...] = ()
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True)
class Department:
    code: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Book:
    """绩效文本: a department's year.

    ``layout`` is the id of the form of its tables, ``overall_layout`` of its overall
    target (``None``: the one that goes with the tables). ``labels`` are words that the
    office prints in the place of the form's own: (the form's, the office's).
    """

    year: int | None = None
    layout: str | None = None
    department: Department = field(default_factory=Department)
    overall: Overall | None = None
    projects: tuple[Sheet, ...] = ()
    overall_layout: str | None = None
    labels: Pairs = ()


def blank_sheet(
    *, months: Sequence[int], tiers: Sequence[tuple[str, str]], unit: str = WAN_YUAN
) -> Sheet:
    """An empty form: the year's checkpoints, two goals, a row for each tier-2 label."""
    return Sheet(
        budget=Budget(unit=unit),
        plan=tuple(PlanStep(month) for month in months),
        goals=("", ""),
        indicators=tuple(Indicator(tier1, tier2) for tier1, tier2 in tiers),
    )
