import pytest

from audit.models import Entry
from audit.services import record


def test_it_is_append_only(db):
    entry = record(actor=None, action="export", subject="target:1")
    for change in (
        entry.save,
        entry.delete,
        lambda: Entry.objects.update(action="save"),
        lambda: Entry.objects.all().delete(),
    ):
        with pytest.raises(TypeError, match="written once"):
            change()
    assert Entry.objects.get().actor_name == "系统"


def test_it_refuses_an_unknown_action(db):
    with pytest.raises(LookupError, match="expert"):
        record(actor=None, action="expert", subject="target:1")


def test_logging_in_and_failing_to_are_recorded(client, people):
    client.post("/login/", {"username": "tianbao", "password": "wrong"})
    assert Entry.objects.get(action="login_failed").subject == "login:tianbao"
    client.post("/login/", {"username": "tianbao", "password": "demo-2021"})
    assert Entry.objects.get(action="login").actor == people["tianbao"]
