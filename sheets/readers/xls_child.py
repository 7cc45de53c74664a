"""Reads an old Excel file from standard input and writes its filled cells as JSON.

A program of its own, with a limit on its memory: a file of two cells in far corners
is a table of sixteen million.
"""

import datetime
import io
import json
import sys
from typing import Any

import python_calamine

MOST_MEMORY = 700_000_000  # bytes of addresses; some 100 MB are the interpreter's

try:
    import resource
except ImportError:  # not on Windows
    pass
else:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def shown(value: Any) -> str:
    """A cell as its author sees it, as far as an old file tells."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return format(value, ".15g") if "e" in format(value, ".15g") else plain(value)
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)


def plain(value: float) -> str:
    return format(value, ".15g")


def main() -> None:
    book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    sheets = []
    for number, about in enumerate(book.sheets_metadata):
        if "Visible" not in str(about.visible):
            continue
        sheet = book.get_sheet_by_name(about.name)
        rows = sheet.to_python(skip_empty_area=False)
        filled = [
            (row, col, value)
            for row, cells in enumerate(rows)
            for col, value in enumerate(cells)
            if value != ""
        ]
        sheets.append(
            {
                "name": about.name,
                "number": number,
                "cells": [(row, col, shown(value)) for row, col, value in filled],
                "merges": sheet.merged_cell_ranges or [],
                "fractions": [
                    (row, col)
                    for row, col, value in filled
                    if isinstance(value, float) and 0 < value < 1
                ],
            }
        )
    sys.stdout.buffer.write(json.dumps(sheets).encode())


main()
