"""The table of messages: one row for each warning, revision, person and channel, and the row is the state.

The one thing to know: the key (warning, revision, recipient, channel) is unique in the database, so a message is
queued once however often the queueing runs. A batch is claimed with a lease in one short transaction, begun in a
second one that asks again whether each message may still go, and settled in a third. What a dead dispatcher left is
found by its lease: before the beginning nothing was sent; after it, nobody knows. Wakers wake, this table decides.

Recipients are pseudonyms; where they are reached is `haal.storage.subscriber`. Rules: `haal.domain.delivery`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, models
from django.db.models import Count, F, Q

from haal.domain import delivery as nouns
from haal.domain.delivery import MAY_HAVE_ARRIVED, Begun, Channel, Outcome, State
from haal.domain.ids import SubscriberId, WarningId
from haal.storage import work
from haal.storage.subscriber import Reached
from haal.storage.warning import RevisionRow

DIED = "dispatcher-died"
QUEUED, LEASED, SENDING = State.QUEUED.value, State.LEASED.value, State.SENDING.value


class DeliveryRow(models.Model):
    """One message. `not_before` moves with each further try, `not_after` never."""

    id = models.BigAutoField(primary_key=True)
    warning_id = models.CharField(max_length=40)
    revision = models.PositiveSmallIntegerField()
    recipient = models.CharField(max_length=40)
    channel = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    is_drill = models.BooleanField()
    may_repeat = models.BooleanField()
    priority = models.PositiveSmallIntegerField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    state = models.CharField(max_length=10)
    lease_owner = models.CharField(max_length=40, default="", blank=True)
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)
    was_unknown = models.BooleanField(default=False)
    gateway = models.CharField(max_length=20, default="", blank=True)
    why = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        """Once, and found by what waits."""

        db_table = "delivery"
        constraints = [
            models.UniqueConstraint(fields=["warning_id", "revision", "recipient", "channel"], name="delivery_once"),
            models.CheckConstraint(name="delivery_state", condition=Q(state__in=[state.value for state in State])),
        ]
        indexes = [
            models.Index(
                fields=["is_drill", "channel", "priority", "repeats", "id"],
                name="delivery_queue",
                condition=Q(state=QUEUED),
            ),
            models.Index(fields=["lease_until"], name="delivery_leases", condition=Q(state__in=[LEASED, SENDING])),
        ]


_COLUMNS = (
    "warning_id, revision, recipient, channel, language, is_drill, may_repeat, priority, not_before, not_after, state,"
    " lease_owner, tries, repeats, was_unknown, gateway, why"
)
_INSERT = f"INSERT INTO delivery ({_COLUMNS}) VALUES ({', '.join(['%s'] * 17)}) ON CONFLICT DO NOTHING"  # noqa: S608 - constants


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What all messages of one revision have in common."""

    warning_id: WarningId
    revision: int
    is_drill: bool
    may_repeat: bool
    priority: int
    not_before: datetime
    not_after: datetime


def put(order: Order, audience: Iterable[Reached]) -> int:
    """Queue one message for each, in the caller's transaction; what is there already stays as it is. Return how many are new."""
    at, until = (connection.ops.adapt_datetimefield_value(time) for time in (order.not_before, order.not_after))
    common = (order.is_drill, order.may_repeat, order.priority, at, until, QUEUED, "", 0, 0, False, "", "")
    rows = [(order.warning_id, order.revision, one.id, one.channel.value, one.language, *common) for one in audience]
    before = _of(order.warning_id, order.revision).count()
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)
    return _of(order.warning_id, order.revision).count() - before


def withdraw(warning_id: WarningId, *, before_revision: int) -> int:
    """Take back what has not left of older revisions, in the transaction of the new one; return how many."""
    older = DeliveryRow.objects.filter(warning_id=warning_id, revision__lt=before_revision, state__in=[QUEUED, LEASED])
    return older.update(state=State.WITHDRAWN.value, lease_owner="", lease_until=None)


def ever_told(warning_id: WarningId) -> frozenset[SubscriberId]:
    """Return everybody whom any revision may have reached."""
    states = [state.value for state in MAY_HAVE_ARRIVED]
    rows = DeliveryRow.objects.filter(warning_id=warning_id).filter(Q(state__in=states) | Q(was_unknown=True))
    return frozenset(SubscriberId(recipient) for recipient in rows.values_list("recipient", flat=True))


def claim(
    *, channel: Channel, is_drill: bool, owner: str, limit: int, now: datetime, lease_seconds: int
) -> tuple[int, ...]:
    """Lease the next messages of a channel and return their row ids; what is too late or superseded is put aside first."""
    queue = DeliveryRow.objects.filter(state=QUEUED, is_drill=is_drill, channel=channel.value)
    if not queue.filter(not_before__lte=now).exists():
        return ()
    with work.atomic():
        queue.filter(not_after__lte=now).update(state=State.EXPIRED.value)
        # Who may have got it already waits behind those who certainly have not.
        ready = queue.filter(not_before__lte=now).order_by("priority", "repeats", "id")
        ready = ready.select_for_update(skip_locked=True)  # where there are several writers; SQLite has one
        found = list(ready.values_list("id", "warning_id", "revision")[:limit])
        ids = _not_superseded(found)
        DeliveryRow.objects.filter(pk__in=ids).update(
            state=LEASED, lease_owner=owner, lease_until=now + timedelta(seconds=lease_seconds)
        )
    return ids


def recipients_of(ids: Sequence[int]) -> tuple[str, ...]:
    """Return the pseudonyms of claimed rows."""
    return tuple(DeliveryRow.objects.filter(pk__in=list(ids)).values_list("recipient", flat=True))


def begin(
    ids: Sequence[int], *, owner: str, gateway: str, reachable: Iterable[str], now: datetime
) -> tuple[Begun, ...]:
    """Mark what may still go as being sent, just before it is; return it. A lease that ran out is left alone.

    Args:
        ids: as claimed.
        owner: who claimed.
        gateway: its name.
        reachable: pseudonyms whose address is there; the others have stopped.
        now: read a moment ago.
    """
    with work.atomic():
        mine = DeliveryRow.objects.filter(pk__in=list(ids), state=LEASED, lease_owner=owner, lease_until__gt=now)
        mine.filter(not_after__lte=now).update(state=State.EXPIRED.value, lease_until=None)
        there = set(reachable)
        rows = list(mine.select_for_update())
        gone = [row.id for row in rows if row.recipient not in there]
        DeliveryRow.objects.filter(pk__in=gone).update(state=State.WITHDRAWN.value, lease_until=None, why="stopped")
        going = [row for row in rows if row.recipient in there]
        DeliveryRow.objects.filter(pk__in=[row.id for row in going]).update(
            state=SENDING, tries=F("tries") + 1, gateway=gateway
        )
    return tuple(_begun(row) for row in sorted(going, key=lambda row: (row.priority, row.id)))


def settle(
    outcomes: Mapping[int, tuple[Outcome, str]], *, owner: str, honours_key: bool, now: datetime
) -> Counter[State]:
    """Keep what the gateway said of each message, by row id, and return how many went where."""
    with work.atomic():
        mine = DeliveryRow.objects.filter(pk__in=list(outcomes), lease_owner=owner, state=SENDING).select_for_update()
        return _settle([(row, *outcomes[row.id]) for row in mine], honours_key=honours_key, now=now)


def reclaim(*, is_drill: bool, now: datetime) -> int:
    """Take back what a dead dispatcher held: not begun goes back to the queue, begun is unknown. Return how many."""
    dead = DeliveryRow.objects.filter(is_drill=is_drill, lease_until__lte=now, state__in=[LEASED, SENDING])
    if not dead.exists():
        return 0  # no write turn is taken for nothing
    with work.atomic():
        unbegun = dead.filter(state=LEASED).update(state=QUEUED, lease_owner="", lease_until=None)
        begun = list(dead.filter(state=SENDING).select_for_update())
        _settle([(row, Outcome.UNKNOWN, DIED) for row in begun], honours_key=False, now=now)
    return unbegun + len(begun)


def counts(warning_id: WarningId, revision: int) -> Mapping[tuple[Channel, State], int]:
    """Return how many messages of a revision stand where, by channel."""
    rows = _of(warning_id, revision).values_list("channel", "state").annotate(count=Count("id"))
    return {(Channel(channel), State(state)): count for channel, state, count in rows}


def waiting_count(*, is_drill: bool, channels: Iterable[Channel]) -> int:
    """Return how many messages of these channels wait or are under way."""
    states = [state.value for state in nouns.WAITING]
    return DeliveryRow.objects.filter(
        is_drill=is_drill, state__in=states, channel__in=[channel.value for channel in channels]
    ).count()


def recipients(warning_id: WarningId, revision: int, states: Iterable[State]) -> frozenset[SubscriberId]:
    """Return the pseudonyms whose message of this revision is in one of these states."""
    rows = _of(warning_id, revision).filter(state__in=[state.value for state in states])
    return frozenset(SubscriberId(recipient) for recipient in rows.values_list("recipient", flat=True))


def unknown_keys(warning_id: WarningId) -> frozenset[str]:
    """Return the keys of messages that were unknown at any time: the only ones that may have come twice."""
    return frozenset(_begun(row).key for row in DeliveryRow.objects.filter(warning_id=warning_id, was_unknown=True))


def forget(*, ended_before: datetime, limit: int) -> int:
    """Delete rows of warnings that ran out long ago; return how many."""
    old = DeliveryRow.objects.filter(not_after__lt=ended_before).values_list("id", flat=True)[:limit]
    return DeliveryRow.objects.filter(pk__in=list(old)).delete()[0]


def _of(warning_id: WarningId, revision: int) -> models.QuerySet[DeliveryRow]:
    return DeliveryRow.objects.filter(warning_id=warning_id, revision=revision)


def _settle(rows: Sequence[tuple[DeliveryRow, Outcome, str]], *, honours_key: bool, now: datetime) -> Counter[State]:
    """Move each row to what the rules say; equal moves are written together."""
    superseded = _superseded({(row.warning_id, row.revision) for row, _, _ in rows})
    moves: dict[tuple[State, str, int, bool, bool], list[int]] = {}
    for row, outcome, why in rows:
        to, is_repeat = nouns.state_after(
            outcome,
            tries=row.tries,
            repeats=row.repeats,
            honours_key=honours_key,
            may_repeat=row.may_repeat,
            we_died=why == DIED,
        )
        if to is State.QUEUED and (row.warning_id, row.revision) in superseded:
            to = State.UNKNOWN if outcome is Outcome.UNKNOWN else State.WITHDRAWN
        elif to is State.QUEUED and row.not_after <= now:
            to = State.EXPIRED
        move = (to, why[:40], row.tries, is_repeat and to is State.QUEUED, outcome is Outcome.UNKNOWN)
        moves.setdefault(move, []).append(row.id)
    moved: Counter[State] = Counter()
    for (to, why, tries, is_repeat, was_unknown), ids in moves.items():
        moved[to] += len(ids)
        values: dict[str, object] = {"state": to.value, "why": why, "lease_owner": "", "lease_until": None}
        if to is State.QUEUED:
            values["not_before"] = now + timedelta(seconds=nouns.retry_seconds(tries))
        if is_repeat:
            values["repeats"] = F("repeats") + 1
        if was_unknown:
            values["was_unknown"] = True
        DeliveryRow.objects.filter(pk__in=ids).update(**values)
    return moved


def _not_superseded(found: Sequence[tuple[int, str, int]]) -> tuple[int, ...]:
    """Return the row ids whose revision still holds; put the others aside."""
    superseded = _superseded({(warning_id, revision) for _, warning_id, revision in found})
    gone = [row_id for row_id, *of in found if tuple(of) in superseded]
    DeliveryRow.objects.filter(pk__in=gone).update(state=State.WITHDRAWN.value)
    return tuple(row_id for row_id, *of in found if tuple(of) not in superseded)


def _superseded(revisions: Iterable[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    wanted = set(revisions)
    rows = RevisionRow.objects.filter(
        warning_id__in={warning_id for warning_id, _ in wanted}, superseded_at__isnull=False
    ).values_list("warning_id", "number")
    return frozenset((warning_id, number) for warning_id, number in rows) & wanted


def _begun(row: DeliveryRow) -> Begun:
    return Begun(
        id=row.id,
        warning_id=WarningId(row.warning_id),
        revision=row.revision,
        recipient=SubscriberId(row.recipient),
        channel=Channel(row.channel),
        not_after=row.not_after,
        tries=row.tries + 1,
        repeats=row.repeats,
        may_repeat=row.may_repeat,
    )
