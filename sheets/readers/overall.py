"""The department's text: 总体绩效目标, 分项绩效目标, 工作保障措施, by its headings."""

import re
from collections.abc import Iterable, Sequence

from ..sheet import Measure, Overall, SubGoal

NUMERALS = "一二三四五六七八九十"
HEADING = re.compile(rf"^[{NUMERALS}]+[、.．]\s*(.+?)\s*$")
SUBHEADING = re.compile(rf"^[（(][{NUMERALS}]+[）)]\s*\S")
PART = re.compile(rf"^第[{NUMERALS}]+部分")
TITLE = re.compile(r"(20\d\d)\s*年.{0,40}绩效(?:目标|文本)")
GOAL = re.compile(r"^绩效目标[：:]\s*")
SECTIONS = ("总体绩效目标", "分项绩效目标", "保障措施")
INDICATORS = re.compile(r"^绩效指标[：:]\s*")


def read_year(paragraphs: Sequence[str]) -> int | None:
    """The budget year in the heading "2021年部门整体绩效目标", if there is one."""
    for text in paragraphs:
        if match := TITLE.search(text):
            return int(match[1])
    return None


def _sections(paragraphs: Sequence[str], unread: list[str]) -> dict[str, list[str]]:
    """Paragraphs by the heading 一、二、三、 that they stand under."""
    sections: dict[str, list[str]] = {}
    current = unread
    for text in paragraphs:
        if PART.match(text):
            current = unread
        elif match := HEADING.match(text):
            current = sections.setdefault(match[1], [])
        else:
            current.append(text)
    return sections


def _items(paragraphs: Sequence[str], unread: list[str]) -> list[tuple[str, list[str]]]:
    """Paragraphs by the subheading （一）（二）… that they stand under."""
    items: list[tuple[str, list[str]]] = []
    for text in paragraphs:
        if SUBHEADING.match(text):
            items.append((text, []))
        elif items:
            items[-1][1].append(text)
        else:
            unread.append(text)
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


def read_overall(
    paragraphs: Sequence[str],
) -> tuple[Overall | None, list[str], list[str]]:
    """(the department's text, paragraphs that belong nowhere, headings that are
    missing or have nothing below them). No text if none of its three headings is
    there."""
    unread: list[str] = []
    sections = _sections(paragraphs, unread)
    names = {word: _name_of(sections, word) for word in SECTIONS}
    if not any(names.values()):
        return None, unread, []
    for name, texts in sections.items():
        if name not in names.values():
            unread += [name, *texts]
    found = {word: sections.get(name or "", []) for word, name in names.items()}
    goal, sub_goals, measures = found.values()
    overall = Overall(
        goal="\n".join(goal),
        sub_goals=tuple(_sub_goal(t, p) for t, p in _items(sub_goals, unread)),
        measures=tuple(Measure(t, "\n".join(p)) for t, p in _items(measures, unread)),
    )
    return overall, unread, [word for word, texts in found.items() if not texts]


def _name_of(sections: Iterable[str], word: str) -> str | None:
    return next((name for name in sections if word in name), None)
