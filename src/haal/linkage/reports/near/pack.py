"""A report in the short form in which it is kept for comparison: days, numbers, kinds, readings of the place, names; no wording.

The one thing to know: equal parts are equal bytes, so whoever compares one report with many remembers what a part weighed
(`held`) and reads none of it twice. Of the wording only that it is there is kept. Nobody may read the bytes but who opens the
desk's boxes: they lie sealed (`haal.storage.compared`).
"""

from __future__ import annotations

from functools import lru_cache
from struct import Struct
from typing import NamedTuple
from zlib import crc32

from haal.domain.incident import EventType
from haal.linkage.reports.levels import READINGS, VAGUE_TARGET
from haal.linkage.reports.seen import Reading, Seen, Span

FORM = 2
TYPES: tuple[EventType | None, ...] = (None, *EventType)  # a report is marked with the place of its own
UNTOLD, VAGUE = 0, 1  # marks of a target; every other has one that it may share
WORDINGS = (
    "text",
    "address",
    "words",
)  # codes of the scorer; a report that has the first is marked 1, the next 2, then 4
NONE = -1
# form, wording, readings, marks of type and target, bytes of target, names, page; killed, injured, taken; days of the event,
# stretch, publication
HEAD = Struct("<BBBBHIIIqqqiiiiii")
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
    type: int
    target: bytes
    places: bytes
    names: bytes
    page: bytes


def pack(seen: Seen) -> bytes:
    """Return a report in its short form."""
    kind = TYPES.index(seen.event_type), target_mark(seen.target_kind)
    target, names, page = _bytes(seen.target_kind), _bytes(" ".join(sorted(seen.names))), _bytes(seen.page)
    readings = seen.readings[:READINGS]
    tolls = (NONE if toll is None else toll for toll in (seen.killed, seen.injured, seen.taken))
    days = (day for span in (seen.day, seen.span, seen.published) for day in span or (NONE, NONE))
    lengths = len(target), len(names), len(page)
    head = HEAD.pack(FORM, wording_of(seen), len(readings), *kind, *lengths, *tolls, *days)
    places = [READING.pack(one.lat, one.lon, one.radius_km, one.weight) for one in readings]
    return b"".join((head, *places, target, names, page))


def parts(packed: bytes) -> Parts:
    """Return the parts of a short form. Raises ValueError: of another version."""
    form, wording, readings, event_type, _mark, target, names, page, killed, injured, taken, *_days = HEAD.unpack_from(
        packed
    )
    if form != FORM:
        raise ValueError(form)
    at = HEAD.size + readings * READING.size
    target += at
    names += target
    return Parts(
        wording,
        killed,
        injured,
        taken,
        packed[DAYS_AT : HEAD.size],
        event_type,
        packed[at:target],
        packed[HEAD.size : at],
        packed[target:names],
        packed[names : names + page],
    )


def unpack(packed: bytes, *, report_id: str) -> Seen:
    """Return a report as it was, its wording left out; readings beyond those that are compared are gone. Raises ValueError."""
    found = parts(packed)
    day, span, published = days_of(found.days)
    killed, injured, taken = (None if toll == NONE else toll for toll in found[1:4])
    return Seen(
        report_id=report_id,
        day=day,
        span=span,
        published=published,
        readings=readings_of(found.places),
        names=names_of(found.names),
        event_type=TYPES[found.type],
        target_kind=text(found.target),
        killed=killed,
        injured=injured,
        taken=taken,
        page=text(found.page),
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
def target_mark(target: str) -> int:
    """Return by what two targets are told apart without reading them: equal ones have one mark, others seldom."""
    if not target:
        return UNTOLD
    return VAGUE if target == VAGUE_TARGET else crc32(_bytes(target)) & 0xFFFF | 2


def readings_of(raw: bytes) -> tuple[Reading, ...]:
    """Return the readings of the place."""
    return tuple(
        Reading(lat=lat, lon=lon, radius_km=radius, weight=weight)
        for lat, lon, radius, weight in READING.iter_unpack(raw)
    )


def names_of(raw: bytes) -> frozenset[str]:
    """Return the keys of the place's names."""
    return frozenset(text(raw).split())


def wording_of(seen: Seen) -> int:
    """Return which kinds of wording a report has."""
    return bool(seen.runs) + 2 * bool(seen.address) + 4 * bool(seen.words)


def text(raw: bytes) -> str:
    """Return a word or words as they were."""
    return raw.decode("utf-8", "surrogatepass")


def _bytes(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")
