"""The tables of numbers in a circle: where a member is called and its person reminded, and the messages that wait.

The one thing to know: a number lies under the route key, is opened for one message at a time, and goes with its member or
circle. There is no list of them for any role. Whose telephone rang is found by a blind index, with the keys alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from haal.domain.errors import NotFound
from haal.domain.ids import CheckInId, MemberId
from haal.domain.warn.alarm import CallState
from haal.storage.check_in.rows import CircleMemberRow, CircleRow
from haal.storage.ground import keys
from haal.vault.box import blind_index

_INDEX = "circle-number"


class CircleContactRow(models.Model):
    """A number: of a member, or of the person at risk (`member` None), who then may check in by a missed call."""

    id = models.BigAutoField(primary_key=True)
    circle = models.ForeignKey(CircleRow, on_delete=models.CASCADE, related_name="contacts")
    member = models.OneToOneField(CircleMemberRow, null=True, on_delete=models.CASCADE, related_name="contact")
    language = models.CharField(max_length=8)
    address = models.BinaryField()
    address_index = models.BinaryField(max_length=16, null=True, unique=True)  # of the person at risk alone

    class Meta:
        """The person at risk has one."""

        db_table = "circle_contact"
        constraints = [
            models.UniqueConstraint(
                name="circle_contact_once", fields=["circle"], condition=models.Q(member__isnull=True)
            )
        ]


class CircleCallRow(models.Model):
    """One message that waits. It goes when the number goes."""

    id = models.BigAutoField(primary_key=True)
    contact = models.ForeignKey(CircleContactRow, on_delete=models.CASCADE, related_name="calls")
    state = models.CharField(max_length=8, default=CallState.QUEUED.value)
    tries = models.PositiveSmallIntegerField(default=0)
    not_after = models.DateTimeField()

    class Meta:
        """What waits is found at once."""

        db_table = "circle_call"
        indexes = [
            models.Index(fields=["id"], name="circle_call_waits", condition=models.Q(state=CallState.QUEUED.value))
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A message that waits, with its number in clear for as long as it takes. `to_member` False: the reminder."""

    id: int
    to_member: bool
    language: str
    address: str
    tries: int
    not_after: datetime


def set_number(circle_id: CheckInId, member: MemberId | None, *, language: str, address: str) -> bool:
    """Keep a number in place of the one before; False when another circle has this person's. Raises KeysLocked."""
    box = keys.route_key().shut(address.encode(), row_id=f"{circle_id}.{member or ''}")
    index = blind_index(address.encode(), key=keys.index_key(_INDEX)) if member is None else None
    if index and CircleContactRow.objects.filter(address_index=index).exclude(circle_id=circle_id).exists():
        return False
    CircleContactRow.objects.update_or_create(
        circle_id=circle_id, member_id=member, defaults={"language": language, "address": box, "address_index": index}
    )
    return True


def forget_number(circle_id: CheckInId, member: MemberId | None) -> None:
    """Forget a number."""
    CircleContactRow.objects.filter(circle_id=circle_id, member_id=member).delete()


def circle_of_number(address: str) -> CheckInId:
    """Return the circle whose person has this number. Raises NotFound, KeysLocked."""
    index = blind_index(address.encode(), key=keys.index_key(_INDEX))
    found = CircleContactRow.objects.filter(address_index=index).values_list("circle_id", flat=True).first()
    if found is None:
        raise NotFound
    return CheckInId(found)


def put(circle_id: CheckInId, member: MemberId | None, *, not_after: datetime) -> None:
    """Queue a message to a member, or to the person, if they left a number."""
    contact = CircleContactRow.objects.filter(circle_id=circle_id, member_id=member).first()
    if contact is not None:
        CircleCallRow.objects.create(contact=contact, not_after=not_after)


def any_waiting() -> bool:
    """Return whether a message waits; a look that opens nothing."""
    return _waiting().exists()


def waiting(*, limit: int) -> tuple[Call, ...]:
    """Return messages that wait, oldest first, with their numbers. Raises KeysLocked."""
    route = keys.route_key()
    return tuple(
        Call(
            id=row.id,
            to_member=row.contact.member_id is not None,
            language=row.contact.language,
            address=route.open(
                bytes(row.contact.address), row_id=f"{row.contact.circle_id}.{row.contact.member_id or ''}"
            ).decode(),
            tries=row.tries,
            not_after=row.not_after,
        )
        for row in _waiting().select_related("contact").order_by("id")[:limit]
    )


def begin(call_id: int) -> bool:
    """Keep that the handing over begins; False when it no longer waits. A death from here on is "unknown"."""
    rows = _waiting().filter(pk=call_id)
    return bool(rows.update(state=CallState.UNKNOWN.value, tries=models.F("tries") + 1))


def settle(call_id: int, state: CallState) -> None:
    """Keep what became of it; a message that has left or cannot leave is forgotten at once."""
    rows = CircleCallRow.objects.filter(pk=call_id)
    if state is CallState.QUEUED:
        rows.update(state=state.value)
    else:
        rows.delete()


def _waiting() -> models.QuerySet[CircleCallRow]:
    return CircleCallRow.objects.filter(state=CallState.QUEUED.value)


def language_of(circle_id: CheckInId) -> str:
    """Return in which language the person is answered: the one of their number, or English."""
    rows = CircleContactRow.objects.filter(circle_id=circle_id, member__isnull=True)
    return rows.values_list("language", flat=True).first() or "en"


def has_number(circle_id: CheckInId, member: MemberId | None = None) -> bool:
    """Return whether the person, or this member, left a number."""
    return CircleContactRow.objects.filter(circle_id=circle_id, member_id=member).exists()
