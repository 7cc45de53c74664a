"""An archive in the hands of a real worker, which is killed in the middle."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sheets import readers
from tests.conftest import SEED

from .packing import FORMATS, file_of, packed
from .test_worker import Worker, children, is_alive, until

COUNT = 60
ASK = """
from departments.models import User, Department
from exchange import pack_reading
from projects.models import BudgetYear
with open({path!r}, "rb") as file:
    print(pack_reading.receive(
        user=User.objects.get(username={user!r}), name="2021.zip", file=file,
        department=Department.objects.get(code="001"),
        year=BudgetYear.objects.get(year=2021),
    ).pk)
"""
# As if the half minute after which a silent run has lost its job had passed.
AGE = "UPDATE exchange_importjob SET heartbeat = datetime(heartbeat, '-60 seconds')"
STATE = "SELECT state, done, tries, file FROM exchange_importjob WHERE id = ?"
FILES = """
SELECT f.number, f.path, f.outcome, f.messages, f.marks, b.sha256, b.book
FROM exchange_packedfile f JOIN exchange_importbatch b ON b.id = f.batch_id
WHERE f.job_id = ? ORDER BY f.number
"""
READ = "SELECT id, read_at FROM exchange_importbatch ORDER BY id"


class PackWorker(Worker):
    def upload(self, path, user: str) -> int:
        words = ASK.format(path=str(path), user=user)
        return int(self.manage("shell", "--no-imports", "-c", words))

    def state(self, pk: int) -> str:
        return self.sql(STATE, pk)[0][0]


@pytest.fixture
def worker(demo_var):
    made = PackWorker(demo_var)
    yield made
    made.stop()


@pytest.fixture
def archive(tmp_path):
    """Projects that nobody has yet, each in a file of its own, of four kinds."""
    sheet = readers.read(SEED.name, SEED.read_bytes()).book.projects[2]
    files = {}
    for number in range(COUNT):
        kind = FORMATS[number % len(FORMATS)]
        files[f"{number}.{kind}"] = file_of(
            replace(sheet, name=f"新项目{number}"), kind
        )
    path = tmp_path / "2021.zip"
    path.write_bytes(packed(files))
    return path


def test_a_killed_worker_s_archive_goes_on(worker, archive):
    """kill -9 once ten files are read: those are not read again, and all is as it
    would have been."""
    worker.start()
    pk = worker.upload(archive, "admin")
    until(lambda: len(worker.sql(FILES, pk)) >= 10)
    family = children(worker.process.pid)
    worker.kill()
    # A child that reads ends with its input.
    until(lambda: not any(map(is_alive, family)), 20)
    [(state, _, tries, file)] = worker.sql(STATE, pk)
    before = worker.sql(READ)
    assert (state, tries) == ("running", 1) and 10 <= len(before) < COUNT
    kept = worker.env["VAR_DIR"]
    assert [path.name for path in pack_dir(kept).iterdir()] == [file]
    worker.sql(AGE)
    worker.start()
    until(lambda: worker.state(pk) == "done")
    assert worker.sql(STATE, pk) == [("done", COUNT, 2, "")]
    assert worker.sql(READ)[: len(before)] == before, "they were not read again"
    other = worker.upload(archive, "tianbao")  # undisturbed
    until(lambda: worker.state(other) == "done")
    first, second = (worker.sql(FILES, key) for key in (pk, other))
    assert len(first) == COUNT and first == second
    assert json.loads(first[0][6])["projects"][0]["name"] == "新项目0"
    assert list(pack_dir(kept).iterdir()) == []


def pack_dir(var: str) -> Path:
    return Path(var) / "packs"
