"""Hold a shift at one's own place, come in, stand in, or not come: never alone, and forgotten after thirty days.

The one thing to know: the audit says that a shift was made or changed, never who holds it; the names are in the shift
alone and go from there. Who cannot come is not asked why. When no two are left the shift is closed and its place is called.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.gathering.place import PlaceReason, is_own
from haal.domain.ids import PersonId, PlaceId, ShiftId, new_id
from haal.domain.policy import DEFAULT, Policy
from haal.domain.rota import change
from haal.domain.rota.calendar import forget_entries_before
from haal.domain.rota.shift import RotaReason, Shift, forget_before, why_not_shift
from haal.services.help.rota import calendar
from haal.storage import audit, work
from haal.storage import rota as rows
from haal.storage.gathering import place as place_rows
from haal.storage.steward import calendar as calendar_rows
from haal.storage.warn.duty import call as call_rows


def hold(
    *,
    place_id: PlaceId,
    people: tuple[PersonId, ...],
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    now: datetime,
    policy: Policy = DEFAULT,
) -> ShiftId:
    """Keep a shift of at least two of the place's own helpers.

    Raises:
        NotFound: it is not the actor's place.
        Refused: fewer than two people, somebody from elsewhere or in another shift then, the times are wrong, or nobody
            gathers there any more.
    """
    with work.atomic():
        stewards = require_own(place_id=place_id, by=by)
        require_open(place_id=place_id)
        reason = why_not_shift(
            people, stewards=stewards, starts_at=starts_at, ends_at=ends_at, people_min=policy.shift_people_min
        )
        if reason:
            raise Refused(reason)
        once, shift_id = tuple(dict.fromkeys(people)), ShiftId(new_id("s"))
        shift = Shift(
            id=shift_id,
            place_id=place_id,
            starts_at=starts_at,
            ends_at=ends_at,
            people=once,
            people_count=len(once),
        )
        for person_id in once:
            require_not_elsewhere(shift=shift, person_id=person_id, now=now)
        keep_new(shift=shift, by=by, now=now)
    return shift_id


def keep_new(*, shift: Shift, by: Actor, now: datetime) -> None:
    """Keep a new shift, inside the caller's transaction; the caller has asked the rules."""
    rows.keep(shift, now=now)
    calendar.note(shift=shift, now=now)
    audit.write(by=by, what="shift-made", subject=shift.id, now=now)


def join(*, shift_id: ShiftId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> None:
    """Come into a shift of one's own place; into a closed one with whoever would stand in. Raises NotFound, Refused."""
    with work.atomic():
        shift = own_shift(shift_id=shift_id, by=by)
        if by.person_id in shift.people:
            raise Refused(GeneralReason.ALREADY_DONE)
        require_not_elsewhere(shift=shift, person_id=by.person_id, now=now)
        require_open(place_id=shift.place_id)
        with_me: tuple[PersonId, ...] = (by.person_id,)
        if shift.closed_at is not None:
            with_me = tuple(dict.fromkeys((by.person_id, *_standing_in(shift, now=now))))[: policy.shift_people_min]
        if reason := change.why_not_come_in(shift, with_me, people_min=policy.shift_people_min, now=now):
            raise Refused(reason)
        keep(done=change.with_more(shift, with_me), by=by, now=now)


def stand_in(*, shift_id: ShiftId, by: Actor, now: datetime) -> None:
    """Keep that one would come in if somebody is missing. Raises NotFound, Refused."""
    with work.atomic():
        shift = own_shift(shift_id=shift_id, by=by)
        if now >= shift.ends_at:
            raise Refused(RotaReason.SHIFT_IS_OVER)
        require_not_elsewhere(shift=shift, person_id=by.person_id, now=now)
        if not rows.stand_in(shift_id, by.person_id, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="shift-changed", subject=shift_id, now=now)


def leave(*, shift_id: ShiftId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> None:
    """Not come to a shift: who stands in comes instead, or it is closed. Raises NotFound, Refused."""
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        shift = rows.get(shift_id, for_change=True)
        if by.person_id not in shift.people:
            raise NotFound
        if now >= shift.ends_at:
            raise Refused(RotaReason.SHIFT_IS_OVER)
        take_out(shift=shift, gone=(by.person_id,), by=by, now=now, policy=policy)


def move(
    *, shift_id: ShiftId, starts_at: datetime, ends_at: datetime, by: Actor, now: datetime, policy: Policy = DEFAULT
) -> None:
    """Let a shift of one's own place be at other hours; who is in another shift then is out, and the place is called.

    Raises:
        NotFound: it is not the actor's place.
        Refused: it is over, or the times are wrong.
    """
    with work.atomic():
        shift = own_shift(shift_id=shift_id, by=by)
        if reason := change.why_not_move(shift, starts_at=starts_at, ends_at=ends_at, now=now):
            raise Refused(reason)
        at_new_times = replace(shift, starts_at=starts_at, ends_at=ends_at)
        able = (
            *(one for one in shift.people if not _is_elsewhere(at_new_times, one, now=now)),
            *_standing_in(at_new_times, now=now),
        )
        done = change.moved(
            shift, starts_at=starts_at, ends_at=ends_at, able=able, people_min=policy.shift_people_min, now=now
        )
        keep(done=replace(done, news=done.news or change.ShiftNews.MOVED), by=by, now=now)


def take_out(*, shift: Shift, gone: tuple[PersonId, ...], by: Actor, now: datetime, policy: Policy) -> None:
    """Have these people no longer in the shift, inside the caller's transaction."""
    able = _standing_in(shift, now=now)
    done = change.without(shift, gone, standing_in=able, people_min=policy.shift_people_min, now=now)
    keep(done=done, by=by, now=now)


def keep(*, done: change.Change, by: Actor, now: datetime) -> None:
    """Keep a changed shift; its place is called when there is something to tell."""
    rows.save(done.shift, now=now)
    calendar.note(shift=done.shift, now=now)
    audit.write(by=by, what="shift-changed", subject=done.shift.id, why=done.news.value if done.news else "", now=now)
    if done.news is not None:
        ends_at = done.shift.ends_at
        call_rows.put(subject=new_id("w"), place_id=done.shift.place_id, but=None, now=now, not_after=ends_at)


def require_own(*, place_id: PlaceId, by: Actor) -> tuple[PersonId, ...]:
    """Return who looks after the actor's own place. Raises NotFound, Refused."""
    require(by, Permission.OWN_PLACE)
    stewards = place_rows.stewards_of(place_id)
    if not is_own(by.person_id, stewards):
        raise NotFound
    return stewards


def own_shift(*, shift_id: ShiftId, by: Actor) -> Shift:
    """Return a shift of the actor's own place, for a change. Raises NotFound."""
    require(by, Permission.OWN_PLACE)
    shift = rows.get(shift_id, for_change=True)
    require_own(place_id=shift.place_id, by=by)
    return shift


def require_not_elsewhere(*, shift: Shift, person_id: PersonId, now: datetime) -> None:
    """Pass, or raise Refused: they hold another shift at that time."""
    if _is_elsewhere(shift, person_id, now=now):
        raise Refused(RotaReason.NOT_RESTED)


def require_open(*, place_id: PlaceId) -> None:
    """Pass, or raise Refused: nobody gathers there any more."""
    if place_rows.is_closed(place_id):
        raise Refused(PlaceReason.PLACE_IS_CLOSED)


def _is_elsewhere(shift: Shift, person_id: PersonId, *, now: datetime) -> bool:
    return change.is_elsewhere(shift, held=rows.of_person(person_id, since=min(now, shift.starts_at)))


def forget_names(*, now: datetime, policy: Policy = DEFAULT) -> int:
    """Forget who held shifts that ended long ago, and what calendars were told of those; the counts stay. Return how many went."""
    with work.atomic():
        calendar_rows.forget_entries(ended_before=forget_entries_before(now=now))
        gone = rows.forget_names(ended_before=forget_before(now=now, names_days=policy.shift_names_days))
        if gone:
            audit.write(by=SYSTEM, what="shift-names-forgotten", subject="", now=now)
    return gone


def _standing_in(shift: Shift, *, now: datetime) -> tuple[PersonId, ...]:
    """Return who said they would stand in, still looks after the place, and is in no other shift at that time."""
    stewards = place_rows.stewards_of(shift.place_id)
    return tuple(
        person_id
        for person_id in rows.standing_in(shift.id)
        if person_id in stewards and not _is_elsewhere(shift, person_id, now=now)
    )
