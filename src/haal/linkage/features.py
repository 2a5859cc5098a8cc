"""Comparing two reports: each thing they share or not, with its weight, so that a person can see why.

The one thing to know: the weights are round numbers set by judgement, not fitted; the rule they serve is written in
docs/explanation/linking.md (day +-2 by event or publication date, place within its radius + 50 km, type compatible). A feature
keeps numbers only, and screens find the words. Which incident a report goes to is decided in `baseline`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from haal.domain.incident import Days, compatible
from haal.domain.policy import DEFAULT, Policy
from haal.geometry.distance import km_between
from haal.linkage.told import EXACT_DAYS_MAX, Told


class Feature(StrEnum):
    """What was compared; the value is a msgid."""

    SAME_DAY = "same-day"
    DAYS_APART = "days-apart"
    PUBLISHED_NEAR = "published-near"  # one day of event, one of publication, or two of publication
    SPAN_FITS = "span-fits"
    NO_DAY = "no-day"
    TOO_FAR_IN_TIME = "too-far-in-time"
    KM_APART = "km-apart"
    PLACE_WIDE = "place-wide"
    NO_PLACE = "no-place"
    TOO_FAR = "too-far"
    PLACE_NAME = "place-name"
    SAME_TYPE = "same-type"
    TYPE_FITS = "type-fits"
    TYPE_DIFFERS = "type-differs"
    SAME_TARGET = "same-target"
    OTHER_TARGET = "other-target"
    KILLED = "killed"
    INJURED = "injured"
    TAKEN = "taken"
    SAME_PAGE = "same-page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One feature of a pair: its weight (positive speaks for one event) and the numbers to be said with it."""

    feature: Feature
    weight: float
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """How two reports compare. `fits_rule`: the rule holds, days known; `forbidden`: they cannot be one event."""

    features: tuple[Compared, ...]
    fits_rule: bool
    forbidden: bool

    @property
    def score(self) -> float:
        """The sum of the weights."""
        return sum(feature.weight for feature in self.features)


WIDE_PLACE_KM = 100.0  # a province or a division, not a place
BACKGROUND_DAYS = 30  # a page this much younger than the event tells it as background, or tells of another
_FORBIDS = frozenset({Feature.TOO_FAR_IN_TIME, Feature.TOO_FAR, Feature.TYPE_DIFFERS, Feature.SAME_PAGE})
_DAY_KNOWN = frozenset({Feature.SAME_DAY, Feature.DAYS_APART, Feature.PUBLISHED_NEAR})
_PLACE_KNOWN = frozenset({Feature.KM_APART})


def compare(one: Told, other: Told, *, policy: Policy = DEFAULT) -> Pair:
    """Return what the two share; symmetric."""
    features = (
        _when(one, other, policy),
        *_where(one, other, policy),
        _what(one, other),
        *_target(one, other),
        *_numbers(one, other),
        *_page(one, other),
    )
    named = {feature.feature for feature in features}
    forbidden = bool(named & _FORBIDS)
    fits = not forbidden and bool(named & _DAY_KNOWN) and bool(named & _PLACE_KNOWN)
    return Pair(features=features, fits_rule=fits, forbidden=forbidden)


def _when(one: Told, other: Told, policy: Policy) -> Compared:
    """Day against day if both have one; else day against publication; else what stretches of time allow."""
    if one.day and other.day:
        gap = one.day.gap(other.day)
        if gap == 0:
            return Compared(feature=Feature.SAME_DAY, weight=4.0)
        if gap <= policy.link_days:
            return Compared(feature=Feature.DAYS_APART, weight=4.0 - 1.5 * gap, numbers=(gap,))
        return Compared(feature=Feature.TOO_FAR_IN_TIME, weight=-6.0, numbers=(gap,))
    here, there = window(one, policy), window(other, policy)
    if here is None or there is None:
        return Compared(feature=Feature.NO_DAY, weight=0.0)
    gap = here.gap(there)
    long = max(here.length, there.length) > EXACT_DAYS_MAX
    if gap <= policy.link_days and not long:
        return Compared(feature=Feature.PUBLISHED_NEAR, weight=2.5 if gap == 0 else 2.0, numbers=(gap,))
    if gap <= policy.link_days:
        return Compared(feature=Feature.SPAN_FITS, weight=1.0, numbers=(gap,))
    if _may_be_background(one, other):
        return Compared(feature=Feature.NO_DAY, weight=-1.0, numbers=(gap,))
    return Compared(feature=Feature.TOO_FAR_IN_TIME, weight=-6.0, numbers=(gap,))


def window(told: Told, policy: Policy) -> Days | None:
    """Return when it happened as far as the text or, failing that, the date of publication tells."""
    if told.day or told.span:
        return told.day or told.span
    if told.published is None:
        return None
    first = told.published.first.fromordinal(told.published.first.toordinal() - policy.link_days)
    return Days(first=first, last=told.published.last)


def _may_be_background(one: Told, other: Told) -> bool:
    """Return whether an undated page appeared after the day that the other gives: then it may tell of it in passing."""
    for undated, dated in ((one, other), (other, one)):
        if undated.day or undated.span or undated.published is None:
            continue
        told = dated.day or dated.span or dated.published
        if told and 0 < (undated.published.first - told.last).days <= BACKGROUND_DAYS:
            return True
    return False


def _where(one: Told, other: Told, policy: Policy) -> Iterator[Compared]:
    here, there = one.place, other.place
    if here is None or there is None:
        yield Compared(feature=Feature.NO_PLACE, weight=0.0)
        return
    km = km_between((here.lat, here.lon), (there.lat, there.lon))
    wide = max(here.radius_km, there.radius_km)
    if km > wide + policy.link_margin_km:
        yield Compared(feature=Feature.TOO_FAR, weight=-6.0, numbers=(round(km),))
        return
    if wide >= WIDE_PLACE_KM:
        both = min(here.radius_km, there.radius_km) >= WIDE_PLACE_KM
        yield Compared(
            feature=Feature.PLACE_WIDE if not both else Feature.KM_APART,
            weight=0.5 if both else -1.0,
            numbers=(round(km),),
        )
        return
    near = 2.0 if km <= 10 + min(here.radius_km, there.radius_km) else 1.0 if km <= wide + 20 else 0.0
    yield Compared(feature=Feature.KM_APART, weight=near, numbers=(round(km),))
    if one.place_words & other.place_words:
        yield Compared(feature=Feature.PLACE_NAME, weight=1.0)


def _what(one: Told, other: Told) -> Compared:
    if not compatible(one.event_type, other.event_type):
        return Compared(feature=Feature.TYPE_DIFFERS, weight=-6.0)
    if one.event_type is other.event_type and one.event_type is not None:
        return Compared(feature=Feature.SAME_TYPE, weight=1.0)
    return Compared(feature=Feature.TYPE_FITS, weight=0.5)


def _target(one: Told, other: Told) -> Iterator[Compared]:
    if not one.target_kind or not other.target_kind or "other" in {one.target_kind, other.target_kind}:
        return
    if one.target_kind == other.target_kind:
        yield Compared(feature=Feature.SAME_TARGET, weight=1.0)
    else:
        yield Compared(feature=Feature.OTHER_TARGET, weight=-1.5)


def _numbers(one: Told, other: Told) -> Iterator[Compared]:
    for feature, here, there, share in (
        (Feature.KILLED, one.killed, other.killed, 1.0),
        (Feature.INJURED, one.injured, other.injured, 0.5),
        (Feature.TAKEN, one.taken, other.taken, 1.0),
    ):
        if here is not None and there is not None:
            low, high = sorted((here, there))
            yield Compared(feature=feature, weight=share * _closeness(low, high), numbers=(here, there))


def _closeness(low: int, high: int) -> float:
    """Tolls rise from hour to hour and differ between tellers: near is worth much, far speaks only softly against."""
    if high - low <= max(1, high // 5):
        return 1.5
    if high <= 2 * low:
        return 0.5
    return -0.5 if low else -1.0


def _page(one: Told, other: Told) -> Iterator[Compared]:
    if one.page and one.page == other.page and one.report_id != other.report_id:
        yield Compared(feature=Feature.SAME_PAGE, weight=-6.0)
