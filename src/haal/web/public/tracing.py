"""Ask for somebody, say that somebody was seen, and see with the code how it stands; works without script.

The one thing to know: the page of the code is made of the case's own row alone (`haal.services.help.tracing.seeker`), so it is
the same in every byte whether anybody was found or not. A code is never put into an address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from haal.domain.errors import Malformed, NotFound, Refused
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.porch.rates import RECEIPTS, budgeted
from haal.services.help.tracing import consent, correct, seeker, tell
from haal.web.tracing_form import PersonForm, SeekForm, SeenForm, new_form, public_answer
from haal.web.wording import receipt_page, words_of

STEPS: Mapping[str, Callable[[str, datetime], None]] = MappingProxyType(
    {
        "close": lambda code, at: seeker.close(code=code, now=at),
        "home": lambda code, at: correct.home(code=code, now=at),
        "go-on": lambda code, at: seeker.go_on(code=code, now=at),
    }
)


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
def seek(request: HttpRequest) -> HttpResponse:
    """Show the form by which somebody is sought; on POST take it in and show its code."""
    return _tell(request, SeekForm, "public/tracing_seek.html")


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
def seen(request: HttpRequest) -> HttpResponse:
    """Show the form by which somebody is said to have been seen; on POST take it in and show its code."""
    return _tell(request, SeenForm, "public/tracing_seen.html")


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
@budgeted(RECEIPTS)
def state(request: HttpRequest) -> HttpResponse:
    """Show how it stands under a code."""
    code = request.POST.get("code", "")
    if request.method != "POST":
        return render(request, "public/tracing_state.html", {})
    return render(request, "public/tracing_state.html", {"standing": seeker.standing_of(code=code), "code": code})


@never_cache
@require_POST
@everyone
@budgeted(RECEIPTS)
def copy(request: HttpRequest) -> HttpResponse:
    """Show the family's own copy of the record, to be printed."""
    code = request.POST.get("code", "")
    return render(request, "public/tracing_copy.html", {"copy": seeker.own_copy(code=code), "code": code})


@never_cache
@require_POST
@everyone
@budgeted(RECEIPTS)
def public_list(request: HttpRequest) -> HttpResponse:
    """Keep with the code whether the name may stand on a public list."""
    code = request.POST.get("code", "")
    consent.say(code=code, answer=public_answer(request), now=now())
    return render(request, "public/tracing_kept.html", {"code": code})


@never_cache
@require_POST
@everyone
@budgeted(RECEIPTS)
def step(request: HttpRequest, what: str) -> HttpResponse:
    """Close the search, go on with it, or say that the person is home, with the code."""
    do, code = STEPS.get(what), request.POST.get("code", "")
    if do is None:
        raise NotFound
    do(code, now())
    return render(request, "public/tracing_kept.html", {"code": code})


def _tell(request: HttpRequest, kind: type[PersonForm], template: str) -> HttpResponse:
    form, error = new_form(kind, request), None
    if request.method == "POST" and form.is_valid():
        try:
            return receipt_page(request, tell.tell(told=form.told(), sent=form.sent(request), now=now()).receipt)
        except (Refused, Malformed) as refused:
            error = refused
    status = 422 if error or form.errors else 200
    return render(request, template, {"form": form, "error": words_of(error, request)}, status=status)


urlpatterns = [
    path("seek/", seek, name="seek"),
    path("seek/seen/", seen, name="seek-seen"),
    path("seek/state/", state, name="seek-state"),
    path("seek/copy/", copy, name="seek-copy"),
    path("seek/public-list/", public_list, name="seek-public-list"),
    path("seek/<slug:what>/", step, name="seek-step"),
]
