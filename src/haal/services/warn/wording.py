"""Put the words into a draft: what would be said if it were issued at this moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain.ids import IncidentId
from haal.domain.warn.ground import Basis, GroundReason
from haal.domain.warning import (
    CELL_RESOLUTION,
    LIFETIME_HOURS_MAX,
    Area,
    Content,
    Mode,
    PublicWarning,
    Reason,
    Revision,
    ends_at,
    texts_of,
)
from haal.domain.warning_words import SpeechReason
from haal.geometry.cells import cells_of_circle
from haal.services.warn.words import ground as grounds


def draft_of(warning: PublicWarning) -> Revision | None:
    """Return the version that waits to be issued, without its words, or None."""
    return warning.newest if warning.revisions and warning.newest.issued_at is None else None


def with_words(*, revision: Revision, mode: Mode, now: datetime) -> Revision:
    """Return the revision with its words in every language, on the ground of this minute, ending as if issued now.

    Raises:
        NotFound: the incident it was written from is gone.
        KeysLocked: that incident's reports cannot be read now.
    """
    content = _on_ground_of_now(revision.content, now=now)
    hours = min(max(content.lifetime_hours, 1), LIFETIME_HOURS_MAX)
    until = ends_at(issued_at=now, lifetime_hours=hours)
    return replace(revision, content=content, texts=texts_of(content, mode=mode, until=until))


def _on_ground_of_now(content: Content, *, now: datetime) -> Content:
    """Return the content with its incident counted again; what somebody declared stays as they declared it."""
    ground = content.ground
    if ground.basis is not Basis.INCIDENT:
        return content
    return replace(content, ground=grounds.of_incident(incident_id=IncidentId(ground.about), now=now))


def area(*, place: str, lat: float, lon: float, radius_km: float) -> Area:
    """Return the named circle with every cell it touches; a circle of nothing has no cells and is refused by the rules."""
    cells = cells_of_circle(lat=lat, lon=lon, radius_km=radius_km, resolution=CELL_RESOLUTION) if radius_km > 0 else ()
    return Area(place=place.strip(), lat=lat, lon=lon, radius_km=radius_km, cells=tuple(sorted(cells)))


def details(reason: Reason | SpeechReason | GroundReason) -> dict[str, int]:
    """Return the numbers that the reason's sentence names."""
    return {"hours": LIFETIME_HOURS_MAX} if reason is Reason.LIFETIME else {}
