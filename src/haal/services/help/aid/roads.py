"""Of what class the road between two districts is: kept by the desk, or brought by the box keeper as a file of three columns.

The one thing to know: it says how a road is built, or that nothing on wheels goes there; what travellers told of a road today is
not here. A file that is brought again changes nothing.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime

from haal.domain import gazetteer
from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.aid.road import Road, RoadReason
from haal.domain.errors import Malformed, Refused
from haal.domain.policy import DEFAULT
from haal.storage import audit, work
from haal.storage.aid import road as rows

COLUMNS = ("one", "other", "road")
NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The road between two districts."""

    one: str
    other: str
    road: Road


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a file did: how many roads were kept, and which lines were not, with the reason."""

    kept: int
    faults: tuple[tuple[int, str], ...]


def listed(*, by: Actor) -> tuple[Known, ...]:
    """Return every road that is known, in order of names."""
    require(by, Permission.MATCH_NEEDS)
    known = rows.all_of_them()
    pairs = sorted(tuple(sorted(pair)) for pair in known)
    return tuple(Known(one=one, other=other, road=known[frozenset({one, other})]) for one, other in pairs)


def put(*, one: str, other: str, road: str, by: Actor, now: datetime) -> None:
    """Keep of what class a road is, or that it is not known any more. Raises Refused, Malformed."""
    require(by, Permission.MATCH_NEEDS)
    _put(_pair(one, other), _class(road), by=by, now=now)


def bring(*, raw: bytes, now: datetime) -> Brought:
    """Keep every good line of the box keeper's CSV file with `COLUMNS`. Raises Malformed for the file as a whole."""
    if len(raw) > DEFAULT.body_bytes_max:
        raise Malformed("file", expected=f"at most {DEFAULT.body_bytes_max} bytes", got="more")
    try:
        lines = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise Malformed("file", expected="UTF-8", got="other bytes") from None
    if tuple(lines.fieldnames or ()) != COLUMNS:
        raise Malformed("file", expected=",".join(COLUMNS), got=f"{len(lines.fieldnames or ())} columns")
    known: dict[frozenset[str], Road | None] = {}
    faults = []
    for line in lines:
        try:
            known[_pair(line["one"] or "", line["other"] or "")] = _class(line["road"] or "")
        except Refused:
            faults.append((lines.line_num, "two districts that the gazetteer knows"))
        except Malformed as error:
            faults.append((lines.line_num, error.expected))
    with work.atomic():
        for pair, road in known.items():
            _put(pair, road, by=SYSTEM, now=now)
    return Brought(kept=len(known), faults=tuple(faults))


def _put(pair: frozenset[str], road: Road | None, *, by: Actor, now: datetime) -> None:
    with work.atomic():
        rows.put(pair, road, by=by.person_id, now=now)
        audit.write(by=by, what="road-kept", subject="", why=road.value if road else NOT_KNOWN, now=now)


def _pair(one: str, other: str) -> frozenset[str]:
    places = gazetteer.standard()
    found = frozenset(known.adm2 for name in (one, other) if (known := places.district(name)))
    if len(found) != 2:
        raise Refused(RoadReason.ROAD_OF_TWO_DISTRICTS)
    return found


def _class(text: str) -> Road | None:
    if text.strip() == NOT_KNOWN:
        return None
    if text.strip() not in set(Road):
        raise Malformed("road", expected=" ".join((*Road, NOT_KNOWN)), got=f"{len(text)} characters")
    return Road(text.strip())
