"""A file of dump_year into this installation."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.files import told
from exchange.year_load import load_year
from perftargets.errors import BadFile, CheckFailed

NO_TEXT = "不是 UTF-8 文本，什么也没有装入。请用 dump_year 重新生成文件"
CUT_OFF = "文件不完整，最后一个字只有一半，可能没有传完。什么也没有装入。请重新传一次"


class Command(BaseCommand):
    help = "Take in a file of dump_year: all that is missing here, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with told(path):
                text = path.read_text("utf-8")
            loaded = load_year(text=text, file_name=path.name)
        except UnicodeDecodeError as error:
            said = CUT_OFF if error.reason == "unexpected end of data" else NO_TEXT
            raise CommandError(f"{path.name}：{said}") from None
        except (BadFile, CheckFailed) as error:
            raise CommandError(f"{path.name}：{error.message}") from error
        for name in loaded.kept:
            self.stderr.write(f"{name}：系统里已有，与文件不同，保留系统里的")
        self.stdout.write(
            f"{path.name}：装入 {loaded.new} 份绩效目标，{loaded.same} 份系统里已有"
        )
