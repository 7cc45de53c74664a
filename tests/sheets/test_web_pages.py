"""A cell of a page of the web comes as a browser shows it."""

import pytest

from sheets import readers

from .forms import html, read
from .test_reader_formats import FORM, only

CELLS = [
    ("5<!-- 6 --><style>p{}</style><script>7</script>公里", "5公里"),
    ("5&nbsp;公里", "5 公里"),
    ('5<span style="DISPLAY: none">6</span>公里', "5公里"),
    ("5<span hidden>6</span>公里", "5公里"),
    ("5<br/>公里", "5\n公里"),
    ("<p>5</p><p>公里</p>", "5\n公里"),
]


@pytest.mark.parametrize(("xml", "text"), CELLS)
def test_a_cell_of_a_page_comes_as_a_browser_shows_it(xml, text):
    page = html(FORM).decode().replace("5公里", xml)
    assert only(readers.read("a.html", page.encode())).indicators[0].value == text


def test_rows_and_cells_that_a_page_hides():
    gone = '<tr style="display:none"><td>项目名称</td><td>乙</td></tr>'
    cell = '<td style="display:none">码</td>'
    page = html(FORM).decode().replace("<table>", f"<table>{gone}")
    page = page.replace("<tr><td colspan", f"<tr>{cell}<td colspan")
    assert only(readers.read("a.html", page.encode())) == only(read(FORM))


@pytest.mark.parametrize("span", ["0", "9", "2 ", "99999"])
def test_a_label_that_reaches_down_to_the_end(span):
    more = [
        *FORM[:-1],
        ["产出指标", *FORM[-1][1:]],
        ["质量指标", "平整度", "95%", "10"],
    ]
    page = (
        html(more)
        .decode()
        .replace(
            '<td colspan="1" rowspan="1">产出指标',
            f'<td colspan="1" rowspan="{span}">产出指标',
        )
    )
    rows = only(readers.read("a.html", page.encode())).indicators
    assert [(row.tier1, row.tier2) for row in rows] == [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
    ]


def test_a_small_table_in_a_cell_of_a_page():
    inner = "<table><tr><td>里程</td><td>5公里</td></tr><tr><td>桥</td></tr></table>"
    page = html(FORM).decode().replace("养护村道。", f"养护村道。{inner}")
    sheet = only(readers.read("a.html", page.encode()))
    assert "".join(sheet.goals).split() == ["养护村道。", "里程", "5公里", "桥"]
