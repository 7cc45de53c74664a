"""C34, C35 and C39–C44 on small examples and on the seed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reviews.checks.base import Case, Severity, run
from reviews.checks.settings import Settings
from sheets.sheet import Book, Budget, Overall, Sheet, SubGoal

from .looking import row, seen, why_not

WARNING, HINT = Severity.WARNING, Severity.HINT


def sheet(name: str, *rows, goal: str = "", usage: str = "", wan: str = "10") -> Sheet:
    budget = Budget("万元", Decimal(wan), Decimal(wan))
    goals = (goal,) if goal else ()
    return Sheet(name, budget=budget, usage=usage, goals=goals, indicators=rows)


ROADS, TREES = sheet("村道维修经费"), sheet("绿化养护经费")


def part(title: str, *projects: str, goal: str = "") -> Overall:
    return Overall("", (SubGoal(title, goal, (), projects),))


# --- C34, C35 ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("overall", "severity"),
    [
        (part("（一）维护社会治安"), HINT),
        (part("（一）维修村道"), None),
        (part("（一）出行", goal="做好村道维修"), None),
        (part("（一）维修村道", "没有这个项目"), WARNING),
        (part("（一）出行", "村道维修经费"), None),
    ],
)
def test_c34_a_part_needs_a_project(overall, severity):
    found = seen("C34", ROADS, TREES, overall=overall)
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_c34_a_part_without_link_beside_parts_with_links():
    linked = SubGoal("（一）维修村道", projects=(ROADS.name,))
    overall = Overall("", (linked, SubGoal("（二）绿化养护")))
    (found,) = seen("C34", ROADS, TREES, overall=overall)
    assert (found.severity, found.path) == (WARNING, "overall.sub_goals.1.projects")


@pytest.mark.parametrize(
    ("overall", "expected"),
    [
        (part("（一）维修村道"), [(1, HINT)]),
        (part("（一）村道维修和绿化养护"), []),
        (part("（一）村道维修和绿化养护", ROADS.name), [(1, WARNING)]),
        (part("（一）别的", ROADS.name, TREES.name), []),
    ],
)
def test_c35_a_project_needs_a_part(overall, expected):
    found = seen("C35", ROADS, TREES, overall=overall)
    assert [(f.project, f.severity) for f in found] == expected


@pytest.mark.parametrize("check", ["C34", "C35"])
def test_the_parts_are_needed(check):
    assert "整体绩效目标" in why_not(check, ROADS)
    assert "分项绩效目标" in why_not(check, ROADS, overall=Overall("全年目标"))
    assert "项目" in why_not(check, overall=part("（一）维修村道"))


# --- C39 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other", "trips"),
    [
        ("以资金执行、支付等进行绩效", "以资金执行、支付等进行绩效。", True),
        ("完成2020年村道维修任务", "完成2021年村道维修任务", True),
        ("完成三条村道维修任务", "完成五条村道维修任务", False),
        ("保障运转", "保障运转", False),
    ],
)
def test_c39_the_same_goal(one, other, trips):
    found = seen("C39", sheet("甲", goal=one), sheet("乙", goal=other))
    places = [(f.project, f.path) for f in found]
    assert places == ([(0, "goals.0"), (1, "goals.0")] if trips else [])


@pytest.mark.parametrize("check", ["C39", "C40", "C41"])
def test_one_project_has_nothing_to_be_compared_with(check):
    assert "只有一个项目" in why_not(check, ROADS)


# --- C40 --------------------------------------------------------------------------
COPY = (
    row("数量", "享受资金人数", "=79人"),
    row("质量", "资金发放完成率", "=100%"),
    row("成本", "支付标准", "按文件执行"),
)
OWN = (row("数量", "维修村道", "5公里"), row("时效", "完成时间", "6月底前"))


@pytest.mark.parametrize(
    ("one", "other", "trips"),
    [
        (COPY, COPY, True),
        (COPY, (*COPY, *OWN), True),
        ((*COPY, *OWN), (*COPY, OWN[0], row("时效", "完成时间", "9月底前")), True),
        (COPY[:2], COPY[:2], False),
        ((*COPY[:2], *OWN), (*OWN[:1], *COPY[2:], row("数量", "人数", "1人")), False),
    ],
)
def test_c40_the_same_indicators(one, other, trips):
    found = seen("C40", sheet("甲", *one), sheet("乙", *other))
    assert [(f.project, f.path) for f in found] == (
        [(1, "indicators")] if trips else []
    )


# --- C41 --------------------------------------------------------------------------
PAID = ("发放村干部工资", "发放离任村干部补贴")


@pytest.mark.parametrize(
    ("one", "other", "usages", "trips"),
    [
        ("=79人", "=79人", PAID, True),
        ("=79人", "=79人", PAID[:1] * 2, False),
        ("=79人", "=80人", PAID, False),
        ("=79人", "=79户", PAID, False),
        ("=79人", "=79人", ("维修道路", "发放村干部补贴"), False),
    ],
)
def test_c41_the_same_number_of_other_people(one, other, usages, trips):
    values = zip(("甲", "乙"), (one, other), usages, strict=True)
    tables = [sheet(n, row("数量", "发放人数", v), usage=u) for n, v, u in values]
    found = seen("C41", *tables)
    assert [f.project for f in found] == ([0, 1] if trips else [])


def test_c41_an_empty_table_does_not_excuse_the_others():
    values = zip(("甲", "乙"), PAID, strict=True)
    tables = [sheet(n, row("数量", "发放人数", "=79人"), usage=u) for n, u in values]
    empty = sheet("丙", row("数量", "", ""))
    assert len(seen("C41", empty, *tables)) == 2


def test_c41_a_round_number_of_people_with_names_is_a_coincidence():
    for number, trips in (("=100人", False), ("=103人", True)):
        teachers = sheet("甲", row("数量", "教师人数", number))
        drivers = sheet("乙", row("数量", "驾驶员人数", number))
        assert bool(seen("C41", teachers, drivers)) == trips


# --- C42 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("goal", "found"),
    [
        ("做好全年各项工作", "做好全年各项工作"),
        ("安排5万元用于培训", "安排5万元用于培训"),
        ("项目支出合计30万元", "项目支出合计30万元"),
        ("全年预算共计15万元", "全年预算共计15万元"),
        ("项目支出合计20万元", None),
        ("项目支出合计200000元", None),
        ("部门预算总额100万元，其中项目支出20万元", None),
        ("部门预算总额100万元", None),
    ],
)
def test_c42_the_total_of_the_projects(goal, found):
    report = seen("C42", ROADS, TREES, overall=Overall(goal))
    assert [f.found for f in report] == ([] if found is None else [found])


def test_c42_needs_all_amounts():
    overall = Overall("项目支出20万元")
    no_amount = replace(TREES, budget=Budget("万元"))
    assert "绿化养护经费" in why_not("C42", ROADS, no_amount, overall=overall)
    no_unit = replace(TREES, budget=Budget(None, Decimal(1)))
    assert "金额单位" in why_not("C42", ROADS, no_unit, overall=overall)
    assert "整体绩效目标" in why_not("C42", ROADS)


# --- C43 --------------------------------------------------------------------------
def trees(wan: str, count: str) -> Sheet:
    return sheet("绿化养护经费", row("数量", "栽植树木数量", count), wan=wan)


PEERS = (trees("10", "1000株"), trees("12", "1000株"), trees("8", "1000株"))


@pytest.mark.parametrize(
    ("table", "trips"),
    [
        (trees("10", "100株"), True),
        (trees("10", "50000株"), True),
        (trees("10", "600株"), False),
    ],
)
def test_c43_the_cost_of_one_against_that_of_peers(table, trips):
    assert bool(seen("C43", table, peers=PEERS)) == trips


def test_c43_needs_three_projects_that_are_alike():
    assert "同类项目" in why_not("C43", PEERS[0])
    few, other = PEERS[:2], sheet("村道维修", row("数量", "栽植树木数量", "9株"))
    report = run(Case(Book(2021, projects=PEERS[:1]), peers=(*few, other)))
    assert "同类项目" in report.not_checkable["C43"]


def test_c43_a_unit_cost_of_its_own_beyond_the_budget():
    price = row("成本", "补助标准", "500元/亩")
    table = sheet("土地流转", row("数量", "流转土地", "6000亩"), price)
    (found,) = seen("C43", table)
    assert "300万元" in found.message
    small = sheet("土地流转", row("数量", "流转土地", "200亩"), price)
    assert "同类项目" in why_not("C43", small)


# --- C44 --------------------------------------------------------------------------
WHOLE = "道路建设期三年，总投资10万元"


@pytest.mark.parametrize(
    ("table", "severity"),
    [
        (sheet("道路", COPY[0], goal=WHOLE), WARNING),
        (sheet("道路", COPY[0], goal="总投资10万元"), None),
        (sheet("道路", COPY[0], goal=WHOLE, wan="3"), None),
        (sheet("道路", row("成本", "项目总投资", "≤50万元")), WARNING),
        (sheet("道路", row("成本", "施工费用", "≤50万元")), HINT),
        (sheet("道路", row("成本", "施工费用", "≤10万元")), None),
        (sheet("道路", row("成本", "项目成本", "≤50万元")), None),
        (sheet("机房租赁2024至2027", COPY[0]), HINT),
        (sheet("机房租赁2024至2027", COPY[0], goal="支付本年租金"), None),
    ],
)
def test_c44_the_amount_of_a_term_as_the_amount_of_a_year(table, severity):
    found = seen("C44", table)
    assert [f.severity for f in found] == ([severity] if severity else [])


@pytest.mark.parametrize("check", ["C43", "C44"])
def test_the_amount_and_its_unit_are_needed(check):
    assert "预算数" in why_not(check, replace(ROADS, budget=Budget("万元")))


def test_words_and_limits_come_from_the_settings():
    stored = {"cost_factor": 9, "domains": ["农村"], "progress": {"6": 50}}
    settings = Settings.from_data(stored)
    assert (settings.cost_factor, settings.domains) == (9, ("农村",))
