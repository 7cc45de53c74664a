"""After the last day: everything is shown with the reason, and nothing changes."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit.models import Entry
from indicators import drafts
from projects.models import BudgetYear, Status, Target
from tests.attachments.samples import pdf
from tests.clean import make_clean

from .pages import form_in, form_of, fresh, url
from .test_editor import OVERALL, new_project

YESTERDAY = timezone.localdate() - timedelta(days=1)
REASON = f"2021年的填报已于 {YESTERDAY} 截止，现在只能查看"


def close(year: BudgetYear) -> None:
    BudgetYear.objects.filter(pk=year.pk).update(closes_on=YESTERDAY)


def reopen(year: BudgetYear) -> None:
    BudgetYear.objects.filter(pk=year.pk).update(closes_on=None)


@pytest.fixture
def typed(filler, target) -> dict[str, str]:
    """The form as it stood on the screen when the year was closed."""
    form = form_of(filler, target) | {"usage": "赶在截止前写的"}
    close(target.year)
    return form


def test_the_page_says_why_and_offers_nothing(filler, target):
    close(target.year)
    page = filler.get(f"/targets/{target.pk}/").content.decode()
    assert REASON in page
    for address in (url(target), f"/targets/{target.pk}/act/submit/"):
        assert address not in page
    assert 'type="file"' not in page


def test_the_editor_says_why(filler, target):
    close(target.year)
    answer = filler.get(url(target))
    assert answer.status_code == 403
    assert REASON in answer.content.decode()


def test_what_is_sent_too_late_is_kept_and_shown(filler, target, typed):
    answer = filler.post(url(target), typed)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert REASON in page
    assert form_in(answer)["usage"] == "赶在截止前写的"
    assert "then_submit" not in page
    assert fresh(target).version == 1
    again = filler.get(url(target))
    assert again.status_code == 200
    assert REASON in again.content.decode()
    assert form_in(again)["usage"] == "赶在截止前写的"


def test_a_wrong_cell_is_kept_too(filler, target, typed):
    answer = filler.post(url(target), typed | {"budget.total": "约八十"})
    assert answer.status_code == 403
    again = form_in(filler.get(url(target)))
    assert again["budget.total"] == "约八十"


def test_a_draft_of_the_last_minute_is_there_to_be_copied(filler, target, typed):
    """The page keeps it by itself a moment after midnight, and says what happened."""
    answer = filler.post(url(target), typed | {"op": "autosave"})
    assert answer.status_code == 200
    assert REASON in answer.json()["closed"]
    page = filler.get(f"/targets/{target.pk}/").content.decode()
    assert "填写的内容还没有保存" in page
    assert url(target) in page
    shown = filler.get(url(target))
    assert form_in(shown)["usage"] == "赶在截止前写的"
    page = shown.content.decode()
    assert "data-locked" in page
    assert "需要的可以复制" in page
    assert 'id="library-open"' not in page
    # Enter in a cell presses the first button of the form: not that which drops it.
    first = page[page.index('id="editor"') :].split('type="submit"')[1]
    assert first.startswith(" disabled hidden")


def test_while_it_is_open_the_answer_names_no_reason(filler, target):
    form = form_of(filler, target) | {"op": "autosave"}
    assert filler.post(url(target), form).json()["closed"] == ""
    assert "data-locked" not in filler.get(url(target)).content.decode()


def test_a_draft_kept_before_is_there_too(filler, target):
    form = form_of(filler, target) | {"op": "autosave", "usage": "23:59写的"}
    filler.post(url(target), form)
    close(target.year)
    assert form_in(filler.get(url(target)))["usage"] == "23:59写的"


def test_with_more_time_it_is_saved_after_all(filler, target, typed):
    filler.post(url(target), typed)
    reopen(target.year)
    form = form_in(filler.get(url(target)))
    assert filler.post(url(target), form).status_code == 302
    assert fresh(target).project.usage == "赶在截止前写的"


def test_who_does_not_need_it_throws_it_away(filler, people, target, typed):
    shown = form_in(filler.post(url(target), typed))
    answer = filler.post(url(target), shown | {"op": "discard"})
    assert answer.url == f"/targets/{target.pk}/"
    assert drafts.find(target, people["tianbao"]) is None
    page = filler.get(f"/targets/{target.pk}/").content.decode()
    assert "填写的内容还没有保存" not in page


def test_somebody_saved_before_the_end(filler, target, typed):
    """The kept text is older than what is saved: it is shown with the difference."""
    Target.objects.filter(pk=target.pk).update(version=2)
    filler.post(url(target), typed)
    answer = filler.get(url(target))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert REASON in page
    assert "核对后按“保存”" not in page
    assert form_in(answer)["usage"] == "赶在截止前写的"


def test_the_overall_target_is_closed_and_kept_the_same_way(filler, overall_target):
    close(overall_target.year)
    page = filler.get(f"/targets/{overall_target.pk}/").content.decode()
    assert REASON in page
    assert filler.get(url(overall_target)).status_code == 403
    answer = filler.post(url(overall_target), OVERALL)
    assert answer.status_code == 403
    assert form_in(answer)["overall.goal"] == "总体目标"
    again = filler.get(url(overall_target))
    assert form_in(again)["overall.goal"] == "总体目标"
    assert REASON in again.content.decode()
    assert fresh(overall_target).version == 1


def test_years_are_not_confirmed_any_more(filler, target, typed):
    answer = filler.post(url(target), typed | {"op": "confirm"})
    assert answer.status_code == 403
    assert REASON in answer.content.decode()


def test_the_library_picker_is_closed(filler, target, typed):
    for method, query in (("get", ""), ("get", "?part"), ("post", "")):
        answer = getattr(filler, method)(f"/targets/{target.pk}/library/{query}")
        assert answer.status_code == 403
        assert REASON in answer.content.decode()
    answer = filler.get(f"/targets/{target.pk}/library/matches/")
    assert answer.status_code == 403


def test_going_to_the_library_too_late_loses_nothing(filler, target, typed):
    filler.post(url(target), typed | {"op": "library"})
    assert form_in(filler.get(url(target)))["usage"] == "赶在截止前写的"


def test_attachments_are_read_only(filler, target, attachment):
    close(target.year)
    file = SimpleUploadedFile("新.pdf", pdf())
    stem = f"/targets/{target.pk}/attachments/"
    for address, data in (
        (stem, {"files": file}),
        (f"{stem}{attachment.pk}/remove/", {}),
    ):
        answer = filler.post(address, data)
        assert answer.status_code == 403
        assert REASON in answer.content.decode()
    assert target.attachments.current().get() == attachment
    assert filler.get(f"{stem}{attachment.pk}/").getvalue()
    page = filler.get(f"/targets/{target.pk}/").content.decode()
    assert page.count(REASON) == 2  # beside the next step, and below the files


def test_nothing_is_carried_over(filler, target):
    new = BudgetYear.objects.create(
        year=2022, scheme=target.year.scheme, closes_on=YESTERDAY
    )
    page = filler.get("/carry/").content.decode()
    assert f"2022年的填报已于 {YESTERDAY} 截止" in page
    assert "/carry/2022/001/" not in page
    data = {"targets": target.pk, "with_values": "1"}
    for answer in (
        filler.get("/carry/2022/001/"),
        filler.post("/carry/2022/001/", data),
    ):
        assert answer.status_code == 403
        assert "截止" in answer.content.decode()
    assert not Target.objects.filter(year=new).exists()


def test_nothing_new_in_the_round(filler, office, year):
    close(year)
    before = Target.objects.count()
    for kind in ("project", "department"):
        answer = filler.post("/targets/new/", new_project(office, year, kind=kind))
        assert answer.status_code == 422
        assert REASON in answer.content.decode()
    assert Target.objects.count() == before


def test_nothing_is_withdrawn_to_be_stuck(filler, people, target):
    """As a draft it could not be submitted again."""
    Target.objects.filter(pk=target.pk).update(status=Status.DRAFT)
    make_clean(target)
    stem = f"/targets/{target.pk}/act"
    filler.post(f"{stem}/submit/", {"version": 1})
    assert f"{stem}/withdraw/" in filler.get(f"/targets/{target.pk}/").content.decode()
    close(target.year)
    page = filler.get(f"/targets/{target.pk}/").content.decode()
    assert f"{stem}/withdraw/" not in page
    answer = filler.post(f"{stem}/withdraw/", {"version": 2})
    assert answer.status_code == 403
    assert fresh(target).status == Status.REVIEW


def test_a_reviewer_is_told_that_a_return_needs_more_time(as_user, filler, target):
    make_clean(target)
    filler.post(f"/targets/{target.pk}/act/submit/", {"version": 1})
    page = f"/targets/{target.pk}/"
    assert "要给部门延期" not in as_user("chushen").get(page).content.decode()
    close(target.year)
    assert "要给部门延期" in as_user("chushen").get(page).content.decode()


def test_reading_and_printing_go_on(filler, target):
    close(target.year)
    for path in ("", "history/", "export/json/"):
        assert filler.get(f"/targets/{target.pk}/{path}").status_code == 200
    assert Entry.objects.of(target.subject).first().action == "export"
