"""The one process that talks to the mail server."""

import signal
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from notices.outbox import send_due


class Command(BaseCommand):
    help = "Send the e-mails that are due; with --loop again and again, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", type=int, metavar="SECONDS", default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        # Without a server they would count as sent and be lost.
        if not settings.MAIL_ENABLED:
            raise CommandError("没有配置邮件服务器（EMAIL_URL），邮件留在队列里")
        if options["loop"] < 0:
            raise CommandError("--loop 是两次之间的秒数，不能小于 0")
        self.stopped = False
        if not options["loop"]:
            self._round(quiet=False)
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopped:
            self._round(quiet=True)
            close_old_connections()  # the database may be restarted meanwhile
            self._wait(options["loop"])

    def _stop(self, *_: Any) -> None:
        """The mail in hand is sent and noted first: it would go out again otherwise."""
        self.stopped = True

    def _round(self, *, quiet: bool) -> None:
        outcome = send_due(stopping=lambda: self.stopped)
        if outcome.sent or outcome.failed or not quiet:
            self.stdout.write(f"发出 {outcome.sent} 封，失败 {outcome.failed} 封")
            self.stdout.flush()

    def _wait(self, seconds: int) -> None:
        """In short steps: a signal does not end a sleep."""
        until = time.monotonic() + seconds
        while not self.stopped and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.5))
