"""The app of pages: templates, static files and template tags; no models."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers template tags and static files."""

    name = "haal.web"
    label = "haal_web"
