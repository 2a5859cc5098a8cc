"""How a request or a sighting stands, for a text message that is its code: what the page says, from the same row."""

from __future__ import annotations

from haal.domain.errors import NotFound
from haal.domain.tracing import reply
from haal.services.help.tracing import seeker


def by_code(*, code: str, language: str) -> str | None:
    """Return how it stands; None: it is no code of a request or a sighting."""
    try:
        standing = seeker.standing_of(code=code)
    except NotFound:
        return None
    return reply.of_standing(standing.state, asked_again=standing.asked_again, language=language)
