"""The tables of one alarm: the turns that came, and who did what. They go when the next alarm begins.

The one thing to know: a turn that came before the present alarm began belongs to one that is over and counts no more; so
a word needs to delete nothing, and both codes write the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models

from haal.domain.check_in import ladder as nouns
from haal.domain.check_in.circle import Circle
from haal.domain.ids import CheckInId, MemberId, PersonId
from haal.storage.check_in.rows import CircleRow


class CircleTurnRow(models.Model):
    """A turn that has come: somebody must act. `member` None: everyone who watches."""

    id = models.BigAutoField(primary_key=True)
    circle = models.ForeignKey(CircleRow, on_delete=models.CASCADE, related_name="turns")
    step = models.PositiveIntegerField()
    member = models.CharField(max_length=40, null=True)
    came_at = models.DateTimeField()

    class Meta:
        """Each turn comes once in an alarm."""

        db_table = "circle_turn"
        constraints = [models.UniqueConstraint(name="circle_turn_once", fields=["circle", "step"])]


class CircleActRow(models.Model):
    """What somebody did on a turn. `member` None: an account that watches, in `person`."""

    id = models.BigAutoField(primary_key=True)
    circle = models.ForeignKey(CircleRow, on_delete=models.CASCADE, related_name="acts")
    step = models.PositiveIntegerField()
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

    step: int
    member: MemberId | None
    person: PersonId | None
    did: nouns.Act
    plan_step: int | None
    at: datetime


def came(circle: Circle) -> tuple[nouns.Came, ...]:
    """Return the turns of the present alarm in order, each with the last act on it."""
    last = {act.step: act for act in acts(circle)}
    return tuple(
        nouns.Came(
            member=MemberId(row.member) if row.member else None,
            came_at=row.came_at,
            acted_at=last[row.step].at if row.step in last else None,
            did=last[row.step].did if row.step in last else None,
        )
        for row in CircleTurnRow.objects.filter(circle_id=circle.id, came_at__gte=circle.alarm_since).order_by("step")
    )


def acts(circle: Circle) -> tuple[Done, ...]:
    """Return who did what in the present alarm, in order."""
    rows = CircleActRow.objects.filter(circle_id=circle.id, at__gte=circle.alarm_since).order_by("id")
    return tuple(
        Done(
            step=row.step,
            member=MemberId(row.member) if row.member else None,
            person=PersonId(row.person) if row.person else None,
            did=nouns.Act(row.did),
            plan_step=row.plan_step,
            at=row.at,
        )
        for row in rows
    )


def put(circle_id: CheckInId, turn: nouns.Turn, *, now: datetime) -> None:
    """Keep that a turn has come."""
    CircleTurnRow.objects.create(circle_id=circle_id, step=turn.step, member=turn.member, came_at=now)


def keep_act(circle_id: CheckInId, done: Done) -> None:
    """Keep who did what."""
    CircleActRow.objects.create(
        circle_id=circle_id, step=done.step, member=done.member, person=done.person, did=done.did.value,
        plan_step=done.plan_step, at=done.at,
    )  # fmt: skip


def forget_old(circle: Circle) -> None:
    """Forget the turns and acts of an alarm that is over."""
    turns, done = CircleTurnRow.objects.filter(circle_id=circle.id), CircleActRow.objects.filter(circle_id=circle.id)
    if circle.alarm_since is not None:
        turns, done = turns.filter(came_at__lt=circle.alarm_since), done.filter(at__lt=circle.alarm_since)
    turns.delete()
    done.delete()


def forget_calm() -> None:
    """Forget the turns and acts of every circle in which nobody must act."""
    CircleTurnRow.objects.filter(circle__alarm="").delete()
    CircleActRow.objects.filter(circle__alarm="").delete()


def move(circle_id: CheckInId, shift: timedelta) -> None:
    """Move the instants of an alarm with the clock."""
    CircleTurnRow.objects.filter(circle_id=circle_id).update(came_at=models.F("came_at") + shift)
    CircleActRow.objects.filter(circle_id=circle_id).update(at=models.F("at") + shift)
