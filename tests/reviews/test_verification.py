"""Whoever holds a printed version asks whether it is in force."""

from dataclasses import replace

import pytest
from django.test import Client

from projects.models import Target
from reviews import editions, flow, verification
from reviews.models import Approval, Batch
from reviews.versions import in_force
from tests.sheets.samples import pages_of, pdf_tool, squeeze

from .steps import SECOND, put, step
from .test_versions import change_behind_its_back


@pytest.fixture
def approval(target, people, settings) -> Approval:
    settings.SITE_URL = "https://mubiao.example"
    batch = Batch.objects.create(
        year=target.year,
        number="某财绩〔2021〕5号",
        date="2021-03-01",
        actor=people["admin"],
    )
    step(put(target, SECOND), flow.PASS, people["caizheng"], batch=batch)
    return in_force(target)


def ask(code: str):
    return Client().get(f"/verify/{code}/")


def test_the_version_in_force_is_known_without_a_login(approval):
    answer = ask(verification.code_of(approval))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "《村级组织经费项目绩效目标表》" in text
    assert "现行有效" in text
    assert "no-store" in answer["Cache-Control"]


def test_it_tells_nothing_but_the_title(approval):
    text = ask(verification.code_of(approval)).content.decode()
    for secret in ("88.2", "=15个", "某街道办事处", "某财绩", "财政审核", "001"):
        assert secret not in text.replace(approval.version.sha256[:8], "")


def test_a_version_that_was_adjusted_is_no_longer_in_force(approval, target, people):
    code = verification.code_of(approval)
    version = replace_version(approval, target)
    assert "已经失效" in ask(code).content.decode()
    assert "现行有效" in ask(verification.code_of(version)).content.decode()


def replace_version(approval: Approval, target: Target) -> Approval:
    """A second approval of the same target."""
    first = approval.version
    first.pk, first.number, first._state.adding = None, 2, True
    first.save()
    return Approval.objects.create(
        version=first, target=target, number=2, approved_by=approval.approved_by
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda code: code[:-1] + ("0" if code[-1] != "0" else "1"),
        lambda code: code[:-8],
        lambda code: "9" + code,
        lambda code: code.replace("-", "--"),
        lambda code: "9" * 30 + code,
        lambda code: "乱写",
    ],
)
def test_a_code_that_was_mistyped_finds_nothing(approval, change):
    answer = ask(change(verification.code_of(approval)))
    assert answer.status_code == 404
    assert "村级组织经费" not in answer.content.decode()


def test_a_draft_has_no_code(target):
    assert editions.edition_of(target).stamps[0].link is None


def test_content_that_was_changed_later_is_not_vouched_for(approval, monkeypatch):
    code = verification.code_of(approval)
    monkeypatch.setattr("sheets.interchange.sha256", lambda text: "0" * 64)
    answer = ask(code)
    assert answer.status_code == 404
    assert "没有查到" in answer.content.decode()


def test_the_address_is_on_the_paper(approval, target, as_user, tmp_path):
    data = as_user("tianbao").get(f"/targets/{target.pk}/export/pdf/").content
    text = squeeze("".join(pages_of(data, tmp_path)))
    link = f"https://mubiao.example/verify/{verification.code_of(approval)}/"
    assert f"查验:{link}" in text
    assert "第1版,某财绩〔2021〕5号,批复日期2021-03-01,校验码" in text
    assert "草稿" not in text


def test_without_an_address_of_the_site_there_is_no_code(
    approval, target, as_user, tmp_path, settings
):
    settings.SITE_URL = ""
    data = as_user("tianbao").get(f"/targets/{target.pk}/export/pdf/").content
    assert "查验" not in squeeze(pdf_tool("pdftotext", data, tmp_path))


def test_the_paper_shows_what_was_frozen(approval, target, as_user, tmp_path):
    change_behind_its_back(target)
    data = as_user("tianbao").get(f"/targets/{target.pk}/export/pdf/").content
    assert "改过的" not in "".join(pages_of(data, tmp_path))


def test_a_book_says_what_was_approved_by_which_act(approval, as_user, tmp_path):
    data = as_user("tianbao").get("/books/2021/001/pdf/").content
    last = squeeze(pages_of(data, tmp_path)[-1])
    assert "批复情况" in last
    assert "村级组织经费某财绩〔2021〕5号2021-03-01第1版" in last
    assert last.count("未批复") == 4


def test_the_stamp_names_the_batch(approval):
    stamp = editions.stamp_of(approval)
    assert stamp.batch == "某财绩〔2021〕5号"
    assert replace(stamp, link=None).text == stamp.text
