"""Every page, in one list; the gate hangs it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from haal.porch import sign_in
from haal.web.claim import desk as desk_claim
from haal.web.claim import public as public_claim
from haal.web.desk import agreement, audit, complaint, export, home, person, protected, sealed
from haal.web.desk import publication as desk_publication
from haal.web.desk import report as desk_report
from haal.web.desk.assess import assessment, incident, related, search, split
from haal.web.desk.help import aid, check_in, need, place, plan, rota, tracing, tracing_public
from haal.web.desk.help import drill as desk_drill
from haal.web.desk.help import event as desk_event
from haal.web.desk.help import shift_own as desk_shift_own
from haal.web.desk.help import shift_plan as desk_shift_plan
from haal.web.desk.warn import alarm, paper, review, roster, rumour, threat
from haal.web.desk.warn import warning as desk_warning
from haal.web.public import check, ledger, report, subscriber
from haal.web.public import complaint as public_complaint
from haal.web.public import incident as public_incident
from haal.web.public import map as public_map
from haal.web.public import need as public_need
from haal.web.public import protected as public_protected
from haal.web.public import rumour as public_rumour
from haal.web.public import tracing as public_tracing
from haal.web.public import warning as public_warning
from haal.web.public.check_in import member as circle_member
from haal.web.public.check_in import person as circle_person
from haal.web.public.rota import calendar as shifts_calendar
from haal.web.shelters import family, referral, shelter
from haal.web.shelters import public as displaced

urlpatterns: list[URLPattern | URLResolver] = [
    *report.urlpatterns,
    *ledger.urlpatterns,
    *public_incident.urlpatterns,
    *public_map.urlpatterns,
    *public_protected.urlpatterns,
    *public_complaint.urlpatterns,
    *subscriber.urlpatterns,
    *public_warning.urlpatterns,
    *check.urlpatterns,
    *public_need.urlpatterns,
    *public_tracing.urlpatterns,
    *displaced.urlpatterns,
    *circle_person.urlpatterns,
    *circle_member.urlpatterns,
    *shifts_calendar.urlpatterns,
    *desk_report.urlpatterns,
    *assessment.urlpatterns,
    *related.urlpatterns,
    *incident.urlpatterns,
    *split.urlpatterns,
    *search.urlpatterns,
    *need.urlpatterns,
    *shelter.urlpatterns,
    *family.urlpatterns,
    *referral.urlpatterns,
    *aid.urlpatterns,
    *tracing.urlpatterns,
    *tracing_public.urlpatterns,
    *check_in.urlpatterns,
    *place.urlpatterns,
    *plan.urlpatterns,
    *desk_drill.urlpatterns,
    *desk_shift_plan.urlpatterns,
    *desk_shift_own.urlpatterns,
    *rota.urlpatterns,
    *desk_event.urlpatterns,
    *protected.urlpatterns,
    *complaint.urlpatterns,
    *sealed.urlpatterns,
    *home.urlpatterns,
    *person.urlpatterns,
    *agreement.urlpatterns,
    *audit.urlpatterns,
    *export.urlpatterns,
    *desk_publication.urlpatterns,
    *desk_claim.urlpatterns,
    *public_claim.urlpatterns,
    *paper.urlpatterns,
    *desk_warning.urlpatterns,
    *review.urlpatterns,
    *rumour.urlpatterns,
    *public_rumour.urlpatterns,
    *roster.urlpatterns,
    *alarm.urlpatterns,
    *threat.urlpatterns,
    *sign_in.urlpatterns,
]
