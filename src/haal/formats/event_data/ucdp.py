"""Public incidents as CSV in the columns of UCDP's Georeferenced Event Dataset, as far as we know what they ask.

The one thing to know: sides are categories, never names. `best` counts attackers who died too, as UCDP does, where somebody
said their number; ours leaves them out. Empty means not told, never zero. Ours beside UCDP's columns begin with `haal_`.
"""

from __future__ import annotations

from collections.abc import Iterable

from haal.domain.publication import ActorCategory, PublicIncident
from haal.domain.report import Scope
from haal.formats import table
from haal.formats.event_data import labels, numbers

COUNTRY, COUNTRY_ID = "Pakistan", 770  # Gleditsch and Ward
COLUMNS = (
    "id",
    "year",
    "code_status",
    "type_of_violence",
    "side_a",
    "side_b",
    "number_of_sources",
    "where_prec",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "country",
    "country_id",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "haal_enforced_disappearance",
    "haal_mrm_party",
    "haal_attackers_counted",
    "haal_rule",
    "haal_sha256",
)
RULE = "documented, not total: lowest checked, middle and highest claim"
_SIDES = {ActorCategory.STATE_FORCE: "State force (said to be)", ActorCategory.ARMED_GROUP: "Armed group (said to be)"}


def incidents(rows: Iterable[tuple[PublicIncident, str]]) -> bytes:
    """Return the table; each incident comes with the digest of its public JSON."""
    return table.write(COLUMNS, (_cells(incident, digest) for incident, digest in rows))


def _cells(incident: PublicIncident, digest: str) -> tuple[object, ...]:
    days, place, where = incident.days, incident.place, numbers.point(incident.place)
    kind = labels.type_of_violence(incident)
    side_a, side_b = _sides(incident, kind)
    return (
        incident.id,
        days.first.year if days else None,
        numbers.status(incident).value,
        kind.value,
        side_a,
        side_b,
        incident.lines_count,
        numbers.where_prec(place),
        place.name or place.district or place.province,
        place.province,
        place.district,
        f"{where[0]:.4f}" if where else None,
        f"{where[1]:.4f}" if where else None,
        COUNTRY if place.province else "",
        COUNTRY_ID if place.province else None,
        1 if days and days.length == 1 else 2,
        numbers.date_prec(days),
        days.first if days else None,
        days.last if days else None,
        *_deaths(incident, kind),
        labels.enforced_disappearance(incident),
        labels.mrm_party(incident).value,
        "yes" if numbers.deaths(incident, Scope.ATTACKERS).best is not None else "no",
        RULE,
        digest,
    )


def _sides(incident: PublicIncident, kind: labels.Violence) -> tuple[str, str]:
    """Return the sides: in state-based violence the state is side A, in one-sided violence side B are civilians."""
    named = labels.actor(incident)
    if named is None or kind is labels.Violence.NOT_SAID:
        return "", ""
    if kind is labels.Violence.ONE_SIDED:
        return _SIDES[named], "Civilians"
    return _SIDES[ActorCategory.STATE_FORCE], _SIDES[ActorCategory.ARMED_GROUP]


def _deaths(incident: PublicIncident, kind: labels.Violence) -> tuple[int | None, ...]:
    """Return deaths of side A, side B, civilians, unknown; then best, high, low with attackers who died."""
    every, attackers = numbers.deaths(incident, Scope.ALL), numbers.deaths(incident, Scope.ATTACKERS)
    civilians, forces = numbers.deaths(incident, Scope.CIVILIANS).best, numbers.deaths(incident, Scope.FORCES).best
    if kind is labels.Violence.STATE_BASED:
        by_side = _sides_died(incident, attackers=attackers.best, forces=forces)
    else:
        by_side = (attackers.best, None)
    told = sum(one or 0 for one in (*by_side, civilians))
    whole = [_plus(one, other) for one, other in ((every.best, attackers.best), (every.high, attackers.high))]
    best = whole[0]
    unknown = max(0, best - told) if best is not None else None
    return (*by_side, civilians, unknown, best, whole[1], every.low)


def _sides_died(
    incident: PublicIncident, *, attackers: int | None, forces: int | None
) -> tuple[int | None, int | None]:
    """Return (of the state, of the group): who attacked is who is said to have done it."""
    if labels.actor(incident) is ActorCategory.STATE_FORCE:
        return attackers, None
    return forces, attackers


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None else one + (other or 0)
