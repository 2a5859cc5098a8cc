"""The tables of those who asked to be warned: addresses boxed under the route key, cells in a table of their own.

The one thing to know: there is no function that lists subscribers, for any role. They are counted by cells, looked up
by their own link, and a batch of addresses is opened at a time, by pseudonym, while it is being sent. The same
address is found again by a keyed index, so nobody is subscribed twice. Who stops is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from haal.domain.delivery import Channel
from haal.domain.ids import SubscriberId
from haal.domain.subscriber import State, Subscriber
from haal.geometry.cells import from_number, to_number
from haal.storage.ground import keys
from haal.vault.box import blind_index

INSERT_ROWS = 2_000
_INDEX = "subscriber-address"


class SubscriberRow(models.Model):
    """One address on one channel."""

    id = models.CharField(primary_key=True, max_length=40)
    channel = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    address = models.BinaryField()
    address_index = models.BinaryField(max_length=16)
    state = models.CharField(max_length=8)
    is_simulated = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # when the first message, with the link to confirm, was sent

    class Meta:
        """Once on each channel."""

        db_table = "subscriber"
        constraints = [
            models.UniqueConstraint(fields=["channel", "address_index"], name="subscriber_once"),
            models.CheckConstraint(
                name="subscriber_channel", condition=models.Q(channel__in=[channel.value for channel in Channel])
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="subscriber_asked", condition=models.Q(state=State.ASKED.value))
        ]


class SubscriberCellRow(models.Model):
    """One cell that somebody wants to hear of."""

    id = models.BigAutoField(primary_key=True)
    cell = models.BigIntegerField()
    subscriber = models.ForeignKey(SubscriberRow, on_delete=models.CASCADE, db_index=True)

    class Meta:
        """Found by cell."""

        db_table = "subscriber_cell"
        constraints = [models.UniqueConstraint(fields=["cell", "subscriber"], name="subscriber_cell_once")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A subscription that comes in. `address` is in its normal form."""

    id: SubscriberId
    channel: Channel
    language: str
    address: str
    cells: tuple[str, ...]
    is_simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One person that an area reaches, by pseudonym."""

    id: SubscriberId
    channel: Channel
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to send, in clear; lives for one batch."""

    address: str
    language: str


def keep(asked: Sequence[Asked], *, state: State, now: datetime) -> int:
    """Keep subscriptions whose address is not there yet; return how many. Raises KeysLocked."""
    route, index = keys.route_key(), keys.index_key(_INDEX)
    rows = [
        SubscriberRow(
            id=one.id,
            channel=one.channel.value,
            language=one.language,
            address=route.shut(one.address.encode(), row_id=one.id),
            address_index=blind_index(one.address.encode(), key=index),
            state=state.value,
            is_simulated=one.is_simulated,
            asked_at=now,
        )
        for one in asked
    ]
    SubscriberRow.objects.bulk_create(rows, batch_size=INSERT_ROWS, ignore_conflicts=True)
    kept = set(SubscriberRow.objects.filter(asked_at=now, state=state.value).values_list("id", flat=True))
    cells = [
        SubscriberCellRow(cell=to_number(cell), subscriber_id=one.id)
        for one in asked
        if one.id in kept
        for cell in one.cells
    ]
    SubscriberCellRow.objects.bulk_create(cells, batch_size=INSERT_ROWS)
    return sum(1 for one in asked if one.id in kept)


def replace_cells(subscriber_id: SubscriberId, cells: Iterable[str], *, language: str) -> None:
    """Let a wish that is not confirmed yet name other places."""
    SubscriberRow.objects.filter(pk=subscriber_id, state=State.ASKED.value).update(language=language)
    SubscriberCellRow.objects.filter(subscriber_id=subscriber_id).delete()
    SubscriberCellRow.objects.bulk_create(
        SubscriberCellRow(cell=to_number(cell), subscriber_id=subscriber_id) for cell in cells
    )


def find(channel: Channel, address: str) -> Subscriber | None:
    """Return the subscription of this address, or None. Raises KeysLocked."""
    index = blind_index(address.encode(), key=keys.index_key(_INDEX))
    row = SubscriberRow.objects.filter(channel=channel.value, address_index=index).first()
    return to_domain(row) if row else None


def get(subscriber_id: SubscriberId) -> Subscriber | None:
    """Return the subscription with this pseudonym, or None."""
    row = SubscriberRow.objects.filter(pk=subscriber_id).first()
    return to_domain(row) if row else None


def confirm(subscriber_id: SubscriberId) -> bool:
    """Make an asked subscription active; False when there is none."""
    asked = SubscriberRow.objects.filter(pk=subscriber_id, state=State.ASKED.value)
    return bool(asked.update(state=State.ACTIVE.value))


def forget(subscriber_id: SubscriberId) -> bool:
    """Delete the subscription with its cells; False when there was none."""
    return bool(SubscriberRow.objects.filter(pk=subscriber_id).delete()[0])


def forget_unconfirmed(*, before: datetime) -> int:
    """Delete what nobody confirmed; return how many."""
    rows = SubscriberRow.objects.filter(state=State.ASKED.value, asked_at__lt=before)
    count = rows.count()
    rows.delete()
    return count


def waiting_for_first_message(*, limit: int) -> tuple[Subscriber, ...]:
    """Return some that asked and were not written to yet."""
    rows = SubscriberRow.objects.filter(state=State.ASKED.value, told_at__isnull=True).order_by("asked_at")[:limit]
    return tuple(to_domain(row) for row in rows)


def set_told(subscriber_ids: Iterable[SubscriberId], *, now: datetime) -> None:
    """Keep that the first message was sent."""
    SubscriberRow.objects.filter(pk__in=list(subscriber_ids)).update(told_at=now)


def reached(cells: Iterable[str], *, simulated: bool) -> tuple[Reached, ...]:
    """Return who asked to hear of any of these cells: drills reach simulated ones, warnings the others, never both."""
    numbers = [to_number(cell) for cell in cells]
    rows = SubscriberRow.objects.filter(
        state=State.ACTIVE.value,
        is_simulated=simulated,
        pk__in=SubscriberCellRow.objects.filter(cell__in=numbers).values("subscriber_id"),
    ).values_list("id", "channel", "language")
    return tuple(Reached(id=SubscriberId(row[0]), channel=Channel(row[1]), language=row[2]) for row in rows)


def still_there(subscriber_ids: Iterable[str]) -> tuple[Reached, ...]:
    """Return those of them who have not stopped."""
    rows = SubscriberRow.objects.filter(state=State.ACTIVE.value).values_list("id", "channel", "language")
    wanted = set(subscriber_ids)
    if len(wanted) < INSERT_ROWS:
        rows = rows.filter(pk__in=list(wanted))
    return tuple(
        Reached(id=SubscriberId(row[0]), channel=Channel(row[1]), language=row[2]) for row in rows if row[0] in wanted
    )


def addresses(subscriber_ids: Sequence[str]) -> Mapping[str, Address]:
    """Return where to send, for one batch; who has stopped is missing. Raises KeysLocked."""
    route = keys.route_key()
    rows = SubscriberRow.objects.filter(pk__in=list(subscriber_ids)).values_list("id", "address", "language")
    return {row[0]: Address(address=route.open(bytes(row[1]), row_id=row[0]).decode(), language=row[2]) for row in rows}


def count(*, simulated: bool) -> int:
    """Return how many are subscribed."""
    return SubscriberRow.objects.filter(state=State.ACTIVE.value, is_simulated=simulated).count()


def to_domain(row: SubscriberRow) -> Subscriber:
    """Return the row without its address."""
    cells = SubscriberCellRow.objects.filter(subscriber_id=row.id).values_list("cell", flat=True)
    return Subscriber(
        id=SubscriberId(row.id),
        channel=Channel(row.channel),
        language=row.language,
        cells=tuple(from_number(cell) for cell in cells),
        state=State(row.state),
        is_simulated=row.is_simulated,
    )
