"""The way of a target: who may do what when, and what it leaves behind."""

import pytest

from audit.models import Entry
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import Status, Target
from reviews import flow, services
from reviews.models import Opinion, Snapshot

PEOPLE = ("tianbao", "chushen", "caizheng", "admin", "stranger", "nobody")
# (status, action) → who may, and where it leads
MAY = {
    (Status.DRAFT, flow.SUBMIT): ("tianbao", Status.FIRST_REVIEW),
    (Status.RETURNED, flow.SUBMIT): ("tianbao", Status.FIRST_REVIEW),
    (Status.FIRST_REVIEW, flow.WITHDRAW): ("tianbao", Status.DRAFT),
    (Status.FIRST_REVIEW, flow.PASS): ("chushen", Status.FINANCE_REVIEW),
    (Status.FIRST_REVIEW, flow.RETURN): ("chushen", Status.RETURNED),
    (Status.FINANCE_REVIEW, flow.PASS): ("caizheng", Status.APPROVED),
    (Status.FINANCE_REVIEW, flow.RETURN): ("caizheng", Status.RETURNED),
}


def put(target: Target, status: str, **values) -> Target:
    """Set the scene behind the workflow's back."""
    Target.objects.filter(pk=target.pk).update(status=status, **values)
    return Target.objects.with_names().get(pk=target.pk)


@pytest.fixture
def sound(target) -> Target:
    """The target with its year corrected, so that it may be submitted."""
    target.indicators.filter(tier2="时效指标").update(value="2021年12月底前")
    return target


def step(target, action, actor, **more):
    return services.transition(
        target=target,
        action=action,
        actor=actor,
        version=more.pop("version", target.version),
        opinion=more.pop("opinion", "同意"),
    )


def test_every_status_action_and_person(people, sound):
    visited = 0
    for status in Status.values:
        for action in flow.LABELS:
            for name in PEOPLE:
                target = put(sound, status, submitted_by=None)
                who, goal = MAY.get((status, action), (None, None))
                visited += 1
                if who == name:
                    assert step(target, action, people[name]).status == goal
                    continue
                wrong = Conflict if who is None else NotAllowed
                with pytest.raises(wrong):
                    step(target, action, people[name])
                assert put(sound, status).status == status
    assert visited == 5 * 4 * 6


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


def test_a_stale_page_decides_nothing(people, sound):
    target = put(sound, Status.FIRST_REVIEW)
    with pytest.raises(Conflict, match="已被修改或处理"):
        step(target, flow.PASS, people["chushen"], version=target.version - 1)
    assert put(sound, Status.FIRST_REVIEW).version == target.version


def test_a_step_leaves_one_entry_and_one_opinion(people, sound):
    before = Entry.objects.count()
    step(sound, flow.SUBMIT, people["tianbao"], opinion="")
    assert Opinion.objects.count() == 1
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.of(sound.subject).first()
    assert (entry.action, entry.actor) == ("submit", people["tianbao"])
    assert entry.detail["to"] == Status.FIRST_REVIEW


def test_it_is_all_or_nothing(people, sound, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError("the record cannot be written")

    target = put(sound, Status.FINANCE_REVIEW)
    monkeypatch.setattr(services, "record", fail)
    with pytest.raises(RuntimeError):
        step(target, flow.PASS, people["caizheng"])
    fresh = Target.objects.get(pk=target.pk)
    assert (fresh.status, fresh.version) == (Status.FINANCE_REVIEW, target.version)
    assert Opinion.objects.count() == Snapshot.objects.count() == 0


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
        return {str(t) for t in as_user(name).get("/").context["targets"]}

    put(target, Status.FIRST_REVIEW)
    assert waiting("chushen") == {str(target)}
    assert waiting("caizheng") == waiting("admin") == waiting("stranger") == set()
    assert len(waiting("tianbao")) == 4
    put(target, Status.FINANCE_REVIEW)
    assert waiting("caizheng") == {str(target)}
    put(target, Status.FINANCE_REVIEW, submitted_by=people["caizheng"])
    assert waiting("caizheng") == set()
