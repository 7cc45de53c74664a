"""Documents as people might write them, and worse."""

from decimal import Decimal

from hypothesis import strategies as st

from sheets.layouts import layout_of, layouts, overall_layouts
from sheets.layouts.sample import sample_book
from sheets.sheet import (
    Book,
    Budget,
    Department,
    Indicator,
    Measure,
    Medium,
    Overall,
    PlanStep,
    Sheet,
    SubGoal,
    Task,
)

NASTY = (
    "=79人",
    "=HYPERLINK(1)",
    "<script>alert(1)</script>",
    "甲 & 乙 \"丙\" '丁'",
    "第一段\n第二段",
    "𠮷野家😀",
    "+1",
    "@全体",
    "-",
)
# What a reader might take for words of the form, or not for a text at all.
LIKE_A_FORM = (
    *("1. 甲", "1、甲", "（一）甲", "（一）", "一、总体绩效目标", "第一部分", "2019年"),
    *("目标1", "目标1：", "目标1：甲", "目标2：甲\n目标3：乙", "目标1：目标2：甲"),
    *("指标1", "指标1：", "指标1：甲", "指标2、甲", "......", "…", "①甲", "序号"),
    *(
        "绩效目标：甲",
        "绩效指标：甲；乙。",
        "项目名称：甲",
        "项目名称：\n甲",
        "其中：甲",
    ),
    *("合计", "总分", "小计：5", "备注：甲", "填报人：甲　　联系电话：1"),
    *("单位：万元", "（金额单位：元）", "（2021年度）", "161元", "5万"),
    *("项目支出绩效目标表", "2021年甲项目绩效目标表", "部门整体绩效目标"),
    *("草稿", "第1版，校验码 1a2b3c4d", "中期目标（2021年—2023年）", "（）", "）"),
    *("定性", "定量", "≥", "%", "≥ 95 %", "5 万元", "≤5.0，", "95%以上", "5无", "无"),
    *("|", "||", "=1+1", "'甲", "1/2", "0", "-", "—", "_x0041_", "&nbsp;"),
    *("<br>", "<td>", "甲\t乙", "甲\n\n乙", "甲 \n　　乙", "a  b", "　　甲", "甲　"),
)


def labels_of_forms() -> list[str]:
    """All words that our forms print themselves."""
    books = [sample_book(layout) for layout in layouts]
    grids = [layout_of(book).grid(book.projects[0]) for book in books]
    grids += [f.grid(sample_book(None, f)) for f in overall_layouts]
    cells = [cell for grid in grids if grid for cell in grid.cells]
    return sorted({cell.text for cell in cells if cell.text and not cell.field})


# Control characters never come in: see sheets.typed.
texts = st.one_of(
    st.sampled_from(NASTY),
    st.sampled_from(LIKE_A_FORM),
    st.sampled_from(labels_of_forms()),
    st.text(
        alphabet=st.characters(
            exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"
        ),
        min_size=1,
        max_size=30,
    ),
)
filled = st.one_of(st.just(""), texts)
maybe = st.one_of(st.none(), filled)
amounts = st.one_of(
    st.none(),
    st.sampled_from([Decimal(a) for a in ("0", "161", "69.30", "0.001", "99999")]),
)
LABELS = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("效果指标", "经济效益指标"),
    ("满意度指标", "服务对象满意度指标"),
]


def pairs(*labels: str) -> st.SearchStrategy:
    """Some of the labels with a text each, in any order."""
    return st.lists(
        st.tuples(st.sampled_from(labels), filled),
        max_size=len(labels),
        unique_by=lambda pair: pair[0],
    ).map(tuple)


extras = pairs("绩效标准", "前年指标值", "上年指标值", "指标方向性", "说明.备注")


@st.composite
def indicators(draw) -> tuple[Indicator, ...]:
    """One to three rows under each label; the first may be an empty line."""
    rows = []
    for tiers in LABELS:
        row = st.builds(
            Indicator,
            *map(st.just, tiers),
            *(filled, maybe, maybe, maybe, amounts, extras),
        )
        empty = st.just(Indicator(*tiers))
        rows += draw(st.lists(st.one_of(empty, row), min_size=1, max_size=3))
    return tuple(rows)


@st.composite
def plans(draw) -> tuple[PlanStep, ...]:
    """Some of the months, in their order."""
    share = st.sampled_from([None, "25%", "33.3", "100%"])
    chosen = draw(st.sets(st.integers(1, 12)))
    return tuple(PlanStep(month, draw(share)) for month in sorted(chosen))


budgets = st.builds(
    Budget, st.sampled_from(["万元", "元", None]), amounts, amounts, amounts
)
mediums = st.builds(
    Medium,
    filled,
    budgets,
    st.lists(filled, max_size=3).map(tuple),
    indicators(),
)
sheets = st.builds(
    Sheet,
    name=texts,
    code=maybe,
    budget=budgets,
    usage=maybe,
    plan=plans(),
    goals=st.lists(filled, max_size=3).map(tuple),
    goals_placeholder=st.sampled_from([None, "......"]),
    indicators=indicators(),
    facts=pairs("实施单位", "项目属性", "立项依据", "1.其他"),
    medium=st.one_of(st.none(), mediums),
)
overalls = st.builds(
    Overall,
    texts,
    st.lists(
        st.builds(
            SubGoal, texts, texts, *(st.lists(texts, max_size=2).map(tuple),) * 2
        ),
        max_size=2,
    ).map(tuple),
    st.lists(st.builds(Measure, texts, texts), max_size=2).map(tuple),
    st.lists(
        st.builds(Task, filled, filled, amounts, amounts, amounts), max_size=3
    ).map(tuple),
    st.one_of(st.just(()), indicators()),
)
books = st.builds(
    Book,
    st.one_of(st.none(), st.integers(2000, 2100)),
    st.just("hebei-2021"),
    st.builds(Department, maybe, maybe),
    st.one_of(st.none(), overalls),
    st.lists(sheets, max_size=2).map(tuple),
    st.sampled_from([None, "hebei-text"]),
    pairs("项目名称", "一级指标"),
)
