"""The helping end of the demo: one need meets an offer without a contact being shown; one silence is noticed.

The two hours of the check-in are told to the services as instants, minute by minute: nothing waits.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from haal.cli.demo.box import Box
from haal.domain.check_in.word import Saying
from haal.domain.gathering.place import PlaceKind
from haal.domain.gathering.plan import Kept, Plan
from haal.domain.ids import NeedId, OfferId
from haal.domain.need import Asked, NeedKind
from haal.domain.offer import Offered
from haal.services.help import codes, matches, needs, offers
from haal.services.help.circles import opening, saying, watch
from haal.services.help.gathering import plans, register
from haal.services.help.telling import Told

HOURS = 2
LOOK_EVERY_MINUTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """What came of it."""

    needs: int
    matched: int
    overdue_noticed: int

    def as_dict(self) -> dict[str, object]:
        """Return it as the demo's JSON has it."""
        return asdict(self)


def run(*, box: Box, now: datetime, step: Callable[[], None]) -> Helped:
    """Ask, offer, match and deliver; then open a circle and let its person be silent."""
    matched = _match(box=box, now=now)
    step()
    overdue = _silence(box=box, now=now)
    _gathering_place(box=box, now=now)
    step()
    return Helped(needs=1, matched=matched, overdue_noticed=overdue)


def _match(*, box: Box, now: datetime) -> int:
    aid = box.actors["warner, first"]
    asked = needs.ask(
        asked=Asked(kind=NeedKind.WATER, for_count=30),
        told=Told(client_key=str(uuid.uuid4()), words="drinking water for thirty people", district="Mastung"),
        now=now,
    )
    offered = offers.offer(
        offered=Offered(kind=NeedKind.WATER, for_count=100),
        told=Told(client_key=str(uuid.uuid4()), words="a tanker, mornings", district="Mastung"),
        now=now,
    )
    need_id, offer_id = _need_of(asked.receipt.words), _offer_of(offered.receipt.digits)
    needs.see(need_id=need_id, by=aid, now=now)
    match_id = matches.propose(need_id=need_id, offer_id=offer_id, by=aid, now=now)
    codes.promise(code=offered.receipt.words, match_id=match_id, now=now)
    matches.set_out(match_id=match_id, by=aid, now=now)
    matches.deliver(match_id=match_id, by=aid, now=now)
    standing = codes.standing_of(code=asked.receipt.digits)
    return int(standing is not None and standing.need is not None and standing.need.state == "done")


def _need_of(code: str) -> NeedId:
    standing = codes.standing_of(code=code)
    assert standing is not None and standing.need is not None, "asked a moment ago"  # noqa: PT018
    return standing.need.id


def _offer_of(code: str) -> OfferId:
    standing = codes.standing_of(code=code)
    assert standing is not None and standing.offer is not None, "offered a moment ago"  # noqa: PT018
    return standing.offer.id


def _silence(*, box: Box, now: datetime) -> int:
    """Open a circle two hours ago, say well once, then nothing; return how many silences were noticed."""
    began = now - timedelta(hours=HOURS)
    watchers = (box.actors["warner, first"], box.actors["place helper, second"])
    asked = opening.Opening(
        label="the teacher",
        plan="call the uncle, then the second school",
        members=tuple(watcher.person_id for watcher in watchers),
        every_minutes=60,
    )
    circle = opening.open_circle(opening=asked, by=watchers[0], now=began)
    saying.say(code=circle.plain.words, saying=Saying.WELL, now=began + timedelta(minutes=5))
    minutes = range(0, HOURS * 60 + 1, LOOK_EVERY_MINUTES)
    return sum(watch.watch(now=began + timedelta(minutes=minute)).overdue_count for minute in minutes)


def _gathering_place(*, box: Box, now: datetime) -> None:
    """Keep a school of the fictional valley with its sealed plan, for its own place helpers alone."""
    first, second = box.actors["place helper"], box.actors["place helper, second"]
    place_id = register.register(
        kind=PlaceKind.SCHOOL, name="School of the demo", district="Mastung", by=first, now=now
    )
    for steward in (first, second):
        register.add_steward(place_id=place_id, person_id=steward.person_id, by=first, now=now)
    plan = Plan(exits="two gates", assembly="the walled yard", weak_points="the east wall", contacts="the caretaker")
    kept = Kept(plan=plan, owner=first.person_id, review_on=(now + timedelta(days=90)).date())
    plans.keep(place_id=place_id, kept=kept, by=first, now=now)
