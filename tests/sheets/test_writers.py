"""Every writer on every form, on the seed, on nothing and on hostile text."""

import json
import re
import subprocess
import threading
import unicodedata
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from sheets import readers
from sheets.edition import DRAFT, Edition, Stamp, unstamped
from sheets.layouts import layouts
from sheets.sheet import Book, Indicator, Sheet
from sheets.writers import writers

HOSTILE = "<script>alert('甲')</script> & \"乙\" <img src=http://127.0.0.1:9/x>"
FORMULAS = ("=79人", '=HYPERLINK("http://x")', "+1", "@x", "-5%", "=1+1")
LONG = "确保按计划完成。" * 250
HEBEI = layouts.get("hebei-2021")


def hostile_book() -> Book:
    rows = tuple(
        Indicator(
            "产出指标", "数量指标", f"{HOSTILE}{i}", LONG[:300], value, "\x07\x00甲"
        )
        for i, value in enumerate(FORMULAS)
    )
    name = "名称[很]长:*?/\\很长很长很长很长很长很长很长很长很长很长"
    one = Sheet(name=name + "甲", usage=LONG, goals=(HOSTILE,), indicators=rows)
    return Book(2021, "hebei-2021", projects=(one, replace(one, name=name + "乙")))


def long_book(seed_book) -> Book:
    sheet = seed_book.projects[0]
    rows = tuple(
        Indicator(
            "产出指标", "数量指标", f"第{i}个指标", "描述文字" * 6, f"={i}个", "文件"
        )
        for i in range(60)
    )
    return replace(seed_book, overall=None, projects=(replace(sheet, indicators=rows),))


def written(writer_id: str, book: Book, stamp: Stamp | None = None) -> bytes:
    edition = unstamped(book)
    if stamp is not None:
        edition = Edition(book, tuple(stamp for _ in book.projects), stamp)
    return writers.get(writer_id).write(edition, HEBEI)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def strings_of(book: Book) -> list[str]:
    found = []
    for sheet in book.projects:
        found += [sheet.name, sheet.usage or "", *sheet.goals]
        found += [t for row in sheet.indicators for t in (row.tier1, row.tier2)]
        found += [t for row in sheet.indicators for t in row.texts if t]
    if book.overall:
        found += book.overall.goal.split("\n")
        found += [m.title for m in book.overall.measures]
        found += [m.text for m in book.overall.measures]
    return [text for text in found if text]


def pdf_tool(tool: str, data: bytes, tmp_path, *options: str) -> str:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    out = ["-"] if tool == "pdftotext" else []
    done = subprocess.run(
        [tool, *options, str(path), *out], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_every_writer_on_every_form_and_book(seed_book):
    visited = 0
    nothing = Book(projects=(Sheet(name="空"),))
    for layout in layouts:
        for writer in writers:
            for book in (seed_book, nothing, hostile_book(), long_book(seed_book)):
                for edition in (
                    unstamped(book),
                    Edition(book, (DRAFT,) * len(book.projects), DRAFT),
                ):
                    assert writer.write(edition, layout)
                    visited += 1
    assert visited == len(layouts) * len(writers) * 8
    assert {w.id for w in writers} >= {"html", "pdf", "xlsx", "json"}


class TextOf(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags = "", set()

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)

    def handle_data(self, data) -> None:
        self.text += data


def test_html_escapes_what_people_type():
    parser = TextOf()
    parser.feed(written("html", hostile_book()).decode())
    assert not parser.tags & {"script", "img"}
    assert squeeze(HOSTILE) in squeeze(parser.text)


def test_json_reads_back(seed_book):
    assert readers.read("a.json", written("json", seed_book)).book == seed_book
    assert json.loads(written("json", seed_book))["schema"] == "perftargets/book/1"


def test_pdf_has_every_string_on_one_a4_page_a_table(seed_book, tmp_path):
    tables = replace(seed_book, overall=None)
    data = written("pdf", tables)
    text = squeeze(pdf_tool("pdftotext", data, tmp_path, "-layout"))
    raw = squeeze(pdf_tool("pdftotext", data, tmp_path, "-raw"))
    whole = [t for t in strings_of(tables) if squeeze(t) not in text + raw]
    # A cell of several lines is interleaved with its neighbours: look by characters.
    assert all(set(squeeze(t)) <= set(text) for t in whole)
    info = pdf_tool("pdfinfo", data, tmp_path)
    assert re.search(r"Pages:\s+4\b", info)
    assert re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", info)


def test_pdf_finds_each_cell_whole(seed_book, tmp_path):
    """Cell by cell: the words of a cell stand together in the reading order."""
    tables = replace(seed_book, overall=None)
    path = tmp_path / "a.pdf"
    path.write_bytes(written("pdf", tables))
    html = pdf_tool("pdftotext", path.read_bytes(), tmp_path, "-raw")
    lost = [t for t in strings_of(tables) if squeeze(t) not in squeeze(html)]
    assert lost == []


def test_pdf_embeds_the_official_faces(seed_book, tmp_path):
    fonts = pdf_tool("pdffonts", written("pdf", seed_book), tmp_path).splitlines()[2:]
    names = " ".join(fonts)
    for face in ("FandolFang", "FandolSong", "FandolHei"):
        assert face in names, "run scripts/setup.sh: the official fonts are missing"
    assert all(line.split()[-5] == "yes" for line in fonts), "a font is not embedded"


def test_pdf_says_what_it_is(seed_book, tmp_path):
    one = replace(seed_book, overall=None, projects=seed_book.projects[:1])
    draft = pdf_tool("pdftotext", written("pdf", one, DRAFT), tmp_path)
    assert "草稿" in squeeze(draft)
    stamp = Stamp(2, "0123456789abcdef", date(2021, 2, 3))
    approved = squeeze(pdf_tool("pdftotext", written("pdf", one, stamp), tmp_path))
    assert "第2版,批复日期2021-02-03,校验码01234567" in approved
    assert "草稿" not in approved


def test_a_long_table_goes_on_with_its_header(seed_book, tmp_path):
    book = long_book(seed_book)
    data = written("pdf", book)
    pages = pdf_tool("pdftotext", data, tmp_path, "-layout").split("\f")[:-1]
    assert len(pages) > 1
    # The header and the merged labels stand on every page.
    for words in ("三级指标", "产出指标", "数量指标"):
        assert all(words in squeeze(page) for page in pages)
    text = squeeze("".join(pages))
    assert all(f"第{i}个指标" in text for i in range(60))


def test_two_threads_write_at_once(seed_book):
    """A font configuration that two threads share crashes the process."""
    one = replace(seed_book, overall=None, projects=seed_book.projects[:1])
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(written("pdf", one)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [data[:5] for data in made] == [b"%PDF-"] * 4
