"""A cell of the file that could not be read holds its table up, until something is
typed in its place or the file is mended."""

from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from exchange import imports, preview
from exchange.models import ImportBatch, State
from perftargets.errors import CheckFailed
from projects.models import Target
from sheets.marking import styles
from tests.exchange.importing import chosen, everything, only, stored, take
from tests.exchange.test_import_pages import form_of, text
from tests.exchange.test_marks import ground, marked
from tests.sheets.forms import xlsx

NAME = "防汛物资储备"
ROWS = (
    ("项目名称", f"{NAME}⟨4⟩"),
    ("预算数（万元）", "约八十⟨4⟩"),
    ("绩效目标", "储备防汛物资，保障安全度汛。⟨4⟩"),
    ("一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据"),
    ("产出指标", "数量指标", "储备编织袋数量", "#REF!", "储备方案"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "#N/A"),
)
TYPED = {"Sheet!B2": "80", "Sheet!D5": "≥5000条", "Sheet!E6": "问卷"}


@pytest.fixture
def batch(office, year, filler) -> ImportBatch:
    at = {"user": filler, "department": office, "year": year}
    return imports.receive(name="防汛.xlsx", data=xlsx(ROWS), **at)


def test_nothing_is_taken_while_a_cell_is_unread(batch):
    line = only(batch)
    assert [(c.place, c.label) for c in line.unread] == [
        ("Sheet!B2", "预算数"),
        ("Sheet!D5", "数量指标 第1行 指标值"),
        ("Sheet!E6", "服务对象满意度指标 第1行 指标值确定依据"),
    ]
    before = everything()
    with pytest.raises(CheckFailed, match=f"“{NAME}”还有问题"):
        take(batch)
    part = dict(list(TYPED.items())[:2])
    with pytest.raises(CheckFailed, match="还有问题"):
        take(batch, chosen(batch, is_taken=True, typed=part))
    assert everything() == before


def test_what_is_typed_stands_in_the_draft(batch):
    take(batch, chosen(batch, is_taken=True, typed=TYPED))
    sheet = stored(NAME)
    first, second = sheet.indicators
    assert (str(sheet.budget.total), first.value) == ("80", "≥5000条")
    assert second.basis == "问卷"


def test_a_typed_text_that_does_not_fit_is_told(batch):
    wrong = TYPED | {"Sheet!B2": "八十"}
    [line] = preview.lines(batch, chosen(batch, is_taken=True, typed=wrong))
    assert [c.wrong for c in line.unread if c.wrong] == [
        "“八十”不是金额，请只填数字，如 161 或 69.3"
    ]
    assert line.is_held


def test_another_table_of_the_file_is_taken_without_it(office, year, filler):
    other = [("项目名称", "道路养护⟨4⟩"), *ROWS[2:4], ROWS[5][:4] + ("问卷",)]
    rows = (*ROWS, ("项目绩效目标表⟨5⟩",), *other)
    at = {"user": filler, "department": office, "year": year}
    batch = imports.receive(name="a.xlsx", data=xlsx(rows), **at)
    choices = chosen(batch)
    choices[1] = preview.Choice(False, shown=choices[1].shown, name=NAME)
    take(batch, choices)
    assert stored("道路养护").indicators[0].basis == "问卷"
    assert not Target.objects.filter(project__name=NAME).exists()


def test_of_a_stored_table_it_is_a_change_and_empties_nothing(batch, office, year):
    take(batch, chosen(batch, is_taken=True, typed=TYPED))
    at = {"user": batch.user, "department": office, "year": year}
    again = imports.receive(name="防汛.xlsx", data=xlsx(ROWS), **at)
    line = only(again)
    assert line.kind == preview.CHANGED
    assert "budget.total" not in [change.field for change in line.changes]
    with pytest.raises(CheckFailed):
        take(again)
    assert [line.kind for line in preview.lines(again, chosen(again, typed=TYPED))] == [
        preview.UNCHANGED
    ]


def test_it_is_red_in_the_marked_file(batch):
    book, _ = marked(batch)
    assert {ground(book, ref) for ref in ("B2", "D5", "E6")} == {styles.RED}
    assert "公式出错（#REF!）" in book["Sheet"]["D5"].comment.text


def test_the_command_takes_no_such_file(office, year, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(tuple(r for r in ROWS if "约八十" not in r[1])))
    before = everything()
    with pytest.raises(CommandError, match="有 2 处错误"):
        call_command("import_targets", path, year=2021, department=office.code)
    assert everything() == before


def test_on_the_page(as_user, batch):
    client = as_user("tianbao")
    url = reverse("import", args=[batch.pk])
    page = unescape(client.get(url).content.decode())
    assert "没有读进来的格：填上才能导入" in page
    assert 'name="form-0-cell-Sheet!D5"' in page
    sent = form_of(client, batch)
    refused = client.post(url, sent)
    assert refused.status_code == 422
    typed = {f"form-0-cell-{place}": words for place, words in TYPED.items()}
    # What was typed is there again when something else is wrong.
    again = client.post(url, sent | typed | {"form-0-name": ""})
    assert again.status_code == 422
    assert "≥5000条</textarea>" in unescape(again.content.decode())
    assert client.post(url, sent | typed).status_code == 302
    batch.refresh_from_db()
    assert batch.state == State.DONE
    assert stored(NAME).indicators[0].value == "≥5000条"
    assert "请手工补上" not in text(client.get(url))


def test_the_result_asks_for_nothing_that_was_typed(batch, office, year, as_user):
    choices = chosen(batch, is_taken=True, typed=TYPED)
    batch.errors.append(["Sheet!A9", "这一行没有读进来"])
    batch.save()
    take(batch, choices)
    shown = text(as_user("tianbao").get(reverse("import", args=[batch.pk])))
    assert "没有读进来的 1 处" in shown
    assert "Sheet!A9" in shown and "#REF!" not in shown
