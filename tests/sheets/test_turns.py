"""So many readings at a time and no more, over all processes."""

import subprocess
import sys
import time

import pytest

from perftargets.errors import BadFile
from sheets.readers.turns import Busy, turn
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such lock there")
# Takes a place, says so, and holds it until it is told to go on.
HOLDER = """
import sys
from pathlib import Path
from sheets.readers.turns import turn
with turn(Path(sys.argv[1]), most=1):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that has the only place."""
    pipe = subprocess.PIPE
    words = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(words, cwd=ROOT, stdin=pipe, stdout=pipe) as child:
        assert child.stdout.readline() == b"held\n"
        yield child
        child.kill()


def test_so_many_at_a_time(tmp_path):
    with turn(tmp_path, most=2), turn(tmp_path, most=2):
        with pytest.raises(Busy, match="稍候再试"), turn(tmp_path, 2, seconds=0.2):
            raise AssertionError("a third one")
    with turn(tmp_path, most=1, seconds=0):
        pass


def test_another_process_holds_the_place(tmp_path, holder):
    with pytest.raises(BadFile, match="人较多"), turn(tmp_path, 1, seconds=0.2):
        raise AssertionError("taken twice")


def test_it_waits_a_little(tmp_path, holder):
    holder.stdin.close()
    with turn(tmp_path, most=1, seconds=10):
        pass


def test_a_dead_process_leaves_its_place(tmp_path, holder):
    holder.kill()
    start = time.monotonic()
    with turn(tmp_path, most=1, seconds=10):
        assert time.monotonic() - start < 5


def test_what_fails_leaves_its_place(tmp_path):
    with pytest.raises(ZeroDivisionError), turn(tmp_path, most=1):
        1 / 0  # noqa: B018
    with turn(tmp_path, most=1, seconds=0):
        pass
