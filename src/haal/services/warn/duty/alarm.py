"""Raise the alarm inside one's own place, alone; see what calls one; end it.

The one thing to know: who is no helper of the place gets `NotFound`, whatever role they hold, and nobody but its helpers
ever reads of it. It stands on their pages from the next request on; who registered an address for the place is called
there as well (`call`), without a word of place or danger. What is to be shouted or read aloud is on the alarm's page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, may, require
from haal.domain.errors import NotFound, Refused
from haal.domain.gathering.place import is_own
from haal.domain.hazard import Hazard
from haal.domain.ids import AlarmId, CheckInId, PlaceId, new_id
from haal.domain.warn.alarm import Alarm, AlarmReason, CallState, Threat, why_not_raise
from haal.domain.warning_text import Text, compose
from haal.storage import audit, person, work
from haal.storage.check_in import rows as circle_rows
from haal.storage.gathering import place as place_rows
from haal.storage.warn.duty import alarm as rows
from haal.storage.warn.duty import call as call_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """What calls this person now: alarms and threats of their own places, threats against people of their circles."""

    alarms: tuple[Alarm, ...]
    threats: tuple[Threat, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.alarms) + len(self.threats)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmPage:
    """An alarm as the helpers of its place see it."""

    alarm: Alarm
    place_name: str
    has_plan: bool
    is_on: bool
    raised_by: str
    seen_by: tuple[str, ...]
    calls: tuple[tuple[CallState, int], ...]
    aloud: tuple[Text, ...]


def raise_alarm(*, place_id: PlaceId, hazard: Hazard, by: Actor, now: datetime) -> AlarmId:
    """Raise it: one helper is enough.

    Raises:
        NotFound: it is not the actor's place.
        Refused: an alarm is on there already.
    """
    _own(place_id, by)
    alarm = Alarm(id=AlarmId(new_id("l")), place_id=place_id, hazard=hazard, raised_by=by.person_id, raised_at=now)
    with work.atomic():
        if reason := why_not_raise(on_now=rows.alarms_on([place_id], now=now)):
            raise Refused(reason)
        rows.keep_alarm(alarm)
        rows.put_seen(alarm.id, by.person_id, now=now)
        call_rows.put(subject=alarm.id, place_id=place_id, but=by.person_id, now=now, not_after=alarm.ends_at)
        audit.write(by=by, what="alarm-raised", subject=alarm.id, now=now)
    return alarm.id


def end_alarm(*, alarm_id: AlarmId, by: Actor, now: datetime) -> PlaceId:
    """End it; one helper of the place is enough. Return which place. Raises NotFound, Refused."""
    alarm = _of_own(alarm_id, by)
    if not alarm.is_on(now):
        raise Refused(AlarmReason.ALARM_IS_OVER)
    with work.atomic():
        rows.end_alarm(alarm_id, now=now)
        call_rows.withdraw(alarm_id)
        audit.write(by=by, what="alarm-ended", subject=alarm_id, now=now)
    return alarm.place_id


def say_seen(*, alarm_id: AlarmId, by: Actor, now: datetime) -> None:
    """Keep that one has seen it, so that the others know who comes. Raises NotFound."""
    _of_own(alarm_id, by)
    with work.atomic():
        rows.put_seen(alarm_id, by.person_id, now=now)
        audit.write(by=by, what="alarm-seen", subject=alarm_id, now=now)


def page(*, alarm_id: AlarmId, by: Actor, now: datetime) -> AlarmPage:
    """Return the alarm for a helper of its place. Raises NotFound, KeysLocked."""
    alarm = _of_own(alarm_id, by)
    place = place_rows.get(alarm.place_id)
    seen = rows.seen_by([alarm_id]).get(alarm_id, ())
    names = person.pseudonyms([alarm.raised_by, *seen])
    return AlarmPage(
        alarm=alarm,
        place_name=place.name,
        has_plan=place.has_plan,
        is_on=alarm.is_on(now),
        raised_by=names.get(alarm.raised_by, ""),
        seen_by=tuple(names.get(one, "") for one in seen),
        calls=tuple(sorted(call_rows.counts(alarm_id).items())),
        aloud=_aloud(alarm, place.name),
    )


def calls_of(*, by: Actor, now: datetime) -> Calls:
    """Return what calls this person now; nothing for who looks after no place and is in no circle. Opens no box."""
    if not may(by, Permission.OWN_PLACE) and not may(by, Permission.WATCH_CHECK_INS):
        return Calls(alarms=(), threats=())
    places = place_rows.places_of(by.person_id) if may(by, Permission.OWN_PLACE) else ()
    circles: tuple[CheckInId, ...] = tuple(circle.id for circle in circle_rows.of_member(by.person_id))
    if not places and not circles:
        return Calls(alarms=(), threats=())
    return Calls(
        alarms=rows.alarms_on(places, now=now),
        threats=rows.threats_of(place_ids=places, circle_ids=circles, now=now),
    )


def _aloud(alarm: Alarm, place_name: str) -> tuple[Text, ...]:
    """Return what is said by bell and voice: the danger's own sentences, as told by one who is there."""
    return compose(hazard=alarm.hazard, place=place_name, told_at=alarm.raised_at, until=alarm.ends_at, is_drill=False)


def _own(place_id: PlaceId, by: Actor) -> None:
    require(by, Permission.OWN_PLACE)
    if not is_own(by.person_id, place_rows.stewards_of(place_id)):
        raise NotFound


def _of_own(alarm_id: AlarmId, by: Actor) -> Alarm:
    alarm = rows.get_alarm(alarm_id)
    _own(alarm.place_id, by)
    return alarm
