"""A long table as an Excel file, row by row; and the record as such a table."""

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .models import ACTIONS, Entry
from .sentences import Told, tell

# Heading and width of each column.
COLUMNS = {
    "编号": 9,
    "时间": 20,
    "操作人": 16,
    "用户名": 16,
    "来源地址": 18,
    "操作": 14,
    "对象": 18,
    "对象名称": 30,
    "说明": 60,
    "变更（前 → 后）": 60,
    "其他内容": 40,
    "封条": 9,
    "校验码": 68,
}
CELL_LENGTH = 32_767  # Excel's own limit
CUT = "……（太长，已截断）"
# XML cannot hold them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(entries: Iterable[Entry], *, about: Sequence[str]) -> BinaryIO:
    """The record; as :func:`table`."""
    rows = (_row(tell(entry)) for entry in entries)
    return table(rows, title="审计记录", columns=COLUMNS, about=about)


def table(
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    columns: Mapping[str, int],
    about: Sequence[str],
) -> BinaryIO:
    """An open file, at its beginning; the lines ``about`` it stand above the table,
    whose ``columns`` are headings with their widths. All text stays text."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    for number, width in enumerate(columns.values(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    head = len(about) + 1
    sheet.freeze_panes = f"A{head + 1}"
    for line in about:
        sheet.append([_cell(sheet, line)])
    sheet.append([_cell(sheet, name, bold=True) for name in columns])
    last = head
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
        last += 1
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(columns))}{last}"
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    workbook.save(file)
    file.seek(0)
    return file


def _row(told: Told) -> tuple[Any, ...]:
    entry = told.entry
    seal = getattr(entry, "seal", None)
    return (
        entry.pk,
        told.when,
        entry.actor_name,
        entry.actor.username if entry.actor else "",
        entry.address,
        ACTIONS.get(entry.action, entry.action),
        entry.subject,
        entry.subject_name,
        told.sentence,
        "\n".join(map(str, told.changes)),
        "\n".join(f"{label}：{text}" for label, text in told.facts),
        seal.number if seal else None,
        seal.hash if seal else "",
    )


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """Text stays text: what begins with "=" would be a formula, "#N/A" an error. The
    other texts go as they are, which takes half the time."""
    if not isinstance(value, str):
        return value
    text = CONTROL.sub("", value)
    if len(text) > CELL_LENGTH:
        text = text[: CELL_LENGTH - len(CUT)] + CUT
    if not bold and not text.startswith(("=", "#")):
        return text or None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
