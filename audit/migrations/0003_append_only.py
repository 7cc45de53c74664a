"""The database refuses to change the record, and old entries wait for their seals."""

from django.db import migrations

from audit import guards


def put_up(apps, schema_editor):
    guards.put_up(schema_editor.connection)


def take_down(apps, schema_editor):
    guards.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_seal")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO audit_unsealed (entry_id) SELECT id FROM audit_entry",
            "DELETE FROM audit_unsealed",
        ),
        migrations.RunPython(put_up, take_down),
    ]
