"""Time and memory of an archive of many files: read, then taken, by a real worker.

    python -m scripts.bench_imports [FILES]

A database of its own is made for it. Each file is one project of its own, in one of
four formats.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from sqlite3 import connect
from zipfile import ZIP_DEFLATED, ZipFile

from scripts.demo_server import ROOT, DemoServer
from sheets import readers
from sheets.edition import unstamped
from sheets.layouts import layout_of
from sheets.readers.memory import PROC, tree
from sheets.sheet import Book
from sheets.writers import writers

SEED = ROOT / "fixtures" / "seed" / "subdistrict-2021.txt"
FORMATS = ("xlsx", "docx", "html", "json")
UPLOAD = """
from departments.models import User, Department
from exchange import pack_reading
from projects.models import BudgetYear
pack_reading.receive(
    user=User.objects.get(username="admin"), name="1000.zip",
    file=open({path!r}, "rb"), department=Department.objects.get(code="001"),
    year=BudgetYear.objects.get(year=2021),
)
"""
TAKE = """
from exchange import pack_taking
from exchange.models import ImportJob
pack_taking.ask(pack=ImportJob.objects.get(), action="take")
"""
OUTCOMES = "SELECT outcome, count(*) FROM exchange_packedfile GROUP BY outcome"
STATES = "SELECT state, count(*) FROM exchange_importbatch GROUP BY state"


def make(path: Path, count: int) -> None:
    sheet = readers.read(SEED.name, SEED.read_bytes()).book.projects[2]
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for number in range(count):
            kind = FORMATS[number % len(FORMATS)]
            one = replace(sheet, name=f"压力测试项目{number:04}")
            book = Book(year=2021, layout="hebei-2021", projects=(one,))
            data = writers.get(kind).write(unstamped(book), layout_of(book))
            archive.writestr(f"{number:04}.{kind}", data)


class Bench(DemoServer):
    def sql(self, query: str) -> list[tuple]:
        path = self.env["DATABASE_URL"].removeprefix("sqlite:///")
        with closing(connect(path, timeout=20)) as database:
            return database.execute(query).fetchall()

    def follow(self, table: str, worker: int, idle: int) -> None:
        """Until the job is over; how long, how much, and whether it slows down."""
        start, most, marks = time.monotonic(), 0, [(0.0, 0)]
        state = "waiting"
        while state in ("waiting", "running"):
            [(state, done)] = self.sql(f"SELECT state, done FROM {table}")  # noqa: S608
            most = max(most, used(worker))
            if done > marks[-1][1]:
                marks.append((time.monotonic() - start, done))
            time.sleep(0.2)
        took, done = time.monotonic() - start, marks[-1][1]
        each = took / done * 1000
        print(f"{table}: {state}, {done} in {took:.1f} s, {each:.0f} ms each")
        print(f"  memory of all its processes: {most} MB, idle {idle}")
        print(f"  ms each by fifths: {[*map(round, fifths(marks))]}")


def used(pid: int) -> int:
    """Megabytes that a process and all below it take: what several of them share is
    counted once (PSS), as their RSS together is not."""
    kilobytes = 0
    for one in tree(pid):
        with suppress(OSError):  # it is gone
            lines = (PROC / str(one) / "smaps_rollup").read_text().split("\n")
            kilobytes += sum(int(x.split()[1]) for x in lines if x.startswith("Pss:"))
    return round(kilobytes / 1000)


def fifths(marks: list[tuple[float, int]]) -> list[float]:
    last = marks[-1][1]

    def at(done: float) -> float:
        return next(t for t, n in marks if n >= done)

    return [
        (at(last * (part + 1) / 5) - at(last * part / 5)) * 1000 / (last / 5)
        for part in range(5)
    ]


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, bench = Path(folder) / "files.zip", Bench(Path(folder) / "var")
        make(path, count)
        print(f"{count} files, {path.stat().st_size / 1e6:.1f} MB")
        bench.set_up()
        command = [sys.executable, "manage.py", "run_jobs"]
        with subprocess.Popen(command, cwd=ROOT, env=bench.env) as worker:
            try:
                time.sleep(15)
                idle = used(worker.pid)
                for words, table in (
                    (UPLOAD.format(path=str(path)), "exchange_importjob"),
                    (TAKE, "exchange_takingjob"),
                ):
                    timed(partial(bench.manage, "shell", "--no-imports", "-c", words))
                    bench.follow(table, worker.pid, idle)
                print(bench.sql(OUTCOMES), bench.sql(STATES))
                print("kept:", [*(Path(folder) / "var" / "packs").iterdir()])
            finally:
                worker.terminate()


def timed(do: Callable[[], object]) -> None:
    start = time.monotonic()
    do()
    print(f"asked for in {time.monotonic() - start:.1f} s, most of it Django's start")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
