"""Personas and data for all tests.

The office is the real one: the schemes, the year 2021 and the seed document, read by
the text reader as in the demo.
"""

import os
import shutil
from contextlib import ExitStack
from http.cookies import SimpleCookie
from io import StringIO
from pathlib import Path

# Playwright runs an event loop in the test's thread; Django's calls are not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from hypothesis import settings as hypothesis_settings

from attachments import services as attachments
from attachments.models import Attachment
from audit import guards
from departments.models import Department, Membership, Role, User
from departments.services import save_department
from projects.models import BudgetYear, Target
from scripts.demo_server import DemoServer
from sheets import readers
from sheets.press import kept
from sheets.sheet import Book

from . import databases, snapshot, spread
from .clean import make_clean

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "fixtures" / "seed" / "subdistrict-2021.txt"
TWO_STEPS = ROOT / "tests" / "reviews" / "two_steps.json"
# The usual run tries the same examples each time, so that what is red is what was
# changed; HYPOTHESIS_PROFILE=thorough looks elsewhere, and longer. No deadline: a busy
# machine is no bug.
hypothesis_settings.register_profile(
    "usual", deadline=None, max_examples=25, derandomize=True
)
hypothesis_settings.register_profile("thorough", deadline=None, max_examples=500)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

FIXTURES = ("schemes", "year_2021", TWO_STEPS, "demo_office", "demo_users")


def pytest_xdist_make_scheduler(config, log) -> spread.Spread:
    return spread.Spread(config, log)


def pytest_collection_modifyitems(items) -> None:
    """``-m database``: the tests that use ours, to be run on each kind of database."""
    for item in items:
        used = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & {*used}:
            item.add_marker("database")


@pytest.fixture(autouse=True)
def test_settings(settings, tmp_path):
    """Static files straight from their sources: nothing is collected in a test run.
    And hashing a password is meant to be slow; here it would be most of the run.
    Whatever mail server the environment names is none of a test's business."""
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    settings.IMPORTS_DIR = tmp_path / "imports"
    settings.EXPORTS_DIR = tmp_path / "exports"
    settings.PACKS_DIR = tmp_path / "packs"
    settings.MAIL_ENABLED = False
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        }
    }
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]


@pytest.fixture(autouse=True, scope="session")
def flush_may_empty_the_record():
    """After a transactional test Django empties all tables, which the record refuses.
    Its triggers are taken down around that alone: in every test they stand."""
    flush = TransactionTestCase._fixture_teardown

    def lowered(self) -> None:
        with guards.lowered(connection):
            flush(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lowered)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory):
    """In place of pytest-django's, which migrates once for each process."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(databases.own_copy(tmp_path_factory.getbasetemp()))
        yield
        with django_db_blocker.unblock():
            stack.close()


@pytest.fixture(scope="session", autouse=True)
def pages_dir(tmp_path_factory) -> Path:
    """Finished pages of this run: none that an earlier one has kept."""
    path = tmp_path_factory.mktemp("pages")
    kept.keep_in(path)
    return path


@pytest.fixture(scope="session")
def seed_book() -> Book:
    return readers.read(SEED.name, SEED.read_bytes()).book


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory) -> Path:
    """What ``DemoServer.set_up`` leaves, which takes longer than most tests."""
    path = tmp_path_factory.mktemp("demo") / "var"
    path.mkdir()
    DemoServer(path).set_up()
    return path


@pytest.fixture
def demo_var(demo_data, tmp_path) -> Path:
    """The directory of a program of one's own, with the demo's data."""
    return shutil.copytree(demo_data, tmp_path / "var")


@pytest.fixture(scope="session")
def office_rows(django_db_setup, django_db_blocker) -> snapshot.Snapshot:
    """What the office's data are in the database; thousands of tests begin with it."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = snapshot.counts()
        call_command("loaddata", *FIXTURES, verbosity=0)
        call_command(
            "import_targets",
            str(SEED),
            year=2021,
            department="001",
            stdout=StringIO(),
            stderr=StringIO(),
        )
        # As the demo's, by the hash that costs nothing: see test_settings.
        password = MD5PasswordHasher().encode("demo-2021", "salt")
        User.objects.update(password=password)
        rows = snapshot.take(before)
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def office(office_rows, db) -> Department:
    """The subdistrict office with its five drafts of 2021 and the demo users."""
    office_rows.restore()
    return Department.objects.get(code="001")


@pytest.fixture
def year(office) -> BudgetYear:
    return BudgetYear.objects.get(year=2021)


@pytest.fixture
def target(office) -> Target:
    """A draft of the office: 村级组织经费, the third table of the seed."""
    return Target.objects.with_names().get(project__name="村级组织经费")


@pytest.fixture
def sound(target) -> Target:
    """The same, as the checks let it through."""
    return make_clean(target)


@pytest.fixture
def attachment(target) -> Attachment:
    """A basis document of the target, with its file on the disk."""
    content = ContentFile(b"%PDF-1.4\nstartxref\n0\n%%EOF\n", "实施方案.pdf")
    actor = User.objects.get(username="tianbao")
    return attachments.add(target=target, actor=actor, content=content)


@pytest.fixture
def overall_target(office) -> Target:
    return Target.objects.with_names().get(kind="department", department=office)


def make_user(username: str, role: str | None, department: Department | None) -> User:
    user = User.objects.create_user(username, password="a-test-password", name=username)
    if role and department:
        Membership.objects.create(user=user, department=department, role=role)
    return user


@pytest.fixture
def elsewhere(office) -> Department:
    """Another office, beside the first."""
    return save_department(department=Department(code="002", name="另一街道办事处"))


@pytest.fixture
def people(office, elsewhere) -> dict[str, User]:
    """One person for each way to stand to the office's targets."""
    named = {
        name: User.objects.get(username=name)
        for name in ("tianbao", "chushen", "caizheng", "admin")
    }
    return named | {
        "stranger": make_user("stranger", Role.FILLER, elsewhere),
        "foreign_reviewer": make_user("foreign_reviewer", Role.REVIEWER, elsewhere),
        "nobody": make_user("nobody", None, None),
    }


@pytest.fixture
def as_user(people):
    """``as_user("tianbao")`` is a client that is logged in as that person."""

    def log_in(name: str | None) -> Client:
        client = Client()
        if name is not None:
            client.force_login(people[name])
        return client

    return log_in


@pytest.fixture
def visit(people):
    """``visit("tianbao", "get", "/", {})`` is the status code, and undone unless
    ``undo=False``. Everybody logs in once: a test may pay a thousand visits."""
    office = Department.objects.get(code="001")
    everybody = people | {
        role.value: make_user(role.value, role, office)
        for role in (Role.HEAD, Role.PERFORMANCE, Role.MANAGER, Role.AUDITOR)
    }
    cookies: dict[str | None, str] = {None: ""}
    for name, user in everybody.items():
        client = Client()
        client.force_login(user)
        cookies[name] = client.cookies.output(header="")

    def ask(name, method: str, url: str, data, *, undo: bool = True) -> int:
        client = Client()
        client.cookies = SimpleCookie(cookies[name])
        with transaction.atomic():
            answer = getattr(client, method)(url, data)
            answer.getvalue()  # to the end: a file may be open in it
            transaction.set_rollback(undo)
        return answer.status_code

    return ask
