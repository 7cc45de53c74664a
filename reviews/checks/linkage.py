"""Goal, indicator and money against each other in one table: C31–C33, C36–C38."""

import re
from collections.abc import Iterator, Sequence

from sheets.sheet import Overall, Sheet, SubGoal

from . import sources
from .base import Case, Check, Dimension, NotCheckable, Seen, Severity, register
from .matching import contradicted, overlaps, prices_differ
from .people import Group, groups_in, is_everyone, paid_in
from .quantity import (
    TIMES,
    Measured,
    Quantity,
    agree,
    inside,
    measured,
    quantities,
    rate_in,
    same_thing,
    stated_in,
)
from .rows import BENEFITS, Kind, Row, rows_of
from .settings import Settings
from .text import any_of, clauses, grams, joined, letters, quoted, squeeze


def goals_of(sheet: Sheet) -> list[tuple[str, str]]:
    goals = [(f"goals.{i}", goal) for i, goal in enumerate(sheet.goals) if goal.strip()]
    if not goals:
        raise NotCheckable("没有填写绩效目标")
    return goals


@register
class NumbersDiffer(Check):
    """A quantity of a goal and the 指标值 of the indicator of the same name and unit
    differ. An indicator within the goal's bound (95%以上, =100%) is fine; so is a
    number that another row repeats."""

    id = "C31"
    name = "目标数值与指标值矛盾"
    dimension = Dimension.RELEVANT
    severity = Severity.ERROR
    source = sources.RELEVANT
    needs = "绩效目标、指标值"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = stated_in(sheet, case)
        goals = joined(goal for _, goal in goals_of(sheet))
        said = quantities(goals)
        found = [(q.text, row) for q, row in contradicted(said, rows, case.settings)]
        for text, row in (*found, *prices_differ(goals, rows)):
            yield (
                row.path("value"),
                row.cells.value or "",
                f"绩效目标写的是{quoted(text)}，指标{quoted(row.name)}的值是"
                f"{quoted(row.text)}，同一内容两个数。请核实后改成一致",
            )


# Not promised results: sums of money, the time that passes, ages, parts of a budget.
_NOT_PROMISED = re.compile("其中|预算|资金|申请|投资|占|(?:[宽高厚深]|直径|间距)$")
_FIGURE_OF_SPEECH = re.compile("方面|环节|阶段|层面|步骤|维度|意识|自信|维护|确保|一批")
_EARNED = re.compile("收入|产值|增收|节约|节支|销售|税收|效益")
# 在25个行政村铺设管网 and 县图书馆及8个分馆免费开放 say where and who; 保持在5个 says
# how many.
_WHERE = re.compile(
    "(?<![持制定])在(?:全[省市州区县旗镇乡村])?$"
    "|^[省市州区县旗镇乡].{1,7}(?:馆|院|校|站|所|中心)[及和与]$"
)
_IN_TIME = re.compile("按时|及时|准时|按期|如期|限时")


def promises(text: str) -> list[Quantity]:
    """The quantities of a text that somebody could be held to."""
    return [q for q in quantities(text) if _is_promise(q)]


def _is_promise(said: Quantity) -> bool:
    if said.unit in TIMES:
        return False
    if said.unit == "元":
        return _EARNED.search(said.before + said.after) is not None
    by_the_way = _FIGURE_OF_SPEECH.match(said.after)
    where = said.unit != "%" and _WHERE.search(said.lead)
    return not (by_the_way or where or _NOT_PROMISED.search(said.before))


def answered(said: Quantity, rows: Sequence[Measured]) -> bool:
    """Some row has this number, or is about the same thing. What is promised in time
    asks for a row that speaks of time."""
    in_time = _IN_TIME.search(said.before)
    return any(
        _answers(said, row) for row in rows if not in_time or _IN_TIME.search(row.text)
    )


def _answers(said: Quantity, other: Measured) -> bool:
    if same_thing(said, other) or overlaps(said, other):
        return True
    if said.unit == "%" and inside(rate_in(said.before) or "", other.rate or ""):
        return True
    done = other.done
    same_number = done and done.unit in (said.unit, "") and agree(said, done)
    if same_number or (said.number, said.unit) in other.numbers:
        if said.unit != "%" or grams(said.before) & grams(other.text):
            return True
    return len(said.before) > 2 and said.before in other.row.name


@register
class PromiseWithoutIndicator(Check):
    """A quantity in a goal, or in a 分项绩效目标 and its indicators, has no row with
    its number or its name; a part is compared with the projects that are linked to it,
    or with all of them. Sums of money and periods are not asked for."""

    id = "C32"
    name = "目标量化要求无对应指标"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.RELEVANT
    needs = "绩效目标、绩效指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = measured(sheet, case)
        for path, goal in goals_of(sheet):
            for said in promises(goal):
                if not answered(said, rows):
                    yield path, goal, self._message(said, "绩效指标")

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        for index, part in enumerate(overall.sub_goals):
            rows = [r for s in _projects_of(part, case) for r in _measured(s, case)]
            texts = [("goal", part.goal), *(("indicators", t) for t in part.indicators)]
            for cell, text in texts:
                missing = [q for q in promises(text) if not answered(q, rows)]
                if rows and missing:
                    path = f"overall.sub_goals.{index}.{cell}"
                    yield path, text, self._message(missing[0], "项目绩效指标")

    def _message(self, said: Quantity, where: str) -> str:
        return (
            f"写有{quoted(said.text + said.after)}，但{where}中没有与它对应的一项。"
            "请增加相应指标和指标值，或删去这一要求"
        )


def _measured(sheet: Sheet, case: Case) -> tuple[Measured, ...]:
    try:
        return measured(sheet, case)
    except NotCheckable:
        return ()


def _projects_of(part: SubGoal, case: Case) -> Sequence[Sheet]:
    """The linked projects, or all of them where nothing is linked."""
    names = {letters(name) for name in part.projects}
    linked = [s for s in case.book.projects if letters(s.name) in names]
    return linked or case.book.projects


_ANYWHERE = set("的和与等对为中个数率度进行")


@register
class IndicatorWithoutGoal(Check):
    """A benefit indicator is about a field (农村, 就业, 生态 ...) of which name,
    purpose and goals have no word, and shares no pair of characters with them, and
    hardly a character. Comparison of texts: a hint."""

    id = "C33"
    name = "指标无对应目标"
    dimension = Dimension.RELEVANT
    severity = Severity.HINT
    source = sources.RELEVANT
    needs = "绩效目标、绩效指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        goals = [goal for _, goal in goals_of(sheet)]
        whole = squeeze(joined((sheet.name, sheet.usage, *goals)))
        for row in rows_of(sheet, case):
            text = squeeze(joined(row.cells.texts[:3]))
            if row.kind not in BENEFITS or not self._strange(
                text, whole, case.settings
            ):
                continue
            if (
                grams(text) & grams(whole)
                or len(set(text) & set(whole) - _ANYWHERE) > 2
            ):
                continue
            yield (
                row.name_path,
                row.name,
                f"指标{quoted(row.name)}与项目名称、资金用途和绩效目标没有共同的内容。"
                "请换成能反映本项目目标的指标，或在绩效目标中写明这一效果",
            )

    def _strange(self, text: str, whole: str, settings: Settings) -> bool:
        """About a field that the project has no word of."""
        fields = [
            any_of(tuple(related.split())).search(whole)
            for words, related in settings.domains.items()
            if any_of(tuple(words.split())).search(text)
        ]
        return bool(fields) and not any(fields)


@register
class PurposeAndGoal(Check):
    """Purpose and the goal's clause of payment name things of different kinds, by the
    list of what is paid for. Comparison of texts: a hint."""

    id = "C36"
    name = "用途与目标不一致"
    dimension = Dimension.RELEVANT
    severity = Severity.HINT
    source = sources.RELEVANT
    needs = "资金用途、绩效目标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        if not (sheet.usage or "").strip():
            raise NotCheckable("没有资金用途，无法与绩效目标核对")
        verbs = any_of(case.settings.pay_verbs)
        paid = self._things(sheet.usage or "", case.settings)
        for path, goal in goals_of(sheet):
            said = joined(c for c in clauses(goal) if verbs.search(c))
            wanted = self._things(said, case.settings)
            if paid and wanted and not paid.keys() & wanted.keys():
                yield (
                    path,
                    goal,
                    f"资金用途写的是“{'、'.join(paid.values())}”，绩效目标支付的却是"
                    f"“{'、'.join(wanted.values())}”。请核对，两处写成同一内容",
                )

    def _things(self, text: str, settings: Settings) -> dict[str, str]:
        """Line of the settings → the words of it that the text has."""
        found = {}
        for line in settings.paid_things:
            words = any_of(tuple(line.split())).findall(squeeze(text))
            if words:
                found[line] = "、".join(dict.fromkeys(words))
        return found


@register
class PurposeAndQuantity(Check):
    """A count in the purpose and the quantity indicator of the same thing differ. 人数
    without a name is compared if both sides have one count of people."""

    id = "C37"
    name = "人数/数量不一致"
    dimension = Dimension.RELEVANT
    severity = Severity.ERROR
    source = sources.RELEVANT
    needs = "资金用途、数量指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        if not (sheet.usage or "").strip():
            raise NotCheckable("没有资金用途，无法与数量指标核对")
        said = [q for q in quantities(sheet.usage or "") if q.unit not in ("%", "元")]
        counts = (Kind.QUANTITY, None)
        rows = tuple(r for r in stated_in(sheet, case) if r[0].row.kind in counts)
        for quantity, row in contradicted(said, rows, case.settings):
            yield (
                row.path("value"),
                row.cells.value or "",
                f"资金用途写的是{quoted(quantity.text)}，数量指标{quoted(row.name)}的值是"
                f"{quoted(row.text)}，两处不一致。请核实后改成同一数字",
            )


@register
class OtherPeopleAsked(Check):
    """Those who are paid, by the purpose (or else by name and goals), and those who are
    asked for satisfaction: a group that has left office is not asked (warning); no
    group in common (hint). 群众 and 服务对象 may be anyone."""

    id = "C38"
    name = "受益对象不一致"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.RELEVANT
    needs = "满意度指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        asked = [r for r in rows_of(sheet, case) if r.kind is Kind.SATISFACTION]
        asked += [
            r for r in rows_of(sheet, case) if r.kind is None and "满意" in r.name
        ]
        if not asked:
            raise NotCheckable("没有满意度指标")
        text = joined(f"{row.name} {row.cells.description or ''}" for row in asked)
        if is_everyone(text, case.settings):
            return
        paid = paid_in(sheet, case.settings)
        there = groups_in(text, case.settings)
        if not paid or not there:
            return
        states = {group.state for group in there}
        gone = [group for group in paid if group.state and group.state not in states]
        strange = not {g.kind for g in paid} & {g.kind for g in there}
        if gone:
            yield self._seen(asked[0], gone)
        elif strange:
            yield (*self._seen(asked[0], paid), Severity.HINT)

    def _seen(self, row: Row, missing: Sequence[Group]) -> tuple[str, str, str]:
        names = "、".join(dict.fromkeys(group.word for group in missing))
        return (
            row.name_path,
            row.name,
            f"资金的受益对象有“{names}”，满意度指标问的是{quoted(row.name)}，没有覆盖。"
            "请补充对这些对象的满意度，或改为“受益对象满意度”",
        )
