"""Export an incident: one person asks, another agrees, and either takes the bundle as a zip file.

The one thing to know: what the bundle opens is decided by the tellers' consents, not here; see `haal.domain.record.custody`.
The box keeper can write the same bundle with `haal bundle export`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from haal.domain.access import Permission
from haal.domain.ids import AgreementId, IncidentId
from haal.formats.public.bundle import zipped
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.testify import bundle, queries


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.ASK_EXPORT, fresh_factor=True)
def ask(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Show where the question stands; on POST ask a second person."""
    if request.method != "POST":
        asked = queries.export_question(incident_id=IncidentId(incident_id), by=actor(request), now=now())
        return render(request, "desk/export.html", {"asked": asked})
    reason = request.POST.get("reason", "")
    bundle.ask(incident_id=IncidentId(incident_id), by=actor(request), reason=reason, now=now())
    return redirect("desk-export", incident_id=incident_id)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.AGREE_EXPORT, fresh_factor=True)
def agree(request: HttpRequest, incident_id: str, agreement_id: str) -> HttpResponse:
    """Show the question once more; on POST say yes as the second person."""
    if request.method == "POST":
        bundle.agree(agreement_id=AgreementId(agreement_id), by=actor(request), now=now())
    return redirect("desk-export", incident_id=incident_id)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.ASK_EXPORT, fresh_factor=True)
def take(request: HttpRequest, incident_id: str, agreement_id: str) -> HttpResponse:
    """Answer the bundle as a zip file; it is an act of its own each time."""
    if request.method != "POST":
        return redirect("desk-export", incident_id=incident_id)
    exported = bundle.export(
        incident_id=IncidentId(incident_id), by=actor(request), agreement_id=AgreementId(agreement_id), now=now()
    )
    answer = HttpResponse(zipped(exported.files), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{exported.incident_id}.zip"'
    return answer


urlpatterns: list[URLPattern] = [
    path("desk/incidents/<str:incident_id>/export/", ask, name="desk-export"),
    path("desk/incidents/<str:incident_id>/export/<str:agreement_id>/agree/", agree, name="desk-export-agree"),
    path("desk/incidents/<str:incident_id>/export/<str:agreement_id>/bundle/", take, name="desk-export-take"),
]
