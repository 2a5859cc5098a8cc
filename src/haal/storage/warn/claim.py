"""How a message moves: claimed under a lease, begun just before it is sent, settled by what was answered.

The one thing to know: a batch is claimed under a lease, begun by a statement that asks again whether each message may still
go (its version is open and not over, the person has not stopped), and settled by a third. All three may stand in one
transaction, for different batches: one trip to the disk for each batch. What a dead dispatcher left is found by its lease:
before the beginning nothing was sent; after it, nobody knows. Every function works in its caller's transaction.

Several dispatchers take side by side on PostgreSQL (`SKIP LOCKED`). The tables are `haal.storage.delivery`'s, the rules
`haal.domain.delivery`'s.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, Value, When

from haal.domain import delivery as nouns
from haal.domain.delivery import BEHIND_ALL_RINGS, Channel, Held, Outcome, Release, State
from haal.storage.delivery import LEASED, QUEUED, SENDING, DeliveryRow, LeaseRow

DIED = "dispatcher-died"
STOPPED = "stopped"
WAKE_ROWS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A batch that a dispatcher holds, for one gateway. Its rows are read after the claim, with the addresses.

    `counts` says how many of each queue were claimed, first things first.
    """

    id: int
    gateway: str
    honours_key: bool
    rows: tuple[Held, ...] = ()
    counts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who takes, and for which gateway."""

    owner: str
    gateway: str
    is_drill: bool
    honours_key: bool
    lease_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of handing over one message; None: it was not handed over, and that is certain."""

    outcome: Outcome | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The versions of a batch: all of them, and which are open, held open by the caller's transaction."""

    by_id: Mapping[int, Release]
    open_ids: frozenset[int]

    def end(self, queue_id: int, now: datetime) -> State | None:
        """Return the state of what has not left of a version, or None while it is open."""
        if queue_id in self.open_ids:
            return None
        return State.EXPIRED if self.by_id[queue_id].not_after <= now else State.WITHDRAWN


def wake_resting(queues: Sequence[Release], *, now: datetime, limit: int = WAKE_ROWS) -> int:
    """Make ready what has rested long enough, in the caller's transaction."""
    woken = 0
    for queue in queues:
        due = DeliveryRow.objects.filter(queue=queue.id, state=QUEUED, not_before__lte=now).values("pk")[:limit]
        woken += DeliveryRow.objects.filter(pk__in=due).update(not_before=None)
    return woken


def has_rested(queues: Sequence[Release], *, now: datetime) -> bool:
    """Return whether something that rested may go; a look that takes no write turn."""
    ids = [queue.id for queue in queues]
    return DeliveryRow.objects.filter(queue__in=ids, state=QUEUED, not_before__lte=now).exists()


def is_held(*, is_drill: bool) -> bool:
    """Return whether somebody holds a batch, dead or alive."""
    return LeaseRow.objects.filter(is_drill=is_drill).exists()


def is_ready(queues: Sequence[Release], *, channel: Channel, gateway: str) -> bool:
    """Return whether a gateway would find something; a look that takes no write turn."""
    ready = DeliveryRow.objects.filter(channel=channel.value, state=QUEUED, not_before__isnull=True)
    return any(ready.filter(queue=queue.id, gateway__in={"", gateway}).exists() for queue in queues)


def claim(queues: Sequence[Release], *, channel: Channel, holder: Holder, limit: int, now: datetime) -> Lease | None:
    """Lease the next messages of a channel, in the caller's transaction; None when none is ready.

    What is in doubt at another gateway stays there: only the one that may have it is asked again.
    """
    if limit < 1:
        return None
    lease = LeaseRow.objects.create(
        owner=holder.owner,
        gateway=holder.gateway,
        is_drill=holder.is_drill,
        honours_key=holder.honours_key,
        until=now + timedelta(seconds=holder.lease_seconds),
    )
    counts: dict[int, int] = {}
    words = _CLAIM.format(skip=_skip_locked())
    for queue in queues:
        if (left := limit - sum(counts.values())) > 0:
            counts[queue.id] = _run(words, [lease.pk, queue.id, channel.value, holder.gateway, left])
    if not any(counts.values()):  # another dispatcher was quicker
        lease.delete()
        return None
    return Lease(id=lease.pk, gateway=holder.gateway, honours_key=holder.honours_key, counts=counts)


def begin(lease: Lease, versions: Versions, *, holder: Holder, now: datetime) -> Lease:
    """Mark what may still go as being sent, just before it is, and return the batch with nothing else in it.

    Whoever has stopped meanwhile, and what has ended or run out, is put aside. A lease that ran out is left alone: nothing
    of it is ours any more.
    """
    until = now + timedelta(seconds=holder.lease_seconds)
    if not LeaseRow.objects.filter(pk=lease.id, owner=holder.owner, until__gt=now).update(until=until):
        return replace(lease, rows=())
    ids = ", ".join(str(number) for number in versions.open_ids) or "NULL"
    begun = _run(_BEGIN.format(queues=ids), [lease.gateway, lease.id])
    if begun and begun == len(lease.rows):
        return lease
    _put_aside(lease, versions, now=now)
    going = set(DeliveryRow.objects.filter(lease_id=lease.id, state=SENDING).values_list("id", flat=True))
    if not going:
        _end(lease)
    return replace(lease, rows=tuple(row for row in lease.rows if row.id in going))


def settle(lease: Lease, answers: Sequence[Answer], versions: Versions, *, now: datetime) -> Counter[State]:
    """Keep what became of each message of a batch, in order, and return how many went where.

    Fewer than the batch: the lease had run out meanwhile, and what was ours is in other hands.
    """
    accepted: list[int] = []
    moves: defaultdict[_Move, list[int]] = defaultdict(list)
    for row, answer in zip(lease.rows, answers, strict=True):
        if answer.outcome is Outcome.ACCEPTED:
            accepted.append(row.id)
        else:
            moves[_move(row, answer, versions, honours_key=lease.honours_key, now=now)].append(row.id)
    if accepted:
        moves[_ACCEPTED] = accepted
    moved: Counter[State] = Counter()
    left = len(lease.rows)
    for move, ids in sorted(moves.items(), key=lambda one: len(one[1])):
        rows = DeliveryRow.objects.filter(lease_id=lease.id, state=SENDING)
        # All others are gone from the lease by then, so the many are named by it and not one by one.
        moved[move.to] += (rows if len(ids) == left else rows.filter(pk__in=ids)).update(**move.values())
        left -= len(ids)
    _end(lease)
    return +moved


def release(lease: Lease) -> int:
    """Give back what was claimed and not begun."""
    rows = DeliveryRow.objects.filter(lease_id=lease.id, state=LEASED)
    count = rows.update(state=QUEUED, lease_id=None)
    _end(lease)
    return count


def renew(leases: Iterable[Lease], *, owner: str, until: datetime) -> None:
    """Hold batches longer, while a gateway takes its time."""
    LeaseRow.objects.filter(pk__in=[lease.id for lease in leases], owner=owner).update(until=until)


def run_out(*, is_drill: bool, now: datetime) -> bool:
    """Return whether a dispatcher has died; a look that takes no write turn."""
    return LeaseRow.objects.filter(is_drill=is_drill, until__lte=now).exists()


def dead(*, is_drill: bool, now: datetime) -> tuple[Lease, ...]:
    """Return the batches of dead dispatchers, in the caller's transaction: what was not begun goes back to the queue."""
    leases = []
    for row in LeaseRow.objects.filter(is_drill=is_drill, until__lte=now).select_for_update(skip_locked=True):
        DeliveryRow.objects.filter(lease_id=row.pk, state=LEASED).update(state=QUEUED, lease_id=None)
        begun = DeliveryRow.objects.filter(lease_id=row.pk, state=SENDING)
        held = tuple(Held(**values) for values in begun.values("id", "queue_id", "person", "tries", "repeats"))
        rows = tuple(one._replace(tries=one.tries - 1) for one in held)  # begin has counted this try already
        leases.append(Lease(id=row.pk, gateway=row.gateway, honours_key=row.honours_key, rows=rows))
    return tuple(leases)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """Where rows go; equal moves are written together. `in_doubt`: a gateway may have it."""

    to: State
    why: str = ""
    not_before: datetime | None = None
    is_repeat: bool = False
    is_behind: bool = False
    in_doubt: bool = False
    is_uncounted: bool = False

    def values(self) -> dict[str, Any]:
        """Return what is written."""
        values: dict[str, Any] = {"state": self.to.value, "why": self.why[:40], "lease_id": None}
        if self.to is State.QUEUED:
            values["not_before"] = self.not_before
            if not self.in_doubt:  # then any gateway of the channel may have it, unless it is in doubt from before
                values["gateway"] = Case(When(was_unknown=True, then=F("gateway")), default=Value(""))
        elif self.to in {State.WITHDRAWN, State.EXPIRED}:
            unknown = When(Q(was_unknown=True), then=Value(State.UNKNOWN.value))
            values["state"] = State.UNKNOWN.value if self.in_doubt else Case(unknown, default=Value(self.to.value))
        if self.is_repeat:
            values["repeats"] = F("repeats") + 1
        if self.is_behind:
            values["rank"] = F("rank").bitor(BEHIND_ALL_RINGS)
        if self.in_doubt:
            values["was_unknown"] = True
        if self.is_uncounted:
            values["tries"] = F("tries") - 1
        return values


_ACCEPTED = _Move(to=State.ACCEPTED)


def _move(row: Held, answer: Answer, versions: Versions, *, honours_key: bool, now: datetime) -> _Move:
    end = versions.end(row.queue_id, now)
    if answer.outcome is None:
        return _Move(to=end or State.QUEUED, why=answer.why, is_uncounted=True)
    tries = row.tries + 1
    to, is_repeat = nouns.state_after(
        answer.outcome,
        tries=tries,
        repeats=row.repeats,
        honours_key=honours_key,
        may_repeat=versions.by_id[row.queue_id].may_repeat,
        we_died=answer.why == DIED,
    )
    in_doubt = answer.outcome is Outcome.UNKNOWN
    if to is not State.QUEUED or end is not None:
        return _Move(to=end if to is State.QUEUED and end else to, why=answer.why, in_doubt=in_doubt)
    # What was certainly not sent is tried later; what is in doubt waits behind those who certainly have nothing.
    later = None if answer.why == DIED else now + timedelta(seconds=nouns.retry_seconds(tries))
    return _Move(to=to, why=answer.why, not_before=later, is_repeat=is_repeat, is_behind=in_doubt, in_doubt=in_doubt)


def _put_aside(lease: Lease, versions: Versions, *, now: datetime) -> None:
    """Give what did not begin its last state: ended, run out, or the person has stopped."""
    held = DeliveryRow.objects.filter(lease_id=lease.id, state=LEASED)
    for queue_id in {row.queue_id for row in lease.rows}:
        if end := versions.end(queue_id, now):
            held.filter(queue=queue_id).update(**_Move(to=end).values())
    held.update(**_Move(to=State.WITHDRAWN, why=STOPPED).values())


def _end(lease: Lease) -> None:
    LeaseRow.objects.filter(pk=lease.id).delete()


def _run(sql: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def _skip_locked() -> str:
    """Return what lets several dispatchers take side by side; SQLite has one writer."""
    return "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""


# The statement begins with its verb: sqlite3 counts the rows of no other.
_CLAIM = """
UPDATE delivery SET state = 'leased', lease_id = %s WHERE id IN (
    WITH next AS MATERIALIZED (
        SELECT id FROM delivery
        WHERE queue_id = %s AND channel = %s AND state = 'queued' AND not_before IS NULL AND gateway IN ('', %s)
        ORDER BY rank, id LIMIT %s {skip}
    ) SELECT id FROM next
)
"""
_BEGIN = """
UPDATE delivery SET state = 'sending', tries = tries + 1, gateway = %s
WHERE lease_id = %s AND state = 'leased' AND queue_id IN ({queues})
AND EXISTS (SELECT 1 FROM subscriber one WHERE one.id = delivery.person AND one.state = 'active')
"""
