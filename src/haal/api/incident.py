"""Read public incidents as JSON: the same released rows as the pages, the same areas, the same words.

The one thing to know: the object of one incident is the text whose SHA-256 the ledger holds (`digest`), member for
member. No key, no count of who asks.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from haal.domain.ids import IncidentId
from haal.formats import public_json
from haal.porch.permission import everyone
from haal.services.testify import publication_queries as queries

router = Router(tags=["incidents"])


class IncidentOut(Schema):
    """One public incident. `incident` is its canonical content, `digest` the SHA-256 of its canonical JSON."""

    incident: dict[str, Any]
    digest: str


class IncidentsOut(Schema):
    """All public incidents, documented and not total."""

    note: str
    total: int
    incidents: list[IncidentOut]


class Gone(Schema):
    """The incident was withdrawn: why, when, and whether another one took its place."""

    withdrawn: str
    withdrawn_on: str
    moved_to: str


@router.get("", response=IncidentsOut, summary="List public incidents", url_name="incidents")
@everyone
def get_incidents(request: HttpRequest) -> dict[str, Any]:
    """List every public incident, latest day first."""
    found = [
        {"incident": json.loads(public_json.write(incident)), "digest": digest}
        for incident, digest in queries.open_data()
    ]
    return {"note": "Documented, not total.", "total": len(found), "incidents": found}


@router.get("/{incident_id}", response={200: IncidentOut, 410: Gone}, summary="Read one incident", url_name="incident")
@everyone
def get_incident(request: HttpRequest, incident_id: str) -> Status[object]:
    """Read one public incident; 410 when it was withdrawn."""
    shown = queries.one(incident_id=IncidentId(incident_id))
    if isinstance(shown, queries.Page):
        return Status(200, IncidentOut(incident=json.loads(shown.text), digest=shown.digest))
    day = shown.withdrawn_at.date().isoformat()
    return Status(410, Gone(withdrawn=shown.why.value, withdrawn_on=day, moved_to=shown.moved_to or ""))
