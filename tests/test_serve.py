"""The script that serves: the web server, and background jobs beside it."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from scripts.demo_server import DemoServer


class Served(DemoServer):
    command = ("scripts/serve.sh",)

    def jobs(self) -> list[int]:
        """The processes that work off jobs, of this server alone."""
        assert self.process is not None
        below = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [pid for pid in map(int, below.read_text().split()) if is_jobs(pid)]


def is_jobs(pid: int) -> bool:
    return b"run_jobs" in Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.fixture
def served(demo_var):
    made = Served(demo_var)
    made.start()
    yield made
    made.stop()


def until(asked: Callable[[], object]) -> None:
    for _ in range(600):
        if asked():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def test_jobs_that_end_are_begun_again_and_pages_are_served_meanwhile(served):
    until(served.jobs)
    [first] = served.jobs()
    os.kill(first, signal.SIGKILL)
    until(lambda: served.jobs() not in ([], [first]))
    with urlopen(f"{served.url}login/") as answer:  # noqa: S310
        assert answer.status == 200
    [second] = served.jobs()
    served.stop()
    until(lambda: not Path(f"/proc/{second}").exists())
