"""The table of gateways: each one's bucket of tokens and its breaker, shared by all dispatchers.

The one thing to know: a dispatcher asks `room` in the transaction in which it claims, so two of them never spend the same
token; a gateway without a pace and without a failure is only read. Drill gateways have rows of their own. The rules are
`haal.domain.warn.breaker`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from haal.domain.warn import breaker as rules
from haal.domain.warn.breaker import Breaker, Stand


class GatewayRow(models.Model):
    """One gateway."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=20)
    is_drill = models.BooleanField()
    tokens = models.FloatField(default=0.0)
    filled_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    rests = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)
    probe_until = models.DateTimeField(null=True)
    why = models.CharField(max_length=40, default="", blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        """Found by name."""

        db_table = "gateway"
        constraints = [models.UniqueConstraint(fields=["name", "is_drill"], name="gateway_once")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A gateway, as far as its bucket and its breaker are concerned."""

    name: str
    is_drill: bool
    rate_per_second: float = 0.0
    at_once_max: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How a gateway stands."""

    name: str
    is_drill: bool
    stand: Stand
    failures: int
    open_until: datetime | None
    why: str
    changed_at: datetime | None


def room(way: Way, *, wanted: int, now: datetime) -> int:
    """Return how many messages this gateway may be given now, at most `wanted`; a half-open one gives the probe away."""
    row = _row(way)
    breaker = _breaker(row)
    most = breaker.messages_max(now)
    allowed = wanted if most is None else min(wanted, most)
    if way.rate_per_second and allowed:
        allowed = min(allowed, int(_tokens(_locked(row), way, now)))
    if most and allowed:  # half-open, and the probe is ours if nobody was quicker
        if not _breaker(_locked(row)).messages_max(now):
            return 0
        _keep(row, rules.probing(breaker, now=now), why=row.why, now=row.changed_at)
    return allowed


def has_room(way: Way, *, now: datetime) -> bool:
    """Return whether this gateway can take what waits: it is in order and its bucket is not empty. Changes nothing."""
    row = GatewayRow.objects.filter(name=way.name, is_drill=way.is_drill).first()
    if row is None:
        return True
    return _breaker(row).stand(now) is Stand.CLOSED and _is_filled(row, way, now)


def may_try(way: Way, *, now: datetime) -> bool:
    """Return whether `room` would give anything, a probe included. Changes nothing."""
    row = GatewayRow.objects.filter(name=way.name, is_drill=way.is_drill).first()
    return row is None or (_breaker(row).messages_max(now) != 0 and _is_filled(row, way, now))


def may_go_on(way: Way, *, now: datetime) -> bool:
    """Return whether what was claimed before may still be sent."""
    row = GatewayRow.objects.filter(name=way.name, is_drill=way.is_drill).first()
    return row is None or _breaker(row).stand(now) is not Stand.OPEN


def spend(way: Way, count: int, *, now: datetime) -> None:
    """Take so many tokens, in the transaction of `room`."""
    if way.rate_per_second and count:
        row = _locked(_row(way))
        GatewayRow.objects.filter(pk=row.pk).update(tokens=_tokens(row, way, now) - count, filled_at=now)


def give_back_probe(way: Way) -> None:
    """Let somebody else try: there was nothing to try it with."""
    GatewayRow.objects.filter(name=way.name, is_drill=way.is_drill, probe_until__isnull=False).update(probe_until=None)


def answered(way: Way, *, now: datetime) -> None:
    """Keep that the gateway answered: its breaker closes."""
    row = _row(way)
    before = _breaker(row)
    if before != (after := rules.answered(before)):
        _keep(row, after, why="", now=now)


def failed(way: Way, *, why: str, rest_seconds: float, now: datetime) -> bool:
    """Keep that a call failed; return whether the breaker is open now."""
    row = _locked(_row(way))
    after = rules.failed(_breaker(row), now=now, rest_seconds=rest_seconds)
    _keep(row, after, why=why[:40], now=now)
    return after.open_until is not None


def known(*, now: datetime) -> tuple[Known, ...]:
    """Return every gateway that was ever used, live ones first."""
    return tuple(
        Known(
            name=row.name,
            is_drill=row.is_drill,
            stand=_breaker(row).stand(now),
            failures=row.failures,
            open_until=row.open_until,
            why=row.why,
            changed_at=row.changed_at,
        )
        for row in GatewayRow.objects.order_by("is_drill", "name")
    )


def _row(way: Way) -> GatewayRow:
    row = GatewayRow.objects.filter(name=way.name, is_drill=way.is_drill).first()
    return row or GatewayRow.objects.get_or_create(name=way.name, is_drill=way.is_drill)[0]


def _locked(row: GatewayRow) -> GatewayRow:
    return GatewayRow.objects.select_for_update().get(pk=row.pk)


def _is_filled(row: GatewayRow, way: Way, now: datetime) -> bool:
    return not way.rate_per_second or _tokens(row, way, now) >= 1


def _tokens(row: GatewayRow, way: Way, now: datetime) -> float:
    return rules.tokens_at(
        tokens=row.tokens,
        filled_at=row.filled_at,
        rate_per_second=way.rate_per_second,
        burst=way.at_once_max,
        now=now,
    )


def _breaker(row: GatewayRow) -> Breaker:
    return Breaker(failures=row.failures, rests=row.rests, open_until=row.open_until, probe_until=row.probe_until)


def _keep(row: GatewayRow, breaker: Breaker, *, why: str, now: datetime | None) -> None:
    GatewayRow.objects.filter(pk=row.pk).update(
        failures=breaker.failures,
        rests=breaker.rests,
        open_until=breaker.open_until,
        probe_until=breaker.probe_until,
        why=why,
        changed_at=now,
    )
