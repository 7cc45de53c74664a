"""送审 does not pass over what its own filler has typed and not saved."""

import pytest

from indicators import drafts
from projects.models import Status, Target
from tests.indicators.pages import form_in, form_of, url

NEW = "新的用途：资金主要用于15个村的公益事业和组织活动"


@pytest.fixture
def filler(as_user):
    return as_user("tianbao")


def submit(client, target: Target):
    target.refresh_from_db()
    return client.post(f"/targets/{target.pk}/act/submit/", {"version": target.version})


def typed(client, target: Target, **cells: str) -> None:
    form = form_of(client, target) | cells | {"op": "autosave"}
    assert client.post(url(target), form).status_code == 200


def page_of(client, target: Target) -> str:
    return client.get(f"/targets/{target.pk}/").content.decode()


def test_the_page_says_what_is_not_in_it(filler, sound):
    assert "还没有保存" not in page_of(filler, sound)
    typed(filler, sound, usage=NEW)
    page = page_of(filler, sound)
    assert "填写的内容还没有保存，不在下面的正表里" in page
    assert "继续填写" in page
    answer = submit(filler, sound)
    assert answer.status_code == 422
    assert "未能送审：您" in answer.content.decode()
    assert Target.objects.get(pk=sound.pk).status == Status.DRAFT


def test_saving_it_opens_the_way(filler, sound):
    typed(filler, sound, usage=NEW)
    filler.post(url(sound), form_in(filler.get(url(sound))))
    assert "还没有保存" not in page_of(filler, sound)
    assert submit(filler, sound).status_code == 302
    assert Target.objects.get(pk=sound.pk).project.usage == NEW


def test_dropping_it_opens_the_way_and_stays_on_the_page(filler, sound):
    typed(filler, sound, usage=NEW)
    answer = filler.post(url(sound), {"op": "discard", "then_page": "1"})
    assert answer.url == f"/targets/{sound.pk}/"
    assert "还没有保存" not in page_of(filler, sound)
    assert submit(filler, sound).status_code == 302


def test_a_wrong_cell_is_something_unsaved(filler, sound):
    typed(filler, sound, **{"budget.total": "约八十"})
    assert submit(filler, sound).status_code == 422


def test_a_draft_of_what_is_saved_is_in_nobodys_way(filler, sound):
    """Typed and taken back, or kept a moment too late: there is nothing to lose."""
    typed(filler, sound)
    assert "还没有保存" not in page_of(filler, sound)
    assert submit(filler, sound).status_code == 302


def test_a_colleagues_draft_is_their_own_affair(filler, as_user, people, sound):
    typed(filler, sound)
    drafts.drop(target=sound, user=people["tianbao"])
    form = {"name": "甲", "usage": "别人在写"}
    drafts.keep(target=sound, user=people["stranger"], version=1, form=form)
    assert "还没有保存" not in page_of(filler, sound)
    assert submit(filler, sound).status_code == 302


def test_what_was_typed_before_somebody_else_submitted_can_be_looked_at(
    filler, sound, people
):
    typed(filler, sound, usage=NEW)
    Target.objects.filter(pk=sound.pk).update(status=Status.REVIEW)
    page = page_of(filler, sound)
    assert "还没有保存，不在下面的正表里" in page
    assert "才能送审" not in page
    assert NEW in filler.get(url(sound)).content.decode()


def test_the_departments_text_too(filler, overall_target):
    form = form_of(filler, overall_target)
    changed = {"overall.goal": "新的总体目标", "op": "autosave"}
    filler.post(url(overall_target), form | changed)
    assert "还没有保存" in page_of(filler, overall_target)
    assert submit(filler, overall_target).status_code == 422
