"""Forgets uploaded files that nobody took."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from exchange import kept, waiting


class Command(BaseCommand):
    help = "Delete files that waited too long to be imported. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        count, strays = waiting.sweep(), kept.drop_strays()
        self.stdout.write(
            f"已删除 {count} 个超过 {settings.IMPORT_DAYS} 天没有导入的文件，"
            f"另清理 {strays} 个多余的文件"
        )
