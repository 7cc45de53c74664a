"""Tables of one department against each other and its parts: C34, C35, C39–C42."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from sheets.numbering import bare as unnumbered
from sheets.sheet import WAN_YUAN, Book, Overall, Sheet, SubGoal

from . import sources
from .base import Case, Check, Dimension, NotCheckable, Seen, Severity, register
from .cells import overall_of
from .people import groups_in, paid_in
from .quantity import Quantity, quantities, stated_in
from .rows import Kind, Row
from .settings import Settings
from .text import bare, covered, grams, joined, letters, quoted, squeeze

At = tuple[int | None, Seen]


def several(case: Case) -> tuple[Sheet, ...]:
    if len(case.book.projects) < 2:
        raise NotCheckable("只有一个项目，无从比较")
    return case.book.projects


def parts_of(case: Case) -> tuple[Overall, bool]:
    """The overall target, and whether its parts are linked to projects."""
    overall = overall_of(case.book)
    if not overall.sub_goals:
        raise NotCheckable("没有分项绩效目标")
    if not case.book.projects:
        raise NotCheckable("没有项目绩效目标表")
    return overall, any(part.projects for part in overall.sub_goals)


def fit(part: SubGoal, sheet: Sheet, settings: Settings) -> float:
    """How much (0 to 100) of a project's name, or of one goal, the part repeats."""
    common = settings.common_words
    title = unnumbered(part.title)
    whole = grams(joined((title, part.goal, *part.indicators)), common)
    named = covered(grams(sheet.name, common) or grams(sheet.name), whole)
    goals = (covered(grams(goal, common), whole) for goal in sheet.goals)
    return 100 * max(named, *goals, 0)


@register
class PartWithoutProject(Check):
    """A 分项绩效目标 that no project is linked to, or a link to no project of the book.
    Where the office links nothing, texts are compared and the finding is a hint."""

    id = "C34"
    name = "分项目标无对应项目"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.RELEVANT
    needs = "分项绩效目标、项目"

    def across(self, case: Case) -> Iterator[At]:
        overall, linked = parts_of(case)
        names = {letters(sheet.name) for sheet in case.book.projects}
        for index, part in enumerate(overall.sub_goals):
            path = f"overall.sub_goals.{index}"
            if linked:
                yield from self._by_link(path, part, names)
            elif not self._has_project(part, case):
                message = (
                    f"{quoted(part.title)}没有与它内容相近的项目（按文字比较）。"
                    "请标明对应项目；没有资金支持的分项目标请说明由何种经费保障"
                )
                yield None, (f"{path}.title", part.title, message, Severity.HINT)

    def _has_project(self, part: SubGoal, case: Case) -> bool:
        least, settings = case.settings.link_share, case.settings
        return any(fit(part, sheet, settings) >= least for sheet in case.book.projects)

    def _by_link(self, path: str, part: SubGoal, names: set[str]) -> Iterator[At]:
        strange = [name for name in part.projects if letters(name) not in names]
        if not part.projects:
            message = (
                f"{quoted(part.title)}没有对应的项目，请选择对应项目或说明经费来源"
            )
            yield None, (f"{path}.projects", part.title, message)
        if strange:
            message = f"对应项目{quoted(strange[0])}不在本册的项目中，请核对项目名称"
            yield None, (f"{path}.projects", strange[0], message)


@register
class ProjectWithoutPart(Check):
    """A project that no 分项绩效目标 is linked to. Where the office links nothing,
    texts are compared and the finding is a hint."""

    id = "C35"
    name = "项目无对应分项目标"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.RELEVANT
    needs = "分项绩效目标、项目"

    def across(self, case: Case) -> Iterator[At]:
        overall, linked = parts_of(case)
        links = {letters(n) for part in overall.sub_goals for n in part.projects}
        least, settings = case.settings.link_share, case.settings
        for index, sheet in enumerate(case.book.projects):
            said = f"项目{quoted(sheet.name)}没有对应的分项绩效目标"
            mend = "请在部门整体绩效目标中补充分项目标，或把它列入某个分项目标"
            if linked and letters(sheet.name) not in links:
                yield index, ("name", sheet.name, f"{said}，{mend}")
            if linked:
                continue
            if not any(fit(p, sheet, settings) >= least for p in overall.sub_goals):
                message = f"{said}（按文字比较），{mend}"
                yield index, ("name", sheet.name, message, Severity.HINT)


_YEAR = re.compile(r"20\d\d年?度?")


@register
class SameGoal(Check):
    """The same goal, years and punctuation aside, in two or more projects; at least
    eight characters, for shorter ones are unfinished anyway."""

    id = "C39"
    name = "目标跨项目重复"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.RELEVANT
    needs = "两张以上的表"

    def across(self, case: Case) -> Iterator[At]:
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for index, sheet in enumerate(several(case)):
            for number, goal in enumerate(sheet.goals):
                key = letters(_YEAR.sub("", bare(goal)))
                if len(key) >= 8:
                    places[key].append((index, number))
        for same in places.values():
            projects = dict.fromkeys(index for index, _ in same)
            for index, number in same if len(projects) > 1 else ():
                twin = next(i for i in projects if i != index)
                goal = case.book.projects[index].goals[number]
                others = quoted(case.book.projects[twin].name)
                others += f"等{len(projects) - 1}个项目" if len(projects) > 2 else ""
                message = (
                    f"目标{quoted(goal)}与{others}的目标相同，说明不了本项目要"
                    "做什么。请写本项目自己的内容、数量和效果"
                )
                yield index, (f"goals.{number}", goal, message)


# What many tables have is compared with so many of them, or a book of 10,000 projects
# would take a hundred times as long as one of 1,000.
COMPARED = 20


@register
class SameIndicators(Check):
    """At least 60 % of the indicators (name and value) of the smaller of two tables,
    three or more, are in the other one too. Told at the later table, once."""

    id = "C40"
    name = "指标跨项目复制"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.RELEVANT
    needs = "两张以上的表"

    def across(self, case: Case) -> Iterator[At]:
        tables = [self._pairs(sheet) for sheet in several(case)]
        where: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, pairs in enumerate(tables):
            alike = Counter(other for pair in pairs for other in where[pair])
            shared = {
                other: len(pairs & tables[other])
                for other, _ in alike.most_common(COMPARED)
            }
            for pair in pairs:
                if len(where[pair]) < COMPARED:
                    where[pair].append(index)
            close = [
                (count / min(len(pairs), len(tables[other])), -other)
                for other, count in shared.items()
                if count >= 3
            ]
            share, other = max(close, default=(0.0, 0))
            if 100 * share >= case.settings.same_indicators:
                yield index, self._seen(case.book, index, -other, shared[-other])

    def _pairs(self, sheet: Sheet) -> set[tuple[str, str]]:
        rows = (row for row in sheet.indicators if row.value)
        return {
            (
                letters(bare(row.tier3 or row.description or "")),
                squeeze(row.value or ""),
            )
            for row in rows
        }

    def _seen(self, book: Book, index: int, other: int, count: int) -> Seen:
        total = len(self._pairs(book.projects[index]))
        message = (
            f"{total}个指标中有{count}个与{quoted(book.projects[other].name)}的名称和"
            "指标值完全相同，疑似复制。请按本项目的内容重新设置指标"
        )
        return "indicators", book.projects[index].name, message


@register
class SameCount(Check):
    """Two projects count the same number of people, by a name that does not say which
    people, or a number that is not round, and pay different groups."""

    id = "C41"
    name = "数量相同但对象不同"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.RELEVANT
    needs = "两张以上的表"

    def across(self, case: Case) -> Iterator[At]:
        counts: dict[tuple[Decimal, str], list[tuple[int, Row]]] = defaultdict(list)
        for index, sheet in enumerate(several(case)):
            for row, done in self._counts(sheet, case):
                counts[done.number, done.unit].append((index, row))
        for rows in counts.values():
            for index, row in rows:
                other = next(
                    (
                        i
                        for i, r in rows[:COMPARED]
                        if i != index and self._odd(index, row, i, r, case)
                    ),
                    None,
                )
                if other is not None:
                    name = case.book.projects[other].name
                    message = (
                        f"本项目与{quoted(name)}的{quoted(row.name)}都是"
                        f"{quoted(row.text)}，但发放对象不同。请按各自的对象核实数量"
                    )
                    yield index, (row.path("value"), row.cells.value or "", message)

    def _counts(self, sheet: Sheet, case: Case) -> Iterator[tuple[Row, Quantity]]:
        try:
            stated = stated_in(sheet, case)
        except NotCheckable:  # an empty table does not excuse the others
            return
        for measured, done in stated:
            people = done.unit in ("人", "户") and done.number > 1
            if people and measured.row.kind in (Kind.QUANTITY, None):
                yield measured.row, done

    def _odd(self, at: int, row: Row, at2: int, other: Row, case: Case) -> bool:
        settings, projects = case.settings, case.book.projects
        one = self._who(projects[at], row, settings)
        two = self._who(projects[at2], other, settings)
        round_number = row.value.number is not None and row.value.number % 10 == 0
        if round_number and row.name != other.name:
            return False
        return bool(one and two) and one != two

    def _who(self, sheet: Sheet, row: Row, settings: Settings) -> set[tuple[str, str]]:
        groups = groups_in(row.name, settings) or paid_in(sheet, settings)
        return {(group.state, group.kind) for group in groups}


_TOTAL = re.compile("合计|总[计额]|共计|共安排|共有?项目|[总全]年?预算|预算总|总支出")
_PROJECTS = re.compile("项目支出|个项目|项目.{0,4}(?:合计|共|总)")
_ABOUT = re.compile("约|左右|余")
NEAR = Decimal(100)  # yuan: the last figure of an amount in 万元 with two places


@register
class DepartmentTotal(Check):
    """The overall target names no total, or one of the projects that is not their sum,
    or a total of all that is less than the sum."""

    id = "C42"
    name = "部门合计缺失或不等"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.COMPLETE
    needs = "部门整体绩效目标、各项目预算数"

    def across(self, case: Case) -> Iterator[At]:
        overall = overall_of(case.book)
        total = self._sum(case.book)
        text = joined((overall.goal, *(part.goal for part in overall.sub_goals)))
        money = [q for q in quantities(text) if q.unit == "元"]
        ours = [q for q in money if _PROJECTS.search(q.text)]
        said = [q for q in money if q in ours or _TOTAL.search(q.text)]
        if any(abs(q.number - total) <= NEAR for q in money):
            return
        shown = f"{(total / 10_000).normalize():f}万元"
        wrong_ones = ours or [q for q in said if q.number < total]
        for wrong in [q for q in wrong_ones if not _ABOUT.search(q.text)][:1]:
            message = (
                f"写的是{quoted(wrong.text)}，各项目预算数合计是{shown}。"
                "请核对后改成一致"
            )
            yield None, ("overall.goal", wrong.text, message)
        if not said:
            message = (
                f"部门整体绩效目标没有写明预算合计，各项目预算数合计是{shown}。"
                f"请写明，如“项目支出合计{shown}”"
            )
            yield None, ("overall.goal", overall.goal, message)

    def _sum(self, book: Book) -> Decimal:
        """In yuan."""
        if not book.projects:
            raise NotCheckable("没有项目绩效目标表")
        total = Decimal(0)
        for sheet in book.projects:
            amount = sheet.budget.total
            if amount is None or not sheet.budget.unit:
                raise NotCheckable(f"{quoted(sheet.name)}缺预算数或金额单位，无法合计")
            total += amount * (10_000 if sheet.budget.unit == WAN_YUAN else 1)
        return total
