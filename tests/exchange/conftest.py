"""Files as they were read, and years that are full or past."""

from datetime import date

import pytest
from django.db import connection

from departments.models import Department, Role
from departments.services import save_department
from exchange.models import ImportBatch
from indicators.services import create_project_target
from projects.models import BudgetYear, DepartmentLayout, Target
from reviews.models import Approval, Batch, CheckSettings, GradeBands
from sheets.interchange import book_to_json
from sheets.sheet import Book, Sheet
from tests.conftest import make_user
from tests.reviews.steps import APPROVED, put


@pytest.fixture
def filler(people):
    return people["tianbao"]


@pytest.fixture
def batch_of(office, year, filler):
    """``batch_of(sheet, …)``: as a file with these tables was read."""

    def made(*sheets: Sheet, overall=None, user=filler, **values) -> ImportBatch:
        book = Book(year=2021, overall=overall, projects=sheets)
        return ImportBatch.objects.create(
            user=user,
            department=office,
            year=year,
            file_name="2021年绩效目标.docx",
            sha256=f"{ImportBatch.objects.count():064}",
            book=book_to_json(book),
            tables=len(sheets) + (overall is not None),
            **values,
        )

    return made


@pytest.fixture
def full(target, sound, office, year, people) -> Target:
    """The office's year with something of each kind; ``target`` is approved."""
    below = save_department(
        department=Department(code="001009", name="社区", parent=office)
    )
    made = {"year": year, "department": below, "actor": people["admin"]}
    create_project_target(**made, sheet=Sheet("下属单位的项目", usage="\n=1+1"))
    DepartmentLayout.objects.create(year=year, department=below, layout="hubei")
    GradeBands.objects.create(year=year, excellent=95)
    CheckSettings.objects.create(
        year=year, data={"words": ["若干"], "a": {"z": 1, "b": 2}}
    )
    year.labels, year.closes_on = "预算数=预算安排数", date(2031, 3, 1)
    year.save(update_fields=["labels", "closes_on"])
    found = put(sound, APPROVED)
    batch = Batch.objects.create(
        year=year, number="财绩〔2021〕5号", date="2021-03-01", actor=people["admin"]
    )
    table = Approval._meta.db_table
    with connection.cursor() as cursor:  # written once: a test sets the scene
        cursor.execute(f"UPDATE {table} SET batch_id = %s", [batch.pk])  # noqa: S608
    return found


@pytest.fixture
def past(year) -> BudgetYear:
    """2019, before this system."""
    return BudgetYear.objects.create(
        year=2019, scheme=year.scheme, closes_on=date(2019, 12, 31)
    )


@pytest.fixture
def manager(people, office):
    return make_user("guanli", Role.MANAGER, office)


@pytest.fixture
def old_batch(past, manager, batch_of):
    """``old_batch(sheet, …)``: a file of 2019 as the manager has read it in."""

    def made(*sheets: Sheet, **values) -> ImportBatch:
        values = {"user": manager} | values
        found = batch_of(*sheets, **values)
        found.year = past
        found.save(update_fields=["year"])
        return found

    return made
