"""The seed document, read whole: compared with a transcription made by eye."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perftargets.errors import BadFile
from sheets import readers
from sheets.interchange import dumps
from sheets.sheet import Budget, Indicator, PlanStep, Sheet
from tests.conftest import SEED

TEXT = SEED.read_text("utf-8")
GOAL_2 = "以资金执行、支付、按政策执行等进行绩效"
COST = "支付标准按文件规定执行"
RURAL = "对农村经济社会发展的贡献"
DUE = "项目完成时限"


def table(code, name, amount, usage, goal, count, quality, asked, **more) -> Sheet:
    """One of the four tables; what they have in common is written once."""
    money = Decimal(amount)
    return Sheet(
        name=name,
        code=code,
        budget=Budget("万元", money, money, None),
        usage=usage,
        plan=(PlanStep(3), PlanStep(6), PlanStep(10), PlanStep(12, "100%")),
        goals=(goal, GOAL_2),
        indicators=(
            Indicator("产出指标", "数量指标", *count),
            Indicator("产出指标", "质量指标", *quality),
            Indicator("产出指标", "时效指标", DUE, DUE, "2020年12月底前", "工作经验"),
            Indicator(
                "产出指标", "成本指标", "支付标准是否按规定执行", COST, COST, "上级政策"
            ),
            Indicator("效果指标", "经济效益指标"),
            Indicator(
                "效果指标",
                "社会效益指标",
                RURAL,
                RURAL,
                "推动农村经济社会发展，促进农村社会稳定",
                "工作经验",
            ),
            Indicator("效果指标", "生态效益指标"),
            Indicator("效果指标", "可持续性影响"),
            Indicator(
                "满意度指标", "服务对象满意度指标", asked, asked, "≥90%", "工作经验"
            ),
        ),
        **more,
    )


PAID = ("资金发放完成率", "资金到位全部发放", "=100%", "上级政策")
TRANSCRIPTION = (
    table(
        "————",
        "村干部工资、保险和聘用人员工资",
        "161",
        "资金主要用于村干部79人的基础职务补贴和保险。",
        "发放村级人员工资报酬，保障社会稳定",
        ("享受资金人数", "享受资金的人数", "=79人", "工作经验"),
        PAID,
        "村干部对资金发放的满意度",
    ),
    table(
        "",
        "村两委考核奖、离任村干部生活补贴",
        "69.3",
        "资金主要用于发放村两委一次性年终奖金和离任村干部生活补贴。",
        "发放村两委年终奖金和离任村干部生活补贴，保障社会稳定",
        ("享受资金人数", "享受资金人数", "=79人", "工作经验"),
        PAID,
        "村干部对资金发放的满意度",
    ),
    table(
        "",
        "村级组织经费",
        "88.2",
        "资金主要用于村级服务群众专项经费、村党组织活动经费",
        "保障各村公益事业建设，加快新农村建设，确保村民满意度达95%以上",
        ("享受资金的村个数", "享受资金的村个数", "=15个", "工作经验"),
        PAID,
        "村民满意度",
        goals_placeholder="......",
    ),
    table(
        "",
        "征地拆迁补偿款",
        "50",
        "资金主要用于边角地等征地拆迁补偿",
        "支付征地人工和机械费用，确保征地工作顺利完成",
        (
            "征拆面积比率",
            "实际征拆面积占计划征拆面积的比率",
            "=100%",
            "工作经验",
        ),
        ("征拆完成情况", "征拆完成百分比", "=100%", "工作经验"),
        "被征地户的满意度",
        goals_placeholder="......",
    ),
)


def read(text: str):
    return readers.read("a.txt", text.encode())


@pytest.mark.parametrize("number", range(4))
def test_every_string_of_a_table_is_in_its_field(seed_book, number):
    assert seed_book.projects[number] == TRANSCRIPTION[number]


def test_the_year_and_the_department_text(seed_book):
    overall = seed_book.overall
    assert seed_book.year == 2021
    first, second = overall.goal.split("\n")
    assert first.startswith("为全面贯彻落实党的十九届五中全会精神")
    assert second.endswith("协助党工委做好社会治安综合治理和信访工作。")
    assert [s.title[:3] for s in overall.sub_goals] == [
        "（一）",
        "（二）",
        "（三）",
        "（四）",
    ]
    assert overall.sub_goals[3].goal.startswith("用于本辖区内重点区域")
    assert overall.sub_goals[3].indicators == (
        "上访案件及时回复率",
        "发现上访人员及时劝返率",
        "资金到位下拨率",
    )


def test_ten_measures_with_the_number_that_stands_twice(seed_book):
    measures = seed_book.overall.measures
    assert [m.title for m in measures] == [
        "（一）加强组织领导",
        "（二）强化理论学习",
        "（三）加强督导考核",
        "（四）完善制度建设",
        "（五）加强支出管理。",
        "（五）加强绩效运行监控",
        "（六）做好绩效自评",
        "（七）规范财务资产管理",
        "（八）加强内部监督",
        "（九）加强宣传培训调研",
    ]
    assert all(len(m.text) > 40 for m in measures)
    assert "有序灌流" in measures[1].text


def test_no_string_of_the_document_is_lost(seed_book):
    """A walk over the raw lines, without the reader's own idea of a table."""
    json = dumps(seed_book)
    form = (
        "项目编码名称预算数规模及资金用途其中：财政他支出计划（%）绩效目标一二三级指标描述"
        "值确定依据第部分年部门整体总分保障措施工作123610月底24.、表："
    )
    lost = []
    for line in TEXT.splitlines():
        words = line.strip()
        for lead in ("绩效目标：", "绩效指标："):
            words = words.removeprefix(lead)
        parts = words.removesuffix("。").split("；")
        if not all(part in json for part in parts) and not set(words) <= set(form):
            lost.append(line)
    assert [line for line in lost if not line.endswith("项目绩效目标表")] == []


def test_it_says_that_the_unit_is_missing():
    reading = read(TEXT)
    assert reading.errors == ()
    assert ["没有写明金额单位" in m.message for m in reading.warnings] == [True] * 4


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.rstrip().encode(),
        TEXT.replace("项目\n\n编码", "项目编码").encode(),
        TEXT.replace("\t数量指标", "\t数量\n\n指标").encode(),
    ],
    ids=["gb18030", "crlf", "bom", "no end", "unbroken label", "broken label"],
)
def test_other_spellings_of_the_file_read_the_same(seed_book, data):
    assert readers.read("a.txt", data).book == seed_book


def test_several_indicators_under_one_label():
    row = (
        "\t数量指标\n\t甲\n\t甲的描述\n\t=1个\n\t文件\n\n\t\n\t\n\t乙\n\t\n\t=2个\n\t\n"
    )
    book = read(
        TEXT.replace(TEXT[TEXT.index("\t数量指标") :][:60].split("\n\n")[0], row, 1)
    )
    rows = [r for r in book.book.projects[0].indicators if r.tier2 == "数量指标"]
    assert [(r.tier3, r.value) for r in rows] == [("甲", "=1个"), ("乙", "=2个")]


def test_a_bad_amount_is_named_and_the_rest_is_read():
    reading = read(TEXT.replace("\t69.3\n\t其中", "\t约七十\n\t其中"))
    [error] = reading.errors
    assert error.where == "第2张表 预算数"
    assert "“约七十”不是金额" in error.message
    assert reading.book.projects[1].budget.fiscal == Decimal("69.3")
    assert len(reading.book.projects) == 4


@pytest.mark.parametrize(
    ("old", "new", "total"),
    [
        ("1.  村干部", "金额单位：元\n\n1.  村干部", "161"),
        ("工资项目绩效目标表\n", "工资项目绩效目标表\n单位：元\n", "161"),
        ("\t161\n", "\t161.00元\n", "161.00"),
    ],
)
def test_the_unit_is_read_where_offices_write_it(old, new, total):
    budget = read(TEXT.replace(old, new)).book.projects[0].budget
    assert (budget.unit, str(budget.total)) == ("元", total)


def test_goals_counted_in_words():
    text = TEXT.replace("目标1", "目标一").replace("目标2", "目标二")
    assert read(text).book.projects[0].goals == TRANSCRIPTION[0].goals


def test_a_table_without_goals_is_told():
    text = TEXT.replace("目标1", "目的").replace("目标2", "目的")
    assert any("没有读出绩效目标" in m.message for m in read(text).warnings)


def test_a_title_that_differs_from_the_name_is_told():
    reading = read(TEXT.replace("3.  村级组织经费项目", "3.  村级党建经费项目"))
    assert any("不一致" in m.message for m in reading.warnings)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", "你好".encode()])
def test_what_is_no_such_document_is_refused(data):
    with pytest.raises(BadFile):
        readers.read("a.txt", data)


def test_an_unknown_kind_of_file_is_refused_with_the_known_ones():
    with pytest.raises(BadFile, match=r"a\.pdf.*\.txt、?.*"):
        readers.read("a.pdf", b"%PDF-")


@given(st.lists(st.sampled_from(TEXT.splitlines()), max_size=80))
def test_it_reads_or_refuses_any_heap_of_lines(lines):
    try:
        reading = read("\n".join(lines))
    except BadFile:
        return
    dumps(reading.book)
