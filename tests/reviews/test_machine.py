"""The workflow as a model: whatever anybody does in whatever order, a target stays on
the table, no version is lost, nobody passes their own work or that of whom they stand
in for, and a grade allows what it should."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from departments.models import Delegation, Department, Level, Membership, Role, User
from indicators import store
from indicators.services import save_target
from perftargets.errors import PerfTargetsError
from projects.models import Status, Target
from reviews import comments, flow, grading, route, services
from reviews.grading import Answers
from reviews.models import (
    Approval,
    Comment,
    Grade,
    ReviewForm,
    ReviewStep,
    Stage,
    Version,
)
from reviews.review_form import ITEMS

ROLES = (Role.HEAD, Role.REVIEWER, Role.FINANCE, Role.PERFORMANCE)
USAGE = "资金主要用于15个村的公益事业和组织活动"
# Those without a say here: no step asks for them, or they hold their post elsewhere.
OTHERS = ("manager", "auditor", "nobody", "elsewhere")
PERSONS = ("tianbao", "both", "deputy", *(role.value for role in ROLES), *OTHERS)
OPINIONS = {item.key: "符合要求。" for item in ITEMS}


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

    def person(self, name: str) -> User:
        """As they come to a new page: posts are remembered on the object."""
        return User.objects.get(pk=self.people[name].pk)

    def may_decide(self, actor: User, stage: Stage) -> bool:
        """The rule in other words than the program's: a post of one's own, or that of
        whoever handed it over, and neither has had a hand in the work."""
        gave = Delegation.objects.filter(deputy=actor, ended_at=None)
        holders = {actor.pk, *gave.values_list("principal", flat=True)} - self.hands
        posts = Membership.objects.filter(user__in=holders, role=stage.role)
        here = posts.filter(department=self.target.department)
        return actor.pk not in self.hands and here.exists()

    @rule(
        action=st.sampled_from(list(flow.LABELS)),
        name=st.sampled_from(PERSONS),
        opinion=st.sampled_from(["", "意见"]),
        stale=st.booleans(),
    )
    def act(self, action: str, name: str, opinion: str, stale: bool) -> None:
        before, actor = self.now, self.person(name)
        stage = route.current(before)
        form = ReviewForm.objects.filter(stage=stage).first()
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
            assert self.may_decide(actor, stage), "passed or returned their own work"
            if action == flow.PASS:
                assert not stage.needs_form or form is not None
                assert form is None or form.grade in (Grade.EXCELLENT, Grade.GOOD)
                assert not Comment.objects.open().exists()
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
            self.grade(stage.role, Grade.EXCELLENT)
            self.act(flow.PASS, stage.role, "", False)
        elif now.status == Status.APPROVED:
            self.act(flow.ADJUST, "tianbao", "预算调整", False)
        else:
            self.act(flow.SUBMIT, "tianbao", "", False)
        self.reached.add((self.now.status, self.now.occasion))

    @rule(name=st.sampled_from(PERSONS), grade=st.sampled_from(Grade.values))
    def grade(self, name: str, grade: str) -> None:
        now, actor = self.now, self.person(name)
        stage = route.current(now)
        form = ReviewForm.objects.filter(stage=stage).first()
        try:
            grading.save_form(
                target=now,
                actor=actor,
                version=now.version,
                form_version=form.version if form else 0,
                answers=Answers("general", OPINIONS, grade=grade, overall="意见"),
            )
        except PerfTargetsError:
            return
        assert stage is not None
        assert self.may_decide(actor, stage), "graded their own work"

    @rule(name=st.sampled_from(("both", *(role.value for role in ROLES))))
    def hand_over(self, name: str) -> None:
        """From today for a week, to a person without a post."""
        today = timezone.localdate()
        Delegation.objects.get_or_create(
            principal=self.people[name],
            deputy=self.people["deputy"],
            ended_at=None,
            defaults={"starts_on": today, "ends_on": today + timedelta(7)},
        )

    @rule()
    def take_back(self) -> None:
        Delegation.objects.filter(ended_at=None).update(ended_at=timezone.now())

    @rule(name=st.sampled_from(("tianbao", "both")), number=st.integers(1, 99))
    def save(self, name: str, number: int) -> None:
        before = self.now
        document = replace(store.load_sheet(before), usage=f"{USAGE}，第{number}稿。")
        try:
            save_target(
                target=before,
                actor=self.person(name),
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
                actor=self.person(name),
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
        before, actor = self.now, self.person(name)
        stage = route.current(before)
        form = ReviewForm.objects.filter(stage=stage).first()
        try:
            if how == "consent":
                comments.consent(comment=remark, actor=actor, version=before.version)
                self.hands.add(actor.pk)
            else:
                comments.toggle(comment=remark, actor=actor, action=how)
        except PerfTargetsError:
            return
        if how == "consent" and stage is not None and stage.needs_form:
            assert form is not None, "consented before anybody had graded it"
            assert form.grade == Grade.GOOD

    @rule(count=st.integers(1, 4), needs_form=st.booleans())
    def change_the_steps_of_the_year(self, count: int, needs_form: bool) -> None:
        """Only what is submitted afterwards goes the new way."""
        set_steps(self.target, count, needs_form)

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


def set_steps(target: Target, count: int, needs_form: bool = False) -> None:
    target.year.steps.all().delete()
    for position, role in enumerate(ROLES[:count], start=1):
        ReviewStep.objects.create(
            year=target.year,
            position=position,
            name=f"{count}步之{position}",
            role=role,
            level=Level.OWN,
            needs_form=needs_form,
        )


def stage_names(target: Target) -> tuple[str, ...]:
    """The names of all steps of the submission under way."""
    stage = route.current(target)
    first = Stage.objects.filter(target=target, is_first=True).order_by("-pk")[0]
    way = Stage.objects.filter(target=target, pk__gte=first.pk).order_by("position")
    assert stage in way
    return tuple(step.name for step in way)


def hire(name: str, department: Department, *roles: str) -> User:
    user = User.objects.create_user(name)
    for role in roles:
        Membership.objects.create(user=user, department=department, role=role)
    return user


@pytest.fixture
def staff(sound, people, elsewhere) -> dict[str, User]:
    """One for each role; ``both`` fills in and reviews, and is the one to be stopped;
    ``deputy`` has only what others hand over."""
    office = sound.department
    single = (*ROLES, Role.MANAGER, Role.AUDITOR)
    return people | {
        **{role.value: hire(role.value, office, role) for role in single},
        "both": hire("both", office, Role.FILLER, *ROLES),
        "deputy": hire("deputy", office),
        "elsewhere": hire("elsewhere", elsewhere, Role.FILLER, *ROLES),
    }


@pytest.mark.django_db(transaction=True)
def test_no_way_leads_off_the_table(sound, staff):
    reached: set[tuple[str, str]] = set()
    run_state_machine_as_test(
        machine_for(sound, staff, reached),
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {(Status.APPROVED, "round"), (Status.REVIEW, "adjustment")} <= reached


@pytest.fixture
def blind_machine(sound, staff, monkeypatch):
    """With the rule about one's own work taken out, and one step."""
    set_steps(sound, 1)
    monkeypatch.setattr(route, "hands_in", lambda target: set())
    machine = machine_for(sound, staff, set())()
    yield machine
    machine.teardown()


def test_the_model_would_notice_who_passes_their_own(blind_machine):
    """A control; so are the others."""
    blind_machine.act(flow.SUBMIT, "both", "", False)
    with pytest.raises(AssertionError, match="their own work"):
        blind_machine.act(flow.PASS, "both", "", False)


def test_the_model_would_notice_a_deputy_of_the_filler(blind_machine):
    blind_machine.act(flow.SUBMIT, "both", "", False)
    blind_machine.hand_over("both")
    with pytest.raises(AssertionError, match="their own work"):
        blind_machine.act(flow.PASS, "deputy", "", False)


def test_the_model_would_notice_a_grade_that_is_not_asked(sound, staff, monkeypatch):
    set_steps(sound, 1, needs_form=True)
    monkeypatch.setattr(grading, "check_passes", lambda *args: None)
    machine = machine_for(sound, staff, set())()
    machine.act(flow.SUBMIT, "tianbao", "", False)
    machine.grade("head", Grade.POOR)
    with pytest.raises(AssertionError):
        machine.act(flow.PASS, "head", "", False)
    machine.teardown()
