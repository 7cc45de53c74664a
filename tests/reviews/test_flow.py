"""The way of a target: who may do what when, and what it leaves behind."""

import pytest

from audit.models import Entry
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import Status, Target
from reviews import flow, services
from reviews.models import Opinion, Snapshot

from .steps import MAY, put, step, undone

PEOPLE = (
    *("tianbao", "chushen", "caizheng", "admin"),
    *("stranger", "foreign_reviewer", "nobody"),
)


def test_the_table_is_the_flow():
    rows = {(row.source, row.action): row.goal for row in flow.TRANSITIONS}
    assert rows == {key: goal for key, (_, goal) in MAY.items()}
    # An approved one stays as it is: adjusting it is not built yet.
    assert Status.APPROVED not in {row.source for row in flow.TRANSITIONS}
    assert "adjust" not in flow.LABELS


def test_every_status_action_and_person(people, sound):
    visited = 0
    for status in Status.values:
        for action in flow.LABELS:
            for name in PEOPLE:
                target = put(sound, status, submitted_by=None)
                who, goal = MAY.get((status, action), (None, None))
                visited += 1
                if who == name:
                    with undone():
                        assert step(target, action, people[name]).status == goal
                    continue
                wrong = Conflict if who is None else NotAllowed
                with pytest.raises(wrong):
                    step(target, action, people[name])
    now = Target.objects.get(pk=sound.pk)
    assert (now.status, now.version) == (Status.APPROVED, sound.version)
    assert Opinion.objects.count() == Snapshot.objects.count() == 0
    assert visited == 5 * 4 * 7


def test_the_buttons_are_the_same_table(people, sound):
    for status in Status.values:
        target = put(sound, status, submitted_by=None)
        for name in PEOPLE:
            offered = {row.action for row in services.available(target, people[name])}
            allowed = {
                a for (s, a), (who, _) in MAY.items() if (s, who) == (status, name)
            }
            assert offered == allowed, (status, name)


def test_nobody_reviews_what_they_submitted(people, sound, office):
    chushen = people["chushen"]
    target = put(sound, Status.FIRST_REVIEW, submitted_by=chushen)
    assert services.available(target, chushen) == []
    with pytest.raises(NotAllowed, match="本人送审"):
        step(target, flow.PASS, chushen)


def test_a_return_needs_an_opinion(people, sound):
    target = put(sound, Status.FIRST_REVIEW)
    with pytest.raises(CheckFailed, match="必须写明意见"):
        step(target, flow.RETURN, people["chushen"], opinion="  \n ")
    assert Opinion.objects.count() == 0


@pytest.mark.parametrize("off", [-1, 1])
@pytest.mark.parametrize(("status", "action"), MAY, ids=str)
def test_a_stale_page_decides_nothing(people, sound, status, action, off):
    name, _ = MAY[status, action]
    target = put(sound, status)
    with pytest.raises(Conflict, match="已被修改或处理"):
        step(target, action, people[name], version=target.version + off)
    assert put(sound, status).version == target.version


@pytest.mark.parametrize(("status", "action"), MAY, ids=str)
def test_a_step_leaves_one_entry_and_one_opinion(people, sound, status, action):
    name, goal = MAY[status, action]
    before = Entry.objects.count()
    done = step(put(sound, status), action, people[name], opinion=" 请看第2行 ")
    assert (done.status, done.version) == (goal, sound.version + 1)
    [opinion] = Opinion.objects.all()
    assert (opinion.action, opinion.status) == (action, goal)
    assert (opinion.actor, opinion.text) == (people[name], "请看第2行")
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.of(sound.subject).first()
    audited = "approve" if goal == Status.APPROVED else action
    assert (entry.action, entry.actor) == (audited, people[name])
    detail = entry.detail
    assert (detail["from"], detail["to"]) == (status, goal)
    assert detail["opinion"] == "请看第2行"
    assert ("sha256" in detail) == (goal == Status.APPROVED)


def test_a_submission_remembers_who_and_when(people, sound):
    before = sound.status_since
    done = step(sound, flow.SUBMIT, people["tianbao"])
    assert done.submitted_by == people["tianbao"]
    assert done.status_since > before


@pytest.mark.parametrize("broken", ["record", "Opinion", "Snapshot"])
@pytest.mark.parametrize(("status", "action"), MAY, ids=str)
def test_it_is_all_or_nothing(people, sound, monkeypatch, status, action, broken):
    """Whatever fails after the change of status takes the status back with it."""
    name, goal = MAY[status, action]

    def fail(*args, **kwargs):
        raise RuntimeError("it cannot be written")

    target, before = put(sound, status), Entry.objects.count()
    if broken == "record":
        monkeypatch.setattr(services, "record", fail)
    elif broken == "Snapshot" and goal != Status.APPROVED:
        return
    else:
        monkeypatch.setattr(getattr(services, broken).objects, "create", fail)
    with pytest.raises(RuntimeError):
        step(target, action, people[name])
    now = Target.objects.get(pk=target.pk)
    assert (now.status, now.version) == (status, target.version)
    assert now.submitted_by is None
    assert Opinion.objects.count() == Snapshot.objects.count() == 0
    assert Entry.objects.count() == before


def test_outside_the_window_nothing_is_submitted_but_reviews_go_on(people, sound):
    sound.year.closes_on = "2021-03-31"
    sound.year.save()
    with pytest.raises(NotAllowed, match="已于 2021-03-31 截止"):
        step(put(sound, Status.DRAFT), flow.SUBMIT, people["tianbao"])
    done = step(put(sound, Status.FIRST_REVIEW), flow.PASS, people["chushen"])
    assert done.status == Status.FINANCE_REVIEW


def test_the_untouched_seed_cannot_be_submitted(as_user, target):
    answer = as_user("tianbao").post(
        f"/targets/{target.pk}/act/submit/", {"version": target.version}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "时效指标 第1行 指标值" in page
    assert "写的是2020年，本表是2021年的目标" in page
    target.refresh_from_db()
    assert target.status == Status.DRAFT


def test_a_stale_decision_keeps_the_opinion(as_user, target):
    put(target, Status.FIRST_REVIEW)
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
    put(target, Status.DRAFT)
    answer = as_user("chushen").post(
        f"/targets/{target.pk}/act/pass/", {"version": 1, "opinion": "同意，请注意支付"}
    )
    assert answer.status_code == 409
    assert "同意，请注意支付" in answer.content.decode()


def test_the_desk_shows_what_waits_for_each(as_user, people, target):
    def waiting(name: str) -> set[str]:
        answer = as_user(name).get("/")
        found = {str(t) for t in answer.context["targets"]}
        count = f'<span class="count">{len(found)}</span>'
        assert count in answer.content.decode()
        return found

    others = waiting("tianbao") - {str(target)}
    assert len(others) == 4
    waits = {
        Status.DRAFT: "tianbao",
        Status.RETURNED: "tianbao",
        Status.FIRST_REVIEW: "chushen",
        Status.FINANCE_REVIEW: "caizheng",
        Status.APPROVED: None,
    }
    for status, who in waits.items():
        put(target, status, submitted_by=people["tianbao"])
        for name in PEOPLE:
            mine = others if name == "tianbao" else set()
            expected = mine | ({str(target)} if name == who else set())
            assert waiting(name) == expected, (status, name)


def test_nobody_waits_for_a_review_of_their_own(as_user, people, target):
    put(target, Status.FINANCE_REVIEW, submitted_by=people["caizheng"])
    assert list(as_user("caizheng").get("/").context["targets"]) == []


def test_the_longest_waiting_comes_first(as_user, target, overall_target):
    put(overall_target, Status.FIRST_REVIEW, status_since="2021-01-02T00:00Z")
    put(target, Status.FIRST_REVIEW, status_since="2021-01-01T00:00Z")
    shown = as_user("chushen").get("/").context["targets"]
    assert [t.pk for t in shown] == [target.pk, overall_target.pk]
