"""Offices have a Chromium of 2020 (86): nothing newer is written.

The list is of what one would reach for; the version is the first that has it.
Bootstrap, which comes as a package, names Chrome 60 as its oldest.
"""

import re

import pytest

from .test_house import PAGES, STATIC, breaking

OLDEST = 86
SCRIPTS = [path for path in STATIC if path.suffix == ".js"]
STYLES = [path for path in STATIC if path.suffix == ".css"]

# (what, first version that has it, a line with it)
IN_SCRIPTS = [
    (r"\.at\(", 92, "rows.at(-1)"),
    (r"\bstructuredClone\b", 98, "structuredClone(a)"),
    (r"\bObject\.(hasOwn|groupBy)\b", 93, "Object.hasOwn(a, b)"),
    (r"\.findLast(Index)?\(", 97, "rows.findLast(f)"),
    (r"\.to(Sorted|Reversed|Spliced)\(", 110, "rows.toSorted()"),
    (r"\brandomUUID\b", 92, "crypto.randomUUID()"),
    (r"\bAbortSignal\.(timeout|any)\b", 103, "AbortSignal.timeout(5)"),
    (r"\bstatic\s*\{", 94, "static {"),
    (r"\bwithResolvers\b|\bfromAsync\b", 119, "Promise.withResolvers()"),
    (r"\bshowPicker\b", 99, "input.showPicker()"),
    (r"\bcheckVisibility\b", 105, "a.checkVisibility()"),
    (r"\bscheduler\.", 94, "scheduler.postTask(f)"),
    (r"\bcause:", 93, "new Error('a', { cause: b })"),
    (r"[\"'`][^\"'`]*:(is|where|has)\(", 88, 'document.querySelector("a:is(.b)")'),
    (r"\bpopover\b|\.inert\b", 102, "a.inert = true"),
    (r"/[a-z]*[dv][a-z]*\.(test|exec)\(", 90, "/a/d.exec(b)"),
    (r"\bViewTransition\b|startViewTransition", 111, "document.startViewTransition()"),
]
IN_STYLES = [
    (r"\binset(-(block|inline)[\w-]*)?\s*:", 87, "inset: 0;"),
    (r"\baspect-ratio\b", 88, "aspect-ratio: 1;"),
    (r":(is|where)\(", 88, "a:is(.b) {}"),
    (r":(has|user-invalid|user-valid|popover-open)\b", 105, "a:has(b) {}"),
    (r"@(container|layer|scope|starting-style)\b", 99, "@layer a;"),
    (r"\baccent-color\b", 93, "accent-color: red;"),
    (r"\bcolor-mix\(|\b(oklch|oklab|lab|lch|hwb)\(", 101, "color: hwb(1 2 3);"),
    (r"\d(dvh|svh|lvh|dvw|svw|lvw|cqw|cqh)\b", 105, "height: 100dvh;"),
    (r"(^|[;{\s])(translate|rotate|scale)\s*:", 104, "rotate: 3deg;"),
    (r"^\s*&", 112, "  &:hover {"),
    (r"\btext-wrap\b|\bfield-sizing\b", 114, "text-wrap: balance;"),
    (r"\boverflow(-[xy])?\s*:\s*clip\b", 90, "overflow: clip;"),
    (r"\bscrollbar-(gutter|color|width)\b", 94, "scrollbar-gutter: stable;"),
    (r"\bsubgrid\b", 117, "grid-template-rows: subgrid;"),
    (r"\btext-decoration-thickness\b", 89, "text-decoration-thickness: 1px;"),
]
IN_PAGES = [
    (r"\s(popover|popovertarget|inert)\b[ =>]", 102, "<div popover>"),
    (r"<search\b", 118, "<search>"),
    (r"<details[^>]*\sname=", 120, '<details name="a">'),
]
RULES = [
    *((pattern, v, line, SCRIPTS) for pattern, v, line in IN_SCRIPTS),
    *((pattern, v, line, STYLES) for pattern, v, line in IN_STYLES),
    *((pattern, v, line, PAGES) for pattern, v, line in IN_PAGES),
]


@pytest.mark.parametrize(("pattern", "version", "line", "files"), RULES)
def test_nothing_is_newer_than_the_offices_browser(pattern, version, line, files):
    newer = re.compile(pattern, re.M)

    def rule(text: str) -> list[str]:
        return [found.group() for found in newer.finditer(text)]

    assert version > OLDEST
    assert breaking(files, rule)[0] == {}
    assert rule(line)


def test_the_walk_sees_scripts_and_styles():
    assert len(SCRIPTS) >= 5
    assert len(STYLES) >= 3
