"""The department's text: 总体绩效目标, 分项绩效目标, 工作保障措施, by its headings."""

import re
from collections.abc import Sequence

from ..sheet import Measure, Overall, SubGoal

NUMERALS = "一二三四五六七八九十"
HEADING = re.compile(rf"^[{NUMERALS}]+[、.．]\s*(.+?)\s*$")
SUBHEADING = re.compile(rf"^[（(][{NUMERALS}]+[）)]\s*\S")
PART = re.compile(rf"^第[{NUMERALS}]+部分")
TITLE = re.compile(r"(20\d\d)\s*年.{0,40}绩效(?:目标|文本)")
GOAL = re.compile(r"^绩效目标[：:]\s*")
INDICATORS = re.compile(r"^绩效指标[：:]\s*")


def read_year(paragraphs: Sequence[str]) -> int | None:
    """The budget year in the heading "2021年部门整体绩效目标", if there is one."""
    for text in paragraphs:
        if match := TITLE.search(text):
            return int(match[1])
    return None


def _sections(paragraphs: Sequence[str]) -> dict[str, list[str]]:
    """Paragraphs by the heading 一、二、三、 that they stand under."""
    sections: dict[str, list[str]] = {}
    current: list[str] | None = None
    for text in paragraphs:
        if PART.match(text):
            current = None
        elif match := HEADING.match(text):
            current = sections.setdefault(match[1], [])
        elif current is not None:
            current.append(text)
    return sections


def _items(paragraphs: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Paragraphs by the subheading （一）（二）… that they stand under."""
    items: list[tuple[str, list[str]]] = []
    for text in paragraphs:
        if SUBHEADING.match(text):
            items.append((text, []))
        elif items:
            items[-1][1].append(text)
    return items


def split_indicators(text: str) -> tuple[str, ...]:
    """ "甲；乙；丙。" → ("甲", "乙", "丙")."""
    parts = re.split(r"[；;\n]", text.strip().removesuffix("。"))
    return tuple(part.strip() for part in parts if part.strip())


def _sub_goal(title: str, paragraphs: Sequence[str]) -> SubGoal:
    goal: list[str] = []
    indicators: list[str] = []
    current = goal
    for text in paragraphs:
        if GOAL.match(text):
            current, text = goal, GOAL.sub("", text)
        elif INDICATORS.match(text):
            current, text = indicators, INDICATORS.sub("", text)
        current.append(text)
    return SubGoal(title, "\n".join(goal), split_indicators("\n".join(indicators)))


def read_overall(paragraphs: Sequence[str]) -> Overall | None:
    """The department's text; ``None`` if none of its three headings is there."""
    sections = _sections(paragraphs)
    goal, sub_goals, measures = (
        next((text for title, text in sections.items() if word in title), None)
        for word in ("总体绩效目标", "分项绩效目标", "保障措施")
    )
    if goal is None and sub_goals is None and measures is None:
        return None
    return Overall(
        goal="\n".join(goal or ()),
        sub_goals=tuple(_sub_goal(t, p) for t, p in _items(sub_goals or ())),
        measures=tuple(Measure(t, "\n".join(p)) for t, p in _items(measures or ())),
    )
