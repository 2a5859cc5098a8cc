"""Why two reports were linked, as a person reads it: "same day +2.3, 6 km +0.1, 14 and 13 killed +1.2".

The one thing to know: the parts are the scorer's own weights and add up to its score (likeness of words and of addresses stand
together as the wording). A feature keeps numbers only; screens find the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from haal.linkage.reports.levels import gap_days, nearest_km, row, when
from haal.linkage.reports.seen import Seen
from haal.linkage.scorer.model import Model


class Feature(StrEnum):
    """What was compared; the value is a msgid."""

    SAME_DAY = "same-day"
    DAYS_APART = "days-apart"
    PUBLISHED_NEAR = "published-near"  # a day of publication stands for one that was not told
    PUBLISHED_LATER = "published-later"
    SPAN_FITS = "span-fits"
    SPAN_DIFFERS = "span-differs"
    NO_DAY = "no-day"
    KM_APART = "km-apart"
    PLACE_WIDE = "place-wide"
    PLACE_NAME = "place-name"
    SAME_TYPE = "same-type"
    TYPE_FITS = "type-fits"
    TYPE_DIFFERS = "type-differs"
    SAME_TARGET = "same-target"
    OTHER_TARGET = "other-target"
    KILLED = "killed"
    INJURED = "injured"
    TAKEN = "taken"
    WORDING = "wording"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One feature of a pair: its weight (positive speaks for one event) and the numbers to be said with it."""

    feature: Feature
    weight: float
    numbers: tuple[int, ...] = ()

    @property
    def code(self) -> str:
        """Which feature, as screens look up its words."""
        return self.feature.value


# code of the scorer -> for each level from 1 on, what is said
_SAID: Mapping[str, tuple[Feature, ...]] = {
    "span": (Feature.SPAN_DIFFERS, Feature.SPAN_DIFFERS, Feature.SPAN_FITS),
    "days": (*(Feature.DAYS_APART,) * 5, Feature.SAME_DAY),
    "lag": (*(Feature.PUBLISHED_LATER,) * 5, *(Feature.PUBLISHED_NEAR,) * 3),
    "published": (*(Feature.PUBLISHED_LATER,) * 3, *(Feature.PUBLISHED_NEAR,) * 2),
    "undated": (Feature.NO_DAY,),
    "km": (Feature.KM_APART,) * 5,
    "wide": (Feature.PLACE_WIDE,) * 2,
    "name": (Feature.PLACE_NAME,) * 6,
    "type": (Feature.TYPE_DIFFERS, Feature.TYPE_FITS, Feature.TYPE_FITS, Feature.SAME_TYPE),
    "target": (Feature.OTHER_TARGET, Feature.OTHER_TARGET, Feature.SAME_TARGET),
    "killed": (Feature.KILLED,) * 6,
    "injured": (Feature.INJURED,) * 6,
    "taken": (Feature.TAKEN,) * 6,
    "text": (Feature.WORDING,) * 8,
    "address": (Feature.WORDING,) * 7,
    "words": (Feature.WORDING,) * 7,
}


def explained(one: Seen, other: Seen, *, model: Model) -> tuple[Compared, ...]:
    """Return the parts of a pair's score, in the order of `Feature`; what weighs nothing is left out."""
    weights: dict[Feature, float] = {}
    for scale, level in zip(model.scales, row(one, other), strict=True):
        code = scale.code.removesuffix("?")
        if not level or (code == "name" and level == 1):  # that no name is shared is no reason to be said
            continue
        said = _SAID[code][level - 1]
        weights[said] = weights.get(said, 0.0) + scale.weights[level]
    numbers = _numbers(one, other)
    return tuple(
        Compared(feature=feature, weight=round(weights[feature], 2), numbers=numbers.get(feature, ()))
        for feature in Feature
        if feature in weights and round(weights[feature], 2)
    )


def _numbers(one: Seen, other: Seen) -> dict[Feature, tuple[int, ...]]:
    found: dict[Feature, tuple[int, ...]] = {}
    here, there = one.day or one.span or one.published, other.day or other.span or other.published
    if here and there and when(one, other)[0] != "undated":
        gap = gap_days(here, there)
        found |= dict.fromkeys((Feature.DAYS_APART, Feature.PUBLISHED_NEAR, Feature.PUBLISHED_LATER), (gap,))
    if one.readings and other.readings:
        found[Feature.KM_APART] = (round(nearest_km(one, other)[1]),)
    for feature, mine, theirs in (
        (Feature.KILLED, one.killed, other.killed),
        (Feature.INJURED, one.injured, other.injured),
        (Feature.TAKEN, one.taken, other.taken),
    ):
        if mine is not None and theirs is not None:
            found[feature] = (mine, theirs)
    return found
