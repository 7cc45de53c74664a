"""Headings, numbering and end marks of a book, its cover, and the values of its
sub-goals: C16–C19 and C21."""

import re
from collections.abc import Iterable, Iterator

from sheets.numbering import chinese
from sheets.sheet import Book, Sheet

from . import cells, sources, text
from .base import Case, Check, Dimension, Mend, NotCheckable, Seen, Severity, register

Placed = tuple[int | None, Seen]
Cell = tuple[int | None, str, str]  # project, field path, text


def _headings(book: Book) -> list[list[Cell]]:
    """Headings that stand beside each other: sub-goals, measures, and projects."""
    names: list[Cell] = [(i, "name", one.name) for i, one in enumerate(book.projects)]
    return [*_numbered(book), names]


def _numbered(book: Book) -> list[list[Cell]]:
    overall = book.overall
    if overall is None:
        return []
    goals, measures = overall.sub_goals, overall.measures
    titles = {
        "sub_goals": [goal.title for goal in goals],
        "measures": [measure.title for measure in measures],
    }
    return [
        [(None, f"overall.{part}.{i}.title", title) for i, title in enumerate(those)]
        for part, those in titles.items()
    ]


@register
class MeasureWithoutValue(Check):
    """An indicator of a sub-goal is only the name of a measure: it ends in a word of
    the settings (率, 人数), and no value, sign or per cent stands in it. Statements
    (提高效率) are no names and left to the checks of quality."""

    id = "C16"
    name = "部门指标无值"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.DEPARTMENT
    needs = "分项绩效目标"

    VALUED = re.compile(
        r"[%‰<>=≥≤:]|百分|不低于|不少于|不超过|达到|以上|以下|以内|为\d"
    )

    def across(self, case: Case) -> Iterator[Placed]:
        names = text.any_of(case.settings.measure_names)
        statements = text.any_of(case.settings.statements)
        for index, goal in enumerate(cells.overall_of(case.book).sub_goals):
            for indicator in goal.indicators:
                line = text.bare(indicator).rstrip("。;.")
                valued = self.VALUED.search(text.squeeze(indicator))
                if valued or statements.match(line):
                    continue
                if any(at.end() == len(line) for at in names.finditer(line)):
                    yield (
                        None,
                        (
                            f"overall.sub_goals.{index}.indicators",
                            indicator,
                            f"{text.quoted(indicator)}只有名称，没有指标值，"
                            "请补上数值，如“达到95%以上”",
                        ),
                    )


CHINESE = {chinese(number): number for number in range(1, 100)}
_HAN = "[一二三四五六七八九十]{1,3}"
# One way to number is one level of a text.
_STYLES = {
    "a": rf"[（(](?P<a>{_HAN})[）)]",
    "b": rf"(?P<b>{_HAN})、(?![一二三四五六七八九十])",
    "c": r"[（(](?P<c>[0-9]{1,2})[）)]",
    "d": r"(?P<d>[0-9]{1,2})[.．、](?![0-9])",
    "e": r"(?:目标|任务|措施)(?P<e>[0-9]{1,2})[:：.．、](?![0-9])",
    "f": rf"(?P<f>{_HAN})是",
    "g": rf"第(?P<g>{_HAN})[，,]",
}
_NUMBER = re.compile("|".join(_STYLES.values()))
# A comma may stand before 一是, but not before 三、四年级.
_IN_TEXT = re.compile(
    rf"(?:^|(?<=[。；;：:\n])|(?<=[，,])(?={_HAN}是))[ \t\u3000]*(?:{_NUMBER.pattern})"
)
_IN_CHINESE = "abfg"
Number = tuple[str, int, str]  # style, number, as written


def _read(found: re.Match[str]) -> Number:
    style = found.lastgroup or ""
    written = found[style]
    value = CHINESE.get(written, 0) if style in _IN_CHINESE else int(written)
    return style, value, found[0].strip()


@register
class Numbering(Check):
    """Numbers of one level repeat or skip: before the headings of sub-goals and
    measures (a heading without a number may count or not), and inside a text that
    counts from 1. In a text only the place of the break is told."""

    id = "C17"
    name = "序号重复或跳号"
    dimension = Dimension.PUBLIC
    severity = Severity.WARNING
    source = sources.OURS
    needs = "标题和文字"

    def across(self, case: Case) -> Iterator[Placed]:
        for headings in _numbered(case.book):
            yield from self._level(headings)
        if case.book.overall is not None:
            for path, cell in cells.of(case.book.overall, case):
                if not path.endswith(("title", "indicators")):
                    yield from ((None, seen) for seen in self._inside(path, cell))
        for index, sheet in enumerate(case.book.projects):
            yield from ((index, seen) for seen in self._goals(sheet))

    def _level(self, headings: list[Cell]) -> Iterator[Placed]:
        counted, before = 0, 0
        for place, (project, path, title) in enumerate(headings, 1):
            found = _NUMBER.match(title.lstrip())
            if not found:
                continue
            counted += 1
            _, number, written = _read(found)
            if not counted <= number <= place:
                right = _renumbered(title, found, counted)
                fault = "重复" if number <= before else "跳号"
                why = fault if number != before + 1 else "受前面错号影响"
                yield (
                    project,
                    (
                        path,
                        title,
                        f"标题{text.quoted(title)}的序号“{written}”{why}，"
                        f"应为{text.quoted(right)}",
                        Mend(path, right),
                    ),
                )
            before = number

    def _goals(self, sheet: Sheet) -> Iterator[Seen]:
        for index, goal in enumerate(sheet.goals):
            yield from self._inside(f"goals.{index}", goal)
        yield from self._inside("usage", sheet.usage or "")

    def _inside(self, path: str, cell: str) -> Iterator[Seen]:
        levels: list[tuple[str, int]] = []  # open levels: style and last number
        for found in _IN_TEXT.finditer(cell):
            style, number, written = _read(found)
            while levels and style in [s for s, _ in levels[:-1]]:
                levels.pop()
            if not levels or levels[-1][0] != style:
                if number == 1:
                    levels.append((style, 1))
                continue
            last = levels.pop()[1]
            levels.append((style, number))
            # Another list of the same style begins at 1 again.
            if number != last + 1 and not (number == 1 < last):
                fault = "重复" if number <= last else "跳号"
                yield (
                    path,
                    cell,
                    f"文中序号“{written}”{fault}：前一个是第{last}，应接第{last + 1}，"
                    "请核对是否漏写或重新编号",
                )


def _renumbered(title: str, found: re.Match[str], number: int) -> str:
    style = found.lastgroup or ""
    right = chinese(number) if style in _IN_CHINESE else str(number)
    head = title[: len(title) - len(title.lstrip())]
    at, end = found.span(style)
    bare = title.lstrip()
    return f"{head}{bare[:at]}{right}{bare[end:]}"


_MARK = re.compile(r"[。．.;；,，、：:!！]+\s*$")


@register
class HeadingMarks(Check):
    """Of headings beside each other some end with a mark and some do not; the fewer
    are told, of as many those with the mark."""

    id = "C18"
    name = "标题标点不一致"
    dimension = Dimension.PUBLIC
    severity = Severity.HINT
    source = sources.OURS
    needs = "并列的标题"

    def across(self, case: Case) -> Iterator[Placed]:
        levels = _headings(case.book)
        if not any(len(headings) > 1 for headings in levels):
            raise NotCheckable("没有并列的标题，无从比较")
        for headings in levels:
            yield from self._level([each for each in headings if each[2].strip()])

    def _level(self, headings: list[Cell]) -> Iterator[Placed]:
        marked = [each for each in headings if _MARK.search(each[2])]
        plain = [each for each in headings if not _MARK.search(each[2])]
        if not marked or not plain:
            return
        for project, path, title in marked if len(marked) <= len(plain) else plain:
            mark = _MARK.search(title)
            right = _MARK.sub("", title) if mark else f"{title.rstrip()}。"
            fault = f"末尾有“{mark[0].strip()}”" if mark else "末尾没有句号"
            message = f"标题{text.quoted(title)}{fault}，与并列的标题不一致，请统一"
            # Two marks and more are a broken heading, and what is left may be none.
            if right.strip() and (not mark or len(mark[0].strip()) == 1):
                yield project, (path, title, message, Mend(path, right))
            else:
                yield project, (path, title, message)


_FULL_STOP = re.compile(r"[。！？；.!?;…][”’」）)]*\s*$")
_COMMA = re.compile(r"[，,、：:\s]+$")


@register
class EndMarks(Check):
    """A sentence lacks its end mark while at least half of the same cells (资金用途,
    goals, goals of sub-goals, texts of measures) have it. Short phrases do not
    count."""

    id = "C19"
    name = "句末标点缺失"
    dimension = Dimension.PUBLIC
    severity = Severity.HINT
    source = sources.OURS
    needs = "两张以上的表"

    SENTENCE = 8

    def across(self, case: Case) -> Iterator[Placed]:
        groups = [
            [each for each in group if len(text.letters(each[2])) >= self.SENTENCE]
            for group in self._groups(case.book)
        ]
        if not any(len(group) > 1 for group in groups):
            raise NotCheckable("没有同类的句子，无从比较")
        for group in groups:
            yield from self._group(group)

    def _groups(self, book: Book) -> Iterable[list[Cell]]:
        yield [(i, "usage", sheet.usage or "") for i, sheet in enumerate(book.projects)]
        yield [
            (i, f"goals.{number}", goal)
            for i, sheet in enumerate(book.projects)
            for number, goal in enumerate(sheet.goals)
        ]
        if book.overall is not None:
            written = cells.of_overall(book.overall)
            for ending in (".goal", ".text"):
                yield [
                    (None, path, cell)
                    for path, cell in written
                    if path.endswith(ending) and path != "overall.goal"
                ]

    def _group(self, group: list[Cell]) -> Iterator[Placed]:
        without = [each for each in group if not _FULL_STOP.search(each[2])]
        if 2 * len(without) > len(group):
            return
        for project, path, cell in without:
            yield (
                project,
                (
                    path,
                    cell,
                    f"{text.quoted(cell)}句末没有句号，同册其他同类内容有，请补上",
                    Mend(path, f"{_COMMA.sub('', cell)}。"),
                ),
            )


@register
class Cover(Check):
    """A whole book (an overall target and projects) that does not name its department.
    Date, person and telephone stand on the cover only, which is no part of the book."""

    id = "C21"
    name = "封面要素缺失"
    dimension = Dimension.COMPLETE
    severity = Severity.WARNING
    source = sources.COMPLETE
    needs = "整册文本"

    def across(self, case: Case) -> Iterator[Placed]:
        book = case.book
        if book.overall is not None and book.projects and not book.department.name:
            yield (
                None,
                (
                    "",
                    "",
                    "文本没有写明部门名称，封面可能也缺填报日期、责任人和联系方式，"
                    "请补上",
                ),
            )
            return
        raise NotCheckable(
            "系统不保存封面，请在打印件上核对部门名称、填报日期、责任人和联系方式"
        )
