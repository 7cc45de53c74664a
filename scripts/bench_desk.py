"""The reviewer's desk with 2,000 targets waiting against the desk with 20, in one run
and one database. A page shows fifty, so the longer queue costs somewhat more."""

import os
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
VAR = TemporaryDirectory()
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "perftargets.settings",
    "VAR_DIR": VAR.name,
    "DATABASE_URL": f"sqlite:///{VAR.name}/bench.sqlite3",
    "ALLOWED_HOSTS": "testserver",
    "STATIC_MANIFEST": "0",
}
(Path(VAR.name) / "static").mkdir()

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from departments.models import Department, Membership, Role, User  # noqa: E402
from departments.services import save_department  # noqa: E402
from projects.models import BudgetYear  # noqa: E402
from tests.crowd import crowd  # noqa: E402

FEW, MANY, RUNS, MOST = 20, 2000, 25, 1.5


def reviewer_of(code: str, count: int) -> Client:
    """Logged in at an office of their own, where so many wait."""
    office = save_department(department=Department(code=code, name=f"单位{code}"))
    user = User.objects.create_user(f"reviewer{code}")
    Membership.objects.create(user=user, department=office, role=Role.REVIEWER)
    filler = User.objects.create_user(f"filler{code}")
    crowd(office, filler, BudgetYear.objects.get(), count)
    client = Client()
    client.force_login(user)
    return client


def seconds(client: Client, count: int) -> float:
    start = time.process_time()
    page = client.get("/").content.decode()
    spent = time.process_time() - start
    if f"{count} 份" not in page:
        raise AssertionError("the page does not show the queue")
    return spent


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("loaddata", "schemes", "year_2021", verbosity=0)
    few, many = reviewer_of("1", FEW), reviewer_of("2", MANY)
    seconds(few, FEW), seconds(many, MANY)
    pairs = [(seconds(few, FEW), seconds(many, MANY)) for _ in range(RUNS)]
    times = median(many / few for few, many in pairs)
    print(f"{f'desk: {MANY} waiting / {FEW} ({MOST} at most)':50} {times:6.2f}")
    short, long = (1000 * median(column) for column in zip(*pairs, strict=True))
    print(f"{'  in milliseconds: many, few':50} {long:6.1f} {short:6.1f}")
    if times > MOST:
        sys.exit("the desk is too slow")


if __name__ == "__main__":
    main()
