"""Every URL against every persona, at an office, at one below it and at another.

A new URL fails until it is in the table. The personas hold their posts at the first
office, so the other office shows what an outsider is answered.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse
from django.urls.resolvers import RegexPattern
from django.utils import timezone

from attachments import services as attachments
from departments.models import Delegation, Department, User
from departments.services import save_department
from exchange.models import ExportJob, ImportBatch, ImportJob
from indicators.services import create_project_target
from library.models import LibraryEntry
from notices.models import Notice
from projects.models import BudgetYear, Target
from reviews import versions
from reviews.models import Approval, Batch, Comment, ReviewForm, Stage
from sheets.interchange import book_to_json
from sheets.sheet import Book

from .access_table import FILLER, OTHER, OWN, PERSONAS, REVIEWER, SEES, SUB, TABLE

pytestmark = pytest.mark.rights

# What belongs to a person or to nobody is looked at once, not at each place.
NOT_OF_A_PLACE = frozenset(
    {"notice", "given", "file", "job", "pack", "action", "format_id", "year"}
)


def places_of(arguments: dict[str, Any]) -> tuple[str, ...]:
    return (OWN, SUB, OTHER) if arguments.keys() - NOT_OF_A_PLACE else (OWN,)


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
    assert len({name for name, _ in TABLE}) == len(set(names(get_resolver()))) == 75


def test_the_walk_finds_a_nested_url():
    """Negative control: an include() inside an include() is not forgotten."""
    inner = include([path("b/", HttpResponse, name="hidden")])
    patterns = [
        path("", HttpResponse, name="desk"),
        path("a/", include([path("", inner)])),
    ]
    assert missing(URLResolver(RegexPattern("^/"), patterns)) == {"hidden"}


def things_of(year: BudgetYear, code: str, people: dict[str, User]) -> dict[str, Any]:
    """One of each kind of thing that a URL may name, all of this department: a draft
    that was submitted before, and the 批复 of another target."""
    department = Department.objects.get(code=code)
    author, now = people["admin"], timezone.now()
    made = {"year": year, "department": department, "actor": author}
    draft = create_project_target(name="草稿", **made)
    version = versions.freeze(draft, author)
    stage = Stage.objects.create(
        target=draft, version=version, position=1, name="初审", left_at=now
    )
    form = ReviewForm.objects.create(
        stage=stage, reviewed=version, kind="general", grade="good", author=author
    )
    comment = Comment.objects.create(
        target=draft, version=version, path="usage", text="写具体", author=author
    )
    tier = year.scheme.tiers.get(label="数量指标")
    entry = LibraryEntry.objects.create(tier=tier, name="户数", department=department)
    file = ContentFile(b"%PDF-1.4\nstartxref\n0\n%%EOF\n", "方案.pdf")
    return {
        "pk": draft.pk,
        "code": code,
        "form": form.pk,
        "comment": comment.pk,
        "entry": entry.pk,
        "attachment": attachments.add(target=draft, actor=author, content=file).pk,
        "batch": batch_of(create_project_target(name="批复了的", **made), author).pk,
    }


def batch_of(target: Target, actor: User) -> Batch:
    batch = Batch.objects.create(
        year=target.year,
        number=f"{target.department.code}号",
        date="2021-03-01",
        actor=actor,
    )
    version = versions.freeze(target, actor)
    Approval.objects.create(
        target=target, version=version, number=1, batch=batch, approved_by=actor
    )
    return batch


@pytest.fixture
def things(office, people, year) -> dict[str, dict[str, Any]]:
    """By place; a notice and a delegation are somebody's, wherever it is looked for."""
    save_department(department=Department(code=SUB, name="社区", parent=office))
    notice = Notice.objects.create(user=people[FILLER], kind="returned", text="甲")
    today = timezone.localdate()
    given = Delegation.objects.create(
        principal=people[REVIEWER],
        deputy=people["admin"],
        starts_on=today,
        ends_on=today,
    )
    file = ImportBatch.objects.create(
        user=people[FILLER],
        department=office,
        year=year,
        book=book_to_json(Book()),
        tables=0,
    )
    job = ExportJob.objects.create(
        user=people[FILLER], year=year, shape="book", format="pdf", state="done"
    )
    pack = ImportJob.objects.create(
        user=people[FILLER], department=office, year=year, state="done"
    )
    persons = {"notice": notice.pk, "given": given.pk, "file": file.pk, "job": job.pk}
    persons["pack"] = pack.pk
    return {place: things_of(year, place, people) | persons for place in SEES}


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_url_answers_every_persona_as_it_should(things, visit, persona):
    visited, wrong = 0, []
    version = Target.objects.get(pk=things[OWN]["pk"]).version
    for (name, method), (arguments, posted, expected) in TABLE.items():
        data = {"version": version} | posted if method == "post" else posted
        for place in places_of(arguments):
            named = {k: v or things[place][k] for k, v in arguments.items()}
            url = reverse(name, kwargs=named)
            code = visit(persona, method, url, data)
            visited += 1
            if code != expected.to(persona, place):
                wrong.append((name, method, place, code))
    assert wrong == []
    assert visited == 75 + 44 * 3


def test_anonymous_is_sent_to_log_in_and_then_on(as_user, target):
    for url in (
        "/",
        "/targets/",
        f"/targets/{target.pk}/edit/",
        "/books/2021/001/pdf/",
    ):
        assert as_user(None).get(url).url == f"/login/?next={url}"
