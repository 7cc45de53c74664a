"""The manual's table of checks is the one of the program."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from exchange.management.commands.list_checks import parts_of
from reviews.checks.base import checks
from tests.conftest import ROOT

MANUAL = ROOT / "docs" / "manual.md"


def run(**options: object) -> str:
    out = StringIO()
    call_command("list_checks", stdout=out, **options)
    return out.getvalue()


def test_the_manual_has_the_table_of_the_program():
    _, table, _ = parts_of(MANUAL.read_text("utf-8"))
    assert table == run(), "please run manage.py list_checks --write"
    rows = [line.split("|")[1].strip() for line in table.splitlines()]
    assert rows[2:] == sorted(check.id for check in checks)
    assert len(rows) >= 66 + 2


def test_it_is_written_between_its_marks_and_nowhere_else(tmp_path):
    manual = tmp_path / "manual.md"
    before, _, after = parts_of(MANUAL.read_text("utf-8"))
    manual.write_text(f"{before}| 旧的 |\n{after}", "utf-8")
    assert "已更新" in run(write=True, manual=manual)
    assert manual.read_text("utf-8") == MANUAL.read_text("utf-8")
    assert "没有变化" in run(write=True, manual=manual)


def test_a_manual_without_marks_is_left_alone(tmp_path):
    manual = tmp_path / "manual.md"
    manual.write_text("# 手册\n", "utf-8")
    with pytest.raises(CommandError, match="起止标记"):
        run(write=True, manual=manual)
    assert manual.read_text("utf-8") == "# 手册\n"
