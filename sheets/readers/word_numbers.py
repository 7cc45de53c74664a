"""The numbers that Word counts by itself, 1. or （一）: they stand nowhere in its text.

A paragraph, or its style, names a list and a level; ``numbering.xml`` says how they
count. Lists of one abstract definition count on together, unless one begins anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..numbering import chinese, roman

Element = Any
CIRCLED = 0x2460 - 1
PLACE = re.compile(r"%([1-9])")
DEEPEST = 9
MOST_STYLES = 20  # one based on the other


@dataclass
class _Level:
    form: str
    text: str
    start: int
    style: str | None


@dataclass
class Numbering:
    """``numbering`` and ``styles`` are the roots of these parts, or ``None``."""

    numbering: Element | None
    styles: Element | None
    _levels: dict[str, list[_Level]] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)  # list → definition
    _starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in _all(self.numbering, "abstractNum"):
            name = _attribute(one, "abstractNumId")
            self._levels[name] = [_level(level) for level in one.iterchildren("{*}lvl")]
        for one in _all(self.numbering, "num"):
            name = _attribute(one, "numId")
            self._lists[name] = _said(one, "abstractNumId")
            for other in one.iterchildren("{*}lvlOverride"):
                if start := _said(other, "startOverride"):
                    self._starts[name, _number(_attribute(other, "ilvl"))] = _number(
                        start
                    )
        found = {_attribute(s, "styleId"): s for s in _all(self.styles, "style")}
        self._by_style = {name: self._of_style(name, found) for name in found}

    def write(self, root: Element) -> None:
        """Put its number before the text of each paragraph that has one."""
        for paragraph in _paragraphs(root):
            name, level = self._of(paragraph)
            if name and (number := self._next(name, level)):
                first = next(_texts(paragraph), None)
                if first is not None:
                    first.text = f"{number}{first.text}"

    def _of(self, paragraph: Element) -> tuple[str, int]:
        """The list and the level of a paragraph; "" if it is in none."""
        properties = paragraph.find("{*}pPr")
        if properties is None:
            return "", 0
        name, level = self._by_style.get(_said(properties, "pStyle"), ("", 0))
        own = properties.find("{*}numPr")
        if own is None:
            return name, level
        name = _said(own, "numId") or name
        return name, _number(_said(own, "ilvl")) if _said(own, "ilvl") else level

    def _of_style(self, style: str, found: dict[str, Element]) -> tuple[str, int]:
        name = style
        for _ in range(MOST_STYLES):
            if name not in found:
                break
            own = found[name].find("{*}pPr/{*}numPr")
            if own is not None and (which := _said(own, "numId")):
                levels = self._levels.get(self._lists.get(which, ""), [])
                linked = [at for at, level in enumerate(levels) if level.style == style]
                return which, linked[0] if linked else _number(_said(own, "ilvl"))
            name = _said(found[name], "basedOn")
        return "", 0

    def _next(self, name: str, level: int) -> str:
        definition = self._lists.get(name, "")
        levels = self._levels.get(definition, [])
        if level >= len(levels):
            return ""
        counts = self._counts.setdefault(definition, [])
        begins = self._starts.pop((name, level), None)
        if begins is not None:
            del counts[level:]
        while len(counts) <= level:
            at = len(counts)
            start = begins if begins is not None and at == level else levels[at].start
            counts.append(start - (at == level))
        counts[level] += 1
        del counts[level + 1 :]
        if levels[level].form in ("bullet", "none"):
            return ""
        return PLACE.sub(
            lambda found: _figure(levels, counts, int(found[1]) - 1), levels[level].text
        )


def _figure(levels: list[_Level], counts: list[int], at: int) -> str:
    if at >= len(counts):
        return ""
    number, form = counts[at], levels[at].form
    if "hinese" in form or "japanese" in form or "ideograph" in form:
        return chinese(number)
    if "EnclosedCircle" in form and 1 <= number <= 20:
        return chr(CIRCLED + number)
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return roman(number).lower() if form == "lowerRoman" else roman(number)
    return str(number)


def _paragraphs(root: Element) -> Iterator[Element]:
    """In their order; what is drawn twice for older programs only once."""
    stack = [root]
    while stack:
        element = stack.pop()
        tag = element.tag
        if isinstance(tag, str) and tag.endswith("}p"):
            yield element
        if isinstance(tag, str) and not tag.endswith("}Fallback"):
            stack += reversed(element)


def _texts(paragraph: Element) -> Iterator[Element]:
    return (t for t in paragraph.iter("{*}t") if t.text)


def _all(root: Element | None, name: str) -> list[Element]:
    return [] if root is None else list(root.iterchildren(f"{{*}}{name}"))


def _level(element: Element) -> _Level:
    start = _said(element, "start")
    return _Level(
        _said(element, "numFmt"),
        _said(element, "lvlText"),
        _number(start) if start else 1,
        _said(element, "pStyle") or None,
    )


def _said(element: Element, name: str) -> str:
    """The value of the child of this name; "" if there is none."""
    child = element.find(f"{{*}}{name}")
    return "" if child is None else _attribute(child, "val")


def _attribute(element: Element, name: str) -> str:
    return next((v for k, v in element.items() if k.endswith(f"}}{name}")), "")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
