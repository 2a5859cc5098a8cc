"""Do what a helper asks by text message with their own ten numbers, and return the answer.

The one thing to know: it does what the page does, by the same services, so a text message leaves no lone shift either. Numbers that
are nobody's get no answer from here; whoever asks cannot tell them from any other text that means nothing to us.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from haal.domain.access import Actor
from haal.domain.errors import NotFound, Refused
from haal.domain.rota import text as words
from haal.domain.rota.calendar import Use
from haal.domain.rota.change import Swap
from haal.domain.rota.shift import Shift
from haal.domain.rota.text import Ask, Asked
from haal.services.help.rota import absence, own_codes, shifts, swaps
from haal.storage import rota as rows

DAYS_AHEAD = 14


def answer(*, asked: Asked, language: str, now: datetime) -> str | None:
    """Do it and return the answer; None: the numbers are nobody's."""
    try:
        by = own_codes.whose(code=asked.code, use=Use.TEXT)
    except NotFound:
        return None
    try:
        return _do(asked, by=by, language=language, now=now)
    except (NotFound, Refused):
        return words.of_refused(language)


def _do(asked: Asked, *, by: Actor, language: str, now: datetime) -> str:
    mine = [one for one in rows.of_person(by.person_id, since=now) if one.starts_at < now + timedelta(days=DAYS_AHEAD)]
    match asked.ask:
        case Ask.WHEN:
            return _when(mine, by=by, language=language, now=now)
        case Ask.YES | Ask.NO:
            return _answered(asked.ask, by=by, language=language, now=now)
        case Ask.SWAP:
            shift = _one(mine, asked.number)
            count = swaps.ask_all(shift_id=shift.id, by=by, now=now)
            return words.of_swap(shift.starts_at, asked_count=count, language=language)
        case Ask.CANNOT:
            shift = _one(mine, asked.number)
            shifts.leave(shift_id=shift.id, by=by, now=now)
            return words.of_cannot(shift.starts_at, language=language)
        case Ask.HERE:
            absence.say_here(shift_id=_one(mine, 1).id, by=by, now=now)
            return words.of_here(language)


def _when(mine: list[Shift], *, by: Actor, language: str, now: datetime) -> str:
    """Return one's coming shifts, or first what one is asked."""
    asked = _asked_of(by, now=now)
    if asked is None:
        return words.of_shifts([one.starts_at for one in mine], language=language)
    theirs, yours = rows.get(asked.shift_id), rows.get(asked.other_id)
    return words.of_offer(theirs=theirs.starts_at, yours=yours.starts_at, language=language)


def _answered(ask: Ask, *, by: Actor, language: str, now: datetime) -> str:
    asked = _asked_of(by, now=now)
    if asked is None:
        return words.of_no(was_asked=False, language=language)
    if ask is Ask.NO:
        swaps.refuse(swap_id=asked.id, by=by, now=now)
        return words.of_no(was_asked=True, language=language)
    swaps.agree(swap_id=asked.id, by=by, now=now)
    return words.of_yes(rows.get(asked.shift_id).starts_at, language=language)


def _asked_of(by: Actor, *, now: datetime) -> Swap | None:
    """Return the question that this person was asked first, of those that can still be answered."""
    return next(
        (one for one in rows.swaps_of(by.person_id) if one.taker == by.person_id and swaps.stands(swap=one, now=now)),
        None,
    )


def _one(mine: list[Shift], number: int) -> Shift:
    if not 1 <= number <= len(mine):
        raise NotFound
    return mine[number - 1]
