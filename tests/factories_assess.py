"""Reports at the desk and the people who assess them."""

from __future__ import annotations

from datetime import date
from itertools import count

from tests.factories import NOW, actor

from haal.domain.access import Actor, Role
from haal.domain.ids import ReportId
from haal.domain.report import (
    Answers,
    Channel,
    Counted,
    DateKnown,
    Figure,
    Happened,
    Incoming,
    Kind,
    PlaceCandidate,
    Scope,
    Source,
    Where,
)
from haal.services.intake.take_in import take_in

ANA = actor(Role.VERIFIER, name="quiet-heron")
BO = actor(Role.VERIFIER, name="old-lantern")
DAY = date(2026, 3, 2)
QUETTA = PlaceCandidate(name="Quetta", lat=30.184, lon=67.001, radius_km=8)
GWADAR = PlaceCandidate(name="Gwadar", lat=25.122, lon=62.325, radius_km=5)
_number = count()


def told(
    *,
    day: date | None = DAY,
    place: PlaceCandidate | None = QUETTA,
    killed: int | None = 13,
    line: str = "own:Dawn",
    channel: Channel = Channel.PRESS,
    published: date | None = date(2026, 3, 3),
    by: Actor | None = None,
    heard: str = "A blast near the market.",
    kind: Kind = Kind.NEWS,
    event_type: str = "bombing",
) -> ReportId:
    """Take in one report about a blast and return its id."""
    figures = (Figure(counted=Counted.KILLED, low=killed, high=killed, scope=Scope.ALL),) if killed is not None else ()
    incoming = Incoming(
        channel=channel,
        client_key=f"a-report-of-the-tests-{next(_number)}",
        kind=kind,
        answers=Answers(
            heard=heard,
            event_type=event_type,
            target_kind="market",
            happened=Happened(first=day, last=day, known=DateKnown.DAY if day else DateKnown.NONE),
            where=Where(words=place.name, district=place.name, candidates=(place,)) if place else Where(),
            figures=figures,
        ),
        source=Source(line=line, outlet=line.partition(":")[2], published=published)
        if channel is Channel.PRESS
        else Source(),
    )
    return take_in(incoming=incoming, by=by, now=NOW).report_id
