"""Publish at the desk: what waits, a draft of an incident, the second person's question, and taking back.

The one thing to know: the page of the second person shows exactly what the public would read; agreeing there is the
only way to release, and it asks "could this help somebody to hit or to hunt?" without an answer chosen beforehand.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Refused
from haal.domain.ids import IncidentId, PublicationId
from haal.domain.publication import HeldWord, WithdrawnWhy
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.testify import publication_queries as queries
from haal.services.testify import publish
from haal.web.wording import words_of

ANSWERS = {"yes": True, "no": False}


@never_cache
@require_safe
@allow(Permission.DRAFT_PUBLICATION)
def listing(request: HttpRequest) -> HttpResponse:
    """Show what waits and what stands."""
    return render(request, "desk/publication_list.html", {"publications": queries.desk(by=actor(request))})


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.DRAFT_PUBLICATION, fresh_factor=True)
def propose(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Show what the public would read of an incident; on POST draft it and ask a second person."""
    if request.method != "POST":
        return _proposal(request, incident_id)
    posted = request.POST
    held = posted.get("held", "")
    try:
        publication_id = publish.draft(
            incident_id=IncidentId(incident_id),
            summary=posted.get("summary", ""),
            held=HeldWord(held) if held in set(HeldWord) else HeldWord.NOT_SAID,
            early=posted.get("early") == "yes",
            by=actor(request),
            now=now(),
        )
    except Refused as error:
        return _proposal(request, incident_id, error=error)
    return redirect("desk-publication", publication_id=publication_id)


def _proposal(request: HttpRequest, incident_id: str, *, error: Refused | None = None) -> HttpResponse:
    proposal = queries.proposal(incident_id=IncidentId(incident_id), by=actor(request))
    shown = {"proposal": proposal, "incident": proposal.incident, "error": words_of(error, request)}
    shown["summary"] = request.POST.get("summary", "")
    shown["refusal"] = words_of(Refused(proposal.refusal), request) if proposal.refusal else ""
    return render(request, "desk/publication_new.html", shown, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.AGREE_PUBLICATION, fresh_factor=True)
def agree(request: HttpRequest, publication_id: str) -> HttpResponse:
    """Show one publication as the public would read it; on POST answer the question as the second person."""
    if request.method != "POST":
        draft = queries.draft(publication_id=PublicationId(publication_id), by=actor(request))
        return render(
            request, "desk/publication.html", {"draft": draft, "incident": draft.incident, "whys": list(WithdrawnWhy)}
        )
    publish.agree(
        publication_id=PublicationId(publication_id),
        could_help_harm=ANSWERS.get(request.POST.get("harm", "")),
        by=actor(request),
        now=now(),
    )
    return redirect("desk-publication", publication_id=publication_id)


@never_cache
@require_POST
@allow(Permission.WITHDRAW)
def withdraw(request: HttpRequest, publication_id: str) -> HttpResponse:
    """Take a publication back; one person is enough."""
    why = request.POST.get("why", "")
    publish.withdraw(
        publication_id=PublicationId(publication_id),
        why=WithdrawnWhy(why) if why in set(WithdrawnWhy) else WithdrawnWhy.WRONG,
        by=actor(request),
        now=now(),
    )
    return redirect("desk-publications")


urlpatterns: list[URLPattern] = [
    path("desk/publications/", listing, name="desk-publications"),
    path("desk/publications/<str:publication_id>/", agree, name="desk-publication"),
    path("desk/publications/<str:publication_id>/withdraw/", withdraw, name="desk-publication-withdraw"),
    path("desk/incidents/<str:incident_id>/publish/", propose, name="desk-publish"),
]
