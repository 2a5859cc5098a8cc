"""The table of what two sides of a match wrote to each other, each line in the desk's box.

The one thing to know: lines are deleted when their match is over. Those of a match that somebody flagged stay until the desk
has had time to read them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from haal.domain.aid.match import LIVE_STATES, Side
from haal.domain.aid.relay import Line, Said
from haal.domain.ids import MatchId
from haal.storage.ground.fields import DeskBoxField, with_keys


class RelayRow(models.Model):
    """One line."""

    id = models.BigAutoField(primary_key=True)
    match = models.ForeignKey("haal.MatchRow", on_delete=models.CASCADE, related_name="relay")
    side = models.CharField(max_length=8)
    key_hash = models.BinaryField(max_length=32, unique=True)
    at = models.DateTimeField()
    box = DeskBoxField()

    class Meta:
        """Read in order."""

        db_table = "relay"
        constraints = [models.CheckConstraint(name="relay_side", condition=Q(side__in=[side.value for side in Side]))]


def put(match_id: MatchId, *, side: Side, text: str, key_hash: bytes, now: datetime) -> bool:
    """Keep a line once; False when the same key had come before."""
    _row, made = RelayRow.objects.get_or_create(
        key_hash=key_hash, defaults={"match_id": match_id, "side": side.value, "at": now, "box": {"text": text}}
    )
    return made


def said(match_id: MatchId) -> tuple[Said, ...]:
    """Return when each line went through; nothing is opened."""
    rows = RelayRow.objects.filter(match_id=match_id).order_by("id").values_list("side", "at")
    return tuple(Said(side=Side(side), at=at) for side, at in rows)


def lines(match_id: MatchId) -> tuple[Line, ...]:
    """Return the lines in order. Raises KeysLocked."""
    rows = list(RelayRow.objects.filter(match_id=match_id).order_by("id"))
    boxes = with_keys([row.box for row in rows])
    return tuple(
        Line(side=Side(row.side), text=str(box.open()["text"]), at=row.at) for row, box in zip(rows, boxes, strict=True)
    )


def forget_over(*, now: datetime, flagged_days: int) -> int:
    """Delete the lines of matches that are over, flagged ones after some days; return how many."""
    live = [state.value for state in LIVE_STATES]
    old = Q(match__changed_at__lt=now - timedelta(days=flagged_days))
    rows = RelayRow.objects.exclude(match__state__in=live).filter(Q(match__relay_stopped=False) | old)
    return rows.delete()[0]
