"""Which file a table lies in: on SQLite the ledger has one of its own, on PostgreSQL there is one database.

The one thing to know: a table says so itself, by `lies_in_ledger = True` on its model. Two files cannot be written in one
transaction; what that means for acts and leaves is said in `haal.services.testify.seal`.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

LEDGER = "ledger"


def ledger_alias() -> str:
    """Return the name by which Django knows the database of the ledger."""
    return LEDGER if LEDGER in settings.DATABASES else "default"


def ledger_connection() -> BaseDatabaseWrapper:
    """Return this thread's connection to it."""
    return connections[ledger_alias()]


class Router:
    """Sends each table to its file."""

    def db_for_read(self, model: type[models.Model], **_hints: Any) -> str:  # noqa: ANN401 - as in Django
        """Return where the model is read."""
        return ledger_alias() if _lies_in_ledger(model) else "default"

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **_hints: Any) -> bool | None:  # noqa: ANN401 - as in Django
        """Return whether a table, or a step without one, belongs into this database."""
        if LEDGER not in settings.DATABASES:
            return None
        if app_label != "haal":
            return db == "default"
        if model_name is None:
            return True  # the triggers look for themselves which tables are there
        return _lies_in_ledger(apps.get_model(app_label, model_name)) is (db == LEDGER)


def _lies_in_ledger(model: type[models.Model]) -> bool:
    return getattr(model, "lies_in_ledger", False)
