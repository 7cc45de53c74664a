"""Once a day: reminders before a deadline, and old notices away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from notices.reminders import remind
from notices.services import forget_old
from reviews.reminders import remind_reviewers


class Command(BaseCommand):
    help = (
        "Remind fillers of what is not submitted when filling closes within N days, "
        "and reviewers of what is due by then; remove notices and e-mails that are "
        "long done. To be run daily."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, metavar="N", default=3)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < 0:
            raise CommandError("--days 是截止或到期前的天数，不能小于 0")
        days = options["days"]
        count = remind(days=days) + remind_reviewers(days=days)
        notices, mails = forget_old()
        self.stdout.write(
            f"发出 {count} 条提醒；清除 {notices} 条旧通知、{mails} 封旧邮件"
        )
