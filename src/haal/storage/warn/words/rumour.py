"""The table of rumours. There is no column for who told one, and no report stands behind a row.

The one thing to know: until it is checked, place and words lie in the desk's box; once checked, the place stands in
clear, since the answer is public. Whether the public sees it is decided by the warning that answered it, which two
people agreed to. Rules: `haal.domain.warn.rumour`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from haal.domain.errors import NotFound
from haal.domain.ids import IncidentId, PersonId, RumourId, WarningId
from haal.domain.warn.rumour import CHECKED, HowChecked, Rumour, RumourState, RumourSubject
from haal.storage.ground.fields import DeskBoxField

SHOWN_MAX = 200
_UNCHECKED = Q(checked_by__isnull=True, checked_at__isnull=True, how__isnull=True, place_said__isnull=True)
_WHOLE = Q(checked_by__isnull=False, checked_at__isnull=False, how__isnull=False, place_said__isnull=False)


class RumourRow(models.Model):
    """One rumour about one place."""

    id = models.CharField(primary_key=True, max_length=40)
    subject = models.CharField(max_length=20)
    state = models.CharField(max_length=14)
    box = DeskBoxField()
    noted_by = models.CharField(max_length=40)
    noted_at = models.DateTimeField()
    incident_id = models.CharField(max_length=40, null=True)  # whose reports are hearsay alone
    checked_by = models.CharField(max_length=40, null=True)
    checked_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=14, null=True)
    place_said = models.CharField(max_length=80, null=True)
    warning = models.ForeignKey("haal.WarningRow", null=True, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        """Checked wholly and by somebody else, or not at all; answered only when checked."""

        db_table = "rumour"
        constraints = [
            models.CheckConstraint(
                name="rumour_subject", condition=Q(subject__in=[one.value for one in RumourSubject])
            ),
            models.CheckConstraint(
                name="rumour_checked_wholly_or_not",
                condition=(Q(state=RumourState.TOLD.value) & _UNCHECKED)
                | (Q(state__in=sorted(one.value for one in CHECKED)) & _WHOLE),
            ),
            models.CheckConstraint(
                name="rumour_how", condition=Q(how__isnull=True) | Q(how__in=[one.value for one in HowChecked])
            ),
            models.CheckConstraint(
                name="rumour_checked_by_another",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("noted_by")),
            ),
        ]
        indexes = [models.Index(fields=["state", "noted_at"], name="rumour_state")]


def keep(rumour: Rumour) -> None:
    """Keep a new rumour."""
    told = {
        "place": rumour.place,
        "lat": rumour.lat,
        "lon": rumour.lon,
        "radius_km": rumour.radius_km,
        "words": rumour.words,
    }
    RumourRow(
        id=rumour.id,
        subject=rumour.subject.value,
        state=rumour.state.value,
        box=told,
        noted_by=rumour.noted_by,
        noted_at=rumour.noted_at,
        incident_id=rumour.incident_id,
    ).save(force_insert=True)


def set_checked(rumour: Rumour) -> bool:
    """Keep the check that `rumour` bears, if nobody else was quicker; return whether it was kept."""
    rows = RumourRow.objects.filter(pk=rumour.id, state=RumourState.TOLD.value)
    return bool(
        rows.update(
            state=rumour.state.value,
            checked_by=rumour.checked_by,
            checked_at=rumour.checked_at,
            how=rumour.how.value if rumour.how else None,
            place_said=rumour.place,
        )
    )


def reopen(rumour_id: RumourId) -> bool:
    """Take a check back: it is told and unchecked again. Return whether it was checked."""
    rows = RumourRow.objects.filter(pk=rumour_id, state__in=[one.value for one in CHECKED])
    return bool(rows.update(state=RumourState.TOLD.value, checked_by=None, checked_at=None, how=None, place_said=None))


def set_warning(rumour_id: RumourId, warning_id: WarningId) -> None:
    """Keep which warning answers it."""
    RumourRow.objects.filter(pk=rumour_id).update(warning_id=warning_id)


def get(rumour_id: RumourId, *, for_change: bool = False) -> Rumour:
    """Return the rumour. Raises NotFound, KeysLocked."""
    rows = RumourRow.objects.select_for_update() if for_change else RumourRow.objects
    row = rows.filter(pk=rumour_id).first()
    if row is None:
        raise NotFound
    return _rumour(row)


def newest() -> tuple[Rumour, ...]:
    """Return the newest rumours, unchecked first. Raises KeysLocked."""
    rows = RumourRow.objects.order_by(
        models.Case(models.When(state=RumourState.TOLD.value, then=0), default=1), "-noted_at"
    )
    return tuple(_rumour(row) for row in rows[:SHOWN_MAX])


def unchecked_count() -> int:
    """Return how many wait for a check."""
    return RumourRow.objects.filter(state=RumourState.TOLD.value).count()


def answered() -> tuple[tuple[RumourState, RumourSubject, str, datetime, WarningId], ...]:
    """Return what the public may see: checked, and answered by a warning that two people let out. Opens no box."""
    rows = RumourRow.objects.filter(warning__issued_at__isnull=False, warning__mode="actual", place_said__isnull=False)
    found = rows.order_by("-checked_at").values_list("state", "subject", "place_said", "checked_at", "warning_id")
    return tuple(
        (RumourState(state), RumourSubject(subject), str(place), checked_at, WarningId(str(warning_id)))
        for state, subject, place, checked_at, warning_id in found[:SHOWN_MAX]
        if checked_at
    )


def _rumour(row: RumourRow) -> Rumour:
    told = row.box.open()
    return Rumour(
        id=RumourId(row.id),
        subject=RumourSubject(row.subject),
        place=told["place"],
        lat=told["lat"],
        lon=told["lon"],
        radius_km=told["radius_km"],
        words=told["words"],
        state=RumourState(row.state),
        noted_by=PersonId(row.noted_by),
        noted_at=row.noted_at,
        incident_id=IncidentId(row.incident_id) if row.incident_id else None,
        checked_by=PersonId(row.checked_by) if row.checked_by else None,
        checked_at=row.checked_at,
        how=HowChecked(row.how) if row.how else None,
        warning_id=WarningId(row.warning_id) if row.warning_id else None,
    )
