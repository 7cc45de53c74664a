"""Takes away finished pages that nobody has asked for in a long time."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sheets.press.kept import DAYS, Folder


class Command(BaseCommand):
    help = "Delete kept pages of PDF files that were not used lately. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        count = Folder(settings.PAGES_DIR).sweep()
        self.stdout.write(f"已清理 {count} 份 {DAYS} 天没有用过的版面")
