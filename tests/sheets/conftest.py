"""The office programs that open what we write, and files read within limits."""

import json
import resource
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Converts files by LibreOffice; a profile of its own keeps it from others."""
    home = tmp_path_factory.mktemp("office")

    def convert(to: str, files: dict[str, bytes]) -> dict[str, bytes]:
        """Slow to start: several files at once. The results by name."""
        sources = [home / name for name in files]
        for source, data in zip(sources, files.values(), strict=True):
            source.write_bytes(data)
        out = tmp_path_factory.mktemp("converted")
        command = ["soffice", f"-env:UserInstallation=file://{home}/profile"]
        command += ["--headless", "--convert-to", to, "--outdir", out, *sources]
        subprocess.run(command, capture_output=True, check=True, timeout=300)
        return {path.stem: path.read_bytes() for path in out.iterdir()}

    return convert


# Reads a file as a server would, and says what it took.
CHILD = """
import json, resource, sys
from pathlib import Path
from perftargets.errors import BadFile
from sheets import readers
idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    reading = readers.read(Path(sys.argv[1]).name, Path(sys.argv[1]).read_bytes())
    said = "read"
except BadFile as error:
    said = error.message
# Seconds of the processor: by the clock it depends on what else the machine does.
both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
used = [resource.getrusage(who) for who in both]
peak = sum(one.ru_maxrss for one in used)
seconds = sum(one.ru_utime + one.ru_stime for one in used)
print(json.dumps([said, (peak - idle) / 1024, seconds]))
"""
MOST_MB, MOST_SECONDS = 300, 30


def limits() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))


@pytest.fixture
def taken(tmp_path):
    """What reading a file says, within the limits of memory and time."""

    def read(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            preexec_fn=limits,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        said, megabytes, seconds = json.loads(done.stdout)
        assert megabytes < MOST_MB, (said, megabytes)
        assert seconds < MOST_SECONDS, (said, seconds)
        return said

    return read
