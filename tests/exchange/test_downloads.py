"""Files out of the pages."""

import json
from urllib.parse import unquote

import pytest

from audit.models import Entry
from projects.models import Project
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
