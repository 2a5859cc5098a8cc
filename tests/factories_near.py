"""Reports of nothing that ever was, as the comparison reads them: near each other, with gaps, and with every kind of day."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from haal.domain.incident import EventType
from haal.linkage.reports.seen import Reading, Seen, Span

BEGIN = 739_000
TYPES = tuple(EventType)
NAMES = ("kt", "hzdr", "trbt", "mstng", "pnjgr", "st")
RARE_WORDS = ("zindan", "qatil", "rozgar", "dhamaka", "madrasa", "ghazi")  # in no table of common words
QUETTA = Reading(lat=30.184, lon=67.001, radius_km=8, weight=1.0)

BARE = Seen(
    report_id="r_bare",
    day=None,
    span=None,
    published=None,
    readings=(),
    names=frozenset(),
    event_type=None,
    target_kind="",
    killed=None,
    injured=None,
    taken=None,
    page="",
    words=frozenset(),
    runs={},
    address={},
)
BLAST = replace(
    BARE,
    report_id="r_blast",
    day=(BEGIN, BEGIN),
    readings=(QUETTA,),
    names=frozenset({"kt"}),
    event_type=EventType.BOMBING,
    target_kind="rally",
    killed=13,
    injured=30,
)


def reports(count: int, *, seed: int) -> list[Seen]:
    """Return as many reports, told within four months."""
    chance = Random(seed)
    return [_one(chance, f"r_{number}") for number in range(count)]


def flat(seen: Seen) -> Seen:
    """Return a report without its wording."""
    return replace(seen, words=frozenset(), runs={}, address={})


def _one(chance: Random, report_id: str) -> Seen:
    day, span, published = _days(chance)
    tolls = [chance.choice((None, 0, 3, 5, 10)) for _ in range(3)]
    return Seen(
        report_id=report_id,
        day=day,
        span=span,
        published=published,
        readings=tuple(_reading(chance) for _ in range(chance.choice((0, 1, 1, 2, 4)))),
        names=frozenset(chance.sample(NAMES, chance.choice((0, 1, 2)))),
        event_type=chance.choice((None, *TYPES)),
        target_kind=chance.choice(("", "other", "home", "rally\x1fx", "گھر")),
        killed=tolls[0],
        injured=tolls[1],
        taken=tolls[2],
        page=chance.choice(("", "", "a/1", "b/2")),
        words=frozenset(chance.sample((*RARE_WORDS, "the"), chance.choice((0, 1, 2)))),
        runs={"abc": 1.0} if chance.random() < 0.5 else {},
        address={"xyz": 1.0} if chance.random() < 0.3 else {},
    )


def _days(chance: Random) -> tuple[Span | None, Span | None, Span | None]:
    begin = BEGIN + chance.randrange(120)
    how = chance.random()
    day = (begin, begin + chance.choice((0, 0, 2))) if how < 0.5 else None
    span = (begin, begin + chance.choice((0, 2, 29, 29, 150, 500))) if 0.5 <= how < 0.75 else None
    published = begin + int(chance.expovariate(0.1))
    if chance.random() < 0.2:
        return day, span, None
    return day, span, (published, published + (30 if chance.random() < 0.1 else 0))


def _reading(chance: Random) -> Reading:
    return Reading(
        lat=28 + 3 * chance.random(),
        lon=64 + 3 * chance.random(),
        radius_km=chance.choice((1, 5, 15, 120)),
        weight=chance.random(),
    )
