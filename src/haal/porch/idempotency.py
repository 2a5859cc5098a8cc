"""The client's own key for what it sends, so that the same thing sent twice is one thing.

The one thing to know: a form carries a fresh key in a hidden field, a program sends it in the header `Idempotency-Key`.
What a repeated key means is decided by the service that keeps it.
"""

from __future__ import annotations

import re
import secrets

from django.http import HttpRequest

from haal.domain.errors import Malformed

FIELD = "client_key"
HEADER = "Idempotency-Key"
KEY_LENGTH_MAX = 100
_KEY = re.compile(r"[A-Za-z0-9_.:-]{8,100}")


def fresh_key() -> str:
    """Return a new key for a form."""
    return secrets.token_urlsafe(18)


def client_key(request: HttpRequest) -> str:
    """Return the key that came with the request: the header, or else the form's field.

    Raises:
        Malformed: it is missing, too long or has other characters.
    """
    key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
    if not _KEY.fullmatch(key):
        raise Malformed(FIELD, expected="8 to 100 of A-Z a-z 0-9 _ . : -", got=f"{min(len(key), 1000)} characters")
    return key
