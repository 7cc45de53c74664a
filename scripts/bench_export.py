"""Speed of the files that are written, as ratios to the obvious way of writing them.

Each line takes both ways in turn within one run: the machine's noise meets both, and
absolute times would say more about the machine. Excel and Word by the work done, PDF by
the clock and by the work, because its helpers work side by side. ``--tables 1000`` for
the sizes that are named in docs/performance.md; fewer for a quick look.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docx import Document as WordDocument  # noqa: E402
from openpyxl import Workbook  # noqa: E402
from openpyxl.styles import Alignment, Border, Font, Side  # noqa: E402
from weasyprint import HTML  # noqa: E402

from sheets import readers  # noqa: E402
from sheets.document import document_of  # noqa: E402
from sheets.edition import Edition, Stamp, unstamped  # noqa: E402
from sheets.layouts import layouts  # noqa: E402
from sheets.press import kept  # noqa: E402
from sheets.press.typesetting import PAPER_CSS, PRINT_CSS  # noqa: E402
from sheets.sheet import Book  # noqa: E402
from sheets.writers import writers  # noqa: E402
from sheets.writers.html import document_html  # noqa: E402

SEED = ROOT / "fixtures" / "seed" / "subdistrict-2021.txt"
LAYOUT = layouts.get("hebei-2021")
STAMP = Stamp(1, "0123456789abcdef" * 4, date(2021, 3, 1), "某财绩〔2021〕5号")
# As most programs have it: one font of the system, and collapsed borders.
NAIVE_CSS = """
* { font-family: "Noto Serif CJK SC" !important }
.sheet { border-collapse: collapse !important }
"""


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cpu_seconds(work: Callable[[], object]) -> float:
    """Of this process and of the helpers that it started."""
    start = os.times()
    work()
    return sum(os.times()[:4]) - sum(start[:4])


def many(count: int) -> Book:
    """The seed's tables again and again, no two alike."""
    seed = readers.read(SEED.name, SEED.read_bytes()).book
    tables = tuple(
        replace(seed.projects[i % 4], name=f"第{i}个项目") for i in range(count)
    )
    return replace(seed, overall=None, projects=tables)


def approved(book: Book) -> Edition:
    return Edition(
        book, (STAMP,) * len(book.projects), is_book=True, day=STAMP.approved_on
    )


def naive_pdf(book: Book) -> bytes | None:
    css = PAPER_CSS.read_text("utf-8") + PRINT_CSS.read_text("utf-8") + NAIVE_CSS
    html = document_html(document_of(unstamped(book), LAYOUT), css)
    return HTML(string=html).write_pdf(presentational_hints=True)


def naive_xlsx(book: Book) -> bytes:
    """Styles for each cell, merging at the end."""
    workbook = Workbook()
    side = Side(style="thin")
    for sheet in book.projects:
        page = workbook.create_sheet()
        for cell in LAYOUT.grid(sheet).cells:
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


def naive_docx(book: Book) -> bytes:
    """``table.cell()`` for each cell, and merging."""
    document = WordDocument()
    for sheet in book.projects:
        grid = LAYOUT.grid(sheet)
        table = document.add_table(grid.height, len(grid.widths), style="Table Grid")
        for cell in grid.cells:
            first = table.cell(cell.row, cell.col)
            last = table.cell(cell.row + cell.rowspan - 1, cell.col + cell.colspan - 1)
            first.merge(last).text = cell.text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def line(name: str, figure: str, goal: str) -> None:
    print(f"{name:52} {figure:>24}   {goal}", flush=True)


def one_table() -> None:
    pdf, book = writers.get("pdf"), many(1)
    edition = unstamped(book)
    pdf.write(edition, LAYOUT), naive_pdf(book)
    ratios = [
        seconds(lambda: pdf.write(edition, LAYOUT)) / seconds(lambda: naive_pdf(book))
        for _ in range(9)
    ]
    line("PDF, one new table, warm", f"{median(ratios):.2f} of naive", "≤ 0.7")


class Naive:
    """The obvious way for one table, measured between the other measurements."""

    def __init__(self, write: Callable[[Book], object], book: Book) -> None:
        self.write, self.book = write, book
        self.times: list[float] = []
        self.cpu: list[float] = []
        write(book)

    def __call__(self, runs: int = 2) -> None:
        for _ in range(runs):
            work = lambda: self.cpu.append(  # noqa: E731
                cpu_seconds(lambda: self.write(self.book))
            )
            self.times.append(seconds(work))

    def over(self, each: float) -> float:
        return median(self.times) / each


def pdf_book(count: int) -> None:
    """A book of new tables, the same again, and with one in a hundred changed."""
    pdf, book = writers.get("pdf"), many(count)
    naive = Naive(naive_pdf, many(1))
    with tempfile.TemporaryDirectory() as shelf:
        kept.keep_in(Path(shelf))
        naive(3)
        spent: list[float] = []
        new = seconds(
            lambda: spent.append(cpu_seconds(lambda: pdf.write(approved(book), LAYOUT)))
        )
        naive(3)
        again = min(
            seconds(lambda: pdf.write(approved(book), LAYOUT)) / count for _ in range(3)
        )
        naive(3)
        changed = tuple(
            replace(sheet, usage="改了用途") if place % 100 == 0 else sheet
            for place, sheet in enumerate(book.projects)
        )
        mended = approved(replace(book, projects=changed))
        hundredth = seconds(lambda: pdf.write(mended, LAYOUT)) / count
        data = pdf.write(mended, LAYOUT)
    said = f"PDF, {count} tables"
    # Where others work on the machine, two helpers get no more of it than one process:
    # then only the work done says what two free cores would make of it.
    line(f"{said}, new, by the clock", f"{naive.over(new / count):.2f} × naive", "")
    work = median(naive.cpu) * count / spent[0]
    line(f"{said}, new, work", f"{work:.2f} × naive", "")
    line(
        f"{said}, new, on {kept.HELPERS} free cores",
        f"{work * kept.HELPERS:.2f} × naive",
        "≥ 2.8",
    )
    line(f"{said}, unchanged", f"{naive.over(again):.0f} × naive", "≥ 200")
    share = hundredth / median(naive.times)
    line(f"{said}, one in a hundred changed", f"{share:.3f} of naive", "≤ 0.02")
    line(f"{said}, size", f"{len(data) / 1e6:.1f} MB", "≤ 10")


def files(name: str, write: Callable[[Book], object], count: int, goal: str) -> None:
    """Excel and Word: cost a table, and whether it grows with their number."""
    writer, naive = writers.get(name), Naive(write, many(1))
    small, large = many(max(count // 10, 1)), many(count)
    writer.write(unstamped(small), LAYOUT)
    naive(2)
    few = cpu_seconds(lambda: writer.write(unstamped(small), LAYOUT))
    few /= len(small.projects)
    naive(2)
    each = cpu_seconds(lambda: writer.write(unstamped(large), LAYOUT)) / count
    naive(2)
    faster = median(naive.cpu) / each
    line(f"{writer.name}, {count} tables", f"{faster:.0f} × naive", goal)
    line(
        f"{writer.name}, a table of {count} / of {count // 10}",
        f"{each / few:.2f}",
        "1",
    )


def watch_helpers(peaks: list[float]) -> None:
    """Notes the peak memory of each helper in MB. What the system keeps of a child
    that has ended counts the memory of its parent, too."""
    while True:
        for status in Path("/proc").glob("[0-9]*/status"):
            with suppress(OSError):
                if b"sheets.press.helper" in (status.parent / "cmdline").read_bytes():
                    found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
                    peaks += [int(found[1]) / 1024] if found else []
        time.sleep(0.5)


def memory_of_a_book(count: int) -> None:
    """Peak of a process that writes new tables and does nothing else."""
    with tempfile.TemporaryDirectory() as shelf:
        kept.keep_in(Path(shelf))
        writers.get("pdf").write(approved(many(count)), LAYOUT)
    print(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])


def peak_mb(count: int) -> float:
    command = [sys.executable, __file__, "--memory", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=200)
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        return memory_of_a_book(options.memory)
    count = options.tables
    one_table()
    files("xlsx", naive_xlsx, count, "≥ 8")
    files("docx", naive_docx, count, "≥ 100")
    peaks: list[float] = []
    threading.Thread(target=watch_helpers, args=[peaks], daemon=True).start()
    pdf_book(max(count // 10, 20))
    pdf_book(count)
    line("PDF, most memory of a helper", f"{max(peaks, default=0):.0f} MB", "≤ 150")
    for size in (10, count):
        said = f"PDF, most memory of the writer of {size} tables"
        line(said, f"{peak_mb(size):.0f} MB", "≤ 150")


if __name__ == "__main__":
    main()
