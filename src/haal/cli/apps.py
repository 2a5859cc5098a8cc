"""The app of the command line; no models."""

from __future__ import annotations

from django.apps import AppConfig


class CliConfig(AppConfig):
    """Registers nothing but its name."""

    name = "haal.cli"
    label = "haal_cli"
