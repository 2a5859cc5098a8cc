"""Every page, in one list; the gate hangs it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from haal.porch import sign_in
from haal.web.desk import agreement, audit, complaint, export, home, person, protected, sealed
from haal.web.desk import report as desk_report
from haal.web.public import complaint as public_complaint
from haal.web.public import ledger, report
from haal.web.public import protected as public_protected

urlpatterns: list[URLPattern | URLResolver] = [
    *report.urlpatterns,
    *ledger.urlpatterns,
    *public_protected.urlpatterns,
    *public_complaint.urlpatterns,
    *desk_report.urlpatterns,
    *protected.urlpatterns,
    *complaint.urlpatterns,
    *sealed.urlpatterns,
    *home.urlpatterns,
    *person.urlpatterns,
    *agreement.urlpatterns,
    *audit.urlpatterns,
    *export.urlpatterns,
    *sign_in.urlpatterns,
]
