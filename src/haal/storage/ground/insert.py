"""Insert a row by a statement that is written once: for the few tables that every report writes to.

The ORM builds its INSERT anew each time, which cost more than half of a report's time; here the statement is kept and the
fields still prepare their own values, so a box is shut and a date is written as everywhere else. No `save()`, no signals.
Use it where it was measured to matter (benchmarks/intake.py), and `objects.create` everywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows` (column attribute -> value; the same ones in each) into the model's table.

    Raises:
        django.db.IntegrityError: a constraint refused a row; the transaction is then lost.
    """
    names = tuple(rows[0])
    fields = _fields(model, names)
    values = [
        [field.get_db_prep_save(row[name], connection=connection) for name, field in zip(names, fields, strict=True)]
        for row in rows
    ]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(_statement(model, names), values[0])
        else:
            cursor.executemany(_statement(model, names), values)


def insert_row(row: models.Model) -> None:
    """Insert one model instance as it is, without an automatic key."""
    named = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not _is_automatic(field)
    }
    insert(type(row), [named])


def _is_automatic(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.AutoField)


@cache
def _fields(model: type[models.Model], names: tuple[str, ...]) -> tuple[models.Field[Any, Any], ...]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    missing = [
        field.attname
        for field in model._meta.concrete_fields
        if field.attname not in names and not _is_automatic(field) and not field.null
    ]
    if missing:
        msg = f"{model._meta.db_table} also needs {', '.join(missing)}"
        raise ValueError(msg)
    return tuple(by_name[name] for name in names)


@cache
def _statement(model: type[models.Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in _fields(model, names))
    marks = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own models
