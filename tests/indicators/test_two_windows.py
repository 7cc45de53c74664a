"""Two windows: the second one sees the difference, and nothing typed is lost."""

import pytest
from django.db.models import F

from indicators import earlier
from indicators.models import Draft, EarlierDocument
from projects.models import Status, Target

from .pages import form_in, form_of, fresh, url


@pytest.fixture
def stale(filler, target) -> dict[str, str]:
    """A form opened before somebody else saved another 资金用途."""
    form = form_of(filler, target)
    filler.post(url(target), form | {"usage": "第一个人写的用途"})
    filler.get("/")  # the success message is shown elsewhere
    return form | {"usage": "第二个人写的用途"}


def test_a_stale_save_gets_the_difference_and_keeps_its_input(filler, target, stale):
    answer = filler.post(url(target), stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已被别人保存或送审" in page
    assert "两人都改了的单元格（1 处）" in page
    assert "<td>第二个人写的用途</td>" in page
    assert "第一个人写的用途" in page
    assert form_in(answer) == stale | {"version": "2"}
    assert fresh(target).project.usage == "第一个人写的用途"
    # It has seen the difference: saving again is a decision.
    again = filler.post(url(target), form_in(answer))
    assert again.status_code == 302
    assert fresh(target).project.usage == "第二个人写的用途"
    assert fresh(target).version == 3


def test_a_third_save_in_between_is_a_conflict_again(filler, target, stale):
    mine = form_in(filler.post(url(target), stale))
    filler.post(url(target), form_in(filler.get(url(target))) | {"op": "discard"})
    filler.post(url(target), form_of(filler, target) | {"usage": "第三个人写的"})
    assert filler.post(url(target), mine).status_code == 409


def test_what_was_typed_comes_back_with_the_difference(filler, target, stale):
    filler.post(url(target), stale)
    answer = filler.get(url(target))
    assert answer.status_code == 200
    assert "两人都改了的单元格" in answer.content.decode()
    assert form_in(answer)["usage"] == "第二个人写的用途"


def names(form: dict[str, str]) -> list[str]:
    return [text for path, text in form.items() if path.endswith(".tier3")]


@pytest.fixture
def colleagues_row(filler, target) -> dict[str, str]:
    """A form opened before somebody else added a row, 甲, behind the first."""
    form = form_of(filler, target)
    theirs = form_in(filler.post(url(target), form | {"op": "indicators.0.add"}))
    theirs["indicators.1.tier3"] = "甲"
    assert filler.post(url(target), theirs).status_code == 302
    filler.get("/")
    return form


def test_a_row_that_was_added_meanwhile_is_not_lost(filler, target, colleagues_row):
    mine = form_in(
        filler.post(url(target), colleagues_row | {"op": "indicators.0.add"})
    )
    mine["indicators.1.tier3"] = "乙"
    answer = filler.post(url(target), mine | {"usage": "我的用途"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "别人改的、已并入表里的" in page
    assert "两人都改了的单元格" not in page
    merged = form_in(answer)
    assert {"甲", "乙"} <= set(names(merged))
    assert merged["usage"] == "我的用途"
    assert filler.post(url(target), merged).status_code == 302
    rows = fresh(target).indicators.values_list("tier3", flat=True)
    assert {"甲", "乙"} <= set(rows)


def test_a_step_of_the_workflow_in_between_changes_nothing(
    filler, target, colleagues_row
):
    """Submitted and withdrawn: two versions without another text."""
    Target.objects.filter(pk=target.pk).update(version=F("version") + 2)
    answer = filler.post(url(target), colleagues_row | {"usage": "我的用途"})
    assert "甲" in names(form_in(answer))


def test_a_wrong_cell_does_not_move_with_the_rows(filler, target, colleagues_row):
    """The error of a row's cell would stand beside another row."""
    long = colleagues_row | {"indicators.1.value": "长" * 20001, "op": "autosave"}
    filler.post(url(target), long)
    answer = filler.get(url(target))
    form = form_in(answer)
    at = names(form).index(colleagues_row["indicators.1.tier3"])
    assert form[f"indicators.{at}.value"] == "长" * 20001


def test_too_old_a_page_is_compared(filler, target, stale):
    """Nothing is known of what both began from: then every difference is shown."""
    for version in range(2, earlier.KEPT + 2):
        current = form_of(filler, target) | {"usage": f"第{version}次"}
        filler.post(url(target), current)
    assert EarlierDocument.objects.count() == earlier.KEPT
    answer = filler.post(url(target), stale)
    page = answer.content.decode()
    assert "不同的地方（1 处）" in page
    assert "已并入" not in page
    assert form_in(answer)["usage"] == "第二个人写的用途"


def test_it_may_be_thrown_away(filler, target, stale):
    filler.post(url(target), stale)
    answer = filler.post(url(target), stale | {"op": "discard"}, follow=True)
    assert form_in(answer)["usage"] == "第一个人写的用途"
    assert not Draft.objects.exists()


def test_a_second_click_is_no_conflict(filler, target):
    data = form_of(filler, target) | {"usage": "改过的用途"}
    assert filler.post(url(target), data).status_code == 302
    assert filler.post(url(target), data).status_code == 302
    assert fresh(target).version == 2
    assert not Draft.objects.exists()


def test_a_second_click_after_it_was_submitted_ends_at_the_page(filler, target):
    """It used to lead to the editor, which answered 403."""
    data = form_of(filler, target) | {"usage": "改过的用途"}
    filler.post(url(target), data)
    Target.objects.filter(pk=target.pk).update(status=Status.REVIEW, version=3)
    answer = filler.post(url(target), data, follow=True)
    assert (answer.status_code, answer.redirect_chain) == (
        200,
        [(f"/targets/{target.pk}/", 302)],
    )


def test_saving_after_it_was_submitted_keeps_the_input_to_copy(filler, target):
    data = form_of(filler, target) | {"usage": "写了一半的用途"}
    Target.objects.filter(pk=target.pk).update(
        status=Status.REVIEW, step_name="初审", version=2
    )
    answer = filler.post(url(target), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert form_in(answer)["usage"] == "写了一半的用途"
    assert "现在是“待初审”，不能修改" in page
    assert '<button class="btn btn-primary" type="submit">' not in page
    # It is kept, and shown again when the page is opened.
    assert "写了一半的用途" in filler.get(url(target)).content.decode()
    # 打开已保存的内容 leads to what may still be seen.
    gone = filler.post(url(target), data | {"op": "discard"}, follow=True)
    assert gone.status_code == 200
    assert "写了一半的用途" not in gone.content.decode()


def test_even_the_current_version_cannot_be_saved_under_review(filler, target):
    data = form_of(filler, target) | {"usage": "改过的用途"}
    Target.objects.filter(pk=target.pk).update(status=Status.REVIEW)
    assert filler.post(url(target), data).status_code == 409
    assert fresh(target).version == 1


def test_a_draft_is_its_writers_alone(as_user, filler, target):
    data = form_of(filler, target)
    answer = filler.post(
        url(target), data | {"op": "autosave", "usage": "只有我看得到"}
    ).json()
    assert (answer["others"], answer["stale"]) == ([], False)
    assert Draft.objects.get().data["usage"] == "只有我看得到"
    for name, path in (("chushen", ""), ("chushen", "history/"), ("admin", "")):
        page = as_user(name).get(f"/targets/{target.pk}/{path}").content.decode()
        assert "只有我看得到" not in page
    assert fresh(target).version == 1
    filler.post(url(target), data)
    assert not Draft.objects.exists()


def test_a_draft_with_a_wrong_cell_is_kept_as_it_is(filler, target):
    data = form_of(filler, target) | {"op": "autosave", "budget.total": "约八十"}
    assert filler.post(url(target), data).status_code == 200
    answer = filler.get(url(target))
    assert form_in(answer)["budget.total"] == "约八十"
    assert "还没有保存的内容" in answer.content.decode()


def test_a_stale_draft_says_so(filler, target, stale):
    answer = filler.post(url(target), stale | {"op": "autosave"}).json()
    assert answer["stale"] is True
