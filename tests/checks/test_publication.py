"""C64–C66: what must be looked at before publication."""

from dataclasses import replace

import pytest

from reviews.checks.publication import is_id_number, passes_luhn
from sheets.sheet import Book, Department, Measure, Overall, SubGoal
from tests.checks.tables import found, look, paths, table

# Made up, with right check digits.
ID, ID_OF_GANSU = "130102198001011232", "620102199003071029"
CARD, CARD_16 = "6222021000001234565", "6217000010001234"


def with_goal(text: str):
    return replace(table(), goals=(text,))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("重点人员的接访", 1),
        ("发现上访人员及时劝返", 1),
        ("涉密设备维护", 1),
        ("做好信访工作", 0),
        ("保密教育培训", 0),
        ("接待来访群众", 0),
    ],
)
def test_words_to_be_looked_at_before_disclosure(text, count):
    assert paths("C64", with_goal(text)) == ["0 goals.0"] * count


def test_every_text_is_looked_at_and_a_cell_is_told_once():
    sheet = replace(table("数量 | 劝返人数 | 5人"), name="信访维稳", usage="接访、劝返")
    overall = Overall(
        "维稳", (SubGoal("接访", "无", ("稳控率",)),), (Measure("一", "截访"),)
    )
    assert paths("C64", sheet, overall=overall) == [
        "None overall.goal",
        "None overall.sub_goals.0.title",
        "None overall.sub_goals.0.indicators",
        "None overall.measures.0.text",
        "0 name",
        "0 usage",
        "0 indicators.0.tier3",
    ]
    (usage,) = [f for f in found("C64", sheet) if f.path == "usage"]
    assert "“接访”“劝返”" in usage.message


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"身份证号：{ID}", "身份证号"),
        (f"（{ID_OF_GANSU}）", "身份证号"),
        (f"卡号{CARD}", "银行卡号"),
        (f"账号：{CARD_16}", "银行卡号"),
        ("工行6222 0210 0000 1234 565", "银行卡号"),
        ("联系电话13812345678", "手机号码"),
        ("张三，138-1234-5678。", "手机号码"),
        ("张三-13812345678", "手机号码"),
        ("手机１３８１２３４５６７８", "手机号码"),
        ("+86 13812345678", "手机号码"),
        ("0311-87654321", "固定电话"),
        ("（010）62345678", "固定电话"),
        ("电话0311 87654321", "固定电话"),
        ("传真：87654321", "电话号码"),
        ("联系方式 5551234", "电话号码"),
    ],
)
def test_personal_data(text, what):
    (finding,) = found("C65", with_goal(text))
    assert finding.message.startswith(f"含有{what}")
    # What is warned of is not spread.
    assert "*" in finding.found
    assert finding.found not in text


@pytest.mark.parametrize(
    "text",
    [
        "预算13812345678元",
        "¥13812345678",
        "补助1381234567.8元",
        "共申请预算资金2026400元，其中村级组织运转400000元",
        "项目编码13018321000000012345",
        "项目编号13812345678",
        "P13812345678",
        "合同号" + CARD,
        "130102198013011239",  # there is no 13th month
        "统一社会信用代码91130100MA0123456X",
        "冀财预〔2021〕12345678号",
        "面积3460088平方米",
        "2021年12月31日",
        "20211231",
        "2021-12345678",
        "2020/2021年榨季",
        "热线12345",
        "电话费50000000元",
        "3500000 2500000",
    ],
)
def test_amounts_and_codes_are_no_personal_data(text):
    assert found("C65", with_goal(text)) == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (ID, "error"),
        ("130102198001011230", "warning"),  # the check digit is wrong
        ("身份证130102198001011230", "error"),
        ("证件号码：130102800101123", "error"),  # of the old kind
        (CARD, "error"),
        ("6222021000001234566", "warning"),  # no bank would give this number
        ("银行卡号：6222021000001234566", "error"),
        ("账号：0402021000001234566", "error"),
    ],
)
def test_a_number_that_nothing_confirms_is_a_warning(text, severity):
    (finding,) = found("C65", with_goal(text))
    assert finding.severity == severity


def test_the_code_of_the_project_is_not_looked_at():
    assert found("C65", replace(table(), code="13812345678")) == []


def test_check_digits():
    assert is_id_number(ID)
    assert not is_id_number("990102" + ID[6:])
    assert not is_id_number(ID[:-1] + "3")
    assert passes_luhn(CARD)
    assert not passes_luhn(CARD[:-1] + "6")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("6月底前细化代编预算", 1),
        ("汇总部门预算，编制预算草案", 1),
        ("编细编实预算，加快采购", 0),
        ("严格执行部门预算", 0),
    ],
)
def test_duties_of_another_office(text, count):
    assert paths("C66", with_goal(text)) == ["0 goals.0"] * count
    book = Book(2021, department=Department(name="某县财政局"))
    own = replace(book, projects=(with_goal(text),))
    assert not look("C66", own).findings


@pytest.mark.parametrize(
    ("goals", "where"),
    [
        (("我办负责道路", "我办负责绿化", "我局负责宣传"), ["0 goals.2"]),
        (("我办负责道路", "我办负责绿化", "我办理了手续"), []),
        (("我办负责道路", "自我办学", "我委托他人"), []),
        (("我办负责道路", "我局负责绿化"), []),  # none of them is the usual one
    ],
)
def test_two_names_for_oneself(goals, where):
    assert paths("C66", replace(table(), goals=goals)) == where


PART = "None overall.sub_goals.3"
# As the list of checks says: 分项（四） and the sentence of 支出管理; no numbers.
