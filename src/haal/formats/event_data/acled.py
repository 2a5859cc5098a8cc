"""Public incidents as CSV in the columns of ACLED, as far as we know what they ask.

The one thing to know: `fatalities` is the most conservative number, as ACLED's rule has it: the lowest that was checked, and
nothing where nothing was. Types are ours put into ACLED's words (Codebook 2023); actors are categories, never names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from haal.domain.incident import Days, EventType
from haal.domain.public_place import PublicPlace
from haal.domain.publication import ActorCategory, PublicIncident
from haal.domain.report import Counted, Scope
from haal.formats import table
from haal.formats.event_data import labels, numbers

ISO = 586  # ISO 3166-1, Pakistan
COLUMNS = (
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "actor2",
    "civilian_targeting",
    "iso",
    "country",
    "admin1",
    "admin2",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "notes",
    "fatalities",
    "fatalities_median_claim",
    "fatalities_highest_claim",
    "injured_lowest",
    "code_status",
    "haal_rule",
    "haal_sha256",
)
RULE = "documented, not total: the lowest number that was checked"
_CIVILIANS, _EXPLOSIONS, _STRATEGIC = (
    "Violence against civilians",
    "Explosions/Remote violence",
    "Strategic developments",
)
_E = EventType
TYPES: Mapping[EventType, tuple[str, str]] = MappingProxyType(
    {
        _E.SHOOTING: (_CIVILIANS, "Attack"),
        _E.ARMED_ASSAULT: (_CIVILIANS, "Attack"),
        _E.HOSTAGE_TAKING: (_CIVILIANS, "Abduction/forced disappearance"),
        _E.ABDUCTION: (_CIVILIANS, "Abduction/forced disappearance"),
        _E.ENFORCED_DISAPPEARANCE: (_CIVILIANS, "Abduction/forced disappearance"),
        _E.BOMBING: (_EXPLOSIONS, "Remote explosive/landmine/IED"),
        _E.SUICIDE_BOMBING: (_EXPLOSIONS, "Suicide bomb"),
        _E.AIR_OR_DRONE_STRIKE: (_EXPLOSIONS, "Air/drone strike"),
        _E.CLASH: ("Battles", "Armed clash"),
        _E.ARSON: (_STRATEGIC, "Looting/property destruction"),
        _E.EXTORTION_OR_ROADBLOCK: (_STRATEGIC, "Other"),
        _E.THREAT: (_STRATEGIC, "Other"),
        _E.DISPLACEMENT: (_STRATEGIC, "Other"),
        _E.OTHER: (_STRATEGIC, "Other"),
    }
)
_ACTORS = {
    ActorCategory.STATE_FORCE: "State Forces (said to be)",
    ActorCategory.ARMED_GROUP: "Unidentified Armed Group (said to be)",
}


def incidents(rows: Iterable[tuple[PublicIncident, str]]) -> bytes:
    """Return the table; each incident comes with the digest of its public JSON."""
    return table.write(COLUMNS, (_cells(incident, digest) for incident, digest in rows))


def _cells(incident: PublicIncident, digest: str) -> tuple[object, ...]:
    days, place, where = incident.days, incident.place, numbers.point(incident.place)
    broad, narrow = TYPES[incident.event_type or EventType.OTHER]
    named = labels.actor(incident)
    killed = numbers.deaths(incident, Scope.ALL)
    injured = numbers.range_of(incident, Counted.INJURED, Scope.ALL)
    against_civilians = broad == _CIVILIANS or bool(numbers.deaths(incident, Scope.CIVILIANS).best)
    return (
        incident.id,
        days.first if days else None,
        days.first.year if days else None,
        time_precision(days),
        _STRATEGIC if broad == _STRATEGIC else "Political violence",
        broad,
        narrow,
        _ACTORS[named] if named else "",
        "Civilians" if against_civilians else "",
        "Civilian targeting" if against_civilians else "",
        ISO if place.province else None,
        "Pakistan" if place.province else "",
        place.province,
        place.district,
        place.name or place.district or place.province,
        f"{where[0]:.4f}" if where else None,
        f"{where[1]:.4f}" if where else None,
        geo_precision(place),
        "; ".join(incident.lines),
        incident.summary,
        killed.low,
        killed.best,
        killed.high,
        injured.lowest_supported.low if injured and injured.lowest_supported else None,
        numbers.status(incident).value,
        RULE,
        digest,
    )


def time_precision(days: Days | None) -> int:
    """Return ACLED's code: 1 the day, 2 the week, 3 the month or longer."""
    if days is None or days.length > 7:
        return 3
    return 1 if days.length == 1 else 2


def geo_precision(place: PublicPlace) -> int:
    """Return ACLED's code: 2 part of a district, 3 district's seat or wider. Never 1: no exact place is public."""
    return 2 if numbers.where_prec(place) == 2 else 3
