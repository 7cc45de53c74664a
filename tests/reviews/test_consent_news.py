"""A wording that waits for consent: fillers hear of it, its author of the answer."""

from dataclasses import replace

import pytest

from indicators import store
from notices.models import Notice
from reviews import comments, desk, flow
from reviews.models import ReviewStep
from sheets.anchor import text_at

from .steps import FIRST, SECOND, put, step
from .test_grading import GENERAL, agree, fill, remark


@pytest.fixture
def needed(office) -> None:
    """Every step of the year wants a form."""
    ReviewStep.objects.update(needs_form=True)


def told(user) -> list[str]:
    return list(Notice.objects.of(user).values_list("text", flat=True))


def awaited(user) -> list[str]:
    return [str(target) for target in desk.to_agree(user)]


def test_the_fillers_hear_of_a_wording_they_may_take(people, sound):
    said = remark(put(sound, FIRST), people["chushen"])
    assert told(people["tianbao"]) == [
        f"“{sound}”有改法等您同意：目标1，也可以答复不同意的理由"
    ]
    assert awaited(people["tianbao"]) == [str(sound)]
    agree(said, people["tianbao"])
    assert told(people["chushen"]) == [f"“{sound}”已按批注修改：目标1"]
    assert awaited(people["tianbao"]) == []


def test_not_of_a_remark_without_a_wording(people, sound):
    target = put(sound, FIRST)
    comments.add(target=target, actor=people["chushen"], path="usage", text="请写明")
    assert (told(people["tianbao"]), awaited(people["tianbao"])) == ([], [])


@pytest.mark.parametrize("grade", ["excellent", "good", "fair"])
def test_where_a_form_is_needed_they_hear_once_it_says_good(
    people, sound, needed, grade
):
    target = put(sound, FIRST)
    remark(target, people["chushen"])
    assert (told(people["tianbao"]), awaited(people["tianbao"])) == ([], [])
    fill(target, people["chushen"], replace(GENERAL, grade=grade))
    is_good = grade == "good"
    assert [bool(told(people["tianbao"])), bool(awaited(people["tianbao"]))] == [
        is_good,
        is_good,
    ]
    if is_good:
        answers = replace(GENERAL, overall="再想想。")
        fill(target, people["chushen"], answers, form_version=1)
        assert len(told(people["tianbao"])) == 1


def test_what_was_returned_waits_to_be_filled_in_instead(people, sound):
    target = put(sound, FIRST)
    remark(target, people["chushen"])
    step(target, flow.RETURN, people["chushen"])
    assert awaited(people["tianbao"]) == []


def test_the_desk_and_its_number_show_it(as_user, people, sound):
    client = as_user("tianbao")
    before = client.get("/").context["waiting_count"]
    target = put(sound, FIRST)
    remark(target, people["chushen"])
    answer = client.get("/")
    # It left those that are to be filled in, and came among those to be agreed upon.
    assert answer.context["waiting_count"] == before
    assert "待同意改法" in answer.content.decode()
    assert answer.content.decode().count(f"/targets/{target.pk}/") == 1


def test_the_page_does_not_say_that_there_is_nothing_to_do(as_user, people, sound):
    target = put(sound, SECOND)
    remark(target, people["caizheng"])
    page = as_user("tianbao").get(f"/targets/{target.pk}/").content.decode()
    assert "您不用做什么" not in page
    assert "等您同意" in page


def returned(sound, people):
    target = put(sound, FIRST)
    remark(target, people["chushen"])
    return step(target, flow.RETURN, people["chushen"])


def test_after_a_return_it_is_taken_by_one_button(as_user, people, sound):
    target = returned(sound, people)
    made = target.comments.get()
    client = as_user("tianbao")
    page = client.get(f"/targets/{target.pk}/").content.decode()
    assert "改为建议的内容" in page
    url = f"/targets/{target.pk}/remarks/{made.pk}/adopt/"
    assert client.post(url, {"version": target.version}).status_code == 302
    made.refresh_from_db()
    target.refresh_from_db()
    assert text_at(made.path, store.load(target)) == made.proposed
    assert (made.state, target.status) == ("done", "returned")
    # Once: the remark is settled, and the page out of date.
    assert client.post(url, {"version": target.version}).status_code == 409


def test_who_does_not_fill_in_takes_nothing(as_user, people, sound):
    target = returned(sound, people)
    before = store.load(target)
    url = f"/targets/{target.pk}/remarks/{target.comments.get().pk}/adopt/"
    for name in ("chushen", "caizheng"):
        answer = as_user(name).post(url, {"version": target.version})
        assert answer.status_code == 403
    assert store.load(target) == before


def test_under_review_it_is_not_taken_without_the_form(as_user, people, sound):
    target = put(sound, FIRST)
    remark(target, people["chushen"])
    url = f"/targets/{target.pk}/remarks/{target.comments.get().pk}/adopt/"
    before = store.load(target)
    answer = as_user("tianbao").post(url, {"version": target.version})
    assert answer.status_code in (409, 422)
    assert store.load(target) == before
