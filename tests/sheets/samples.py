"""Books to write, the tools to look into what was written, and no tests."""

import re
import subprocess
import unicodedata
from dataclasses import replace

from sheets.edition import Edition, Stamp, unstamped
from sheets.layouts import layouts
from sheets.sheet import Book, Indicator, Sheet
from sheets.writers import writers

HEBEI = layouts.get("hebei-2021")
HOSTILE = "<script>alert('甲')</script> & \"乙\" <img src=http://127.0.0.1:9/x>"
FORMULAS = ("=79人", '=HYPERLINK("http://x")', "+1", "@x", "-5%", "=1+1", "#N/A")
LONG = "确保按计划完成。" * 250
CONTROLS = "\x07\x00甲\ufffe"
# Forbidden in the tab of a worksheet, and equal in their first 31 characters.
NAME = "名称[很]长:*?/\\" + "很长" * 12

EMPTY_BOOK = Book(projects=(Sheet(name="空"),))


def hostile_book() -> Book:
    rows = tuple(
        Indicator("产出指标", "数量指标", f"{HOSTILE}{i}", LONG[:300], value, CONTROLS)
        for i, value in enumerate(FORMULAS)
    )
    rows += (Indicator("产出指标", "质量指标", "很长", LONG, "100%", "文件"),)
    one = Sheet(name=NAME + "甲", usage=LONG, goals=(HOSTILE,), indicators=rows)
    return Book(2021, "hebei-2021", projects=(one, replace(one, name=NAME + "乙")))


def table_of(seed_book: Book, descriptions: list[str]) -> Book:
    """The seed's first table with these indicators under one label."""
    rows = tuple(
        Indicator("产出指标", "数量指标", f"第{i}个指标", text, f"={i}个", "文件")
        for i, text in enumerate(descriptions)
    )
    sheet = replace(seed_book.projects[0], indicators=rows)
    return replace(seed_book, overall=None, projects=(sheet,))


def long_book(seed_book: Book) -> Book:
    return table_of(seed_book, ["描述文字" * 6] * 60)


def hard_book(seed_book: Book) -> Book:
    """What is long, odd or rare in every way that was thought of."""
    one = seed_book.projects[0]
    row = Indicator("产出指标", "质量指标", "很长", LONG, "=100%", "A" * 200)
    tables = (
        replace(
            one, name="六十项", indicators=long_book(seed_book).projects[0].indicators
        ),
        replace(one, name="两千字", usage=LONG, indicators=(row, *one.indicators)),
        replace(one, name="四十个", goals=tuple(f"第{i}项工作" for i in range(40))),
        replace(one, name="䶮㐂𠮷", code="B" * 200, goals=("堃😀🫨✔", *FORMULAS)),
    )
    return replace(seed_book, projects=tables)


def written(writer_id: str, book: Book, stamp: Stamp | None = None) -> bytes:
    edition = unstamped(book)
    if stamp is not None:
        edition = Edition(book, tuple(stamp for _ in book.projects), stamp)
    return writers.get(writer_id).write(edition, HEBEI)


def squeeze(text: str) -> str:
    """Without blanks and line breaks, and without the widths of characters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def strings_of(book: Book) -> list[str]:
    """All that a person typed, paragraph by paragraph."""
    found = []
    for sheet in book.projects:
        found += [sheet.name, sheet.code, sheet.usage, *sheet.goals]
        found += [step.percent for step in sheet.plan]
        found += [t for row in sheet.indicators for t in (row.tier1, row.tier2)]
        found += [t for row in sheet.indicators for t in row.texts]
    if book.overall:
        found += book.overall.goal.split("\n")
        found += [t for s in book.overall.sub_goals for t in (s.title, s.goal)]
        found += [t for s in book.overall.sub_goals for t in s.indicators]
        found += [t for m in book.overall.measures for t in (m.title, m.text)]
    return [text for text in found if text]


def pdf_tool(tool: str, data: bytes, tmp_path, *options: str) -> str:
    """What one of Poppler's tools says of a PDF file."""
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    out = ["-"] if tool == "pdftotext" else []
    done = subprocess.run(
        [tool, *options, str(path), *out], capture_output=True, check=True
    )
    # Poppler writes a rare character of the title as two halves.
    return done.stdout.decode(errors="replace")


def pages_of(data: bytes, tmp_path) -> list[str]:
    """The text of each page in reading order, without its number."""
    pages = pdf_tool("pdftotext", data, tmp_path, "-raw").split("\f")[:-1]
    return [re.sub(r"\n\d+\n$", "\n", page) for page in pages]
