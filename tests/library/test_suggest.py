"""Suggestions for a table out of the database: visible, bounded, explained."""

import pytest

from departments.models import Department
from indicators.services import create_project_target
from library import suggest
from library.models import LibraryEntry, ProjectType
from library.suggest import guess_type, suggestions
from projects.models import BudgetYear, Status, Target
from sheets.sheet import Indicator, Sheet
from tests.reviews.steps import put

WAGES = "村干部工资、保险和聘用人员工资"
COUNT = ("产出指标", "数量指标")


@pytest.fixture
def wages(office) -> Target:
    return Target.objects.with_names().get(project__name=WAGES)


@pytest.fixture
def sheet() -> Sheet:
    """An empty table for a project that is like the office's first."""
    return Sheet(
        name="村干部工资和保险",
        usage="用于村干部的职务补贴和保险",
        indicators=(Indicator(*COUNT), Indicator("产出指标", "质量指标")),
    )


def make_approved(year, department: Department, people, name: str, *rows) -> Target:
    sheet = Sheet(name=name, indicators=tuple(Indicator(*COUNT, *r) for r in rows))
    made = create_project_target(
        year=year, department=department, actor=people["tianbao"], sheet=sheet
    )
    return put(made, Status.APPROVED)


def named(found) -> dict[str, str]:
    return {s.name: s.why for s in found}


def test_similar_approved_projects_speak(people, target, wages, sheet):
    put(wages, Status.APPROVED)
    found = suggestions(target, people["tianbao"], sheet)
    assert set(named(found)) == {
        row.tier3
        for row in wages.indicators.filter(tier2__in=["数量指标", "质量指标"])
        if row.tier3
    }
    assert all(s.hint.startswith("曾用值：") for s in found)
    assert all(WAGES in s.why for s in found)


def test_a_draft_says_nothing(people, target, wages, sheet):
    for status in Status.values:
        if status != Status.APPROVED:
            put(wages, status, occasion="backfill")
            assert suggestions(target, people["tianbao"], sheet) == []


def test_years_are_counted(people, office, target, sheet, year):
    last = BudgetYear.objects.create(year=2020, scheme=year.scheme)
    for when, name in (
        (last, "村干部工资"),
        (year, "村干部工资"),
        (year, "村干部保险"),
    ):
        make_approved(when, office, people, name, ("人数", "描述", "=1人", "名册"))
    (found,) = suggestions(target, people["tianbao"], sheet)
    assert found.why.startswith("2021年2个、2020年1个相似项目用过：")
    assert (found.description, found.basis) == ("描述", "名册")


def test_what_nobody_showed_this_user_is_not_told(
    people, target, sheet, elsewhere, year
):
    made = make_approved(year, elsewhere, people, "村干部工资和保险", ("外人的",))
    assert suggestions(target, people["tianbao"], sheet) == []
    assert named(suggestions(target, people["stranger"], sheet)) == {
        "外人的": f"2021年1个相似项目用过：{made}"
    }


def test_what_the_table_has_or_was_retired_is_left_out(
    people, target, sheet, office, year, make_entry
):
    make_approved(year, office, people, "村干部工资", ("甲",), ("乙",), ("丙",))
    make_entry("乙", state="retired")
    there = Sheet(
        name=sheet.name, indicators=(*sheet.indicators, Indicator(*COUNT, "甲"))
    )
    assert set(named(suggestions(target, people["tianbao"], there))) == {"丙"}


def test_labels_that_the_table_lacks_are_left_out(people, target, wages, sheet):
    put(wages, Status.APPROVED)
    under = {(s.tier1, s.tier2) for s in suggestions(target, people["tianbao"], sheet)}
    assert under == {COUNT, ("产出指标", "质量指标")}


def test_entries_for_the_type_follow(people, target, office, year, make_entry, sheet):
    make_approved(year, office, people, "村干部工资", ("相似项目的",))
    make_entry("各类", department=None)
    make_entry("工程的", department=None, project_type="building")
    make_entry("人员的", department=None, project_type="staff")
    make_entry("本部门的", project_type="staff")
    make_entry("等确认的", state="pending")
    found = suggestions(target, people["tianbao"], sheet, ProjectType.STAFF)
    whys = named(found)
    assert list(whys)[0] == "相似项目的"
    assert set(list(whys)[1:3]) == {"人员的", "本部门的"}
    assert list(whys)[3:] == ["各类"]
    assert whys["人员的"] == "共用指标，适用于人员经费"
    assert whys["本部门的"] == "本部门指标，适用于人员经费"
    assert whys["各类"] == "共用指标，适用于各类项目"


def test_another_departments_entries_are_not_offered(
    people, target, sheet, make_entry, elsewhere
):
    make_entry("别人的", department=elsewhere)
    assert suggestions(target, people["admin"], sheet) == []


def test_it_stays_small(
    people, target, sheet, office, year, monkeypatch, django_assert_num_queries
):
    for i in range(6):
        names = [(f"指标{i}之{j}",) for j in range(5)]
        make_approved(year, office, people, f"村干部工资{i}", *names)
    LibraryEntry.objects.bulk_create(
        LibraryEntry(
            tier_id=_tier(target), name=f"条目{i}", department=None, state="confirmed"
        )
        for i in range(40)
    )
    user = people["tianbao"]
    suggestions(target, user, sheet)  # the user's posts are read once
    with django_assert_num_queries(4):
        found = suggestions(target, user, sheet)
    assert len(found) == 2 * suggest.MOST_SHOWN
    monkeypatch.setattr(suggest, "MOST_SIMILAR", 2)
    monkeypatch.setattr(suggest, "MOST_CANDIDATES", 3)
    with django_assert_num_queries(4):
        found = suggestions(target, user, sheet)
    assert sum("相似项目" in s.why for s in found) == 10


def _tier(target: Target) -> int:
    return target.year.scheme.tiers.get(label="数量指标").pk


@pytest.mark.parametrize(
    ("name", "usage", "kind"),
    [
        (WAGES, "", "staff"),
        ("离任村干部生活补贴", "", "subsidy"),
        ("征地拆迁", "", "building"),
        ("智慧社区平台建设", "", "it"),
        ("农村道路硬化", "用于购置设备", "purchase"),
        ("党员培训", "", "event"),
        ("某事项", "", ""),
    ],
)
def test_the_type_is_guessed(name, usage, kind):
    assert guess_type(name, usage) == kind
