"""The needs board, one need with what could fill it and why, offers, and the steps of a match.

The one thing to know: no contact is on any of these pages; the machine suggests, a person proposes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Malformed, NotFound, Refused
from haal.domain.ids import MatchId, NeedId, OfferId
from haal.domain.need import Asked, CouldNot, NeedKind, Urgency, count_of
from haal.domain.report import Channel
from haal.porch.body import fresh_key
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help import matches, needs, offers, queries
from haal.services.help.aid import guard, relay
from haal.web.help_form import ALL_KINDS, URGENCY, DeskAskForm, new_form
from haal.web.wording import receipt_page, words_of

type MatchStep = Callable[..., NeedId]
STEPS: Mapping[str, MatchStep] = MappingProxyType(
    {
        "promise": matches.promise,
        "set-out": matches.set_out,
        "deliver": matches.deliver,
        "fall-through": matches.fall_through,
        "called": guard.called,
    }
)


@never_cache
@require_safe
@allow(Permission.MATCH_NEEDS)
def board(request: HttpRequest) -> HttpResponse:
    """Show what is open, and what the machine suggests."""
    seen = queries.board(by=actor(request), now=now())
    served: Counter[NeedId] = Counter()
    for made in seen.plan.suggested:
        served[made.need_id] += made.for_count
    rows = [(need, served[need.id], seen.why_waiting.get(need.id)) for need in seen.open_needs]
    return render(request, "desk/needs.html", {"board": seen, "rows": rows})


@never_cache
@require_safe
@allow(Permission.MATCH_NEEDS)
def one(request: HttpRequest, need_id: str) -> HttpResponse:
    """Show one need with every offer explained."""
    seen = queries.one_need(need_id=NeedId(need_id), by=actor(request), now=now())
    context = {
        "seen": seen,
        "need": seen.need,
        "could_not": list(CouldNot),
        "kinds": ALL_KINDS,
        "urgencies": URGENCY,
        "client_key": fresh_key(),
    }
    return render(request, "desk/need.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.MATCH_NEEDS)
def write_down(request: HttpRequest) -> HttpResponse:
    """Write down a need that came by a call or in person; the hospital's named person asks here."""
    form, at = new_form(DeskAskForm, request), now()
    error: Refused | Malformed | None = None
    if request.method == "POST" and form.is_valid():
        told = form.told(request, channel=Channel(form.cleaned_data["channel"]))
        hospital = form.cleaned_data["hospital"]
        try:
            taken = needs.ask(asked=form.asked(at), told=told, by=actor(request), hospital=hospital, now=at)
        except (Refused, Malformed) as refusal:
            error = refusal
        else:
            return receipt_page(request, taken.receipt)
    status = 422 if error or form.errors else 200
    return render(request, "desk/need_write.html", {"form": form, "error": words_of(error, request)}, status=status)


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def see(request: HttpRequest, need_id: str) -> HttpResponse:
    """Tell the asker that a person has read it."""
    needs.see(need_id=NeedId(need_id), by=actor(request), now=now())
    return redirect("desk-need", need_id=need_id)


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def could_not(request: HttpRequest, need_id: str) -> HttpResponse:
    """Close a need with the reason that the asker reads."""
    why = _member(CouldNot, request, "why")
    needs.could_not(need_id=NeedId(need_id), why=why, by=actor(request), now=now())
    return redirect("desk-needs")


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def sort(request: HttpRequest, need_id: str) -> HttpResponse:
    """Keep what a person read out of the words."""
    asked = Asked(
        kind=_member(NeedKind, request, "kind"),
        for_count=count_of(request.POST.get("for_count", "")),
        urgency=_member(Urgency, request, "urgency"),
    )
    needs.sort(need_id=NeedId(need_id), asked=asked, by=actor(request), now=now())
    return redirect("desk-need", need_id=need_id)


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def propose(request: HttpRequest, need_id: str) -> HttpResponse:
    """Bring this need and an offer together."""
    offer_id = OfferId(request.POST.get("offer", ""))
    matches.propose(need_id=NeedId(need_id), offer_id=offer_id, by=actor(request), now=now())
    return redirect("desk-need", need_id=need_id)


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def step(request: HttpRequest, match_id: str, what: str) -> HttpResponse:
    """Move a match along."""
    do = STEPS.get(what)
    if do is None:
        raise NotFound
    return redirect("desk-need", need_id=do(match_id=MatchId(match_id), by=actor(request), now=now()))


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def vouch(request: HttpRequest, match_id: str) -> HttpResponse:
    """Keep that a second person has looked at this match, and who the host is."""
    host = request.POST.get("host", "")
    need_id = guard.vouch(match_id=MatchId(match_id), host=host, by=actor(request), now=now())
    return redirect("desk-need", need_id=need_id)


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def flagged(request: HttpRequest, match_id: str) -> HttpResponse:
    """Show what was said in a match that one side stopped; a POST, since each reading is written down."""
    lines = relay.read_flagged(match_id=MatchId(match_id), by=actor(request), now=now())
    return render(request, "desk/relay.html", {"lines": lines})


@never_cache
@require_safe
@allow(Permission.MATCH_NEEDS)
def offer(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Show one offer."""
    seen = queries.one_offer(offer_id=OfferId(offer_id), by=actor(request))
    return render(request, "desk/offer.html", {"seen": seen, "client_key": fresh_key()})


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def met(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Keep that I have met the one who offers."""
    offers.met(offer_id=OfferId(offer_id), by=actor(request), now=now())
    return redirect("desk-offer", offer_id=offer_id)


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def withdraw(request: HttpRequest, offer_id: str) -> HttpResponse:
    """End an offer."""
    offers.withdraw(offer_id=OfferId(offer_id), by=actor(request), now=now())
    return redirect("desk-needs")


def _member[E: (CouldNot, NeedKind, Urgency)](kind: type[E], request: HttpRequest, field: str) -> E:
    value = request.POST.get(field, "")
    if value not in set(kind):
        raise Malformed(field, expected="one of the list", got=f"{min(len(value), 1000)} characters")
    return kind(value)


urlpatterns = [
    path("desk/needs/", board, name="desk-needs"),
    path("desk/needs/write/", write_down, name="desk-need-write"),
    path("desk/needs/<str:need_id>/", one, name="desk-need"),
    path("desk/needs/<str:need_id>/seen/", see, name="desk-need-seen"),
    path("desk/needs/<str:need_id>/could-not/", could_not, name="desk-need-could-not"),
    path("desk/needs/<str:need_id>/sort/", sort, name="desk-need-sort"),
    path("desk/needs/<str:need_id>/propose/", propose, name="desk-need-propose"),
    path("desk/matches/<str:match_id>/vouch/", vouch, name="desk-match-vouch"),
    path("desk/matches/<str:match_id>/flagged/", flagged, name="desk-match-flagged"),
    path("desk/matches/<str:match_id>/<slug:what>/", step, name="desk-match-step"),
    path("desk/offers/<str:offer_id>/", offer, name="desk-offer"),
    path("desk/offers/<str:offer_id>/met/", met, name="desk-offer-met"),
    path("desk/offers/<str:offer_id>/withdraw/", withdraw, name="desk-offer-withdraw"),
]
