"""A whole drill, from simulated subscribers to the ending: the same drafting, counting, agreeing and sending as for a
danger.

What differs is the mode, the made-up danger, TEST as the first word, and gateways that are ports of this machine.
Simulated subscribers have addresses that cannot exist (`.example`, an unassigned number range), and a warning never
reaches them.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from haal.channels import peers
from haal.channels.batch import DrillGateways
from haal.channels.peers import Peers
from haal.domain import gazetteer
from haal.domain.access import SYSTEM, Actor
from haal.domain.delivery import Channel, State
from haal.domain.hazard import Hazard
from haal.domain.ids import SubscriberId, WarningId, new_id
from haal.domain.subscriber import Choice
from haal.domain.subscriber import State as Subscribed
from haal.domain.warning import Mode
from haal.services.warn import agree, cancel, deliver, draft, gateways, headcount, wording
from haal.services.warn.deliver import Clock
from haal.services.warn.draft import Written
from haal.storage import audit, work
from haal.storage import delivery as delivery_rows
from haal.storage import subscriber as subscriber_rows
from haal.storage.subscriber import Asked

LANGUAGES = ("ur", "bal", "brh", "en", "ps")
PLACE = Written(hazard=Hazard.MADE_UP, place="Mastung", lat=29.7997, lon=66.8455, radius_km=8.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """What came of a drill. `duplicates` counts arrivals of one message beyond its first, marked repeats apart."""

    warning_id: WarningId
    status: str
    headcount: int
    delivered: int
    updated: int
    cancelled: int
    duplicates: int
    repeats: int
    same_people: bool
    all_say_test: bool


@contextmanager
def open_gateways(folder: Path) -> Iterator[tuple[DrillGateways, Peers]]:
    """Start the counting servers, logging into `folder`, and return the only gateways a drill has."""
    with peers.running(folder) as running:
        yield gateways.drill(mail_port=running.mail_port, counting_port=running.counting_port), running


def add_simulated(*, count: int, by_mail: int, cells: Sequence[str], clock: Clock) -> int:
    """Subscribe `count` people who do not exist, `by_mail` of them by mail, the others by short message; return how many.

    Raises:
        KeysLocked: addresses cannot be kept now.
    """
    label = secrets.token_hex(3)
    people = [
        Asked(
            id=SubscriberId(new_id("s")),
            address=f"p{number}-{label}@drill.example"
            if number < by_mail
            else f"+9299{int(label, 16) % 1000:03d}{number:06d}",
            choice=Choice(
                channel=Channel.EMAIL if number < by_mail else Channel.SMS,
                language=LANGUAGES[number % len(LANGUAGES)],
                cells=(cells[number % len(cells)],),
                is_simulated=True,
            ),
        )
        for number in range(count)
    ]
    now = clock()
    with work.atomic():
        kept = subscriber_rows.keep(people, state=Subscribed.ACTIVE, now=now)
        audit.write(by=SYSTEM, what="drill-subscribers-added", subject="", now=now)
    return kept


def run(
    *,
    ways: DrillGateways,
    running: Peers,
    first: Actor,
    second: Actor,
    clock: Clock,
    written: Written = PLACE,
    step: Callable[[str], None] = lambda _stage: None,
) -> Drilled:
    """Draft, count, ask, agree, deliver; then update and end it, each delivered to the last message. `step` names the stage.

    Raises:
        Refused: nobody is subscribed there, or a rule forbids it.
        KeysLocked: nothing can be sent now.
    """
    warning_id = draft.draft(written=written, mode=Mode.DRILL, by=first, now=clock())
    total = _two_agree(warning_id, first=first, second=second, clock=clock)
    step("issued")
    delivered = _deliver(warning_id, revision=1, ways=ways, clock=clock)
    step("delivered")
    draft.rewrite(warning_id=warning_id, written=written, by=second, now=clock())
    _two_agree(warning_id, first=second, second=first, clock=clock)
    updated = _deliver(warning_id, revision=2, ways=ways, clock=clock)
    step("updated")
    cancel.cancel(warning_id=warning_id, was_wrong=False, by=second, now=clock())
    cancelled = _deliver(warning_id, revision=3, ways=ways, clock=clock)
    step("ended")
    return _summary(warning_id, running=running, total=total, sent=(delivered, updated, cancelled))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a round of sending drills did: what became of messages, and how many arrived more than once."""

    states: dict[str, int]
    arrived: int
    duplicates: int


def send_waiting(*, folder: Path, owner: str, clock: Clock) -> Sent:
    """Open the counting gateways and send every drill that waits: for a drill that two people began at the desk.

    Raises:
        KeysLocked: nothing can be sent now.
    """
    with open_gateways(folder) as (ways, running):
        done = deliver.drain(gateways=ways, owner=owner, clock=clock)
        return Sent(
            states={state.value: count for state, count in done.items()},
            arrived=len(running.arrivals()),
            duplicates=running.doubled().total(),
        )


def cells_of_place(*, place: str, radius_km: float) -> tuple[str, ...]:
    """Return the cells of a named place, for simulated subscribers; none when nobody knows the name."""
    found = gazetteer.resolve(place)
    if not found:
        return ()
    return wording.area(place=place, lat=found[0].lat, lon=found[0].lon, radius_km=radius_km).cells


def _two_agree(warning_id: WarningId, *, first: Actor, second: Actor, clock: Clock) -> int:
    """Let the first ask and the second agree, each with the number they read; return it."""
    asked_for = headcount.of_draft(warning_id=warning_id, by=first, now=clock()).total
    agree.ask(warning_id=warning_id, typed_back=asked_for, by=first, now=clock())
    agreed_for = headcount.of_draft(warning_id=warning_id, by=second, now=clock()).total
    agree.agree(warning_id=warning_id, typed_back=agreed_for, by=second, now=clock())
    return agreed_for


def _deliver(warning_id: WarningId, *, revision: int, ways: DrillGateways, clock: Clock) -> int:
    deliver.drain(gateways=ways, owner=f"drill-{warning_id}", clock=clock)
    return len(delivery_rows.recipients(warning_id, revision, {State.ACCEPTED}))


def _summary(warning_id: WarningId, *, running: Peers, total: int, sent: tuple[int, int, int]) -> Drilled:
    arrivals = [one for one in running.arrivals() if str(one["reference"]).startswith(f"{warning_id}.")]
    came = Counter(str(one["key"]) for one in arrivals if not one["repeat"])
    told = delivery_rows.recipients(warning_id, 1, {State.ACCEPTED}) | delivery_rows.recipients(
        warning_id, 2, {State.ACCEPTED}
    )
    return Drilled(
        warning_id=warning_id,
        status="Exercise",
        headcount=total,
        delivered=sent[0],
        updated=sent[1],
        cancelled=sent[2],
        duplicates=sum(count - 1 for count in came.values()),
        repeats=sum(1 for one in arrivals if one["repeat"]),
        same_people=delivery_rows.recipients(warning_id, 3, {State.ACCEPTED}) == told,
        all_say_test=all(bool(one["test"]) for one in arrivals),
    )
