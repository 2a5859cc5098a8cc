"""Check-in circles: open one, hear "I am well", notice silence, and know who acted.

The one thing to know: a word that comes in time leaves no audit row and no row of its own. A row per check-in would
be the diary of a person at risk; only openings, alarms, acts and ends are audited. The clock calls `watch`; it works
while the keys are away, since nothing is opened for it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from haal.domain import receipt
from haal.domain.access import NOBODY, SYSTEM, Actor, Permission, Role, may, require
from haal.domain.check_in import (
    Act,
    Came,
    Circle,
    CircleReason,
    CircleState,
    Wait,
    excused_until,
    is_overdue,
    next_due_at,
    next_turn,
    why_not_open,
)
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import CheckInId, PersonId, new_id
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT, Policy
from haal.language.receipt_words import WORDS
from haal.storage import audit, person, work
from haal.storage import check_in as rows
from haal.storage.ground import secret
from haal.storage.ground.fields import DeskBox

WATCHERS = (Role.AID, Role.STEWARD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A circle to be opened. `label` is a word the circle uses for the person, not their name; `plan` what to do."""

    label: str
    plan: str
    members: tuple[PersonId, ...]
    every_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Told once: the code by which the person at risk checks in, as words and as digits."""

    circle_id: CheckInId
    words: str
    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What one look of the clock found: circles newly overdue, and turns that came."""

    overdue_count: int
    turns_count: int


def open_circle(*, opening: Opening, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Opened:
    """Keep a circle and return the code of its person. Raises Refused."""
    require(by, Permission.WATCH_CHECK_INS)
    check_text(opening.label, field="label", chars_max=policy.field_chars_max)
    check_text(opening.plan, field="plan", chars_max=policy.story_chars_max)
    if reason := why_not_open(opening.members, every_minutes=opening.every_minutes):
        raise Refused(reason)
    if not all(person.roles_of(member) & set(WATCHERS) for member in opening.members):
        raise NotFound
    circle = Circle(
        id=CheckInId(new_id("c")),
        members=opening.members,
        every_minutes=opening.every_minutes,
        grace_minutes=policy.check_in_grace_minutes,
        due_at=now + timedelta(minutes=opening.every_minutes),
    )
    box = DeskBox.shut({"label": opening.label, "plan": opening.plan})
    with work.atomic():
        opened, words_hash, digits_hash = _new_code(circle.id)
        rows.keep(circle, box=box, words_hash=words_hash, digits_hash=digits_hash)
        audit.write(by=by, what="circle-opened", subject=circle.id, now=now)
    return opened


def say_well(*, code: str, now: datetime) -> datetime:
    """Keep that the person is well, ending any alarm, and return when the next word is due.

    Raises:
        NotFound: there is no such code.
        Refused: the circle has ended.
    """
    with work.atomic():
        circle = rows.get(_find(code), for_change=True)
        if circle.state is CircleState.ENDED:
            raise Refused(CircleReason.CIRCLE_HAS_ENDED)
        if circle.state is CircleState.OVERDUE:
            audit.write(by=NOBODY, what="circle-word-came", subject=circle.id, now=now)
        return _calm(circle, now=now)


def pause(*, code: str, now: datetime) -> None:
    """Keep that no word is due until the next one comes; only the person themselves, with the code, may."""
    with work.atomic():
        circle = rows.get(_find(code), for_change=True)
        if circle.state is not CircleState.WATCHING:
            raise Refused(
                CircleReason.CIRCLE_HAS_ENDED if circle.state is CircleState.ENDED else GeneralReason.ALREADY_DONE
            )
        rows.save(replace(circle, state=CircleState.PAUSED))
        audit.write(by=NOBODY, what="circle-paused", subject=circle.id, now=now)


def end(*, code: str, now: datetime) -> None:
    """End a circle for good; only the person themselves, with the code, may."""
    with work.atomic():
        circle = rows.get(_find(code), for_change=True)
        rows.save(replace(circle, state=CircleState.ENDED, overdue_since=None))
        rows.forget_turns(circle.id)
        audit.write(by=NOBODY, what="circle-ended", subject=circle.id, now=now)


def watch(*, now: datetime, policy: Policy = DEFAULT) -> Watched:
    """Look at every circle once: who is overdue, and whose turn it is to act."""
    with work.atomic():
        watched_at = rows.watched_at()
        if excuse := excused_until(watched_at=watched_at, now=now, grace_minutes=policy.check_in_grace_minutes):
            rows.excuse_all(until=excuse)
        found = [_look(circle, now=now, policy=policy) for circle in rows.watched() if is_overdue(circle, now=now)]
        rows.set_watched(now)
    return Watched(overdue_count=sum(new for new, _ in found), turns_count=sum(turns for _, turns in found))


def act(*, circle_id: CheckInId, did: Act, by: Actor, now: datetime) -> None:
    """Keep who did what about somebody's silence; reaching them well ends the alarm.

    Raises:
        NotFound: the actor is not of this circle, and it is not everyone's turn yet.
        Refused: nobody is overdue.
    """
    require(by, Permission.WATCH_CHECK_INS)
    with work.atomic():
        circle = rows.get(circle_id, for_change=True)
        if not may_act(circle=circle, by=by):
            raise NotFound
        if circle.state is not CircleState.OVERDUE:
            raise Refused(CircleReason.NOT_OVERDUE)
        rows.act(circle_id, did=did, by=by.person_id, now=now)
        audit.write(by=by, what="circle-acted", subject=circle_id, why=did.value, now=now)
        if did is Act.REACHED_WELL:
            _calm(circle, now=now)


def may_act(*, circle: Circle, by: Actor) -> bool:
    """Return whether it is this person's to act: one of the circle, or anyone who watches once everyone's turn has come."""
    if by.person_id in circle.members:
        return True
    everyone = any(turn.person is None for turn in rows.turns_of(circle.id))
    return everyone and may(by, Permission.WATCH_CHECK_INS)


def _look(circle: Circle, *, now: datetime, policy: Policy) -> tuple[int, int]:
    """Raise the alarm of an overdue circle if it is new, and bring every turn that is due; return how many of each."""
    is_new = circle.state is not CircleState.OVERDUE
    if is_new:
        circle = replace(circle, state=CircleState.OVERDUE, overdue_since=now)
        rows.forget_turns(circle.id)
        rows.save(circle)
        audit.write(by=SYSTEM, what="circle-overdue", subject=circle.id, now=now)
    came = [Came(came_at=turn.came_at, acted_at=turn.acted_at) for turn in rows.turns_of(circle.id)]
    wait = Wait(step_minutes=policy.check_in_step_minutes, acted_minutes=policy.check_in_acted_minutes)
    turns = 0
    while turn := next_turn(circle, came, now=now, wait=wait):
        rows.put_turn(circle.id, turn, now=now)
        audit.write(by=SYSTEM, what="circle-turn", subject=f"{circle.id}:{turn.step}", now=now)
        came.append(Came(came_at=now))
        turns += 1
    return int(is_new), turns


def _calm(circle: Circle, *, now: datetime) -> datetime:
    due_at = next_due_at(circle, now=now)
    rows.save(replace(circle, state=CircleState.WATCHING, due_at=due_at, excused_until=None, overdue_since=None))
    rows.forget_turns(circle.id)
    return due_at


def _find(code: str) -> CheckInId:
    found = rows.find_by_code_hash(_code_hash(code) or b"")
    if found is None:
        raise NotFound
    return found


def _code_hash(code: str) -> bytes | None:
    normal = receipt.normalise(code)
    return secret.digest("check-in-code", normal) if normal else None


def _new_code(circle_id: CheckInId) -> tuple[Opened, bytes, bytes]:
    """Return a code that no other circle has, with its two hashes."""
    while True:
        seed = secrets.token_bytes(32)
        opened = Opened(circle_id=circle_id, words=receipt.words_of(seed, WORDS), digits=receipt.digits_of(seed))
        words_hash, digits_hash = _code_hash(opened.words), _code_hash(opened.digits)
        if words_hash and digits_hash and not rows.code_taken(digits_hash):
            return opened, words_hash, digits_hash
