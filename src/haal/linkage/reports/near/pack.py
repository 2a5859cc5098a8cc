"""A report in the short form in which it is kept for comparison: days, numbers, kinds, readings of the place, names; no wording.

The one thing to know: equal parts are equal bytes, so whoever compares one report with many remembers what a part weighed
(`held`) and reads none of it twice. Of the wording only that it is there is kept. Nobody may read the bytes but who opens the
desk's boxes: they lie sealed (`haal.storage.compared`).
"""

from __future__ import annotations

from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from haal.domain.incident import EventType, event_type_of
from haal.linkage.reports.levels import READINGS
from haal.linkage.reports.seen import Reading, Seen, Span

FORM = 1
WORDINGS = (
    "text",
    "address",
    "words",
)  # codes of the scorer; a report that has the first is marked 1, the next 2, then 4
NONE = -1
# form, wording, readings, bytes of kind, names, page; killed, injured, taken; days of the event, stretch, publication
HEAD = Struct("<BBBIIIqqqiiiiii")
_DAYS = Struct("<iiiiii")
READING = Struct("<dddd")
DAYS_AT = HEAD.size - _DAYS.size

type Whens = tuple[Span | None, Span | None, Span | None]


class Parts(NamedTuple):
    """What a short form holds: numbers, `NONE` where nothing was told, and the bytes of each part."""

    wording: int
    killed: int
    injured: int
    taken: int
    days: bytes
    kind: bytes
    places: bytes
    names: bytes
    page: bytes


def pack(seen: Seen) -> bytes:
    """Return a report in its short form."""
    event_type = seen.event_type.value.encode() if seen.event_type else b""
    kind = bytes([len(event_type)]) + event_type + _bytes(seen.target_kind)
    names, page = _bytes(" ".join(sorted(seen.names))), _bytes(seen.page)
    readings = seen.readings[:READINGS]
    tolls = (NONE if toll is None else toll for toll in (seen.killed, seen.injured, seen.taken))
    days = (day for span in (seen.day, seen.span, seen.published) for day in span or (NONE, NONE))
    head = HEAD.pack(FORM, wording_of(seen), len(readings), len(kind), len(names), len(page), *tolls, *days)
    places = [READING.pack(one.lat, one.lon, one.radius_km, one.weight) for one in readings]
    return b"".join((head, *places, kind, names, page))


def parts(packed: bytes) -> Parts:
    """Return the parts of a short form. Raises ValueError: of another version."""
    form, wording, readings, kind, names, page, killed, injured, taken, *_days = HEAD.unpack_from(packed)
    if form != FORM:
        raise ValueError(form)
    at = HEAD.size + readings * READING.size
    kind += at
    names += kind
    return Parts(
        wording,
        killed,
        injured,
        taken,
        packed[DAYS_AT : HEAD.size],
        packed[at:kind],
        packed[HEAD.size : at],
        packed[kind:names],
        packed[names : names + page],
    )


def unpack(packed: bytes, *, report_id: str) -> Seen:
    """Return a report as it was, its wording left out; readings beyond those that are compared are gone. Raises ValueError."""
    found = parts(packed)
    day, span, published = days_of(found.days)
    event_type, target_kind = kind_of(found.kind)
    killed, injured, taken = (None if toll == NONE else toll for toll in found[1:4])
    return Seen(
        report_id=report_id,
        day=day,
        span=span,
        published=published,
        readings=readings_of(found.places),
        names=names_of(found.names),
        event_type=event_type,
        target_kind=target_kind,
        killed=killed,
        injured=injured,
        taken=taken,
        page=_text(found.page),
        words=frozenset(),
        runs={},
        address={},
    )


def days_of(raw: bytes) -> Whens:
    """Return the days of the event, the stretch in which it lies, and the days of publication."""
    one, two, three, four, five, six = _DAYS.unpack(raw)
    return (
        None if one == NONE else (one, two),
        None if three == NONE else (three, four),
        None if five == NONE else (five, six),
    )


@lru_cache(maxsize=4_096)
def kind_of(raw: bytes) -> tuple[EventType | None, str]:
    """Return the type of the event, if it was told and is one of ours, and what was hit."""
    end = 1 + raw[0]
    return event_type_of(raw[1:end].decode()), _text(raw[end:])


def readings_of(raw: bytes) -> tuple[Reading, ...]:
    """Return the readings of the place."""
    return tuple(
        Reading(lat=lat, lon=lon, radius_km=radius, weight=weight)
        for lat, lon, radius, weight in READING.iter_unpack(raw)
    )


def names_of(raw: bytes) -> frozenset[str]:
    """Return the keys of the place's names."""
    return frozenset(_text(raw).split())


def wording_of(seen: Seen) -> int:
    """Return which kinds of wording a report has."""
    return bool(seen.runs) + 2 * bool(seen.address) + 4 * bool(seen.words)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")
