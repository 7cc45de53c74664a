"""Reading in a process of its own: the same reading, and a death that is told."""

import os
import signal
import subprocess
import sys

import pytest

from perftargets.errors import BadFile
from sheets import readers
from sheets.readers import apart
from sheets.readers.apart import read_apart

from .forms import PUBLISHED

DOCX = PUBLISHED / "01-tangxi-cunji.docx"


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".txt"])
def test_it_is_the_same_reading(suffix):
    path = DOCX.with_suffix(suffix)
    data = path.read_bytes()
    assert read_apart(path.name, data) == readers.read(path.name, data)


@pytest.mark.parametrize("name", ["甲.pdf", "a\nb\x00.pdf", ""])
def test_a_refusal_is_the_same(name):
    with pytest.raises(BadFile, match="PDF"):
        read_apart(name, b"%PDF-1.4")


def test_a_file_that_takes_too_long_is_left():
    with pytest.raises(BadFile, match="没有在规定的时间内读完"):
        read_apart("a.docx", DOCX.read_bytes(), seconds=0.05)


def test_a_child_that_dies_is_told(monkeypatch, tmp_path):
    """As one does that the system kills for its memory."""
    dead = tmp_path / "sheets_dead"
    (dead).mkdir()
    (dead / "__init__.py").touch()
    (dead / "apart_child.py").write_text("import os; os.abort()")
    monkeypatch.setattr(apart, "__package__", "sheets_dead")
    monkeypatch.setattr(apart, "ROOT", tmp_path)
    with pytest.raises(BadFile, match="这个文件读不下去"):
        read_apart("a.docx", DOCX.read_bytes())


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_the_child_may_not_take_all_memory():
    """JSON that is small as a file and large as objects."""
    bomb = b'{"a":[' + b"[[[]]]," * 2_700_000 + b"[]]}"
    assert len(bomb) < 20_000_000
    with pytest.raises(BadFile, match="这个文件读不下去"):
        read_apart("a.json", bomb)


def test_nothing_of_it_goes_on_running(monkeypatch, tmp_path):
    """A converter that the child has started ends with it."""
    slow = tmp_path / "sheets_slow"
    slow.mkdir()
    (slow / "__init__.py").touch()
    note = tmp_path / "pid"
    (slow / "apart_child.py").write_text(
        "import subprocess, time\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    monkeypatch.setattr(apart, "__package__", "sheets_slow")
    monkeypatch.setattr(apart, "ROOT", tmp_path)
    with pytest.raises(BadFile):
        read_apart("a.docx", b"x", seconds=2)
    assert not is_running(int(note.read_text()))


def is_running(pid: int) -> bool:
    """A killed one that nobody has fetched is not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    words = ["ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(words, capture_output=True, text=True, check=False)
    return state.stdout.strip()[:1] not in ("", "Z")


def test_a_child_reads_on(pids):
    """Starting one costs more than reading a file."""
    files = [DOCX.with_suffix(suffix) for suffix in (".docx", ".xlsx", ".html", ".txt")]
    with apart.Series() as series:
        for path in files:
            data = path.read_bytes()
            assert series.read(path.name, data) == readers.read(path.name, data)
            with pytest.raises(BadFile, match="PDF"):
                series.read("a.pdf", b"%PDF-1.4")
        [pid] = pids
        assert is_running(pid)
    assert not is_running(pid)


def test_no_file_is_another_s_trouble(pids, monkeypatch):
    """After one that a child did not survive, and after some that it did, another goes
    on."""
    monkeypatch.setattr(apart, "MOST_EACH", 2)
    data = DOCX.read_bytes()
    expected = readers.read(DOCX.name, data)
    with apart.Series(seconds=20) as series:
        for _ in range(3):
            assert series.read(DOCX.name, data) == expected
        assert len(pids) == 2
        series.seconds = 0.0
        with pytest.raises(BadFile, match="没有在规定的时间内读完"):
            series.read("slow.docx", data)
        series.seconds = 20
        assert series.read(DOCX.name, data) == expected
        os.kill(pids[-1], signal.SIGKILL)
        with pytest.raises(BadFile, match="这个文件读不下去"):
            series.read(DOCX.name, data)
        assert series.read(DOCX.name, data) == expected
    assert len(pids) == 4
    assert not any(map(is_running, pids))


def test_a_child_that_waits_ends_with_its_parent(pids):
    """Also with one that was killed: the end of its input is all that it needs."""
    with apart.Series() as series:
        series.read(DOCX.name, DOCX.read_bytes())
        series._child.stdin.close()
        assert series._child.wait(20) == 0


@pytest.fixture
def pids(monkeypatch) -> list[int]:
    """The children that were started."""
    started: list[int] = []
    start = apart._start

    def noted(module):
        child = start(module)
        started.append(child.pid)
        return child

    monkeypatch.setattr(apart, "_start", noted)
    return started
