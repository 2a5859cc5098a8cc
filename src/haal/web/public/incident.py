"""What happened: the public list, one incident, the counts by district and month or by alleged kind, and the same as open data.

The one thing to know: these pages read released rows only; no key is needed, and nothing of the desk can be reached
from here. "Documented, not total" stands on every one of them.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haal.domain.ids import IncidentId
from haal.formats import geojson, table
from haal.formats.event_data import acled, ucdp
from haal.geometry.cells import is_cell
from haal.porch.permission import everyone
from haal.services.testify import publication_queries as queries
from haal.services.testify.alleged import queries as alleged_queries

NAME_CHARS_MAX = 60
CSV = "text/csv; charset=utf-8"


@require_safe
@everyone
def listing(request: HttpRequest) -> HttpResponse:
    """Show one page of the list, of an area when one is asked for."""
    cell = request.GET.get("cell", "")
    district = request.GET.get("district", "")[:NAME_CHARS_MAX]
    listed = queries.listed(
        page=page_number(request), cell=cell if is_cell(cell) else "", district=district.replace("\x00", "")
    )
    return render(
        request,
        "public/incidents.html",
        {"listed": listed, "cell": cell if is_cell(cell) else "", "district": district},
    )


@require_safe
@everyone
def one(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Show one incident; of a withdrawn one, that it was withdrawn and why."""
    shown = queries.one(incident_id=IncidentId(incident_id))
    if isinstance(shown, queries.Page):
        return render(request, "public/incident.html", {"page": shown, "incident": shown.incident})
    if shown.moved_to:
        return redirect("incident", incident_id=shown.moved_to)
    return render(request, "public/incident_withdrawn.html", {"withdrawn": shown}, status=410)


@require_safe
@everyone
def plain(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Answer the canonical JSON whose SHA-256 is in the ledger."""
    shown = queries.one(incident_id=IncidentId(incident_id))
    if isinstance(shown, queries.Page):
        return HttpResponse(shown.text, content_type="application/json")
    return HttpResponse(status=410)


@require_safe
@everyone
def counts(request: HttpRequest) -> HttpResponse:
    """Show how many people were taken or displaced, by district and month."""
    return render(request, "public/incident_counts.html", {"counts": queries.counts()})


@require_safe
@everyone
def alleged(request: HttpRequest) -> HttpResponse:
    """Show what became of reports, by the kind of actor that they name."""
    return render(request, "public/alleged.html", {"alleged": alleged_queries.shown()})


@require_safe
@everyone
def csv_file(request: HttpRequest) -> HttpResponse:
    """Answer every public incident as CSV."""
    return _download(table.incidents(queries.open_data()), name="incidents.csv", media_type=CSV)


@require_safe
@everyone
def ucdp_file(request: HttpRequest) -> HttpResponse:
    """Answer every public incident in the columns of UCDP."""
    return _download(ucdp.incidents(queries.open_data()), name="incidents-ucdp.csv", media_type=CSV)


@require_safe
@everyone
def acled_file(request: HttpRequest) -> HttpResponse:
    """Answer every public incident in the columns of ACLED."""
    return _download(acled.incidents(queries.open_data()), name="incidents-acled.csv", media_type=CSV)


@require_safe
@everyone
def geojson_file(request: HttpRequest) -> HttpResponse:
    """Answer every public incident as GeoJSON."""
    note = _("Documented, not total. A polygon is an area that hides the place, a point is a district's seat.")
    incidents = [incident for incident, _digest in queries.open_data()]
    encoded = geojson.feature_collection(incidents, note=note)
    return _download(encoded, name="incidents.geojson", media_type=geojson.MEDIA_TYPE)


def page_number(request: HttpRequest) -> int:
    """Return the page asked for; the first when it is no number."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


urlpatterns: list[URLPattern] = [
    path("incidents/", listing, name="incidents"),
    path("incidents/counts/", counts, name="incident-counts"),
    path("incidents/alleged/", alleged, name="incident-alleged"),
    path("incidents/<str:incident_id>/", one, name="incident"),
    path("incidents/<str:incident_id>/public.json", plain, name="incident-json"),
    path("incidents.csv", csv_file, name="incidents-csv"),
    path("incidents-ucdp.csv", ucdp_file, name="incidents-ucdp"),
    path("incidents-acled.csv", acled_file, name="incidents-acled"),
    path("incidents.geojson", geojson_file, name="incidents-geojson"),
]
