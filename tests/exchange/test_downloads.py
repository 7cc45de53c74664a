"""Files out of the pages."""

import json
from io import BytesIO
from urllib.parse import unquote

import pytest
from docx import Document

from audit.models import Entry
from projects.models import Project, Target
from sheets.writers import writers


@pytest.mark.parametrize("writer", writers, ids=lambda writer: writer.id)
def test_each_format_has_its_name_and_type_and_is_recorded(as_user, target, writer):
    answer = as_user("chushen").get(f"/targets/{target.pk}/export/{writer.id}/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == writer.content_type
    name = unquote(answer["Content-Disposition"])
    assert f"2021年某街道办事处 村级组织经费.{writer.extension}" in name
    assert answer["Cache-Control"] == "no-store"
    assert Entry.objects.of(target.subject).first().detail["format"] == writer.id


def test_a_hostile_name_makes_a_harmless_file_name(as_user, target):
    name = '../a\\b:c*?"<>|\r\nX: y'
    Project.objects.filter(pk=target.project.pk).update(name=name)
    answer = as_user("chushen").get(f"/targets/{target.pk}/export/json/")
    header = unquote(answer["Content-Disposition"])
    assert not set(header.split("''")[-1]) & set('/\\:*?"<>|\r\n')


def test_the_whole_book_in_its_order(as_user, office):
    answer = as_user("tianbao").get("/books/2021/001/json/")
    book = json.loads(answer.content)
    assert [p["name"] for p in book["projects"]][0] == "村干部工资、保险和聘用人员工资"
    assert len(book["projects"]) == 4
    assert len(book["overall"]["measures"]) == 10


def test_an_unknown_format_is_not_found(as_user, target):
    assert (
        as_user("chushen").get(f"/targets/{target.pk}/export/exe/").status_code == 404
    )


def test_the_page_of_a_book_offers_its_tables_and_every_format(as_user, office):
    page = as_user("tianbao").get("/books/2021/001/").content.decode()
    assert page.count('name="target"') == 5
    for writer in writers:
        there = f'value="{writer.id}"' in page
        assert there == (writer.id != "json"), writer.id


def test_a_selection_is_no_book(as_user, office, target, overall_target):
    client = as_user("tianbao")
    url = f"/books/2021/001/docx/?target={target.pk}&target=abc&target=999999"
    answer = client.get(url)
    assert "（选1份）.docx" in unquote(answer["Content-Disposition"])
    document = Document(BytesIO(answer.content))
    text = "".join(p.text for p in document.paragraphs)
    assert "1. 村级组织经费项目绩效目标表" not in text
    assert "村级组织经费项目绩效目标表" in text
    assert "目录" not in text
    entry = Entry.objects.of("book:2021:001").first()
    assert entry.detail == {"format": "docx", "targets": 1}


def test_all_of_a_book_ticked_is_the_book(as_user, office):
    pks = Target.objects.for_year(2021).values_list("pk", flat=True)
    query = "&".join(f"target={pk}" for pk in pks)
    answer = as_user("tianbao").get(f"/books/2021/001/docx/?{query}")
    text = "".join(p.text for p in Document(BytesIO(answer.content)).paragraphs)
    assert "2021年部门预算绩效文本" in text
    assert "目录" in text
    assert "绩效文本.docx" in unquote(answer["Content-Disposition"])
