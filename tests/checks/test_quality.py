"""C45–C53, C58 and C60–C62 on small tables and on the seed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reviews.checks.base import checks
from reviews.checks.settings import OFF, Settings
from sheets.sheet import Indicator, Overall, SubGoal
from tests.checks.tables import found, missing, paths, table

NAME, SAID = "0 indicators.0.tier3", "0 indicators.0.description"
VALUE, BASIS = "0 indicators.0.value", "0 indicators.0.basis"

# (check, path, what trips it, what just does not)
RULES = [
    ("C45", NAME, "数量 | 征拆面积比率 | =100%", "质量 | 征拆面积比率 | =100%"),
    ("C45", NAME, "数量 | 培训覆盖率 | 95", "数量 | 巡查频率 | ≥4次/月"),
    ("C45", VALUE, "数量 | 按照全镇书记发放 | 100%", "数量 | 发放书记补贴 | 20人"),
    ("C45", NAME, "数量 | 任务完成比例（≥**%） | ≥90%", "数量 | 宣传品 | 3万份"),
    ("C46", NAME, "质量 | 资金发放完成率 | =100%", "质量 | 资金发放准确率 | =100%"),
    ("C46", NAME, "质量 | 征拆完成情况 | =100%", "质量 | 任务完成质量 | 优良"),
    (
        "C75",
        NAME,
        "生态 | 受益户数 | ≥120户",
        "生态 | 化学需氧量年削减量 | ≥120吨",
    ),
    ("C46", NAME, "质量 | 公文处理及时率 | 98%", "时效 | 公文处理及时率 | 98%"),
    ("C46", NAME, "质量 | 培训人数 | ≥100人", "质量 | 投诉次数 | ≤3次"),
    ("C46", NAME, "质量 | 举办活动次数 | 10次", "质量 | 优良天数 | ≥300天"),
    ("C47", VALUE, "成本 | 支付标准 | 按文件规定执行", "成本 | 支付标准 | 780元/生/年"),
    ("C47", VALUE, "成本 | 成本控制率 | 不超预算", "成本 | 成本控制率 | ≤100%"),
    ("C47", VALUE, "成本 | 资金执行率 | 100%", "成本 | 成本节约率 | ≥5%"),
    ("C47", VALUE, "成本 | 20万元 | 100%", "成本 | 总成本 | 20万元"),
    ("C47", VALUE, "成本 | 兑付 | 严格按标准", "成本 | 兑付 | 严格按1000元/人兑付"),
    ("C47", VALUE, "成本 | 项目成本 | 合理", "社会成本 | 对出行的影响 | 较小"),
    ("C48", NAME, "成本 | 是否按时足额发放 | ≥95%", "成本 | 按时足额发放率 | ≥95%"),
    ("C48", NAME, "社会 | 能否带动就业？ | 是", "社会 | 带动就业人数 | 20人"),
    ("C49", SAID, "数量 | 享受资金人数 | 79人 | 享受资金的人数", "数量 | 人数 | 7人 |"),
    (
        "C49",
        SAID,
        "质量 | 验收合格率 | 98% | 反映验收合格率情况",
        "质量 | 验收合格率 | 98% | 一次验收合格的占比",
    ),
    ("C50", VALUE, "成本 | 支付标准 | 支付标准", "成本 | 支付标准 | 80元"),
    (
        "C50",
        VALUE,
        "成本 | 支付标准是否按规定执行 | 支付标准按规定执行。",
        "成本 | 支付标准是否按规定执行 | 按规定执行",
    ),
    ("C50", VALUE, "社会 | 稳定 | 促进稳定 | 促进稳定", "时效 | 时间 | 全年 | 全年"),
    ("C50", VALUE, "社会 | 环境改善 | 环境改善", "数量 | ≥3公里 | ≥3公里"),
    ("C51", VALUE, "社会 | 生活条件 | 显著改善", "社会 | 生活条件 | 优、良、中、差"),
    ("C51", VALUE, "时效 | 到位时间 | 及时", "时效 | 到位时间 | 每月10日前"),
    ("C51", VALUE, "时效 | 完成时间 | 按计划实施", "时效 | 发放时间 | 按月发放"),
    ("C51", VALUE, "数量 | 救助人数 | 应助尽助", "数量 | 救助人数 | 约一百人"),
    ("C51", VALUE, "社会 | 环境 | 是", "质量 | 水质 | 达到一级A标准"),
    ("C51", VALUE, "质量 | 事故 | 有", "质量 | 安全事故 | 无"),
    ("C51", VALUE, "质量 | 执行 | 按〔2020〕15号执行", "质量 | 执行 | 检查15次以上"),
    ("C51", VALUE, "社会 | 水平 | 2020年水平", "时效 | 期限 | 2021年全年"),
    ("C51", VALUE, " | 带动就业 | 效果好", "社会 | 工程等级 | 合格"),
    ("C51", VALUE, "社会 | 便利程度 | 良好", "社会 | 便利程度 | 良以上"),
    ("C52", VALUE, "社会 | 贡献 | 推动发展，促进稳定", "社会 | 贡献 | 推动3个村发展"),
    ("C52", VALUE, "时效 | 到位 | 及时足额", "时效 | 到位 | 24小时内"),
    ("C52", VALUE, "持续 | 影响 | 长期", "持续 | 影响 | 有效提升20%"),
    (
        "C58",
        BASIS,
        "数量 | 人数 | 7人 | 人 | 工作经验",
        "数量 | 人 | 7人 | 人 | 工资表",
    ),
    (
        "C58",
        BASIS,
        "数量 | 人 | 7人 | 人 | 上级政策",
        "数量 | 人 | 7人 | 人 | 计划标准",
    ),
    (
        "C58",
        BASIS,
        "数量 | 人数 | 7人 | 人 | 根据国家、省有关规定，结合工作实际",
        "数量 | 人数 | 7人 | 人 | 根据省财政厅《补助资金管理办法》",
    ),
    ("C58", BASIS, "数量 | 人 | 7人 | 人 | 惯例", "数量 | 人 | 7人 | 人 | 历史数据"),
    (
        "C58",
        BASIS,
        "数量 | 人 | 7人 | 人 | 上级文件",
        "数量 | 人 | 7人 | 人 | 政策文件",
    ),
    (
        "C58",
        BASIS,
        "数量 | 人 | 7人 | 人 | 文件",
        "数量 | 人 | 7人 | 人 | 冀财15号文件",
    ),
]


@pytest.mark.parametrize(("check", "path", "bad", "good"), RULES)
def test_a_rule_and_its_near_miss(check, path, bad, good):
    assert paths(check, table(bad)) == [path]
    assert paths(check, table(good)) == []


def test_every_message_says_how_to_mend():
    for check, _, bad, _ in RULES:
        (finding,) = found(check, table(bad))
        assert finding.found
        assert "请" in finding.message


def test_a_row_without_a_name_is_named_by_its_description():
    row = Indicator("产出指标", "质量指标", None, "完成率", "100%")
    assert paths("C46", replace(table(), indicators=(row,))) == [SAID]


def test_what_is_not_applicable_is_no_indicator():
    rows = ("数量 | 人数 | 7人", "社会 | 不适用 | 不适用")
    assert paths("C51", table(*rows)) == []


def test_management_rows_of_a_self_evaluation_need_no_number():
    rows = ("决策 | 相关性 | 按照标准进行管理", "数量 | 人数 | 应保尽保")
    assert paths("C51", table(*rows)) == ["0 indicators.1.value"]


def test_vague_words_in_the_department_s_indicators():
    texts = ("保障公益事业，提升幸福感", "及时回复率", "提升3个百分点", "支付按规定")
    overall = Overall("目标", (SubGoal("（一）", "目标", texts),))
    seen = found("C52", overall=overall)
    assert [(f.path, f.found) for f in seen] == [
        ("overall.sub_goals.0.indicators", texts[0])
    ]


@pytest.mark.parametrize(
    ("check", "lines", "why"),
    [
        ("C45", [], "没有填写绩效指标"),
        ("C45", ["质量 | 合格率 | 98%"], "没有数量指标"),
        ("C46", ["数量 | 人数 | 8人"], "没有质量指标"),
        ("C47", ["成本 | 总成本 |"], "指标值都没有填写"),
        ("C49", ["数量 | 人数 | 8人"], "没有填写绩效指标描述"),
        ("C50", ["数量 | 人数"], "指标值都没有填写"),
        ("C58", ["数量 | 人数 | 8人 | 人"], "没有填写指标值确定依据"),
        ("C60", [" | 人数 | 8人"], "没有二级指标"),
        ("C62", ["数量 | 人数 | 8人"], "没有权重"),
    ],
)
def test_what_is_lacking_is_said(check, lines, why):
    assert missing(check, table(*lines)) == why


def test_the_same_benefit_in_most_projects():
    same, other = "社会 | 对农村的贡献 | 促进", "社会 | 通行时间 | 缩短5分钟"
    three = [table(same), table(other), table(same), table(same)]
    name = "indicators.0.tier3"
    assert paths("C53", *three) == [f"0 {name}", f"2 {name}", f"3 {name}"]
    assert paths("C53", *three[:2], table(other), table("经济 | 收入 | 5%")) == []
    assert missing("C53", *three[:2]) == "有效益指标的项目不足3个，无法比较"


@pytest.mark.parametrize(
    ("amount", "unit", "count"),
    [("161", "万元", 1), ("100", "万元", 0), ("1681680", "元", 1), ("1610", "元", 0)],
)
def test_much_money_and_one_quantity(amount, unit, count):
    one, two = "数量 | 人数 | 8人", "数量 | 次数 | 8次"
    assert len(found("C60", table(one, amount=amount, unit=unit))) == count
    assert found("C60", table(one, two, amount=amount, unit=unit)) == []
    assert missing("C60", table(one, amount=amount, unit=None))


def test_a_name_twice_in_one_table():
    twice = table(
        "质量 | 指标1：办实事 | 1件", "数量 | 个数 | 1个", "持续 | 办实事。 | 1"
    )
    assert paths("C61", twice) == ["0 indicators.2.tier3"]
    assert "质量指标" in found("C61", twice)[0].message
    assert paths("C61", table("数量 | 补助人数 | 1人", "数量 | 补助户数 | 1户")) == []


def weighted(*weights: str | None, labels: tuple[str, ...] = (), name="人数"):
    rows = tuple(
        Indicator(
            (labels or ("产出指标",) * 9)[index],
            "数量指标",
            f"{name}{index}",
            weight=Decimal(weight) if weight else None,
        )
        for index, weight in enumerate(weights)
    )
    return replace(table(), indicators=rows)


@pytest.mark.parametrize(
    ("sheet", "where"),
    [
        (weighted("50", "30", "10"), []),
        (weighted("60", "40"), []),
        (weighted("0.6", "0.4"), []),
        (weighted("50", "30"), ["0 indicators"]),
        (weighted("50", "40", name="预算执行率"), ["0 indicators"]),
        (weighted("50", "50", name="预算执行率"), []),
        (weighted("60", "40", labels=("产出(60分)", "效益(40分)")), []),
        (
            weighted("50", "20", "20", labels=("产出(50分)", "效益(50分)", "满意")),
            ["0 indicators.1.weight"],
        ),
    ],
)
def test_weights_add_up(sheet, where):
    assert paths("C62", sheet) == where


def test_an_office_sets_the_points_of_a_tier():
    off = {check.id: OFF for check in checks if check.id != "C62"}
    chosen = Settings(severities=off, tier_weights={"产出指标": 50})
    assert paths("C62", weighted("60", "40"), settings=chosen)
    assert not paths("C62", weighted("60", "40"))


def test_settings_come_out_of_json():
    data = {
        "rates": ["率"],
        "least_quantities": {"100": 3},
        "tier_weights": {"产出": 5},
    }
    chosen = Settings.from_data(data)
    assert chosen.rates == ("率",)
    assert chosen.least_quantities == {100: 3}
