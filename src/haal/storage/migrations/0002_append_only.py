"""Rows that are only ever added: the database itself refuses to change or delete them.

SQLite and PostgreSQL say it in different words. PostgreSQL also refuses TRUNCATE; on SQLite that is a DELETE.
"""

from django.db import migrations

TABLES = ("leaf", "checkpoint", "audit", "grade")
ACTS = ("update", "delete")

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION haal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$
"""


def enable(apps, schema_editor):
    """Create the triggers."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTION)
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION haal_append_only()"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION haal_append_only()"
            )
            continue
        for act in ACTS:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def disable(apps, schema_editor):
    """Drop the triggers: for going back a migration, never in use."""
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")
            continue
        for act in ACTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")


class Migration(migrations.Migration):
    """Triggers on the leaves, the checkpoints, the audit and the grades."""

    dependencies = [("haal", "0001_initial")]
    operations = [migrations.RunPython(enable, disable)]
