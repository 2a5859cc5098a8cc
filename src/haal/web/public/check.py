"""Check a message: does a warning with this code stand, has it ended, or is it none of ours?

Light on purpose: no script, no cookie, works while the keys are away. What was typed is not kept. The answer shows the
warning as it stands, so that whoever was sent altered words sees the difference.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.services.warn.checking import codes

TYPED_CHARS_MAX = 500


@never_cache
@require_safe
@everyone
def check(request: HttpRequest) -> HttpResponse:
    """Show how to check a message; with `?code=` also the answer."""
    typed = request.GET.get("code", "")[:TYPED_CHARS_MAX].strip()
    page = codes.page(typed=typed, language=request.LANGUAGE_CODE, now=now())
    return render(request, "public/check.html", {"page": page, "typed": typed[:40], "answer": page.checked})


urlpatterns: list[URLPattern] = [path("check/", check, name="check")]
