"""Any content in any family of published forms is read back, in each kind of file."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets import readers
from sheets.sheet import Budget, Indicator, Sheet

from . import unseen
from .families import FAMILIES, form_of
from .test_published_readers import plain

KINDS = ("html", "xlsx", "docx", "txt")
# What offices write; much of it is a label somewhere else.
WORDS = """里程 项目总成本 资金总额 其他资金 财政拨款 其中:财政资金 指标完成率
    满意度指标 时效 年度指标 项目名称 主管部门 预算数 绩效目标 年度目标 长期目标 合计
    备注 注:以实际为准 说明 得分 权重 单位 资金用途 三级指标 指标值 20万元 100%
    2021年12月 数量指标 产出指标 1.印制手册;2.发放 受益对象""".split()
NAMES = """村道养护 项目资金监管 绩效目标编审 其他 年度目标考核奖 100人计划 备注
    养老保险(2022年) 中央财政资金(第二批)""".split()
VALUES = """≥95% =79人 100 0.5 及时 12月底前 2021年12月31日 一批 -5% ≤20 是 10%-20%
    优""".split()
GOALS = (
    "养护村道,实现长期目标。",
    "1.完成建设\n2.保障运行",
    *("一级指标完成率100%", "目标1:完成发放", "中期目标与年度目标一致"),
    *("其中:财政资金100万元", "项目名称:村道", "单位:万元", "注:以上为预期"),
)
USAGES = ("用于养护", "其他资金", "项目资金", "其中:财政资金10万元", "资金用途", None)
SCHEMES = (
    {
        "产出指标": ("数量指标", "质量指标"),
        "效益指标": ("社会效益指标", "可持续影响指标"),
        "满意度指标": ("服务对象满意度指标",),
    },
    {"产出指标(50分)": ("数量指标", "成本指标"), "效果(30 分)": ("社会效益",)},
    {"产出值": ("数量值",), "效益值": ("经济效益值",)},
    {"": ("",)},
)
BREAKS = (str, lambda text: f"{text} ", lambda text: f"{text[:2]}\n{text[2:]}")
amounts = st.none() | st.sampled_from(["0", "12.50", "1234.5", "100"]).map(Decimal)


@st.composite
def sheets(draw) -> Sheet:
    text = st.sampled_from(WORDS)
    rows = [
        Indicator(
            tier1,
            tier2,
            draw(text),
            draw(st.none() | text),
            draw(st.sampled_from(VALUES)),
            draw(st.none() | text),
            draw(st.none() | st.sampled_from([Decimal(10), Decimal("2.5")])),
        )
        for tier1, labels in draw(st.sampled_from(SCHEMES)).items()
        for tier2 in labels
        for _ in range(draw(st.integers(1, 3)))
    ]
    return Sheet(
        name=draw(st.sampled_from(NAMES)),
        code=draw(st.none() | st.just("A001")),
        budget=Budget("万元", draw(amounts), draw(amounts), draw(amounts)),
        usage=draw(st.sampled_from(USAGES)),
        goals=tuple(draw(st.lists(st.sampled_from(GOALS), min_size=1, max_size=2))),
        indicators=tuple(rows),
    )


def facts(sheet: Sheet) -> dict[str, object]:
    """All that a table says, by name; a list of what its rows say."""
    budget = {
        name: getattr(sheet.budget, name) for name in ("total", "fiscal", "other")
    }
    names = ("tier1", "tier2", "tier3", "description", "value", "basis", "weight")
    rows = {n: [plain(getattr(r, n)) for r in sheet.indicators] for n in names}
    texts = {name: plain(getattr(sheet, name)) for name in ("name", "code", "usage")}
    return {**budget, **rows, **texts, "goals": plain("".join(sheet.goals))}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("family", FAMILIES)
@given(sheet=sheets(), breaks=st.lists(st.sampled_from(BREAKS), min_size=3))
@settings(max_examples=settings().max_examples // 4)
def test_any_content_in_any_family(family, kind, sheet, breaks):
    turn = iter(breaks * 20)
    form = form_of(family, sheet, lambda label: next(turn)(label))
    reading = readers.read(f"a.{kind}", unseen.MAKERS[kind](form))
    [found] = reading.book.projects
    asked = facts(sheet).keys() - set(FAMILIES[family][1].split())
    wanted, got = facts(sheet), facts(found)
    assert {name: got[name] for name in asked} == {name: wanted[name] for name in asked}
    assert reading.errors == ()
