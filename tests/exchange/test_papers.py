"""The 审核表 and the 批复表 as files."""

from datetime import date
from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from audit.models import Entry
from departments.models import Department, Membership, User
from departments.services import save_department
from projects.models import Target
from reviews import flow
from reviews.models import Batch
from tests.reviews.steps import FIRST, SECOND, put, step
from tests.reviews.test_grading import fill, scored
from tests.reviews.test_versions import change_behind_its_back
from tests.sheets.samples import pages_of, squeeze

FORMATS = ("pdf", "xlsx")


def texts(answer) -> list[str]:
    sheet = load_workbook(BytesIO(answer.content)).active
    return [str(c.value) for row in sheet.iter_rows() for c in row if c.value]


@pytest.fixture
def graded(target, people):
    """A filled form of a step that is still open."""
    return fill(put(target, FIRST), people["chushen"], scored("92.5"))


@pytest.fixture
def batch(year, people, target, overall_target) -> Batch:
    made = Batch.objects.create(
        year=year,
        number="某财绩〔2021〕5号",
        date=date(2021, 3, 1),
        actor=people["admin"],
    )
    for each in (target, overall_target):
        step(put(each, SECOND), flow.PASS, people["caizheng"], batch=made)
    return made


def form_url(form, format_id: str) -> str:
    target = form.stage.target_id
    return f"/targets/{target}/review-form/{form.pk}/export/{format_id}/"


@pytest.mark.parametrize("format_id", FORMATS)
def test_a_form_has_its_name_and_is_recorded(as_user, target, graded, format_id):
    answer = as_user("tianbao").get(form_url(graded, format_id))
    assert answer.status_code == 200
    name = unquote(answer["Content-Disposition"])
    assert f"2021年某街道办事处 村级组织经费 审核表（初审）.{format_id}" in name
    assert answer["Cache-Control"] == "no-store"
    entry = Entry.objects.of(target.subject).first()
    assert entry.action == "export"
    assert entry.detail == {"format": format_id, "file": "审核表（初审）"}


def test_a_form_of_an_open_step_is_a_draft(as_user, people, target, graded, tmp_path):
    def pdf() -> str:
        answer = as_user("tianbao").get(form_url(graded, "pdf"))
        return squeeze("".join(pages_of(answer.content, tmp_path)))

    words = f"第1次送审稿,校验码{graded.reviewed.sha256[:8]}"
    assert "草稿" in pdf()
    step(Target.objects.get(pk=target.pk), flow.PASS, people["chushen"])
    text = pdf()
    assert "草稿" not in text
    for said in (words, "项目支出绩效目标审核表(重点项目)", "92.5", "优", "初审老楚"):
        assert said in text


def test_a_form_says_what_was_reviewed(as_user, people, target, graded):
    step(Target.objects.get(pk=target.pk), flow.PASS, people["chushen"])
    change_behind_its_back(target)
    found = texts(as_user("tianbao").get(form_url(graded, "xlsx")))
    assert {"村级组织经费", "88.2", "某街道办事处", "第1次送审稿"} <= set(found)
    assert not [text for text in found if "改过的" in text]


def test_a_form_belongs_to_its_target(as_user, overall_target, graded):
    url = f"/targets/{overall_target.pk}/review-form/{graded.pk}/export/pdf/"
    assert as_user("chushen").get(url).status_code == 404


@pytest.mark.parametrize("format_id", ["json", "html", "exe"])
def test_no_other_format_takes_them(as_user, graded, format_id):
    assert as_user("chushen").get(form_url(graded, format_id)).status_code == 404
    assert as_user("chushen").get(f"/batches/1/export/{format_id}/").status_code == 404


@pytest.mark.parametrize("format_id", FORMATS)
def test_a_batch_has_its_name_and_is_recorded(as_user, batch, format_id):
    answer = as_user("chushen").get(f"/batches/{batch.pk}/export/{format_id}/")
    assert answer.status_code == 200
    name = unquote(answer["Content-Disposition"])
    assert f"某财绩〔2021〕5号 2021年预算绩效目标批复表.{format_id}" in name
    entry = Entry.objects.of(f"batch:{batch.pk}").get()
    assert (entry.action, entry.detail) == (
        "export",
        {"format": format_id, "targets": 2},
    )


def test_the_list_comes_from_the_frozen_versions(as_user, batch, target, tmp_path):
    client = as_user("chushen")
    change_behind_its_back(target)
    found = texts(client.get(f"/batches/{batch.pk}/export/xlsx/"))
    assert found[0] == "2021年预算绩效目标批复表"
    assert "批复文号：某财绩〔2021〕5号" in found[1]
    digest = target.versions.get().sha256[:8]
    assert {"村级组织经费", "88.2", "部门整体绩效目标", "第1版", digest} <= set(found)
    assert any("享受资金的村个数：=15个" in text for text in found)
    assert not [text for text in found if "改过的" in text]
    pdf = client.get(f"/batches/{batch.pk}/export/pdf/").content
    text = squeeze("".join(pages_of(pdf, tmp_path)))
    assert "改过的" not in text
    assert digest in text


def test_only_what_one_may_view_is_in_the_file(as_user, office, batch, target, client):
    unit = save_department(
        department=Department(code="001009", name="某社区", parent=office)
    )
    Target.objects.filter(pk=target.pk).update(department=unit)
    user = User.objects.create_user("xiaolin")
    Membership.objects.create(user=user, department=unit, role="filler")
    client.force_login(user)
    found = texts(client.get(f"/batches/{batch.pk}/export/xlsx/"))
    assert "村级组织经费" in found
    assert "部门整体绩效目标" not in found
    for name in ("stranger", "nobody"):
        there = f"/batches/{batch.pk}/export/xlsx/"
        assert as_user(name).get(there).status_code == 404


def test_a_change_behind_our_back_is_noticed(as_user, batch, target, monkeypatch):
    monkeypatch.setattr("sheets.interchange.sha256", lambda text: "0" * 64)
    client = as_user("chushen")
    for path in ("", "export/pdf/", "export/xlsx/"):
        with pytest.raises(ValueError, match="changed after its submission"):
            client.get(f"/batches/{batch.pk}/{path}")
