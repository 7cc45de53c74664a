"""The books of several departments in one file."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document as read_docx
from openpyxl import load_workbook
from pypdf import PdfReader

from sheets.document import collected, document_of
from sheets.edition import DRAFT, Edition, Stamp
from sheets.layouts import layout_of
from sheets.writers import DocumentWriter, writers

OFFICES = ("某街道办事处", "某社区")


APPROVED = Stamp(1, "0123456789abcdef" * 4, date(2021, 3, 1), "1号")


def edition(book, name: str, stamp: Stamp) -> Edition:
    department = replace(book.department, name=name)
    stamps = (stamp,) * len(book.projects)
    return Edition(replace(book, department=department), stamps, stamp, is_book=True)


@pytest.fixture(scope="module")
def both(seed_book):
    """The second has tables only."""
    small = replace(seed_book, overall=None, projects=seed_book.projects[:1])
    editions = [
        edition(seed_book, OFFICES[0], APPROVED),
        edition(small, OFFICES[1], DRAFT),
    ]
    return collected(
        [document_of(e, layout_of(e.book)) for e in editions],
        office="某县",
        title="2021年部门预算绩效文本",
        day=date(2021, 3, 1),
    )


def test_the_contents_say_whose_each_part_is(both):
    first = [entry.text for entry in both.entries() if entry.level == 1]
    assert first == [
        "某街道办事处　第一部分　2021年部门整体绩效目标",
        "某街道办事处　第二部分　预算项目绩效目标",
        "某街道办事处　批复情况",
        "某社区　绩效目标表",
    ]
    anchors = [entry.anchor for entry in both.entries()]
    assert len(set(anchors)) == len(anchors)
    numbers = [t.number for t in both.tables if t.number is not None]
    assert numbers == [1, 2, 3, 4, 1]


def text_of(format_id: str, data: bytes) -> str:
    if format_id.startswith("pdf"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    if format_id == "docx":
        return "".join(p.text for p in read_docx(BytesIO(data)).paragraphs)
    if format_id.startswith("xlsx"):
        sheets = load_workbook(BytesIO(data)).worksheets
        cells = (cell.value for s in sheets for row in s.rows for cell in row)
        return "".join(str(value) for value in cells if value)
    return data.decode()


@pytest.mark.parametrize(
    "writer", [w for w in writers if isinstance(w, DocumentWriter)], ids=lambda w: w.id
)
def test_every_format_has_both_and_tells_how_far_it_is(both, writer):
    told: list[tuple[int, int]] = []
    data = writer.write_document(both, lambda done, total: told.append((done, total)))
    text = text_of(writer.id, data)
    for words in ("某县", "2021年部门预算绩效文本", *OFFICES):
        assert words in text
    if not writer.id.startswith("pdf"):  # few pages are laid out without helpers
        assert told[-1][0] == told[-1][1] == len(told) > 4


def test_what_progress_raises_ends_the_work(both):
    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        writers.get("docx").write_document(both, stop)  # type: ignore[attr-defined]


def test_one_draft_makes_the_whole_a_draft_on_its_first_pages(both, seed_book):
    """Of the two departments' books, one is approved and one is a draft."""
    word = read_docx(BytesIO(writers.get("docx").write_document(both)))
    heads = [s.header.paragraphs[-1].text for s in word.sections]
    assert heads[:2] == ["草稿", "草稿"]
    assert heads[2] == ""  # the approved text
    excel = load_workbook(BytesIO(writers.get("xlsx").write_document(both)))
    assert excel["目录"].oddHeader.center.text == "草稿"
    web = writers.get("html").write_document(both).decode()
    for page in ("cover", "contents"):
        assert f'<section class="{page} draft"><div class="watermark">草稿' in web


def test_what_is_all_approved_has_no_draft_on_its_first_pages(seed_book):
    whole = edition(seed_book, OFFICES[0], APPROVED)
    document = document_of(whole, layout_of(whole.book))
    word = read_docx(BytesIO(writers.get("docx").write_document(document)))
    assert {s.header.paragraphs[-1].text for s in word.sections} == {""}
    excel = load_workbook(BytesIO(writers.get("xlsx").write_document(document)))
    assert {sheet.oddHeader.center.text for sheet in excel} == {None}
    assert "草稿" not in writers.get("html").write_document(document).decode()
