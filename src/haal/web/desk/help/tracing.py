"""The family finder's desk: what was handed to them, each pair explained, and what is decided about it.

The one thing to know: there is no page with all cases for anybody; what was not handed to you is not there.
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
from haal.domain.errors import Malformed, NotFound
from haal.domain.ids import TracingId, TracingPairId
from haal.domain.tracing.referral import ANSWERS, Protection
from haal.domain.tracing.telling import Answer
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.tracing import desk, hand_out, queries
from haal.services.help.tracing import refer as referrals

type Decide = Callable[[TracingPairId, Actor, datetime], object]

DECISIONS: Mapping[str, Decide] = MappingProxyType(
    {
        "same": lambda pair_id, by, at: desk.say_same(pair_id=pair_id, by=by, now=at),
        "not-same": lambda pair_id, by, at: desk.say_not_same(pair_id=pair_id, by=by, now=at),
        "speak": lambda pair_id, by, at: desk.speak(pair_id=pair_id, by=by, now=at),
    }
)


@never_cache
@require_safe
@allow(Permission.TRACE)
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's own cases, and the pairs that wait for one's second word."""
    return render(request, "desk/tracing.html", {"mine": queries.mine(by=actor(request))})


@never_cache
@require_safe
@allow(Permission.TRACE)
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """Show one's own case with its pairs."""
    page = queries.case_page(case_id=TracingId(case_id), by=actor(request), now=now())
    return render(request, "desk/tracing_case.html", {"page": page, "answers": list(Answer), "said": ANSWERS})


@never_cache
@require_safe
@allow(Permission.TRACE)
def pair(request: HttpRequest, pair_id: str) -> HttpResponse:
    """Show a pair to the one who is asked as the second."""
    beside = queries.pair_page(pair_id=TracingPairId(pair_id), by=actor(request), now=now())
    return render(request, "desk/tracing_second.html", {"one": beside, "said": ANSWERS})


@never_cache
@require_POST
@allow(Permission.TRACE)
def decide(request: HttpRequest, pair_id: str, what: str) -> HttpResponse:
    """Do one of `DECISIONS`."""
    do = DECISIONS.get(what)
    if do is None:
        raise NotFound
    do(TracingPairId(pair_id), actor(request), now())
    return redirect("desk-tracing")


@never_cache
@require_POST
@allow(Permission.TRACE)
def answer(request: HttpRequest, pair_id: str) -> HttpResponse:
    """Keep what the one found says."""
    said = request.POST.get("answer", "")
    if said not in set(Answer):
        raise Malformed("answer", expected="one of the answers", got=f"{len(said)} letters")
    desk.keep_answer(pair_id=TracingPairId(pair_id), answer=Answer(said), by=actor(request), now=now())
    return redirect("desk-tracing")


@never_cache
@require_POST
@allow(Permission.TRACE)
def refer(request: HttpRequest, pair_id: str) -> HttpResponse:
    """Keep that a child-protection body has it."""
    to, why = request.POST.get("to", ""), request.POST.get("why", "")
    referrals.refer(pair_id=TracingPairId(pair_id), to=to, why=why, by=actor(request), now=now())
    return redirect("desk-tracing")


@never_cache
@require_POST
@allow(Permission.TRACE)
def protection(request: HttpRequest, pair_id: str) -> HttpResponse:
    """Keep what the child-protection body says."""
    said = request.POST.get("said", "")
    if said not in set(Protection):
        raise Malformed("said", expected="one of the answers", got=f"{len(said)} letters")
    referrals.keep_said(pair_id=TracingPairId(pair_id), said=Protection(said), by=actor(request), now=now())
    return redirect("desk-tracing")


@never_cache
@require_POST
@allow(Permission.TRACE)
def hand_on(request: HttpRequest, case_id: str) -> HttpResponse:
    """Hand a case to another finder."""
    hand_out.hand_on(case_id=TracingId(case_id), to=request.POST.get("to", "").strip(), by=actor(request), now=now())
    return redirect("desk-tracing")


urlpatterns = [
    path("desk/tracing/", mine, name="desk-tracing"),
    path("desk/tracing/case/<str:case_id>/", case, name="desk-tracing-case"),
    path("desk/tracing/case/<str:case_id>/hand-on/", hand_on, name="desk-tracing-hand-on"),
    path("desk/tracing/pair/<str:pair_id>/", pair, name="desk-tracing-pair"),
    path("desk/tracing/pair/<str:pair_id>/answer/", answer, name="desk-tracing-answer"),
    path("desk/tracing/pair/<str:pair_id>/refer/", refer, name="desk-tracing-refer"),
    path("desk/tracing/pair/<str:pair_id>/protection/", protection, name="desk-tracing-protection"),
    path("desk/tracing/pair/<str:pair_id>/<slug:what>/", decide, name="desk-tracing-decide"),
]
