"""Hold a shift at one's own place: never alone, and forgotten after thirty days.

The one thing to know: the audit says that a shift was made or changed, never who holds it; the names are in the shift
alone and go from there.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.gathering.place import is_own
from haal.domain.ids import PersonId, PlaceId, ShiftId, new_id
from haal.domain.policy import DEFAULT, Policy
from haal.domain.rota.shift import Shift, forget_before, why_not_leave, why_not_shift
from haal.storage import audit, work
from haal.storage import rota as rows
from haal.storage.gathering import place as place_rows


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
        Refused: fewer than two people, somebody from elsewhere, or the times are wrong.
    """
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        stewards = place_rows.stewards_of(place_id)
        if not is_own(by.person_id, stewards):
            raise NotFound
        reason = why_not_shift(
            people, stewards=stewards, starts_at=starts_at, ends_at=ends_at, people_min=policy.shift_people_min
        )
        if reason:
            raise Refused(reason)
        once = tuple(dict.fromkeys(people))
        shift_id = ShiftId(new_id("s"))
        rows.keep(
            Shift(
                id=shift_id,
                place_id=place_id,
                starts_at=starts_at,
                ends_at=ends_at,
                people=once,
                people_count=len(once),
            )
        )
        audit.write(by=by, what="shift-made", subject=shift_id, now=now)
    return shift_id


def join(*, shift_id: ShiftId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> None:
    """Come into a shift of one's own place. Raises NotFound, Refused."""
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        shift = rows.get(shift_id, for_change=True)
        stewards = place_rows.stewards_of(shift.place_id)
        if not is_own(by.person_id, stewards):
            raise NotFound
        if by.person_id in shift.people:
            raise Refused(GeneralReason.ALREADY_DONE)
        people = (*shift.people, by.person_id)
        if reason := why_not_shift(
            people,
            stewards=stewards,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            people_min=policy.shift_people_min,
        ):
            raise Refused(reason)
        rows.set_people(shift_id, people)
        audit.write(by=by, what="shift-changed", subject=shift_id, now=now)


def leave(*, shift_id: ShiftId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> None:
    """Leave a shift, if two others stay. Raises NotFound, Refused."""
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        shift = rows.get(shift_id, for_change=True)
        if by.person_id not in shift.people:
            raise NotFound
        if reason := why_not_leave(shift, now=now, people_min=policy.shift_people_min):
            raise Refused(reason)
        rows.set_people(shift_id, (person for person in shift.people if person != by.person_id))
        audit.write(by=by, what="shift-changed", subject=shift_id, now=now)


def forget_names(*, now: datetime, policy: Policy = DEFAULT) -> int:
    """Forget who held shifts that ended long ago; the counts stay. Return how many names went."""
    with work.atomic():
        gone = rows.forget_names(ended_before=forget_before(now=now, names_days=policy.shift_names_days))
        if gone:
            audit.write(by=SYSTEM, what="shift-names-forgotten", subject="", now=now)
    return gone
