"""What a drain does beside sending: take back what dead dispatchers held, wake what rested, put aside what is over.

Each is a look first, and a short transaction only when there is something to do. Needs no keys.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.delivery import Channel, Outcome, key_of
from haal.storage import work
from haal.storage.warn import addressee, claim, queue, receipt
from haal.storage.warn.claim import Answer, Lease, Versions
from haal.storage.warn.receipt import Name


def tidy(*, is_drill: bool, now: datetime) -> int:
    """Do a little of each; return how much was done."""
    moved = queue.sweep(is_drill=is_drill, now=now)
    if claim.run_out(is_drill=is_drill, now=now):
        moved += _take_back(is_drill=is_drill, now=now)
    queues = queue.open_queues(is_drill=is_drill, now=now)
    if claim.has_rested(queues, now=now):
        with work.atomic():
            moved += claim.wake_resting(queues, now=now)
    return moved


def versions_of(*, leases: tuple[Lease, ...], now: datetime) -> Versions:
    """Return the versions of batches, and hold those open that are, in the caller's transaction."""
    ids = {row.queue_id for lease in leases for row in lease.rows}
    return Versions(
        by_id=queue.get(sorted(ids)), open_ids=frozenset(queue.still_open(sorted(ids), now=now)) if ids else frozenset()
    )


def name_doubtful(*, lease: Lease, answers: tuple[Answer, ...], versions: Versions) -> None:
    """Let a later receipt find what is in doubt: by our key, in the caller's transaction."""
    rows = [row for row, answer in zip(lease.rows, answers, strict=True) if answer.outcome is Outcome.UNKNOWN]
    people = addressee.names(row.person for row in rows) if rows else {}
    receipt.keep_names(
        [
            Name(
                gateway=lease.gateway,
                delivery_id=row.id,
                name=key_of(
                    warning_id=versions.by_id[row.queue_id].warning_id,
                    revision=versions.by_id[row.queue_id].revision,
                    recipient=people[row.person][0],
                    channel=Channel(people[row.person][1]),
                ),
            )
            for row in rows
            if row.person in people
        ]
    )


def _take_back(*, is_drill: bool, now: datetime) -> int:
    with work.atomic():
        leases = claim.dead(is_drill=is_drill, now=now)
        versions = versions_of(leases=leases, now=now)
        died = Answer(outcome=Outcome.UNKNOWN, why=claim.DIED)
        for lease in leases:
            answers = (died,) * len(lease.rows)
            claim.settle(lease, answers, versions, now=now)
            name_doubtful(lease=lease, answers=answers, versions=versions)
    return len(leases)
