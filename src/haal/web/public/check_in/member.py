"""The page of one of a circle, with their own code and no account: is somebody overdue, is it my turn, what did the others do?

The one thing to know: the code is asked again by each form and lies in no cookie; an address never shows a circle. Who needs
nobody now gets a calm page that tells nothing of when the last word came.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.check_in.ladder import Act
from haal.domain.errors import Malformed, NotFound
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.porch.rates import CHECK_INS, budgeted
from haal.services.help.circles import acting, noting, queries

STEP = "step-"


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
@budgeted(CHECK_INS)
def circle(request: HttpRequest) -> HttpResponse:
    """Ask for the code; on POST show the circle."""
    if request.method != "POST":
        return render(request, "public/circle.html", {})
    try:
        mine = queries.of_member(code=_code(request))
    except NotFound:
        return render(request, "public/circle.html", {"unknown": True}, status=404)
    return _page(request, mine=mine)


@never_cache
@require_safe
@everyone
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Show the one button of a member's link."""
    return render(request, "public/circle.html", {"linked": code})


@never_cache
@require_POST
@everyone
@budgeted(CHECK_INS)
def act(request: HttpRequest) -> HttpResponse:
    """Keep what I did."""
    did, plan_step = _did(request)
    acting.act_by_code(code=_code(request), did=did, now=now(), plan_step=plan_step)
    return render(request, "public/circle.html", {"linked": _code(request), "kept": True})


@never_cache
@require_POST
@everyone
@budgeted(CHECK_INS)
def note(request: HttpRequest) -> HttpResponse:
    """Agree that the note is opened, and show it when two have."""
    opened = noting.agree(code=_code(request), now=now())
    return render(request, "public/circle.html", {"linked": _code(request), "note": opened})


@never_cache
@require_POST
@everyone
@budgeted(CHECK_INS)
def number(request: HttpRequest) -> HttpResponse:
    """Keep the number at which I am called; empty: forget it."""
    told, language = request.POST.get("number", "").strip(), get_language() or "en"
    acting.set_number(code=_code(request), number=told, language=language, now=now())
    return render(request, "public/circle.html", {"linked": _code(request), "kept": True})


@never_cache
@require_POST
@everyone
@budgeted(CHECK_INS)
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the circle, or ask for somebody in my place."""
    left = acting.leave(code=_code(request), now=now())
    return render(request, "public/circle.html", {"left": left, "stays": not left})


def _did(request: HttpRequest) -> tuple[Act, int | None]:
    """Return what was chosen: an act, or a step of the plan. Raises Malformed."""
    did = request.POST.get("did", "")
    if did in set(Act):
        return Act(did), None
    number = did.removeprefix(STEP)
    if did.startswith(STEP) and number.isascii() and number.isdigit() and len(number) == 1:
        return Act.STEP_DONE, int(number)
    raise Malformed("did", expected="one of the list", got=f"{min(len(did), 1000)} characters")


def _code(request: HttpRequest) -> str:
    return request.POST.get("code", "")


def _page(request: HttpRequest, **context: Any) -> HttpResponse:  # noqa: ANN401 - what the template shows
    acts = [one for one in Act if one is not Act.STEP_DONE]
    return render(request, "public/circle.html", {"code": _code(request), "acts": acts, **context})


urlpatterns = [
    path("circle/", circle, name="circle"),
    path("m/<str:code>/", link, name="circle-link"),
    path("circle/act/", act, name="circle-act"),
    path("circle/note/", note, name="circle-note"),
    path("circle/number/", number, name="circle-number"),
    path("circle/leave/", leave, name="circle-leave"),
]
