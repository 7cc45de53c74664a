"""Every form as PDF, and as the pages that LibreOffice makes of its Word and Excel
files: each shows all of the text, and labels on each page."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from sheets.paging import cut_at_head
from sheets.writers import writers

from . import every_form
from .samples import pdf_tool, squeeze
from .test_xlsx import outside_of_the_margins

BOOKS = dict(every_form.books())
TOGETHER = dict(every_form.together())
FORMATS = ("docx", "xlsx")
CLOSING = "。，、；：！？）》”"


@dataclass(frozen=True)
class Printed:
    """A form as pages: what is on each, as it is and without blanks."""

    name: str
    data: bytes
    raw: str

    @property
    def pages(self) -> list[str]:
        return [squeeze(page) for page in self.raw.split("\f")[:-1]]

    @property
    def text(self) -> str:
        return squeeze(self.raw)


def file_of(writer_id: str, name: str) -> bytes:
    book = BOOKS.get(name) or TOGETHER[name]
    return writers.get(writer_id).write(*every_form.edition(book))


@pytest.fixture(scope="module")
def printed(office, tmp_path_factory) -> dict[tuple[str, str], Printed]:
    """By format and name. LibreOffice is slow to start: all files at once."""
    where: Path = tmp_path_factory.mktemp("pages")
    asked = {(format_id, name) for format_id in FORMATS for name in BOOKS}
    asked |= {("xlsx-one", name) for name in TOGETHER}
    files = {
        f"{format_id}__{name}.{format_id.partition('-')[0]}": file_of(format_id, name)
        for format_id, name in asked
    }
    made = {
        tuple(stem.split("__")): data for stem, data in office("pdf", files).items()
    }
    assert set(made) == asked
    made |= {("pdf", name): file_of("pdf", name) for name in BOOKS}
    return {
        key: Printed(key[1], data, pdf_tool("pdftotext", data, where, "-raw"))
        for key, data in made.items()
    }


CASES = [(f, name) for f in ("pdf", *FORMATS) for name in BOOKS]
CASES += [("xlsx-one", name) for name in TOGETHER]
EACH = pytest.mark.parametrize("case", CASES, ids=" ".join)


@EACH
def test_all_of_the_text_is_printed(printed, case):
    found = printed[case]
    words = every_form.words(BOOKS.get(found.name) or TOGETHER[found.name])
    assert len(words) >= 5
    # A text that goes on overleaf is followed by what the next page repeats.
    missing = [w for w in words if w not in found.text and len(w) < 60]
    assert missing == []
    needed, there = Counter("".join(words)), Counter(found.text)
    assert {c: n for c, n in needed.items() if there[c] < n} == {}


@EACH
def test_nothing_runs_over_the_edge_of_the_page(printed, case, tmp_path):
    assert outside_of_the_margins(printed[case].data, tmp_path) == []


LABELLED = [
    (format_id, name)
    for format_id, name in CASES
    if format_id != "xlsx-one"
    and (name.endswith("sixty") or (format_id, name[-4:]) == ("pdf", "ugly"))
]


@pytest.mark.parametrize("case", LABELLED, ids=" ".join)
def test_every_page_of_a_long_table_begins_with_its_head_and_labels(printed, case):
    """No hole in the place of a label, and no head without a row."""
    for table in every_form.printed_tables(BOOKS[printed[case].name]):
        grid = cut_at_head(table.grid)
        # The first label of some forms is two lines high.
        head = [squeeze(c.text) for c in grid.cells if c.row == grid.head]
        below = [c for c in grid.cells if c.row > grid.head]
        labels = {squeeze(c.text) for c in below if c.role == "label"}
        pages = [page for page in printed[case].pages if head[-1] in page]
        assert len(pages) > 1
        for page in pages:
            assert all(label in page for label in head[1:])
            first = page.rpartition("".join(head[1:]))[2]
            if case[0] == "xlsx":  # whose pages are not drawn row by row
                assert not labels or any(label in page for label in labels)
            else:
                assert first.startswith(tuple(labels)) if labels else first


@pytest.mark.parametrize(
    "case", [(f, name) for f, name in CASES if f in ("pdf", "docx")], ids=" ".join
)
def test_no_line_begins_with_what_closes(printed, case):
    lines = printed[case].raw.split("\n")
    # A place that a form leaves open is no text: （　　年度）.
    assert [line for line in lines if line.strip()[:1] in [*CLOSING]] == []
