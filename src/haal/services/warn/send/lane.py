"""One gateway of one channel, fed batch by batch.

The one thing to know: a turn is one transaction and one call. The transaction keeps what was answered to the last batch,
begins the next and claims the one after it, so a batch costs one trip to the disk; the call sends what was begun. A batch
is claimed before its addresses are opened and begun after, so that what a death leaves unknown is one call's worth. The
instant is asked again just before the call, and goes with each message.

What asks no database is done by `Hands`, at once or beside the turn, as the caller wants (`haal.services.warn.deliver`).
Never inside a transaction: a gateway is slow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from haal.channels.batch import NOT_BEGUN, DrillEndpoint, Gateway, LiveEndpoint, Receipt
from haal.domain.delivery import Channel, Outcome, State
from haal.domain.policy import Policy
from haal.services.warn.send import tidy
from haal.services.warn.send.words import Going, Make, Words
from haal.storage import work
from haal.storage.ground import together
from haal.storage.warn import addressee, breaker, claim, queue, receipt
from haal.storage.warn.addressee import Addressee
from haal.storage.warn.breaker import Way
from haal.storage.warn.claim import Answer, Holder, Lease
from haal.storage.warn.receipt import Name

type Clock = Callable[[], datetime]
type AnyGateway = Gateway[LiveEndpoint] | Gateway[DrillEndpoint]

UNAVAILABLE = "unavailable"
LATE = "late"
NO_ADDRESS = "no-address"
NO_RECEIPT = "no-receipt"
RENEWALS_PER_LEASE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a call brought back. `unavailable`: nothing of it was sent."""

    receipts: tuple[Receipt, ...] = ()
    unavailable: bool = False
    rest_seconds: float = 0.0


class Call(Protocol):
    """A call on its way."""

    def is_over(self) -> bool:
        """Return whether it has come back."""

    def said(self) -> Said:
        """Return what it brought back, waiting for it if need be."""


class Hands(Protocol):
    """Does what asks no database: at once, or beside it."""

    def call(self, *, gateway: AnyGateway, make: Make) -> Call:
        """Make the messages and hand them over."""

    def begin[T](self, does: Callable[[], T]) -> Callable[[], T]:
        """Begin it, and return what gives its result, waiting for it if need be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatcher:
    """Who sends: a name, a door's clock, the numbers, and who opens addresses and makes calls."""

    owner: str
    clock: Clock
    policy: Policy
    hands: Hands


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """A batch that was handed over, with what came of each message."""

    lease: Lease
    answers: tuple[Answer, ...]
    names: tuple[Name, ...]
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """A batch whose call has begun: what is known without it, the key of each message, the call."""

    lease: Lease
    known: Mapping[int, Answer]
    keys: Mapping[int, str]
    call: Call | None


class Lane:
    """A gateway and its place among those of its channel: one with others before it takes over what they cannot."""

    def __init__(self, gateway: AnyGateway, *, channel: Channel, before: Sequence[AnyGateway], by: Dispatcher) -> None:
        """Hold nothing yet."""
        self.gateway, self.channel, self.by = gateway, channel, by
        self.is_drill = gateway.endpoint.is_drill
        self._way = _way(gateway)
        self._before = tuple(_way(one) for one in before)
        self._holder = Holder(
            owner=by.owner,
            gateway=gateway.name,
            is_drill=self.is_drill,
            honours_key=gateway.honours_key,
            lease_seconds=by.policy.delivery_lease_seconds,
        )
        self._words = Words()
        self._held: Lease | None = None
        self._addressees: Callable[[], Mapping[int, Addressee]] = dict
        self.is_resting = True
        self._calling: _Batch | None = None
        self._renew_at: datetime | None = None

    def turn(self, *, claims: bool = True) -> Counter[State] | None:
        """Settle, begin, claim; then send what was begun. Return what was settled, or None when there was nothing to do.

        While a call is on its way nothing is done but to hold what is ours. With `claims` False nothing new is taken:
        called until None, it brings what is under way to its end.
        """
        is_free = self._calling is None and self._held is None
        self.is_resting = is_free and not (claims and self._finds(self.by.clock()))
        if self.is_resting:
            return None
        if self.is_waiting():
            self._renew()
            return Counter()
        sent = self._heard(self._calling) if self._calling else None
        self._calling = None
        with work.atomic():
            now = self.by.clock()
            done = self._settle(sent, now) if sent else Counter()
            begun = self._begin(now)
            claimed = self._claim(now) if claims else None
        addressees, self._addressees = self._addressees, dict
        try:
            self._hold(claimed)
        finally:  # what was begun is sent, whatever else happened
            self._calling = self._hand_over(begun, addressees()) if begun else None
        return done

    def is_waiting(self) -> bool:
        """Return whether a call is on its way."""
        return self._calling is not None and self._calling.call is not None and not self._calling.call.is_over()

    def _finds(self, now: datetime) -> bool:
        """Return whether there is something to claim, and the gateway may be given it."""
        if any(breaker.has_room(way, now=now) for way in self._before):
            return False
        queues = queue.open_queues(is_drill=self.is_drill, now=now)
        return claim.is_ready(queues, channel=self.channel, gateway=self.gateway.name) and breaker.may_try(
            self._way, now=now
        )

    def _settle(self, sent: _Sent, now: datetime) -> Counter[State]:
        has_answered = _verdict(sent)
        if has_answered:
            breaker.answered(self._way, now=now)
        elif has_answered is False:
            breaker.failed(self._way, why=sent.answers[0].why, rest_seconds=sent.said.rest_seconds, now=now)
        versions = tidy.versions_of(leases=(sent.lease,), now=now)
        done = claim.settle(sent.lease, sent.answers, versions, now=now)
        if done.total() < len(sent.lease.rows):  # another dispatcher thought us dead: what arrived has arrived
            both = zip(sent.lease.rows, sent.answers, strict=True)
            receipt.accept((row.id for row, one in both if one.outcome is Outcome.ACCEPTED), why=LATE)
        if sent.names:
            receipt.keep_names(sent.names)
        tidy.name_doubtful(lease=sent.lease, answers=sent.answers, versions=versions)
        return done

    def _begin(self, now: datetime) -> Lease | None:
        held, self._held = self._held, None
        if held is None:
            return None
        if not breaker.may_go_on(self._way, now=now):
            claim.release(held)
            return None
        begun = claim.begin(held, tidy.versions_of(leases=(held,), now=now), holder=self._holder, now=now)
        return begun if begun.rows else None

    def _claim(self, now: datetime) -> Lease | None:
        policy = self.by.policy
        most = policy.delivery_batch_while_told if together.is_busy() else policy.delivery_batch
        wanted = min(self.gateway.pace.batch_max, most)
        if any(breaker.has_room(way, now=now) for way in self._before):
            return None
        limit = breaker.room(self._way, wanted=wanted, now=now)
        queues = queue.open_queues(is_drill=self.is_drill, now=now) if limit else ()
        lease = claim.claim(queues, channel=self.channel, holder=self._holder, limit=limit, now=now)
        if lease:
            breaker.spend(self._way, sum(lease.counts.values()), now=now)
        elif limit:
            breaker.give_back_probe(self._way)
        return lease

    def _hold(self, claimed: Lease | None) -> None:
        """Have the addresses of what was claimed opened; without the keys it goes back at once. Raises KeysLocked."""
        if claimed is None:
            return
        try:
            self._held, opened = addressee.read(claimed)
            self._addressees = self.by.hands.begin(opened)
        finally:
            if self._held is None:
                with work.atomic():
                    claim.release(claimed)

    def _hand_over(self, begun: Lease, addressees: Mapping[int, Addressee]) -> _Batch:
        """Say which messages leave now, and begin the call that makes them and hands them over."""
        now = self.by.clock()
        versions = queue.get(sorted({row.queue_id for row in begun.rows}))
        known: dict[int, Answer] = {}
        going: list[Going] = []
        for row in begun.rows:
            version, to = versions[row.queue_id], addressees.get(row.person)
            if to is None:
                known[row.id] = Answer(outcome=Outcome.REFUSED, why=NO_ADDRESS)
            elif version.not_after <= now:
                known[row.id] = Answer(outcome=None, why=LATE)
            else:
                going.append(Going(row, to, version))
        make, keys = self._words.later(going, channel=self.channel, now=now)
        call = self.by.hands.call(gateway=self.gateway, make=make) if going else None
        self._renew_at = self._next_renewal(now)
        return _Batch(lease=begun, known=known, keys=keys, call=call)

    def _heard(self, batch: _Batch) -> _Sent:
        """Say what came of each message."""
        said = batch.call.said() if batch.call else Said()
        receipts: dict[str, Receipt] = {}
        for one in said.receipts:  # said twice: whoever says that it was taken is believed
            if one.key not in receipts or one.outcome is Outcome.ACCEPTED:
                receipts[one.key] = one
        unheard = Answer(outcome=None, why=UNAVAILABLE) if said.unavailable else None
        answers, names = [], []
        for row in batch.lease.rows:
            receipt_of = receipts.get(batch.keys.get(row.id, ""))
            if receipt_of is not None and receipt_of.outcome is Outcome.ACCEPTED:
                answers.append(_ACCEPTED)
            else:
                answers.append(batch.known.get(row.id) or unheard or _answer(receipt_of))
            if receipt_of is not None and receipt_of.external_id:
                names.append(Name(gateway=self.gateway.name, name=receipt_of.external_id, delivery_id=row.id))
        return _Sent(lease=batch.lease, answers=tuple(answers), names=tuple(names), said=said)

    def _renew(self) -> None:
        """Hold what is ours a while longer, when a third of the time is over."""
        now = self.by.clock()
        if self._renew_at is None or now < self._renew_at or self._calling is None:
            return
        until = now + timedelta(seconds=self._holder.lease_seconds)
        with work.atomic():
            leases = [self._calling.lease, *([self._held] if self._held else [])]
            claim.renew(leases, owner=self.by.owner, until=until)
        self._renew_at = self._next_renewal(now)

    def _next_renewal(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self._holder.lease_seconds / RENEWALS_PER_LEASE)


def _answer(receipt_of: Receipt | None) -> Answer:
    if receipt_of is None:
        return _NO_RECEIPT
    if receipt_of.outcome is Outcome.LATER and receipt_of.why == NOT_BEGUN:
        return Answer(outcome=None, why=NOT_BEGUN)
    return Answer(outcome=receipt_of.outcome, why=receipt_of.why)


def _verdict(sent: _Sent) -> bool | None:
    """Return whether the gateway answered; None when it was not asked anything."""
    asked = {one.outcome for one in sent.answers if one.outcome is not None and one.why != NO_ADDRESS}
    if sent.said.unavailable:
        return False
    if not asked:
        return None
    return any(outcome is not Outcome.UNKNOWN for outcome in asked)


def _way(gateway: AnyGateway) -> Way:
    pace = gateway.pace
    return Way(
        name=gateway.name,
        is_drill=gateway.endpoint.is_drill,
        rate_per_second=pace.rate_per_second,
        at_once_max=pace.at_once_max,
    )


_ACCEPTED = Answer(outcome=Outcome.ACCEPTED)
_NO_RECEIPT = Answer(outcome=Outcome.UNKNOWN, why=NO_RECEIPT)
