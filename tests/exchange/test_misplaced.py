"""A row whose 二级指标 is of another 一级指标 is told, and may be put elsewhere."""

from html import unescape

import pytest
from django.urls import reverse

from exchange import imports, preview
from exchange.models import ImportBatch, State
from sheets.marking import styles
from tests.exchange.importing import chosen, only, stored, take
from tests.exchange.test_import_pages import form_of
from tests.exchange.test_marks import ground, marked
from tests.sheets.forms import xlsx

NAME = "防汛物资储备"
ROWS = (
    ("项目名称", f"{NAME}⟨4⟩"),
    ("预算数（万元）", "80⟨4⟩"),
    ("绩效目标", "储备防汛物资，保障安全度汛。⟨4⟩"),
    ("一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据"),
    ("产出指标⟨1×2⟩", "数量指标", "储备编织袋数量", "≥5000条", "储备方案"),
    ("质量指标", "合格率", "100%", "检验报告"),
    ("效果指标⟨1×2⟩", "社会效益指标", "险情处置及时率", "≥95%", "历史数据"),
    ("数量指标", "演练次数", "≥2次", "预案"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "问卷"),
)
SAID = "二级指标“数量指标”在本年度指标体系里属于“产出指标”，文件里放在“效果指标”下面"
HOME = {"Sheet!B8": "产出指标 › 数量指标"}


@pytest.fixture
def received(office, year, filler):
    """``received(rows)``: a file as its user has uploaded it."""

    def upload(rows) -> ImportBatch:
        at = {"user": filler, "department": office, "year": year}
        return imports.receive(name="防汛.xlsx", data=xlsx(rows), **at)

    return upload


@pytest.fixture
def batch(received) -> ImportBatch:
    return received(ROWS)


def labels(sheet):
    return [(row.tier1, row.tier2, row.tier3) for row in sheet.indicators]


def test_it_is_told_and_does_not_hold_up_the_table(batch):
    line = only(batch)
    assert [(m.place, m.label, m.said) for m in line.misplaced] == [
        ("Sheet!B8", "演练次数", SAID)
    ]
    assert any("1 处一级、二级指标不相配" in text for text in line.unsure)
    take(batch)
    assert ("效果指标", "数量指标", "演练次数") in labels(stored(NAME))


def test_it_goes_below_the_rows_of_the_chosen_label(batch):
    choices = chosen(batch, typed=HOME)
    [line] = preview.lines(batch, choices)
    assert not any("不相配" in text for text in line.unsure)
    take(batch, choices)
    assert labels(stored(NAME))[:3] == [
        ("产出指标", "数量指标", "储备编织袋数量"),
        ("产出指标", "数量指标", "演练次数"),
        ("产出指标", "质量指标", "合格率"),
    ]


def test_a_choice_that_is_none_changes_nothing(batch):
    take(batch, chosen(batch, typed={"Sheet!B8": "产出指标"}))
    assert ("效果指标", "数量指标", "演练次数") in labels(stored(NAME))


def test_what_is_stored_so_is_told_no_more(batch, received):
    take(batch)
    assert only(received((*ROWS, ("", "", "桥梁", "≥2座", "")))).misplaced == []


@pytest.mark.parametrize(
    "row",
    [
        ("效果指标", "环境影响指标", "演练次数", "≥2次", "预案"),
        ("成效指标", "数量指标", "演练次数", "≥2次", "预案"),
        ("产出指标（50分）", "数量", "演练次数", "≥2次", "预案"),
    ],
)
def test_labels_of_another_scheme_are_no_slip(received, row):
    assert only(received((*ROWS[:4], row))).misplaced == []


def test_it_is_marked_at_its_cell(batch):
    book, _ = marked(batch)
    assert ground(book, "B8") == styles.AMBER
    assert SAID in book["Sheet"]["B8"].comment.text
    book, _ = marked(batch, chosen(batch, typed=HOME))
    comment = book["Sheet"]["B8"].comment
    assert comment is None or SAID not in comment.text


def test_marks_find_their_cells_when_a_row_has_moved(received):
    """The checks miss a basis, which stands in the moved row's own cell."""
    rows = [list(row) for row in ROWS]
    rows[7][3] = ""
    batch = received(rows)
    book, _ = marked(batch, chosen(batch, typed=HOME))
    assert "依据" in book["Sheet"]["E8"].comment.text


def test_on_the_page(as_user, batch):
    client = as_user("tianbao")
    url = reverse("import", args=[batch.pk])
    page = unescape(client.get(url).content.decode())
    assert SAID in page
    assert 'name="form-0-cell-Sheet!B8"' in page
    sent = form_of(client, batch) | {"form-0-cell-Sheet!B8": HOME["Sheet!B8"]}
    again = unescape(client.post(url, sent | {"compare": "1"}).content.decode())
    assert " ".join(again.split()).count(f'value="{HOME["Sheet!B8"]}" selected') == 1
    assert client.post(url, sent).status_code == 302
    batch.refresh_from_db()
    assert batch.state == State.DONE
    assert ("产出指标", "数量指标", "演练次数") in labels(stored(NAME))
