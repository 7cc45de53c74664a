"""What is left of a template, broken off or misspelt: C11, C12 and C20."""

import re
from collections.abc import Iterable, Iterator

from sheets import fields
from sheets.sheet import Overall, Sheet

from . import cells, sources, text
from .base import Case, Check, Dimension, Mend, NotCheckable, Seen, Severity, register
from .settings import Settings

_END = re.compile(r"[。.;；!！?？]+$")
_HANGING = re.compile(r"[,、:(《“‘]$")
_ADVERBS = re.compile(
    r"^(?:进一步|不断|切实|大力|着力|努力|积极|全面|有效|和|并|从而|以)+"
)
_OWN_LABEL = re.compile(r"^(?:目标)?\d*[:.、]")
_PAIRS = {"(": ")", "《": "》", "“": "”"}


def broken(goal: str, settings: Settings) -> str:
    """Why the text is no finished phrase; "" if it may be one."""
    whole = text.squeeze(goal)
    line = _END.sub("", whole)
    tail = _HANGING.search(line)
    if tail:
        return f"停在“{tail[0]}”上，后面没有内容"
    ending = ""
    if line.endswith(settings.goal_breaks):
        ending = next(word for word in settings.goal_breaks if line.endswith(word))
    # 目的 and 是……的 are complete.
    whole_of = "是" in line or line.endswith(("目的", "标的"))
    if ending and not (ending == "的" and whole_of):
        return f"停在“{ending}”上，后面缺少内容"
    last = _ADVERBS.sub("", re.split("[,。;]", line)[-1])
    if last in settings.goal_verbs:
        return f"“{last}”后面没有写对象"
    for left, right in _PAIRS.items():
        if whole.count(left) > whole.count(right):
            return f"“{left}”没有配对的“{right}”，像是没有写完"
    return ""


@register
class GoalUnfinished(Check):
    """A goal ends in a word that needs more (等进行绩效, 确保) or in a comma, leaves a
    bracket open, or has too few characters to name a task. Grammar beyond that is
    not judged, so a broken sentence may pass."""

    id = "C11"
    name = "目标未写完"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.CLEAR
    needs = "绩效目标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        goals = [(f"goals.{i}", goal) for i, goal in enumerate(sheet.goals)]
        yield from self._goals(goals, case.settings)

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        goals = [("overall.goal", overall.goal)]
        for index, item in enumerate(overall.sub_goals):
            goals.append((f"overall.sub_goals.{index}.goal", item.goal))
        yield from self._goals(goals, case.settings)

    def _goals(
        self, goals: Iterable[tuple[str, str]], settings: Settings
    ) -> Iterator[Seen]:
        written = [(path, goal) for path, goal in goals if cells.is_written(goal)]
        if not written:
            raise NotCheckable("没有绩效目标的文字")
        for path, goal in written:
            # What a template left is told by the check for that.
            if leftover(path, goal, settings):
                continue
            fault = broken(goal, settings)
            task = text.letters(_OWN_LABEL.sub("", text.squeeze(goal)))
            if not fault and len(task) < settings.goal_length:
                fault = "太短，看不出要做什么"
            if fault:
                yield (
                    path,
                    goal,
                    f"目标{text.quoted(goal)}{fault}；请写成完整的句子：做什么、做多少、"
                    "达到什么效果",
                )


_EMPTY = re.compile(r"[-—–―─_~·.。*×xX/\\|、,;:?○□()]+")
_LABEL = re.compile(
    r"[(]?(?:目标|指标|任务|措施|项目)(?:\d+[:.、]?|[:：])[)]?[-—_.*×]*"
)
_INSIDE = re.compile(
    r"\.{3,}|。{3,}|(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])|[×╳✕]{2,}|○{2,}|□{2,}|_{2,}"
    r"|(?<![\d*])\*{2,}|\*{2,}(?![\d*])|(?:目标|指标)\d+[:：](?=(?:目标|指标)\d+[:：]|$)"
)
_IN_BRACKETS = re.compile(
    r"\s*[（(][^（）()]*[*Xx×○_]{2,}[^（）()]*[)）]|[<>=≥≤]\s*[*]{2,}[^\s*]{0,4}$"
)


def leftover(path: str, cell: str, settings: Settings) -> str:
    """What a template left in the cell, quoted; "" for a cell that was filled in."""
    line = text.squeeze(cell)
    if _EMPTY.fullmatch(line) or _LABEL.fullmatch(line):
        return cell.strip()
    core, label = text.letters(line), fields.LABELS.get(path.rpartition(".")[2], "")
    if core and core.removeprefix(label) in ("", *settings.placeholders):
        return cell.strip()
    inside = _INSIDE.search(line) or text.any_of(settings.prompts).search(line)
    return inside[0] if inside else ""


@register
class Placeholder(Check):
    """A cell is only dots, dashes, XX, a label such as 目标3： or a word such as 待定;
    or dots, XX, ** or 请填写 stand in its text. A label in front of a text, as forms
    print it (指标1：人数), is not meant; nor is a number masked by stars."""

    id = "C12"
    name = "占位符残留"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.COMPLETE
    needs = "任何文字"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        yield from self._cells(
            [("code", sheet.code or ""), *cells.of(sheet, case)], case.settings
        )
        if cells.is_written(sheet.goals_placeholder):
            yield (
                "goals_placeholder",
                sheet.goals_placeholder or "",
                f"目标下面留着{text.quoted(sheet.goals_placeholder or '')}一行，"
                "请补写目标，或删除这一行",
            )

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        yield from self._cells(cells.of(overall, case), case.settings)

    def _cells(
        self, written: Iterable[cells.Cell], settings: Settings
    ) -> Iterator[Seen]:
        for path, cell in written:
            left = leftover(path, cell, settings)
            if left == cell.strip() != "":
                yield (
                    path,
                    cell,
                    f"这里只有占位符{text.quoted(cell)}，请换成实际内容",
                )
            elif left:
                message = f"{text.quoted(cell)}里留着占位符“{left}”，请换成实际内容"
                # What a library printed behind the name: 数量(≥**个).
                rest = _IN_BRACKETS.sub("", cell)
                named = path.endswith("tier3") and text.letters(rest)
                if named and not leftover(path, rest, settings):
                    said = Mend(path, rest), Severity.WARNING
                    yield path, cell, f"{message}或删去", *said
                else:
                    yield path, cell, message


@register
class Misspelt(Check):
    """A text holds a word of the list of known wrong words, or a dot inside a word. No
    other word is judged; a hint, for the list cannot know what was meant."""

    id = "C20"
    name = "疑似错别字"
    dimension = Dimension.PUBLIC
    severity = Severity.HINT
    source = sources.OURS
    needs = "任何文字"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        yield from self._cells(cells.of(sheet, case), case.settings)

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        yield from self._cells(cells.of(overall, case), case.settings)

    def _cells(
        self, written: Iterable[cells.Cell], settings: Settings
    ) -> Iterator[Seen]:
        wrong = text.any_of(tuple(settings.typos))
        for path, cell in written:
            words = list(dict.fromkeys(wrong.findall(cell)))
            meant = [f"“{w}”疑为“{settings.typos[w]}”" for w in words]
            dots = [at[0] for at in _STRAY.finditer(cell)]
            meant += [f"“{dot}”中间夹着“{dot[1:-1]}”" for dot in dots]
            if meant:
                right = wrong.sub(lambda at: settings.typos[at[0]], cell)
                right = _STRAY.sub(r"\1\2", right)
                yield path, cell, f"{'、'.join(meant)}，请核对原意", Mend(path, right)


# A dot between two characters comes from reading a scan: 重.要设备.
_STRAY = re.compile(rf"({text.HAN})\.({text.HAN})")
