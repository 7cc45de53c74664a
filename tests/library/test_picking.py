"""Choosing from the library for a table, with and without JavaScript."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import rows
from indicators.paste import insert
from library.picking import INSERT, block, matches
from library.ranking import Suggestion
from sheets.sheet import Indicator, Sheet
from tests.indicators.pages import form_in, form_of, fresh, url
from tests.reviews.steps import FIRST, put

COUNT, QUALITY = ("产出指标", "数量指标"), ("产出指标", "质量指标")
TABLE = Sheet(
    indicators=(
        Indicator(*COUNT, "人数", "享受人数", "=79人", "文件"),
        Indicator(*QUALITY),
        Indicator("效果指标", "质量指标"),
    )
)
TEXT = st.text(alphabet='甲乙"\t\n, ;≥%', max_size=6).map(str.strip)


def shown(sheet: Sheet) -> list[tuple]:
    return [(row.tier1, row.tier2, row.tier3, row.value) for row in sheet.indicators]


def test_rows_go_under_their_own_labels():
    chosen = [
        Suggestion("效果指标", "质量指标", "丙"),
        Suggestion(*QUALITY, "甲", "甲的描述", "标准"),
        Suggestion(*COUNT, "次数"),
        Suggestion(*QUALITY, "乙"),
    ]
    result = rows.apply(TABLE, INSERT, block(chosen))
    assert shown(result) == [
        (*COUNT, "人数", "=79人"),
        (*COUNT, "次数", ""),
        (*QUALITY, "甲", ""),  # into the blank row
        (*QUALITY, "乙", ""),
        ("效果指标", "质量指标", "丙", ""),
    ]
    assert result.indicators[2].description == "甲的描述"
    assert result.indicators[2].basis == "标准"


@pytest.mark.parametrize(
    "text",
    ["没有\t数量指标\t甲", "产出指标", "产出指标\t没有\t甲", "甲", "数量指标\t甲"],
)
def test_nothing_lands_under_a_wrong_label(text):
    with pytest.raises(ValueError, match="no labels"):
        insert(TABLE, f"产出指标\t数量指标\t好\n{text}")


def test_a_full_table_stays_as_it_is():
    many = Sheet(indicators=tuple(Indicator(*COUNT, str(i)) for i in range(300)))
    assert rows.apply(many, INSERT, "产出指标\t数量指标\t甲") is many


@given(st.lists(st.tuples(TEXT.filter(bool), TEXT, TEXT), min_size=1, max_size=5))
def test_any_text_arrives_as_it_is_and_nothing_is_lost(texts):
    chosen = [Suggestion(*COUNT, *cells) for cells in texts]
    result = insert(TABLE, block(chosen)).document.indicators
    assert [i for i in result if i in TABLE.indicators] == list(TABLE.indicators)
    new = [i for i in result if i not in TABLE.indicators]
    assert [(i.tier3, i.description, i.basis) for i in new] == texts


def boxes(answer) -> dict[str, str]:
    """Name of the indicator → what its box carries."""
    text = answer.content.decode()
    found = re.findall(r'name="chosen" value="([^"]*)".*?data-name="([^"]*)"', text)
    found = found or re.findall(
        r'name="chosen" value="([^"]*?)"[^>]*?data-name="([^"]*)"', text, re.S
    )
    return {html.unescape(name): html.unescape(value) for value, name in found}


def library(target) -> str:
    return f"/targets/{target.pk}/library/"


def test_the_list_has_suggestions_first_and_nothing_twice(filler, target, shared):
    answer = filler.get(library(target))
    text = answer.content.decode()
    assert text.index("<h3>推荐</h3>") < text.index("<h3>指标库</h3>")
    # 村级组织经费: the name says that it is about running an office.
    assert "像是“运转和维护”项目" in text
    names = re.findall(r'data-name="([^"]*)"', text)
    assert len(names) == len(set(names)) == 32


def test_it_is_searched_by_initials_label_and_type(filler, target, shared):
    def names(**query) -> set[str]:
        return set(boxes(filler.get(library(target), query)))

    assert names(q="bzdx") == {"补助对象人数"}
    assert "补助对象人数" not in names(tier="质量指标")
    assert len(names(tier="质量指标")) == 6
    assert "工程验收合格率" in names(type="building")
    assert "补助对象人数" not in names(type="building")
    assert names(q="没有这样的") == set()
    assert len(names(type="nonsense")) == 32


def test_no_more_than_fifty_are_listed(filler, target, make_entry):
    for i in range(60):
        make_entry(f"指标{i:02}", department=None, project_type="it")
    answer = filler.get(library(target), {"tier": "数量指标"})
    assert len(boxes(answer)) == 50
    assert "只列出前 50 个" in answer.content.decode()
    assert "只列出" not in filler.get(library(target), {"q": "指标0"}).content.decode()


def test_the_queries_do_not_grow(
    filler, target, make_entry, django_assert_max_num_queries
):
    for i in range(15):  # more than are suggested
        make_entry(f"指标{i:02}", department=None)
    filler.get(library(target))
    with django_assert_max_num_queries(30) as few:
        filler.get(library(target))
    for i in range(40):
        make_entry(f"别的指标{i:02}", department=None)
    with django_assert_max_num_queries(30) as many:
        filler.get(library(target))
    assert len(many) == len(few)


def test_what_the_table_has_cannot_be_ticked(filler, target, make_entry):
    name = target.indicators.get(tier2="数量指标").tier3
    make_entry(name, project_type="it")
    text = filler.get(library(target)).content.decode()
    (box,) = re.findall(r'<input type="checkbox"[^>]*>', text)
    assert " disabled" in box


def test_text_of_a_user_is_text(filler, target, make_entry):
    make_entry('<b>"甲"</b>', description="<script>alert(1)</script>")
    answer = filler.get(library(target))
    assert "<b>" not in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    assert list(boxes(answer)) == ['<b>"甲"</b>']


def test_without_javascript_typed_text_comes_back_with_the_rows(filler, target, shared):
    typed = form_of(filler, target) | {
        "usage": "还没有保存",
        "budget.total": "约八十",
        "plan.6": "很多",
    }
    answer = filler.post(url(target), typed | {"op": "library"})
    assert answer.url == library(target)
    offered = boxes(filler.get(library(target)))
    chosen = [offered[n] for n in ("补助对象人数", "受益群众人数")]
    # A browser sends a line end as CR LF.
    chosen = [text.replace("\n", "\r\n") for text in chosen]
    answer = filler.post(library(target), {"chosen": chosen})
    assert answer.url == url(target)
    form = form_in(filler.get(url(target)))
    assert form["usage"] == "还没有保存"
    assert (form["budget.total"], form["plan.6"]) == ("约八十", "很多")
    names = [text for path, text in form.items() if path.endswith(".tier3")]
    assert names.index("补助对象人数") == 1
    assert "受益群众人数" in names
    assert form["indicators.1.value"] == ""
    assert form["indicators.1.basis"] == "人员台账、发放名册"
    old = [t for p, t in typed.items() if p.endswith(".tier3") and t]
    assert [name for name in names if name in old] == old
    assert fresh(target).version == 1


def test_without_a_draft_it_begins_from_what_is_saved(filler, target, shared):
    offered = boxes(filler.get(library(target)))
    filler.post(library(target), {"chosen": [offered["补助对象人数"]]})
    form = form_in(filler.get(url(target)))
    assert form["indicators.1.tier3"] == "补助对象人数"
    assert form["name"] == "村级组织经费"
    answer = filler.post(url(target), form)
    assert answer.status_code == 302
    assert target.indicators.filter(tier3="补助对象人数").count() == 1


@pytest.mark.parametrize("chosen", ["别处\t的\t行", "甲", '产出指标\t数量指标\t"'])
def test_a_line_that_is_not_ours_is_refused(filler, target, chosen):
    code = filler.post(library(target), {"chosen": [chosen]}).status_code
    assert code == (302 if chosen.startswith("产出") else 400)
    assert target.drafts.exists() == (code == 302)


def test_nothing_ticked_is_said(filler, target, shared):
    answer = filler.post(library(target), follow=True)
    assert "还没有选指标" in answer.content.decode()
    assert not target.drafts.exists()


def test_there_is_none_for_a_text_or_a_table_under_review(
    filler, overall_target, target
):
    assert filler.get(library(overall_target)).status_code == 404
    put(target, FIRST)
    for address in (library(target), f"{library(target)}matches/"):
        assert filler.get(address).status_code == 403


def test_matches_for_the_cell(filler, target, make_entry, office):
    for name in ("补助户数", "补助人数", "补助", "对象补助", "补助金额", "补助次数"):
        make_entry(name, description=f"{name}的描述", basis="文件", unit="个")
    make_entry("补助人数", department=None, description="共用的描述")
    make_entry("补助率", label="质量指标")

    def asked(typed: str) -> list[dict[str, str]]:
        query = {"tier1": COUNT[0], "tier2": COUNT[1], "q": typed}
        return filler.get(f"{library(target)}matches/", query).json()["matches"]

    names = [match["name"] for match in asked("补助")]
    assert names[0] == "补助"
    assert "对象补助" not in names
    assert len(names) == len(set(names)) == 5
    assert asked("补助人数") == [
        {
            "name": "补助人数",
            "description": "补助人数的描述",
            "basis": "文件",
            "hint": "建议：…个",
        }
    ]
    assert asked("没有") == []
    assert len(asked("")) == 5
    assert matches(target, "效果指标", "数量指标", "") == []
