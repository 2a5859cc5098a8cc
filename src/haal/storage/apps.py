"""The app that holds every table; its label `haal` prefixes none of them: each model names its own table."""

from __future__ import annotations

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Registers the models."""

    name = "haal.storage"
    label = "haal"
    default_auto_field = "django.db.models.BigAutoField"
