"""Incidents at the desk: which report belongs to which and why, undone in one step, merged with a reason.

The one thing to know: a page that suggests a link always says why, in sentences, and always offers no. Numbers on an incident's
page are claims with who said them; there is no field to type one. What the public sees is elsewhere (`testify`).
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.ids import IncidentId, ReportId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.assess import link, queries
from haal.services.assess import merge as merging
from haal.services.assess.decide import side
from haal.services.assess.decide.split import Wanted

PAGE = 50
PAGE_DIGITS_MAX = 5


@never_cache
@require_safe
@allow(Permission.LINK)
def suggestion(request: HttpRequest, report_id: str) -> HttpResponse:
    """Show where a report may belong and why, or where it is linked."""
    found = queries.proposal(report_id=ReportId(report_id), by=actor(request))
    return render(request, "desk/link.html", {"found": found, "report": found.report, "answers": found.report.answers})


@never_cache
@require_safe
@allow(Permission.LINK)
def beside(request: HttpRequest, report_id: str, incident_id: str) -> HttpResponse:
    """Show a report beside the most typical one of an incident."""
    found = side.beside(report_id=ReportId(report_id), incident_id=IncidentId(incident_id), by=actor(request))
    return render(request, "desk/beside.html", {"found": found, "report": found.report, "incident": found.incident})


@never_cache
@require_POST
@allow(Permission.LINK)
def accept(request: HttpRequest, report_id: str) -> HttpResponse:
    """Link a report to the incident that was chosen."""
    incident_id = IncidentId(request.POST.get("incident", "").strip())
    if not link.accept(report_id=ReportId(report_id), incident_id=incident_id, by=actor(request), now=now()):
        messages.success(
            request, _("Your yes is kept. Facts of it stand in public: a second person has to say yes too.")
        )
        return redirect("desk-link", report_id=report_id)
    messages.success(request, _("Linked. It can be undone at any time."))
    return redirect("desk-incident", incident_id=incident_id)


@never_cache
@require_POST
@allow(Permission.LINK)
def begin(request: HttpRequest, report_id: str) -> HttpResponse:
    """Say no to all suggestions: the report begins an incident of its own."""
    incident_id = link.begin(report_id=ReportId(report_id), by=actor(request), now=now())
    return redirect("desk-incident", incident_id=incident_id)


@never_cache
@require_POST
@allow(Permission.LINK)
def undo(request: HttpRequest, report_id: str) -> HttpResponse:
    """Part a report from its incident; it waits again."""
    link.undo(report_id=ReportId(report_id), by=actor(request), now=now())
    messages.success(request, _("Undone. These two will not be suggested together again."))
    return redirect("desk-link", report_id=report_id)


@never_cache
@require_POST
@allow(Permission.LINK)
def stay(request: HttpRequest, report_id: str) -> HttpResponse:
    """Say no to what is suggested for a linked report."""
    link.refuse(report_id=ReportId(report_id), by=actor(request), now=now())
    messages.success(request, _("It stays where it is, and this is not suggested again."))
    return redirect("desk-link", report_id=report_id)


@never_cache
@require_safe
@allow(Permission.READ_REPORTS)
def listing(request: HttpRequest) -> HttpResponse:
    """List incidents, latest day first."""
    page = _page(request.GET.get("page", ""))
    found = queries.incidents(by=actor(request), limit=PAGE + 1, offset=page * PAGE)
    following = page + 1 if len(found) > PAGE else None
    return render(request, "desk/incident_list.html", {"incidents": found[:PAGE], "following": following})


@never_cache
@require_safe
@allow(Permission.READ_REPORTS)
def one(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Show an incident: its reports and why they are linked, its lines, its claims. An old id leads to where it went."""
    return shown(request, incident_id)


def shown(request: HttpRequest, incident_id: str, *, wanted: Wanted | None = None, error: str = "") -> HttpResponse:
    """Return an incident's page; `wanted`: a split that was refused, and `error` why."""
    page = queries.incident(incident_id=IncidentId(incident_id), by=actor(request))
    if page.picture.incident.id != page.asked_for:
        return redirect("desk-incident", incident_id=page.picture.incident.id)
    rows = [(report, page.bonds.get(ReportId(report.id))) for report in page.picture.reports]
    found = {
        "picture": page.picture,
        "incident": page.picture.incident,
        "rows": rows,
        "page": page,
        "asked": page.asked,
        "wanted": wanted,
        "error": error,
    }
    return render(request, "desk/incident.html", found, status=422 if error else 200)


@never_cache
@require_POST
@allow(Permission.MERGE)
def merge(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Make another incident part of this one."""
    gone = IncidentId(request.POST.get("gone", "").strip())
    reason = request.POST.get("reason", "")
    if merging.merge(kept=IncidentId(incident_id), gone=gone, reason=reason, by=actor(request), now=now()):
        messages.success(request, _("Merged. The old address leads here."))
    else:
        messages.success(
            request, _("Your yes is kept. Facts of it stand in public: a second person has to say yes too.")
        )
    return redirect("desk-incident", incident_id=incident_id)


@never_cache
@require_POST
@allow(Permission.MERGE)
def two(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Say no: this incident and another that was suggested are two."""
    other = IncidentId(request.POST.get("other", "").strip())
    merging.refuse(one=IncidentId(incident_id), other=other, by=actor(request), now=now())
    messages.success(request, _("They are two, and this is not suggested again."))
    return redirect("desk-incident", incident_id=incident_id)


def _page(words: str) -> int:
    """Return the page asked for; the first when it is no small number."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= PAGE_DIGITS_MAX else 0


urlpatterns = [
    path("desk/reports/<str:report_id>/link/", suggestion, name="desk-link"),
    path("desk/reports/<str:report_id>/link/beside/<str:incident_id>/", beside, name="desk-link-beside"),
    path("desk/reports/<str:report_id>/link/accept/", accept, name="desk-link-accept"),
    path("desk/reports/<str:report_id>/link/begin/", begin, name="desk-link-begin"),
    path("desk/reports/<str:report_id>/link/undo/", undo, name="desk-link-undo"),
    path("desk/reports/<str:report_id>/link/stay/", stay, name="desk-link-stay"),
    path("desk/incidents/", listing, name="desk-incidents"),
    path("desk/incidents/<str:incident_id>/", one, name="desk-incident"),
    path("desk/incidents/<str:incident_id>/merge/", merge, name="desk-incident-merge"),
    path("desk/incidents/<str:incident_id>/two/", two, name="desk-incident-two"),
]
