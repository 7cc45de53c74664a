"""A year as a file, from one installation to another and back."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from audit.models import Entry
from audit.sentences import tell
from departments.models import Department, User
from departments.services import save_department
from exchange import year_dump
from exchange.views import book_targets
from exchange.year_dump import MODELS, OMITTED, fields_of
from indicators import store
from indicators.models import Indicator
from indicators.services import create_project_target, save_target
from perftargets.errors import BadFile, CheckFailed
from projects.models import (
    Backfill,
    BudgetYear,
    Extension,
    IndicatorScheme,
    Project,
    Status,
    Target,
)
from reviews import flow
from reviews.editions import edition_of_all
from reviews.models import ReviewStep
from sheets import interchange
from sheets.sheet import Sheet
from tests.conftest import ROOT
from tests.reviews.steps import FIRST, put, step
from tests.sheets.strategies import overalls, sheets

from .test_commands import run
from .yearly import changed, dumped, empty, loaded, place

# What ``dumped()`` gave on SQLite of all that ``full`` has. To be made anew where a
# column comes or goes.
KEPT = ROOT / "tests" / "exchange" / "data" / "year-2021.json"
AGAIN = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


# ---- there and back ------------------------------------------------------------------


def test_a_year_goes_to_an_empty_database_and_comes_back_the_same(full):
    text = dumped()
    book = books()
    empty()
    assert not Department.objects.exists()
    result = loaded(text)
    assert (result.new, result.same, result.kept) == (6, 0, ())
    assert dumped() == text
    assert books() == book
    steps = [(s.name, s.position) for s in ReviewStep.objects.all()]
    assert len(steps) == 2
    row = Indicator.objects.filter(value__startswith="=").first()
    assert row is not None
    assert row.value_kind == "number"


def books() -> list[str]:
    """What leaves as JSON, of the approved table and of the drafts alike."""
    return [
        interchange.dumps(edition_of_all(list(book_targets(2021, code))).book)
        for code in ("001", "001009")
    ]


def test_plain_loaddata_takes_it_too_and_twice(full, tmp_path):
    path = tmp_path / "2021.json"
    run("dump_year", 2021, "-o", path, stderr=StringIO())
    text = path.read_text("utf-8")
    empty()
    for _ in range(2):
        call_command("loaddata", str(path), verbosity=0)
        assert dumped() == text
    assert Target.objects.count() == 6


def test_the_file_of_another_database_is_loaded_and_written_the_same(db):
    """The file was written on SQLite; these tests run on PostgreSQL as well."""
    call_command("loaddata", str(KEPT), verbosity=0)
    assert dumped() == KEPT.read_text("utf-8")


@AGAIN
@given(sheet=sheets, overall=overalls)
def test_any_document_comes_back(target, overall_target, sheet, overall):
    with transaction.atomic():
        store.save(target=target, document=sheet)
        store.save(target=overall_target, document=overall)
        overall = store.load(overall_target)  # two lines of a list are two of its rows
        text = dumped()
        empty()
        loaded(text)
        assert dumped() == text
        found = Target.objects.with_names()
        again = found.get(project__name=sheet.name)
        assert store.load(again) == sheet
        assert store.load(found.get(kind="department")) == overall
        transaction.set_rollback(True)
    target.refresh_from_db()
    target.project.refresh_from_db()


def test_the_same_file_again_changes_nothing(full):
    text, entries = dumped(), Entry.objects.count()
    result = loaded(text)
    assert (result.new, result.same, result.kept) == (0, 6, ())
    assert Entry.objects.count() == entries
    assert Target.objects.get(pk=full.pk).status == Status.APPROVED


def test_a_moment_is_written_the_same_again(full):
    """The encoder writes .000 where there are digits behind it, and none where not."""
    moment = datetime(2021, 3, 1, 8, 0, 0, 123, tzinfo=UTC)
    Target.objects.update(status_since=moment)
    text = dumped()
    empty()
    loaded(text)
    assert dumped() == text


def test_two_years_keep_what_goes_on_with_what(full, year, office, people):
    later = BudgetYear.objects.create(year=2022, scheme=year.scheme)
    create_project_target(
        year=later,
        department=office,
        actor=people["tianbao"],
        name="接着做的",
        continued_from=full.project,
    )
    text = dumped(2022, 2021)
    said = StringIO()
    alone = dumped(2022, said=said)
    assert "与上年项目的对应（上年不在文件里） 1 处" in said.getvalue()
    empty()
    loaded(text)
    made = Project.objects.get(name="接着做的")
    assert made.continued_from == Project.objects.get(name=full.project.name)
    assert dumped(2021, 2022) == text
    assert dumped(2022) == alone


def test_one_department_with_all_below_and_above(full):
    text = dumped(department="001009")
    names = {r["fields"].get("name") for r in json.loads(text)}
    assert {"某街道办事处", "社区", "下属单位的项目"} <= names
    assert str(full) not in names
    empty()
    assert loaded(text).new == 1


# ---- nothing is forged ---------------------------------------------------------------


def test_what_was_approved_comes_as_archived_with_its_paper(full):
    digest = full.approvals.get().version.sha256
    text = dumped()
    empty()
    loaded(text)
    target = Target.objects.with_names().get(project__name=full.project.name)
    assert target.status == Status.ARCHIVED
    assert not target.approvals.exists()
    said = target.backfills.get()
    assert digest[:8] in said.reason
    assert (said.document, said.document_date) == ("财绩〔2021〕5号", date(2021, 3, 1))


def test_of_an_adjustment_the_version_in_force_comes(full, people):
    step(full, flow.ADJUST, people["tianbao"], opinion="预算调整")
    full = Target.objects.with_names().get(pk=full.pk)
    sheet = store.load_sheet(full)
    save_target(
        target=full,
        actor=people["tianbao"],
        version=full.version,
        document=Sheet(sheet.name, usage="改了"),
    )
    said = StringIO()
    text = dumped(said=said)
    assert "没有办完的调整（文件里是现行版本） 1 处" in said.getvalue()
    empty()
    loaded(text)
    target = Target.objects.with_names().get(project__name=sheet.name)
    assert store.load_sheet(target) == sheet


def test_what_is_under_review_is_a_draft_there(sound):
    put(sound, FIRST)
    said = StringIO()
    text = dumped(said=said)
    assert "审核过程" in said.getvalue()
    empty()
    loaded(text)
    target = Target.objects.get(project__name=sound.project.name)
    assert (target.status, target.step_name) == (Status.DRAFT, "")


def test_a_version_that_somebody_changed_is_not_carried_on(full):
    version = full.versions.get()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {version._meta.db_table} SET sha256 = %s",  # noqa: S608
            ["0" * 64],
        )
    with pytest.raises(CommandError, match="与校验码不符"):
        dumped()


STATES = [
    ("approved", "round"),
    ("review", "round"),
    ("returned", "round"),
    ("archived", "round"),
    ("draft", "backfill"),
    ("draft", "adjustment"),
    ("x", "round"),
    (None, None),
]


@pytest.mark.parametrize(("status", "occasion"), STATES)
def test_a_file_cannot_say_that_something_was_approved(full, status, occasion):
    text = dumped()
    number = place(text, "projects.target", status="draft")
    empty()
    with pytest.raises(BadFile, match="批复要由本系统的人作出"):
        loaded(changed(text, number, status=status, occasion=occasion))
    assert not Target.objects.exists()


def test_no_person_and_no_version_is_in_it(full):
    rows = json.loads(dumped())
    assert {row["model"] for row in rows} <= {m._meta.label_lower for m in MODELS}
    assert all("pk" not in row for row in rows)
    for model, names in OMITTED.items():
        assert names <= {f.name for f in model._meta.get_fields()}
        assert names.isdisjoint(fields_of(model))


# ---- into what is there already ------------------------------------------------------


def test_only_what_is_missing_is_added(full, office):
    text = dumped()
    gone = Target.objects.get(project__name="下属单位的项目")
    project = gone.project
    gone.delete()
    project.delete()
    BudgetYear.objects.update(labels="", closes_on=None)
    Department.objects.filter(pk=office.pk).update(name="改了名的")
    result = loaded(text)
    assert (result.new, result.same) == (1, 5)
    assert result.kept == ("部门 001", "2021年的年度设置")
    assert BudgetYear.objects.get().closes_on is None
    assert Department.objects.get(pk=office.pk).name == "改了名的"


def test_what_is_here_and_different_stops_it(full, overall_target, people):
    text = dumped()
    gone = Target.objects.get(project__name="下属单位的项目")
    project = gone.project
    gone.delete()
    project.delete()
    overall_target.goals.update(text="别的")
    with pytest.raises(CheckFailed, match="2021年 001 部门整体绩效目标"):
        loaded(text)
    assert not Project.objects.filter(name="下属单位的项目").exists()


def test_a_department_stands_below_its_parent_wherever_that_stands(full, office):
    text = dumped()
    empty()
    above = save_department(department=Department(code="9", name="上面的"))
    save_department(
        department=Department(code="001", name="某街道办事处", parent=above)
    )
    loaded(text)
    assert Department.objects.get(code="001009").path == "9/001/001009/"


# ---- who is told


def test_the_operator_is_told_what_stays_behind(full, office, people):
    Extension.objects.create(
        year=BudgetYear.objects.get(),
        department=office,
        closes_on="2031-04-01",
        reason="疫情",
        actor=people["admin"],
    )
    said = StringIO()
    dumped(said=said)
    for words in ("用户、岗位和密码", "审计记录", "依据材料", "填报延期 1 处"):
        assert words in said.getvalue()


def test_both_ways_are_recorded(full):
    text = dumped()
    [entry] = Entry.objects.filter(action="export")
    assert tell(entry).what == "导出了“2021年年度数据”（fixture）"
    empty()
    loaded(text)
    whole = Entry.objects.filter(action="load", subject="years:2021年").get()
    assert tell(whole).what == "装入了 2021年年度数据（2021.json）"
    target = Target.objects.get(project__name=full.project.name)
    assert Entry.objects.of(target.subject).get().action == "load"


def test_people_stay_as_they_are(full):
    users = list(User.objects.values())
    text = dumped()
    empty()
    loaded(text)
    assert list(User.objects.values()) == users
    assert not Target.filled_by.through.objects.exists()
    assert not Backfill.objects.filter(actor__isnull=False).exists()


def test_every_model_is_found_by_its_name(full):
    for model in MODELS:
        rows = list(model._default_manager.all()[:5])
        for row in rows:
            key = row.natural_key()
            assert model._default_manager.get_by_natural_key(*key) == row
    assert IndicatorScheme.objects.exists()


def test_queries_do_not_grow_with_the_tables(full, office, year):
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            list(year_dump.write(year_dump.rows([year])))
        return len(seen)

    count()  # the first one asks what is then remembered
    before = count()
    for number in range(5):
        create_project_target(
            year=year,
            department=office,
            actor=User.objects.get(username="admin"),
            sheet=Sheet(f"第{number}个", goals=("一", "二")),
        )
    assert count() == before
