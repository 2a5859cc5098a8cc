"""How long a sign-in lasts, and how its notes are kept: thirty minutes idle, ten hours at most, shut in a box.

The one thing to know: allauth keeps a second factor that is being set up in the session, so the whole session row is
encrypted under the site key. Ended sittings are flushed, not only forgotten by the browser.
Suspending somebody ends their sittings at once by another way, see `haal.storage.person`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from haal.porch import clock

IDLE_MAX = timedelta(minutes=30)
SITTING_MAX = timedelta(hours=10)
_ASK_THEMSELVES = ("/desk/waits/", "/live/")  # how the addresses end; a page left open must not keep its sitting alive
_AGAIN = "again"  # a page that asks for itself again, without script, says so
SEEN_EVERY = timedelta(minutes=1)  # one write a minute at most, not one a page
_STARTED, _SEEN = "sitting.started", "sitting.seen"


class SittingMiddleware:
    """Ends sittings that are idle or too long; stands after Django's authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the person, or as nobody when the sitting is over."""
        if "_auth_user_id" in request.session:  # a visitor without a sitting costs no look-up
            _renew_or_end(request, now=clock.now())
        return self.get_response(request)


class SealedJSON:
    """Django's session serializer: JSON in an encrypted box."""

    def dumps(self, obj: dict[str, Any]) -> bytes:
        """Return the sealed notes."""
        return box("session").encrypt(json.dumps(obj, separators=(",", ":")).encode())

    def loads(self, data: bytes) -> dict[str, Any]:
        """Return the notes of a box."""
        opened: dict[str, Any] = json.loads(box("session").decrypt(data))
        return opened


@lru_cache(maxsize=8)
def box(purpose: str) -> Fernet:
    """Return the box (AES-128-CBC with HMAC) of one purpose, its key derived from the site key."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"haal/{purpose}/{settings.SECRET_KEY}".encode()).digest()))


def _renew_or_end(request: HttpRequest, *, now: datetime) -> None:
    started, seen = _instant(request, _STARTED), _instant(request, _SEEN)
    if started is None or seen is None:
        request.session[_STARTED] = request.session[_SEEN] = now.timestamp()
        return
    if now - seen > IDLE_MAX or now - started > SITTING_MAX:
        logout(request)
    elif now - seen > SEEN_EVERY and not _asks_by_itself(request):
        request.session[_SEEN] = now.timestamp()


def _asks_by_itself(request: HttpRequest) -> bool:
    return request.path.endswith(_ASK_THEMSELVES) or _AGAIN in request.GET


def _instant(request: HttpRequest, key: str) -> datetime | None:
    value = request.session.get(key)
    return datetime.fromtimestamp(value, clock.now().tzinfo) if isinstance(value, (int, float)) else None
