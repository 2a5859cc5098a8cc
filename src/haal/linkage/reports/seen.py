"""A report made ready to be compared: days as numbers, readings of the place, names and letter runs with what each is worth.

The one thing to know: how much a shared word is worth comes from one fixed table (`data/linkage/common.json`: how many of a
thousand texts hold it; what is not in it is rare), never from the reports at hand. So the score of a pair is the same whoever
else is there and in whatever order they came. Words that name a party are out before anything is compared.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from haal.domain.incident import Days, EventType
from haal.language import seeds
from haal.language.keys import word_key, words_of
from haal.language.likeness.parties import masked
from haal.language.likeness.romanise import HIGH, LOW, romanise
from haal.linkage.told import EXACT_DAYS_MAX, Told

type Span = tuple[int, int]  # first and last day, as numbers
type Runs = Mapping[str, float]

TEXTS = 1_000  # of the table
NAME_LETTERS_MIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of the place: a point, its radius in km, its weight."""

    lat: float
    lon: float
    radius_km: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A report as the comparison reads it. `day`: within four days; `span`: longer; `published` likewise."""

    report_id: str
    day: Span | None
    span: Span | None
    published: Span | None
    readings: tuple[Reading, ...]
    names: frozenset[str]
    event_type: EventType | None
    target_kind: str
    killed: int | None
    injured: int | None
    taken: int | None
    page: str
    words: frozenset[str]
    runs: Runs
    address: Runs

    @property
    def has_day(self) -> bool:
        """Return whether anything is known of when."""
        return bool(self.day or self.span or self.published)


def seen_of(told: Told) -> Seen:
    """Return what of a report is compared."""
    text, place_text = masked(told.text), masked(told.place_text)
    return Seen(
        report_id=told.report_id,
        day=_span(told.day),
        span=_span(told.span),
        published=_span(told.published),
        readings=tuple(
            Reading(lat=one.lat, lon=one.lon, radius_km=one.radius_km, weight=one.weight)
            for one in (told.places or ((told.place,) if told.place else ()))
        ),
        names=frozenset(key for word in words_of(place_text) if len(key := word_key(word)) >= NAME_LETTERS_MIN),
        event_type=told.event_type,
        target_kind=told.target_kind,
        killed=told.killed,
        injured=told.injured,
        taken=told.taken,
        page=told.page,
        words=frozenset(_long(f"{text} {place_text} {masked(told.address)}")),
        runs=weighed_runs(f"{text} {place_text}"),
        address=weighed_runs(masked(told.address)),
    )


def is_long(span: Span) -> bool:
    """Return whether a stretch is too long to be a day."""
    return span[1] - span[0] >= EXACT_DAYS_MAX


def word_worth(word: str) -> float:
    """Return what a shared romanised word is worth: the less common, the more (inverse document frequency, natural log)."""
    return _worth(_common().words.get(word, 0.5))


def name_worth(key: str) -> float:
    """Return what a shared key of a place name is worth."""
    return _worth(_common().names.get(key, 0.5))


def weighed_runs(text: str) -> Runs:
    """Return the runs of three to five letters of the romanised words, weighed by rarity, of length 1 as a vector."""
    counts: Counter[str] = Counter()
    for word in romanise(text).split():
        counts.update(runs_of(word))
    common = _common().runs
    weighed = {run: (1 + math.log(count)) * _worth(common.get(run, 0.5)) for run, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
    return {run: weight / length for run, weight in weighed.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    """How many of a thousand texts hold a word, a key of a place name, a run of letters; what few hold is left out."""

    words: Mapping[str, float]
    names: Mapping[str, float]
    runs: Mapping[str, float]


@cache
def _common() -> _Common:
    value = json.loads(seeds.path("linkage/common.json").read_text(encoding="utf-8"))
    return _Common(words=value["words"], names=value["names"], runs=value["runs"])


def _worth(held_by: float) -> float:
    return math.log((TEXTS + 1) / held_by)


def _long(text: str) -> set[str]:
    return {word for word in romanise(text).split() if len(word) > 2 or word.isdigit()}


@lru_cache(maxsize=65_536)
def runs_of(word: str) -> tuple[str, ...]:
    bounded = f" {word} "
    runs = [bounded[at : at + size] for size in range(LOW, HIGH + 1) for at in range(len(bounded) - size + 1)]
    return tuple(runs or [bounded])


def _span(days: Days | None) -> Span | None:
    return (days.first.toordinal(), days.last.toordinal()) if days else None
