"""Reading in a process of its own: the same reading, and a death that is told."""

import os
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
