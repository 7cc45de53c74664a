"""Books put together from kept pages: nothing is laid out twice, and nobody sees it."""

import re
import threading
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from sheets.document import document_of
from sheets.edition import DRAFT, Edition, Stamp, unstamped
from sheets.layouts import layouts
from sheets.press import assembly, fragment, kept
from sheets.standing import standing_grids
from sheets.writers import writers
from sheets.writers.pdf import whole_pdf

from .samples import HEBEI, hard_book, pages_of, pdf_tool, squeeze, strings_of

OK = Stamp(1, "0123456789abcdef" * 4, date(2021, 3, 1), "5号", "https://x.example/v/1")


@pytest.fixture
def shelf(tmp_path) -> Path:
    """An empty one, for this test."""
    path, before = tmp_path / "pages", kept.shelf()
    kept.keep_in(path)
    yield path
    kept.keep_in(before.path)


@pytest.fixture
def laid_out(monkeypatch) -> list[str]:
    """The HTML of each part that is laid out in this process."""
    seen: list[str] = []
    make = fragment.make

    def note(html, entries):
        seen.append(html)
        return make(html, entries)

    monkeypatch.setattr(kept, "make", note)
    return seen


def book_of(seed_book, stamp=OK) -> Edition:
    stamps = (stamp,) * len(seed_book.projects)
    return Edition(seed_book, stamps, stamp, is_book=True, day=OK.approved_on)


def write(edition: Edition, name: str = "pdf") -> bytes:
    return writers.get(name).write(edition, HEBEI)


def test_a_book_has_every_string_and_its_parts_in_order(seed_book, shelf, tmp_path):
    pages = pages_of(write(book_of(seed_book)), tmp_path)
    text = squeeze("".join(pages))
    assert [t for t in strings_of(seed_book) if squeeze(t) not in text] == []
    assert "2021年部门预算绩效文本" in squeeze(pages[0])
    assert squeeze(pages[1]).startswith("目录")
    assert "批复情况" in squeeze(pages[-1])
    names = [squeeze(sheet.name) for sheet in seed_book.projects]
    assert [[n in squeeze(page) for n in names] for page in pages[-5:-1]] == [
        [number == place for number in range(4)] for place in range(4)
    ]


def test_the_contents_name_the_page_that_each_part_is_on(seed_book, shelf, tmp_path):
    data = write(book_of(seed_book))
    pages = pdf_tool("pdftotext", data, tmp_path, "-layout").split("\f")[:-1]
    lines = re.findall(r"(\S.*?) ?\.{5,}\s*(\d+)$", pages[1], re.M)
    entries = list(document_of(book_of(seed_book), HEBEI).entries())
    assert [squeeze(text) for text, _ in lines] == [squeeze(e.text) for e in entries]
    for entry, (_, number) in zip(entries, lines, strict=True):
        words = squeeze(entry.text.rpartition("　")[2])
        # Cover and contents have no number.
        assert words in squeeze(pages[int(number) + 1]), entry
        assert squeeze(pages[int(number) + 1]).endswith(number)


LONG_NAMES = (
    "环卫",
    "某某街道办事处2021年度社区工作者（含网格员）人员经费及办公经费补助项目（第三批次）",
    "W" * 60,
    "𠮷䶮㐂👍" * 20,
)


def test_a_long_contents_is_as_many_pages_as_were_planned(seed_book, shelf, tmp_path):
    """So pages of the contents can be kept one by one: none runs over."""
    projects = tuple(
        replace(seed_book.projects[0], name=LONG_NAMES[i % len(LONG_NAMES)] + str(i))
        for i in range(30)
    )
    edition = book_of(replace(seed_book, projects=projects))
    entries = list(document_of(edition, HEBEI).entries())
    data = write(edition)
    pages = pdf_tool("pdftotext", data, tmp_path, "-layout").split("\f")[:-1]
    first = next(n for n, page in enumerate(pages) if squeeze(page).endswith("1"))
    contents = "".join(pages[1:first])
    numbers = [int(n) for n in re.findall(r"\.{3,}\s*(\d+)$", contents, re.M)]
    assert len(numbers) == len(entries)
    assert numbers == sorted(numbers)
    for name, number in zip(projects[::-1], numbers[-2::-1], strict=False):
        assert squeeze(name.name) in squeeze(pages[first + number - 1])


def test_the_numbers_of_the_contents_are_not_kept_with_it(seed_book, shelf, laid_out):
    write(book_of(seed_book))
    laid_out.clear()
    first, *rest = seed_book.projects
    longer = replace(first, usage="长" * 2000)
    write(book_of(replace(seed_book, projects=(longer, *rest))))
    # The table, once more because it takes two pages; the contents stay.
    assert [("目录" in html) for html in laid_out] == [False, False]


def test_nothing_is_laid_out_twice(seed_book, shelf, laid_out):
    first = write(book_of(seed_book))
    assert len(laid_out) == 8  # text, four tables, 批复情况, cover, contents
    laid_out.clear()
    again = write(book_of(seed_book))
    assert laid_out == []
    assert abs(len(again) - len(first)) < 10


def test_only_what_has_changed_is_laid_out(seed_book, shelf, laid_out):
    write(book_of(seed_book))
    laid_out.clear()
    first, second, *rest = seed_book.projects
    changed = replace(seed_book, projects=(first, replace(second, usage="改了"), *rest))
    write(book_of(changed))
    assert len(laid_out) == 1
    assert "改了" in laid_out[0]


def test_a_table_may_move_in_its_book(seed_book, shelf, laid_out, tmp_path):
    """Its number and its page are no part of the kept pages."""
    first, second, third, fourth = seed_book.projects
    write(book_of(seed_book))
    laid_out.clear()
    moved = replace(seed_book, projects=(first, fourth, third, second))
    data = write(book_of(moved))
    assert len(laid_out) == 2  # contents and 批复情况
    pages = pages_of(data, tmp_path)
    assert "征地拆迁补偿款" in pages[-4]
    text = pdf_tool("pdftotext", data, tmp_path, "-layout")
    assert re.search(r"2\.\s+征地拆迁补偿款项目绩效目标表", text)


def test_pages_that_were_spoilt_are_made_anew(seed_book, shelf, laid_out):
    good = write(book_of(seed_book))
    for place, file in enumerate(sorted(shelf.glob("*/*"))):
        file.write_bytes(file.read_bytes()[: 40 * place])
    laid_out.clear()
    assert abs(len(write(book_of(seed_book))) - len(good)) < 10
    assert len(laid_out) == 8


def test_helpers_make_what_this_process_would(seed_book, shelf, monkeypatch, laid_out):
    alone = write(book_of(seed_book))
    for file in shelf.glob("*/*"):
        file.unlink()
    laid_out.clear()
    monkeypatch.setattr(kept, "FROM", 1)
    told: list[tuple[int, int]] = []
    document = document_of(book_of(seed_book), HEBEI)
    data = writers.get("pdf").write_document(
        document, progress=lambda done, total: told.append((done, total))
    )
    assert laid_out == []
    assert told == [(n, 6) for n in range(1, 7)]
    assert len(data) == pytest.approx(len(alone), abs=10)
    assert [p.extract_text() for p in PdfReader(BytesIO(data)).pages] == [
        p.extract_text() for p in PdfReader(BytesIO(alone)).pages
    ]


def test_work_that_is_no_longer_wanted_ends(seed_book, shelf, monkeypatch):
    monkeypatch.setattr(kept, "FROM", 1)

    class Cancelled(Exception):
        pass

    def cancel(done, total):
        raise Cancelled

    document = document_of(book_of(seed_book), HEBEI)
    with pytest.raises(Cancelled):
        writers.get("pdf").write_document(document, progress=cancel)


def test_what_holds_more_than_text_is_laid_out_whole(
    seed_book, shelf, monkeypatch, tmp_path
):
    monkeypatch.setattr(fragment, "_is_plain", lambda *a: False)
    pages = pages_of(write(book_of(seed_book)), tmp_path)
    text = squeeze("".join(pages))
    assert [t for t in strings_of(seed_book) if squeeze(t) not in text] == []


def test_a_font_that_is_gone_does_no_harm(seed_book, shelf, monkeypatch, tmp_path):
    monkeypatch.setattr(assembly.Faces, "fonts", lambda self: None)
    text = squeeze("".join(pages_of(write(book_of(seed_book)), tmp_path)))
    assert [t for t in strings_of(seed_book) if squeeze(t) not in text] == []


# test_every_form looks at all of them, filled in no better.
@pytest.mark.parametrize("form", ["hebei-2021", "mof-2015-project"])
def test_whatever_is_typed_is_whole(seed_book, shelf, form, tmp_path):
    book, layout = hard_book(seed_book), layouts.get(form)
    data = writers.get("pdf").write(unstamped(book, is_book=True), layout)
    text = squeeze("".join(pages_of(data, tmp_path)))
    for word in ("䶮㐂𠮷", "堃😀🫨✔", "=HYPERLINK("):
        assert squeeze(word) in text, word
    # What is long goes on after the head of another page: its beginning is looked for.
    cells = [c.text for sheet in book.projects for c in layout.grid(sheet).cells]
    assert [c for c in cells if squeeze(c)[:9] not in text] == []
    fonts = pdf_tool("pdffonts", data, tmp_path).splitlines()[2:]
    assert all(line.split()[-5] == "yes" for line in fonts), "a font is not embedded"
    assert len(fonts) == len({line.split()[0] for line in fonts}), "a font twice"


def test_whole_and_assembled_say_the_same(seed_book, shelf, tmp_path):
    book = replace(hard_book(seed_book), overall=None)
    document = document_of(unstamped(book), HEBEI)
    both = [
        squeeze("".join(sorted("".join(pages_of(data, tmp_path)))))
        for data in (writers.get("pdf").write_document(document), whole_pdf(document))
    ]
    assert both[0] == both[1]


def test_every_page_of_a_draft_is_marked(seed_book, shelf, tmp_path):
    stamps = (OK, DRAFT, OK, OK)
    edition = Edition(hard_book(seed_book), stamps, OK, is_book=True)
    pages = pages_of(write(edition), tmp_path)
    table = [n for n, page in enumerate(pages) if "两千字" in squeeze(page)]
    first, second, *marked = [n for n, p in enumerate(pages) if "草稿" in squeeze(p)]
    assert (first, second) == (0, 1)  # the cover and the contents
    assert len(marked) > 3
    assert marked[0] == table[-2] if len(table) > 2 else table[0] in marked


def elements(node, kind: str) -> list:
    """All of a kind below a node of the tree of tags."""
    found, waiting = [], [node]
    while waiting:
        item = waiting.pop(0).get_object()
        if not hasattr(item, "get"):
            continue
        if item.get("/S") == kind:
            found.append(item)
        kids = item.get("/K", [])
        kids = kids if isinstance(kids, list) else [kids]
        waiting = [kid for kid in kids if hasattr(kid, "get_object")] + waiting
    return found


def test_tags_tell_what_is_a_table_and_what_its_head(seed_book, shelf):
    reader = PdfReader(BytesIO(write(book_of(seed_book))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == "true" or root["/MarkInfo"]["/Marked"]
    tree = root["/StructTreeRoot"]
    grid = HEBEI.grid(seed_book.projects[0])
    third = elements(tree, "/Sect")
    [section] = [s for s in third if len(elements(s, "/Table")) == 2][:1]
    cells = elements(section, "/TD") + elements(section, "/TH")
    assert len(cells) == len(grid.cells)
    heads = elements(section, "/TH")
    assert len(heads) == 6
    assert all(head["/A"]["/Scope"] == "/Column" for head in heads)
    wide = sum(cell["/A"].get("/ColSpan", 1) for cell in cells)
    assert wide == sum(cell.colspan for cell in grid.cells)
    high = sum(cell["/A"].get("/RowSpan", 1) for cell in cells)
    assert high == sum(cell.rowspan for cell in grid.cells)
    figure = elements(section, "/Figure")
    assert figure[0]["/Alt"] == "查验码"


def test_every_marked_content_has_its_element(seed_book, shelf):
    reader = PdfReader(BytesIO(write(book_of(seed_book))))
    numbers = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert list(numbers[::2]) == sorted(numbers[::2])
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in reader.pages:
        parents = owners[page["/StructParents"]].get_object()
        for mark, parent in enumerate(parents):
            parent = parent.get_object()
            if "/K" in (parent or {}):
                assert mark in parent["/K"]
                assert (
                    parent["/Pg"].get_object()["/StructParents"]
                    == (page["/StructParents"])
                )


def test_bookmarks_and_links_lead_where_they_say(seed_book, shelf):
    reader = PdfReader(BytesIO(write(book_of(seed_book))))
    document = document_of(book_of(seed_book), HEBEI)

    def flat(items) -> list:
        return [b for i in items for b in (flat(i) if isinstance(i, list) else [i])]

    marks = flat(reader.outline)
    assert [m.title for m in marks] == [entry.text for entry in document.entries()]
    links = [link.get_object() for link in reader.pages[1]["/Annots"].get_object()]
    assert len(links) == len(marks)
    for mark, link in zip(marks, links, strict=True):
        page = reader.pages[reader.get_destination_page_number(mark)]
        assert link["/Dest"][0].get_object() == page.get_object()


def test_the_file_says_what_it_is(seed_book, shelf, tmp_path):
    named = replace(seed_book.department, name="某街道办事处")
    data = write(book_of(replace(seed_book, department=named)))
    info = pdf_tool("pdfinfo", data, tmp_path)
    assert re.search(r"Title:\s+某街道办事处2021年绩效文本", info)
    assert re.search(r"Author:\s+某街道办事处", info)
    assert re.search(r"Tagged:\s+yes", info)
    assert PdfReader(BytesIO(data)).trailer["/Root"]["/Lang"] == "zh-CN"


def test_a_file_for_archives_describes_itself(seed_book, shelf):
    one = replace(seed_book, overall=None, projects=seed_book.projects[:1])
    for edition in (book_of(seed_book), unstamped(one)):
        reader = PdfReader(BytesIO(write(edition, "pdf-a")))
        said = reader.trailer["/Root"]["/Metadata"].get_data().decode()
        assert "<pdfaid:part>3</pdfaid:part>" in said or 'pdfaid:part="3"' in said
        assert re.search(r"pdfaid:conformance\W+U", said)
        [intent] = reader.trailer["/Root"]["/OutputIntents"]
        assert intent["/S"] == "/GTS_PDFA1"
        assert intent["/DestOutputProfile"].get_data()
        assert reader.trailer["/ID"]
        links = [a for p in reader.pages for a in p.get("/Annots", [])]
        assert all(link.get_object()["/F"] & 4 for link in links)


def test_a_short_file_has_no_high_numbers(seed_book, shelf):
    """Programs on qpdf call a file damaged that has less than three bytes for each
    number that it speaks of."""
    for book in (replace(seed_book, projects=()), seed_book):
        data = write(unstamped(book), "pdf-a")
        assert 3 * PdfReader(BytesIO(data)).trailer["/Size"] < len(data)


def test_two_threads_put_books_together_at_once(seed_book, shelf):
    made: list[bytes] = []
    work = [
        threading.Thread(target=lambda: made.append(write(book_of(seed_book))))
        for _ in range(3)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert len(made) == 3
    assert len({len(PdfReader(BytesIO(data)).pages) for data in made}) == 1


def test_pages_that_nobody_asks_for_are_swept_away(seed_book, shelf):
    write(book_of(seed_book))
    folder = kept.shelf()
    count = len(list(shelf.glob("*/*")))
    assert folder.sweep() == 0
    in_a_year = date(2100, 1, 1).toordinal() * 86400.0
    assert folder.sweep(in_a_year) == count == 8
    assert list(shelf.glob("*/*")) == []


def test_a_long_list_of_approvals_goes_on_in_further_tables(seed_book):
    """One table of a thousand lines would take much memory to lay out."""
    many = replace(seed_book, projects=seed_book.projects * 50)
    grids = standing_grids(book_of(many))
    assert [grid.title for grid in grids] == [
        "批复情况",
        "批复情况（续）",
        "批复情况（续）",
    ]
    numbers = [c.text for grid in grids for c in grid.cells if c.col == 0 and c.row]
    assert numbers == [str(n) for n in range(1, 202)]
