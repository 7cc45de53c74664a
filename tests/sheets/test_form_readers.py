"""Forms of other provinces, by their labels: in another order, under other words, with
the value in three columns, on two sides, as a list. The words are those of published
tables; what is filled in is invented."""

import pytest

from sheets import readers
from sheets.readers import Reading
from sheets.sheet import Sheet

from .forms import KINDS, html, read, told

HEAD = [
    ["项目名称", "村道养护 ⟨4⟩"],
    ["年度资金总额（万元）", "12.50 ⟨4⟩"],
    ["年度目标", "养护村道。 ⟨4⟩"],
]
SPLIT = ["产出指标", "数量指标"]


def only(reading: Reading) -> Sheet:
    [sheet] = reading.book.projects
    return sheet


def rows(sheet: Sheet) -> list[tuple]:
    return [(r.tier1, r.tier2, r.tier3, r.value) for r in sheet.indicators]


ORDERS = {
    "usual": ["一级指标", "二级指标", "三级指标", "指标值", "权重"],
    "value first": ["指标值", "权重", "一级指标", "二级指标", "三级指标"],
    "weight between": ["一级指标", "权重", "二级指标", "指标值", "三级指标"],
}


@pytest.mark.parametrize("order", ORDERS)
def test_columns_in_any_order(order):
    texts = {
        "一级指标": "产出指标",
        "二级指标": "数量指标",
        "三级指标": "里程",
        "指标值": "≥5公里",
        "权重": "10",
    }
    columns = ORDERS[order]
    sheet = only(read([*HEAD, columns, [texts[c] for c in columns]]))
    assert rows(sheet) == [("产出指标", "数量指标", "里程", "≥5公里")]
    assert sheet.indicators[0].weight == 10


WORDS = [
    ("三级指标", "指标值", "分值"),
    ("指标名称", "目标值", "分值（权重）"),
    ("三级指标名称", "年度指标值", "指标权重"),
    ("三 级\n指标", "指标值（包含数字及文字描述）", "权重（%）"),
    ("绩效指标", "当年预期实现值", "标准分"),
    ("指标内容", "2024年指标值", "分值权重"),
    ("＊三级指标", "年初设定指标值", "权  重"),
    ("3.三级指标：", "（4）指标值", "5、分值"),
    ("③三级指标", "④目标值", "⑤权重"),
]


@pytest.mark.parametrize(("name", "value", "weight"), WORDS)
def test_columns_under_other_words(name, value, weight):
    header = ["一级指标", "二级指标", name, value, weight]
    sheet = only(read([*HEAD, header, [*SPLIT, "里程", "≥5公里", "10分"]]))
    assert rows(sheet) == [("产出指标", "数量指标", "里程", "≥5公里")]
    assert sheet.indicators[0].weight == 10


SIGNS = [
    (("≥", "5", "公里"), "≥5公里"),
    (("=", "100", "%"), "=100%"),
    (("定性", "显著提升", ""), "显著提升"),
    (("", "12月底前", ""), "12月底前"),
    (("≥", "≥95%", "%"), "≥95%"),
    (("/", "5", "—"), "5"),
]


@pytest.mark.parametrize(("cells", "value"), SIGNS)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_sign_number_and_unit_become_one_value(cells, value, order):
    labels = ("指标性质", "指标值", "度量单位")
    header = ["三级指标", *(labels[i] for i in order), "权重"]
    row = ["里程", *(cells[i] for i in order), "10"]
    assert only(read([*HEAD, header, row])).indicators[0].value == value


def test_a_header_of_two_rows():
    header = [
        ["一级指标 ⟨1×2⟩", "二级指标 ⟨1×2⟩", "三级指标 ⟨1×2⟩", "指标值 ⟨3⟩"],
        ["符号", "数值", "单位"],
    ]
    line = [*SPLIT, "里程", "≥", "5", "公里"]
    head = [[a, b.replace("4", "5")] for a, b in HEAD]
    assert rows(only(read([*head, *header, line])))[0][3] == "≥5公里"


def test_a_qualitative_indicator_without_a_value_says_so():
    header = ["三级指标", "指标性质", "指标值", "度量单位", "权重"]
    [row] = only(read([*HEAD, header, ["和谐", "定性", "", "", "20"]])).indicators
    assert (row.value, row.extra) == ("", (("指标性质", "定性"),))


# --- Forms of rules-and-forms ------------------------------------------------------
SIDES = ["二级指标", "三级指标", "指标值"]
TWO_SIDES = [
    ["项目名称 ⟨2⟩", "学校 ⟨6⟩"],
    ["主管部门及代码 ⟨2⟩", "教育局 ⟨3⟩", "实施单位", "中学 ⟨2⟩"],
    ["项目资金（元） ⟨2×3⟩", "中期资金总额：", "30 ⟨2⟩", "年度资金总额：", "10 ⟨2⟩"],
    ["其中：财政拨款", "20 ⟨2⟩", "其中：财政拨款", "9 ⟨2⟩"],
    ["其他资金", "10 ⟨2⟩", "其他资金", "1 ⟨2⟩"],
    ["总体目标 ⟨1×2⟩", "中期目标（2021年—2023年） ⟨4⟩", "年度目标 ⟨3⟩"],
    ["目标1：建成学校\n目标2：招生 ⟨4⟩", "目标1：开工 ⟨3⟩"],
    ["绩效指标 ⟨1×4⟩", "一级指标", *SIDES, *SIDES],
    [
        *("产出指标 ⟨1×2⟩", "数量指标 ⟨1×2⟩", "指标1：面积", "300平米"),
        *("数量指标 ⟨1×2⟩", "指标1：面积", "100平米"),
    ],
    ["指标2：教室", "9间", "指标2：", ""],
    ["效益指标", "社会效益指标", "指标1：入学率", "100%", "社会效益指标", "", ""],
]


@pytest.mark.parametrize("kind", KINDS)
def test_two_sides(kind):
    sheet = only(read(TWO_SIDES, kind))
    assert sheet.facts == (("主管部门及代码", "教育局"), ("实施单位", "中学"))
    budget = sheet.budget
    assert (budget.unit, budget.total, budget.fiscal, budget.other) == ("元", 10, 9, 1)
    assert sheet.goals == ("开工",)
    assert rows(sheet)[0] == ("产出指标", "数量指标", "面积", "100平米")
    assert [r[2] for r in rows(sheet) if r[2]] == ["面积"]
    medium = sheet.medium
    assert medium.period == "2021年—2023年"
    assert (medium.budget.total, medium.budget.fiscal) == (30, 20)
    assert medium.goals == ("建成学校", "招生")
    found = [(r.tier2, r.tier3, r.value) for r in medium.indicators]
    assert found == [
        ("数量指标", "面积", "300平米"),
        ("数量指标", "教室", "9间"),
        ("社会效益指标", "入学率", "100%"),
    ]


def test_two_sides_the_other_way_round():
    swapped = [
        ["项目名称", "学校 ⟨6⟩"],
        ["年度绩效目标", "年 ⟨6⟩"],
        ["长期绩效目标", "长 ⟨6⟩"],
        ["年度绩效指标 ⟨4⟩", "长期绩效指标 ⟨3⟩"],
        ["一级指标", *SIDES, *SIDES],
        ["产出指标", "数量指标", "年甲", "1", "数量指标", "长甲", "3"],
    ]
    sheet = only(read(swapped))
    assert (sheet.goals, sheet.medium.goals) == (("年",), ("长",))
    assert rows(sheet) == [("产出指标", "数量指标", "年甲", "1")]
    assert sheet.medium.indicators[0].tier3 == "长甲"


def test_common_tiers_with_two_values():
    header = ["一级指标", "二级指标", "三级指标", "中期指标值", "年度指标值"]
    sheet = only(read([*HEAD, header, [*SPLIT, "里程", "30公里", "10公里"]]))
    assert sheet.indicators[0].value == "10公里"
    assert sheet.medium.indicators[0].value == "30公里"


LIST = [
    [
        *("单位名称", "项目名称", "预算数（元）", "年度目标", "一级指标", "二级指标"),
        *("三级指标", "指标性质", "指标值", "度量单位", "权重", "指标方向性"),
    ],
    ["东街道 ⟨12⟩"],
    [
        *("甲局 ⟨1×3⟩", "甲项目 ⟨1×2⟩", "100000 ⟨1×2⟩", "完成甲 ⟨1×2⟩"),
        *("产出指标", "数量指标", "人数", "≥", "10", "人", "20", "正向指标"),
    ],
    ["效益指标", "社会效益指标", "收入", "定性", "提高", "", "20", "正向指标"],
    [
        *("乙项目", "200000", "完成乙", "产出指标", "质量指标", "合格率"),
        *("=", "95", "%", "20", "正向指标"),
    ],
]


@pytest.mark.parametrize("kind", ["html", "xlsx", "docx"])
def test_a_list_of_all_projects(kind):
    reading = read(LIST, kind)
    first, second = reading.book.projects
    assert (first.name, first.budget.total, first.budget.unit) == (
        "甲项目",
        100_000,
        "元",
    )
    assert first.goals == ("完成甲",)
    assert [row[2:] for row in rows(first)] == [("人数", "≥10人"), ("收入", "提高")]
    assert rows(second) == [("产出指标", "质量指标", "合格率", "=95%")]
    assert second.facts == (("单位名称", "甲局"),)
    assert second.indicators[0].extra == (("指标方向性", "正向指标"),)
    assert "东街道" in told(reading)
    assert reading.errors == ()
    assert {cells["indicators"] for cells in reading.places.values()} != {""}


def test_without_tiers():
    flat = [
        ["一般性项目绩效目标表（一级项目） ⟨5⟩"],
        ["编制单位", "某站", "专项资金名称", "耕地补助 ⟨2⟩"],
        ["业务主管部门", "农委", "当年预算（万元）", "92 ⟨2⟩"],
        ["项目概况", "推广 ⟨4⟩"],
        ["当年绩效目标", "完成任务。 ⟨4⟩"],
        ["指标", "指标权重", "计量单位", "指标性质", "指标值"],
        ["补助面积", "20", "亩", "≥", "1000"],
        ["合计", "20", "", "", ""],
    ]
    reading = read(flat)
    sheet = only(reading)
    assert rows(sheet) == [("", "", "补助面积", "≥1000亩")]
    assert (sheet.name, sheet.budget.total) == ("耕地补助", 92)
    assert "“合计”不是绩效目标的内容" in told(reading)
    assert reading.errors == ()


def test_a_department_without_a_project():
    whole = [
        ["部门（单位）整体绩效目标表 ⟨5⟩"],
        ["部门（单位）名称", "某局", "区级支出预算总量", "1200 ⟨2⟩"],
        ["当年整体绩效目标", "履职尽责 ⟨4⟩"],
        ["指标名称", "指标权重", "计量单位", "指标性质", "指标值"],
        ["预算执行率", "10", "%", "≥", "95"],
    ]
    reading = read(whole)
    assert reading.book.projects == ()
    assert reading.book.department.name == "某局"
    assert reading.book.overall.goal == "履职尽责"
    assert reading.book.overall.indicators[0].value == "≥95%"
    assert "1200" in told(reading)


def test_money_below_its_labels():
    money = [
        ["项目名称", "甲 ⟨4⟩"],
        ["资金总额及构成 ⟨1×2⟩", "资金总额", "财政拨款", "其他资金", "上级补助"],
        ["100", "90", "10", "0"],
        ["一级指标", "二级指标", "三级指标", "绩效标准", "指标值"],
        [*SPLIT, "人数", "计划标准", "5人"],
    ]
    sheet = only(read(money))
    assert (sheet.budget.total, sheet.budget.fiscal, sheet.budget.other) == (
        100,
        90,
        10,
    )
    assert sheet.facts == (("上级补助", "0"),)
    assert sheet.indicators[0].extra == (("绩效标准", "计划标准"),)


def test_costs_with_two_earlier_years():
    costs = [
        ["项目名称", "甲 ⟨4⟩"],
        ["项目预算成本构成 ⟨1×2⟩", "金额", "测算（公式）依据", "前两年实际执行数 ⟨2⟩"],
        ["814", "人数×标准", "700 ⟨2⟩"],
        ["一级指标", "二级指标", "三级指标", "绩效标准", "当年预期实现值"],
        [*SPLIT, "次数", "计划标准", "2280次"],
        ["主管部门审核意见", "同意 ⟨4⟩"],
    ]
    reading = read(costs)
    sheet = only(reading)
    assert (sheet.budget.total, sheet.indicators[0].value) == (814, "2280次")
    assert dict(sheet.facts) == {
        "测算（公式）依据": "人数×标准",
        "主管部门审核意见": "同意",
    }
    assert "700" in told(reading)


def test_years_of_money_in_one_column():
    form = [
        ["项目名称", "甲 ⟨3⟩"],
        ["项目资金总额（元）", "300000", "年度资金申请总额（元）", "100000"],
        ["其中：当年财政拨款", "90000", "上年结转资金", "10000"],
        ["项目总目标", "总 ⟨3⟩"],
        ["年度总体目标", "年 ⟨3⟩"],
        ["一级指标", "二级指标", "三级指标", "目标值"],
        ["产出", "数量", "人数", "≥5个"],
    ]
    sheet = only(read(form))
    assert (sheet.budget.total, sheet.budget.fiscal) == (100_000, 90_000)
    assert sheet.medium.budget.total == 300_000
    assert (sheet.goals, sheet.medium.goals) == (("年",), ("总",))


def test_amounts_in_another_unit_than_the_table():
    form = [
        ["项目名称", "甲"],
        ["年度资金总额（元）", "20万元"],
        ["三级指标", "指标值"],
    ]
    reading = read([*form, ["人数", "5人"]])
    assert (only(reading).budget.total, only(reading).budget.unit) == (200_000, "元")
    assert "已换算" in told(reading)


def test_a_goal_beside_those_of_two_sides_is_told():
    reading = read(
        [
            ["项目名称", "村道养护 ⟨4⟩"],
            ["年度目标", "养护村道。 ⟨4⟩"],
            ["中期目标", "三年内养护全部村道。 ⟨4⟩"],
            ["绩效目标", "村民满意。 ⟨4⟩"],
            ORDERS["usual"],
            [*SPLIT, "里程", "≥5公里", "10"],
        ]
    )
    sheet = only(reading)
    assert sheet.goals == ("养护村道。",)
    assert sheet.medium.goals == ("三年内养护全部村道。",)
    assert "没有读入：村民满意。" in told(reading)


SUMMARY = [
    ["2021年项目汇总表 ⟨4⟩"],
    ["序号", "项目名称", "预算数（万元）", "备注"],
    ["1", "村道养护", "12.5", "续建"],
    ["2", "渠道清淤", "8", ""],
    ["合计", "", "20.5", ""],
]


@pytest.mark.parametrize("with_title", [True, False])
def test_a_list_without_goals_and_indicators_is_no_target(with_title):
    form = [*HEAD, ORDERS["usual"], [*SPLIT, "里程", "≥5公里", "10"]]
    summary = SUMMARY if with_title else SUMMARY[1:]
    reading = readers.read("a.html", html(summary, form))
    sheet = only(reading)
    assert (sheet.name, len(sheet.indicators)) == ("村道养护", 1)
    assert reading.errors == ()
    assert "没有绩效目标和指标，没有作为项目读入" in told(reading)
    assert "渠道清淤" in told(reading)
    assert "相同" not in told(reading)


@pytest.mark.parametrize("kind", ["html", "xlsx", "docx"])
@pytest.mark.parametrize(
    "first",
    [
        ["2020年度项目绩效目标申报表 ⟨3⟩", "", "打印：张三"],
        ["附件1", "2020年度项目绩效目标申报表 ⟨3⟩", "打印：张三"],
        ["2020年度项目绩效目标申报表", "", "", "", "打印：张三"],
    ],
)
def test_a_title_with_another_text_in_its_row(first, kind):
    form = [*HEAD, ORDERS["usual"], [*SPLIT, "里程", "≥5公里", "10"]]
    reading = read([first, *form], kind)
    assert only(reading).name == "村道养护"
    assert reading.book.year == 2020
    assert "申报表" not in told(reading)
    assert "张三" in told(reading) or ("打印", "张三") in only(reading).facts


@pytest.mark.parametrize(
    ("label", "unit", "said"),
    [
        ("年度资金总额（元）", "元", ""),
        ("年度资金总额（万元）", "万元", ""),
        ("年度资金总额", "元", "没有写明金额单位，按元读入"),
    ],
)
def test_an_amount_behind_the_sign_of_the_yuan(label, unit, said):
    """The sign says yuan where nothing else does; Excel also sets it before 万元."""
    head = [["项目名称", "村道养护 ⟨4⟩"], [label, "￥1,005,000.00 ⟨4⟩"], HEAD[2]]
    reading = read([*head, ORDERS["usual"], [*SPLIT, "里程", "≥5公里", "10"]])
    budget = only(reading).budget
    assert (f"{budget.total:f}", budget.unit) == ("1005000.00", unit)
    assert reading.errors == ()
    assert said in told(reading)
