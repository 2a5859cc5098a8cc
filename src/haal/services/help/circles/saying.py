"""A word of the person at risk comes: by page, link, text message or missed call.

The one thing to know: whichever of the two codes it came with, the same statements run in the same order and the same is
answered; the rules put the difference into one column that only the circle's own pages read. A word that comes in time
leaves no audit row and no row of its own. A row per check-in would be the diary of a person at risk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import NOBODY
from haal.domain.check_in import reply
from haal.domain.check_in.circle import CircleReason, State
from haal.domain.check_in.word import Code, Saying, after, why_not_say
from haal.domain.delivery import Channel
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import CheckInId
from haal.domain.subscriber import Reason, normal_address
from haal.services.help.circles.opening import code_hash
from haal.storage import audit, work
from haal.storage.check_in import contact, note, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is answered to a word: the same for both codes."""

    state: State
    due_at: datetime
    has_note: bool
    has_number: bool


def say(*, code: str, saying: Saying, now: datetime, minutes: int = 0) -> Said:
    """Keep what the person says.

    Raises:
        NotFound: there is no such code, or it is a member's.
        Refused: the circle has ended, or so many hours cannot be.
    """
    with work.atomic():
        found = _find(code)
        return _say(found.circle_id, code=found.opens, saying=saying, now=now, minutes=minutes)


def by_text(*, code: str, minutes: int, now: datetime) -> str | None:
    """Keep a word that came by text message and return the answer; None: it is no word of a circle."""
    try:
        found = _find(code)
    except NotFound:
        return None
    language = contact.language_of(found.circle_id)
    saying = Saying.SET_OUT if minutes else Saying.WELL
    try:
        said = say(code=code, saying=saying, now=now, minutes=minutes)
    except Refused as refused:
        ended = refused.reason is CircleReason.CIRCLE_HAS_ENDED
        return reply.of_ended(language) if ended else reply.of_hours(language)
    return reply.of_word(said.state, due_at=said.due_at, language=language)


def by_missed_call(*, number: str, now: datetime) -> bool:
    """Keep the plain word of the person whose number rang; False when nobody's did, or the circle has ended.

    Raises:
        KeysLocked: nobody can be found by a number now; whoever brings it brings it again.
    """
    try:
        circle_id = contact.circle_of_number(number)
        with work.atomic():
            _say(circle_id, code=Code.PLAIN, saying=Saying.WELL, now=now, minutes=0)
    except (NotFound, Refused):
        return False
    return True


def set_number(*, code: str, number: str, language: str, now: datetime) -> Said:
    """Keep the number by which the person is reminded and may check in by a missed call; empty: forget it.

    Raises:
        NotFound: there is no such code.
        Refused: nobody can be reached at such a number, another circle has it, or the circle has ended.
        KeysLocked: numbers cannot be kept now.
    """
    normal = normal_address(Channel.SMS, number) if number else None
    if number and normal is None:
        raise Refused(Reason.ADDRESS_NOT_USABLE)
    with work.atomic():
        circle_id = circle_of(code)
        if normal is None:
            contact.forget_number(circle_id, None)
        elif not contact.set_number(circle_id, None, language=language, address=normal):
            raise Refused(Reason.ADDRESS_NOT_USABLE)
        audit.write(by=NOBODY, what="circle-number-set", subject=circle_id, now=now)
        return said_of(circle_id)


def circle_of(code: str) -> CheckInId:
    """Return the circle of a person's code. Raises NotFound, Refused (it has ended)."""
    circle_id = _find(code).circle_id
    if rows.get(circle_id).state is State.ENDED:
        raise Refused(CircleReason.CIRCLE_HAS_ENDED)
    return circle_id


def _find(code: str) -> rows.Found:
    """Return what a code of a person at risk belongs to. Raises NotFound, for a member's code too."""
    found = rows.find_by_code_hash(code_hash(code))
    if found.member is not None:
        raise NotFound
    return found


def _say(circle_id: CheckInId, *, code: Code, saying: Saying, now: datetime, minutes: int) -> Said:
    circle = rows.get(circle_id, for_change=True)
    if reason := why_not_say(circle, saying=saying, minutes=minutes):
        raise Refused(reason)
    if circle.silent_since is not None:
        audit.write(by=NOBODY, what="circle-word-came", subject=circle.id, now=now)
    if saying in {Saying.PAUSE, Saying.END}:
        audit.write(
            by=NOBODY, what=f"circle-{'paused' if saying is Saying.PAUSE else 'ended'}", subject=circle.id, now=now
        )
    rows.save(after(circle, code=code, saying=saying, now=now, minutes=minutes))
    return said_of(circle_id)


def said_of(circle_id: CheckInId) -> Said:
    """Return what is answered now; the same for both codes."""
    circle = rows.get(circle_id)
    return Said(
        state=circle.state,
        due_at=circle.due_at,
        has_note=note.has_one(circle_id),
        has_number=contact.has_number(circle_id),
    )
