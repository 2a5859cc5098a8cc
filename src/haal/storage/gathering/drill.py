"""The table of exercises at places. Rules: `haal.domain.gathering.drill`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from haal.domain.gathering.drill import Drill
from haal.domain.hazard import Hazard
from haal.domain.ids import PlaceId
from haal.storage.gathering.place import PlaceRow


class PlaceDrillRow(models.Model):
    """One exercise."""

    id = models.BigAutoField(primary_key=True)
    place = models.ForeignKey(PlaceRow, on_delete=models.CASCADE, related_name="drills")
    held_on = models.DateField()
    hazard = models.CharField(max_length=40)
    seconds = models.PositiveIntegerField()
    people_count = models.PositiveIntegerField()

    class Meta:
        """Of a danger in the list, and never by one person alone."""

        db_table = "place_drill"
        constraints = [
            models.CheckConstraint(
                name="place_drill_of_the_list",
                condition=Q(hazard__in=[hazard.value for hazard in Hazard], people_count__gte=2),
            )
        ]


def keep(place_id: PlaceId, drill: Drill) -> None:
    """Keep one."""
    PlaceDrillRow.objects.create(
        place_id=place_id,
        held_on=drill.held_on,
        hazard=drill.hazard.value,
        seconds=drill.seconds,
        people_count=drill.people_count,
    )


def of_place(place_id: PlaceId, *, limit: int) -> tuple[Drill, ...]:
    """Return the last ones, newest first."""
    rows = PlaceDrillRow.objects.filter(place_id=place_id).order_by("-held_on", "-id")[:limit]
    return tuple(
        Drill(held_on=row.held_on, hazard=Hazard(row.hazard), seconds=row.seconds, people_count=row.people_count)
        for row in rows
    )
