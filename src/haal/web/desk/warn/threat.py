"""Pass a threat on to the people it concerns, and see which still call somebody. For the desk; who is called sees `alarm`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Malformed, Refused
from haal.domain.ids import IncidentId, PlaceId, ReportId, ThreatId
from haal.domain.warn.alarm import Against
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.warn.duty import threat
from haal.services.warn.duty.threat import Told
from haal.web.wording import words_of


@never_cache
@require_safe
@allow(Permission.PASS_THREAT_ON)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the threats that still call somebody."""
    return render(request, "desk/warn/threats.html", {"threats": threat.at_desk(by=actor(request), now=now())})


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.PASS_THREAT_ON)
def pass_on(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST call the people it concerns."""
    if request.method != "POST":
        return _form(request)
    try:
        threat.pass_on(told=_told(request), by=actor(request), now=now())
    except Refused as error:
        return _form(request, error=error)
    return redirect("desk-threats")


@never_cache
@require_POST
@allow(Permission.PASS_THREAT_ON)
def close(request: HttpRequest, threat_id: str) -> HttpResponse:
    """Call nobody any more."""
    threat.close(threat_id=ThreatId(threat_id), by=actor(request), now=now())
    return redirect("desk-threats")


def _told(request: HttpRequest) -> Told:
    against = request.POST.get("against", "")
    if against not in set(Against):
        raise Malformed("against", expected="one of the list", got=f"{min(len(against), 1000)} characters")
    return Told(
        against=Against(against),
        place_id=PlaceId(request.POST["place"]) if request.POST.get("place") else None,
        circle_word=request.POST.get("circle_word", ""),
        report_id=ReportId(request.POST["report"]) if request.POST.get("report") else None,
        incident_id=IncidentId(request.POST["incident"]) if request.POST.get("incident") else None,
    )


def _form(request: HttpRequest, *, error: Refused | None = None) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    shown = {
        "places": threat.places(by=actor(request)),
        "kinds": list(Against),
        "report": asked.get("report", ""),
        "incident": asked.get("incident", ""),
        "error": words_of(error, request),
    }
    return render(request, "desk/warn/threat_form.html", shown, status=422 if request.method == "POST" else 200)


urlpatterns: list[URLPattern] = [
    path("desk/threats/", listing, name="desk-threats"),
    path("desk/threats/new/", pass_on, name="desk-threat-new"),
    path("desk/threats/<str:threat_id>/close/", close, name="desk-threat-close"),
]
