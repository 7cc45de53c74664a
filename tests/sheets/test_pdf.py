"""The PDF as Poppler reads it."""

import re
import threading
from dataclasses import replace
from datetime import date

import pytest

from sheets.edition import DRAFT, Edition, Stamp
from sheets.layouts import layout_of
from sheets.press import typesetting
from sheets.writers import writers

from .samples import (
    FORMULAS,
    HOSTILE,
    hostile_book,
    long_book,
    pages_of,
    pdf_tool,
    squeeze,
    strings_of,
    table_of,
    written,
)

OK = Stamp(1, "0123456789abcdef" * 4, date(2021, 3, 1), "5号")


@pytest.fixture
def one_table(seed_book):
    return replace(seed_book, overall=None, projects=seed_book.projects[:1])


def test_it_has_every_string_whole(seed_book, tmp_path):
    """Cell by cell: the words of a cell stand together in the reading order."""
    text = squeeze("".join(pages_of(written("pdf", seed_book), tmp_path)))
    assert [t for t in strings_of(seed_book) if squeeze(t) not in text] == []


def test_each_table_is_one_a4_page(seed_book, tmp_path):
    data = written("pdf", replace(seed_book, overall=None))
    pages = pages_of(data, tmp_path)
    names = [squeeze(sheet.name) for sheet in seed_book.projects]
    assert [[n in squeeze(page) for n in names] for page in pages] == [
        [number == place for number in range(4)] for place in range(4)
    ]
    info = pdf_tool("pdfinfo", data, tmp_path)
    assert re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", info)


def test_it_embeds_the_official_faces(seed_book, tmp_path):
    fonts = pdf_tool("pdffonts", written("pdf", seed_book), tmp_path).splitlines()[2:]
    names = " ".join(fonts)
    for face in ("FandolFang", "FandolSong", "FandolHei"):
        assert face in names, "run scripts/setup.sh: the official fonts are missing"
    assert all(line.split()[-5] == "yes" for line in fonts), "a font is not embedded"


def test_every_page_of_a_draft_says_so(seed_book, tmp_path):
    pages = pages_of(written("pdf", seed_book, DRAFT), tmp_path)
    assert len(pages) == 9  # five of text, in the size that is prescribed
    assert all("草稿" in squeeze(page) for page in pages)


@pytest.mark.parametrize("approved", [0, 3])
def test_a_book_with_a_draft_says_so_on_its_cover_and_contents(
    seed_book, tmp_path, approved
):
    """A cover without the mark, before tables of which one is a draft, passes for that
    of what was approved."""
    book = replace(seed_book, overall=None)
    stamps = (OK,) * approved + (DRAFT,) * (4 - approved)
    edition = Edition(book, stamps, is_book=True)
    pages = pages_of(writers.get("pdf").write(edition, layout_of(book)), tmp_path)
    assert ["草稿" in page for page in pages[:2]] == [True, True]
    edition = replace(edition, stamps=(OK,) * 4)
    pages = pages_of(writers.get("pdf").write(edition, layout_of(book)), tmp_path)
    assert all("草稿" not in page for page in pages)


def test_an_approved_version_is_named(one_table, tmp_path):
    stamp = Stamp(1, "0123456789abcdef", date(2021, 2, 3))
    [page] = pages_of(written("pdf", one_table, stamp), tmp_path)
    assert "第1版,批复日期2021-02-03,校验码01234567" in squeeze(page)
    assert "草稿" not in page


def test_it_never_fetches(monkeypatch, tmp_path):
    """A typed <img src=http://…> is text, and nothing asks for it."""
    asked: list[str] = []
    monkeypatch.setattr(
        typesetting, "refuse_all", lambda url, *a, **k: asked.append(url)
    )
    text = squeeze("".join(pages_of(written("pdf", hostile_book()), tmp_path)))
    assert asked == []
    assert all(squeeze(t) in text for t in (HOSTILE, *FORMULAS))


def test_a_document_may_load_nothing():
    with pytest.raises(ValueError, match="may not load 'file:///etc/passwd'"):
        typesetting.refuse_all("file:///etc/passwd")


def test_a_long_table_goes_on_with_its_header(seed_book, tmp_path):
    pages = pages_of(written("pdf", long_book(seed_book)), tmp_path)
    assert len(pages) > 1
    for words in ("三级指标", "产出指标", "数量指标"):
        assert all(words in squeeze(page) for page in pages)
    text = squeeze("".join(pages))
    assert [i for i in range(60) if f"第{i}个指标" not in text] == []
    assert text.count("描述文字" * 6) == 60


def test_high_rows_leave_no_hole_beside_them(seed_book, tmp_path):
    """A label over several high rows was printed once and missed on the next page."""
    book = table_of(seed_book, ["反映资金按政策发放的情况，" * n for n in (15, 9) * 4])
    pages = pages_of(written("pdf", book), tmp_path)
    assert len(pages) > 2
    assert [n for n, page in enumerate(pages) if "数量指标" not in page] == []


@pytest.mark.parametrize("lines", range(12, 29, 2))
def test_the_first_row_below_the_head_is_not_cut(seed_book, tmp_path, lines):
    """At the foot of a page it was cut in two, and its rest overleaf had no label."""
    book = table_of(seed_book, ["（甲）" + "反映资金按政策发放。" * 13 + "（乙）"] * 3)
    sheet = replace(book.projects[0], usage="\n".join(["资金用途"] * lines))
    pages = pages_of(written("pdf", replace(book, projects=(sheet,))), tmp_path)
    assert len(pages) > 1
    assert [page.count("（甲）") - page.count("（乙）") for page in pages] == [
        0 for _ in pages
    ]
    assert "三级指标" not in pages[0] or "数量指标" in pages[0]


@pytest.mark.parametrize("lines", range(24, 41, 4))
def test_the_first_group_below_the_head_is_not_cut(seed_book, tmp_path, lines):
    book = table_of(seed_book, ["反映资金按政策发放。" * 2] * 4)
    sheet = replace(book.projects[0], usage="\n".join(["资金用途"] * lines))
    pages = pages_of(written("pdf", replace(book, projects=(sheet,))), tmp_path)
    assert len(pages) == 2
    texts = [squeeze(page) for page in pages]
    rows = ["个指标" in text for text in texts]
    assert rows == ["数量指标" in text for text in texts]
    assert rows == ["三级指标" in text for text in texts]


def test_two_threads_write_at_once(one_table, tmp_path):
    """A font configuration that two threads share crashes the process."""
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(written("pdf", one_table)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len({pages_of(data, tmp_path)[0] for data in made}) == 1
