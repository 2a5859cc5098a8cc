"""Rows that are only ever added, and rows that only grow: the database itself refuses to change or delete them.

SQLite and PostgreSQL say it in different words. PostgreSQL also refuses TRUNCATE; on SQLite that is a DELETE. Each database
guards the tables that lie in it.
"""

from django.db import migrations

TABLES = ("leaf", "checkpoint", "cosignature", "audit", "grade")
GROWING = {
    "tile": {
        "sqlite": "substr(NEW.data, 1, length(OLD.data)) IS NOT OLD.data OR NEW.level <> OLD.level OR NEW.number <> OLD.number",
        "postgresql": (
            "substring(NEW.data from 1 for octet_length(OLD.data)) <> OLD.data"
            " OR NEW.level <> OLD.level OR NEW.number <> OLD.number"
        ),
    },
    "ledger_head": {"sqlite": "NEW.size <= OLD.size", "postgresql": "NEW.size <= OLD.size"},
}
ACTS = ("update", "delete")

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION haal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$
"""


def enable(apps, schema_editor):
    """Create the triggers."""
    connection = schema_editor.connection
    there = set(connection.introspection.table_names())
    for table in (table for table in TABLES if table in there):
        _guard(schema_editor, table, change="")
    for table, grows in GROWING.items():
        if table in there:
            _guard(schema_editor, table, change=grows[connection.vendor])


def disable(apps, schema_editor):
    """Drop the triggers: for going back a migration, never in use."""
    connection = schema_editor.connection
    there = set(connection.introspection.table_names())
    for table in (table for table in (*TABLES, *GROWING) if table in there):
        if connection.vendor == "postgresql":
            for name in (*(f"{table}_no_{act}" for act in ACTS), f"{table}_no_truncate"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            continue
        for act in ACTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")


def _guard(schema_editor, table, *, change):
    """Refuse deletes, and updates: all of them, or those of which `change` is true."""
    when = f" WHEN ({change})" if change else ""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTION)
        refused = " EXECUTE FUNCTION haal_append_only()"
        schema_editor.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW{when}{refused}")
        schema_editor.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW{refused}")
        schema_editor.execute(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT{refused}")
        return
    refused = f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    schema_editor.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}{when}{refused}")
    schema_editor.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}{refused}")


class Migration(migrations.Migration):
    """Triggers on the leaves, tiles, head, checkpoints and cosignatures, the audit and the grades."""

    dependencies = [("haal", "0001_initial")]
    operations = [migrations.RunPython(enable, disable)]
