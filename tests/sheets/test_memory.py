"""A program that takes too much memory, or time, is ended with all that it started."""

import subprocess
import sys
import time

import pytest

from sheets.readers.memory import TooMuch, held, run_watched

from .test_apart import is_running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
GREEDY = (
    "import time; a = bytearray(200_000_000); a[::4096] = a[::4096]; time.sleep(60)"
)
PARENT = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {GREEDY!r}])
open(sys.argv[1], "w").write(str(child.pid))
child.wait()
"""


def run(code: str, *words: str, seconds: float = 30, most: int = 100_000_000) -> None:
    run_watched([sys.executable, "-c", code, *words], seconds=seconds, most=most)


def test_what_it_started_is_counted_and_ended(tmp_path):
    note = tmp_path / "pid"
    with pytest.raises(TooMuch):
        run(PARENT, str(note))
    pid, until = int(note.read_text()), time.monotonic() + 10
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(pid)


def test_what_takes_too_long_is_ended():
    start = time.monotonic()
    with pytest.raises(subprocess.TimeoutExpired):
        run("import time; time.sleep(60)", seconds=0.5)
    assert time.monotonic() - start < 10


def test_what_fails_is_told():
    with pytest.raises(subprocess.CalledProcessError):
        run("raise SystemExit(3)")


def test_what_is_well_goes_through(tmp_path):
    made = tmp_path / "made"
    run("import sys; open(sys.argv[1], 'w').write('甲')", str(made))
    assert made.exists()


def test_a_process_that_is_gone_holds_nothing():
    assert held(2**22 + 1) == 0
