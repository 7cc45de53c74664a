"""C24–C30 on small examples and on the seed."""

from dataclasses import replace

import pytest

from reviews.checks.base import Case, NotCheckable, Severity, checks
from sheets.sheet import Book, Indicator, Measure, Overall, PlanStep, Sheet, SubGoal

from .looking import plan, seen, why_not

OURS = tuple(f"C{number}" for number in range(24, 31))


def time(value: str, tier3: str = "完成时限", basis: str = "") -> Indicator:
    return Indicator("产出指标", "时效指标", tier3, tier3, value, basis)


LATE, EARLY = plan(None, None, "0", "100%"), plan("25%", "50%", "80%", "100%")


# --- C24 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("2020年12月底前完成道路维修", Severity.ERROR),
        ("2020.12.31前完成", Severity.ERROR),
        ("2019年开工，2020年底前完工", Severity.ERROR),
        ("做好2020年度垃圾清运工作", Severity.WARNING),
        ("2022年度完成绿化任务", Severity.WARNING),
        ("2021年12月底前完成道路维修", None),
        ("满意度较2020年提高5个百分点", None),
        ("合格率不低于2020年水平", None),
        ("2020年群众生活水平明显提升", Severity.WARNING),
        ("支付2020年工程尾款", None),
        ("完成2020年度绩效自评", None),
        ("2000年底前建成的老旧小区改造", None),
        ("按照《2020年工作要点》和财教〔2019〕15号执行", None),
        ("2020-2021学年资助学生1000人", None),
        ("2020年12月至2021年11月提供保洁服务", None),
        ("到2025年全面建成", None),
        ("迎接2022年冬奥会", None),
        ("自2018年起发放", None),
        ("投入2020.5万元", None),
        ("优良路率由2020年的82%提高到90%以上", None),
        ("国省干线PQI由2020年的88.6提高到91以上", None),
        ("森林覆盖率从2020年底的31%提升至32%", None),
        ("由2020年的班子负责维修道路", Severity.WARNING),
    ],
)
def test_c24_a_year_in_a_goal(text, severity):
    found = seen("C24", Sheet(goals=(text,)))
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_c24_the_year_of_a_deadline_is_mended():
    (found,) = seen("C24", Sheet(indicators=(time("2020年12月底前"),)))
    assert found.path == "indicators.0.value"
    assert found.mend and found.mend.text == "2021年12月底前"


@pytest.mark.parametrize(
    ("basis", "trips"),
    [
        ("2020年工作计划", True),
        ("2019年实际完成数", False),
        ("财预〔2015〕88号", False),
        ("2016年出台的标准", False),
        ("2021年工作计划", False),
    ],
)
def test_c24_of_a_basis_only_the_plan_of_another_year(basis, trips):
    found = seen("C24", Sheet(indicators=(time("2021年6月", basis=basis),)))
    assert bool(found) == trips


def test_c24_a_project_may_be_called_after_its_year():
    goal = "完成2020年市级扶贫资金项目"
    assert seen("C24", Sheet("扶贫项目", goals=(goal,)))
    assert not seen("C24", Sheet("2020年市级扶贫资金", goals=(goal,)))


def test_c24_looks_at_the_overall_target():
    overall = Overall("", (SubGoal("（一）目标", "2020年底前完工"),))
    (found,) = seen("C24", overall=overall)
    assert found.path == "overall.sub_goals.0.goal"


def test_c24_and_c25_need_the_year():
    sheet = Sheet(indicators=(time("2020年12月底前"),))
    assert "预算年度" in why_not("C24", sheet, year=None)
    assert "预算年度" in why_not("C25", sheet, year=None)


# --- C25 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "severity"),
    [
        ("2020年12月底前", Severity.ERROR),
        ("2022年3月底前", Severity.ERROR),
        ("次年3月底前", Severity.ERROR),
        ("2020.12", Severity.ERROR),
        ("2021.07-2022.01", Severity.HINT),
        ("2021年12月31日", None),
        ("2022年1月前", None),
        ("2020年10月-2021年6月", None),
        ("12月底前", None),
        ("≥95%", None),
    ],
)
def test_c25_a_date_of_another_year(value, severity):
    found = seen("C25", Sheet(indicators=(time(value),)))
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_c25_an_effect_may_last():
    row = Indicator("效益指标", "可持续影响指标", "使用期限", "", "2030年12月", "")
    for check in ("C24", "C25"):
        assert not seen(check, Sheet(indicators=(row,)))
        assert seen(check, Sheet(indicators=(replace(row, value="2020年12月"),)))


def test_c25_a_deadline_in_the_name_counts_in_a_row_of_time():
    row = time("100%", "2020年12月底前完成率")
    found = seen("C25", Sheet(indicators=(row,)))
    # The name, and the description that repeats it.
    assert [f.path for f in found] == [
        "indicators.0.tier3",
        "indicators.0.description",
    ]
    assert not seen("C25", Sheet(indicators=(replace(row, tier2="数量指标"),)))


# --- C26 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rows", "trips"),
    [
        ([time("2021年12月底前")], True),
        ([time("年底前完成")], True),
        ([time("12月31日前")], True),
        ([time("2021年12月底前"), time("6月底前")], False),
        ([time("2021年12月底前"), time("≥95%", "发放及时率")], False),
        ([time("每月10日前")], False),
        ([time("12月底前", "每季度发放时间")], False),
        ([time("2021年全年", "保洁服务期")], False),
    ],
)
def test_c26_the_end_of_the_year_alone(rows, trips):
    assert bool(seen("C26", Sheet(indicators=tuple(rows)))) == trips


def test_c26_needs_an_indicator_of_time():
    assert "时效指标" in why_not("C26", Sheet(name="无指标"))


# --- C27 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("usage", "steps", "trips"),
    [
        ("资金主要用于村干部工资和保险", LATE, True),
        ("按季度发放护林员补助，每季度一次，按季拨付", LATE, True),
        ("资金主要用于村干部工资和保险", EARLY, False),
        ("资金主要用于农业保险保费补贴", LATE, False),
        ("资金主要用于发放一次性年终工资奖励", LATE, False),
        ("资金主要用于道路维修", LATE, False),
    ],
)
def test_c27_monthly_pay_and_nothing_before_december(usage, steps, trips):
    assert bool(seen("C27", Sheet(usage=usage, plan=steps))) == trips


@pytest.mark.parametrize("steps", [(), plan(None, None, None, None)])
def test_c27_and_c28_need_a_plan(steps):
    sheet = Sheet(usage="村干部工资，按月及时发放", plan=steps)
    assert "资金支出计划" in why_not("C27", sheet)
    assert "资金支出计划" in why_not("C28", sheet)


# --- C28 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("goal", "steps", "trips"),
    [
        ("确保支出进度达标", LATE, True),
        ("补贴按时发放率达到100%", LATE, True),
        ("补贴按时发放率达到100%", EARLY, False),
        ("年底一次性及时发放慰问金", LATE, False),
        ("及时清理积水，发放宣传材料", LATE, False),
    ],
)
def test_c28_a_promise_against_the_plan(goal, steps, trips):
    found = seen("C28", Sheet(goals=(goal,), plan=steps))
    assert [f.path for f in found] == (["goals.0"] if trips else [])


def test_c28_a_part_is_compared_with_its_own_projects():
    late, early = Sheet("晚", plan=LATE), Sheet("早", plan=EARLY)
    goal = SubGoal("（一）目标", "按时发放补贴", (), ("早",))
    assert not seen("C28", late, early, overall=Overall("", (goal,)))
    goal = replace(goal, projects=("晚",))
    assert seen("C28", late, early, overall=Overall("", (goal,)))


# --- C29 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "months", "trips"),
    [
        ("按季度填报绩效监控表", (3, 6, 10, 12), True),
        ("每季度开展一次绩效运行监控", (6, 12), True),
        ("按季度填报绩效监控表", (3, 6, 9, 12), False),
        ("按要求填报绩效监控表", (3, 6, 10, 12), False),
        ("每季度召开一次会议", (3, 6, 10, 12), False),
    ],
)
def test_c29_quarterly_watching(text, months, trips):
    overall = Overall(measures=(Measure("（一）加强监控", text),))
    sheet = Sheet(plan=tuple(PlanStep(month, "100%") for month in months))
    assert bool(seen("C29", sheet, overall=overall)) == trips


def test_c29_needs_the_overall_target_and_the_checkpoints():
    assert "整体绩效目标" in why_not("C29", Sheet(plan=LATE))
    assert "支出计划" in why_not("C29", Sheet(), overall=Overall("按季度监控"))


# --- C30 --------------------------------------------------------------------------
OLD = Sheet(
    name="2020年道路维修",
    code="A-01",
    goals=("完成辖区道路维修，保障群众出行安全",),
    indicators=(
        Indicator("产出指标", "数量指标", "维修道路里程", "维修里程", "≥5公里", "计划"),
        time("2020年12月底前"),
        Indicator("满意度指标", "满意度指标", "居民满意度", "满意度", "≥90%", "调查"),
    ),
)


def last(new: Sheet) -> list:
    return list(seen("C30", new, last=Book(2020, projects=(OLD,))))


def test_c30_the_same_table_with_another_year_or_not_even_that():
    name = "2021年道路维修"
    rows = (OLD.indicators[0], time("2021年12月底前"), OLD.indicators[2])
    (found,) = last(replace(OLD, name=name, code="", indicators=rows))
    assert "只改了年份" in found.message
    (found,) = last(replace(OLD, name="改了名称"))
    assert "连年份也没有改" in found.message


def test_c30_a_table_that_was_worked_on_is_no_copy():
    more = replace(OLD.indicators[0], value="≥6公里")
    assert not last(replace(OLD, indicators=(more, *OLD.indicators[1:])))
    assert not last(replace(OLD, goals=("新建桥梁和照明设施，方便沿线村民通行",)))
    assert not last(replace(OLD, name="别的项目", code="B-02"))


def test_c30_needs_last_year():
    assert "上年" in why_not("C30", OLD)


def test_not_checkable_is_an_exception_with_a_chinese_reason():
    with pytest.raises(NotCheckable, match="预算年度"):
        list(checks.get("C24").sheet(Sheet(goals=("2020年底前",)), Case(Book())))
