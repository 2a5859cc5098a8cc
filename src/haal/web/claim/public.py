"""What reports say of claims, for everyone: the list, one claim with its reasons, and the same as ClaimReview.

Only what two people let out stands here; a call to violence never does. Light on purpose, and works while the keys are away.
"""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from haal.domain.ids import CheckedClaimId
from haal.formats.claims import review
from haal.porch.permission import everyone
from haal.services.testify.claim_check import queries

NAME = "Haal"


@require_safe
@everyone
def listing(request: HttpRequest) -> HttpResponse:
    """Show what was checked, newest first."""
    return render(request, "public/claims.html", {"checks": queries.public()})


@require_safe
@everyone
def one(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Show one claim; of a withdrawn one, that it was withdrawn."""
    page = queries.public_one(claim_id=CheckedClaimId(claim_id))
    shown = {"page": page, "check": page.check, "review": _review(request, page)}
    return render(request, "public/claim_checked.html", shown, status=200 if page.check else 410)


@require_safe
@everyone
def as_data(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Answer the claim as schema.org ClaimReview."""
    page = queries.public_one(claim_id=CheckedClaimId(claim_id))
    if page.check is None:
        return HttpResponse(status=410)
    return HttpResponse(_review(request, page), content_type=review.MEDIA_TYPE)


def _review(request: HttpRequest, page: queries.Page) -> str:
    """Return the JSON-LD, written so that it can stand inside a page: no `<` in it."""
    if page.check is None:
        return ""
    address = request.build_absolute_uri(f"/claims/{page.kept.id}/")
    told = review.claim_review(page.check, address=address, name=NAME)
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


urlpatterns: list[URLPattern] = [
    path("claims/", listing, name="claims"),
    path("claims/<str:claim_id>/", one, name="claim"),
    path("claims/<str:claim_id>/review.json", as_data, name="claim-review"),
]
