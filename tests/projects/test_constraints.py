"""Each constraint refuses what its name says, on both databases."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from departments.models import Delegation, Department, Membership, User
from exchange.models import (
    ExportJob,
    ImportBatch,
    ImportedTarget,
    ImportJob,
    PackedFile,
    TakingJob,
)
from indicators.models import Draft, EarlierDocument, Indicator
from projects.models import (
    Backfill,
    BudgetYear,
    DepartmentLayout,
    FundingPlanStep,
    Goal,
    IndicatorScheme,
    Project,
    Target,
    Tier,
)
from reviews.models import (
    Approval,
    Batch,
    FindingAnswer,
    GradeBands,
    ReviewForm,
    ReviewFormItem,
    ReviewStep,
    Stage,
    Version,
)

# Those of attachments/, library/ and notices/ are in their own tests.
ROOMS = ("audit", "departments", "projects", "indicators", "reviews", "exchange")


def version(o, number: int) -> Version:
    return Version.objects.create(target=o.target, number=number, submitted_by=o.user)


def stage(o, position: int, entered_at) -> Stage:
    same = Version.objects.first() or version(o, 1)
    return Stage.objects.create(
        target=o.target, version=same, position=position, entered_at=entered_at
    )


def review_form(o, **values) -> ReviewForm:
    made = {"kind": "general", "grade": "good", "author": o.user} | values
    at = stage(o, position=1, entered_at=None)
    return ReviewForm.objects.create(stage=at, reviewed=at.version, **made)


def answer(o, **values) -> FindingAnswer:
    said = {"check_id": "C58", "digest": "0" * 64, "reason": "按规定"} | values
    return FindingAnswer.objects.create(target=o.target, author=o.user, **said)


def delegation(o, deputy: User, days: int) -> Delegation:
    today = date(2021, 3, 1)
    return Delegation.objects.create(
        principal=o.user,
        deputy=deputy,
        starts_on=today,
        ends_on=today + timedelta(days=days),
    )


def imported(o, **values) -> ImportBatch:
    at = {"user": o.user, "department": o.office, "year": o.year}
    return ImportBatch.objects.create(book={}, tables=1, **at, **values)


def export(o, **values) -> ExportJob:
    at = {"user": o.user, "year": o.year, "shape": "book", "format": "pdf"}
    return ExportJob.objects.create(**at | values)


def packed(o, **values) -> PackedFile:
    at = {"year": o.year, "department": o.office, "user": o.user}
    job = ImportJob.objects.get_or_create(**at)[0]
    return PackedFile.objects.create(job=job, **{"number": 1, "place": 0} | values)


def reading(o, **values) -> ImportJob:
    at = {"user": o.user, "year": o.year, "department": o.office}
    return ImportJob.objects.create(**at, **values)


def taking(o, **values) -> TakingJob:
    said = {"user": o.user, "pack": reading(o), "action": "take"}
    return TakingJob.objects.create(**said | values)


BROKEN = {
    "project_name_is_unique_in_its_department_and_year": lambda o: (
        Project.objects.create(year=o.year, department=o.office, name=o.name)
    ),
    "project_has_a_name": lambda o: Project.objects.create(
        year=o.year, department=o.office, name=""
    ),
    "project_total_is_not_negative": lambda o: Project.objects.filter(
        pk=o.project.pk
    ).update(total=Decimal(-5)),
    "project_fiscal_is_not_negative": lambda o: Project.objects.filter(
        pk=o.project.pk
    ).update(fiscal=Decimal("-0.01")),
    "project_other_is_not_negative": lambda o: Project.objects.filter(
        pk=o.project.pk
    ).update(other=Decimal(-5)),
    "project_has_one_plan_step_a_month": lambda o: FundingPlanStep.objects.create(
        project=o.project, month=12
    ),
    "plan_month_is_between_1_and_12": lambda o: FundingPlanStep.objects.create(
        project=o.project, month=13
    ),
    "project_target_has_a_project_and_a_department_target_none": lambda o: (
        Target.objects.create(kind="project", year=o.year, department=o.office)
    ),
    "department_has_one_overall_target_a_year": lambda o: Target.objects.create(
        kind="department", year=o.year, department=o.office
    ),
    "target_status_is_known": lambda o: Target.objects.filter(pk=o.target.pk).update(
        status="lost"
    ),
    "what_was_written_here_is_not_archived": lambda o: Target.objects.filter(
        pk=o.target.pk
    ).update(status="archived"),
    "backfill_gives_a_reason": lambda o: Backfill.objects.create(
        target=o.target, number=1
    ),
    "backfills_of_a_target_are_numbered": lambda o: Backfill.objects.bulk_create(
        Backfill(target=o.target, number=1, reason="往年数据") for _ in range(2)
    ),
    "department_has_one_layout_a_year": lambda o: DepartmentLayout.objects.bulk_create(
        DepartmentLayout(year=o.year, department=o.office, layout=layout)
        for layout in ("flat", "hubei")
    ),
    "goals_of_a_target_stand_in_different_places": lambda o: Goal.objects.create(
        target=o.target, position=0
    ),
    "tier_label_is_unique_below_its_parent": lambda o: Tier.objects.create(
        scheme=o.year.scheme, parent=o.tier.parent, label=o.tier.label, position=9
    ),
    "tier_1_label_is_unique_in_its_scheme": lambda o: Tier.objects.create(
        scheme=o.year.scheme, label="产出指标", position=9
    ),
    "budget_year_is_between_2000_and_2100": lambda o: BudgetYear.objects.create(
        year=1999, scheme=o.year.scheme
    ),
    "filling_window_opens_before_it_closes": lambda o: BudgetYear.objects.create(
        year=2030, scheme=o.year.scheme, opens_on="2030-02-01", closes_on="2030-01-01"
    ),
    "department_name_is_unique_among_the_roots": lambda o: Department.objects.create(
        code="003", name=o.office.name, path="003/"
    ),
    "department_is_not_its_own_parent": lambda o: Department.objects.filter(
        pk=o.office.pk
    ).update(parent=o.office.pk),
    "person_has_a_role_at_a_department_once": lambda o: Membership.objects.create(
        user=o.user, department=o.office, role="filler"
    ),
    "department_name_is_unique_below_its_parent": lambda o: [
        Department.objects.create(code=c, name="甲", path=c, parent=o.office)
        for c in ("a", "b")
    ],
    "indicators_of_a_target_stand_in_different_places": lambda o: (
        Indicator.objects.create(target=o.target, position=0, tier1="甲", tier2="乙")
    ),
    "indicator_stands_under_two_labels": lambda o: Indicator.objects.create(
        target=o.target, position=99, tier1="甲", tier2=""
    ),
    "row_without_an_indicator_has_no_text": lambda o: Indicator.objects.create(
        target=o.target, position=99, tier1="甲", tier2="乙", value="=1个"
    ),
    "person_has_one_draft_of_a_target": lambda o: [
        Draft.objects.create(target=o.target, user=o.user, version=1, data={})
        for _ in range(2)
    ],
    "target_has_one_earlier_document_a_version": lambda o: [
        EarlierDocument.objects.create(target=o.target, version=1, document={})
        for _ in range(2)
    ],
    "versions_of_a_target_are_numbered_once": lambda o: [
        version(o, number=1) for _ in range(2)
    ],
    "approved_versions_of_a_target_are_numbered_once": lambda o: [
        Approval.objects.create(
            target=o.target, version=version(o, n), number=1, approved_by=o.user
        )
        for n in (1, 2)
    ],
    "batch_number_is_used_once_a_year": lambda o: [
        Batch.objects.create(
            year=o.year, number="1号", date=date(2021, 3, 1), actor=o.user
        )
        for _ in range(2)
    ],
    "review_steps_of_a_year_stand_in_order": lambda o: ReviewStep.objects.create(
        year=o.year, position=1, name="又一环节", role="reviewer"
    ),
    "review_step_has_a_name": lambda o: ReviewStep.objects.create(
        year=o.year, position=9, name="", role="reviewer"
    ),
    "stages_of_a_submission_stand_in_order": lambda o: [
        stage(o, position=1, entered_at=None) for _ in range(2)
    ],
    "target_waits_at_one_stage": lambda o: [
        stage(o, position=n, entered_at=timezone.now()) for n in (1, 2)
    ],
    "nobody_is_their_own_deputy": lambda o: delegation(o, o.user, days=1),
    "delegation_ends_after_it_starts": lambda o: delegation(o, o.other, days=-1),
    "grade_bands_fall_from_100_to_0": lambda o: GradeBands.objects.create(
        year=o.year, excellent=60, good=80, fair=90
    ),
    "review_grade_is_known": lambda o: review_form(o, grade="splendid"),
    "review_form_kind_is_known": lambda o: review_form(o, kind="other"),
    "review_form_has_a_line_once": lambda o: [
        ReviewFormItem.objects.create(form=form, key="格式")
        for form in [review_form(o)] * 2
    ],
    "review_score_is_between_0_and_100": lambda o: ReviewFormItem.objects.create(
        form=review_form(o), key="格式", score=101
    ),
    "a_warning_is_answered_once": lambda o: [answer(o), answer(o)],
    "an_answer_gives_a_reason": lambda o: answer(o, reason=""),
    "import_state_is_known": lambda o: imported(o, state="lost"),
    "file_waits_once_to_be_imported": lambda o: [imported(o), imported(o)],
    "document_is_imported_once": lambda o: [
        ImportedTarget.objects.create(
            batch=batch, number=1, outcome="created", name="甲", version=1
        )
        for batch in [imported(o)] * 2
    ],
    "import_outcome_is_known": lambda o: ImportedTarget.objects.create(
        batch=imported(o), number=1, outcome="lost", name="甲", version=1
    ),
    "exportjob_state_is_known": lambda o: export(o, state="lost"),
    "exportjob_has_a_token_while_it_runs": lambda o: export(o, token="another's"),
    "exportjob_shape_is_known": lambda o: export(o, shape="heap"),
    "exported_file_expires": lambda o: export(o, state="done", file="1.pdf"),
    "importjob_state_is_known": lambda o: reading(o, state="lost"),
    "importjob_has_a_token_while_it_runs": lambda o: reading(o, token="another's"),
    "file_is_packed_once": lambda o: [packed(o), packed(o)],
    "read_outcome_is_known": lambda o: packed(o, outcome="lost"),
    "takingjob_state_is_known": lambda o: taking(o, state="lost"),
    "takingjob_has_a_token_while_it_runs": lambda o: taking(o, token="another's"),
    "takingjob_action_is_known": lambda o: taking(o, action="burn"),
    "role_is_known": lambda o: Membership.objects.create(
        user=o.user, department=o.office, role="king"
    ),
}


class Scene:
    def __init__(self, target: Target) -> None:
        self.target, self.project, self.year = target, target.project, target.year
        self.office, self.name = target.department, target.project.name
        self.tier = Tier.objects.get(scheme=self.year.scheme, label="数量指标")
        self.user = User.objects.get(username="tianbao")
        self.other = User.objects.get(username="chushen")


def is_broken(constraint: models.BaseConstraint, model: type, text: str) -> bool:
    """Whether the database's message is about this very constraint. SQLite names the
    columns of a broken unique rule instead of the rule."""
    if constraint.name in text:
        return True
    table, columns = model._meta.db_table, getattr(constraint, "fields", ())
    names = [f"{table}.{model._meta.get_field(c).column}" for c in columns]
    return bool(names) and text.endswith(": " + ", ".join(names))


def all_constraints() -> dict[str, tuple[models.BaseConstraint, type]]:
    return {
        constraint.name: (constraint, model)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ROOMS
        for constraint in model._meta.constraints
    }


def test_every_constraint_is_in_the_table():
    assert set(all_constraints()) == set(BROKEN)
    assert len(BROKEN) == 60


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_what_the_name_says(target, name):
    constraint, model = all_constraints()[name]
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        BROKEN[name](Scene(target))
    assert is_broken(constraint, model, str(caught.value)), caught.value


def test_a_message_is_in_chinese():
    """Where a form can break the rule, the person at it reads the message."""
    told = [
        str(constraint.violation_error_message)
        for constraint, _ in all_constraints().values()
        if constraint.violation_error_message
        != constraint.default_violation_error_message
    ]
    assert len(told) >= 18
    assert [text for text in told if not re.search("[一-龥]", text)] == []


UNIQUE = {
    "department code": lambda o: Department.objects.create(
        code=o.office.code, name="新", path="x/"
    ),
    "department path": lambda o: Department.objects.create(
        code="x", name="新", path=o.office.path
    ),
    "budget year": lambda o: BudgetYear.objects.create(
        year=o.year.year, scheme=o.year.scheme
    ),
    "scheme code": lambda o: IndicatorScheme.objects.create(code="2015", name="新"),
    "target of a project": lambda o: Target.objects.create(
        kind="project", year=o.year, department=o.office, project=o.project
    ),
}


@pytest.mark.parametrize("name", UNIQUE)
def test_there_is_one_of_each(target, name):
    with pytest.raises(IntegrityError), transaction.atomic():
        UNIQUE[name](Scene(target))


PROTECTED = {
    "department with targets": lambda o: o.office,
    "year with targets": lambda o: o.year,
    "scheme of a year": lambda o: o.year.scheme,
    "project of a target": lambda o: o.project,
}


@pytest.mark.parametrize("name", PROTECTED)
def test_what_is_in_use_is_not_deleted(target, name):
    with pytest.raises(ProtectedError):
        PROTECTED[name](Scene(target)).delete()
