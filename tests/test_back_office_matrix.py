"""Every page of the back office against every persona."""

from collections.abc import Iterator

from django.contrib import admin
from django.urls import reverse

from notices.models import Mail
from reviews import flow
from reviews.models import Batch, Opinion, Phrase, Version
from tests.reviews.steps import SECOND, put, step
from tests.test_access_matrix import LOGIN, PERSONAS

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
    Phrase.objects.create(text="同意。")
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
    assert visited == (1 + 15 * 5) * 8


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
