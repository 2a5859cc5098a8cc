"""Check in with a code or by one's own link: one field or none, one button, a page of a few kilobytes for a weak network.

The answer tells when the next word is due and nothing about anybody else. The one thing to know: opening a link does nothing
and asks nothing of the box, so that no preview and no finger that slips checks in; only the button does.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.check_in.word import Saying
from haal.domain.errors import Malformed, NotFound
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.porch.rates import CHECK_INS, budgeted
from haal.services.help.circles import noting, saying

HOURS_MAX = 168


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
@budgeted(CHECK_INS)
def well(request: HttpRequest) -> HttpResponse:
    """Ask for the code; on POST keep that its person is well."""
    if request.method != "POST":
        return render(request, "public/check_in.html", {})
    code = _code(request)
    try:
        said = saying.say(code=code, saying=Saying.WELL, now=now())
    except NotFound:
        return render(request, "public/check_in.html", {"unknown": True}, status=404)
    return _answer(request, said=said)


@never_cache
@require_safe
@everyone
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Show the one button of a link."""
    return render(request, "public/check_in.html", {"linked": code})


@never_cache
@require_POST
@everyone
@budgeted(CHECK_INS)
def set_out(request: HttpRequest) -> HttpResponse:
    """Keep that the next word comes in so many hours, this once."""
    hours = request.POST.get("hours", "")
    if not (hours.isascii() and hours.isdigit() and 1 <= int(hours[:4]) <= HOURS_MAX):
        raise Malformed("hours", expected=f"1 to {HOURS_MAX}", got=f"{len(hours)} characters")
    said = saying.say(code=_code(request), saying=Saying.SET_OUT, now=now(), minutes=int(hours) * 60)
    return _answer(request, said=said)


@never_cache
@require_POST
@everyone
@budgeted(CHECK_INS)
def pause(request: HttpRequest) -> HttpResponse:
    """Keep that no word is due until the next one."""
    said = saying.say(code=_code(request), saying=Saying.PAUSE, now=now())
    return _answer(request, said=said)


@never_cache
@require_POST
@everyone
@budgeted(CHECK_INS)
def end(request: HttpRequest) -> HttpResponse:
    """End the circle."""
    said = saying.say(code=_code(request), saying=Saying.END, now=now())
    return _answer(request, said=said)


@never_cache
@require_POST
@everyone
@budgeted(CHECK_INS)
def note(request: HttpRequest) -> HttpResponse:
    """Seal a note for the circle; empty: forget it."""
    said = noting.attach(code=_code(request), text=request.POST.get("note", ""), now=now())
    return _answer(request, said=said, kept=True)


@never_cache
@require_POST
@everyone
@budgeted(CHECK_INS)
def number(request: HttpRequest) -> HttpResponse:
    """Keep the number by which its person is reminded, and may check in by a missed call; empty: forget it."""
    told, language = request.POST.get("number", "").strip(), get_language() or "en"
    said = saying.set_number(code=_code(request), number=told, language=language, now=now())
    return _answer(request, said=said, kept=True)


@require_safe
@everyone
def agreement(request: HttpRequest) -> HttpResponse:
    """Say what a circle agrees to, and what it cannot do."""
    return render(request, "public/check_in_agreement.html", {})


def _code(request: HttpRequest) -> str:
    return request.POST.get("code", "")


def _answer(request: HttpRequest, **context: Any) -> HttpResponse:  # noqa: ANN401 - what the template shows
    return render(request, "public/check_in.html", {"code": _code(request), "hours_max": HOURS_MAX, **context})


urlpatterns = [
    path("check-in/", well, name="check-in"),
    path("c/<str:code>/", link, name="check-in-link"),
    path("check-in/set-out/", set_out, name="check-in-set-out"),
    path("check-in/pause/", pause, name="check-in-pause"),
    path("check-in/end/", end, name="check-in-end"),
    path("check-in/note/", note, name="check-in-note"),
    path("check-in/number/", number, name="check-in-number"),
    path("check-in/agreement/", agreement, name="check-in-agreement"),
]
