"""The clock looks at every circle: a gentle reminder, an alarm, and whose turn it is to act.

The one thing to know: it works while the keys are away, since nothing is opened for it, and it writes nothing of a duress
alarm into the audit: whoever reads that must not learn which word was said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from haal.domain.access import SYSTEM
from haal.domain.check_in.circle import Alarm, Circle, is_silent, wants_reminder
from haal.domain.check_in.clock import Look, seen_at
from haal.domain.check_in.ladder import Came, Wait, next_turn
from haal.domain.policy import DEFAULT, Policy
from haal.storage import audit, work
from haal.storage.check_in import contact, ending, note, rows, turns

REMINDER_LASTS = timedelta(hours=1)
CALL_LASTS = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What one look of the clock found: people reminded, circles newly overdue, and turns that came."""

    reminded_count: int
    overdue_count: int
    turns_count: int


def watch(*, now: datetime, jumped: timedelta = timedelta(0), policy: Policy = DEFAULT) -> Watched:
    """Look at every circle once.

    Args:
        now: what the clock says.
        jumped: how far the clock itself was moved since the last look, as far as the door knows.
        policy: how long a turn lasts.
    """
    with work.atomic():
        look = Look(now=now, watched_at=rows.watched_at(), jumped=jumped)
        found = [_look(circle, look=look, policy=policy) for circle in rows.watched()]
        ending.forget_over()
        turns.forget_calm()
        note.forget_given()
        rows.set_watched(now)
    return Watched(
        reminded_count=sum(one.reminded_count for one in found),
        overdue_count=sum(one.overdue_count for one in found),
        turns_count=sum(one.turns_count for one in found),
    )


def _look(before: Circle, *, look: Look, policy: Policy) -> Watched:
    """Remind, raise the alarm, and bring every turn of one circle that is due."""
    circle = seen_at(before, look=look)
    if before.alarms and look.shift:
        turns.move(circle.id, look.shift)
    reminds, overdue = wants_reminder(circle, now=look.now), is_silent(circle, now=look.now)
    if reminds:
        circle = replace(circle, reminded=True)
        contact.put(circle.id, None, not_after=look.now + REMINDER_LASTS)
    if overdue:
        circle = replace(circle, silent_since=look.now)
        audit.write(by=SYSTEM, what="circle-overdue", subject=circle.id, now=look.now)
    if circle != before:
        rows.save(circle)
    came = sum(_bring_turns(circle, alarm, now=look.now, policy=policy) for alarm in circle.alarms)
    return Watched(reminded_count=int(reminds), overdue_count=int(overdue), turns_count=came)


def _bring_turns(circle: Circle, alarm: Alarm, *, now: datetime, policy: Policy) -> int:
    turns.forget_old(circle, alarm)
    came = list(turns.came(circle, alarm))
    before = len(came)
    wait = Wait(step_minutes=policy.check_in_step_minutes, acted_minutes=policy.check_in_acted_minutes)
    while turn := next_turn(circle, came, now=now, wait=wait, alarm=alarm):
        turns.put(circle.id, turn, alarm=alarm, now=now)
        if turn.member is not None:
            contact.put(circle.id, turn.member, not_after=now + CALL_LASTS)
        if alarm is Alarm.SILENCE:
            audit.write(by=SYSTEM, what="circle-turn", subject=f"{circle.id}:{turn.step}", now=now)
        came.append(Came(member=turn.member, came_at=now))
    return len(came) - before
