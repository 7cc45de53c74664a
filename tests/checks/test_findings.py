"""What a finding promises: a cell that exists, what stood there, and a safe mend."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.checks.base import Case, Finding, Mend, Severity, run
from sheets import fields, money
from sheets.sheet import Book, Budget, Indicator, PlanStep, Sheet
from tests.sheets.strategies import books, sheets

from .examples import EXAMPLES
from .looking import seed
from .planted import PLANTS
from .test_planted import TABLES, book

# The table as a whole, its list of indicators, and where a first goal would be written.
WHOLE = {"", "indicators", "goals.0"}


def cells_of(one: Book, project: int | None) -> dict[str, str]:
    """Every cell that a finding may name, with its text."""
    if project is None:
        overall = fields.texts(one.overall) if one.overall else {}
        parts = {path.rpartition(".")[0] for path in overall}
        return dict.fromkeys(WHOLE | parts, "") | overall
    sheet = one.projects[project]
    rows = {
        f"indicators.{index}.{cell}": text
        for index, row in enumerate(sheet.indicators)
        for cell, text in fields.row_cells(row).items()
    }
    return dict.fromkeys(WHOLE, "") | fields.texts(sheet) | rows


def put(part: Any, path: list[str], text: str) -> Any:
    """The part with one cell changed: a tree of dataclasses and tuples."""
    if not path:
        return text
    name, rest = path[0], path[1:]
    if not isinstance(part, tuple):
        amount = name in ("total", "fiscal", "other", "weight")
        new = money.parse(text) if amount else put(getattr(part, name), rest, text)
        return replace(part, **{name: new})
    # Rows count from 0; a step of the plan has the number of its month.
    steps = [step.month for step in part if isinstance(step, PlanStep)]
    at = steps.index(int(name)) if steps else int(name)
    rest = ["percent"] if steps else rest
    return (*part[:at], put(part[at], rest, text), *part[at + 1 :])


def mended(one: Book, project: int | None, mend: Mend) -> Book:
    if project is None:
        path = mend.path.split(".")[1:]
        return replace(one, overall=put(one.overall, path, mend.text))
    sheet = put(one.projects[project], mend.path.split("."), mend.text)
    projects = (*one.projects[:project], sheet, *one.projects[project + 1 :])
    return replace(one, projects=projects)


def cases() -> Iterator[tuple[str, Case]]:
    yield "seed", Case(seed())
    for check, pair in EXAMPLES.items():
        yield f"{check} example", pair[0]
        yield f"{check} near miss", pair[1]
    for path in TABLES:
        yield path.stem, Case(book(path))


ALL = list(cases())


def planted() -> Iterator[Case]:
    for _, _, sow in PLANTS:
        for path in TABLES:
            for changed, _ in sow(book(path).projects[0], book(path).year):
                yield Case(replace(book(path), projects=(changed,)))


def keys(found: tuple[Finding, ...]) -> set[tuple[str, int | None, str]]:
    return {(f.check, f.project, f.path) for f in found}


def errors(found: tuple[Finding, ...]) -> set[tuple[str, int | None, str]]:
    return keys(tuple(f for f in found if f.severity is Severity.ERROR))


def look_at_mends(case: Case, found: tuple[Finding, ...]) -> int:
    """Takes each mend by itself; how many there were."""
    mends = [f for f in found if f.mend]
    for finding in mends:
        assert finding.mend
        after = mended(case.book, finding.project, finding.mend)
        then = run(replace(case, book=after)).findings
        assert (finding.check, finding.project, finding.path) not in keys(then), finding
        assert errors(then) <= errors(found), (finding, errors(then) - errors(found))
    return len(mends)


def look_at_findings(case: Case, found: tuple[Finding, ...]) -> None:
    for finding in found:
        cells = cells_of(case.book, finding.project)
        assert finding.path in cells, finding
        if cells[finding.path].strip():
            assert finding.found.strip(), finding
        assert re.search("请|应为", finding.message), finding
        assert re.search("[\u4e00-\u9fff]", finding.message)


@pytest.mark.parametrize(("name", "case"), ALL, ids=[name for name, _ in ALL])
def test_a_finding_names_a_cell_and_its_mend_is_safe(name, case):
    found = run(case).findings
    look_at_findings(case, found)
    look_at_mends(case, found)


def test_so_do_those_of_planted_faults():
    count = mends = 0
    for case in planted():
        found = run(case).findings
        look_at_findings(case, found)
        mends += look_at_mends(case, found)
        count += 1
    assert count > 1500
    assert mends > 300


WORDS = (
    *("", " ", "=", "≥", "95%", "≥95%", "100%", "120%", "0", "-5个", "79人", "5万元"),
    *(
        "2020年12月底前",
        "2021.13",
        "2021年2月30日",
        "6月底前",
        "上半年",
        "9O%",
        "≥**个",
    ),
    *(
        "其中：",
        "共计",
        "满意度",
        "合格率",
        "投诉次数",
        "项目总成本",
        "人数",
        "目标2：",
    ),
    *(
        "村干部",
        "申请预算资金",
        "确保",
        "、",
        "，",
        "。",
        "\n",
        "（",
        "是否",
        "13812345678",
    ),
)
written = st.lists(st.sampled_from(WORDS), max_size=6).map("".join)
rows = st.builds(
    Indicator,
    st.sampled_from(["产出指标", "效益指标", "满意度指标", "成本指标(10分)", ""]),
    st.sampled_from(
        ["数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", ""]
    ),
    *[st.none() | written] * 4,
    st.none() | st.integers(0, 99).map(Decimal),
)
odd = st.builds(
    Sheet,
    name=written,
    code=st.none() | written,
    budget=st.builds(
        Budget,
        st.sampled_from(["万元", "元", "亿元", "", None]),
        *[st.none() | st.integers(0, 10**9).map(Decimal)] * 3,
    ),
    usage=st.none() | written,
    goals=st.lists(written, max_size=3).map(tuple),
    indicators=st.lists(rows, max_size=6).map(tuple),
)


# The same tables in every run: a mend that is unsafe in one of a million odd tables is
# no reason to stop somebody else's work.
@settings(deadline=None, derandomize=True)
@given(
    st.lists(st.one_of(odd, sheets), max_size=3), st.none() | st.integers(2019, 2024)
)
def test_whatever_is_written_is_answered_with_findings(projects, year):
    names = {sheet.name: sheet for sheet in projects}
    case = Case(Book(year, projects=tuple(names.values())))
    found = run(case).findings
    look_at_findings(case, found)
    look_at_mends(case, found)


@settings(deadline=None)
@given(books)
def test_so_is_any_book(book):
    look_at_findings(Case(book), run(Case(book)).findings)
