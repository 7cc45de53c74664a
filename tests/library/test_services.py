"""Proposing, deciding, learning; and the record of it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from departments.models import Department, Membership, Role
from departments.services import save_department
from library import services
from library.models import LibraryEntry, State
from library.services import Content
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import Status, Target
from reviews import flow
from tests.reviews.steps import FIRST, SECOND, put, step

from .conftest import tier


def content(name: str = "走访户数", **more) -> Content:
    return Content(tier=tier("数量指标"), name=name, **more)


@pytest.fixture
def proposed(office, people) -> LibraryEntry:
    return services.propose(
        department=office, actor=people["tianbao"], content=content(unit="户")
    )


def decide(entry: LibraryEntry, action: str, actor, **more) -> LibraryEntry:
    more = {"version": entry.version, "opinion": "请写明口径", **more}
    return services.decide(entry=entry, action=action, actor=actor, **more)


def actions(entry: LibraryEntry) -> list[str]:
    return [row.action for row in Entry.objects.of(entry.subject)]


def test_a_proposal_waits_and_is_recorded(proposed, people):
    assert (proposed.state, proposed.version) == (State.PENDING, 1)
    assert proposed.proposed_by == people["tianbao"]
    record = Entry.objects.of(proposed.subject).get()
    assert record.actor == people["tianbao"]
    assert record.detail["tier"] == "产出指标/数量指标"
    assert record.detail["unit"] == "户"


def test_all_the_way_round(proposed, people):
    judge, filler = people["caizheng"], people["tianbao"]
    returned = decide(proposed, "return", judge)
    assert (returned.state, returned.opinion) == (State.RETURNED, "请写明口径")
    again = services.amend(
        entry=returned, actor=filler, version=2, content=content("走访的户数")
    )
    assert (again.state, again.name, again.initials) == (
        "pending",
        "走访的户数",
        "zfdhs",
    )
    changes = Entry.objects.of(again.subject).first().detail["changes"]
    renamed = {"label": "三级指标", "before": "走访户数", "after": "走访的户数"}
    assert renamed in changes
    accepted = decide(again, "accept", judge)
    retired = decide(accepted, "retire", judge)
    restored = decide(retired, "restore", judge, opinion="")
    assert (restored.state, restored.opinion) == (State.CONFIRMED, "")
    assert (restored.decided_by, restored.version) == (judge, 6)
    assert actions(proposed) == [
        *("restore", "retire", "accept", "save", "return", "propose"),
    ]


@pytest.mark.parametrize("action", ["return", "retire"])
def test_an_opinion_is_needed(proposed, people, action):
    LibraryEntry.objects.update(
        state=State.PENDING if action == "return" else State.CONFIRMED
    )
    with pytest.raises(CheckFailed):
        decide(proposed, action, people["caizheng"], opinion="  ")
    assert actions(proposed) == ["propose"]


@pytest.mark.parametrize(
    "name", ["tianbao", "chushen", "admin", "stranger", "foreign_reviewer", "nobody"]
)
def test_only_finance_decides(proposed, people, name):
    assert services.available(proposed, people[name]) == []
    with pytest.raises(NotAllowed):
        decide(proposed, "accept", people[name])


def test_nobody_decides_about_their_own(proposed, people, office):
    both = people["tianbao"]
    Membership.objects.create(user=both, department=office, role=Role.FINANCE)
    both = type(both).objects.get(pk=both.pk)
    with pytest.raises(NotAllowed, match="本人"):
        decide(proposed, "accept", both)


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (State.PENDING, "retire"),
        (State.PENDING, "restore"),
        (State.CONFIRMED, "accept"),
        (State.CONFIRMED, "return"),
        (State.RETURNED, "accept"),
        (State.RETIRED, "accept"),
        (State.PENDING, "nonsense"),
    ],
)
def test_a_step_that_there_is_not(proposed, people, state, action):
    LibraryEntry.objects.update(state=state)
    with pytest.raises(Conflict):
        decide(proposed, action, people["caizheng"])
    assert LibraryEntry.objects.get().state == state


def test_who_saw_another_text_decides_nothing(proposed, people):
    services.amend(
        entry=proposed, actor=people["tianbao"], version=1, content=content("别的")
    )
    with pytest.raises(Conflict):
        decide(proposed, "accept", people["caizheng"], version=1)
    with pytest.raises(Conflict):
        services.amend(
            entry=proposed, actor=people["tianbao"], version=1, content=content("又")
        )
    assert LibraryEntry.objects.get().name == "别的"


def test_what_is_confirmed_is_not_amended(proposed, people):
    accepted = decide(proposed, "accept", people["caizheng"])
    with pytest.raises(Conflict):
        services.amend(
            entry=accepted, actor=people["tianbao"], version=2, content=content()
        )


def test_a_name_that_is_there_is_told(proposed, people, make_entry, office):
    make_entry("共用的", department=None)
    make_entry("本部门的")
    for name in ("走访户数", "共用的", "本部门的"):
        with pytest.raises(CheckFailed, match="同名"):
            services.propose(
                department=office, actor=people["tianbao"], content=content(name)
            )
    with pytest.raises(CheckFailed, match="同名"):
        services.amend(
            entry=proposed,
            actor=people["tianbao"],
            version=1,
            content=content("本部门的"),
        )
    assert LibraryEntry.objects.get(pk=proposed.pk).name == "走访户数"


def learned() -> dict[str, LibraryEntry]:
    return {entry.name: entry for entry in LibraryEntry.objects.all()}


def test_an_approval_fills_the_departments_library(approved, people, office):
    entries = learned()
    assert set(entries) == {row.tier3 for row in approved.indicators.all() if row.tier3}
    entry = entries["享受资金的村个数"]
    assert entry.key[:2] == ("产出指标", "数量指标")
    assert (entry.department, entry.state) == (office, State.CONFIRMED)
    assert (entry.direction, entry.unit) == ("=", "个")
    assert (entry.basis, entry.initials) == ("工作经验", "xszjdcgs")
    assert (entry.proposed_by, entry.decided_by) == (None, people["caizheng"])
    record = Entry.objects.of(approved.subject).get(action="approve")
    assert set(record.detail["indicators"]) == set(entries)


def test_it_learns_how_values_are_written(target, people):
    rows = target.indicators.filter(tier3__gt="")
    values = ["≤5小时", "2021年12月底前", "明显改善", "80%-90%", "", "大于3个"]
    for row, value in zip(rows, values, strict=False):
        row.value = value
        row.save()
    services.learn(target=target, actor=None)
    entries = learned()
    found = [
        (entries[row.tier3].direction, entries[row.tier3].unit)
        for row in rows[: len(values)]
    ]
    expected = [
        *(("≤", "小时"), ("date", ""), ("words", ""), ("", "%"), ("", ""), (">", "个")),
    ]
    assert found == expected[: len(found)]
    assert len(found) >= 5


@pytest.mark.parametrize("state", State.values)
def test_what_there_is_already_is_left_alone(target, make_entry, office, state):
    shared = make_entry("享受资金的村个数", department=None, state=state)
    own = make_entry("村民满意度", label="服务对象满意度指标", state=state)
    names = services.learn(target=target, actor=None)
    assert names
    assert not {shared.name, own.name} & set(names)
    assert LibraryEntry.objects.get(pk=own.pk).state == state
    assert LibraryEntry.objects.filter(name__in=[shared.name, own.name]).count() == 2


def test_another_departments_entry_is_no_obstacle(target, make_entry, elsewhere):
    make_entry("享受资金的村个数", department=elsewhere)
    assert "享受资金的村个数" in services.learn(target=target, actor=None)


def test_to_learn_twice_adds_nothing(approved):
    count = LibraryEntry.objects.count()
    assert services.learn(target=approved, actor=None) == []
    assert LibraryEntry.objects.count() == count


def test_two_approvals_at_once_may_bring_the_same_name(target, make_entry, monkeypatch):
    """Both have looked and found nothing; no approval fails for the library's sake."""
    own = make_entry("享受资金的村个数", description="先到的")
    monkeypatch.setattr(services, "_known", lambda *_: set())
    services.learn(target=target, actor=None)
    assert LibraryEntry.objects.get(name=own.name).description == "先到的"
    assert LibraryEntry.objects.count() > 1


def test_a_row_outside_the_scheme_is_not_learned(target):
    target.indicators.filter(tier2="数量指标").update(tier2="别处的指标")
    target.indicators.filter(tier2="质量指标").update(tier3="长" * 101)
    names = services.learn(target=target, actor=None)
    assert "享受资金的村个数" not in names
    assert all(len(name) <= 100 for name in names)


def test_only_an_approval_teaches(target, people, overall_target):
    for status, action in (
        (FIRST, flow.PASS),
        (SECOND, flow.RETURN),
    ):
        who = "chushen" if status == FIRST else "caizheng"
        step(put(target, status), action, people[who])
    assert not LibraryEntry.objects.exists()
    step(put(overall_target, SECOND), flow.PASS, people["caizheng"])
    assert not LibraryEntry.objects.exists()


def command(**options) -> str:
    out = StringIO()
    call_command("learn_indicators", stdout=out, **options)
    return out.getvalue()


def test_the_command_takes_in_what_was_approved_before(office, target):
    put(target, Status.APPROVED)
    others = Target.objects.exclude(pk=target.pk).filter(kind="project")
    assert others.exists()
    save_department(department=Department(code="002", name="另一个"))
    assert "已收入 0 个" in command(department="002")
    names = {row.tier3 for row in target.indicators.all() if row.tier3}
    assert f"已收入 {len(names)} 个" in command(year=2021, department="001")
    assert set(learned()) == names
    assert all(entry.decided_by is None for entry in learned().values())
    assert "已收入 0 个" in command()
    record = Entry.objects.get(action="learn")
    assert (record.subject, set(record.detail["indicators"])) == (target.subject, names)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"year": 1999}, "没有预算年度 1999"),
        ({"year": 0}, "没有预算年度 0"),
        ({"department": "999"}, "没有编码为 999 的部门"),
        ({"year": 2021, "department": ""}, "没有编码为"),
    ],
)
def test_the_command_says_what_there_is_not(office, target, options, said):
    put(target, Status.APPROVED)
    with pytest.raises(CommandError, match=said):
        command(**options)
    assert learned() == {}
