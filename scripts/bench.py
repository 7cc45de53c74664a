"""Speed as ratios within one run: absolute times say more about the machine.

Each line sets our way against the obvious way, or a size against ten times that size.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perftargets.settings")

from openpyxl import Workbook  # noqa: E402
from openpyxl.styles import Alignment, Border, Font, Side  # noqa: E402
from weasyprint import HTML  # noqa: E402

from sheets import readers, value  # noqa: E402
from sheets.edition import unstamped  # noqa: E402
from sheets.layouts import layouts  # noqa: E402
from sheets.press.typesetting import PRINT_CSS  # noqa: E402
from sheets.sheet import Book  # noqa: E402
from sheets.writers import writers  # noqa: E402
from sheets.writers.html import PAPER_CSS, document_html  # noqa: E402

SEED = ROOT / "fixtures" / "seed" / "subdistrict-2021.txt"
LAYOUT = layouts.get("hebei-2021")


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def ratio(slow: Callable[[], object], fast: Callable[[], object], runs: int) -> float:
    """Median of slow ÷ fast, the two taken in turn so that noise meets both."""
    fast(), slow()
    return median(seconds(slow) / seconds(fast) for _ in range(runs))


def naive_pdf(book: Book) -> bytes | None:
    css = PAPER_CSS.read_text("utf-8") + PRINT_CSS.read_text("utf-8")
    html = HTML(string=document_html(unstamped(book), LAYOUT, css))
    return html.write_pdf(presentational_hints=True)


def naive_xlsx(book: Book) -> bytes:
    """As most programs write it: styles for each cell, merging at the end."""
    workbook = Workbook()
    side = Side(style="thin")
    for sheet in book.projects:
        page = workbook.create_sheet()
        grid = LAYOUT.grid(sheet)
        for cell in grid.cells:
            for row in range(cell.row + 1, cell.row + cell.rowspan + 1):
                for col in range(cell.col + 1, cell.col + cell.colspan + 1):
                    at = page.cell(row, col)
                    at.font = Font(name="仿宋", size=10.5)
                    at.border = Border(left=side, right=side, top=side, bottom=side)
                    at.alignment = Alignment(horizontal="center", wrap_text=True)
            page.cell(cell.row + 1, cell.col + 1).value = cell.text
            page.merge_cells(
                start_row=cell.row + 1,
                start_column=cell.col + 1,
                end_row=cell.row + cell.rowspan,
                end_column=cell.col + cell.colspan,
            )
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def main() -> None:
    data = SEED.read_bytes()
    book = readers.read(SEED.name, data).book
    one = replace(book, overall=None, projects=book.projects[:1])
    twenty = replace(book, overall=None, projects=book.projects * 5)
    pdf, xlsx = writers.get("pdf"), writers.get("xlsx")
    texts = [row.value or "" for s in book.projects for row in s.indicators]
    start = data.index(b"1.  ")
    rows = [
        (
            "PDF, one table: naive / ours",
            ratio(lambda: naive_pdf(one), lambda: pdf.write(unstamped(one), LAYOUT), 7),
        ),
        (
            "Excel, 20 tables: naive / ours",
            ratio(
                lambda: naive_xlsx(twenty),
                lambda: xlsx.write(unstamped(twenty), LAYOUT),
                5,
            ),
        ),
        (
            "text reader: 40 tables / 4 tables (10 = linear)",
            ratio(
                lambda: readers.read("a.txt", data + data[start:] * 9),
                lambda: readers.read("a.txt", data),
                7,
            ),
        ),
        (
            "values: 10 times as many (10 = linear)",
            ratio(
                lambda: [value.parse(t) for t in texts * 100],
                lambda: [value.parse(t) for t in texts * 10],
                7,
            ),
        ),
    ]
    for name, figure in rows:
        print(f"{name:50} {figure:6.2f}")


if __name__ == "__main__":
    main()
