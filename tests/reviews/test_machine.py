"""The workflow as a model: whatever anybody does in whatever order, a target stays on
the table, no version is lost, and nobody passes their own work."""

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from departments.models import Level, Membership, Role, User
from indicators import store
from indicators.services import save_target
from perftargets.errors import PerfTargetsError
from projects.models import Status, Target
from reviews import comments, flow, route, services
from reviews.models import Approval, Comment, ReviewStep, Stage, Version

ROLES = (Role.HEAD, Role.REVIEWER, Role.FINANCE, Role.PERFORMANCE)
USAGE = "资金主要用于15个村的公益事业和组织活动"
PERSONS = ("tianbao", "both", *(role.value for role in ROLES))


class Workflow(RuleBasedStateMachine):
    """One target; each example runs in a transaction of its own. ``reached`` collects
    where the examples came."""

    target: Target
    people: dict[str, User]
    reached: set[tuple[str, str]]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.frozen: dict[int, str] = {}
        self.hands: set[int] = set()
        self.submitted_under: tuple[str, ...] = ()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @property
    def now(self) -> Target:
        return Target.objects.with_names().get(pk=self.target.pk)

    @rule(
        action=st.sampled_from(list(flow.LABELS)),
        name=st.sampled_from(PERSONS),
        opinion=st.sampled_from(["", "意见"]),
        stale=st.booleans(),
    )
    def act(self, action: str, name: str, opinion: str, stale: bool) -> None:
        before, actor = self.now, self.people[name]
        stage = route.current(before)
        row = flow.find(route.place(before, stage), action)
        try:
            done = services.transition(
                target=before,
                action=action,
                actor=actor,
                version=before.version - stale,
                opinion=opinion,
                reason="budget",
            )
        except PerfTargetsError:
            after = self.now
            assert (after.status, after.version) == (before.status, before.version)
            return
        assert row is not None, "done, though the table has no such row"
        assert not stale
        assert done.status == row.goal
        if row.is_review:
            assert stage is not None
            assert stage.role in {m.role for m in actor.memberships.all()}
            assert actor.pk not in self.hands, "passed or returned their own work"
            assert action == flow.RETURN or not Comment.objects.open().exists()
        if action == flow.SUBMIT:
            self.hands.add(actor.pk)
            names = (step.name for step in route.plan(done))
            self.submitted_under = tuple(names)

    @rule()
    def forward(self) -> None:
        """What ought to happen, so that the far end is reached as well."""
        now = self.now
        stage = route.current(now)
        if stage is not None:
            self.act(flow.PASS, stage.role, "", False)
        elif now.status == Status.APPROVED:
            self.act(flow.ADJUST, "tianbao", "预算调整", False)
        else:
            self.act(flow.SUBMIT, "tianbao", "", False)
        self.reached.add((self.now.status, self.now.occasion))

    @rule(name=st.sampled_from(("tianbao", "both")), number=st.integers(1, 99))
    def save(self, name: str, number: int) -> None:
        before = self.now
        document = replace(store.load_sheet(before), usage=f"{USAGE}，第{number}稿。")
        try:
            save_target(
                target=before,
                actor=self.people[name],
                version=before.version,
                document=document,
            )
        except PerfTargetsError:
            assert before.status not in (Status.DRAFT, Status.RETURNED)
            return
        assert before.status in (Status.DRAFT, Status.RETURNED)
        self.hands.add(self.people[name].pk)

    @rule(name=st.sampled_from(PERSONS))
    def remark(self, name: str) -> None:
        try:
            comments.add(
                target=self.now,
                actor=self.people[name],
                path="usage",
                text="请改",
                proposed=USAGE,
            )
        except PerfTargetsError:
            return
        assert self.now.status == Status.REVIEW

    @rule(name=st.sampled_from(PERSONS), how=st.sampled_from(["done", "consent"]))
    def settle(self, name: str, how: str) -> None:
        remark = Comment.objects.select_related("target", "version").first()
        if remark is None:
            return
        try:
            if how == "consent":
                comments.consent(
                    comment=remark, actor=self.people[name], version=self.now.version
                )
                self.hands.add(self.people[name].pk)
            else:
                comments.toggle(comment=remark, actor=self.people[name], action=how)
        except PerfTargetsError:
            return

    @rule(count=st.integers(1, 4))
    def change_the_steps_of_the_year(self, count: int) -> None:
        """Only what is submitted afterwards goes the new way."""
        set_steps(self.target, count)

    @invariant()
    def it_waits_at_one_step_or_nowhere(self) -> None:
        now, stage = self.now, route.current(self.now)
        assert (stage is not None) == (now.status == Status.REVIEW)
        assert now.step_name == (stage.name if stage else "")
        assert now.status in Status.values
        if stage is not None:
            names = stage_names(now)
            assert names == self.submitted_under

    @invariant()
    def no_version_is_lost_or_changed(self) -> None:
        kept = {v.pk: v.sha256 for v in Version.objects.filter(target=self.target)}
        assert self.frozen.items() <= kept.items()
        self.frozen = kept
        numbers = sorted(v.number for v in Version.objects.filter(target=self.target))
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def approved_is_what_stands_in_force(self) -> None:
        now = self.now
        granted = (
            Approval.objects.filter(target=self.target).order_by("-number").first()
        )
        if now.status == Status.APPROVED:
            assert granted is not None
            assert granted.version.document() == store.load_sheet(now)


def machine_for(
    target: Target, people: dict[str, User], reached: set[tuple[str, str]]
) -> type[Workflow]:
    names = {"target": target, "people": people, "reached": reached}
    return type("Machine", (Workflow,), names)


def set_steps(target: Target, count: int) -> None:
    target.year.steps.all().delete()
    for position, role in enumerate(ROLES[:count], start=1):
        ReviewStep.objects.create(
            year=target.year,
            position=position,
            name=f"{count}步之{position}",
            role=role,
            level=Level.OWN,
        )


def stage_names(target: Target) -> tuple[str, ...]:
    """The names of all steps of the submission under way."""
    stage = route.current(target)
    first = Stage.objects.filter(target=target, is_first=True).order_by("-pk")[0]
    way = Stage.objects.filter(target=target, pk__gte=first.pk).order_by("position")
    assert stage in way
    return tuple(step.name for step in way)


@pytest.mark.django_db(transaction=True)
def test_no_way_leads_off_the_table(sound, people):
    office = sound.department
    for role in ROLES:
        user = User.objects.create_user(role.value)
        Membership.objects.create(user=user, department=office, role=role)
        people[role.value] = user
    # One who fills in and reviews: the one to be stopped.
    both = people["both"] = User.objects.create_user("both")
    for role in (Role.FILLER, *ROLES):
        Membership.objects.create(user=both, department=office, role=role)
    reached: set[tuple[str, str]] = set()
    run_state_machine_as_test(
        machine_for(sound, people, reached),
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {(Status.APPROVED, "round"), (Status.REVIEW, "adjustment")} <= reached


def test_the_model_would_notice(sound, people, monkeypatch):
    """A control: with the rule about one's own work taken out, the machine fails."""
    both = people["both"] = User.objects.create_user("both")
    for role in (Role.FILLER, *ROLES):
        Membership.objects.create(user=both, department=sound.department, role=role)
        people[role.value] = both
    set_steps(sound, 1)
    monkeypatch.setattr(route, "hands_in", lambda target: set())
    machine = machine_for(sound, people, set())()
    machine.act(flow.SUBMIT, "both", "", False)
    with pytest.raises(AssertionError, match="their own work"):
        machine.act(flow.PASS, "both", "", False)
    machine.teardown()
