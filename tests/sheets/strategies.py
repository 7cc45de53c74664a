"""Documents as people might write them, and worse."""

from decimal import Decimal

from hypothesis import strategies as st

from sheets.sheet import (
    Book,
    Budget,
    Department,
    Indicator,
    Measure,
    Overall,
    PlanStep,
    Sheet,
    SubGoal,
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
# What XML cannot hold is stripped on the way in by no one: writers must cope.
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(
        alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30
    ),
)
maybe = st.one_of(st.none(), st.just(""), texts)
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


@st.composite
def indicators(draw) -> tuple[Indicator, ...]:
    rows = []
    for tiers in LABELS:
        for _ in range(draw(st.integers(1, 3))):
            cells = {
                name: draw(st.one_of(st.just(""), texts))
                for name in ("tier3", "description", "value", "basis")
            }
            rows.append(Indicator.of(*tiers, cells))
    return tuple(rows)


budgets = st.builds(
    Budget, st.sampled_from(["万元", "元", None]), amounts, amounts, amounts
)
sheets = st.builds(
    Sheet,
    name=texts,
    code=maybe,
    budget=budgets,
    usage=maybe,
    plan=st.just(tuple(PlanStep(m, p) for m, p in ((6, None), (12, "100%")))),
    goals=st.lists(texts, max_size=3).map(tuple),
    goals_placeholder=st.sampled_from([None, "......"]),
    indicators=indicators(),
)
overalls = st.builds(
    Overall,
    texts,
    st.lists(
        st.builds(SubGoal, texts, texts, st.lists(texts, max_size=2).map(tuple)),
        max_size=2,
    ).map(tuple),
    st.lists(st.builds(Measure, texts, texts), max_size=2).map(tuple),
)
books = st.builds(
    Book,
    st.one_of(st.none(), st.integers(2000, 2100)),
    st.just("hebei-2021"),
    st.builds(Department, maybe, maybe),
    st.one_of(st.none(), overalls),
    st.lists(sheets, max_size=2).map(tuple),
)
