"""The tables of what helpers say of themselves for the rota, and of what places want.

The one thing to know: what somebody said of themselves lies in one box of the desk, with the days on which something was hard for
them, and every such box is padded to one length: neither a seized disk nor a look at the row tells who had how many. What a place
wants is of no person. Rules: `haal.domain.rota.terms`, `haal.domain.rota.wish`.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from haal.domain.errors import NotFound
from haal.domain.ids import PersonId, PlaceId, WishId
from haal.domain.rota.terms import Terms, day_parts, time_of
from haal.domain.rota.wanted import Skill
from haal.domain.rota.wish import Wish
from haal.storage.gathering.place import PlaceRow
from haal.storage.ground.fields import DeskBox, DeskBoxField, JsonValue, with_keys

_PADDED_TO = 1024


class StewardTermsRow(models.Model):
    """What one helper said of themselves."""

    person = models.CharField(primary_key=True, max_length=40)
    told = DeskBoxField()

    class Meta:
        """One for each; it goes when they help no more."""

        db_table = "steward_terms"


class PlaceWishRow(models.Model):
    """A shift that a place wants held every week. `days`: a bit for each day of the week, Monday the lowest."""

    id = models.CharField(primary_key=True, max_length=40)
    place = models.ForeignKey(PlaceRow, on_delete=models.CASCADE, related_name="wishes")
    days = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField()
    is_mixed = models.BooleanField(default=False)
    skills = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        """Never for one."""

        db_table = "place_wish"
        constraints = [
            models.CheckConstraint(
                name="place_wish_never_alone", condition=Q(people__gte=2, days__gte=1, days__lte=127, minutes__gte=1)
            )
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one helper said: their terms, and on which days something was hard."""

    terms: Terms = field(default_factory=Terms)
    hard_on: tuple[date, ...] = ()


def shut(told: Told) -> DeskBox:
    """Return it in a box; outside the unit of work, since it is slow."""
    plain = _plain(told)
    short = _PADDED_TO - len(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode())
    return DeskBox.shut({**plain, "pad": " " * max(0, short)})


def put(person_id: PersonId, box: DeskBox) -> None:
    """Keep what somebody said in place of what they said before."""
    StewardTermsRow.objects.update_or_create(person=person_id, defaults={"told": box})


def of(person_id: PersonId) -> Told | None:
    """Return what somebody said; None: nothing yet. Raises KeysLocked."""
    return of_many([person_id]).get(person_id)


def of_many(person_ids: Collection[PersonId]) -> dict[PersonId, Told]:
    """Return what these people said, for the planner. Raises KeysLocked."""
    rows = list(StewardTermsRow.objects.filter(person__in=person_ids).order_by("person"))
    boxes = with_keys([row.told for row in rows])
    return {PersonId(row.person): _told(box.open()) for row, box in zip(rows, boxes, strict=True)}


def count(person_ids: Collection[PersonId]) -> int:
    """Return how many of these people said anything."""
    return StewardTermsRow.objects.filter(person__in=person_ids).count()


def forget(person_id: PersonId) -> bool:
    """Forget what somebody said; False when there was nothing."""
    return bool(StewardTermsRow.objects.filter(person=person_id).delete()[0])


def keep_wish(wish: Wish) -> None:
    """Keep what a place wants."""
    PlaceWishRow.objects.create(
        id=wish.id,
        place_id=wish.place_id,
        days=sum(1 << day for day in wish.days),
        starts=wish.starts,
        minutes=wish.minutes,
        people=wish.people,
        is_mixed=wish.is_mixed,
        skills=" ".join(sorted(wish.skills)),
    )


def wishes_of(place_ids: Collection[PlaceId]) -> tuple[Wish, ...]:
    """Return what these places want."""
    rows = PlaceWishRow.objects.filter(place_id__in=place_ids).order_by("place_id", "starts", "id")
    return tuple(_wish(row) for row in rows)


def place_of_wish(wish_id: WishId) -> PlaceId:
    """Return which place wants it. Raises NotFound."""
    found = PlaceWishRow.objects.filter(pk=wish_id).values_list("place_id", flat=True).first()
    if found is None:
        raise NotFound
    return PlaceId(found)


def forget_wish(wish_id: WishId) -> None:
    """Forget that a place wants it."""
    PlaceWishRow.objects.filter(pk=wish_id).delete()


def places_with_wishes() -> tuple[PlaceId, ...]:
    """Return the places that want anything and are open, for the planner."""
    rows = PlaceWishRow.objects.filter(place__closed_at=None).order_by("place_id")
    return tuple(PlaceId(place_id) for place_id in rows.values_list("place_id", flat=True).distinct())


def _wish(row: PlaceWishRow) -> Wish:
    return Wish(
        id=WishId(row.id),
        place_id=PlaceId(row.place_id),
        days=frozenset(day for day in range(7) if row.days >> day & 1),
        starts=row.starts,
        minutes=row.minutes,
        people=row.people,
        is_mixed=row.is_mixed,
        skills=frozenset(Skill(skill) for skill in row.skills.split()),
    )


def _plain(told: Told) -> dict[str, Any]:
    terms = told.terms
    return {
        "times": list(day_parts(terms.times)),
        "away": [_day(terms.away_from), _day(terms.away_until)],
        "is_woman": terms.is_woman,
        "skills": sorted(terms.skills),
        "first_aid_on": _day(terms.first_aid_on),
        "week": terms.week_shifts_max,
        "rest": terms.rest_hours,
        "hard_on": [day.isoformat() for day in told.hard_on],
    }


def _told(raw: JsonValue) -> Told:
    terms = Terms(
        times=frozenset(time for word in raw["times"] if (time := time_of(word)) is not None),
        away_from=_date(raw["away"][0]),
        away_until=_date(raw["away"][1]),
        is_woman=raw["is_woman"],
        skills=frozenset(Skill(skill) for skill in raw["skills"]),
        first_aid_on=_date(raw["first_aid_on"]),
        week_shifts_max=raw["week"],
        rest_hours=raw["rest"],
    )
    return Told(terms=terms, hard_on=tuple(date.fromisoformat(day) for day in raw["hard_on"]))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(raw: str | None) -> date | None:
    return date.fromisoformat(raw) if raw else None
