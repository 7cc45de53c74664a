"""The 审核表 of a step: filling it in, and what its grade allows.

财预〔2015〕88号, arts. 25-29: 优 is passed, 良 is improved in consultation and passed,
中 is returned to be revised, 差 has no place in the budget.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction

from audit.services import record
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import BudgetYear, Target

from . import news, route
from .models import FormKind, Grade, GradeBands, ReviewForm, ReviewFormItem, Stage
from .review_form import ITEMS, Item

FITS = "符合要求。"
NOT_YOURS = "只有现在审核这份绩效目标的人可以填写审核表。"
NO_FORM = "“{target}”在“{step}”环节须先填写审核表，再{label}。"
TOO_LOW = "“{target}”的审核表评定为“{grade}”，不能{label}，请退回。"
MOVED_ON = (
    "“{target}”现在是“{standing}”，在您打开页面之后已被修改或处理，审核表没有保存。"
)
FILLED_IN = (
    "{author}在您打开页面之后保存了这份审核表（见下面），您填写的没有保存。"
    "核对后再按保存，就以您填写的为准。"
)
WRONG = "审核表没有保存：请改正下面标出的内容。"
NO_CONSENT = "审核表评定为“良”的，才能按批注直接修改后继续审核；其他的请等审核人处理。"


@dataclass(frozen=True)
class Answers:
    """What a reviewer has filled in; ``opinions`` and ``scores`` by the key of their
    line. ``grade`` is not asked of a scored form."""

    kind: str
    opinions: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, Decimal | None] = field(default_factory=dict)
    grade: str = ""
    overall: str = ""


def form_of(stage: Stage | None) -> ReviewForm | None:
    if stage is None:
        return None
    forms = ReviewForm.objects.select_related("author", "principal")
    return forms.filter(stage=stage).first()


def forms_of(target: Target) -> list[ReviewForm]:
    """Every form that was filled in for the target, the latest first."""
    forms = ReviewForm.objects.filter(stage__target=target)
    names = ("stage", "reviewed", "author", "principal")
    return list(forms.select_related(*names).prefetch_related("items"))


def latest_forms(target: Target) -> list[ReviewForm]:
    """The last form of each step, in the order of the steps."""
    by_step: dict[str, ReviewForm] = {}
    for form in forms_of(target):
        by_step.setdefault(form.stage.name, form)
    return sorted(by_step.values(), key=lambda form: form.stage.position)


def bands_of(year: BudgetYear) -> GradeBands:
    """The year's; without any, those of the latest year before that has some."""
    bands = GradeBands.objects.filter(year__year__lte=year.year)
    return bands.order_by("-year__year").first() or GradeBands(year=year)


@transaction.atomic
def save_form(
    *,
    target: Target,
    actor: Any,
    version: int,
    form_version: int,
    answers: Answers,
) -> ReviewForm:
    """Fill in the form of the step at which the target waits.

    ``version`` and ``form_version`` are those on the screen, 0 for a form that was not
    there. ``Conflict`` if either is stale, ``NotAllowed`` for who does not decide here,
    ``CheckFailed`` with what is missing.
    """
    # The lock of a decision: no form changes while the target leaves its step.
    target = (
        Target.objects.select_for_update(of=("self",)).with_names().get(pk=target.pk)
    )
    stage = route.current(target)
    if target.version != version:
        raise Conflict(MOVED_ON.format(target=target, standing=target.standing))
    post = route.post_for(stage, actor) if stage else None
    if stage is None or post is None:
        raise NotAllowed(NOT_YOURS)
    form = form_of(stage) or ReviewForm(stage=stage, version=0)
    if form.version and form.version != form_version:
        if form.author == actor and _says(form, answers):
            return form  # a second click on the same button: the first one did it
        raise Conflict(FILLED_IN.format(author=form.author))
    bands = bands_of(target.year)
    if problems := problems_of(answers, bands):
        words = f"审核表没有保存：有 {len(problems)} 处要填写或修改。"
        raise CheckFailed(words, problems)
    took_consent = takes_consent(stage)
    form.author, form.principal = actor, post.principal
    _write(form, answers, grade_of(answers, bands))
    _tell(target, form, actor)
    if not took_consent and takes_consent(stage):
        _tell_what_waited(target, actor)
    return form


def answers_of(form: ReviewForm) -> Answers:
    """What was filled in, to go on from."""
    items = {item.key: item for item in form.items.all()}
    return Answers(
        kind=form.kind,
        opinions={key: item.opinion for key, item in items.items()},
        scores={key: item.score for key, item in items.items()},
        grade=form.grade,
        overall=form.overall,
    )


def _says(form: ReviewForm, answers: Answers) -> bool:
    said = answers_of(form)
    return (
        (said.kind, said.overall) == (answers.kind, answers.overall)
        and all(said.opinions[i.key] == answers.opinions.get(i.key, "") for i in ITEMS)
        and (
            said.scores == answers.scores
            if form.is_scored
            else said.grade == answers.grade
        )
    )


def grade_of(answers: Answers, bands: GradeBands) -> str:
    """Chosen by the reviewer, or what the points come to; "" if neither is there."""
    if answers.kind == FormKind.KEY:
        scores = [score or Decimal(0) for score in answers.scores.values()]
        return bands.grade(sum(scores, Decimal(0)))
    return answers.grade if answers.grade in Grade.values else ""


def problems_of(answers: Answers, bands: GradeBands) -> dict[str, str]:
    """What is missing or out of range, by input; 一般性项目 want an opinion to each
    point, 重点项目 a score."""
    if answers.kind not in FormKind.values:
        return {"kind": "请选择一般性项目或重点项目"}
    found = {}
    for item in ITEMS:
        if answers.kind == FormKind.KEY:
            if problem := _of_score(item, answers.scores.get(item.key)):
                found[f"score_{item.key}"] = problem
        elif not answers.opinions.get(item.key):
            found[f"opinion_{item.key}"] = f"请写明“{item.name}”的审核意见"
    if found:
        return found
    grade = grade_of(answers, bands)
    if not grade:
        return {"grade": "请选择综合评定等级"}
    if grade != Grade.EXCELLENT and not answers.overall:
        label = Grade(grade).label
        return {"overall": f"评定为“{label}”的，请写明总体意见，让填报人知道怎样改进"}
    return {}


def _of_score(item: Item, score: Decimal | None) -> str:
    if score is None:
        return f"请填写“{item.name}”的得分"
    if not 0 <= score <= item.points:
        return f"“{item.name}”的得分应在0到{item.points}之间"
    return ""


def _write(form: ReviewForm, answers: Answers, grade: str) -> None:
    form.kind, form.grade, form.overall = answers.kind, grade, answers.overall
    form.reviewed = form.stage.version
    form.version += 1
    form.save()
    form.items.all().delete()
    ReviewFormItem.objects.bulk_create(
        ReviewFormItem(
            form=form,
            key=item.key,
            opinion=answers.opinions.get(item.key, ""),
            score=answers.scores.get(item.key) if form.is_scored else None,
        )
        for item in ITEMS
    )


def _tell(target: Target, form: ReviewForm, actor: Any) -> None:
    record(
        actor=actor,
        action="review_form",
        subject=target.subject,
        subject_name=str(target),
        detail={
            "step": form.stage.name,
            "kind": form.kind,
            "grade": form.get_grade_display(),
            "opinion": form.overall,
            **({"points": form.total_text} if form.is_scored else {}),
            **({"for": str(form.principal)} if form.principal else {}),
        },
    )


def _tell_what_waited(target: Target, actor: Any) -> None:
    """The wordings that were proposed before the form found the target 良."""
    labels = list(target.comments.proposed().values_list("label", flat=True))
    if labels:
        news.tell_proposed(target, actor, labels)


def check_passes(target: Target, stage: Stage, label: str) -> None:
    """``CheckFailed`` if the form of the step is missing or its grade too low."""
    form = form_of(stage)
    words = {"target": target, "step": stage.name, "label": label}
    if form is None and stage.needs_form:
        raise CheckFailed(NO_FORM.format(**words))
    if form is not None and not form.passes:
        raise CheckFailed(TOO_LOW.format(grade=form.get_grade_display(), **words))


def takes_consent(stage: Stage) -> bool:
    """Whether a filler may take a proposed wording while the target waits here: that
    is the consultation which 良 asks for."""
    if not stage.needs_form:
        return True
    form = form_of(stage)
    return form is not None and form.grade == Grade.GOOD
