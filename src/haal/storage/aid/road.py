"""The table of roads between two districts, as the desk knows them: of what class, by whom, since when."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from haal.domain.aid.road import Road, Roads
from haal.domain.ids import PersonId


class RoadRow(models.Model):
    """The road between two districts; the name that comes first in the alphabet is `one`."""

    id = models.BigAutoField(primary_key=True)
    one = models.CharField(max_length=60)
    other = models.CharField(max_length=60)
    road = models.CharField(max_length=8)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """One class for two districts."""

        db_table = "road"
        constraints = [
            models.UniqueConstraint(name="road_once", fields=["one", "other"]),
            models.CheckConstraint(name="road_of_two", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(name="road_class", condition=Q(road__in=[road.value for road in Road])),
        ]


def put(districts: frozenset[str], road: Road | None, *, by: PersonId, now: datetime) -> None:
    """Keep of what class the road is in place of what was known; None: nothing is known any more."""
    one, other = sorted(districts)
    if road is None:
        RoadRow.objects.filter(one=one, other=other).delete()
    else:
        fields = {"road": road.value, "by": by, "at": now}
        RoadRow.objects.update_or_create(one=one, other=other, defaults=fields)


def all_of_them() -> Roads:
    """Return every road that is known."""
    rows = RoadRow.objects.order_by("one", "other").values_list("one", "other", "road")
    return {frozenset({one, other}): Road(road) for one, other, road in rows}
