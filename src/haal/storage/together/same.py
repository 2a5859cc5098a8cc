"""Two incidents that a look over everything holds for one, until a person says yes or no.

The one thing to know: a pair stands here once and for ever, so that what a person refused is never proposed again. Nothing is
merged by it; merging is `haal.services.assess.merge`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from haal.domain.ids import IncidentId, PersonId


class SameRow(models.Model):
    """One pair, the smaller id first. `taken` None: nobody has answered."""

    id = models.BigAutoField(primary_key=True)
    one = models.CharField(max_length=40)
    other = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    taken = models.BooleanField(null=True)
    closed_by = models.CharField(max_length=40, null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Each pair once; an answer has somebody who gave it."""

        db_table = "same_incident"
        constraints = [
            models.UniqueConstraint(name="same_incident_once", fields=["one", "other"]),
            models.CheckConstraint(name="same_incident_ordered", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(
                name="same_incident_answered",
                condition=Q(taken__isnull=True, closed_by__isnull=True, closed_at__isnull=True)
                | Q(taken__isnull=False, closed_by__isnull=False, closed_at__isnull=False),
            ),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """Two incidents that may be one."""

    one: IncidentId
    other: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Two incidents that were said to be two, and when."""

    one: IncidentId
    other: IncidentId
    at: datetime


def propose(one: IncidentId, other: IncidentId, *, now: datetime) -> bool:
    """Keep a pair for a person; False: it was proposed before."""
    first, second = sorted((one, other))
    _row, made = SameRow.objects.get_or_create(one=first, other=second, defaults={"made_at": now})
    return made


def open_ones() -> tuple[Same, ...]:
    """Return the pairs that nobody has answered, oldest first."""
    rows = SameRow.objects.filter(taken__isnull=True).order_by("id").values_list("one", "other")
    return tuple(Same(one=IncidentId(one), other=IncidentId(other)) for one, other in rows)


def refusals() -> tuple[Refusal, ...]:
    """Return the pairs that are two, also because one of them was merged into a third; oldest first."""
    rows = SameRow.objects.filter(taken=False, closed_at__isnull=False).order_by("id")
    return tuple(
        Refusal(one=IncidentId(one), other=IncidentId(other), at=at)
        for one, other, at in rows.values_list("one", "other", "closed_at")
        if at is not None
    )


def of_incident(incident_id: IncidentId) -> tuple[IncidentId, ...]:
    """Return what an incident may be the same as, nobody having answered."""
    return tuple(
        pair.other if pair.one == incident_id else pair.one
        for pair in open_ones()
        if incident_id in {pair.one, pair.other}
    )


def close(one: IncidentId, other: IncidentId, *, taken: bool, by: PersonId, now: datetime) -> bool:
    """Keep a person's answer; False: nothing was open between the two."""
    first, second = sorted((one, other))
    rows = SameRow.objects.filter(one=first, other=second, taken__isnull=True)
    return bool(rows.update(taken=taken, closed_by=by, closed_at=now))


def keep_apart(one: IncidentId, other: IncidentId, *, by: PersonId, now: datetime) -> None:
    """Keep that two incidents are two, whether anybody had asked or not."""
    first, second = sorted((one, other))
    answer = {"taken": False, "closed_by": by, "closed_at": now}
    SameRow.objects.update_or_create(
        one=first, other=second, defaults=answer, create_defaults={"made_at": now, **answer}
    )


def close_all(incident_id: IncidentId, *, by: PersonId, now: datetime) -> None:
    """Close what was proposed of an incident that is no more."""
    rows = SameRow.objects.filter(Q(one=incident_id) | Q(other=incident_id), taken__isnull=True)
    rows.update(taken=False, closed_by=by, closed_at=now)
