"""The 审核表: what it wants, who fills it in, and what its grade allows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from departments.models import Delegation
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import BudgetYear, Target
from reviews import comments, flow, grading, many, route
from reviews.grading import Answers
from reviews.models import Batch, Grade, GradeBands, ReviewForm, ReviewStep
from reviews.review_form import FULL, ITEMS, Dimension, hints

from .steps import APPROVED, DRAFT, FIRST, RETURNED, SECOND, put, step, where

OPINIONS = {item.key: "符合要求。" for item in ITEMS}
GENERAL = Answers("general", OPINIONS, grade="good", overall="请细化指标。")
FULL_MARKS = {item.key: Decimal(item.points) for item in ITEMS}


def scored(total: str, **more) -> Answers:
    """A scored form of so many points: what is missing is missing at its end."""
    left, scores = Decimal(total), {}
    for item in ITEMS:
        scores[item.key] = min(left, Decimal(item.points))
        left -= scores[item.key]
    return Answers("key", scores=scores, overall="总体意见", **more)


def fill(target: Target, actor, answers: Answers = GENERAL, **more) -> ReviewForm:
    return grading.save_form(
        target=target,
        actor=actor,
        version=more.pop("version", target.version),
        form_version=more.pop("form_version", 0),
        answers=answers,
    )


@pytest.fixture
def needed(office) -> None:
    """Every step of the year wants a form."""
    ReviewStep.objects.update(needs_form=True)


def test_the_lines_are_four_dimensions_of_two_and_a_hundred_points():
    assert [item.points for item in ITEMS] == [10, 10, 15, 15, 15, 15, 10, 10]
    assert FULL == 100
    assert len({item.key for item in ITEMS}) == 8
    by_dimension = [item.dimension for item in ITEMS]
    assert by_dimension == [d for d in Dimension for _ in range(2)]


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.5", "良"),
        ("80", "良"),
        ("79.5", "中"),
        ("60", "中"),
        ("59.5", "差"),
        ("0", "差"),
    ],
)
def test_points_come_to_a_grade(people, sound, points, grade):
    form = fill(put(sound, FIRST), people["chushen"], scored(points))
    assert (form.get_grade_display(), form.total) == (grade, Decimal(points))


def test_the_bands_are_settings_of_the_year_or_of_one_before(people, sound, year):
    assert grading.bands_of(year).good == 80
    earlier = BudgetYear.objects.create(year=2020, scheme=year.scheme)
    later = BudgetYear.objects.create(year=2022, scheme=year.scheme)
    GradeBands.objects.create(year=earlier, excellent=95, good=85, fair=70)
    GradeBands.objects.create(year=later)
    assert grading.bands_of(year).excellent == 95
    target = put(sound, FIRST)
    form = fill(target, people["chushen"], scored("90"))
    assert form.grade == Grade.GOOD
    GradeBands.objects.create(year=year, excellent=85, good=80, fair=70)
    form = fill(target, people["chushen"], scored("91"), form_version=1)
    assert form.grade == Grade.EXCELLENT


@pytest.mark.parametrize(
    "bands", [(101, 80, 60), (80, 80, 60), (90, 60, 80), (9, 5, 0)]
)
def test_bands_fall_from_grade_to_grade(year, bands):
    names = ("excellent", "good", "fair")
    with pytest.raises(IntegrityError), transaction.atomic():
        GradeBands.objects.create(year=year, **dict(zip(names, bands, strict=True)))


def without(answers: Answers, key: str) -> Answers:
    return replace(
        answers,
        opinions={k: v for k, v in answers.opinions.items() if k != key},
        scores={k: v for k, v in answers.scores.items() if k != key},
    )


@pytest.mark.parametrize(
    ("answers", "where_wrong"),
    [
        (without(GENERAL, "money"), {"opinion_money"}),
        (without(scored("90"), "money"), {"score_money"}),
        (replace(GENERAL, grade=""), {"grade"}),
        (replace(GENERAL, grade="最好"), {"grade"}),
        (replace(GENERAL, overall=""), {"overall"}),
        (replace(scored("89"), overall=""), {"overall"}),
        (replace(GENERAL, kind="别的"), {"kind"}),
        (
            replace(scored("9"), scores=FULL_MARKS | {"clear": Decimal("10.5")}),
            {"score_clear"},
        ),
        (
            replace(scored("9"), scores=FULL_MARKS | {"clear": Decimal(-1)}),
            {"score_clear"},
        ),
    ],
)
def test_what_is_missing_or_out_of_range_is_told(people, sound, answers, where_wrong):
    with pytest.raises(CheckFailed) as told:
        fill(put(sound, FIRST), people["chushen"], answers)
    assert set(told.value.problems) == where_wrong
    assert not ReviewForm.objects.exists()


def test_the_best_needs_no_words(people, sound):
    target = put(sound, FIRST)
    form = fill(target, people["chushen"], replace(scored("95"), overall=""))
    assert form.passes
    general = replace(GENERAL, grade="excellent", overall="")
    assert fill(target, people["chushen"], general, form_version=1).passes


def test_it_keeps_what_was_written_and_who_wrote_it(people, sound):
    target = put(sound, FIRST)
    answers = scored("85.5", opinions={"clear": "目标2不清楚"})
    form = fill(target, people["chushen"], answers)
    assert (form.author, form.version, form.principal) == (people["chushen"], 1, None)
    assert form.reviewed == target.versions.get()
    assert form.stage == route.current(target)
    lines = {item.key: (item.opinion, item.score) for item in form.items.all()}
    assert list(lines) == [item.key for item in ITEMS]
    assert lines["clear"] == ("目标2不清楚", Decimal(10))
    assert lines["possible"] == ("", Decimal("5.5"))
    entry = Entry.objects.of(target.subject).first()
    assert (entry.action, entry.actor) == ("review_form", people["chushen"])
    assert entry.detail == {
        "step": FIRST,
        "kind": "key",
        "grade": "良",
        "opinion": "总体意见",
        "points": "85.5",
    }
    assert Target.objects.get(pk=target.pk).version == target.version


def test_a_general_form_forgets_the_points_of_the_other_kind(people, sound):
    target = put(sound, FIRST)
    fill(target, people["chushen"], scored("85"))
    form = fill(target, people["chushen"], GENERAL, form_version=1)
    assert (form.version, form.total, form.grade) == (2, None, Grade.GOOD)
    assert [item.score for item in form.items.all()] == [None] * 8


@pytest.mark.parametrize("place", [DRAFT, FIRST, SECOND, RETURNED, APPROVED])
def test_only_who_decides_fills_it_in(people, sound, place):
    decides = {FIRST: "chushen", SECOND: "caizheng"}.get(place)
    target = put(sound, place)
    for name, person in people.items():
        if name == decides:
            continue
        with pytest.raises(NotAllowed, match="只有现在审核"):
            fill(target, person)
    assert not ReviewForm.objects.exists()
    if decides:
        assert fill(target, people[decides]).stage.name == place


def test_nobody_grades_what_they_filled_in(people, sound):
    sound.filled_by.add(people["chushen"])
    with pytest.raises(NotAllowed):
        fill(put(sound, FIRST), people["chushen"])


def test_a_deputy_fills_it_in_for_somebody(people, sound):
    Delegation.objects.create(
        principal=people["chushen"],
        deputy=people["caizheng"],
        starts_on="2000-01-01",
        ends_on="2999-12-31",
        reason="出差",
    )
    form = fill(put(sound, FIRST), people["caizheng"])
    assert form.signed == "财政审核老蔡（代初审老楚）"
    assert Entry.objects.of(sound.subject).first().detail["for"] == "初审老楚"


def test_a_stale_page_overwrites_nothing(people, sound):
    target = put(sound, FIRST)
    with pytest.raises(Conflict, match="审核表没有保存"):
        fill(target, people["chushen"], version=target.version + 1)
    fill(target, people["chushen"])
    other = replace(GENERAL, overall="另一个意见")
    with pytest.raises(Conflict, match="初审老楚在您打开页面之后保存了"):
        fill(target, people["chushen"], other, form_version=0)
    assert ReviewForm.objects.get().overall == GENERAL.overall


@pytest.mark.parametrize("answers", [GENERAL, scored("85")], ids=["general", "key"])
def test_a_second_click_is_no_conflict(people, sound, answers):
    target = put(sound, FIRST)
    first = fill(target, people["chushen"], answers)
    count = Entry.objects.count()
    assert fill(target, people["chushen"], answers) == first
    assert (ReviewForm.objects.get().version, Entry.objects.count()) == (1, count)


def test_a_step_that_needs_a_form_is_not_passed_without(people, sound, needed):
    target = put(sound, FIRST)
    with pytest.raises(CheckFailed, match="“初审”环节须先填写审核表，再通过"):
        step(target, flow.PASS, people["chushen"])
    fill(target, people["chushen"])
    target = step(target, flow.PASS, people["chushen"])
    assert where(target) == SECOND
    with pytest.raises(CheckFailed, match="须先填写审核表，再批复"):
        step(target, flow.PASS, people["caizheng"])
    fill(target, people["caizheng"])
    assert where(step(target, flow.PASS, people["caizheng"])) == APPROVED


def test_a_return_and_a_withdrawal_need_no_form(people, sound, needed):
    assert where(step(put(sound, FIRST), flow.RETURN, people["chushen"])) == RETURNED
    assert where(step(put(sound, FIRST), flow.WITHDRAW, people["tianbao"])) == DRAFT


@pytest.mark.parametrize("is_needed", [True, False])
@pytest.mark.parametrize("grade", Grade.values)
def test_the_grade_decides(people, sound, grade, is_needed):
    ReviewStep.objects.update(needs_form=is_needed)
    target = put(sound, FIRST)
    fill(target, people["chushen"], replace(GENERAL, grade=grade))
    if grade in ("excellent", "good"):
        assert where(step(target, flow.PASS, people["chushen"])) == SECOND
        return
    label = Grade(grade).label
    with pytest.raises(CheckFailed, match=f"评定为“{label}”，不能通过，请退回"):
        step(target, flow.PASS, people["chushen"])
    assert where(step(target, flow.RETURN, people["chushen"])) == RETURNED


def test_a_form_stays_with_its_step_and_the_next_submission_begins_anew(
    people, sound, needed
):
    target = put(sound, FIRST)
    old = fill(target, people["chushen"], replace(GENERAL, grade="fair"))
    target = step(target, flow.RETURN, people["chushen"])
    target = step(target, flow.SUBMIT, people["tianbao"])
    assert grading.form_of(route.current(target)) is None
    with pytest.raises(CheckFailed, match="须先填写审核表"):
        step(target, flow.PASS, people["chushen"])
    new = fill(target, people["chushen"])
    assert grading.forms_of(target) == [new, old]
    assert (old.reviewed.number, new.reviewed.number) == (1, 2)


def remark(target: Target, actor) -> comments.Comment:
    return comments.add(
        target=target, actor=actor, path="goals.0", text="写具体", proposed="新的目标"
    )


def agree(said: comments.Comment, actor) -> Target:
    version = Target.objects.get(pk=said.target_id).version
    return comments.consent(comment=said, actor=actor, version=version)


def test_a_wording_is_agreed_upon_where_no_form_is_needed(people, sound):
    said = remark(put(sound, FIRST), people["chushen"])
    assert agree(said, people["tianbao"]).goals.first().text == "新的目标"


@pytest.mark.parametrize("grade", [None, *Grade.values])
def test_where_a_form_is_needed_only_good_is_improved_in_consultation(
    people, sound, needed, grade
):
    target = put(sound, FIRST)
    if grade:
        fill(target, people["chushen"], replace(GENERAL, grade=grade))
    said = remark(target, people["chushen"])
    if grade == "good":
        target = agree(said, people["tianbao"])
        form = ReviewForm.objects.get()
        # The form is about what was looked at; the step goes on with what was agreed.
        assert (form.reviewed.number, form.stage.version.number) == (1, 2)
        assert where(step(target, flow.PASS, people["chushen"])) == SECOND
        return
    with pytest.raises(CheckFailed, match="评定为“良”的，才能按批注直接修改"):
        agree(said, people["tianbao"])
    assert target.goals.first().text != "新的目标"
    page_version = Target.objects.get(pk=target.pk).version
    assert page_version == target.version


@pytest.mark.parametrize("has_remark_button", [True, False])
def test_the_page_offers_consent_only_where_it_is_taken(
    as_user, people, sound, needed, has_remark_button
):
    target = put(sound, FIRST)
    if has_remark_button:
        fill(target, people["chushen"])
    remark(target, people["chushen"])
    page = as_user("tianbao").get(f"/targets/{target.pk}/").content.decode()
    assert ("/consent/" in page) == has_remark_button


def test_deciding_many_at_once_obeys_the_same(people, sound, overall_target, needed):
    good, bare = put(sound, SECOND), put(overall_target, SECOND)
    fill(good, people["caizheng"])
    chosen = [(t.pk, t.version) for t in (good, bare)]
    done, failed = many.decide_many(
        chosen=chosen,
        action=many.APPROVE,
        actor=people["caizheng"],
        number="1号",
        day=date(2021, 3, 1),
    )
    assert done.is_done
    assert "须先填写审核表" in failed.text
    assert Batch.objects.get().approvals.get().target == good


def test_the_hints_are_what_the_checks_find(target):
    found = hints(target)
    assert list(found) == list(Dimension)
    year = "错误 时效指标 第1行 指标值：“2020年12月底前”写的是2020年"
    assert any(text.startswith(year) for text in found[Dimension.COMPLETE])
    assert any("不在2021年内" in text for text in found[Dimension.FEASIBLE])
    quiet = [t for texts in found.values() for t in texts if t.startswith("提示")]
    assert quiet == []


def test_of_a_clean_target_they_say_that_they_found_nothing(sound):
    assert hints(sound) == {dimension: [] for dimension in Dimension}
