"""A command that made a PDF ends well."""

import subprocess
import sys

from tests.conftest import ROOT, SEED


def test_it_exits_without_a_crash(tmp_path):
    """Font maps that were freed too late used to crash the interpreter."""
    command = [sys.executable, "manage.py", "convert_targets", str(SEED)]
    options = ["--to", "pdf", "--output", str(tmp_path / "seed.pdf")]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True)
    assert done.returncode == 0
    assert (tmp_path / "seed.pdf").read_bytes().startswith(b"%PDF-")
