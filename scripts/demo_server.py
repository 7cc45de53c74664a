"""The program as ``make serve`` starts it, with a database of its own: for tests that
stop it, and for measuring."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class DemoServer:
    """On a free port; ``var`` is an empty directory for its data."""

    command = (sys.executable, "-m", "gunicorn", "perftargets.wsgi")

    def __init__(self, var: Path) -> None:
        self.env = os.environ | {
            "VAR_DIR": str(var),
            "DATABASE_URL": f"sqlite:///{var / 'restart.sqlite3'}",
            "DEMO": "1",
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.process: subprocess.Popen | None = None

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=True
        )
        return done.stdout

    def set_up(self) -> None:
        """The demo's data, and the static files."""
        self.manage("migrate", "--noinput")
        self.manage("load_demo")
        self.manage("collectstatic", "--noinput")

    def start(self) -> None:
        """Returns when it answers; ``AssertionError`` after half a minute."""
        self.process = subprocess.Popen(
            [*self.command, "--threads", "4", "--bind", f"127.0.0.1:{self.port}"],
            cwd=ROOT,
            env=self.env,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None
