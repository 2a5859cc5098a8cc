"""Lets a test with real transactions be cleaned up: the triggers that guard the past stand aside for the flush alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations

GUARD = import_module("haal.storage.migrations.0002_append_only")


class Editor:
    """As much of a schema editor as the migration's functions ask for."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def execute(self, words: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(words)


def step_aside_for_flush() -> None:
    """Wrap Django's flush, which empties tables between such tests."""
    flush: Callable[..., None] = BaseDatabaseOperations.execute_sql_flush

    def unguarded(self: Any, sql_list: Sequence[str]) -> None:
        editor = Editor(self.connection)
        GUARD.disable(None, editor)
        try:
            flush(self, sql_list)
        finally:
            GUARD.enable(None, editor)

    BaseDatabaseOperations.execute_sql_flush = unguarded
