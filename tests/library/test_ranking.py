"""Which indicators are suggested, in which order, and what is said about why."""

from hypothesis import given
from hypothesis import strategies as st

from library.ranking import (
    ENOUGH,
    Similar,
    dice,
    from_similar,
    pairs,
    similarity,
    why,
)
from sheets.sheet import Indicator

COUNT, QUALITY = ("产出指标", "数量指标"), ("产出指标", "质量指标")
TEXT = st.text(alphabet="村干部工资补贴建设道路，项目资金主要用于", max_size=14)
ROWS = st.builds(
    Indicator,
    st.just("产出指标"),
    st.sampled_from(["数量指标", "质量指标"]),
    st.sampled_from([None, "", "人数", "次数", "面积", "合格率"]),
    st.none() | st.just("描述"),
    st.none() | st.sampled_from(["=79人", "≥95%"]),
    st.none(),
)
PROJECTS = st.lists(
    st.builds(
        Similar,
        st.integers(2019, 2022),
        st.sampled_from(["甲", "乙", "丙", "丁", "戊"]),
        st.floats(ENOUGH, 1),
        st.lists(ROWS, max_size=6).map(tuple),
    ),
    max_size=8,
)


def test_words_that_every_project_has_do_not_count():
    assert pairs("资金主要用于村干部工资。") == {"村干", "干部", "部工", "工资"}
    assert pairs("2021年度专项工作经费项目") == frozenset()
    assert pairs("道路（村内）建设") == {"道路", "村内", "建设"}
    assert similarity("甲项目经费", "", "乙项目经费", "") == 0


def test_likeness():
    wages = ("村干部工资、保险和聘用人员工资", "用于村干部79人的职务补贴和保险")
    pensions = ("离任村干部生活补贴", "用于离任村干部生活补贴")
    roads = ("农村道路建设", "用于硬化村内道路")
    assert similarity(*wages, *wages) == 1
    assert similarity(*wages, *pensions) > ENOUGH
    assert similarity(*wages, *roads) < ENOUGH
    # Where one says no purpose, the names alone decide.
    assert similarity(wages[0], "", *wages) == 1


@given(TEXT, TEXT, TEXT, TEXT)
def test_likeness_is_a_share_and_the_same_both_ways(a, b, c, d):
    there = similarity(a, b, c, d)
    assert 0 <= there <= 1
    assert abs(there - similarity(c, d, a, b)) < 1e-9
    assert (dice(pairs(a), pairs(c)) == 1) == (pairs(a) == pairs(c) != frozenset())


def test_what_more_and_nearer_projects_used_comes_first():
    rows = {name: Indicator(*COUNT, name, f"{name}的描述") for name in "ABC"}
    near = Similar(2021, "近", 0.9, (rows["A"],))
    far = [Similar(2020, f"远{i}", 0.5, (rows["B"], rows["C"])) for i in range(2)]
    third = Similar(2021, "也远", 0.4, (rows["B"],))
    result = from_similar([*far, near, third], leave_out=())
    assert [s.name for s in result] == ["B", "C", "A"]
    assert result[0].why == "2021年1个、2020年2个相似项目用过：远0、远1、也远"
    assert result[2].why == "2021年1个相似项目用过：近"


def test_the_words_are_those_of_the_most_similar_project():
    near = Similar(2020, "近", 0.9, (Indicator(*COUNT, "人数", "近的", "=1人", "甲"),))
    far = Similar(2021, "远", 0.3, (Indicator(*COUNT, "人数", "远的", "=2人", "乙"),))
    (result,) = from_similar([far, near], leave_out=())
    assert (result.description, result.basis) == ("近的", "甲")
    assert result.hint == "曾用值：=1人、=2人"


def test_many_projects_are_named_by_three():
    projects = [Similar(2021, f"项目{i}", 1 - i / 10, ()) for i in range(5)]
    assert why(projects) == "2021年5个相似项目用过：项目0、项目1、项目2等"


@given(PROJECTS, st.randoms())
def test_every_indicator_once_whatever_the_order(projects, random):
    result = from_similar(projects, leave_out=())
    keys = [s.key for s in result]
    used = {(r.tier1, r.tier2, r.tier3) for p in projects for r in p.rows if r.tier3}
    assert set(keys) == used
    assert len(keys) == len(used)
    shuffled = random.sample(projects, len(projects))
    assert [s.key for s in from_similar(shuffled, leave_out=())] == keys


@given(PROJECTS)
def test_the_reason_counts_right_and_the_order_is_by_weight(projects):
    weights = []
    for s in from_similar(projects, leave_out=()):
        using = [
            p
            for p in projects
            if s.key in {(r.tier1, r.tier2, r.tier3) for r in p.rows}
        ]
        for year in {p.year for p in using}:
            assert f"{year}年{sum(p.year == year for p in using)}个" in s.why
        weights.append(sum(p.similarity for p in using))
    assert all(a >= b - 1e-6 for a, b in zip(weights, weights[1:], strict=False))


@given(PROJECTS, st.sets(st.sampled_from(["人数", "次数", "面积"])))
def test_what_the_table_has_is_left_out(projects, names):
    present = {(*tiers, name) for tiers in (COUNT, QUALITY) for name in names}
    everything = {s.key for s in from_similar(projects, leave_out=())}
    rest = {s.key for s in from_similar(projects, leave_out=present)}
    assert rest == everything - present
