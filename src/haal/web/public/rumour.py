"""Rumours that were checked and answered, for everyone: what was told, whether it is so, and the answer itself.

Only what two people let out stands here, and never who told it. Light on purpose, and works while the keys are away.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from haal.porch.permission import everyone
from haal.services.warn.words import rumour as rumours


@require_safe
@everyone
def listing(request: HttpRequest) -> HttpResponse:
    """Show what was checked, newest first."""
    return render(request, "public/rumours.html", {"answers": rumours.answers(language=request.LANGUAGE_CODE)})


urlpatterns: list[URLPattern] = [path("rumours/", listing, name="rumours")]
