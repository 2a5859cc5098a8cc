"""The alarm of one place, and the threats that call its helpers: raise, see, say that one has seen it, end.

The one thing to know: every page here answers "not found" to whoever is no helper of that place, whatever their role.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.delivery import Channel
from haal.domain.errors import Malformed
from haal.domain.hazard import Hazard
from haal.domain.ids import AlarmId, PlaceId, ThreatId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.warn.duty import alarm, call, threat


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def ring(request: HttpRequest, place_id: str) -> HttpResponse:
    """Raise the alarm in one's own place."""
    hazard = request.POST.get("hazard", "")
    if hazard not in set(Hazard):
        raise Malformed("hazard", expected="one of the list", got=f"{min(len(hazard), 1000)} characters")
    made = alarm.raise_alarm(place_id=PlaceId(place_id), hazard=Hazard(hazard), by=actor(request), now=now())
    return redirect("desk-alarm", alarm_id=made)


@never_cache
@require_safe
@allow(Permission.OWN_PLACE)
def one(request: HttpRequest, alarm_id: str) -> HttpResponse:
    """Show the alarm, what to say aloud, and who has seen it."""
    found = alarm.page(alarm_id=AlarmId(alarm_id), by=actor(request), now=now())
    return render(request, "desk/warn/alarm.html", {"page": found, "alarm": found.alarm})


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def seen(request: HttpRequest, alarm_id: str) -> HttpResponse:
    """Say that one has seen it."""
    alarm.say_seen(alarm_id=AlarmId(alarm_id), by=actor(request), now=now())
    return redirect("desk-alarm", alarm_id=alarm_id)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def end(request: HttpRequest, alarm_id: str) -> HttpResponse:
    """End it; one helper of the place is enough."""
    place_id = alarm.end_alarm(alarm_id=AlarmId(alarm_id), by=actor(request), now=now())
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def contact(request: HttpRequest, place_id: str) -> HttpResponse:
    """Keep, or forget, the address by which one wants to be called for one's own place."""
    if request.POST.get("forget"):
        call.forget(place_id=PlaceId(place_id), by=actor(request), now=now())
        return redirect("desk-place", place_id=place_id)
    channel = request.POST.get("channel", "")
    if channel not in set(Channel):
        raise Malformed("channel", expected="one of the list", got=f"{min(len(channel), 1000)} characters")
    call.register(
        place_id=PlaceId(place_id),
        channel=Channel(channel),
        address=request.POST.get("address", ""),
        language=request.LANGUAGE_CODE,
        by=actor(request),
        now=now(),
    )
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_safe
@allow(Permission.WATCH_CHECK_INS)
def threat_told(request: HttpRequest, threat_id: str) -> HttpResponse:
    """Show a threat to the people it concerns, with the way to their plan."""
    found = threat.page(threat_id=ThreatId(threat_id), by=actor(request), now=now())
    return render(request, "desk/warn/threat.html", {"page": found, "threat": found.threat})


@never_cache
@require_POST
@allow(Permission.WATCH_CHECK_INS)
def threat_seen(request: HttpRequest, threat_id: str) -> HttpResponse:
    """Say that one has seen it."""
    threat.say_seen(threat_id=ThreatId(threat_id), by=actor(request), now=now())
    return redirect("desk-threat", threat_id=threat_id)


urlpatterns: list[URLPattern] = [
    path("desk/places/<str:place_id>/alarm/", ring, name="desk-alarm-ring"),
    path("desk/places/<str:place_id>/contact/", contact, name="desk-place-contact"),
    path("desk/alarms/<str:alarm_id>/", one, name="desk-alarm"),
    path("desk/alarms/<str:alarm_id>/seen/", seen, name="desk-alarm-seen"),
    path("desk/alarms/<str:alarm_id>/end/", end, name="desk-alarm-end"),
    path("desk/called/<str:threat_id>/", threat_told, name="desk-threat"),
    path("desk/called/<str:threat_id>/seen/", threat_seen, name="desk-threat-seen"),
]
