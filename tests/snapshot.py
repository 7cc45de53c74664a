"""The rows that something writes into an empty database, to be written again fast."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction


@dataclass(frozen=True)
class Snapshot:
    """Table → its rows, as the database keeps them: no field converts them."""

    rows: dict[str, Sequence[tuple]]

    def restore(self) -> None:
        """Write the rows into their tables, which are empty."""
        quote = connection.ops.quote_name
        # At once: a row may come before one that it refers to.
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in self.rows.items():
                row = f"({', '.join(['%s'] * len(rows[0]))})"
                values = [value for row in rows for value in row]
                every = ", ".join([row] * len(rows))
                cursor.execute(f"INSERT INTO {quote(table)} VALUES {every}", values)  # noqa: S608
            # The next number that the database gives comes after those of the rows.
            models = apps.get_models(include_auto_created=True)
            models = [m for m in models if m._meta.db_table in self.rows]
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)


def take(before: dict[str, int]) -> Snapshot:
    """The rows of all tables that held none ``before`` (see :func:`counts`)."""
    quote = connection.ops.quote_name
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names():
            if not before[table]:
                cursor.execute(f"SELECT * FROM {quote(table)}")  # noqa: S608
                found[table] = cursor.fetchall()
    return Snapshot({table: rows for table, rows in found.items() if rows})


def counts() -> dict[str, int]:
    """Table → number of its rows."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.django_table_names():
            cursor.execute(f"SELECT count(*) FROM {quote(table)}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found
