"""So many targets that wait for their first reviewer: for tests and for measuring."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from departments.models import Department, Role
from projects.models import BudgetYear, Project, Status, Target
from reviews.models import Stage, Version

STEP = "初审"


def crowd(office: Department, actor: Any, year: BudgetYear, count: int) -> None:
    """Written past the workflow, which would take minutes; a page of the queue reads
    the same rows. Each has money, findings and changes to show."""
    projects = _projects(office, year, count)
    targets = Target.objects.bulk_create(
        Target(
            kind="project",
            year=year,
            department=office,
            project=project,
            status=Status.REVIEW,
            step_name=STEP,
            submitted_by=actor,
        )
        for project in projects
    )
    versions = Version.objects.bulk_create(
        Version(
            target=target,
            number=1,
            content="",
            submitted_by=actor,
            changes=3,
            findings={"error": 1, "warning": 2},
        )
        for target in targets
    )
    now = timezone.now()
    Stage.objects.bulk_create(
        Stage(
            target=version.target,
            version=version,
            position=1,
            name=STEP,
            role=Role.REVIEWER,
            level="tree",
            entered_at=now,
            due_on=now.date() + timedelta(days=version.target.pk % 9),
        )
        for version in versions
    )


def _projects(office: Department, year: BudgetYear, count: int) -> list[Project]:
    return Project.objects.bulk_create(
        Project(
            year=year,
            department=office,
            name=f"项目{n}",
            position=n + 10,
            total="10.00",
            unit="万元",
        )
        for n in range(count)
    )
