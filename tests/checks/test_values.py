"""C54–C57, C59 and C63: sign, number, unit and satisfaction."""

from dataclasses import replace

import pytest

from sheets.sheet import Overall, SubGoal
from tests.checks.tables import found, missing, paths, table

VALUE, BASIS = "0 indicators.0.value", "0 indicators.0.basis"

# (check, path, what trips it, what just does not)
RULES = [
    ("C54", VALUE, "数量 | 人数 | ≥", "数量 | 人数 | ≥1人"),
    ("C54", VALUE, "数量 | 次数 | ≥明显", "数量 | 次数 | ≥一次"),
    ("C54", VALUE, "质量 | 合格率 | ≥95%%", "质量 | 合格率 | ≥95%"),
    ("C54", VALUE, "质量 | 合格率 | ≥≤95%", "质量 | 合格率 | ≥90%且≤95%"),
    ("C54", VALUE, "质量 | 合格率 | ≥95%以下", "质量 | 合格率 | ≥95%以上"),
    ("C54", VALUE, "质量 | 合格率 | 292%", "质量 | 投资完成率 | 292%"),
    ("C54", VALUE, "质量 | 合格率 | ≥9O%", "质量 | 设施等级 | 5A级"),
    ("C54", VALUE, "成本 | 绿化成本 | M.8万元", "成本 | 绿化成本 | 14.8万元"),
    ("C54", VALUE, "成本 | 使用效率 | 二100百分比", "成本 | 使用率 | =100百分比"),
    ("C54", VALUE, "质量 | 合格率 | ≥95个", "质量 | 死亡率 | ≤5人/10万"),
    ("C54", VALUE, "时效 | 按时完成率 | ≥1人/年", "时效 | 按时完成率 | ≥99%"),
    ("C54", VALUE, "时效 | 维修及时性 | 3人", "时效 | 维修及时性 | <24小时"),
    ("C54", VALUE, "数量 | 受益人数 | 100%", "数量 | 受益人数占比 | 100%"),
    ("C54", VALUE, "数量 | 补助人数 | ≥5000元", "数量 | 补助人数 | ≥50户"),
    ("C54", VALUE, "成本 | 培训费 | 320人/天", "成本 | 培训费 | 320元/人·天"),
    ("C54", VALUE, "数量 | 小区物业费 | 8个", "数量 | 免费开放 | 8个"),
    ("C54", VALUE, "数量 | 会议 | 2", "数量 | 会议（次） | 2"),
    ("C54", VALUE, "社会 | 安全感 | 95", "社会 | 安全感指数 | 95"),
    ("C54", VALUE, "质量 | 事故 | 1", "质量 | 事故 | 0"),
    ("C54", VALUE, "质量 | 在线率 | 97", "质量 | 在线率 | 0.97"),
    ("C54", VALUE, "时效 | 时限 | 2021年2月30日前", "时效 | 时限 | 2021年2月28日前"),
    ("C54", VALUE, "时效 | 时限 | 2021年13月", "时效 | 服务时间 | 7×24小时"),
    ("C55", VALUE, "社会 | 为民众办实事 | 100%", "社会 | 实事办结率 | 100%"),
    ("C55", VALUE, "质量 | 使用情况 | 100%", "质量 | 使用合规性 | 100%"),
    ("C55", VALUE, "质量 | 办学水平提高 | =100%", "经济 | 亩产提高 | ≥10%"),
    ("C55", VALUE, "质量 | 学生 | 100%", "质量 | 学生 | 100% | 全面覆盖"),
    ("C55", VALUE, "质量 | 征拆情况 | 100%", "质量 | 征拆情况 | 100% | 完成百分比"),
    ("C56", VALUE, "满意 | 群众满意度 | ≥85%", "满意 | 群众满意度 | ≥90%"),
    ("C56", VALUE, "满意 | 群众满意度 | 90%", "满意 | 群众满意度 | 95%以上"),
    ("C56", VALUE, "满意 | 群众满意度 | =95%", "满意 | 群众满意度 | 不低于95%"),
    ("C56", VALUE, "满意 | 群众满意度 | ≥100%", "满意 | 政策知晓率 | 100%"),
    ("C56", VALUE, "社会 | 满意程度 | ≥80%", "满意 | 不满意率 | ≤5%"),
    ("C56", VALUE, "满意 | 提升群众安全感 | ≥80%", "满意 | 满意度提高 | ≥5%"),
    ("C56", VALUE, "满意 | 满意度得分 | 80分", "满意 | 满意度得分 | ≥4.5分"),
    ("C56", VALUE, "满意 | 满意度 | 80%-90%", "满意 | 满意度 | 90%-95%"),
    ("C56", VALUE, "满意 | 满意率 | ≥0.8", "满意 | 满意度问卷份数 | ≥20份"),
    (
        "C57",
        BASIS,
        "满意 | 村民满意度 | ≥90% | 村民 | 工作经验",
        "满意 | 村民满意度 | ≥90% | 村民 | 问卷调查",
    ),
    (
        "C57",
        BASIS,
        "满意 | 村民满意度 | ≥90% | 受访人满意的占比 | 计划标准",
        "满意 | 村民满意度 | ≥90% | 电话回访中满意的占比 | 计划标准",
    ),
    ("C63", VALUE, "成本 | 项目总成本 | ≥50万元", "成本 | 项目总成本 | ≤50万元"),
    ("C63", VALUE, "成本 | 单位造价 | >9元/米", "成本 | 补助标准 | ≥9元/人"),
    ("C63", VALUE, "社会 | 投诉率 | ≥5%", "社会 | 投诉办结率 | ≥95%"),
    ("C63", VALUE, "社会 | 投诉举报起数 | ≥5起", "社会 | 投诉举报办结数 | ≥5起"),
    ("C63", VALUE, "质量 | 安全事故起数 | ≥1起", "质量 | 安全事故下降率 | ≥5%"),
    ("C63", VALUE, "经济 | 房屋空置率 | ≥5%", "经济 | 房屋空置率 | =5%"),
    ("C63", VALUE, "经济 | 运行费用 | ≥5万元", "经济 | 节约运行费用 | ≥5万元"),
    ("C63", VALUE, "满意 | 群众满意度 | ≤90%", "满意 | 不满意率 | ≤9%"),
    ("C63", VALUE, "社会 | 受益人数 | ≤9人", "数量 | 会议天数 | ≤3天"),
    ("C63", VALUE, "时效 | 办理及时率 | <90%", "时效 | 办理及时性 | <24小时"),
]


@pytest.mark.parametrize(("check", "path", "bad", "good"), RULES)
def test_a_rule_and_its_near_miss(check, path, bad, good):
    assert paths(check, table(bad)) == [path]
    assert paths(check, table(good)) == []


def test_every_message_says_how_to_mend():
    for check, _, bad, _ in RULES:
        (finding,) = found(check, table(bad))
        assert finding.found
        assert "请" in finding.message or "一般" in finding.message


@pytest.mark.parametrize(
    "prose",
    [
        "购买旋耕机1台，化肥喷洒无人机1台",
        "372万元将用于学校运转支出",
        "2021年12月底完成项目规划相关工作",
        "1:3",
        "高中低",
        "2023.07-2024.01",
        "优（≥90分）、良（80-90分）",
    ],
)
def test_prose_dates_and_grades_are_no_slips(prose):
    assert found("C54", table(f"数量 | 工作内容 | {prose}")) == []


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("数量 | 享受资助人数 | 2100", "2100人"),
        ("数量 | 检查次数 | ≥12", "≥12次"),
        ("满意 | 群众满意度 | 95", "95%"),
        ("满意 | 群众满意度 | 20", None),  # it may be the points
        ("数量 | 开展检查 | 12", None),
        ("数量 | 建设数量 | 12", None),
    ],
)
def test_a_unit_is_added_only_where_it_is_sure(line, mend):
    (finding,) = found("C54", table(line))
    assert (finding.mend.text if finding.mend else None) == mend


@pytest.mark.parametrize(
    ("value", "mend"),
    [("90%", "≥90%"), ("=99%", "≥99%"), ("95", "≥95%"), ("85%", None), ("100%", None)],
)
def test_a_sign_is_added_only_where_the_number_may_stay(value, mend):
    (finding,) = found("C56", table(f"满意 | 群众满意度 | {value}"))
    assert (finding.mend.text if finding.mend else None) == mend


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("享受资金的村达到100%", True),
        ("保障运转，解决困难达到95%。", True),
        ("征地面积达到计划的100%", False),
        ("确保村民满意度达95%以上", False),
        ("发放率达到100%", False),
        ("覆盖面达100%", False),
        ("收入增长达到5%", False),
        ("培训达到100人", False),
    ],
)
def test_what_reaches_so_many_percent(text, is_seen):
    goal = replace(table(), goals=("修路", text))
    assert paths("C55", goal) == ["0 goals.1"] * is_seen
    part = Overall("目标", (SubGoal("（一）", "目标", (text,)),))
    path = "None overall.sub_goals.0.indicators"
    assert paths("C55", overall=part) == [path] * is_seen


def test_quantities_and_costs_in_percent_are_told_once():
    rows = ("数量 | 发放补贴 | 100%", "成本 | 20万元 | 100%", "满意 | 安全感 | 95%")
    assert found("C55", table(*rows)) == []


SAFE = ("质量 | 合格率 | 100%", "质量 | 达标率 | 100%", "数量 | 人数 | 8人")
MIXED = ("质量 | 合格率 | 100%", "质量 | 达标率 | 98%", "数量 | 人数 | 8人")
COPIED = tuple(f"社会 | 比率{i} | ≥95%" for i in range(4))


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        (SAFE, ["0 indicators"]),
        (MIXED, []),
        ((*SAFE, "数量 | 村数 | 5个"), []),
        (COPIED, ["0 indicators"]),
        (COPIED[:3], []),
        (tuple(f"满意 | 满意度{i} | ≥90%" for i in range(5)), []),
    ],
)
def test_safe_values_in_one_table(lines, where):
    assert paths("C59", table(*lines)) == where


def test_the_same_quality_in_most_projects():
    same = table("质量 | 资金发放率 | =100%", "数量 | 人数 | 9人")
    other = table("质量 | 验收合格率 | =100%", "数量 | 人数 | 9人")
    value = "indicators.0.value"
    assert paths("C59", same, same, other, same) == [
        f"0 {value}",
        f"1 {value}",
        f"3 {value}",
    ]
    assert paths("C59", same, same) == []


@pytest.mark.parametrize(
    ("check", "lines", "why"),
    [
        ("C54", ["数量 | 人数"], "指标值都没有填写"),
        ("C56", ["数量 | 人数 | 9人"], "没有满意度指标"),
        ("C57", ["满意 | 满意度 | ≥90%"], "没有填写满意度指标的确定依据"),
    ],
)
def test_what_is_lacking_is_said(check, lines, why):
    assert missing(check, table(*lines)) == why


PART = "None overall.sub_goals.1.indicators"
# As the list of checks says: 质量 rows of three tables, and table 4 as a whole.
