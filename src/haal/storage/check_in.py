"""The tables of check-in circles: when the next word is due, who acts in which order, and who acted when it did not
come.

The one thing to know: a word that comes overwrites the one before; there is no row per check-in and no column for a
place. The label of the person at risk and the plan are in the desk's box, codes only as keyed hashes. Turns of an old
alarm go when a new one begins. Rules: `haal.domain.check_in`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet

from haal.domain import check_in as nouns
from haal.domain.errors import NotFound
from haal.domain.ids import CheckInId, PersonId
from haal.storage.ground.fields import DeskBox, DeskBoxField


class CircleRow(models.Model):
    """One circle. `box` holds the label of the person at risk and what to do."""

    id = models.CharField(primary_key=True, max_length=40)
    words_hash = models.BinaryField(max_length=32, unique=True)
    digits_hash = models.BinaryField(max_length=32, unique=True)
    every_minutes = models.PositiveIntegerField()
    grace_minutes = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=nouns.CircleState.WATCHING.value)
    excused_until = models.DateTimeField(null=True)
    overdue_since = models.DateTimeField(null=True)
    box = DeskBoxField()

    class Meta:
        """Overdue exactly when somebody must act."""

        db_table = "circle"
        indexes = [models.Index(fields=["state", "due_at"], name="circle_due")]
        constraints = [
            models.CheckConstraint(
                name="circle_overdue_has_begun",
                condition=Q(state="overdue", overdue_since__isnull=False)
                | ~Q(state="overdue") & Q(overdue_since__isnull=True),
            )
        ]


class CircleMemberRow(models.Model):
    """Somebody who acts, and when it is their turn."""

    id = models.BigAutoField(primary_key=True)
    circle = models.ForeignKey(CircleRow, on_delete=models.CASCADE, related_name="members")
    person = models.CharField(max_length=40)
    step = models.PositiveSmallIntegerField()

    class Meta:
        """Each once, each with a turn of their own."""

        db_table = "circle_member"
        constraints = [
            models.UniqueConstraint(name="circle_member_once", fields=["circle", "person"]),
            models.UniqueConstraint(name="circle_member_turn", fields=["circle", "step"]),
        ]


class CircleTurnRow(models.Model):
    """A turn that has come: somebody must act. `person` None: everyone who watches."""

    id = models.BigAutoField(primary_key=True)
    circle = models.ForeignKey(CircleRow, on_delete=models.CASCADE, related_name="turns")
    step = models.PositiveSmallIntegerField()
    person = models.CharField(max_length=40, null=True)
    came_at = models.DateTimeField()
    acted_by = models.CharField(max_length=40, null=True)
    acted_at = models.DateTimeField(null=True)
    did = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        """Each turn comes once in an alarm."""

        db_table = "circle_turn"
        constraints = [models.UniqueConstraint(name="circle_turn_once", fields=["circle", "step"])]


class CircleWatchRow(models.Model):
    """One row: when the clock last looked at the circles."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    watched_at = models.DateTimeField()

    class Meta:
        """There is one clock."""

        db_table = "circle_watch"
        constraints = [models.CheckConstraint(name="circle_watch_is_one", condition=Q(id=1))]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTaken:
    """A turn as pages show it: whose it is, and who did what."""

    step: int
    person: PersonId | None
    came_at: datetime
    acted_by: PersonId | None
    acted_at: datetime | None
    did: nouns.Act | None


def keep(circle: nouns.Circle, *, box: DeskBox, words_hash: bytes, digits_hash: bytes) -> None:
    """Keep a new circle with its order of members."""
    CircleRow(
        id=circle.id,
        words_hash=words_hash,
        digits_hash=digits_hash,
        every_minutes=circle.every_minutes,
        grace_minutes=circle.grace_minutes,
        due_at=circle.due_at,
        box=box,
    ).save(force_insert=True)
    CircleMemberRow.objects.bulk_create(
        CircleMemberRow(circle_id=circle.id, person=member, step=step)
        for step, member in enumerate(circle.members, start=1)
    )


def code_taken(digits_hash: bytes) -> bool:
    """Return whether another circle has these ten digits."""
    return CircleRow.objects.filter(digits_hash=digits_hash).exists()


def find_by_code_hash(code_hash: bytes) -> CheckInId | None:
    """Return the circle of this code, ended ones too, or None."""
    row = CircleRow.objects.filter(Q(words_hash=code_hash) | Q(digits_hash=code_hash)).values_list("id").first()
    return CheckInId(row[0]) if row else None


def get(circle_id: CheckInId, *, for_change: bool = False) -> nouns.Circle:
    """Return the circle. Raises NotFound."""
    rows = CircleRow.objects.select_for_update() if for_change else CircleRow.objects.all()
    row = rows.filter(pk=circle_id).first()
    if row is None:
        raise NotFound
    return _circles([row])[0]


def save(circle: nouns.Circle) -> None:
    """Keep how the circle stands now; nothing of how it stood before is left."""
    CircleRow.objects.filter(pk=circle.id).update(
        due_at=circle.due_at,
        state=circle.state.value,
        excused_until=circle.excused_until,
        overdue_since=circle.overdue_since,
    )


def watched() -> tuple[nouns.Circle, ...]:
    """Return every circle that can be or is overdue."""
    states = [nouns.CircleState.WATCHING.value, nouns.CircleState.OVERDUE.value]
    return _circles(CircleRow.objects.filter(state__in=states).order_by("due_at", "id"))


def not_ended() -> tuple[CheckInId, ...]:
    """Return the circles that have not ended, paused ones too."""
    rows = CircleRow.objects.exclude(state="ended").order_by("id")
    return tuple(CheckInId(circle_id) for circle_id in rows.values_list("id", flat=True))


def overdue() -> tuple[nouns.Circle, ...]:
    """Return the circles where somebody must act, the longest silent first."""
    return _circles(CircleRow.objects.filter(state="overdue").order_by("overdue_since", "id"))


def of_member(person_id: PersonId) -> tuple[nouns.Circle, ...]:
    """Return the circles that are not ended in which this person acts."""
    rows = CircleRow.objects.filter(members__person=person_id).exclude(state="ended")
    return _circles(rows.order_by("due_at", "id"))


def excuse_all(*, until: datetime) -> int:
    """Keep that nobody is late before `until`; return of how many circles. Those that are overdue already stay so."""
    return CircleRow.objects.filter(state="watching").update(excused_until=until)


def box_of(circle_id: CheckInId) -> DeskBox:
    """Return the shut box with label and plan. Raises NotFound."""
    row = CircleRow.objects.filter(pk=circle_id).first()
    if row is None:
        raise NotFound
    box: DeskBox = row.box
    return box


def put_turn(circle_id: CheckInId, turn: nouns.Turn, *, now: datetime) -> bool:
    """Keep that a turn has come; False when it had already."""
    _row, made = CircleTurnRow.objects.get_or_create(
        circle_id=circle_id, step=turn.step, defaults={"person": turn.member, "came_at": now}
    )
    return made


def forget_turns(circle_id: CheckInId) -> None:
    """Forget the turns of an alarm that is over."""
    CircleTurnRow.objects.filter(circle_id=circle_id).delete()


def act(circle_id: CheckInId, *, did: nouns.Act, by: PersonId, now: datetime) -> int:
    """Keep who did what on every turn that nobody has taken; return how many there were."""
    rows = CircleTurnRow.objects.filter(circle_id=circle_id, acted_at__isnull=True)
    return rows.update(acted_by=by, acted_at=now, did=did.value)


def turns_of(circle_id: CheckInId) -> tuple[TurnTaken, ...]:
    """Return the turns of the present alarm in order."""
    return tuple(
        TurnTaken(
            step=row.step,
            person=PersonId(row.person) if row.person else None,
            came_at=row.came_at,
            acted_by=PersonId(row.acted_by) if row.acted_by else None,
            acted_at=row.acted_at,
            did=nouns.Act(row.did) if row.did else None,
        )
        for row in CircleTurnRow.objects.filter(circle_id=circle_id).order_by("step")
    )


def watched_at() -> datetime | None:
    """Return when the clock last looked, or None."""
    row = CircleWatchRow.objects.filter(pk=1).first()
    return row.watched_at if row else None


def set_watched(now: datetime) -> None:
    """Keep that the clock looks now."""
    CircleWatchRow.objects.update_or_create(pk=1, defaults={"watched_at": now})


def _circles(rows: QuerySet[CircleRow] | Iterable[CircleRow]) -> tuple[nouns.Circle, ...]:
    found = list(rows)
    members: dict[str, list[PersonId]] = {}
    of_these = CircleMemberRow.objects.filter(circle_id__in=[row.id for row in found]).order_by("step")
    for circle_id, member in of_these.values_list("circle_id", "person"):
        members.setdefault(circle_id, []).append(PersonId(member))
    return tuple(
        nouns.Circle(
            id=CheckInId(row.id),
            members=tuple(members.get(row.id, ())),
            every_minutes=row.every_minutes,
            grace_minutes=row.grace_minutes,
            due_at=row.due_at,
            state=nouns.CircleState(row.state),
            excused_until=row.excused_until,
            overdue_since=row.overdue_since,
        )
        for row in found
    )
