"""The tables of an alarm: the turns that came, and who did what. They go when the next alarm begins.

The one thing to know: a turn that came before its alarm began belongs to one that is over and counts no more; so a word needs
to delete nothing, and both codes write the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models

from haal.domain.check_in import ladder as nouns
from haal.domain.check_in.circle import Alarm, Circle
from haal.domain.ids import CheckInId, MemberId, PersonId
from haal.storage.check_in.rows import ALARMED, CircleRow


class CircleTurnRow(models.Model):
    """A turn that has come: somebody must act. `member` None: everyone who watches."""

    id = models.BigAutoField(primary_key=True)
    circle = models.ForeignKey(CircleRow, on_delete=models.CASCADE, related_name="turns")
    alarm = models.CharField(max_length=10)
    step = models.PositiveIntegerField()
    member = models.CharField(max_length=40, null=True)
    came_at = models.DateTimeField()

    class Meta:
        """Each turn comes once in an alarm."""

        db_table = "circle_turn"
        constraints = [models.UniqueConstraint(name="circle_turn_once", fields=["circle", "alarm", "step"])]


class CircleActRow(models.Model):
    """What somebody did. `member` None: an account that watches, in `person`."""

    id = models.BigAutoField(primary_key=True)
    circle = models.ForeignKey(CircleRow, on_delete=models.CASCADE, related_name="acts")
    member = models.CharField(max_length=40, null=True)
    person = models.CharField(max_length=40, null=True)
    did = models.CharField(max_length=20)
    plan_step = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        """Read by circle, in order."""

        db_table = "circle_act"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An act as pages show it. `plan_step` counts from 1; None: no step of the plan."""

    member: MemberId | None
    person: PersonId | None
    did: nouns.Act
    plan_step: int | None
    at: datetime


def came(circle: Circle, alarm: Alarm) -> tuple[nouns.Came, ...]:
    """Return the turns of an alarm that is on, in order, each with the last act on it."""
    since = circle.since(alarm)
    if since is None:
        return ()
    rows = CircleTurnRow.objects.filter(circle_id=circle.id, alarm=alarm.value, came_at__gte=since).order_by("step")
    turns = [nouns.Came(member=MemberId(row.member) if row.member else None, came_at=row.came_at) for row in rows]
    return nouns.with_acts(turns, [(act.at, act.did) for act in acts(circle, since=since)])


def acts(circle: Circle, *, since: datetime) -> tuple[Done, ...]:
    """Return who did what since then, in order."""
    rows = CircleActRow.objects.filter(circle_id=circle.id, at__gte=since).order_by("at", "id")
    return tuple(
        Done(
            member=MemberId(row.member) if row.member else None,
            person=PersonId(row.person) if row.person else None,
            did=nouns.Act(row.did),
            plan_step=row.plan_step,
            at=row.at,
        )
        for row in rows
    )


def put(circle_id: CheckInId, turn: nouns.Turn, *, alarm: Alarm, now: datetime) -> None:
    """Keep that a turn has come."""
    CircleTurnRow.objects.create(
        circle_id=circle_id, alarm=alarm.value, step=turn.step, member=turn.member, came_at=now
    )


def keep_act(circle_id: CheckInId, done: Done) -> None:
    """Keep who did what."""
    CircleActRow.objects.create(
        circle_id=circle_id, member=done.member, person=done.person, did=done.did.value, plan_step=done.plan_step,
        at=done.at,
    )  # fmt: skip


def forget_old(circle: Circle, alarm: Alarm) -> None:
    """Forget the turns of an alarm that is over, before the next one brings its own."""
    turns = CircleTurnRow.objects.filter(circle_id=circle.id, alarm=alarm.value)
    turns.filter(came_at__lt=circle.since(alarm)).delete()


def forget_calm() -> None:
    """Forget the turns and acts of every circle in which nobody must act."""
    calm = CircleRow.objects.exclude(ALARMED)
    CircleTurnRow.objects.filter(circle__in=calm).delete()
    CircleActRow.objects.filter(circle__in=calm).delete()


def move(circle_id: CheckInId, shift: timedelta) -> None:
    """Move the instants of an alarm with the clock."""
    CircleTurnRow.objects.filter(circle_id=circle_id).update(came_at=models.F("came_at") + shift)
    CircleActRow.objects.filter(circle_id=circle_id).update(at=models.F("at") + shift)
