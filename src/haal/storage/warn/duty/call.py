"""The tables of calls to a place's own helpers: the address each registered for that place, and the calls that wait.

The one thing to know: an address lies under the route key, is opened for one call at a time, and goes with the row
that says somebody is a helper of the place. There is no list of them for any role; a helper sees that they have one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from haal.domain.delivery import Channel
from haal.domain.ids import PersonId, PlaceId
from haal.domain.warn.alarm import CallState
from haal.storage.gathering.place import PlaceStewardRow
from haal.storage.ground import keys


class PlaceContactRow(models.Model):
    """By which way one helper wants to be called for one place."""

    id = models.BigAutoField(primary_key=True)
    steward = models.ForeignKey(PlaceStewardRow, on_delete=models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    address = models.BinaryField()

    class Meta:
        """One on each channel."""

        db_table = "place_contact"
        constraints = [models.UniqueConstraint(name="place_contact_once", fields=["steward", "channel"])]


class PlaceCallRow(models.Model):
    """One call. It goes when the address goes."""

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=40)  # the alarm, the threat or the warning
    contact = models.ForeignKey(PlaceContactRow, on_delete=models.CASCADE, related_name="calls")
    state = models.CharField(max_length=8, default=CallState.QUEUED.value)
    tries = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    not_after = models.DateTimeField()

    class Meta:
        """Once for each address."""

        db_table = "place_call"
        constraints = [models.UniqueConstraint(name="place_call_once", fields=["subject", "contact"])]
        indexes = [
            models.Index(fields=["id"], name="place_call_waits", condition=models.Q(state=CallState.QUEUED.value))
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call that waits, with its address in clear for as long as it takes."""

    id: int
    subject: str
    channel: Channel
    language: str
    address: str
    tries: int
    not_after: datetime


def set_contact(place_id: PlaceId, person_id: PersonId, *, channel: Channel, language: str, address: str) -> bool:
    """Keep an address in place of the one before; False when the person is no helper of the place. Raises KeysLocked."""
    steward = PlaceStewardRow.objects.filter(place_id=place_id, person=person_id).first()
    if steward is None:
        return False
    box = keys.route_key().shut(address.encode(), row_id=f"{steward.pk}.{channel.value}")
    PlaceContactRow.objects.update_or_create(
        steward=steward, channel=channel.value, defaults={"language": language, "address": box}
    )
    return True


def forget_contacts(place_id: PlaceId, person_id: PersonId) -> int:
    """Forget the addresses of one helper for one place; return how many."""
    mine = PlaceContactRow.objects.filter(steward__place_id=place_id, steward__person=person_id)
    count = mine.count()
    mine.delete()
    return count


def channels_of(place_id: PlaceId, person_id: PersonId) -> tuple[Channel, ...]:
    """Return by which ways somebody is called for a place."""
    rows = PlaceContactRow.objects.filter(steward__place_id=place_id, steward__person=person_id).order_by("channel")
    return tuple(Channel(channel) for channel in rows.values_list("channel", flat=True))


def put(*, subject: str, place_id: PlaceId, but: PersonId | None, now: datetime, not_after: datetime) -> int:
    """Queue a call to every address registered for the place, but not to who raised it; return how many.

    Who was called for this subject already is not called again.
    """
    contacts = PlaceContactRow.objects.filter(steward__place_id=place_id)
    if but is not None:
        contacts = contacts.exclude(steward__person=but)
    contacts = contacts.exclude(calls__subject=subject)
    rows = [PlaceCallRow(subject=subject, contact=contact, queued_at=now, not_after=not_after) for contact in contacts]
    PlaceCallRow.objects.bulk_create(rows)
    return len(rows)


def withdraw(subject: str) -> None:
    """Take back what has not left."""
    _waiting().filter(subject=subject).update(state=CallState.EXPIRED.value)


def any_waiting() -> bool:
    """Return whether a call waits; a look that opens nothing."""
    return _waiting().exists()


def waiting(*, channels: Collection[Channel], limit: int) -> tuple[Call, ...]:
    """Return calls that wait, oldest first, with their addresses. Raises KeysLocked."""
    route = keys.route_key()
    rows = _waiting().filter(contact__channel__in=[channel.value for channel in channels]).select_related("contact")
    return tuple(
        Call(
            id=row.id,
            subject=row.subject,
            channel=Channel(row.contact.channel),
            language=row.contact.language,
            address=route.open(
                bytes(row.contact.address), row_id=f"{row.contact.steward_id}.{row.contact.channel}"
            ).decode(),
            tries=row.tries,
            not_after=row.not_after,
        )
        for row in rows.order_by("id")[:limit]
    )


def begin(call_id: int) -> bool:
    """Keep that the handing over begins; False when the call no longer waits. A death from here on is "unknown"."""
    rows = _waiting().filter(pk=call_id)
    return bool(rows.update(state=CallState.UNKNOWN.value, tries=models.F("tries") + 1))


def settle(call_id: int, state: CallState) -> None:
    """Keep what became of it."""
    PlaceCallRow.objects.filter(pk=call_id).update(state=state.value)


def counts(subject: str) -> dict[CallState, int]:
    """Return how many calls stand where."""
    found = PlaceCallRow.objects.filter(subject=subject).values_list("state").annotate(models.Count("id"))
    return {CallState(state): count for state, count in found}


def _waiting() -> models.QuerySet[PlaceCallRow]:
    return PlaceCallRow.objects.filter(state=CallState.QUEUED.value)
