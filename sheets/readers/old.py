"""Old Word and Excel files, read outside of this process.

Their formats are full of counts and offsets that a file may lie about. What reads them
runs beside the program, with limits on time and memory, and what it does wrong is a
message and no crash.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from perftargets.errors import BadFile

from . import biff
from .base import Message, Reader, Reading, readers
from .document import read_blocks
from .docx import DocxReader
from .memory import TooMuch, run_watched
from .shown import shown
from .xlsx import Grid, column_name

SECONDS = 25
MOST_OFFICE = 280_000_000  # bytes of memory; some 220 MB are LibreOffice itself
CHILD = Path(__file__).with_name("xls_child.py")
BROKEN = (
    "旧格式的文件打不开，可能已损坏。请用 Office 或 WPS 打开，"
    "另存为 docx 或 xlsx 后再导入"
)
NO_OFFICE = (
    "这是旧格式的 Word 文件（doc），服务器上没有安装 LibreOffice，不能转换。"
    "请用 Word 或 WPS 打开，另存为 docx 后再导入"
)
SLOW = "文件太大或太复杂，没有在规定的时间内读完。请只保留要导入的表，另存后再导入"
SHARE = (
    "小数可能是百分数（旧格式的 Excel 文件看不出），请核对；"
    "另存为 xlsx 后再导入就能认出"
)


@readers.register
class XlsReader(Reader):
    id = "xls"
    name = "Excel（旧）"
    suffixes = (".xls", ".et")

    def read(self, data: bytes) -> Reading:
        sheets = _sheets(data)
        records = biff.workbook(data)
        errors = dict(enumerate(biff.errors(records)))
        hidden = dict(enumerate(biff.hidden(records)))
        tables, told = [], []
        for one in sheets:
            grid = _grid(one, errors.get(one["number"], []))
            table, messages = shown(grid.table(), *hidden.get(one["number"], ((), ())))
            tables.append(table)
            told += messages
        reading = read_blocks(tables)
        told += [share for sheet in sheets for share in _shares(sheet)]
        return replace(reading, warnings=(*reading.warnings, *told))


def _sheets(data: bytes) -> Any:
    """What calamine reads, as the child tells it."""
    try:
        # The command is ours; the file comes in by standard input.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(CHILD)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        return json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise BadFile(SLOW) from None
    except (subprocess.CalledProcessError, ValueError, OSError):
        raise BadFile(BROKEN) from None


def _grid(sheet: dict[str, Any], errors: biff.Cells) -> Grid:
    filled = (*errors, *sheet["cells"])
    cells = {(row, col): text for row, col, text in filled}
    merges = [(a[0], b[0], a[1], b[1]) for a, b in sheet["merges"]]
    return Grid(sheet["name"], cells, merges=merges)


def _shares(sheet: dict[str, Any]) -> list[Message]:
    """The first of a worksheet stands for all."""
    return [
        Message(f"{sheet['name']}!{column_name(col)}{row + 1}", SHARE)
        for row, col in sheet["fractions"][:1]
    ]


@readers.register
class DocReader(Reader):
    id = "doc"
    name = "Word（旧）"
    suffixes = (".doc", ".wps")

    def read(self, data: bytes) -> Reading:
        return DocxReader().read(converted(data))


def converted(data: bytes) -> bytes:
    """The file as docx, by LibreOffice with a profile of its own: two conversions at
    once would wait for each other, and macros of the file find nothing."""
    program = shutil.which("soffice")
    if program is None:
        raise BadFile(NO_OFFICE)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.doc")
        source.write_bytes(data)
        command = [program, f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--headless", "--norestore", "--convert-to", "docx"]
        command += ["--outdir", folder, str(source)]
        try:
            run_watched(command, seconds=SECONDS, most=MOST_OFFICE)
            return Path(folder, "a.docx").read_bytes()
        except (subprocess.TimeoutExpired, TooMuch):
            raise BadFile(SLOW) from None
        except (subprocess.CalledProcessError, OSError):
            raise BadFile(BROKEN) from None
