"""Warnings for tests: people who warn, simulated subscribers, and a drill set of gateways that needs no socket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.factories import NOW, actor

from haal.channels.batch import (
    UNPACED,
    DrillEndpoint,
    DrillGateways,
    LiveEndpoint,
    LiveGateways,
    Message,
    Pace,
    Receipt,
)
from haal.domain.access import Actor, Role
from haal.domain.delivery import Channel, Outcome
from haal.domain.hazard import Hazard, Severity
from haal.domain.ids import PersonId, SubscriberId, WarningId, new_id
from haal.domain.subscriber import Choice, State
from haal.domain.warn.ground import Declared
from haal.domain.warn.phrases import Review
from haal.domain.warning import Mode
from haal.language import phrase_book
from haal.services.warn import agree, draft, headcount, wording
from haal.services.warn.draft import Written
from haal.services.warn.issue import Issued
from haal.storage import subscriber
from haal.storage.subscriber import Asked
from haal.storage.warn.words import review

KNOWN = Declared.TWO_SAW
BLAST = Written(hazard=Hazard.BLAST, place="Mastung", lat=29.7997, lon=66.8455, radius_km=8.0, declared=KNOWN)
MADE_UP = Written(hazard=Hazard.MADE_UP, place="Mastung", lat=29.7997, lon=66.8455, radius_km=8.0)
FAR = Written(hazard=Hazard.BLAST, place="Gwadar", lat=25.1264, lon=62.3225, radius_km=8.0, declared=KNOWN)


def warners() -> tuple[Actor, Actor]:
    """Return two people who may warn, their second factor just shown."""
    return actor(Role.WARNER), actor(Role.WARNER)


def cells(written: Written = BLAST) -> tuple[str, ...]:
    """Return the cells that a warning of this would touch."""
    return wording.area(place="x", lat=written.lat, lon=written.lon, radius_km=written.radius_km).cells


def subscribe(
    count: int,
    *,
    at: Written = BLAST,
    channel: Channel = Channel.EMAIL,
    simulated: bool = False,
    language: str = "ur",
    state: State = State.ACTIVE,
    level: Severity = Severity.MINOR,
    now: datetime = NOW,
) -> tuple[SubscriberId, ...]:
    """Keep so many subscriptions at a place and return their pseudonyms. Where people may be told, the books are reviewed."""
    if not simulated:
        reviewed(now=now)
    here = cells(at)
    people = [
        Asked(
            id=(person := SubscriberId(new_id("s"))),
            address=f"{person[2:]}@people.example"
            if channel is Channel.EMAIL
            else f"+92399{abs(hash(person)) % 10**9:09d}",
            choice=Choice(
                channel=channel,
                language=language,
                cells=(here[number % len(here)],),
                is_simulated=simulated,
                level=level,
            ),
        )
        for number in range(count)
    ]
    assert subscriber.keep(people, state=state, now=now) == count
    return tuple(person.id for person in people)


def reviewed(*languages: str, now: datetime = NOW) -> None:
    """Let somebody have read these phrase books, or all."""
    for language in languages or phrase_book.languages():
        sha256 = phrase_book.book(language).sha256
        review.keep(Review(language=language, sha256=sha256, by=PersonId("p_reader"), at=now))


def drafted(written: Written = BLAST, *, mode: Mode = Mode.ACTUAL, by: Actor, now: datetime = NOW) -> WarningId:
    """Keep a draft."""
    return draft.draft(written=written, mode=mode, by=by, now=now)


def agreed(warning_id: WarningId, first: Actor, second: Actor, *, now: datetime = NOW) -> Issued:
    """Ask and agree, each with the right number."""
    total = headcount.of_draft(warning_id=warning_id, by=first, now=now).total
    agree.ask(warning_id=warning_id, typed_back=total, by=first, now=now)
    return agree.agree(warning_id=warning_id, typed_back=total, by=second, now=now)


@dataclass
class Sink:
    """A gateway in memory: keeps what came and says what it is told to say. Held to the contract by its own tests."""

    endpoint: DrillEndpoint | LiveEndpoint
    say: Callable[[Message], Outcome] = lambda _message: Outcome.ACCEPTED
    before: Callable[[], None] = lambda: None
    honours_key: bool = False
    name: str = "sink"
    pace: Pace = UNPACED
    came: list[Message] = field(default_factory=list)

    def send(self, batch: Sequence[Message]) -> tuple[Receipt, ...]:
        """Take the batch."""
        self.before()
        self.came += batch
        return tuple(Receipt(key=message.key, outcome=self.say(message)) for message in batch)


def live(sink: Sink, *channels: Channel) -> LiveGateways:
    """Return live gateways that all lead into `sink`."""
    return LiveGateways(by_channel=dict.fromkeys(channels or tuple(Channel), (sink,)))


def live_sink(**changes: object) -> Sink:
    """Return a sink where people would be."""
    return Sink(endpoint=LiveEndpoint(host="mail.example", port=25), **changes)


def drill_sink(**changes: object) -> Sink:
    """Return a sink on this machine."""
    return Sink(endpoint=DrillEndpoint(port=1), **changes)


def drill(sink: Sink) -> DrillGateways:
    """Return drill gateways that all lead into `sink`."""
    return DrillGateways(by_channel=dict.fromkeys(Channel, (sink,)))


def at(minutes: float = 0) -> Callable[[], datetime]:
    """Return a clock that stands at `NOW` and some minutes."""
    return lambda: NOW + timedelta(minutes=minutes)
