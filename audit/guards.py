"""Triggers by which the database itself refuses to change or remove what is recorded.

The model refuses it too, but a query tool knows no model. A migration makes the
triggers. A later one that lets SQLite build a table anew, as most changes of a table do
there, loses them and must make them again; ``verify_audit`` tells when one is missing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

KEYS = {"audit_entry": "id", "audit_seal": "number"}

FUNCTION = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
# By vendor: what comes first, and the end of a trigger's name with what it does.
PREPARED = {"postgresql": FUNCTION, "sqlite": "SELECT 1"}
TRIGGERS = {
    # An UPDATE that finds no row is harmless: loaddata tries it before it inserts.
    "postgresql": {
        "append_only": "BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        "no_truncate": "BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
    },
    # The third is for INSERT OR REPLACE, which removes a row and fires no other.
    "sqlite": {
        name: f"{event} BEGIN SELECT RAISE(ABORT, '{{table}} is append-only'); END"
        for name, event in {
            "no_update": "BEFORE UPDATE ON {table}",
            "no_delete": "BEFORE DELETE ON {table}",
            "no_replace": "BEFORE INSERT ON {table}"
            " WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})",
        }.items()
    },
}
PRESENT = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}


def put_up(connection: Any) -> None:
    """Make the triggers."""
    with connection.cursor() as cursor:
        cursor.execute(PREPARED[connection.vendor])
        for name, _, action in _triggers(connection.vendor):
            cursor.execute(f"CREATE TRIGGER {name} {action}")


def take_down(connection: Any) -> None:
    """Remove the triggers: to undo the migration, and to empty a test database."""
    with connection.cursor() as cursor:
        for name, table, _ in _triggers(connection.vendor):
            of = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of}")


@contextmanager
def lowered(connection: Any) -> Iterator[None]:
    """Without the triggers. No part of the program does this; tests must."""
    take_down(connection)
    try:
        yield
    finally:
        put_up(connection)


def missing(connection: Any) -> list[str]:
    """Names of the triggers that are not there, or were switched off."""
    with connection.cursor() as cursor:
        cursor.execute(PRESENT[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    names = [name for name, _, _ in _triggers(connection.vendor)]
    return [name for name in names if name not in present]


def _triggers(vendor: str) -> Iterator[tuple[str, str, str]]:
    """(name, table, what it does)"""
    for table, key in KEYS.items():
        for end, action in TRIGGERS[vendor].items():
            yield f"{table}_{end}", table, action.format(table=table, key=key)
