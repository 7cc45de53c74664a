"""What stands around a form, and what is broken in it."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perftargets.errors import BadFile
from sheets import interchange, readers

from .forms import clipboard, html, marked, read, told
from .test_form_readers import HEAD, SPLIT, only, rows

LABELS = ["一级指标", "二级指标", "三级指标", "指标值", "备注"]
PLAIN = [*HEAD, LABELS, [*SPLIT, "里程", "≥5公里", ""]]


@given(st.data())
@settings(max_examples=40)
def test_a_label_is_found_with_blanks_anywhere_in_it(data):
    blanks = st.sampled_from(["", " ", "\u3000", "\n", " \n ", "\u00a0"])

    def broken(cell: str) -> str:
        text, _, span = cell.partition(" ⟨")
        parts = [char + data.draw(blanks) for char in text]
        return f"{''.join(parts)} ⟨{span}" if span else "".join(parts)

    form = [[broken(row[0]), *row[1:]] for row in HEAD]
    form += [[broken(label) for label in LABELS], PLAIN[-1]]
    sheet = only(read(form))
    assert rows(sheet) == [("产出指标", "数量指标", "里程", "≥5公里")]
    assert (sheet.name, sheet.budget.total) == ("村道养护", Decimal("12.50"))


@pytest.mark.parametrize(
    "above",
    [
        [["附件2 ⟨5⟩"], ["2024年项目绩效目标表 ⟨5⟩"], ["金额单位：万元 ⟨5⟩"]],
        [["", "", "", "", ""], ["项目支出绩效目标申报表\n（2024年度） ⟨5⟩"]],
        [["填报单位：某局 ⟨5⟩"]],
    ],
)
def test_rows_above_the_form(above):
    reading = read([*above, *PLAIN])
    assert rows(only(reading)) == rows(only(read(PLAIN)))
    assert reading.errors == ()


def test_notes_and_signatures_below():
    below = [
        ["合计 ⟨4⟩", "90"],
        ["注：指标值应当量化。 ⟨5⟩"],
        ["填报人：张三 ⟨2⟩", "联系电话：0318-1 ⟨3⟩"],
    ]
    reading = read([*PLAIN, *below])
    sheet = only(reading)
    assert len(sheet.indicators) == 1
    assert sheet.facts == (("填报人", "张三"), ("联系电话", "0318-1"))
    assert "注：指标值应当量化" in told(reading)
    assert reading.errors == ()


def test_a_table_over_several_pages_repeats_its_head():
    more = ["", "", "桥梁", "≥2座", ""]
    whole = rows(only(read([*PLAIN, LABELS, more])))
    assert whole[1] == ("产出指标", "数量指标", "桥梁", "≥2座")
    pages = readers.read("a.html", html(PLAIN, [LABELS, more]))
    assert rows(only(pages)) == whole
    bare = readers.read("a.html", html(PLAIN, [more]))
    assert rows(only(bare)) == whole
    named = readers.read("a.html", html(PLAIN, [*HEAD, LABELS, more]))
    assert rows(only(named)) == whole
    assert only(named).goals == ("养护村道。",)


def test_several_forms_in_one_table():
    second = [["项目名称", "校舍维修 ⟨4⟩"], *HEAD[1:]]
    title = [["", "", "", "", ""], ["校舍维修项目绩效目标表 ⟨5⟩"]]
    reading = read([*PLAIN, *title, *second, LABELS, [*SPLIT, "面积", "9㎡", ""]])
    assert [s.name for s in reading.book.projects] == ["村道养护", "校舍维修"]
    assert [len(s.indicators) for s in reading.book.projects] == [1, 1]
    assert reading.errors == ()


@pytest.mark.parametrize("kind", ["html", "xlsx", "docx"])
def test_two_forms_of_one_name_stay_two(kind):
    title = [["村道养护项目绩效目标表 ⟨5⟩"]]
    other = [[*SPLIT, "桥梁", "2座", ""]]
    reading = read([*title, *PLAIN, *title, *HEAD, LABELS, *other], kind)
    names = [[r.tier3 for r in s.indicators] for s in reading.book.projects]
    assert names == [["里程"], ["桥梁"]]
    assert "相同，请改用别的名称" in told(reading)


USAGES = [
    "资金主要用于购置设备。",
    "项目内容：维修村道5公里。",
    "用于公用经费（元）的开支，" + "保障学校正常运转，" * 12,
]


@pytest.mark.parametrize("usage", USAGES)
def test_the_purpose_of_the_money_may_look_like_anything(usage):
    block = [
        ["项目编码", "", "项目名称", "甲 ⟨4⟩"],
        [
            "预算规模及资金用途 ⟨1×2⟩",
            "预算数",
            "20",
            "其中：财政资金",
            "20",
            "其他资金",
            "",
        ],
        [f"{usage} ⟨6⟩"],
        ["绩效目标", "目标1", "建成。 ⟨5⟩"],
        ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "依据 ⟨2⟩"],
        [*SPLIT, "里程", "全长", "5公里", "标准 ⟨2⟩"],
    ]
    sheet = only(read(block))
    assert (sheet.usage, sheet.goals) == (usage, ("建成。",))
    assert (sheet.budget.total, sheet.budget.fiscal) == (20, 20)


def test_an_unknown_label_is_kept_under_its_own_name():
    reading = read([["河长姓名", "王五 ⟨4⟩"], *PLAIN])
    assert only(reading).facts == (("河长姓名", "王五"),)
    assert "没有见过的栏目“河长姓名”" in told(reading)


def test_a_cell_that_belongs_nowhere_is_quoted_with_its_place():
    form = [*HEAD, ["这一句话没有标签，不知道属于哪里", "另一句没有标签的话 ⟨4⟩"]]
    reading = read([*form, *PLAIN[3:]], "xlsx")
    [first, second] = reading.errors
    assert (first.where, second.where) == ("Sheet!A4", "Sheet!B4")
    assert "这一句话没有标签" in first.message


def test_the_forms_own_numbers_are_no_part_of_a_name():
    numbered = [*HEAD, ["三级指标", "指标值"], ["指标1：里程", "5"], ["指标2：", ""]]
    assert [r.tier3 for r in only(read(numbered)).indicators] == ["里程"]
    # What an office typed with its own colon stays, where no form prints it.
    typed = [*HEAD, ["三级指标", "指标值"], ["指标1:里程", "5"]]
    assert only(read(typed)).indicators[0].tier3 == "指标1:里程"


def test_a_merged_empty_label_is_none_of_the_one_above():
    lines = [
        ["产出指标 ⟨1×2⟩", "数量指标", "里程", "5", ""],
        ["质量指标", "路面", "好", ""],
    ]
    lines += [["效益指标 ⟨1×2⟩", " ⟨1×2⟩", "甲", "1", ""], ["乙", "2", ""]]
    found = rows(only(read([*HEAD, LABELS, *lines])))
    assert [(r[0], r[1]) for r in found] == [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("效益指标", ""),
        ("效益指标", ""),
    ]


@pytest.mark.parametrize("make", [clipboard, marked])
def test_a_block_pasted_from_elsewhere(make):
    reading = readers.read("a.txt", make(PLAIN))
    assert rows(only(reading)) == rows(only(read(PLAIN)))


texts = st.sampled_from(
    ["项目名称", "一级指标", "指标值", "三级指标", "绩效目标", "目标1", "", "甲", "90%"]
    + ["年度目标", "资金支出计划", "3月底", "项目资金（万元）", "合计", "中期目标", "="]
)
spans = st.sampled_from(["", " ⟨2⟩", " ⟨1×2⟩", " ⟨3×3⟩"])
heaps = st.lists(
    st.lists(st.builds("{}{}".format, texts, spans), min_size=1, max_size=6),
    min_size=1,
    max_size=12,
)


@given(heaps)
@settings(max_examples=150)
def test_any_heap_of_cells_is_read_or_refused(heap):
    try:
        book = read(heap).book
    except BadFile:
        return
    assert interchange.loads(interchange.dumps(book)) == book


HEBEI = [
    ["项目编码", "", "项目名称", "{name} ⟨3⟩"],
    [
        "预算规模及资金用途 ⟨1×2⟩",
        "预算数",
        "20",
        "其中：财政资金",
        "15",
        "其他资金  5.0",
    ],
    ["用于维修 ⟨5⟩"],
    ["绩效目标", "目标1", "修好路 ⟨4⟩"],
    ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"],
    ["产出指标", "数量指标", "里程", "", "≥5公里", ""],
]


def test_forms_below_one_another_whose_name_stands_over_the_column_of_names():
    one, two = ([[HEBEI[0][0], "", "项目名称", f"{n} ⟨3⟩"], *HEBEI[1:]] for n in "甲乙")
    gap = [[""] * 6, ["项目绩效目标表 ⟨6⟩"]]
    for kind in ("html", "xlsx", "docx"):
        sheets = read([*one, *gap, *two], kind).book.projects
        assert [s.name for s in sheets] == ["甲", "乙"]
        assert [rows(s) for s in sheets] == [
            [("产出指标", "数量指标", "里程", "≥5公里")]
        ] * 2


@pytest.mark.parametrize("text", ["其他资金  5.0", "其他资金 5.0万元", "其他资金5.0"])
def test_an_amount_behind_its_label(text):
    form = [HEBEI[0], [*HEBEI[1][:-1], text], *HEBEI[2:]]
    reading = read(form)
    assert only(reading).budget.other == Decimal("5.0")
    assert reading.errors == ()


def test_goals_left_empty_where_nothing_tells_a_merge():
    lines = [
        ["项目名称", "路"],
        ["年度总体目标", "预期目标", "实际完成情况"],
        ["", "", ""],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出", "数量", "里程", "5公里"],
    ]
    saved = "\n".join("".join(f"\t{cell}\n" for cell in line) for line in lines)
    sheet = only(readers.read("a.txt", saved.encode()))
    assert sheet.goals == ()
    assert rows(sheet) == [("产出", "数量", "里程", "5公里")]


def test_the_number_of_a_column_is_no_project():
    form = [
        ["项目名称", "年度目标", "一级指标", "二级指标", "三级指标", "指标值"],
        ["1", "2", "3", "4", "5", "6"],
        ["某县医院", "", "", "", "", ""],
        ["取消药品加成", "落实政策", "产出指标", "数量指标", "医院数", "1个"],
    ]
    reading = read(form)
    assert [s.name for s in reading.book.projects] == ["取消药品加成"]
    assert "“某县医院”这一行没有绩效目标和指标，没有作为项目读入" in told(reading)


def test_what_holds_signs_is_a_column_of_signs():
    form = [*HEAD, ["一级指标", "二级指标", "三级指标", "指标方向", "指标值"]]
    split = [*SPLIT, "里程", "大于等于", "5公里"]
    assert rows(only(read([*form, split])))[0][-1] == "大于等于5公里"
    other = [*SPLIT, "里程", "正向", "5公里"]
    assert rows(only(read([*form, other])))[0][-1] == "5公里"


def test_few_indicators_beside_a_label_are_no_part_of_the_header():
    """Three rows are as many as a header may have."""
    labels = ["绩效指标 ⟨1×3⟩", "一级指标", "二级指标", "三级指标", "指标值"]
    head = [["项目名称", "路 ⟨4⟩"], ["资金总额（万元）", "5 ⟨4⟩"]]
    body = [
        ["产出指标", "数量指标", "里程", "5公里"],
        ["效益指标", "社会效益", "出行", "方便"],
    ]
    for kind in ("html", "xlsx", "docx"):
        assert rows(only(read([*head, labels, *body], kind))) == [*map(tuple, body)]


def test_the_parts_of_a_value_are_told_by_their_years():
    head = [["项目名称", "路 ⟨4⟩"], ["资金总额（万元）", "5 ⟨4⟩"]]
    first = ["一级指标 ⟨1×2⟩", "二级指标 ⟨1×2⟩", "三级指标 ⟨1×2⟩", "指标值 ⟨2⟩"]
    form = [*head, first, ["半年", "全年"], [*SPLIT, "里程", "2公里", "5公里"]]
    sheet = only(read(form))
    assert rows(sheet) == [("产出指标", "数量指标", "里程", "5公里")]
    assert sheet.indicators[0].extra == (("半年", "2公里"),)


def test_the_unit_beside_an_amount_counts_before_the_one_above_the_form():
    form = [["金额单位：万元 ⟨5⟩"], [*HEAD[0]], ["预算数（元）", "1681680 ⟨4⟩"]]
    reading = read([*form, LABELS, [*SPLIT, "里程", "≥5公里", ""]])
    assert only(reading).budget.unit == "元"
    assert "表上写的单位是万元，预算数一栏写的是元，按元读入" in told(reading)
