"""Every step and every page of the back office, by everybody who might try."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import reverse

from departments import access
from notices.models import Mail
from projects.models import Target
from reviews import flow
from reviews.models import Batch, Opinion, Phrase, Version
from tests.clean import make_clean
from tests.reviews.steps import MAY, PLACES, SECOND, put, step

pytestmark = pytest.mark.rights

INSIDERS = (
    "tianbao",
    "head",
    "chushen",
    "caizheng",
    "performance",
    "manager",
    "auditor",
    "admin",
)
REVIEWING = ("head", "chushen", "caizheng", "performance")
MANAGING = ("performance", "manager", "admin")
OUTSIDERS = ("stranger", "foreign_reviewer", "nobody")
PERSONAS = (None, *INSIDERS, *OUTSIDERS)
# What the back office answers, and every page to who has not logged in.
LOGIN = 302


def expected_of_step(persona: str | None, status: str, action: str) -> int:
    """What a press of the button is answered, whether or not it was on the page."""
    who, _ = MAY.get((status, action), (None, None))
    if persona is None:
        return LOGIN
    if persona in OUTSIDERS:
        return 404
    rights = {row.right for row in flow.TRANSITIONS if row.action == action}
    if rights == {access.REVIEW} and persona not in REVIEWING:
        return 403  # never this person's, whatever the status
    if rights == {access.SUBMIT} and persona != "tianbao":
        return 403
    if rights == {access.MANAGE} and persona not in MANAGING:
        return 403
    if who is None:
        return 409
    return 302 if persona == who else 403


@pytest.mark.parametrize("place", PLACES)
def test_every_step_at_every_status_by_every_persona(visit, target, place):
    make_clean(target)
    visited, wrong = 0, []
    data = {"version": target.version, "opinion": "意见", "reason": "policy"}
    put(target, place)
    for action in flow.LABELS:
        url = f"/targets/{target.pk}/act/{action}/"
        for persona in PERSONAS:
            code = visit(persona, "post", url, data)
            expected = expected_of_step(persona, place, action)
            visited += 1
            if code != expected:
                wrong.append((action, persona, code, expected))
    assert wrong == []
    assert visited == 7 * 12
    assert Target.objects.get(pk=target.pk).version == target.version


def refused(persona: str | None) -> int:
    """Who may not even see it learns nothing of it."""
    if persona is None:
        return LOGIN
    return 404 if persona in OUTSIDERS else 403


@pytest.mark.parametrize("place", PLACES)
def test_whoever_may_not_write_changes_nothing(visit, target, place):
    put(target, place)
    url = f"/targets/{target.pk}/edit/"
    data = {"version": target.version, "name": "甲", "goals.0": "改"}
    for persona in PERSONAS:
        if persona == "tianbao":
            continue
        for op in ("save", "autosave", "discard", "goals.0.add"):
            code = visit(persona, "post", url, data | {"op": op}, undo=False)
            assert code == refused(persona), (persona, op)
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


def test_the_back_office_is_for_staff_only(visit, people, target, attachment):
    batch = Batch.objects.create(
        year=target.year, number="1号", date="2021-03-01", actor=people["caizheng"]
    )
    Phrase.objects.create(text="同意。")
    step(put(target, SECOND), flow.PASS, people["caizheng"], batch=batch)
    assert Opinion.objects.exists()
    assert Version.objects.exists()
    Mail.objects.create(to="tianbao@example.com", subject="主题", body="正文")
    visited, wrong = 0, []
    for url, code in back_office():
        for persona in PERSONAS:
            found = visit(persona, "get", url, {})
            expected = code if persona == "admin" else LOGIN
            visited += 1
            if found != expected:
                wrong.append((url, persona, found, expected))
    assert wrong == []
    assert visited == (1 + 15 * 5) * 12


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
