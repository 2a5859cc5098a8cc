"""Two descriptions of a person, compared field by field, with the reason for each.

The one thing to know: there is no likeness from which two are taken as one. A pair is worth a look or it is not, and each
field says whether it speaks for it, against it, or not at all; what nobody told never speaks against anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from haal.domain import gazetteer
from haal.domain.report import PlaceCandidate
from haal.domain.tracing.person import AgeBand, Sex
from haal.domain.tracing.told import Described
from haal.geometry.distance import km_between
from haal.language.names.alike import likeness

NAME_LIKE = 0.75  # from here on a name speaks for it
NAME_MIN = 0.5  # below, it is another name
NEAR_KM, FAR_KM = 60.0, 500.0  # people who flee come far: a far place says little
BEFORE_DAYS = 3  # days are told wrongly: a sighting shortly before they were lost is no contradiction
LOOK_MIN = 2.0
_BANDS = tuple(band for band in AgeBand if band is not AgeBand.UNKNOWN)


class Field(StrEnum):
    """What is compared."""

    NAME = "tracing-name"
    AGE = "tracing-age"
    SEX = "tracing-sex"
    PLACE = "tracing-place"
    TIME = "tracing-time"


class Fit(StrEnum):
    """What a field says."""

    SAME = "tracing-fits"
    NEAR = "tracing-may-fit"
    APART = "tracing-does-not-fit"
    SILENT = "tracing-not-told"


_POINTS: Mapping[Field, Mapping[Fit, float]] = MappingProxyType(
    {
        Field.NAME: {Fit.SAME: 3.0, Fit.NEAR: 1.5, Fit.APART: -4.0},
        Field.AGE: {Fit.SAME: 1.0, Fit.NEAR: 0.3, Fit.APART: -2.0},
        Field.SEX: {Fit.SAME: 0.5, Fit.NEAR: 0.0, Fit.APART: -3.0},
        Field.PLACE: {Fit.SAME: 1.0, Fit.NEAR: 0.3, Fit.APART: -0.5},
        Field.TIME: {Fit.SAME: 0.5, Fit.NEAR: 0.0, Fit.APART: -1.5},
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one field says, with what stands on both sides, for the one who decides."""

    field: Field
    fit: Fit
    sought: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """All fields of a pair. `points` order what is looked at first; they are no probability."""

    said: tuple[Said, ...]
    points: float

    @property
    def is_worth_a_look(self) -> bool:
        """Whether a family finder should see the pair: its name fits, or is not told and enough else does."""
        by_field = {one.field: one.fit for one in self.said}
        return by_field[Field.NAME] is not Fit.APART and self.points >= LOOK_MIN


def compare(sought: Described, seen: Described, *, ordered: bool = True) -> Explained:
    """Compare the one sought with one seen (or with another request: then `ordered` is False, days may lie either way)."""
    said = tuple(
        Said(field=field, fit=how(sought, seen, ordered), sought=_words(field, sought), seen=_words(field, seen))
        for field, how in _HOW.items()
    )
    return Explained(said=said, points=round(sum(_POINTS[one.field].get(one.fit, 0.0) for one in said), 2))


def _name(sought: Described, seen: Described, _ordered: bool) -> Fit:
    pairs = [(one, other) for one in sought.names for other in seen.names if one.strip() and other.strip()]
    if not pairs:
        return Fit.SILENT
    best = max(likeness(one, other) for one, other in pairs)
    if best >= NAME_LIKE:
        return Fit.SAME
    return Fit.NEAR if best >= NAME_MIN else Fit.APART


def _age(sought: Described, seen: Described, _ordered: bool) -> Fit:
    if AgeBand.UNKNOWN in {sought.age, seen.age}:
        return Fit.SILENT
    apart = abs(_BANDS.index(sought.age) - _BANDS.index(seen.age))
    return (Fit.SAME, Fit.NEAR)[apart] if apart <= 1 else Fit.APART


def _sex(sought: Described, seen: Described, _ordered: bool) -> Fit:
    if Sex.UNKNOWN in {sought.sex, seen.sex}:
        return Fit.SILENT
    if sought.sex is seen.sex:
        return Fit.SAME
    return Fit.NEAR if Sex.OTHER in {sought.sex, seen.sex} else Fit.APART


def _place(sought: Described, seen: Described, _ordered: bool) -> Fit:
    here, there = _readings(sought), _readings(seen)
    if not here or not there:
        return Fit.SILENT
    away = min(
        max(0.0, km_between((one.lat, one.lon), (other.lat, other.lon)) - one.radius_km - other.radius_km)
        for one in here
        for other in there
    )
    if away <= NEAR_KM:
        return Fit.SAME
    return Fit.NEAR if away <= FAR_KM else Fit.APART


def _time(sought: Described, seen: Described, ordered: bool) -> Fit:
    lost, met = sought.last_day or sought.first_day, seen.last_day or seen.first_day
    if lost is None or met is None:
        return Fit.SILENT
    days = (met - lost).days
    if ordered:
        return Fit.SAME if days >= 0 else Fit.NEAR if days >= -BEFORE_DAYS else Fit.APART
    return Fit.SAME if abs(days) <= BEFORE_DAYS else Fit.NEAR


_HOW: Mapping[Field, Callable[[Described, Described, bool], Fit]] = MappingProxyType(
    {Field.NAME: _name, Field.AGE: _age, Field.SEX: _sex, Field.PLACE: _place, Field.TIME: _time}
)


def _readings(who: Described) -> tuple[PlaceCandidate, ...]:
    return gazetteer.resolve(who.area, district=who.district) if who.area or who.district else ()


def _words(field: Field, who: Described) -> str:
    days = "/".join(day.isoformat() for day in dict.fromkeys((who.first_day, who.last_day)) if isinstance(day, date))
    told = {
        Field.NAME: ", ".join(who.names),
        Field.AGE: who.age.value,
        Field.SEX: who.sex.value,
        Field.PLACE: ", ".join(part for part in (who.area, who.district) if part),
        Field.TIME: days,
    }
    return told[field]
