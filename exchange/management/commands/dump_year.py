"""Years as a fixture for another installation."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.services import record
from departments.models import Department
from exchange.files import told
from exchange.year_dump import Left, rows, write
from perftargets.errors import BadFile
from projects.models import BudgetYear

NEVER = (
    "没有带出：用户、岗位和密码，谁填写和送审的，审计记录，送审稿和批复版本，审核意见、批注和审核表，"
    "对警告的说明，依据材料。已批复的装入后是“已补录”，文号和校验码写在补录原因里。"
)


CHANGED = "批复版本的内容与校验码不符，没有导出。请先查清是谁改了数据库"


class Command(BaseCommand):
    help = "Write years as a Django fixture with natural keys, for load_year."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("years", nargs="+", type=int, metavar="YEAR")
        parser.add_argument("--department", metavar="CODE", help="it and all below it")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        years = [self._year(number) for number in options["years"]]
        root = self._department(options["department"])
        left = Left()
        pieces = write(rows(years, root, left))
        try:
            if options["output"]:
                _into(options["output"], pieces)
            else:
                self.stdout.write("".join(pieces), ending="")
        except BadFile as error:
            raise CommandError(error.message) from error
        except ValueError as error:  # a frozen version no longer fits its sha256
            raise CommandError(f"{CHANGED}（{error}）") from error
        self._tell(left)
        record(
            actor=None,
            action="export",
            subject=f"years:{'、'.join(map(str, years))}"[:100],
            subject_name=f"{'、'.join(map(str, years))}年度数据",
            detail={"format": "fixture", "department": options["department"] or ""},
        )

    def _tell(self, left: Left) -> None:
        self.stderr.write(NEVER)
        for what, count in left.counts.items():
            if count:
                self.stderr.write(f"没有带出：{what} {count} 处")
        for text in left.years:
            self.stderr.write(text)

    def _year(self, number: int) -> BudgetYear:
        found = BudgetYear.objects.select_related("scheme").filter(year=number).first()
        if found is None:
            known = "、".join(str(y.year) for y in BudgetYear.objects.all())
            raise CommandError(f"没有预算年度 {number}，系统里有：{known or '无'}")
        return found

    def _department(self, code: str | None) -> Department | None:
        if code is None:
            return None
        found = Department.objects.filter(code=code).first()
        if found is None:
            raise CommandError(f"没有编码为 {code} 的部门")
        return found


def _into(path: Path, pieces: Any) -> None:
    """All of it or nothing: half a file would be taken for a whole one."""
    part = path.with_name(f".{path.name}.part")
    with told(path):
        try:
            with part.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(pieces)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
