"""Put the words into a draft: what would be said if it were issued at this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from haal.domain.ids import IncidentId, RumourId
from haal.domain.warn.area import Area, around, of_district, of_ring
from haal.domain.warn.ground import Basis, GroundReason
from haal.domain.warning import (
    LIFETIME_HOURS_MAX,
    Content,
    Mode,
    PublicWarning,
    Reason,
    Revision,
    ends_at,
    texts_of,
)
from haal.domain.warning_text import LANGUAGES, Text, compose_end
from haal.domain.warning_words import SpeechReason
from haal.geometry.distance import Point
from haal.services.warn.words import ground as grounds
from haal.services.warn.words import review
from haal.services.warn.words import rumour as rumours


def draft_of(warning: PublicWarning) -> Revision | None:
    """Return the version that waits to be issued, without its words, or None."""
    return warning.newest if warning.revisions and warning.newest.issued_at is None else None


def with_words(*, revision: Revision, mode: Mode, now: datetime) -> Revision:
    """Return the revision with its words, on the ground of this minute, ending as if issued now.

    In a warning these are the languages whose book was reviewed; where no book was, all of them, to be read and not
    sent (`review.refuse_unreviewed`).

    Raises:
        NotFound: the incident it was written from is gone.
        KeysLocked: that incident's reports cannot be read now.
    """
    content = _on_ground_of_now(revision.content, now=now)
    hours = min(max(content.lifetime_hours, 1), LIFETIME_HOURS_MAX)
    until = ends_at(issued_at=now, lifetime_hours=hours)
    languages = review.ready(mode) or LANGUAGES
    return replace(revision, content=content, texts=texts_of(content, mode=mode, until=until, languages=languages))


def _on_ground_of_now(content: Content, *, now: datetime) -> Content:
    """Return the content with its incident counted and its rumour read again; what somebody declared stays as they declared it."""
    about = content.ground.about
    match content.ground.basis:
        case Basis.INCIDENT:
            return replace(content, ground=grounds.of_incident(incident_id=IncidentId(about), now=now))
        case Basis.RUMOUR:
            return replace(content, ground=rumours.ground_of(rumour_id=RumourId(about), now=now))
        case _:
            return content


@dataclass(frozen=True, slots=True, kw_only=True)
class Endings:
    """The two ways a warning can be ended, ready before it goes out: it has ended, or it was a false alarm."""

    ended: tuple[Text, ...]
    wrong: tuple[Text, ...]


def endings(*, content: Content, mode: Mode, said_at: datetime, languages: Sequence[str]) -> Endings:
    """Return the words that would end a warning; in the languages in which it is said, reviewed still or not.

    Args:
        content: of the version that would be ended.
        mode: actual or drill.
        said_at: when its first version was said; of a draft, now.
        languages: of the texts that would be ended.
    """
    ending = partial(
        compose_end,
        hazard=content.hazard,
        place=content.area.place,
        told_at=said_at,
        is_drill=mode is Mode.DRILL,
        languages=languages,
    )
    return Endings(ended=ending(was_wrong=False), wrong=ending(was_wrong=True))


def area(
    *, place: str, lat: float, lon: float, radius_km: float, district: str = "", ring: tuple[Point, ...] = ()
) -> Area:
    """Return a ring that was drawn, else a district, else the named circle; one that is no area has no cells: refused."""
    none = Area(place=place.strip(), lat=lat, lon=lon, radius_km=radius_km, cells=(), ring=ring, district=district)
    if ring:
        return of_ring(place=place, ring=ring) or none
    if district:
        return of_district(district, place=place.strip()) or none
    return around(place=place, lat=lat, lon=lon, radius_km=radius_km)


def details(reason: Reason | SpeechReason | GroundReason) -> dict[str, int]:
    """Return the numbers that the reason's sentence names."""
    return {"hours": LIFETIME_HOURS_MAX} if reason is Reason.LIFETIME else {}
