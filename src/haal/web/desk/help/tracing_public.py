"""Whether a name may stand on a public list: the family's answer written down, one finder asks, another agrees or refuses.

The one thing to know: the family's answer is an act of its own, and none of the two finders can stand in for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Actor, Permission
from haal.domain.errors import NotFound
from haal.domain.ids import TracingId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.tracing import consent, publish, queries
from haal.web.tracing_form import public_answer

type Decide = Callable[[str, Actor, datetime], None]

DECISIONS: Mapping[str, Decide] = MappingProxyType(
    {
        "agree": lambda published_id, by, at: publish.agree(published_id=published_id, by=by, now=at),
        "refuse": lambda published_id, by, at: publish.refuse(published_id=published_id, by=by, now=at),
    }
)


@never_cache
@require_POST
@allow(Permission.TRACE)
def answer(request: HttpRequest, case_id: str) -> HttpResponse:
    """Write down what the family says about a public list."""
    said = public_answer(request)
    consent.write_down(case_id=TracingId(case_id), answer=said, by=actor(request), now=now())
    return redirect("desk-tracing-case", case_id=case_id)


@never_cache
@require_POST
@allow(Permission.TRACE)
def ask(request: HttpRequest, case_id: str) -> HttpResponse:
    """Ask a second finder to publish."""
    publish.ask(case_id=TracingId(case_id), by=actor(request), now=now())
    return redirect("desk-tracing-case", case_id=case_id)


@never_cache
@require_safe
@allow(Permission.TRACE)
def draft(request: HttpRequest, published_id: str) -> HttpResponse:
    """Show what would be public to the one who is asked as the second."""
    page = queries.draft_page(published_id=published_id, by=actor(request), now=now())
    return render(request, "desk/tracing_draft.html", {"draft": page})


@never_cache
@require_POST
@allow(Permission.TRACE)
def decide(request: HttpRequest, published_id: str, what: str) -> HttpResponse:
    """Agree or refuse as the second."""
    do = DECISIONS.get(what)
    if do is None:
        raise NotFound
    do(published_id, actor(request), now())
    return redirect("desk-tracing")


urlpatterns = [
    path("desk/tracing/case/<str:case_id>/public-list/", answer, name="desk-tracing-public-list"),
    path("desk/tracing/case/<str:case_id>/publish/", ask, name="desk-tracing-publish"),
    path("desk/tracing/publish/<str:published_id>/", draft, name="desk-tracing-draft"),
    path("desk/tracing/publish/<str:published_id>/<slug:what>/", decide, name="desk-tracing-draft-decide"),
]
