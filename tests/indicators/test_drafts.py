"""Drafts: one person's two windows, another person in the same browser, and what the
browser kept for itself."""

import json

import pytest

from indicators.models import Draft

from .pages import form_in, form_of, fresh, url

FETCH = {"X-Requested-With": "fetch"}


def autosave(client, target, form: dict[str, str]) -> dict:
    return client.post(url(target), form | {"op": "autosave"}).json()


@pytest.fixture
def windows(filler, target) -> tuple[dict[str, str], dict[str, str]]:
    """Two pages of one person, opened one after the other; the first has a draft."""
    one, two = form_of(filler, target), form_of(filler, target)
    assert autosave(filler, target, one | {"code": "A1"})["elsewhere"] is False
    return one, two


def test_a_window_does_not_write_over_what_another_kept(filler, target, windows):
    one, two = windows
    answer = autosave(filler, target, two | {"usage": "第二个窗口"})
    assert answer["elsewhere"] is True
    assert Draft.objects.get().data["code"] == "A1"
    # The one that wrote it goes on, though it never heard of its own draft's mark.
    assert autosave(filler, target, one | {"code": "A2"})["elsewhere"] is False
    assert Draft.objects.get().data["code"] == "A2"


def test_a_page_that_began_with_the_draft_goes_on_with_it(filler, target, windows):
    one, _ = windows
    reopened = form_of(filler, target)
    assert reopened["code"] == "A1"
    assert autosave(filler, target, reopened | {"code": "A2"})["elsewhere"] is False
    # The first window is the second one now.
    assert autosave(filler, target, one | {"code": "A3"})["elsewhere"] is True


def test_a_page_that_began_with_an_older_draft_does_not(filler, target, windows):
    one, _ = windows
    reopened = form_of(filler, target)
    autosave(filler, target, one | {"code": "A2"})
    assert autosave(filler, target, reopened | {"code": "B"})["elsewhere"] is True
    assert Draft.objects.get().data["code"] == "A2"


def test_saving_in_one_window_leaves_the_draft_of_the_other(filler, target, windows):
    one, two = windows
    assert filler.post(url(target), two | {"usage": "第二个窗口"}).status_code == 302
    # Whoever opens the editor now finds both put together.
    both = form_in(filler.get(url(target)))
    assert (both["code"], both["usage"]) == ("A1", "第二个窗口")
    # And the first window, if it is still open, is told as if by two people.
    answer = filler.post(url(target), one | {"code": "A1"})
    assert answer.status_code == 409
    mine = form_in(answer)
    assert (mine["code"], mine["usage"]) == ("A1", "第二个窗口")
    assert filler.post(url(target), mine).status_code == 302
    assert not Draft.objects.exists()


def test_discarding_in_one_window_leaves_the_draft_of_the_other(
    filler, target, windows
):
    one, two = windows
    filler.post(url(target), two | {"op": "discard"})
    assert Draft.objects.get().data["code"] == "A1"
    filler.post(url(target), one | {"op": "discard"})
    assert not Draft.objects.exists()


def test_without_javascript_the_way_to_the_library_loses_nothing(
    filler, target, windows
):
    _, two = windows
    answer = filler.post(url(target), two | {"usage": "第二个窗口", "op": "library"})
    assert answer.status_code == 409
    assert "您在另一个窗口也填写了" in answer.content.decode()
    assert form_in(answer)["usage"] == "第二个窗口"


def test_a_draft_of_before_is_still_its_pages(filler, target):
    """A page and a draft from before pages had names."""
    form = form_of(filler, target)
    del form["page"], form["draft"], form["writer"]
    for code in ("A1", "A2"):
        assert autosave(filler, target, form | {"code": code})["elsewhere"] is False
    assert form_of(filler, target)["code"] == "A2"


@pytest.mark.parametrize(
    "op", ["save", "autosave", "discard", "goals.0.add", "compare"]
)
def test_nobody_saves_what_another_typed(as_user, filler, target, people, op):
    """In one browser somebody else has logged in, who may edit the same target."""
    colleague = people["stranger"]
    colleague.memberships.update(department=target.department)
    form = form_of(filler, target)
    autosave(as_user("stranger"), target, form_of(as_user("stranger"), target))
    answer = as_user("stranger").post(url(target), form | {"usage": "小田的", "op": op})
    assert answer.status_code == 403
    assert (
        "这一页是用另一个用户名打开的，现在登录的是“stranger”"
        in answer.content.decode()
    )
    assert fresh(target).version == 1
    assert Draft.objects.get().data["usage"] != "小田的"


def test_that_another_logged_in_is_said_even_to_whom_the_target_is_hidden(
    as_user, filler, target
):
    form = form_of(filler, target)
    answer = as_user("stranger").post(url(target), form)
    assert answer.status_code == 403
    assert target.project.name not in answer.content.decode()


def bring_back(client, target, form, copy):
    return client.post(url(target), form | {"op": "restore", "copy": json.dumps(copy)})


def test_a_copy_is_put_together_with_what_is_on_the_screen(filler, target):
    form = form_of(filler, target)
    copy = form | {"usage": "断网时写的", "budget.total": "约八十"}
    copy |= {"indicators.0.value": "=16个"}
    here = form | {"code": "A1", "plan.6": "很多"}
    answer = bring_back(filler, target, here, copy)
    both = form_in(answer)
    assert answer.status_code == 200
    assert "两边不一样的单元格" not in answer.content.decode()
    assert both["usage"] == "断网时写的"
    assert both["code"] == "A1"
    assert both["indicators.0.value"] == "=16个"
    # Amounts and percentages that are none stay as they were typed.
    assert (both["budget.total"], both["plan.6"]) == ("约八十", "很多")
    assert fresh(target).version == 1
    assert not Draft.objects.exists()


def test_a_cell_that_both_changed_is_shown_with_both(filler, target):
    form = form_of(filler, target)
    here = form | {"usage": "刚才写的", "budget.total": "约九十"}
    copy = form | {"usage": "断网时写的", "budget.total": "80"}
    answer = bring_back(filler, target, here, copy)
    page, both = answer.content.decode(), form_in(answer)
    assert "两边不一样的单元格（2 处），表里现在是恢复的" in page
    assert both["usage"] == "断网时写的"
    assert 'data-text="刚才写的"' in page
    assert 'data-text="约九十"' in page


def test_a_copy_of_an_older_version_does_not_undo_what_was_saved(filler, target):
    form = form_of(filler, target)
    copy = form | {"usage": "断网时写的"}
    filler.post(url(target), form | {"code": "A1"})
    here = form_of(filler, target)
    both = form_in(bring_back(filler, target, here, copy))
    assert (both["usage"], both["code"]) == ("断网时写的", "A1")
    assert both["version"] == here["version"] == "2"
    assert filler.post(url(target), both).status_code == 302


@pytest.mark.parametrize(
    "copy", ["", "x", "[]", '{"version": 1}', "{}", '{"version": "x"}', "[" * 100_000]
)
def test_a_forged_copy_is_refused(filler, target, copy):
    data = form_of(filler, target) | {"op": "restore", "copy": copy}
    assert filler.post(url(target), data).status_code == 400


def test_a_script_is_answered_with_the_page_itself(filler, target):
    """It stays where it is; only leaving is told as an address."""
    form = form_of(filler, target) | {"budget.total": "1,610.50"}
    answer = filler.post(url(target), form, headers=FETCH)
    assert answer.status_code == 200
    assert "“村级组织经费”已保存。" in answer.content.decode()
    saved = form_in(answer)
    assert (saved["version"], saved["budget.total"]) == ("2", "1610.50")
    assert saved["page"] == form["page"]
    going = filler.post(url(target), saved | {"then_submit": "1"}, headers=FETCH)
    assert going.json() == {"next": f"/targets/{target.pk}/answers/", "version": 3}
    back = filler.post(url(target), saved | {"op": "discard"}, headers=FETCH)
    assert back.json()["next"] == url(target)
