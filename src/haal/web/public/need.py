"""Help for everyone: ask, offer, and what both sides do later with the code alone.

Works without script. How a need stands is on the page of the code (`haal.web.public.report`); a code is never put
into an address. A number is shown by POST, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.errors import Malformed, NotFound, Refused
from haal.domain.ids import MatchId
from haal.domain.need import THROUGH_THE_HOSPITAL, NeedKind
from haal.domain.report import Channel
from haal.porch.body import fresh_key
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.porch.rates import RECEIPTS, budgeted
from haal.services.help import codes, needs, offers
from haal.services.help.aid import relay
from haal.web.help_form import AskForm, HelpForm, OfferForm, new_form
from haal.web.wording import receipt_page, words_of

type WithCode = Callable[[str, MatchId, datetime], None]

STEPS: Mapping[str, WithCode] = MappingProxyType(
    {
        "promise": lambda code, match_id, at: codes.promise(code=code, match_id=match_id, now=at),
        "decline": lambda code, match_id, at: codes.decline(code=code, match_id=match_id, now=at),
        "came": lambda code, match_id, at: codes.it_came(code=code, match_id=match_id, now=at),
        "numbers-yes": lambda code, match_id, at: codes.agree_to_numbers(
            code=code, match_id=match_id, agreed=True, now=at
        ),
        "numbers-no": lambda code, match_id, at: codes.agree_to_numbers(
            code=code, match_id=match_id, agreed=False, now=at
        ),
        "did-not-come": lambda code, _match_id, at: codes.did_not_come(code=code, now=at),
        "flag": lambda code, match_id, at: relay.flag(code=code, match_id=match_id, now=at),
        "take-back": lambda code, _match_id, at: codes.take_back(code=code, now=at),
    }
)


@require_safe
@everyone
def front(request: HttpRequest) -> HttpResponse:
    """What can be asked, and what happens to it."""
    kinds = [kind for kind in NeedKind if kind not in THROUGH_THE_HOSPITAL]
    return render(request, "public/help.html", {"kinds": kinds})


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST take the need in and show its code."""
    form, at = new_form(AskForm, request), now()
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, "public/help_ask.html")
    try:
        taken = needs.ask(asked=form.asked(at), told=form.told(request, channel=Channel.FORM), now=at)
    except (Refused, Malformed) as error:
        return _page(request, form, "public/help_ask.html", error=error)
    return receipt_page(request, taken.receipt)


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
def offer(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST take the offer in and show its code."""
    form, at = new_form(OfferForm, request), now()
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, "public/help_offer.html")
    try:
        taken = offers.offer(offered=form.offered(at), told=form.told(request, channel=Channel.FORM), now=at)
    except (Refused, Malformed) as error:
        return _page(request, form, "public/help_offer.html", error=error)
    return receipt_page(request, taken.receipt)


@never_cache
@require_POST
@everyone
@budgeted(RECEIPTS)
def step(request: HttpRequest, what: str) -> HttpResponse:
    """Do one of `STEPS` with the code, and lead back to how it stands."""
    do, code = STEPS.get(what), request.POST.get("code", "")
    if do is None:
        raise NotFound
    do(code, MatchId(request.POST.get("match", "")), now())
    return render(request, "public/kept.html", {"code": code})


@never_cache
@require_POST
@everyone
@budgeted(RECEIPTS)
def number(request: HttpRequest) -> HttpResponse:
    """Show the other side's number, this once."""
    code = request.POST.get("code", "")
    shown = codes.show_number(code=code, match_id=MatchId(request.POST.get("match", "")), now=now())
    return render(request, "public/help_number.html", {"shown": shown, "code": code})


@never_cache
@require_POST
@everyone
@budgeted(RECEIPTS)
def say(request: HttpRequest) -> HttpResponse:
    """Hand a line on to the other side."""
    code, given = request.POST.get("code", ""), request.POST
    key, match_id = given.get("client_key", "") or fresh_key(), MatchId(given.get("match", ""))
    relay.say(code=code, match_id=match_id, text=given.get("text", ""), client_key=key, now=now())
    return render(request, "public/kept.html", {"code": code})


def _page(
    request: HttpRequest, form: HelpForm, template: str, *, error: Refused | Malformed | None = None
) -> HttpResponse:
    status = 422 if error or form.errors else 200
    return render(request, template, {"form": form, "error": words_of(error, request)}, status=status)


urlpatterns = [
    path("help/", front, name="help"),
    path("help/ask/", ask, name="help-ask"),
    path("help/offer/", offer, name="help-offer"),
    path("help/say/", say, name="help-say"),
    path("help/number/", number, name="help-number"),
    path("help/<slug:what>/", step, name="help-step"),
]
