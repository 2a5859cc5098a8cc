"""The rule to be beaten: two reports tell of one event when it is within two days, by event or publication, and 50 km.

The place counts with its radius. Groups are made of pairs by average link, as the spine did it, so that only the rule differs.
"""

from __future__ import annotations

from itertools import combinations

from haal.domain.policy import DEFAULT
from haal.geometry.distance import km_between
from haal.linkage.reading import window
from haal.linkage.reports.groups import Links, grouped
from haal.linkage.told import Told


def fits(one: Told, other: Told) -> bool:
    """Return whether the rule holds; what is not told does not fit."""
    here, there = window(one, DEFAULT), window(other, DEFAULT)
    if here is None or there is None or one.place is None or other.place is None:
        return False
    km = km_between((one.place.lat, one.place.lon), (other.place.lat, other.place.lon))
    wide = max(one.place.radius_km, other.place.radius_km)
    return here.gap(there) <= DEFAULT.link_days and km <= wide + DEFAULT.link_margin_km


def pairs_of(reports: list[Told]) -> set[tuple[str, str]]:
    """Return the pairs of report ids that the rule joins."""
    return {
        (one.report_id, other.report_id)
        for one, other in combinations(reports, 2)
        if fits(one, other) and not (one.page and one.page == other.page)
    }


def groups_of(reports: list[Told]) -> dict[str, str]:
    """Return report -> group."""
    place = {told.report_id: at for at, told in enumerate(reports)}
    scores = {(place[one], place[other]): 6.0 for one, other in pairs_of(reports)}
    found = grouped(len(reports), Links.made(scores), order=[told.report_id for told in reports])
    return {reports[one].report_id: str(at) for at, group in enumerate(found) for one in group}
