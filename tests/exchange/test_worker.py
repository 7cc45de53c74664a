"""The process that works off jobs: a real one, with a database of its own, killed in
the middle."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from scripts.demo_server import ROOT, DemoServer

ASK = """
from departments.models import User, Department
from exchange import exports
from exchange.models import ExportJob
from projects.models import BudgetYear
print(exports.ask(job=ExportJob(
    user=User.objects.get(username="admin"), year=BudgetYear.objects.get(year=2021),
    department=Department.objects.get(code="001"), with_below=True,
    shape="zip", format="pdf",
)).pk)
"""
# As if the half minute after which a silent run has lost its job had passed.
AGE = "UPDATE exchange_exportjob SET heartbeat = datetime(heartbeat, '-60 seconds')"
TELL = "SELECT state, done, tries, file FROM exchange_exportjob WHERE id = ?"


class Worker(DemoServer):
    """``manage.py run_jobs`` instead of the web server."""

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run_jobs"],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        assert "已启动" in self.process.stdout.readline()

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.stop()

    def stop(self) -> None:
        """Returns when nothing of it is left: all had its output open."""
        process = self.process
        super().stop()
        if process is not None and process.stdout is not None:
            process.stdout.read()
            process.stdout.close()

    def ask(self) -> int:
        return int(self.manage("shell", "--no-imports", "-c", ASK))

    def sql(self, query: str, *values: object) -> list[tuple]:
        """Past Django, which would take seconds to begin."""
        path = self.env["DATABASE_URL"].removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, timeout=20)) as database, database:
            return database.execute(query, values).fetchall()

    def job(self, pk: int) -> tuple[str, int, int, str]:
        """Its state, how many are done, its tries, its file."""
        return self.sql(TELL, pk)[0]


@pytest.fixture
def worker(demo_var):
    made = Worker(demo_var)
    yield made
    made.stop()


def until(true: Callable[[], object], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.2)


def archive(var: Path, name: str) -> dict[str, bytes]:
    with ZipFile(BytesIO((var / "exports" / name).read_bytes())) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def children(pid: int) -> set[int]:
    """All processes below this one."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        parents[int(path.parent.name)] = int(fields[1])
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new}
        found |= new
    return found


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    except OSError:
        return False


def test_a_killed_cluster_leaves_nothing_and_its_job_goes_on(worker, demo_var):
    """kill -9 of the process that was started alone, once two files are ready."""
    worker.start()
    pk = worker.ask()
    ready = demo_var / "exports" / f"{pk}.work"
    finished = lambda: [p for p in ready.glob("*") if p.suffix != ".part"]  # noqa: E731
    until(lambda: len(finished()) >= 2)
    family = children(worker.process.pid)
    assert len(family) >= 4  # a guard, two workers, a pusher, a monitor
    worker.kill()
    until(lambda: not any(map(is_alive, family)), 10)
    state, _, tries, file = worker.job(pk)
    assert (state, tries, file) == ("running", 1, "")
    before = {path.name: path.stat().st_mtime_ns for path in finished()}
    assert 2 <= len(before) < 6
    worker.sql(AGE)
    worker.start()
    until(lambda: worker.job(pk)[0] == "done")
    assert worker.job(pk)[1:3] == (6, 2)
    other = worker.ask()  # undisturbed
    until(lambda: worker.job(other)[0] == "done")
    first, second = (archive(demo_var, worker.job(key)[3]) for key in (pk, other))
    assert len(first) == 6 and first == second
    assert not ready.exists()


def test_a_killed_child_is_replaced_and_the_job_goes_on(worker, demo_var):
    worker.start()
    pk = worker.ask()
    ready = demo_var / "exports" / f"{pk}.work"
    until(ready.exists)
    parent = worker.process.pid
    [guard] = [pid for pid in children(parent) if _parent(pid) == parent]
    # Whoever works has the database and the folder open; the others only wait.
    busy = max((p for p in children(guard)), key=_seconds)
    os.kill(busy, signal.SIGKILL)
    until(lambda: not is_alive(busy), 10)
    worker.sql(AGE)
    until(lambda: worker.job(pk)[0] == "done")
    assert worker.job(pk)[1] == 6


def _fields(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _parent(pid: int) -> int:
    return int(_fields(pid)[1])


def _seconds(pid: int) -> int:
    """Of the processor, in its own measure."""
    return int(_fields(pid)[11])


def test_a_stop_in_good_order_gives_the_job_back(worker, demo_var):
    worker.start()
    pk = worker.ask()
    until((demo_var / "exports" / f"{pk}.work").exists)
    family = children(worker.process.pid)
    worker.stop()
    assert not any(map(is_alive, family))
    state, _, tries, _ = worker.job(pk)
    assert (state, tries) in {("waiting", 0), ("done", 1)}
