"""Every URL against every persona. A new URL fails until it is in the table."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse
from django.urls.resolvers import RegexPattern
from django.utils import timezone

from departments import access
from library.models import LibraryEntry
from notices.models import Mail, Notice
from projects.models import Target
from reviews import flow, versions
from reviews.models import Batch, Comment, Opinion, ReviewForm, Stage, Version
from tests.reviews.steps import MAY, PLACES, SECOND, put, step, undone

INSIDERS = ("tianbao", "chushen", "caizheng", "admin")
OUTSIDERS = ("stranger", "foreign_reviewer", "nobody")
PERSONAS = (None, *INSIDERS, *OUTSIDERS)
LOGIN = 302

Expected = dict[str | None, int]


def everyone(code: int, **others: int) -> Expected:
    """The code for all who have logged in, but for those who are named."""
    return {None: LOGIN, **dict.fromkeys(INSIDERS + OUTSIDERS, code), **others}


def insiders(code: int, **others: int) -> Expected:
    """For those who see the office's targets; to the others they do not exist."""
    return everyone(404) | dict.fromkeys(INSIDERS, code) | others


def fillers(code: int) -> Expected:
    """For the office's own filler; who only sees its targets may not."""
    return insiders(403, tianbao=code)


def creators(code: int) -> Expected:
    """Where no department is named yet: for the filler of any."""
    return everyone(403, tianbao=code, stranger=code)


BOOK = {"year": 2021, "code": "001"}
# (URL name, method) → (arguments, what is posted, expected code by persona). ``pk`` is
# the target's; every POST sends its version unless the row says otherwise.
TABLE = {
    ("healthz", "get"): ({}, {}, everyone(200) | {None: 200}),
    ("favicon", "get"): ({}, {}, everyone(302)),
    ("login", "get"): ({}, {}, everyone(302) | {None: 200}),
    ("login", "post"): ({}, {"username": "x"}, everyone(302) | {None: 200}),
    ("logout", "get"): ({}, {}, everyone(405)),
    ("logout", "post"): ({}, {}, everyone(302)),
    ("desk", "get"): ({}, {}, everyone(200)),
    ("targets", "get"): ({}, {}, everyone(200)),
    ("value-meaning", "get"): ({}, {}, everyone(200)),
    ("carry-choose", "get"): ({}, {}, creators(200)),
    ("carry", "get"): (BOOK, {}, fillers(200)),
    ("carry", "post"): (BOOK, {}, fillers(422)),
    ("new-target", "get"): ({}, {}, creators(200)),
    ("new-target", "post"): ({}, {}, creators(422)),
    ("target", "get"): ({"pk": 0}, {}, insiders(200)),
    ("edit", "get"): ({"pk": 0}, {}, fillers(200)),
    ("edit", "post"): ({"pk": 0}, {}, fillers(422)),
    ("compare", "get"): ({"pk": 0}, {}, everyone(404)),
    ("history", "get"): ({"pk": 0}, {}, insiders(200)),
    ("versions", "get"): ({"pk": 0}, {}, insiders(200)),
    # Nothing was ticked: the desk says so, to everybody.
    ("decide-many", "get"): ({"action": "pass"}, {}, everyone(405)),
    ("decide-many", "post"): ({"action": "pass"}, {}, everyone(422)),
    # Nobody reviews a draft; its filler answers, here without a word.
    ("remark", "get"): ({"pk": 0}, {}, everyone(405)),
    ("remark", "post"): ({"pk": 0}, {}, insiders(403)),
    ("remark-act", "get"): (
        {"pk": 0, "comment": 0, "action": "reply"},
        {},
        everyone(405),
    ),
    ("remark-act", "post"): (
        {"pk": 0, "comment": 0, "action": "reply"},
        {},
        fillers(422),
    ),
    # 审核表: the target is a draft, so nobody may fill one in now.
    ("review-form", "get"): ({"pk": 0}, {}, insiders(200)),
    ("review-form", "post"): (
        {"pk": 0},
        {"form_version": 0, "kind": "general"},
        insiders(403),
    ),
    ("export-review-form", "get"): (
        {"pk": 0, "form": 0, "format_id": "xlsx"},
        {},
        insiders(200),
    ),
    # 批复, of another target of the office.
    ("batches", "get"): ({}, {}, everyone(200)),
    ("batch", "get"): ({"batch": 0}, {}, insiders(200)),
    ("export-batch", "get"): ({"batch": 0, "format_id": "xlsx"}, {}, insiders(200)),
    ("act", "get"): ({"pk": 0, "action": "submit"}, {}, everyone(405)),
    # Submitting the seed as it is: 422 for its filler, who may; 403 for the others.
    ("act", "post"): ({"pk": 0, "action": "submit"}, {}, fillers(422)),
    ("export-target", "get"): ({"pk": 0, "format_id": "json"}, {}, insiders(200)),
    # Without a file: back to the page, which says so.
    ("attach", "get"): ({"pk": 0}, {}, everyone(405)),
    ("attach", "post"): ({"pk": 0}, {}, fillers(302)),
    ("attachment", "get"): ({"pk": 0, "attachment": 0}, {}, insiders(200)),
    ("detach", "get"): ({"pk": 0, "attachment": 0}, {}, everyone(405)),
    ("detach", "post"): ({"pk": 0, "attachment": 0}, {}, fillers(302)),
    ("export-book", "get"): ({**BOOK, "format_id": "json"}, {}, insiders(200)),
    ("book", "get"): (BOOK, {}, insiders(200)),
    # Without a login: of a code that nothing was approved with.
    ("verify", "get"): (
        {"code": "1-0123456789abcdef"},
        {},
        everyone(404) | {None: 404},
    ),
    # The record, for whoever manages the whole tree.
    ("audit", "get"): ({}, {}, everyone(403, admin=200)),
    ("audit-export", "get"): ({}, {}, everyone(403, admin=200)),
    # The library; the entry is one that the office has proposed.
    ("library", "get"): ({}, {}, everyone(200)),
    ("library-propose", "get"): ({}, {}, creators(200)),
    ("library-propose", "post"): ({}, {}, creators(422)),
    ("library-entry", "get"): ({"entry": 0}, {}, insiders(200)),
    ("library-amend", "get"): ({"entry": 0}, {}, fillers(200)),
    ("library-amend", "post"): ({"entry": 0}, {}, fillers(422)),
    ("library-decide", "get"): ({"entry": 0, "action": "accept"}, {}, everyone(405)),
    ("library-decide", "post"): (
        {"entry": 0, "action": "accept"},
        {},
        insiders(403, caizheng=302),
    ),
    ("target-library", "get"): ({"pk": 0}, {}, fillers(200)),
    # Nothing was ticked: back to the list, which says so.
    ("target-library", "post"): ({"pk": 0}, {}, fillers(302)),
    ("target-library-matches", "get"): ({"pk": 0}, {}, fillers(200)),
    # Notices; the one that is opened is the filler's.
    ("notices", "get"): ({}, {}, everyone(200)),
    ("notices-read", "get"): ({}, {}, everyone(405)),
    ("notices-read", "post"): ({}, {"upto": 0}, everyone(302)),
    ("notice-open", "get"): ({"notice": 0}, {}, everyone(405)),
    ("notice-open", "post"): ({"notice": 0}, {}, everyone(404, tianbao=302)),
}


def names(resolver: URLResolver) -> Iterator[str | None]:
    """All URL names, nested ones included; the back office counts as one group."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        elif pattern.namespace != "admin":
            yield from names(pattern)


def missing(resolver: URLResolver) -> set[str | None]:
    return set(names(resolver)) - {name for name, _ in TABLE}


def test_every_url_is_in_the_table():
    assert not missing(get_resolver()), f"please add: {missing(get_resolver())}"
    assert len({name for name, _ in TABLE}) == len(set(names(get_resolver()))) == 43


def test_the_walk_finds_a_nested_url():
    """Negative control: an include() inside an include() is not forgotten."""
    inner = include([path("b/", HttpResponse, name="hidden")])
    patterns = [
        path("", HttpResponse, name="desk"),
        path("a/", include([path("", inner)])),
    ]
    assert missing(URLResolver(RegexPattern("^/"), patterns)) == {"hidden"}


@pytest.fixture
def proposal(target) -> LibraryEntry:
    tier = target.year.scheme.tiers.get(label="数量指标")
    return LibraryEntry.objects.create(
        tier=tier, name="走访户数", department=target.department
    )


@pytest.fixture
def review_form(target, people) -> ReviewForm:
    """Of an earlier submission; the target is a draft again."""
    version = versions.freeze(target, people["tianbao"])
    now = timezone.now()
    stage = Stage.objects.create(
        target=target,
        version=version,
        position=1,
        name="初审",
        entered_at=now,
        left_at=now,
    )
    return ReviewForm.objects.create(
        stage=stage,
        reviewed=version,
        kind="general",
        grade="good",
        author=people["chushen"],
    )


@pytest.fixture
def remark(target, review_form, people) -> Comment:
    return Comment.objects.create(
        target=target,
        version=review_form.reviewed,
        path="goals.0",
        text="写具体",
        author=people["chushen"],
    )


@pytest.fixture
def batch(overall_target, people) -> Batch:
    made = Batch.objects.create(
        year=overall_target.year,
        number="2号",
        date="2021-03-01",
        actor=people["caizheng"],
    )
    step(put(overall_target, SECOND), flow.PASS, people["caizheng"], batch=made)
    return made


def test_every_url_answers_every_persona_as_it_should(
    as_user, people, target, attachment, proposal, review_form, remark, batch
):
    visited, wrong = 0, []
    notice = Notice.objects.create(user=people["tianbao"], kind="returned", text="甲")
    keys = {"pk": target.pk, "attachment": attachment.pk, "entry": proposal.pk}
    keys |= {"form": review_form.pk, "batch": batch.pk, "comment": remark.pk}
    keys |= {"notice": notice.pk}
    for (name, method), (arguments, data, expected) in TABLE.items():
        arguments = {k: keys.get(k, v) for k, v in arguments.items()}
        url = reverse(name, kwargs=arguments)
        if method == "post":
            data = {"version": target.version} | data
        for persona in PERSONAS:
            with undone():
                answer = getattr(as_user(persona), method)(url, data)
            answer.getvalue()  # to the end: a file may be open in it
            code = answer.status_code
            visited += 1
            if code != expected[persona]:
                wrong.append((name, method, persona, code, expected[persona]))
    assert wrong == []
    assert visited == len(TABLE) * len(PERSONAS) == 61 * 8


def test_anonymous_is_sent_to_log_in_and_then_on(as_user, target):
    for url in (
        "/",
        "/targets/",
        f"/targets/{target.pk}/edit/",
        "/books/2021/001/pdf/",
    ):
        assert as_user(None).get(url).url == f"/login/?next={url}"


def expected_of_step(persona: str | None, status: str, action: str) -> int:
    """What a press of the button is answered, whether or not it was on the page."""
    who, _ = MAY.get((status, action), (None, None))
    if persona is None:
        return LOGIN
    if persona in OUTSIDERS:
        return 404
    rights = {row.right for row in flow.TRANSITIONS if row.action == action}
    if rights == {access.REVIEW} and persona in ("tianbao", "admin"):
        return 403  # never this person's, whatever the status
    if rights == {access.SUBMIT} and persona != "tianbao":
        return 403
    if who is None:
        return 409
    return 302 if persona == who else 403


def test_every_step_at_every_status_by_every_persona(as_user, target):
    target.indicators.filter(tier2="时效指标").update(value="2021年12月底前")
    visited, wrong = 0, []
    data = {"version": target.version, "opinion": "意见", "reason": "policy"}
    for place in PLACES:
        for action in flow.LABELS:
            url = f"/targets/{target.pk}/act/{action}/"
            for persona in PERSONAS:
                with undone():
                    put(target, place)
                    code = as_user(persona).post(url, data).status_code
                expected = expected_of_step(persona, place, action)
                visited += 1
                if code != expected:
                    wrong.append((place, action, persona, code, expected))
    assert wrong == []
    assert visited == 6 * 6 * 8
    assert Target.objects.get(pk=target.pk).version == target.version


@pytest.mark.parametrize("place", PLACES)
def test_whoever_may_not_write_changes_nothing(as_user, target, place):
    put(target, place)
    data = {"version": target.version, "name": "甲", "goals.0": "改"}
    for persona in PERSONAS:
        if persona == "tianbao":
            continue
        for op in ("save", "autosave", "discard", "goals.0.add"):
            answer = as_user(persona).post(
                f"/targets/{target.pk}/edit/", data | {"op": op}
            )
            assert answer.status_code == fillers(0)[persona], (persona, op)
    assert not target.drafts.exists()
    assert Target.objects.get(pk=target.pk).version == target.version


# What the administrator is answered in the back office; 403 where even it may not.
KEPT = {"entry", "opinion", "version", "approval", "batch", "attachment", "mail"}
NO_ADD = {"project", "target", *KEPT}
NO_DELETE = {"project", *KEPT}


def back_office() -> Iterator[tuple[str, int]]:
    """(address, code for the administrator) of each page of each registered model."""
    yield reverse("admin:index"), 200
    for model in admin.site._registry:
        name = model._meta.model_name
        stem = f"admin:{model._meta.app_label}_{name}"
        row = model.objects.first()
        assert row is not None, f"nothing to look at: {name}"
        yield reverse(f"{stem}_changelist"), 200
        yield reverse(f"{stem}_add"), 403 if name in NO_ADD else 200
        yield reverse(f"{stem}_change", args=[row.pk]), 200
        yield reverse(f"{stem}_history", args=[row.pk]), 200
        delete = 403 if name in NO_DELETE else 200
        yield reverse(f"{stem}_delete", args=[row.pk]), delete


def test_the_back_office_is_for_staff_only(as_user, people, target, attachment):
    batch = Batch.objects.create(
        year=target.year, number="1号", date="2021-03-01", actor=people["caizheng"]
    )
    step(put(target, SECOND), flow.PASS, people["caizheng"], batch=batch)
    assert Opinion.objects.exists()
    assert Version.objects.exists()
    Mail.objects.create(to="tianbao@example.com", subject="主题", body="正文")
    visited, wrong = 0, []
    for url, code in back_office():
        for persona in PERSONAS:
            found = as_user(persona).get(url).status_code
            expected = code if persona == "admin" else LOGIN
            visited += 1
            if found != expected:
                wrong.append((url, persona, found, expected))
    assert wrong == []
    assert visited == (1 + 14 * 5) * 8


def test_staff_without_django_permissions_changes_nothing(as_user, people, target):
    """A clerk who was made staff by mistake sees an empty back office."""
    people["tianbao"].is_staff = True
    people["tianbao"].save()
    client = as_user("tianbao")
    assert client.get("/admin/").status_code == 200
    for model in admin.site._registry:
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for page in ("changelist", "add"):
            assert client.get(reverse(f"{stem}_{page}")).status_code == 403
