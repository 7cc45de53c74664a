"""The database itself refuses to change the record: raw SQL, past every model."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from audit import chain, guards
from audit.models import Entry, Seal
from audit.services import record

COLUMNS = "id, at, actor_name, action, subject, subject_name, detail, address"
SAME = f"SELECT {COLUMNS} FROM audit_entry"  # noqa: S608
ANYWHERE = {
    "update": "UPDATE audit_entry SET actor_name = 'x'",
    "update one": "UPDATE audit_entry SET detail = '{}' WHERE subject = 'target:1'",
    "delete": "DELETE FROM audit_entry",
    "update a seal": "UPDATE audit_seal SET previous = hash",
    "delete a seal": "DELETE FROM audit_seal WHERE number = 1",
}
BY_VENDOR = {
    "postgresql": {
        "truncate": "TRUNCATE audit_entry CASCADE",
        "truncate the seals": "TRUNCATE audit_seal",
        "upsert": f"INSERT INTO audit_entry ({COLUMNS}) {SAME}"  # noqa: S608
        " ON CONFLICT (id) DO UPDATE SET actor_name = 'x'",
    },
    "sqlite": {
        "replace": f"REPLACE INTO audit_entry ({COLUMNS}) {SAME}",  # noqa: S608
        "replace a seal": "INSERT OR REPLACE INTO audit_seal"
        " SELECT number, previous, hash, entry_id FROM audit_seal",
        "upsert": f"INSERT INTO audit_entry ({COLUMNS}) {SAME} WHERE true"  # noqa: S608
        " ON CONFLICT (id) DO UPDATE SET actor_name = 'x'",
    },
}
FORBIDDEN = ANYWHERE | BY_VENDOR[connection.vendor]


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def rows(db) -> list[dict]:
    for action in ("export", "save"):
        record(actor=None, action=action, subject="target:1")
    assert chain.seal() == 2
    # PostgreSQL alters no table whose keys are still to be checked.
    connection.check_constraints()
    return state()


def state() -> list[dict]:
    return [*Entry.objects.values(), *Seal.objects.values()]


@pytest.mark.parametrize("way", sorted(FORBIDDEN))
def test_it_refuses(rows, way):
    with pytest.raises(IntegrityError, match="is append-only"):
        run(FORBIDDEN[way])
    assert state() == rows


@pytest.mark.parametrize("way", sorted(FORBIDDEN))
def test_control_without_the_triggers_each_of_them_would_do_it(rows, way):
    with transaction.atomic():
        guards.take_down(connection)
        run(FORBIDDEN[way])
        transaction.set_rollback(True)
    assert guards.missing(connection) == []


def test_what_comes_new_is_taken(rows):
    record(actor=None, action="export", subject="target:1")
    assert chain.seal() == 1


def test_it_is_told_when_a_trigger_is_gone(rows):
    assert guards.missing(connection) == []
    with guards.lowered(connection):
        names = guards.missing(connection)
        assert len(names) == (4 if connection.vendor == "postgresql" else 6)
        assert chain.verify().faults == tuple(
            f"数据库触发器 {name} 不在了" for name in names
        )
    assert guards.missing(connection) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone can")
def test_a_trigger_that_was_switched_off_is_missing(rows):
    run("ALTER TABLE audit_entry DISABLE TRIGGER USER")
    names = ["audit_entry_append_only", "audit_entry_no_truncate"]
    assert guards.missing(connection) == names
    run("ALTER TABLE audit_entry ENABLE TRIGGER USER")


@pytest.mark.django_db(transaction=True)
def test_the_command_that_empties_a_database_is_refused():
    record(actor=None, action="export", subject="target:1")
    with pytest.raises(Exception, match="couldn't be flushed") as refused:
        call_command("flush", interactive=False, verbosity=0)
    assert "append-only" in str(refused.value.__cause__)
    assert Entry.objects.count() == Seal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_begins_empty_and_guarded():
    """It follows one that left an entry; between them Django emptied the tables."""
    assert not Entry.objects.exists()
    assert guards.missing(connection) == []
