"""Each check of form has tables that trip it and near misses that do not."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reviews.checks.base import Case, checks, run
from reviews.checks.settings import Settings
from sheets import interchange
from sheets.layouts import overall_layouts
from sheets.layouts.sample import sample_book
from sheets.sheet import Book, Budget, Indicator, Overall, PlanStep, Sheet

from .looking import only

SEED = Path(__file__).parents[1] / "sheets" / "data" / "seed-transcription.json"
OURS = {f"C{number:02}" for number in range(1, 24)}

OUTPUT = Indicator("产出指标", "数量指标", "修路里程", "新修村道", "≥3公里", "设计文件")
BENEFIT = Indicator("效益指标", "社会效益指标", "受益户数", "沿线农户", "≥90户", "统计")
PEOPLE = Indicator(
    "满意度指标", "服务对象满意度指标", "村民满意度", "问卷", "≥90%", "上年"
)
ROWS = (OUTPUT, BENEFIT, PEOPLE)
GOOD = Sheet(
    name="村道维修经费",
    code="13010021R000000000001",
    budget=Budget("万元", Decimal("100"), Decimal("60"), Decimal("40")),
    usage="资金主要用于新修村道三公里，支付材料费和人工费。",
    plan=(PlanStep(3, "20%"), PlanStep(6, "50%"), PlanStep(12, "100%")),
    goals=("完成三公里村道维修，方便九十户村民出行。",),
    indicators=ROWS,
)


def found(check: str, *sheets: Sheet, chosen: Settings | None = None) -> list[str]:
    """``1 goals.0``: table and path of each finding of one check."""
    book = Book(year=2021, projects=sheets)
    report = run(Case(book, settings=chosen or Settings()))
    return [f"{f.project} {f.path}" for f in report.findings if f.check == check]


def budget(total=None, fiscal=None, other=None, unit="万元") -> dict:
    amounts = [None if a is None else Decimal(a) for a in (total, fiscal, other)]
    return {"budget": Budget(unit, *amounts)}


def plan(*percents: str | None) -> dict:
    months = (3, 6, 10, 12)[-len(percents) :]
    return {"plan": tuple(map(PlanStep, months, percents))}


def goal(*goals: str) -> dict:
    return {"goals": goals}


def rows(*changed: Indicator) -> dict:
    return {"indicators": changed}


def row(**cells) -> dict:
    return rows(replace(OUTPUT, **cells), BENEFIT, PEOPLE)


NO_FORM = {"plan": (), "code": None, "usage": None}  # a form without these cells
CAPITAL = {"name": "办公楼改造工程"}
COST = Indicator("成本指标", "经济成本指标", "单位造价", "每平方米", "≤900元", "概算")

# (check, path, what trips it, what just does not)
RULES = [
    ("C01", "code", {"code": "————"}, {"code": "130100-2021-01"}),
    ("C01", "code", {"code": " "}, {"code": None}),
    ("C01", "code", {"code": "暂无"}, {"code": "0001"}),
    ("C01", "code", {"code": "xx"}, {"code": "X1"}),
    ("C01", "code", {"code": "0000"}, {"code": "1000"}),
    ("C02", "code", {"code": "————"}, {"code": ""}),
    ("C02", "code", {"code": "待编"}, {"code": "１３０１－０１"}),
    ("C02", "code", {"code": "1301，1302"}, {"code": "冀财(2021)01"}),
    ("C03", "name", {"name": "1. 村道维修"}, {"name": "2.5公里村道维修"}),
    ("C03", "name", {"name": "（一）村道维修"}, {"name": "一、二期村道维修"}),
    ("C03", "name", {"name": "村道维修项目绩效目标表"}, {"name": "绩效目标编制"}),
    ("C03", "name", {"name": "绩效目标表"}, {"name": "绩效目标表编制"}),
    ("C04", "budget.unit", budget("1", "1", unit=None), budget("1", "1", unit="元")),
    ("C04", "budget.unit", budget("1", "1", unit="亿元"), budget(unit=None)),
    ("C05", "budget.total", budget("1", "0.6", "0.39"), budget("1", "0.6", "0.40")),
    ("C05", "budget.total", budget("0", "202.64"), budget("202.64", "202.640")),
    ("C05", "budget.total", budget(None, "5"), budget()),
    ("C05", "budget.total", budget("5"), budget("5") | NO_FORM),
    ("C06", "budget.other", budget("5", "5"), budget("5", "5", "0")),
    ("C06", "budget.fiscal", budget("5", None, "5"), budget("5") | NO_FORM),
    ("C06", "budget.total", budget(), budget("0", "0", "0")),
    ("C07", "usage", {"usage": ""}, {"usage": None}),
    (
        "C07",
        "usage",
        {"usage": "资金主要用于边角地等征地拆迁补偿"},
        {"usage": "用于村干部79人的各项基础职务补贴"},
    ),
    (
        "C07",
        "usage",
        {"usage": "资金主要用于本单位各项日常工作正常开展的相关经费支出"},
        {"usage": "资金主要用于本单位各项日常工作所需的办公用品"},
    ),
    (
        "C07",
        "usage",
        {
            "name": "滨河新区供水管网计量改造",
            "usage": "用于滨河新区供水管网计量改造项目",
        },
        {
            "name": "滨河新区供水管网计量改造",
            "usage": "用于供水管网计量设备的购置和安装",
        },
    ),
    ("C08", "plan.10", plan("", "100%"), plan("0%", "100%")),
    ("C08", "plan.10", plan("—", "100%"), {"plan": ()}),
    ("C09", "plan.10", plan("50%", "40%", "100%"), plan("50%", "50%", "100%")),
    ("C09", "plan.12", plan("50%", "99%"), plan("50%", "100")),
    ("C09", "plan.10", plan("一半", "100%"), plan("", "100%")),
    ("C09", "plan.12", plan("60%", "40%"), plan("60%", None)),
    ("C10", "plan.12", plan("", "0%", "100%"), plan("40%", "80%", "100%")),
    ("C10", "plan.6", plan("39%", "80%", "100%"), plan("", "80%", "100%")),
    ("C10", "plan.10", plan("40%", "79.9%", "100%"), plan("100%")),
    (
        "C11",
        "goals.0",
        goal("以资金执行、支付、按政策执行等进行绩效"),
        goal("以资金执行、支付等进行绩效评价"),
    ),
    ("C11", "goals.0", goal("新修村道三公里，"), goal("新修村道三公里；")),
    ("C11", "goals.0", goal("新修村道，切实提高"), goal("村民出行条件切实提高")),
    ("C11", "goals.0", goal("新修通往山区的"), goal("达到了方便村民的目的")),
    ("C11", "goals.0", goal("新修村道（含路灯"), goal("1）新修村道（含路灯）")),
    ("C11", "goals.0", goal("目标1：修路"), goal("新修村道三条")),
    ("C12", "goals.0", goal("……"), goal("新修——并养护——村道")),
    ("C12", "goals.1", goal("新修村道三公里", "目标2："), goal("目标1：新修村道")),
    ("C12", "goals.0", goal("目标1：修村道。目标2：目标3："), goal("目标1：修村道")),
    ("C12", "goals_placeholder", {"goals_placeholder": "..."}, {}),
    ("C12", "usage", {"usage": "资金主要用于……"}, {"usage": "资金主要用于修路"}),
    ("C12", "name", {"name": "XX项目"}, {"name": "购置XXL号工装"}),
    ("C12", "name", {"name": "（项目名称待定）"}, {"name": "未定级文物修缮"}),
    ("C12", "indicators.0.value", row(value="-"), row(value="≥-5℃")),
    ("C12", "indicators.0.tier3", row(tier3="指标1："), row(tier3="指标1：里程")),
    ("C12", "indicators.0.tier3", row(tier3="里程(≥**公里)"), row(tier3="*里程")),
    ("C12", "indicators.0.basis", row(basis="冀财〔20××〕1号"), row(basis="3×4")),
    ("C12", "indicators.0.basis", row(basis="请填写"), row(basis="电话138****1234")),
    ("C12", "code", {"code": "————"}, {"code": "无"}),
    ("C13", "indicators.0.value", row(value=""), row(value="及时")),
    ("C13", "indicators.0.basis", row(basis=None), row(basis="文件")),
    ("C13", "indicators.0.tier3", row(tier3=" "), row(tier3="不适用", value="")),
    (
        "C13",
        "indicators.0.basis",
        rows(*(replace(one, basis="") for one in ROWS)),
        rows(*(replace(one, basis=None) for one in ROWS)),
    ),
    ("C13", "name", {"name": " "}, {"name": "路"}),
    ("C13", "goals.1", goal("新修村道", ""), goal("新修村道")),
    ("C13", "goals.0", goal(), goal("新修村道")),
    ("C14", "indicators", rows(OUTPUT, BENEFIT), rows(*ROWS)),
    ("C14", "indicators", rows(), rows(*ROWS)),
    (
        "C14",
        "indicators.2.tier3",
        rows(OUTPUT, BENEFIT, Indicator("满意度指标", "服务对象满意度指标")),
        rows(
            replace(OUTPUT, tier1="产出(50分)"),
            replace(BENEFIT, tier1="效果指标"),
            replace(PEOPLE, tier1="效益指标"),
        ),
    ),
    (
        "C14",
        "indicators.3.tier3",
        rows(*ROWS, Indicator("成本指标", "经济成本指标")) | CAPITAL,
        rows(*ROWS, Indicator("成本指标", "经济成本指标")),
    ),
    (
        "C14",
        "indicators",
        rows(PEOPLE),
        rows(*(replace(one, tier1="", tier2="") for one in ROWS)),
    ),
    (
        "C14",
        "indicators.1.tier3",
        rows(OUTPUT, replace(BENEFIT, tier3="不适用"), PEOPLE),
        rows(OUTPUT, BENEFIT, replace(PEOPLE, tier3="不适用")),
    ),
    (
        "C15",
        "indicators.3.tier3",
        rows(*ROWS, Indicator("效益指标", "生态效益指标")),
        rows(*ROWS, Indicator("产出指标", "数量指标")),
    ),
    (
        "C15",
        "indicators.3.tier3",
        rows(*ROWS, Indicator("效益指标", "生态效益指标", "", "", "", "")),
        rows(*ROWS, Indicator("效益指标", "生态效益指标", "不适用")),
    ),
    ("C20", "goals.0", goal("实现有序灌流"), goal("实现有序灌溉")),
    ("C20", "indicators.0.tier3", row(tier3="合格律"), row(tier3="合格率")),
    ("C23", "indicators.0.tier1", row(tier1="产出"), row(tier1="产出\n指标(50分)")),
    ("C23", "indicators.0.tier2", row(tier2="可持续性影响"), row(tier2="质量指标")),
    ("C23", "indicators.0.tier2", row(tier2="社会效益指标"), row(tier2="")),
    ("C23", "indicators.0.tier1", row(tier1="质量指标"), row(tier1="")),
]


@pytest.mark.parametrize(("check", "path", "bad", "good"), RULES)
def test_a_check_trips_and_nearly_trips(check, path, bad, good):
    assert f"0 {path}" in found(check, replace(GOOD, **bad))
    assert found(check, replace(GOOD, **good)) == []


def test_a_good_table_trips_nothing():
    report = run(Case(Book(year=2021, projects=(GOOD,))))
    assert [f for f in report.findings if f.check in OURS] == []
    # One table, no overall target, no cover.
    assert set(report.not_checkable) & OURS == {"C16", "C18", "C19", "C21", "C22"}


BARE = Sheet(name="", code=None, usage=None, budget=Budget(None))


def test_what_is_missing_is_not_passed_in_silence():
    report = run(Case(Book(projects=(BARE,))))
    assert {f.check for f in report.findings} & OURS == {"C06", "C13", "C14"}
    cannot = OURS - {"C06", "C12", "C14", "C17", "C20"}
    assert set(report.not_checkable) & OURS == cannot
    assert all(
        re.search("[\u4e00-\u9fff]", why) for why in report.not_checkable.values()
    )


# --- Across the tables of a book ---
def test_a_code_occurs_once():
    twin = replace(GOOD, name="另一项目")
    assert found("C02", GOOD, replace(twin, code="1301"), twin) == ["0 code", "2 code"]
    assert found("C02", replace(GOOD, code=""), replace(GOOD, code="")) == []


SCHEME = (OUTPUT, replace(BENEFIT, tier1="效果指标"), PEOPLE)
EMPTY = Indicator("效益指标", "生态效益指标")


@pytest.mark.parametrize(
    ("path", "odd", "even"),
    [
        ("goals_placeholder", {"goals_placeholder": "......"}, {}),
        ("budget.unit", budget("1", "1", unit="元"), budget("1", "1", unit=None)),
        ("plan.6", plan("50%", "80%", "100%"), plan("1%", "50%", "80%", "100%")),
        ("indicators.1.tier1", rows(*SCHEME), rows(*reversed(ROWS))),
        ("indicators", rows(*ROWS[:2]), rows(*ROWS, OUTPUT)),
    ],
)
def test_tables_of_a_book_have_one_form(path, odd, even):
    usual = replace(GOOD, **plan("1%", "50%", "80%", "100%"), indicators=(*ROWS, EMPTY))
    odd = {"indicators": usual.indicators} | odd
    odd["indicators"] = (*odd["indicators"], EMPTY)
    even = {"indicators": usual.indicators} | even
    even["indicators"] = (*even["indicators"], EMPTY)
    assert found("C22", usual, usual, replace(usual, **odd)) == [f"2 {path}"]
    assert found("C22", usual, usual, replace(usual, **even)) == []


def test_rows_are_compared_only_where_the_form_prints_empty_ones():
    assert found("C22", GOOD, GOOD, replace(GOOD, indicators=(OUTPUT,))) == []


# --- Mends and settings ---
@pytest.mark.parametrize(
    ("check", "bad", "mends"),
    [
        ("C03", {"name": "1. 村道项目绩效目标表"}, {"name": "村道"}),
        ("C05", budget(None, "5.50"), {"budget.total": "5.50"}),
        ("C05", budget("5", "4"), {}),
        ("C06", budget("5", "5"), {"budget.other": "0"}),
        ("C06", budget("5", "4"), {}),
        ("C09", plan("20%", "30%", "50%"), {"plan.10": "50%", "plan.12": "100%"}),
        ("C09", plan("50%", "40%", "100%"), {}),
        ("C12", row(tier3="里程(≥**公里)"), {"indicators.0.tier3": "里程"}),
        ("C12", row(tier3="里程≥**公里"), {"indicators.0.tier3": "里程"}),
        ("C12", row(tier3="里程**公里"), {}),
        ("C20", goal("布署工作"), {"goals.0": "部署工作"}),
    ],
)
def test_a_mend_is_offered_only_where_it_is_sure(check, bad, mends):
    report = run(Case(Book(projects=(replace(GOOD, **bad),))))
    ours = [f for f in report.findings if f.check == check]
    assert ours
    assert {f.mend.path: f.mend.text for f in ours if f.mend} == mends


@pytest.mark.parametrize(
    ("check", "chosen", "changed"),
    [
        ("C02", Settings(code_pattern=r"\d{10}"), {}),
        ("C07", Settings(usage_length=60), {}),
        ("C10", Settings(progress={6: 60}), {}),
        ("C11", Settings(goal_length=40), {}),
        ("C12", Settings(prompts=("村民",)), {}),
        (
            "C14",
            Settings(capital_words=("维修",)),
            rows(
                *ROWS,
                replace(COST, tier3=None, description=None, value=None, basis=None),
            ),
        ),
        ("C20", Settings(typos={"村道": "乡道"}), {}),
        ("C23", Settings(tiers={"产出指标": ("数量指标",)}), {}),
    ],
)
def test_an_office_sets_its_own_words_and_thresholds(check, chosen, changed):
    sheet = replace(GOOD, **changed)
    assert found(check, sheet) == []
    assert found(check, sheet, chosen=chosen)


def test_a_broken_pattern_of_an_office_is_told():
    case = Case(Book(projects=(GOOD,)), settings=Settings(code_pattern="("))
    assert "表达式" in run(case).not_checkable["C02"]


def test_what_a_check_says_is_complete():
    ours = [check for check in checks if check.id in OURS]
    assert {check.id for check in ours} == OURS
    for finding in run(Case(interchange.loads(SEED.read_bytes()))).findings:
        if finding.check in OURS:
            assert re.search("请|应为", finding.message), finding


def test_the_ministrys_department_form_needs_indicators():
    """A text of Hebei has them below each of its goals, and no such table."""
    ministry = Book(2021, "mof-annual", overall=Overall("目标"))
    hebei = replace(ministry, layout="hebei-2021")

    def told(book: Book, *ids: str) -> list[tuple[str, str]]:
        report = run(Case(book, settings=only(*ids)))
        return [(f.path, f.message) for f in report.findings]

    assert told(ministry, "C14") == [
        (
            "overall.indicators",
            "还没有绩效指标，请填写产出、效益和满意度指标",
        )
    ]
    assert told(hebei, "C14") == []
    some = (
        Indicator("产出指标", "数量指标", "培训人次", value="≥80人次"),
        Indicator("效益指标", "社会效益指标", "覆盖率"),
        Indicator("满意度指标", "服务对象满意度指标", None),
    )
    partly = replace(ministry, overall=Overall("目标", indicators=some))
    assert told(partly, "C14") == [
        ("overall.indicators.2.tier3", "没有填写满意度指标，请至少填写一个")
    ]
    assert told(partly, "C13") == [
        ("overall.indicators.1.value", "指标“覆盖率”没有填写指标值，请补上")
    ]
    assert told(replace(partly, layout="hebei-2021"), "C13", "C14") == []
    assert (
        told(sample_book(None, overall_layouts.get("mof-2015-department")), "C14") == []
    )
