"""The way of a target: who may do what when, and what it leaves behind."""

import pytest

from audit.models import Entry
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import Status, Target
from reviews import flow, services
from reviews.models import Opinion, Stage, Version

from .steps import (
    APPROVED,
    DRAFT,
    FIRST,
    MAY,
    PLACES,
    RETURNED,
    SECOND,
    put,
    step,
    undone,
    where,
)

PEOPLE = (
    *("tianbao", "chushen", "caizheng", "admin"),
    *("stranger", "foreign_reviewer", "nobody"),
)


def test_every_place_action_and_person(people, sound):
    visited = 0
    for place in PLACES:
        for action in flow.LABELS:
            for name in PEOPLE:
                who, goal = MAY.get((place, action), (None, None))
                visited += 1
                with undone():
                    target = put(sound, place, submitted_by=None)
                    if who == name:
                        assert where(step(target, action, people[name])) == goal
                        continue
                    wrong = Conflict if who is None else NotAllowed
                    with pytest.raises(wrong):
                        step(target, action, people[name])
                    assert where(Target.objects.get(pk=sound.pk)) == place
                    assert Opinion.objects.count() == 0
    assert visited == 6 * 7 * 7


def test_the_buttons_are_the_same_table(people, sound):
    for place in PLACES:
        for name in PEOPLE:
            with undone():
                target = put(sound, place, submitted_by=None)
                offered = {r.action for r in services.available(target, people[name])}
                allowed = {
                    a for (s, a), (who, _) in MAY.items() if (s, who) == (place, name)
                }
                assert offered == allowed, (place, name)


def test_nobody_reviews_what_they_submitted(people, sound, office):
    chushen = people["chushen"]
    target = put(sound, FIRST, submitted_by=chushen)
    assert services.available(target, chushen) == []
    with pytest.raises(NotAllowed, match="填写或送审，不能由您审核"):
        step(target, flow.PASS, chushen)


def test_a_return_needs_an_opinion(people, sound):
    target = put(sound, FIRST)
    with pytest.raises(CheckFailed, match="必须写明意见"):
        step(target, flow.RETURN, people["chushen"], opinion="  \n ")
    assert Opinion.objects.count() == 0


@pytest.mark.parametrize("off", [-1, 1])
@pytest.mark.parametrize(("place", "action"), MAY, ids=str)
def test_a_stale_page_decides_nothing(people, sound, place, action, off):
    name, _ = MAY[place, action]
    target = put(sound, place)
    with pytest.raises(Conflict, match="已被修改或处理"):
        step(target, action, people[name], version=target.version + off)
    assert put(sound, place).version == target.version


@pytest.mark.parametrize(("place", "action"), MAY, ids=str)
def test_a_step_leaves_one_entry_and_one_opinion(people, sound, place, action):
    name, goal = MAY[place, action]
    target, before = put(sound, place), Entry.objects.count()
    done = step(target, action, people[name], opinion=" 请看第2行 ")
    assert (where(done), done.version) == (goal, sound.version + 1)
    [opinion] = Opinion.objects.all()
    assert (opinion.action, opinion.status) == (action, done.status)
    assert opinion.step_name == (place if place in (FIRST, SECOND) else "")
    assert (opinion.actor, opinion.text) == (people[name], "请看第2行")
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.of(sound.subject).first()
    approves = place == SECOND and action == flow.PASS
    audited = "approve" if approves else action
    assert (entry.action, entry.actor) == (audited, people[name])
    detail = entry.detail
    assert (detail["from"], detail["to"]) == (target.status, done.status)
    assert detail["opinion"] == "请看第2行"
    assert ("sha256" in detail) == (approves or action == flow.SUBMIT)


def test_a_submission_remembers_who_and_when(people, sound):
    before = sound.status_since
    done = step(sound, flow.SUBMIT, people["tianbao"])
    assert done.submitted_by == people["tianbao"]
    assert done.status_since > before


@pytest.mark.parametrize("broken", ["record", "Opinion", "versions"])
@pytest.mark.parametrize(("place", "action"), MAY, ids=str)
def test_it_is_all_or_nothing(people, sound, monkeypatch, place, action, broken):
    """Whatever fails after the change of status takes the status back with it."""
    name, goal = MAY[place, action]

    def fail(*args, **kwargs):
        raise RuntimeError("it cannot be written")

    target = put(sound, place)
    before, frozen = Entry.objects.count(), Version.objects.count()
    if broken == "record":
        monkeypatch.setattr(services, "record", fail)
    elif broken == "Opinion":
        monkeypatch.setattr(Opinion.objects, "create", fail)
    elif goal == FIRST:
        monkeypatch.setattr(services.versions, "freeze", fail)
    elif goal == APPROVED and place == SECOND:
        monkeypatch.setattr(services.versions, "approve", fail)
    else:
        return
    with pytest.raises(RuntimeError):
        step(target, action, people[name])
    now = Target.objects.get(pk=target.pk)
    assert (where(now), now.version) == (place, target.version)
    assert now.submitted_by is None
    assert Opinion.objects.count() == 0
    assert (Entry.objects.count(), Version.objects.count()) == (before, frozen)


def test_outside_the_window_nothing_is_submitted_but_reviews_go_on(people, sound):
    sound.year.closes_on = "2021-03-31"
    sound.year.save()
    with pytest.raises(NotAllowed, match="已于 2021-03-31 截止"):
        step(put(sound, DRAFT), flow.SUBMIT, people["tianbao"])
    done = step(put(sound, FIRST), flow.PASS, people["chushen"])
    assert where(done) == SECOND


def test_the_untouched_seed_cannot_be_submitted(as_user, target):
    answer = as_user("tianbao").post(
        f"/targets/{target.pk}/act/submit/", {"version": target.version}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "时效指标 第1行 指标值" in page
    assert "写的是2020年，本表是2021年的绩效目标" in page
    target.refresh_from_db()
    assert target.status == Status.DRAFT


def test_a_stale_decision_keeps_the_opinion(as_user, target):
    put(target, FIRST)
    answer = as_user("chushen").post(
        f"/targets/{target.pk}/act/return/", {"version": 99, "opinion": "请补充依据"}
    )
    assert answer.status_code == 409
    assert "请补充依据" in answer.content.decode()


def test_a_second_click_is_no_conflict(as_user, sound):
    client, url = as_user("tianbao"), f"/targets/{sound.pk}/act/submit/"
    for _ in range(2):
        assert client.post(url, {"version": 1}).status_code == 302
    assert Opinion.objects.count() == 1


def test_withdrawn_while_the_reviewer_reads(as_user, target):
    """There is nothing to decide any more, and the opinion is still there to copy."""
    put(target, DRAFT)
    answer = as_user("chushen").post(
        f"/targets/{target.pk}/act/pass/", {"version": 1, "opinion": "同意，请注意支付"}
    )
    assert answer.status_code == 409
    assert "同意，请注意支付" in answer.content.decode()


def on_the_desk(answer) -> list[str]:
    review = [str(stage.target) for stage in answer.context["page"]]
    return review + [str(target) for target in answer.context["to_fill"]]


def test_the_desk_shows_what_waits_for_each(as_user, people, target):
    def waiting(name: str) -> set[str]:
        answer = as_user(name).get("/")
        found = set(on_the_desk(answer))
        count = f'<span class="count">{len(found)}</span>'
        assert count in answer.content.decode()
        return found

    others = waiting("tianbao") - {str(target)}
    assert len(others) == 4
    waits = {
        DRAFT: "tianbao",
        RETURNED: "tianbao",
        FIRST: "chushen",
        SECOND: "caizheng",
        APPROVED: None,
    }
    for place, who in waits.items():
        put(target, place, submitted_by=people["tianbao"])
        for name in PEOPLE:
            mine = others if name == "tianbao" else set()
            expected = mine | ({str(target)} if name == who else set())
            assert waiting(name) == expected, (place, name)


def test_nobody_waits_for_a_review_of_their_own(as_user, people, target):
    put(target, SECOND, submitted_by=people["caizheng"])
    assert on_the_desk(as_user("caizheng").get("/")) == []


def test_the_most_urgent_comes_first(as_user, target, overall_target):
    for waiting, due in ((overall_target, "2021-01-08"), (target, "2021-01-07")):
        put(waiting, FIRST)
        Stage.objects.filter(target=waiting).update(due_on=due)
    shown = on_the_desk(as_user("chushen").get("/"))
    assert shown == [str(target), str(overall_target)]
