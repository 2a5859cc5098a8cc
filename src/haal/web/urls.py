"""Every page, in one list; the gate hangs it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from haal.web.desk import report as desk_report
from haal.web.public import report

urlpatterns: list[URLPattern | URLResolver] = [
    *report.urlpatterns,
    *desk_report.urlpatterns,
]
