"""Frozen means frozen."""

import hashlib
import json
import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from openpyxl import load_workbook

from audit.models import Entry
from departments.models import Department
from indicators import store
from indicators.models import Indicator
from projects.models import Project, Target
from reviews import editions, flow
from reviews.models import Approval, Opinion, Version
from sheets import interchange

from .steps import SECOND, put, step


def test_approval_freezes_the_sheet(approved, people):
    approval = Approval.objects.get()
    version = approval.version
    assert (approval.number, approval.approved_by) == (1, people["caizheng"])
    assert version.content == interchange.dumps(store.load_book(approved))
    digest = hashlib.sha256(version.content.encode()).hexdigest()
    assert version.sha256 == digest
    assert Entry.objects.get(action="approve").detail["sha256"] == digest
    book = version.book()
    assert (book.year, book.layout) == (2021, "hebei-2021")
    assert book.department.name == "某街道办事处"
    assert book.projects == (store.load_sheet(approved),)


def test_an_overall_target_is_frozen_too(overall_target, people):
    ready = put(overall_target, SECOND)
    step(ready, flow.PASS, people["caizheng"])
    book = Version.objects.get().book()
    assert book.overall == store.load_overall(overall_target)
    assert book.projects == ()


def test_every_submission_is_a_version_and_only_the_last_step_approves(sound, people):
    there = step(sound, flow.SUBMIT, people["tianbao"])
    step(there, flow.PASS, people["chushen"])
    version = Version.objects.get()
    assert (version.number, version.submitted_by) == (1, people["tianbao"])
    assert not Approval.objects.exists()


def change_behind_its_back(target: Target) -> None:
    """Every fact, row and name that a writer could take from the database."""
    Indicator.objects.filter(target=target).update(value="改过的", tier3="改过的")
    target.goals.update(text="改过的")
    Project.objects.filter(target=target).update(name="改过的", total=Decimal(1))
    target.project.plan.update(percent="改过的")
    Department.objects.filter(pk=target.department.pk).update(name="改过的")
    target.year.checkpoints = "1,2"
    target.year.save()


@pytest.mark.parametrize("format_id", ["json", "html"])
def test_an_export_comes_from_the_frozen_version(as_user, approved, format_id):
    client = as_user("caizheng")
    url = f"/targets/{approved.pk}/export/{format_id}/"
    before = client.get(url).content
    change_behind_its_back(approved)
    assert client.get(url).content == before
    assert "改过的" not in before.decode()
    assert "=15个" in before.decode()


def test_the_workbook_comes_from_the_frozen_version(as_user, approved):
    change_behind_its_back(approved)
    answer = as_user("caizheng").get(f"/targets/{approved.pk}/export/xlsx/")
    sheet = load_workbook(BytesIO(answer.content)).active
    texts = {str(cell.value) for line in sheet.iter_rows() for cell in line}
    assert "=15个" in texts
    assert "88.2" in texts
    assert not [text for text in texts if "改过的" in text]


def test_the_table_on_the_page_is_the_frozen_one(as_user, approved):
    change_behind_its_back(approved)
    page = as_user("caizheng").get(f"/targets/{approved.pk}/").content.decode()
    [table] = re.findall(r"<article.*?</article>", page, re.S)
    assert "改过的" not in table
    assert "=15个" in table
    assert f"校验码 {Version.objects.get().sha256[:8]}" in table


def test_the_book_takes_each_part_from_its_frozen_version(as_user, approved):
    change_behind_its_back(approved)
    answer = as_user("caizheng").get("/books/2021/001/json/")
    tables = {p["name"]: p for p in json.loads(answer.content)["projects"]}
    assert len(tables) == 4
    assert tables["村级组织经费"]["indicators"][0]["value"] == "=15个"


def test_a_change_behind_our_back_is_noticed(as_user, approved):
    """Written past the model, as an intruder or a careless repair would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE reviews_version SET content = replace(content, %s, %s)",
            ["=15个", "=51个"],
        )
    version = Version.objects.get()
    assert "=51个" in version.content
    with pytest.raises(ValueError, match="changed after its submission"):
        version.book()
    client = as_user("caizheng")
    for path in ("", "export/pdf/", "export/xlsx/", "export/json/"):
        with pytest.raises(ValueError, match="changed after its submission"):
            client.get(f"/targets/{approved.pk}/{path}")
    client.raise_request_exception = False
    answer = client.get(f"/targets/{approved.pk}/export/json/")
    assert answer.status_code == 500
    assert "=51个" not in answer.content.decode()


def test_a_draft_says_that_it_is_one(target):
    edition = editions.edition_of(target)
    assert [stamp.is_draft for stamp in edition.stamps] == [True]


def test_the_book_stamps_each_part_by_itself(approved, office):
    everything = Target.objects.for_year(2021).with_names().order_by("pk")
    edition = editions.edition_of_all(list(everything))
    assert edition.book.overall is not None
    assert edition.overall_stamp.is_draft
    assert sorted(stamp.is_draft for stamp in edition.stamps) == [
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("model", [Version, Approval, Opinion])
def test_it_is_written_once(approved, model):
    row = model.objects.first()
    for change in (
        row.save,
        row.delete,
        lambda: model.objects.update(target=1),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_update([row], ["target"]),
    ):
        with pytest.raises(TypeError, match="written once"):
            change()


def test_an_approved_target_is_edited_by_nobody(as_user, approved):
    client = as_user("tianbao")
    assert client.get(f"/targets/{approved.pk}/edit/").status_code == 403
    answer = client.post(
        f"/targets/{approved.pk}/edit/", {"version": approved.version, "name": "新名"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "新名" in page
    assert "用我填写的覆盖" not in page.split("逐格核对")[0]
    change = f"/admin/projects/target/{approved.pk}/change/"
    form = as_user("admin").get(change).content.decode()
    assert 'name="indicators-0-value"' not in form
