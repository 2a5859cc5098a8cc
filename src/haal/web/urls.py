"""Every page, in one list; the gate hangs it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from haal.porch import sign_in
from haal.web.desk import agreement, audit, home, person
from haal.web.desk import report as desk_report
from haal.web.public import ledger, report

urlpatterns: list[URLPattern | URLResolver] = [
    *report.urlpatterns,
    *ledger.urlpatterns,
    *desk_report.urlpatterns,
    *home.urlpatterns,
    *person.urlpatterns,
    *agreement.urlpatterns,
    *audit.urlpatterns,
    *sign_in.urlpatterns,
]
