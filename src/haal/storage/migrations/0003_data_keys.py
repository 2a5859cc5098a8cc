"""The key of a box goes with the box: when a row's box is changed or deleted, the database deletes the key it had.

So no code can forget to, and a box that was overwritten cannot be opened in an old copy of the database either.
"""

from django.db import migrations

from haal.storage.boxes.data_key import KeyedField
from haal.storage.ground.fields import DeskBoxField

ID_BYTES = 16

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION haal_forget_key_of_{column}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.{column} IS DISTINCT FROM NEW.{column} THEN
    DELETE FROM data_key WHERE id = substring(OLD.{column} from 1 for {length});
  END IF;
  RETURN NULL;
END $$
"""


def columns(apps):
    """Return (table, column) of every box."""
    return sorted(
        (model._meta.db_table, field.column)
        for model in apps.get_app_config("haal").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, (DeskBoxField, KeyedField))
    )


def enable(apps, schema_editor):
    """Create the triggers, in the database where the tables are."""
    connection = schema_editor.connection
    there = set(connection.introspection.table_names())
    for table, column in columns(apps):
        if table not in there:
            continue
        if connection.vendor == "postgresql":
            schema_editor.execute(POSTGRES_FUNCTION.format(column=column, length=ID_BYTES))
            schema_editor.execute(
                f"CREATE TRIGGER {table}_{column}_key AFTER UPDATE OF {column} OR DELETE ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION haal_forget_key_of_{column}()"
            )
            continue
        forget = f"BEGIN DELETE FROM data_key WHERE id = substr(OLD.{column}, 1, {ID_BYTES}); END"
        schema_editor.execute(
            f"CREATE TRIGGER {table}_{column}_key_update AFTER UPDATE OF {column} ON {table}"
            f" WHEN OLD.{column} IS NOT NEW.{column} {forget}"
        )
        schema_editor.execute(f"CREATE TRIGGER {table}_{column}_key_delete AFTER DELETE ON {table} {forget}")


def disable(apps, schema_editor):
    """Drop the triggers: for going back a migration, never in use."""
    connection = schema_editor.connection
    there = set(connection.introspection.table_names())
    for table, column in columns(apps):
        if table not in there:
            continue
        if connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{column}_key ON {table}")
            continue
        for what in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{column}_key_{what}")


class Migration(migrations.Migration):
    """Triggers on every table with a box."""

    dependencies = [("haal", "0002_append_only")]
    operations = [migrations.RunPython(enable, disable)]
