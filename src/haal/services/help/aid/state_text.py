"""How a need or an offer stands, for a text message that is its code."""

from __future__ import annotations

from haal.domain.aid import reply
from haal.domain.errors import NotFound
from haal.services.help import codes


def by_code(*, code: str, language: str) -> str | None:
    """Return how it stands; None: it is no code of a need or an offer."""
    try:
        standing = codes.standing_of(code=code)
    except NotFound:
        return None
    if standing is None:
        return None
    if standing.need is not None:
        return reply.of_need(standing.need, language=language)
    return reply.of_offer(standing.offer, language=language) if standing.offer else None
