"""How a need or an offer stands in words: for a text message that is its code, a page, a program."""

from __future__ import annotations

from haal.domain.aid import reply
from haal.domain.errors import NotFound
from haal.services.help import codes
from haal.services.help.codes import Standing


def by_code(*, code: str, language: str) -> str | None:
    """Return how it stands; None: it is no code of a need or an offer."""
    try:
        standing = codes.standing_of(code=code)
    except NotFound:
        return None
    if standing is None:
        return None
    return of_standing(standing, language=language)


def of_standing(standing: Standing, *, language: str) -> str:
    """Return how it stands, in words; every door says these."""
    if standing.need is not None:
        return reply.of_need(standing.need, standing.matches, language=language)
    assert standing.offer is not None, "one of the two"
    return reply.of_offer(standing.offer, standing.matches, language=language)
