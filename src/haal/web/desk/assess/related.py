"""What incidents are to one another while they stay two: siblings, a part and its whole; made, agreed to and undone.

The one thing to know: each form posts and goes back to an incident's page, where the relations stand; the public sees only those that
a second person agreed to.
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
from haal.domain.errors import NotFound
from haal.domain.ids import IncidentId
from haal.domain.incident import RelationKind
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.assess.decide import relate as relations


@never_cache
@require_POST
@allow(Permission.MERGE)
def relate(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Make an incident a sibling or a part of another."""
    other = IncidentId(request.POST.get("other", "").strip())
    relations.relate(
        kind=_kind(request.POST.get("kind", "")),
        one=IncidentId(incident_id),
        other=other,
        reason=request.POST.get("reason", ""),
        by=actor(request),
        now=now(),
    )
    messages.success(request, _("Kept. The public sees it when a second person has agreed."))
    return redirect("desk-incident", incident_id=incident_id)


@never_cache
@require_POST
@allow(Permission.MERGE)
def agree(request: HttpRequest, relation_id: int) -> HttpResponse:
    """Say yes to a relation as the second person."""
    found = relations.agree(relation_id=relation_id, by=actor(request), now=now())
    return redirect("desk-incident", incident_id=found.one)


@never_cache
@require_POST
@allow(Permission.MERGE)
def undo(request: HttpRequest, relation_id: int) -> HttpResponse:
    """Undo a relation."""
    found = relations.undo(relation_id=relation_id, by=actor(request), now=now())
    messages.success(request, _("Undone."))
    return redirect("desk-incident", incident_id=found.one)


def _kind(name: str) -> RelationKind:
    try:
        return RelationKind(name)
    except ValueError:
        raise NotFound from None


urlpatterns = [
    path("desk/incidents/<str:incident_id>/relate/", relate, name="desk-incident-relate"),
    path("desk/relations/<int:relation_id>/agree/", agree, name="desk-relation-agree"),
    path("desk/relations/<int:relation_id>/undo/", undo, name="desk-relation-undo"),
]
