"""Codes: how they are drawn, how they are looked up, and that no two things ever share one.

The one thing to know: a code is derived from what came in and kept as keyed digests only, so the same message gives the
same code again and the disk opens no thread. Reports, protected reports and complaints draw from one bowl.
The shapes of a code are `haal.domain.receipt`.
"""

from __future__ import annotations

from haal.domain import receipt
from haal.domain.errors import Refused
from haal.domain.incoming import Reason
from haal.language.receipt_words import WORDS
from haal.storage import apart
from haal.storage import report as report_rows
from haal.storage.ground import secret

TRIES_MAX = 8


def code_hash(code: str) -> bytes | None:
    """Return the digest by which a code is looked up, or None when it cannot be one."""
    normal = receipt.normalise(code)
    return secret.digest("receipt-lookup", normal) if normal else None


def taken(digits_hash: bytes) -> bool:
    """Return whether anything has these ten digits already."""
    return report_rows.find_by_code_hash(digits_hash) is not None or apart.digits_taken(digits_hash)


def draw(*, purpose: str, client_key: str, content_hash: bytes, attempt: int) -> receipt.Receipt:
    """Return the code of a message; always the same for the same arguments."""
    seed = secret.digest("receipt", purpose, client_key, content_hash, str(attempt))
    return receipt.Receipt(words=receipt.words_of(seed, WORDS), digits=receipt.digits_of(seed))


def digests(*, purpose: str, client_key: str, content_hash: bytes) -> apart.Digests:
    """Return the digests of a new message told apart; ten digits that are taken are drawn again."""
    for attempt in range(TRIES_MAX):
        code = draw(purpose=purpose, client_key=client_key, content_hash=content_hash, attempt=attempt)
        digits_hash = code_hash(code.digits)
        if digits_hash is not None and not taken(digits_hash):
            return apart.Digests(
                client_key=key_hash(purpose=purpose, client_key=client_key),
                content=content_hash,
                words=code_hash(code.words) or b"",
                digits=digits_hash,
                receipt_try=attempt,
            )
    raise Refused(Reason.CODE_UNKNOWN)


def key_hash(*, purpose: str, client_key: str) -> bytes:
    """Return the digest of a client's key."""
    return secret.digest("client-key", purpose, client_key)
