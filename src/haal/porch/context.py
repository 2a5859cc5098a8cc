"""What every page knows: the language and its direction, who is asking, whether delivery is locked.

The one thing to know: public pages ask nothing of the database here; only a signed-in person's page asks for roles and for
the key holder. A language is chosen by `?lang=` and kept in a cookie of that name alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from haal.domain.access import Permission, is_account, may
from haal.language.locales import LOCALES, locale
from haal.porch import clock
from haal.porch.body import fresh_key
from haal.porch.who import actor
from haal.services.help.circles.queries import must_act_count
from haal.services.help.gathering.warned import of_mine
from haal.services.people import queries
from haal.services.warn.duty.alarm import calls_of

COOKIE = "lang"
COOKIE_SECONDS = 180 * 86_400
_CODES = frozenset(language.code for language in LOCALES)


class LanguageMiddleware:
    """Chooses the language: `?lang=`, then the cookie, then what the browser prefers, then English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in that language."""
        chosen = request.GET.get("lang", "")
        code = next((code for code in (chosen, request.COOKIES.get(COOKIE, "")) if code in _CODES), "")
        with translation.override(code or _preferred(request)):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if chosen in _CODES:
            secure = bool(settings.SESSION_COOKIE_SECURE)
            response.set_cookie(COOKIE, chosen, max_age=COOKIE_SECONDS, samesite="Strict", secure=secure, httponly=True)
        return response


def page(request: HttpRequest) -> dict[str, Any]:
    """Return what all templates may use."""
    spoken = locale(translation.get_language() or settings.LANGUAGE_CODE)
    who = actor(request) if hasattr(request, "session") else None
    signed_in = who is not None and is_account(who)
    return {
        "site_name": settings.HAAL_SITE_NAME,
        "site_operator": settings.HAAL_OPERATOR,
        "site_languages": [(language.code, language.name) for language in LOCALES],
        "language": spoken.code,
        "direction": spoken.direction,
        "language_unreviewed": not spoken.reviewed,
        "actor": who if signed_in else None,
        "may": {permission.name.lower() for permission in Permission if who and may(who, permission)}
        if signed_in
        else set(),
        "delivery_locked": queries.delivery_locked() if signed_in else False,
        "called": calls_of(by=who, now=clock.now()) if who is not None and signed_in else None,
        "warned": of_mine(by=who, now=clock.now()) if who is not None and signed_in else (),
        "must_act_count": must_act_count(by=who) if who is not None and signed_in else 0,
        "fresh_client_key": fresh_key,
    }


def _preferred(request: HttpRequest) -> str:
    wanted = translation.get_language_from_request(request)
    return wanted if wanted in _CODES else settings.LANGUAGE_CODE
