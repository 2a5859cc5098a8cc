"""The tables of check-in circles: when the next word is due, who acts in which order, and the codes of them all.

The one thing to know: a word overwrites the one before; there is no row per check-in and no column for a place. Label and plan are in
the desk's box, codes only as keyed hashes. `save` is the one statement of every word, whichever code it came with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet

from haal.domain.check_in import circle as nouns
from haal.domain.check_in.word import Code
from haal.domain.errors import NotFound
from haal.domain.ids import CheckInId, MemberId, PersonId
from haal.storage.ground.fields import DeskBox, DeskBoxField

ALARMED = Q(silent_since__isnull=False) | Q(duress_since__isnull=False)


class CircleRow(models.Model):
    """One circle. `box` holds the label of the person at risk and what to do."""

    id = models.CharField(primary_key=True, max_length=40)
    kind = models.CharField(max_length=10, default=nouns.Kind.RHYTHM.value)
    every_minutes = models.PositiveIntegerField()
    grace_minutes = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=nouns.State.WATCHING.value)
    excused_until = models.DateTimeField(null=True)
    reminded = models.BooleanField(default=False)
    silent_since = models.DateTimeField(null=True)
    duress_since = models.DateTimeField(null=True)
    widens = models.BooleanField(default=False)
    opened_by = models.CharField(max_length=40)
    box = DeskBoxField()

    class Meta:
        """Found by how it stands."""

        db_table = "circle"
        indexes = [
            models.Index(fields=["state", "due_at"], name="circle_due"),
            models.Index(fields=["silent_since"], name="circle_silent"),
            models.Index(fields=["opened_by"], name="circle_opened_by"),
        ]


class CircleMemberRow(models.Model):
    """Somebody who acts, and when it is their turn. `identity` opens what is sealed to `public`, with their six words."""

    id = models.CharField(primary_key=True, max_length=40)
    circle = models.ForeignKey(CircleRow, on_delete=models.CASCADE, related_name="members")
    person = models.CharField(max_length=40, null=True)
    step = models.PositiveSmallIntegerField()
    public = models.CharField(max_length=80)
    identity = models.BinaryField()
    wants_out = models.BooleanField(default=False)

    class Meta:
        """Each account once, each with a turn of their own."""

        db_table = "circle_member"
        constraints = [
            models.UniqueConstraint(name="circle_member_once", fields=["circle", "person"]),
            models.UniqueConstraint(name="circle_member_turn", fields=["circle", "step"]),
        ]
        indexes = [models.Index(fields=["person"], name="circle_member_person")]


class CircleCodeRow(models.Model):
    """One code: of a member, or of the person at risk (`member` None): the plain or the duress one."""

    id = models.BigAutoField(primary_key=True)
    circle = models.ForeignKey(CircleRow, on_delete=models.CASCADE, related_name="codes")
    member = models.ForeignKey(CircleMemberRow, null=True, on_delete=models.CASCADE, related_name="codes")
    opens = models.CharField(max_length=10, default=Code.PLAIN.value)
    words_hash = models.BinaryField(max_length=32, unique=True)
    digits_hash = models.BinaryField(max_length=32, unique=True)

    class Meta:
        """Found by either hash."""

        db_table = "circle_code"


class CircleWatchRow(models.Model):
    """One row: when the clock last looked at the circles."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    watched_at = models.DateTimeField()

    class Meta:
        """There is one clock."""

        db_table = "circle_watch"
        constraints = [models.CheckConstraint(name="circle_watch_is_one", condition=Q(id=1))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashes:
    """A code as it is kept."""

    words: bytes
    digits: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """A member as they join: where they stand, their code, and the key by which a note is sealed to them."""

    member: nouns.Member
    hashes: Hashes
    public: str
    identity: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a code belongs to: a member, or the person at risk (`member` None)."""

    circle_id: CheckInId
    member: MemberId | None
    opens: Code


def keep(circle: nouns.Circle, *, box: DeskBox, opened_by: PersonId) -> None:
    """Keep a new circle; its members join by `join`, in order."""
    CircleRow(
        id=circle.id,
        kind=circle.kind.value,
        every_minutes=circle.every_minutes,
        grace_minutes=circle.grace_minutes,
        due_at=circle.due_at,
        state=circle.state.value,
        widens=circle.widens,
        opened_by=opened_by,
        box=box,
    ).save(force_insert=True)


def join(circle_id: CheckInId, joining: Joining, *, step: int) -> None:
    """Keep a member with their code."""
    CircleMemberRow(
        id=joining.member.id, circle_id=circle_id, person=joining.member.person, step=step,
        public=joining.public, identity=joining.identity,
    ).save(force_insert=True)  # fmt: skip
    _put_code(circle_id, joining.hashes, member=joining.member.id, opens=Code.PLAIN)


def leave(member_id: MemberId) -> int:
    """Forget a member with everything of theirs; return at which step they stood. Raises NotFound."""
    row = CircleMemberRow.objects.filter(pk=member_id).first()
    if row is None:
        raise NotFound
    row.delete()
    return row.step


def set_codes(circle_id: CheckInId, *, plain: Hashes, duress: Hashes) -> None:
    """Keep the two codes of the person at risk in place of those before."""
    CircleCodeRow.objects.filter(circle_id=circle_id, member__isnull=True).delete()
    _put_code(circle_id, plain, member=None, opens=Code.PLAIN)
    _put_code(circle_id, duress, member=None, opens=Code.DURESS)


def code_taken(digits_hash: bytes) -> bool:
    """Return whether another code has these ten digits."""
    return CircleCodeRow.objects.filter(digits_hash=digits_hash).exists()


def find_by_code_hash(code_hash: bytes) -> Found:
    """Return what this code belongs to, of ended circles too. Raises NotFound."""
    rows = CircleCodeRow.objects.filter(Q(words_hash=code_hash) | Q(digits_hash=code_hash))
    found = rows.values_list("circle_id", "member_id", "opens").first()
    if found is None:
        raise NotFound
    circle_id, member, opens = found
    return Found(circle_id=CheckInId(circle_id), member=MemberId(member) if member else None, opens=Code(opens))


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
        due_at=circle.due_at, state=circle.state.value, excused_until=circle.excused_until, reminded=circle.reminded,
        silent_since=circle.silent_since, duress_since=circle.duress_since,
    )  # fmt: skip


def watched() -> tuple[nouns.Circle, ...]:
    """Return every circle that is not over: one that rests moves with the clock too, as one with a duress alarm does."""
    rows = CircleRow.objects.exclude(Q(state=nouns.State.ENDED.value) & ~ALARMED)
    return _circles(rows.order_by("due_at", "id"))


def not_ended() -> tuple[CheckInId, ...]:
    """Return the circles that have not ended, paused ones too."""
    rows = CircleRow.objects.exclude(state="ended").order_by("id")
    return tuple(CheckInId(circle_id) for circle_id in rows.values_list("id", flat=True))


def silent() -> tuple[nouns.Circle, ...]:
    """Return the circles whose person is overdue, the longest silent first. A duress alarm is not among them."""
    rows = CircleRow.objects.filter(silent_since__isnull=False)
    return _circles(rows.order_by("silent_since", "id"))


def of_member(person_id: PersonId) -> tuple[nouns.Circle, ...]:
    """Return the circles that are not over in which this account acts."""
    rows = CircleRow.objects.filter(members__person=person_id)
    return _circles(rows.exclude(Q(state="ended") & ~ALARMED).order_by("due_at", "id"))


def opened_by(person_id: PersonId) -> tuple[nouns.Circle, ...]:
    """Return the circles that this account opened and that have not ended."""
    return _circles(CircleRow.objects.filter(opened_by=person_id).exclude(state="ended").order_by("id"))


def opener_of(circle_id: CheckInId) -> PersonId:
    """Return who opened it. Raises NotFound."""
    if found := CircleRow.objects.filter(pk=circle_id).values_list("opened_by", flat=True).first():
        return PersonId(found)
    raise NotFound


def box_of(circle_id: CheckInId) -> DeskBox:
    """Return the shut box with label and plan. Raises NotFound."""
    row = CircleRow.objects.filter(pk=circle_id).first()
    if row is None:
        raise NotFound
    box: DeskBox = row.box
    return box


def who_wants_out(circle_id: CheckInId) -> frozenset[MemberId]:
    """Return the members who asked that somebody takes their place."""
    rows = CircleMemberRow.objects.filter(circle_id=circle_id, wants_out=True)
    return frozenset(MemberId(member) for member in rows.values_list("id", flat=True))


def set_wants_out(member_id: MemberId) -> None:
    """Keep that a member asks for somebody to take their place."""
    CircleMemberRow.objects.filter(pk=member_id).update(wants_out=True)


def watched_at() -> datetime | None:
    """Return when the clock last looked, or None."""
    row = CircleWatchRow.objects.filter(pk=1).first()
    return row.watched_at if row else None


def set_watched(now: datetime) -> None:
    """Keep that the clock looks now."""
    CircleWatchRow.objects.update_or_create(pk=1, defaults={"watched_at": now})


def _put_code(circle_id: CheckInId, hashes: Hashes, *, member: MemberId | None, opens: Code) -> None:
    CircleCodeRow(
        circle_id=circle_id, member_id=member, opens=opens.value, words_hash=hashes.words, digits_hash=hashes.digits
    ).save(force_insert=True)


def _circles(rows: QuerySet[CircleRow] | Iterable[CircleRow]) -> tuple[nouns.Circle, ...]:
    found = list(rows)
    members: dict[str, list[nouns.Member]] = {}
    of_these = CircleMemberRow.objects.filter(circle_id__in=[row.id for row in found]).order_by("step")
    for circle_id, member, person in of_these.values_list("circle_id", "id", "person"):
        one = nouns.Member(id=MemberId(member), person=PersonId(person) if person else None)
        members.setdefault(circle_id, []).append(one)
    return tuple(
        nouns.Circle(
            id=CheckInId(row.id),
            members=tuple(members.get(row.id, ())),
            kind=nouns.Kind(row.kind),
            every_minutes=row.every_minutes,
            grace_minutes=row.grace_minutes,
            due_at=row.due_at,
            state=nouns.State(row.state),
            excused_until=row.excused_until,
            reminded=row.reminded,
            silent_since=row.silent_since,
            duress_since=row.duress_since,
            widens=row.widens,
        )
        for row in found
    )
