"""The table of messages: one row for each version of a warning and each person, and the row is the state.

The one thing to know: the key (queue, person) is unique in the database, so a message is queued once however often the
queueing runs; a person is one address on one channel. Wakers wake, this table decides: how a message moves is
`haal.storage.warn.claim`, how the rows come here `haal.storage.warn.fill`. Here are the tables and what is read of them.

People are numbers here; where they are reached is `haal.storage.subscriber`, the versions are `haal.storage.warn.queue`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When

from haal.domain import delivery as nouns
from haal.domain.delivery import MAY_HAVE_ARRIVED, Channel, State, key_of
from haal.domain.ids import SubscriberId, WarningId
from haal.storage.subscriber import SubscriberRow

QUEUED, LEASED, SENDING = State.QUEUED.value, State.LEASED.value, State.SENDING.value


class DeliveryRow(models.Model):
    """One message. Until when it may go stands in its queue's row, the same for all; `gateway` is kept while in doubt."""

    id = models.BigAutoField(primary_key=True)
    queue = models.ForeignKey("haal.QueueRow", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    person = models.BigIntegerField()
    channel = models.CharField(max_length=8)
    rank = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)
    not_before = models.DateTimeField(null=True)  # NULL: as soon as may be
    lease_id = models.BigIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)
    was_unknown = models.BooleanField(default=False)
    gateway = models.CharField(max_length=20, default="", blank=True)
    why = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        """Once, and found by what waits."""

        db_table = "delivery"
        constraints = [
            models.UniqueConstraint(fields=["queue", "person"], name="delivery_once"),
            models.CheckConstraint(name="delivery_state", condition=Q(state__in=[state.value for state in State])),
        ]
        indexes = [
            models.Index(
                fields=["queue", "channel", "rank", "id"],
                name="delivery_ready",
                condition=Q(state=QUEUED, not_before__isnull=True),
            ),
            models.Index(
                fields=["queue", "not_before"],
                name="delivery_resting",
                condition=Q(state=QUEUED, not_before__isnull=False),
            ),
            models.Index(fields=["lease_id"], name="delivery_leased", condition=Q(lease_id__isnull=False)),
        ]


class LeaseRow(models.Model):
    """One batch in somebody's hands."""

    id = models.BigAutoField(primary_key=True)
    owner = models.CharField(max_length=60)
    gateway = models.CharField(max_length=20)
    is_drill = models.BooleanField()
    honours_key = models.BooleanField()
    until = models.DateTimeField()

    class Meta:
        """Found when it has run out."""

        db_table = "delivery_lease"
        indexes = [models.Index(fields=["until"], name="delivery_lease_until")]


def waiting_before(warning_id: WarningId, *, revision: int) -> int:
    """Return how many messages of older versions have not left."""
    older = DeliveryRow.objects.filter(queue__warning_id=warning_id, queue__revision__lt=revision)
    return older.filter(queue__closed_at__isnull=True, state__in=[QUEUED, LEASED]).count()


def ever_told(warning_id: WarningId) -> frozenset[SubscriberId]:
    """Return everybody whom any version may have reached, without those who have stopped since."""
    return _pseudonyms(arrived(warning_id))


def arrived(warning_id: WarningId) -> models.QuerySet[DeliveryRow]:
    """Return the messages of all versions that may have reached somebody."""
    states = [state.value for state in MAY_HAVE_ARRIVED]
    return DeliveryRow.objects.filter(queue__warning_id=warning_id).filter(Q(state__in=states) | Q(was_unknown=True))


def counts(warning_id: WarningId, revision: int) -> Mapping[tuple[Channel, State], int]:
    """Return how many messages of a version stand where, by channel. What waits in a closed queue is taken back already."""
    rows = _of(warning_id, revision).values_list("channel", "stands").annotate(count=Count("id")).order_by()
    return {(Channel(channel), State(state)): count for channel, state, count in rows}


def waiting_count(*, is_drill: bool, channels: Iterable[Channel]) -> int:
    """Return how many messages of these channels wait or are under way; what a closed queue holds waits for nothing."""
    states = [state.value for state in nouns.WAITING]
    rows = DeliveryRow.objects.filter(queue__is_drill=is_drill, queue__is_swept=False, state__in=states)
    rows = rows.exclude(queue__closed_at__isnull=False, state=QUEUED)
    return rows.filter(channel__in=[channel.value for channel in channels]).count()


def recipients(warning_id: WarningId, revision: int, states: Iterable[State]) -> frozenset[SubscriberId]:
    """Return the pseudonyms whose message of this version is in one of these states."""
    return _pseudonyms(_of(warning_id, revision).filter(stands__in=[state.value for state in states]))


def unknown_keys(warning_id: WarningId) -> frozenset[str]:
    """Return the keys of messages that were unknown at any time: the only ones that may have come twice."""
    rows = DeliveryRow.objects.filter(queue__warning_id=warning_id, was_unknown=True)
    people = _names(rows)
    return frozenset(
        key_of(warning_id=warning_id, revision=revision, recipient=people[person], channel=Channel(channel))
        for person, revision, channel in rows.values_list("person", "queue__revision", "channel")
        if person in people
    )


def forget(*, ended_before: datetime, limit: int) -> int:
    """Delete rows of warnings that ran out long ago; return how many."""
    old = DeliveryRow.objects.filter(queue__not_after__lt=ended_before).values_list("id", flat=True)[:limit]
    return DeliveryRow.objects.filter(pk__in=list(old)).delete()[0]


def _of(warning_id: WarningId, revision: int) -> models.QuerySet[Any]:
    """Return the messages of a version with where each `stands`: before a closed queue is swept, too."""
    gone = Q(queue__closed_at__isnull=False, state__in=[QUEUED, LEASED])
    stands = Case(
        When(gone & Q(was_unknown=True), then=Value(State.UNKNOWN.value)),
        When(gone, then=Value(State.WITHDRAWN.value)),
        default=F("state"),
    )
    return DeliveryRow.objects.filter(queue__warning_id=warning_id, queue__revision=revision).annotate(stands=stands)


def _pseudonyms(rows: models.QuerySet[DeliveryRow]) -> frozenset[SubscriberId]:
    return frozenset(SubscriberId(name) for name in _names(rows).values())


def _names(rows: models.QuerySet[DeliveryRow]) -> Mapping[int, str]:
    people = SubscriberRow.objects.filter(pk__in=rows.values("person"))
    return dict(people.values_list("pk", "pseudonym"))
