"""The process that works off jobs: a cluster of django-q2, and an eye on it."""

import ctypes
import logging
import os
import signal
import socket
import time
from multiprocessing import RawValue
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django_q.cluster import Cluster

from exchange import exports, jobs, kept, pack_reading, waiting, watch

log = logging.getLogger(__name__)

LOOK_EVERY, SWEEP_EVERY = 10.0, 3600.0  # seconds
PR_SET_PDEATHSIG = 1


def _end_with_parent() -> None:
    """Called in a new child: whatever ends its parent, ``kill -9`` too, ends it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Command(BaseCommand):
    help = "Work off background jobs until stopped. Runs beside the web server."

    sweep_at = float("-inf")

    def handle(self, *args: Any, **options: Any) -> None:
        # Seen by all the children, and may be set in a signal's handler: no lock.
        self.is_leaving = RawValue("b", 0)
        jobs.leave_when(lambda: bool(self.is_leaving.value))
        if hasattr(ctypes.CDLL(None), "prctl"):
            os.register_at_fork(after_in_child=_end_with_parent)
        cluster = Cluster()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._leave)
        connections.close_all()  # no child may use what is its parent's
        cluster.start()
        try:
            self.stdout.write("后台服务已启动")
            self._watch(cluster)
        finally:
            # Whatever went wrong: the end of this process would wait for that one.
            cluster.sentinel.kill()

    def _leave(self, *signal_and_frame: Any) -> None:
        self.is_leaving.value = 1

    def _watch(self, cluster: Cluster) -> None:
        name = f"{socket.gethostname()} {os.getpid()}"
        try:
            self._look(name, at_start=True)
            while self._stays(cluster):
                self._look(name)
        finally:
            self.is_leaving.value = 1
            cluster.stop()
            watch.leave(name)
        self.stdout.write("后台服务已停止")

    def _look(self, name: str, *, at_start: bool = False) -> None:
        try:
            watch.show(name)
            watch.look(at_start=at_start)
            if time.monotonic() >= self.sweep_at:
                self.sweep_at = time.monotonic() + SWEEP_EVERY
                exports.sweep()
                waiting.sweep()
                kept.drop_strays()
                pack_reading.sweep()
        except (DatabaseError, OSError):
            # A database that is started anew, or a full disk, is no reason to end.
            log.exception("could not look after the jobs")
            connections.close_all()

    def _stays(self, cluster: Cluster) -> bool:
        """Waits until the next look; whether there will be one."""
        until = time.monotonic() + LOOK_EVERY
        while time.monotonic() < until:
            if self.is_leaving.value:
                return False
            if not cluster.sentinel.is_alive():
                raise CommandError("后台服务意外停止，请重新启动")
            time.sleep(0.2)
        return True
