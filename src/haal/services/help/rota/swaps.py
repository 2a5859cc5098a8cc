"""Change places between two shifts: one asks, the other agrees; until then nothing changes.

The one thing to know: both shifts are looked at anew when the other agrees, so an old question never makes a wrong rota. A swap
changes who stands, not how many: neither shift is lone for a moment.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.gathering.place import is_own
from haal.domain.ids import PersonId, ShiftId, SwapId, new_id
from haal.domain.rota import change
from haal.domain.rota.shift import RotaReason, Shift
from haal.services.help.rota.shifts import keep, own_shift
from haal.storage import audit, work
from haal.storage import rota as rows
from haal.storage.gathering import place as place_rows
from haal.storage.warn.duty import call as call_rows


def ask(*, shift_id: ShiftId, other_id: ShiftId, taker: PersonId, by: Actor, now: datetime) -> SwapId:
    """Ask somebody of one's place to change places.

    Raises:
        NotFound: one of the shifts is not of the actor's place, or the actor is not in the first.
        Refused: it cannot be, or it was asked already.
    """
    with work.atomic():
        one, other = own_shift(shift_id=shift_id, by=by), own_shift(shift_id=other_id, by=by)
        swap = change.Swap(id=SwapId(new_id("w")), shift_id=one.id, other_id=other.id, giver=by.person_id, taker=taker)
        _require(one, other, swap=swap, now=now)
        if not rows.keep_swap(swap, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="shift-swap-asked", subject=shift_id, now=now)
    return swap.id


def ask_all(*, shift_id: ShiftId, by: Actor, now: datetime) -> int:
    """Ask everybody of one's place who could change places for this shift, each for one of theirs; return how many are asked.

    The place is called, with no word of which shift. Who agrees first has it. Raises NotFound: not one's own shift.
    """
    with work.atomic():
        shift = own_shift(shift_id=shift_id, by=by)
        if by.person_id not in shift.people:
            raise NotFound
        asked: set[PersonId] = set()
        is_new = False
        for other, taker in change.could_swap(
            shift, rows.of_place(shift.place_id, since=now), giver=by.person_id, now=now
        ):
            swap = change.Swap(
                id=SwapId(new_id("w")), shift_id=shift.id, other_id=other.id, giver=by.person_id, taker=taker
            )
            if taker not in asked and _why_not(shift, other, swap=swap, now=now) is None:
                asked.add(taker)
                is_new = rows.keep_swap(swap, now=now) or is_new
        if is_new:
            audit.write(by=by, what="shift-swap-asked", subject=shift_id, now=now)
            call_rows.put(
                subject=new_id("w"), place_id=shift.place_id, but=by.person_id, now=now, not_after=shift.starts_at
            )
    return len(asked)


def stands(*, swap: change.Swap, now: datetime) -> bool:
    """Return whether a question could still be answered with yes."""
    return _why_not(rows.get(swap.shift_id), rows.get(swap.other_id), swap=swap, now=now) is None


def agree(*, swap_id: SwapId, by: Actor, now: datetime) -> None:
    """Agree: both shifts change at once. Only who was asked can. Raises NotFound, Refused."""
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        swap = rows.get_swap(swap_id)
        if by.person_id != swap.taker:
            raise NotFound
        one, other = rows.get(swap.shift_id, for_change=True), rows.get(swap.other_id, for_change=True)
        _require(one, other, swap=swap, now=now)
        for shift in change.swapped(one, other, giver=swap.giver, taker=swap.taker):
            keep(done=change.Change(shift=shift), by=by, now=now)
        rows.forget_swaps_for(one.id, swap.giver)  # also what others were asked for the same place in the shift
        rows.forget_swaps_for(other.id, swap.taker)


def refuse(*, swap_id: SwapId, by: Actor, now: datetime) -> None:
    """Say no, or take one's own question back; nobody is asked why. Raises NotFound."""
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        swap = rows.get_swap(swap_id)
        if by.person_id not in (swap.taker, swap.giver):
            raise NotFound
        rows.forget_swap(swap_id)
        audit.write(by=by, what="shift-swap-refused", subject=swap.shift_id, now=now)


def _require(one: Shift, other: Shift, *, swap: change.Swap, now: datetime) -> None:
    """Pass, or raise Refused."""
    if reason := _why_not(one, other, swap=swap, now=now):
        raise Refused(reason)


def _why_not(one: Shift, other: Shift, *, swap: change.Swap, now: datetime) -> RotaReason | None:
    """Return what the rules of the swap, of both places, and of being in one place at a time forbid, or None."""
    reason = change.why_not_swap(one, other, giver=swap.giver, taker=swap.taker, now=now)
    if reason is None and not (_may_stand(other, swap.giver) and _may_stand(one, swap.taker)):
        reason = RotaReason.NOT_OF_THIS_PLACE
    if reason is None and (
        _is_elsewhere(other, swap.giver, without=one, now=now) or _is_elsewhere(one, swap.taker, without=other, now=now)
    ):
        reason = RotaReason.NOT_RESTED
    return reason


def _may_stand(shift: Shift, person_id: PersonId) -> bool:
    return is_own(person_id, place_rows.stewards_of(shift.place_id))


def _is_elsewhere(shift: Shift, person_id: PersonId, *, without: Shift, now: datetime) -> bool:
    held = [one for one in rows.of_person(person_id, since=now) if one.id != without.id]
    return change.is_elsewhere(shift, held=held)
