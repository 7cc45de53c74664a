"""The record is written once, by one service, and outlives what it tells of."""

import pytest
from django.db import IntegrityError, transaction

from audit.models import ACTIONS, Entry
from audit.services import record


@pytest.fixture
def entry(db) -> Entry:
    return record(actor=None, action="export", subject="target:1")


WAYS = {
    "save": lambda e: e.save(),
    "save one field": lambda e: e.save(update_fields=["action"]),
    "delete": lambda e: e.delete(),
    "update": lambda e: Entry.objects.update(action="save"),
    "update some": lambda e: Entry.objects.filter(pk=e.pk).update(action="save"),
    "delete all": lambda e: Entry.objects.all().delete(),
    "delete some": lambda e: Entry.objects.of(e.subject).delete(),
    "bulk update": lambda e: Entry.objects.bulk_update([e], ["action"]),
    "update or create": lambda e: Entry.objects.update_or_create(
        {"action": "save"}, subject="target:1"
    ),
    "insert or update": lambda e: Entry.objects.bulk_create(
        [Entry(pk=e.pk, action="save", subject="target:1")],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["action"],
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_append_only(entry, way):
    with pytest.raises(TypeError, match="written once"):
        WAYS[way](entry)
    assert Entry.objects.get().action == "export"


def test_a_new_entry_cannot_take_the_place_of_an_old_one(entry):
    """With the same key, Django's save() would quietly become an update."""
    forged = Entry(pk=entry.pk, action="save", subject="target:1", at=entry.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save()
    assert Entry.objects.get().action == "export"


def test_several_at_once_may_be_appended(entry):
    Entry.objects.bulk_create([Entry(action="save", subject="target:2")])
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("action", ["expert", "", None])
def test_it_refuses_an_unknown_action(db, action):
    with pytest.raises(LookupError, match="unknown audited action"):
        record(actor=None, action=action, subject="target:1")
    assert not Entry.objects.exists()


def test_every_action_has_its_chinese_name(db):
    for action, name in ACTIONS.items():
        written = record(actor=None, action=action, subject="target:1")
        assert written.get_action_display() == name


def test_it_keeps_the_name_of_the_actor(people):
    user = people["tianbao"]
    record(actor=user, action="save", subject="a subject", subject_name="长" * 400)
    user.name = "改名后的小田"
    user.save()
    entry = Entry.objects.of("a subject").get()
    assert (entry.actor, entry.actor_name) == (user, "填报人小田")
    assert len(entry.subject_name) == 300
    assert str(entry).startswith("填报人小田 保存 长")


def test_a_command_acts_as_the_system(entry):
    assert (entry.actor, entry.actor_name) == (None, "系统")


def test_it_goes_with_the_change_that_it_tells_of(db):
    with pytest.raises(RuntimeError), transaction.atomic():
        record(actor=None, action="save", subject="target:1")
        raise RuntimeError("the change fails")
    assert not Entry.objects.exists()


def test_the_story_of_a_subject_begins_with_the_latest(db):
    for action in ("create", "save", "submit"):
        record(actor=None, action=action, subject="target:1")
    record(actor=None, action="export", subject="target:11")
    story = [entry.action for entry in Entry.objects.of("target:1")]
    assert story == ["submit", "save", "create"]


def test_the_back_office_only_shows_it(as_user, people):
    entry = record(actor=people["tianbao"], action="save", subject="target:1")
    admin, url = as_user("admin"), f"/admin/audit/entry/{entry.pk}"
    assert admin.get(f"{url}/change/").status_code == 200
    assert admin.post(f"{url}/change/", {"action": "login"}).status_code == 403
    assert admin.post(f"{url}/delete/", {"post": "yes"}).status_code == 403
    assert admin.post("/admin/audit/entry/add/", {}).status_code == 403
    delete = {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"}
    admin.post("/admin/audit/entry/", delete)
    assert Entry.objects.get(pk=entry.pk).action == "save"
