"""What people and programs see when a service says no.

The one thing to know: "not there", "not yours" and "not allowed" are one answer, byte for byte. A refusal is a page with the
reason in words and what to do; only bugs reach Django's own handler. Nothing here names a person or quotes a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from haal.domain.errors import GeneralReason, KeysLocked, Malformed, NotFound, Refused
from haal.language.words import words_for
from haal.porch.permission import is_api, show_factor_again

STATUS_OF: Mapping[StrEnum, int] = MappingProxyType({GeneralReason.TOO_LARGE: 413, GeneralReason.CODES_TRIED: 429})


class ErrorsMiddleware:
    """Turns the house's errors into answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer of the view, or of `process_exception`."""
        if "\x00" in request.path_info:  # no id holds one, and PostgreSQL fails where SQLite finds nothing
            return _absent(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the answer to one of the house's errors; None leaves it to Django."""
        if isinstance(error, ReauthenticationRequired):
            return _show_again_without_keeping(request)
        return answer(request, error)


def answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return what `request` gets for `error`, or None when it is not one of the house's; the API asks here too."""
    match error:
        case NotFound():
            return _absent(request)
        case Refused(reason=GeneralReason.NOT_ALLOWED):
            return _absent(request)
        case Refused(reason=GeneralReason.SECOND_FACTOR_NEEDED):
            return show_factor_again(request)
        case Refused():
            status = STATUS_OF.get(error.reason, 409)
            return _told(
                request, status=status, template="refused.html", reason=error.reason.value, details=error.details
            )
        case Malformed():
            details = {"where": error.where, "expected": error.expected, "got": error.got}
            return _told(request, status=400, template="malformed.html", reason="malformed", details=details)
        case KeysLocked():
            return _told(request, status=503, template="locked.html", reason="delivery-locked", details={})
        case _:
            return None


def _absent(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return JsonResponse({"reason": "not-found"}, status=404)
    return render(request, "404.html", status=404)


def _told(
    request: HttpRequest, *, status: int, template: str, reason: str, details: dict[str, str] | dict[str, int | str]
) -> HttpResponse:
    if is_api(request):
        return JsonResponse({"reason": reason, **details}, status=status)
    context = {"reason": reason, "details": details, "told": words_for(reason, get_language() or "en", **details)}
    return render(request, template, context, status=status)


def _show_again_without_keeping(request: HttpRequest) -> HttpResponse:
    """Ask who it is again. allauth would keep the whole request (its text and its address) in the session: we keep the path."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("account_login"))
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")
