"""The working reading of an incident: the day, place and type that most of its reports tell. A reading, never a
finding.

The one thing to know: it is made anew from all linked reports each time one is linked or undone, so it depends on which
reports there are and not on the order in which they came. Numbers are not read here; they stay claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from haal.domain.incident import Days, EventType
from haal.domain.policy import DEFAULT, Policy
from haal.domain.report import PlaceCandidate
from haal.geometry.distance import km_between
from haal.linkage.told import Told

WIDE_PLACE_KM = 100.0  # a province or a division, not a place
BACKGROUND_DAYS = 30  # a page this much younger than the event tells it as background, or tells of another


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What most reports tell. `seen` spans every day on which it may have happened: by it candidates are looked up."""

    days: Days | None = None
    seen: Days | None = None
    place: PlaceCandidate | None = None
    district: str = ""
    event_type: EventType | None = None


def read(members: Sequence[Told], *, policy: Policy = DEFAULT) -> Reading:
    """Return the reading of an incident with these reports; empty when there are none."""
    windows = [found for told in members if (found := window(told, policy))]
    return Reading(
        days=_most_told(told.day for told in members) or _narrowest(windows),
        seen=Days(first=min(each.first for each in windows), last=max(each.last for each in windows))
        if windows
        else None,
        place=_most_central([told.place for told in members if told.place]),
        district=_most_told(told.district or None for told in members) or "",
        event_type=_most_told(told.event_type for told in members),
    )


def window(told: Told, policy: Policy) -> Days | None:
    """Return when it happened as far as the text or, failing that, the date of publication tells."""
    if told.day or told.span:
        return told.day or told.span
    if told.published is None:
        return None
    first = told.published.first.fromordinal(told.published.first.toordinal() - policy.link_days)
    return Days(first=first, last=told.published.last)


def _most_told[T: (Days, str, EventType)](values: Iterable[T | None]) -> T | None:
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda value: (-counts[value], repr(value))) if counts else None


def _narrowest(windows: Sequence[Days]) -> Days | None:
    return min(windows, key=lambda days: (days.length, days.first), default=None)


def _most_central(places: Sequence[PlaceCandidate]) -> PlaceCandidate | None:
    """Return the place that is nearest to all others; a province only when nobody tells more exactly."""
    exact = [place for place in places if place.radius_km < WIDE_PLACE_KM] or list(places)

    def far(place: PlaceCandidate) -> tuple[float, float, float, float]:
        total = sum(km_between((place.lat, place.lon), (other.lat, other.lon)) for other in exact)
        return round(total, 3), place.radius_km, place.lat, place.lon

    return min(exact, key=far, default=None)
