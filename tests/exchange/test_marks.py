"""The way back: a clerk's own workbook with marks, corrected and uploaded again."""

from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Entry
from exchange import imports, kept, marks, preview
from exchange.models import ImportBatch, State
from exchange.preview import Choice
from perftargets.errors import Conflict
from projects.models import Target
from reviews.editions import edition_of
from sheets import readers
from sheets.layouts import layout_of
from sheets.marking import notes, styles
from sheets.writers import writers
from tests.exchange.importing import NAME, only, stored, take
from tests.reviews.steps import FIRST, put
from tests.sheets.forms import PUBLISHED, saved
from tests.sheets.forms import xlsx as made

ROWS = (
    ("项目名称", "防汛物资储备⟨4⟩"),
    ("预算数（万元）", "约八十⟨4⟩"),
    ("绩效目标", "储备防汛物资，保障安全度汛。⟨4⟩"),
    ("一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据"),
    ("产出指标", "数量指标", "储备编织袋数量", "", "储备方案"),
    ("效果指标", "社会效益指标", "险情处置及时率", "≥95%", "历史数据"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "问卷"),
)


@pytest.fixture
def received(office, year, filler):
    """``received(data)``: a file as its user has uploaded it."""

    def upload(data: bytes, name: str = "防汛.xlsx") -> ImportBatch:
        at = {"user": filler, "department": office, "year": year}
        return imports.receive(name=name, data=data, **at)

    return upload


def marked(batch: ImportBatch, choices=None):
    """The file that is downloaded, as a workbook; and its name."""
    done = marks.marked(batch=batch, actor=batch.user, choices=choices)
    with done.file as file:
        return load_workbook(BytesIO(file.read())), done.name


def workbook_of(target: Target) -> bytes:
    edition = edition_of(target)
    return writers.get("xlsx").write(edition, layout_of(edition.book))


def listed(book) -> list[tuple]:
    rows = book[notes.TITLE].iter_rows(min_row=6, max_col=5, values_only=True)
    return [tuple(text or "" for text in row) for row in rows]


def ground(book, ref: str, tab: str = "Sheet") -> str:
    return book[tab][ref].fill.fgColor.rgb


def test_errors_doubts_and_findings_stand_at_their_cells(received):
    batch = received(made(ROWS))
    book, name = marked(batch)
    assert name == "防汛（标注）.xlsx"
    assert ground(book, "B2") == styles.RED
    assert "约八十" in book["Sheet"]["B2"].comment.text
    # The empty 指标值 is what the checks find.
    assert ground(book, "D5") == styles.AMBER
    assert "自动审核（错误）数量指标 第1行 指标值" in book["Sheet"]["D5"].comment.text
    assert ground(book, "D7") == "00000000"
    places = {place for _, _, place, *_ in listed(book)}
    assert {"Sheet!B2", "Sheet!D5"} <= places


def test_corrected_and_uploaded_again_it_goes_through(received):
    book, _ = marked(received(made(ROWS)))
    sheet = book["Sheet"]
    sheet["B2"], sheet["D5"] = "80", "≥5000条"
    again = received(saved(book))
    assert again.errors == []
    assert [where for where, _ in again.warnings if "导入说明" in where] == []
    line = only(again)
    assert (line.kind, line.problems, str(line)) == ("new", [], "防汛物资储备")
    second, _ = marked(again)
    assert ground(second, "B2") == ground(second, "D5") == "00000000"
    assert second["Sheet"]["B2"].comment is None
    assert second.sheetnames == ["Sheet", notes.TITLE]
    take(again)
    sheet = stored("防汛物资储备")
    assert (str(sheet.budget.total), sheet.indicators[0].value) == ("80", "≥5000条")


def test_our_own_export_marked_and_sent_back_is_no_change(received, target):
    data = workbook_of(target)
    book, _ = marked(received(data))
    again = received(saved(book))
    assert only(again).kind == preview.UNCHANGED


def test_a_locked_table_says_so_at_its_name(received, target, people):
    batch = received(workbook_of(target))
    put(target, FIRST)
    book, _ = marked(batch)
    [line] = preview.lines(batch)
    assert line.kind == preview.UNCHANGED
    name = batch.places["1"]["name"]
    tab, _, ref = name.rpartition("!")
    assert "不能导入：" in book[tab][ref].comment.text
    # Nothing can be mended in it now, so nothing is said of its content.
    assert not any("自动审核" in text for *_, text in listed(book))


def test_what_was_corrected_on_the_page_counts(received, target):
    """“导入到” says another project: so the marks are of that one."""
    batch = received(made(ROWS))
    line = only(batch)
    wrong = {1: replace(line.choice, into="没有这个项目")}
    book, _ = marked(batch, wrong)
    assert ground(book, "B1") == styles.RED
    assert "没有“没有这个项目”这个项目" in book["Sheet"]["B1"].comment.text
    right = {1: Choice(True, into=NAME, name=NAME, shown=line.mark)}
    book, _ = marked(batch, right)
    assert book["Sheet"]["B1"].comment is None
    # What the project has and the file has no cell for is said without one.
    assert ("", "项目编码") in {
        (place, "项目编码" if "项目编码：" in text else "")
        for _, _, place, _, text in listed(book)
    }


def test_rows_that_were_put_elsewhere_keep_their_cells(received):
    """A form without tiers: the rows are sorted under the scheme, the cells are not."""
    rows = (
        ("项目名称", "防汛物资储备⟨2⟩"),
        ("预算数（万元）", "80⟨2⟩"),
        ("绩效目标", "储备防汛物资。⟨2⟩"),
        ("三级指标", "指标值", "指标值确定依据"),
        ("群众满意度", "", "问卷"),
        ("储备编织袋数量", "≥5000条", "储备方案"),
    )
    batch = received(made(rows))
    line = only(batch)
    assert [r.tier3 for r in line.document.indicators] == [
        "储备编织袋数量",
        "群众满意度",
    ]
    book, _ = marked(batch)
    assert "指标值" in book["Sheet"]["B5"].comment.text
    assert book["Sheet"]["B6"].comment is None


def test_two_tables_for_one_project(received, target):
    """The first is looked at, the second is a question."""
    one = tuple(("项目名称", f"{NAME}⟨4⟩") if r[0] == "项目名称" else r for r in ROWS)
    title = ("项目绩效目标表⟨5⟩",)
    book, _ = marked(received(made((*one, title, *one))))
    texts = [text for *_, text in listed(book)]
    assert any("与文件中第1份都是" in text for text in texts)
    checked = [place for _, _, place, _, text in listed(book) if "自动审核" in text]
    assert "Sheet!D5" in checked
    assert not any(int(place.rpartition("!")[2][1:]) > 8 for place in checked if place)


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_of_another_kind_the_list_is_given(received, kind):
    path = (PUBLISHED / "01-tangxi-cunji.docx").with_suffix(f".{kind}")
    batch = received(path.read_bytes(), path.name)
    assert not kept.is_kept(batch)
    book, name = marked(batch)
    assert name == "01-tangxi-cunji（导入说明）.xlsx"
    assert book.sheetnames == [notes.TITLE]
    told = [row[4].value for row in book[notes.TITLE].iter_rows(min_row=5)]
    assert any("自动审核" in text for text in told)
    # And it is no file of targets, should somebody upload it.
    assert {message for _, message in batch.warnings} <= set(told)


def test_a_file_that_is_gone_or_another_gives_the_list(received):
    batch = received(made(ROWS))
    path = kept._path(batch)
    path.write_bytes(b"another")
    book, name = marked(batch)
    assert (name, book.sheetnames) == ("防汛（导入说明）.xlsx", [notes.TITLE])
    path.unlink()
    assert marked(batch)[1] == "防汛（导入说明）.xlsx"


def test_a_full_disk_does_not_stop_the_import(received, settings, tmp_path):
    settings.IMPORTS_DIR = tmp_path / "a-file"
    settings.IMPORTS_DIR.write_text("no directory")
    batch = received(made(ROWS))
    assert not kept.is_kept(batch)
    assert only(batch).kind == "new"


def test_only_its_owner_reads_the_kept_file(received):
    path = kept._path(received(made(ROWS)))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_it_is_recorded(received):
    batch = received(made(ROWS))
    marked(batch)
    entry = Entry.objects.get(subject=batch.subject)
    assert entry.action == "export"
    assert entry.detail == {"format": "xlsx", "file": "标注"}


def test_of_a_taken_file_there_are_no_marks(
    received, django_capture_on_commit_callbacks
):
    batch = received(made(tuple(r for r in ROWS if r[0] != "预算数（万元）")))
    with django_capture_on_commit_callbacks(execute=True):
        take(batch)
    assert not kept._path(batch).exists()
    batch.refresh_from_db()
    assert batch.state == State.DONE
    with pytest.raises(Conflict, match="已经导入过了"):
        marked(batch)


def test_too_many_marks_are_told(received, monkeypatch):
    monkeypatch.setattr(marks, "MOST_MARKS", 3)
    book, _ = marked(received(made(ROWS)))
    assert len(listed(book)) == 3
    assert "只标注了前 2 处" in listed(book)[0][4]


def test_a_thousand_findings_cost_no_more_queries(
    received, django_assert_max_num_queries
):
    few, many = (
        received(
            made(
                tuple(
                    row
                    for i in range(count)
                    for row in (
                        ("项目名称", f"防汛{i}⟨4⟩"),
                        *ROWS[1:],
                    )
                )
            ),
            f"{count}.xlsx",
        )
        for count in (2, 30)
    )
    with django_assert_max_num_queries(60) as counted:
        marks.marked(batch=few, actor=few.user)
    with django_assert_max_num_queries(len(counted)):
        marks.marked(batch=many, actor=many.user)


# on the page


def test_the_page_gives_the_file(as_user, received):
    batch = received(made(ROWS))
    client = as_user("tianbao")
    page = client.get(reverse("import", args=[batch.pk])).content.decode()
    assert "下载标注后的文件" in page
    answer = client.post(reverse("import-marked", args=[batch.pk]))
    assert answer.status_code == 200
    assert "防汛（标注）.xlsx" in unquote(answer["Content-Disposition"])
    assert answer["Cache-Control"] == "no-store"
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert notes.TITLE in book.sheetnames
    assert readers.read("a.xlsx", saved(book)).errors


def test_the_page_of_a_word_file_gives_the_list(as_user, received):
    path = PUBLISHED / "01-tangxi-cunji.docx"
    batch = received(path.read_bytes(), path.name)
    page = as_user("tianbao").get(reverse("import", args=[batch.pk])).content.decode()
    assert "下载导入说明" in page
    assert "下载标注后的文件" not in page


def test_a_taken_file_answers_with_its_result(as_user, received):
    batch = take(received(made(tuple(r for r in ROWS if r[0] != "预算数（万元）"))))
    answer = as_user("tianbao").post(reverse("import-marked", args=[batch.pk]))
    assert answer.status_code == 409


def test_a_long_name_keeps_its_ending(received):
    batch = received(made(ROWS), f"{'很长的名字' * 28}.xlsx")
    assert marked(batch)[1].endswith("（标注）.xlsx")
    assert len(marked(batch)[1].encode()) <= 255


def test_what_the_import_puts_into_the_words_of_the_year_is_not_marked(received):
    """The year says 效果指标; so do the checks, whatever the national scheme says."""
    rows = [("效益指标", *row[1:]) if row[0] == "效果指标" else row for row in ROWS]
    book, _ = marked(received(made(rows)))
    assert ground(book, "A6") == "00000000"
    assert not any("效果指标" in text for *_, text in listed(book))
