"""The tables of alarms inside one place and of threats that its helpers are told of.

The one thing to know: every read here is by place or by circle, for those who belong to it; there is no list of all
alarms, and the list of threats is the desk's that passed them on. No column is a text. Rules: `haal.domain.warn.alarm`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q

from haal.domain.errors import NotFound
from haal.domain.hazard import Hazard
from haal.domain.ids import AlarmId, CheckInId, PersonId, PlaceId, ThreatId
from haal.domain.warn.alarm import ALARM_LASTS, THREAT_LASTS, Against, Alarm, Threat


class AlarmRow(models.Model):
    """One alarm."""

    id = models.CharField(primary_key=True, max_length=40)
    place = models.ForeignKey("haal.PlaceRow", on_delete=models.CASCADE, related_name="alarms")
    hazard = models.CharField(max_length=20)
    raised_by = models.CharField(max_length=40)
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Found by place."""

        db_table = "place_alarm"
        indexes = [models.Index(fields=["place", "raised_at"], name="alarm_of_place")]


class ThreatRow(models.Model):
    """One threat. Its words stay in the report; here is only whom it concerns."""

    id = models.CharField(primary_key=True, max_length=40)
    against = models.CharField(max_length=10)
    place = models.ForeignKey("haal.PlaceRow", null=True, on_delete=models.CASCADE, related_name="threats")
    circle = models.ForeignKey("haal.CircleRow", null=True, on_delete=models.SET_NULL, related_name="threats")
    told_in = models.CharField(max_length=40)
    opened_by = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """A person has no place here, a place or a gathering has one."""

        db_table = "threat"
        constraints = [
            models.CheckConstraint(
                name="threat_against",
                condition=Q(against=Against.PERSON.value, place__isnull=True)
                | Q(against__in=[Against.PLACE.value, Against.GATHERING.value], place__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["opened_at"], name="threat_opened")]


class SeenRow(models.Model):
    """Somebody who was called says: I have seen it."""

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=40)
    person = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Each once."""

        db_table = "call_seen"
        constraints = [models.UniqueConstraint(name="call_seen_once", fields=["subject", "person"])]


def keep_alarm(alarm: Alarm) -> None:
    """Keep a new alarm."""
    AlarmRow(
        id=alarm.id, place_id=alarm.place_id, hazard=alarm.hazard.value,
        raised_by=alarm.raised_by, raised_at=alarm.raised_at,
    ).save(force_insert=True)  # fmt: skip


def get_alarm(alarm_id: AlarmId) -> Alarm:
    """Return the alarm. Raises NotFound."""
    row = AlarmRow.objects.filter(pk=alarm_id).first()
    if row is None:
        raise NotFound
    return _alarm(row)


def end_alarm(alarm_id: AlarmId, *, now: datetime) -> None:
    """Keep that it is over."""
    AlarmRow.objects.filter(pk=alarm_id, ended_at__isnull=True).update(ended_at=now)


def alarms_on(place_ids: Collection[PlaceId], *, now: datetime) -> tuple[Alarm, ...]:
    """Return the alarms that are on at these places, newest first."""
    rows = AlarmRow.objects.filter(place_id__in=place_ids, ended_at__isnull=True, raised_at__gt=now - ALARM_LASTS)
    return tuple(_alarm(row) for row in rows.order_by("-raised_at"))


def keep_threat(threat: Threat) -> None:
    """Keep a new threat."""
    ThreatRow(
        id=threat.id, against=threat.against.value, place_id=threat.place_id, circle_id=threat.circle_id,
        told_in=threat.told_in, opened_by=threat.opened_by, opened_at=threat.opened_at,
    ).save(force_insert=True)  # fmt: skip


def get_threat(threat_id: ThreatId) -> Threat:
    """Return the threat. Raises NotFound."""
    row = ThreatRow.objects.filter(pk=threat_id).first()
    if row is None:
        raise NotFound
    return _threat(row)


def close_threat(threat_id: ThreatId, *, now: datetime) -> None:
    """Keep that it calls nobody any more."""
    ThreatRow.objects.filter(pk=threat_id, closed_at__isnull=True).update(closed_at=now)


def threats_open(*, now: datetime) -> tuple[Threat, ...]:
    """Return every threat that calls somebody, newest first: for the desk that passes them on, see the service."""
    return tuple(_threat(row) for row in _open_threats(now).order_by("-opened_at"))


def threats_of(
    *, place_ids: Collection[PlaceId], circle_ids: Collection[CheckInId], now: datetime
) -> tuple[Threat, ...]:
    """Return the threats that call the people of these places and circles, newest first."""
    rows = _open_threats(now).filter(Q(place_id__in=place_ids) | Q(circle_id__in=circle_ids))
    return tuple(_threat(row) for row in rows.order_by("-opened_at"))


def put_seen(subject: str, person_id: PersonId, *, now: datetime) -> None:
    """Keep that somebody has seen it; the first time counts."""
    SeenRow.objects.get_or_create(subject=subject, person=person_id, defaults={"at": now})


def seen_by(subjects: Iterable[str]) -> dict[str, tuple[PersonId, ...]]:
    """Return who has seen each."""
    seen: dict[str, list[PersonId]] = {}
    for subject, one in (
        SeenRow.objects.filter(subject__in=list(subjects)).order_by("id").values_list("subject", "person")
    ):
        seen.setdefault(subject, []).append(PersonId(one))
    return {subject: tuple(people) for subject, people in seen.items()}


def forget(*, before: datetime) -> int:
    """Forget alarms and threats that began before, with who saw them; return how many."""
    old = [
        *AlarmRow.objects.filter(raised_at__lt=before).values_list("id", flat=True),
        *ThreatRow.objects.filter(opened_at__lt=before).values_list("id", flat=True),
    ]
    SeenRow.objects.filter(subject__in=old).delete()
    AlarmRow.objects.filter(pk__in=old).delete()
    ThreatRow.objects.filter(pk__in=old).delete()
    return len(old)


def _open_threats(now: datetime) -> models.QuerySet[ThreatRow]:
    return ThreatRow.objects.filter(closed_at__isnull=True, opened_at__gt=now - THREAT_LASTS)


def _alarm(row: AlarmRow) -> Alarm:
    return Alarm(
        id=AlarmId(row.id),
        place_id=PlaceId(row.place_id),
        hazard=Hazard(row.hazard),
        raised_by=PersonId(row.raised_by),
        raised_at=row.raised_at,
        ended_at=row.ended_at,
    )


def _threat(row: ThreatRow) -> Threat:
    return Threat(
        id=ThreatId(row.id),
        against=Against(row.against),
        place_id=PlaceId(row.place_id) if row.place_id else None,
        circle_id=CheckInId(row.circle_id) if row.circle_id else None,
        told_in=row.told_in,
        opened_by=PersonId(row.opened_by),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )
