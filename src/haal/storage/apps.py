"""The app that holds every table; its label `haal` prefixes none of them: each model names its own table."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

from haal.domain import gazetteer


class StorageConfig(AppConfig):
    """Registers the models, and the folder of places."""

    name = "haal.storage"
    label = "haal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where the places lie that the operator has brought."""
        gazetteer.look_in(Path(settings.HAAL_HOME) / "places")
