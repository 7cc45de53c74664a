"""A wording that waits for consent: fillers hear of it, its author of the answer."""

from dataclasses import replace

import pytest

from notices.models import Notice
from reviews import comments, desk, flow
from reviews.models import ReviewStep

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
