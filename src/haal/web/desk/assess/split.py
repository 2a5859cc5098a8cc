"""Some reports of an incident leave it: ticked, with a reason, to an incident of their own or to another.

The one thing to know: what is refused comes back as the same page, the ticks and words kept and the reason said above them.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from haal.domain.access import Permission
from haal.domain.errors import Refused
from haal.domain.ids import IncidentId, ReportId
from haal.domain.incident import IncidentReason
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.assess.decide import split as splitting
from haal.services.assess.decide.split import Wanted
from haal.web.desk.assess import incident
from haal.web.wording import words_of


@never_cache
@require_POST
@allow(Permission.MERGE)
def split(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Part the chosen reports from the others."""
    wanted = Wanted(
        incident_id=IncidentId(incident_id),
        reports=frozenset(ReportId(each) for each in request.POST.getlist("report")),
        reason=request.POST.get("reason", ""),
        to=IncidentId(request.POST.get("to", "").strip()) or None,
        is_sibling=request.POST.get("sibling") == "yes",
    )
    try:
        there = splitting.split(wanted=wanted, by=actor(request), now=now())
    except Refused as error:
        if not isinstance(error.reason, IncidentReason):
            raise
        return incident.shown(request, incident_id, wanted=wanted, error=words_of(error, request))
    if there is None:
        messages.success(
            request, _("Your yes is kept. Facts of it stand in public: a second person has to say yes too.")
        )
        return redirect("desk-incident", incident_id=incident_id)
    messages.success(
        request, _("Split. Merging the two undoes it at any time; they will not be suggested as one again.")
    )
    return redirect("desk-incident", incident_id=there)


urlpatterns = [path("desk/incidents/<str:incident_id>/split/", split, name="desk-incident-split")]
