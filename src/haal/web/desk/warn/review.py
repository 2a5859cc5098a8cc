"""The phrase books at the desk: read one in your own language, sentence by sentence, and put your name to it.

The page carries the hash of what it shows; a review is of those letters only. Rules: `haal.domain.warn.phrases`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Refused
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.warn.words import review
from haal.web.wording import words_of


@never_cache
@require_safe
@allow(Permission.REVIEW_WORDS)
def listing(request: HttpRequest) -> HttpResponse:
    """Show which books were reviewed."""
    return render(request, "desk/warn/phrases.html", {"books": review.books(by=actor(request))})


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.REVIEW_WORDS)
def page(request: HttpRequest, language: str) -> HttpResponse:
    """Show a whole book; on POST put one's name to it."""
    error = None
    if request.method == "POST":
        try:
            review.review(
                language=language,
                shown=request.POST.get("sha256", ""),
                has_read=request.POST.get("has_read") == "yes",
                by=actor(request),
                now=now(),
            )
            return redirect("desk-phrases")
        except Refused as refusal:
            error = refusal
    shown = {"book": review.page(language=language, by=actor(request)), "error": words_of(error, request)}
    return render(request, "desk/warn/phrase_book.html", shown, status=422 if error else 200)


@never_cache
@require_POST
@allow(Permission.REVIEW_WORDS)
def take_back(request: HttpRequest, language: str) -> HttpResponse:
    """Take the reviews of a book back."""
    review.take_back(language=language, by=actor(request), now=now())
    return redirect("desk-phrases")


urlpatterns: list[URLPattern] = [
    path("desk/phrases/", listing, name="desk-phrases"),
    path("desk/phrases/<str:language>/", page, name="desk-phrase-book"),
    path("desk/phrases/<str:language>/take-back/", take_back, name="desk-phrase-book-take-back"),
]
