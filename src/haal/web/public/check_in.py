"""Check in with a code: one field, one button, a page of a few kilobytes for a weak network.

The answer tells when the next word is due and nothing about anybody else.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from haal.domain.errors import NotFound
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.porch.rates import CHECK_INS, budgeted
from haal.services.help import check_in


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
@budgeted(CHECK_INS)
def well(request: HttpRequest) -> HttpResponse:
    """Ask for the code; on POST keep that its person is well."""
    if request.method != "POST":
        return render(request, "public/check_in.html", {})
    code = request.POST.get("code", "")
    try:
        due_at = check_in.say_well(code=code, now=now())
    except NotFound:
        return render(request, "public/check_in.html", {"unknown": True}, status=404)
    return render(request, "public/check_in.html", {"due_at": due_at, "code": code})


@never_cache
@require_POST
@everyone
@budgeted(CHECK_INS)
def pause(request: HttpRequest) -> HttpResponse:
    """Keep that no word is due until the next one."""
    check_in.pause(code=request.POST.get("code", ""), now=now())
    return render(request, "public/check_in.html", {"paused": True})


@never_cache
@require_POST
@everyone
@budgeted(CHECK_INS)
def end(request: HttpRequest) -> HttpResponse:
    """End the circle."""
    check_in.end(code=request.POST.get("code", ""), now=now())
    return render(request, "public/check_in.html", {"ended": True})


urlpatterns = [
    path("check-in/", well, name="check-in"),
    path("check-in/pause/", pause, name="check-in-pause"),
    path("check-in/end/", end, name="check-in-end"),
]
