"""Takes away exported files that have expired."""

from typing import Any

from django.core.management.base import BaseCommand

from exchange import exports


class Command(BaseCommand):
    help = "Delete exported files that have expired. The job worker does it hourly."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"已清理 {exports.sweep()} 个过期的导出文件")
