"""The desk's side of a publication: drafted by one, agreed by another, released, withdrawn; its text in the desk's box.

The one thing to know: the database refuses a row whose two people are one, a release that nobody agreed to, and two
publications of one incident under way or standing. What the public reads is another table, `public_incident`,
written here in the same transaction. What may be published and when is `haal.domain.publication`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from haal.domain.errors import NotFound, Refused
from haal.domain.ids import AgreementId, IncidentId, PersonId, PublicationId, new_id
from haal.domain.publication import PublicationReason, PublicIncident, State, WithdrawnWhy
from haal.storage import public_incident
from haal.storage.ground.fields import DeskBox, DeskBoxField


class PublicationRow(models.Model):
    """One publication on the desk's side; the text and what will be shown are in the desk's box until release."""

    id = models.CharField(primary_key=True, max_length=40)
    incident_id = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default=State.DRAFT.value)
    agreement_id = models.CharField(max_length=40)
    early = models.BooleanField(default=False)
    drafted_by = models.CharField(max_length=40)
    drafted_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=40, null=True)
    agreed_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    district = models.CharField(max_length=60, default="", blank=True)
    month = models.CharField(max_length=7, default="", blank=True)
    withdrawn_by = models.CharField(max_length=40, null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=20, default="", blank=True)
    to_correct_at = models.DateTimeField(null=True)
    box = DeskBoxField()

    class Meta:
        """Two different people, always; one publication of an incident under way, one standing."""

        db_table = "publication"
        indexes = [models.Index(fields=["state", "not_before"], name="publication_due")]
        constraints = [
            models.CheckConstraint(
                name="publication_two_people", condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("drafted_by"))
            ),
            models.CheckConstraint(
                name="publication_released_when_agreed",
                condition=Q(released_at__isnull=True) | Q(agreed_by__isnull=False, agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="publication_states",
                condition=Q(state=State.DRAFT.value, agreed_by__isnull=True, released_at__isnull=True)
                | Q(state=State.AGREED.value, agreed_by__isnull=False, released_at__isnull=True)
                | Q(state=State.RELEASED.value, agreed_by__isnull=False, released_at__isnull=False)
                | Q(state=State.WITHDRAWN.value, withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="publication_one_under_way",
                fields=["incident_id"],
                condition=Q(state__in=[State.DRAFT.value, State.AGREED.value]),
            ),
            models.UniqueConstraint(
                name="publication_one_standing", fields=["incident_id"], condition=Q(state=State.RELEASED.value)
            ),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one publication of an incident came to, and when, without its text."""

    incident_id: IncidentId
    state: State
    released_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: WithdrawnWhy | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The desk's side of one publication; `box` is shut."""

    id: PublicationId
    incident_id: IncidentId
    state: State
    agreement_id: AgreementId
    early: bool
    drafted_by: PersonId
    drafted_at: datetime
    agreed_by: PersonId | None
    not_before: datetime | None
    released_at: datetime | None
    withdrawn_why: str
    district: str
    month: str
    to_correct_at: datetime | None
    box: DeskBox


def add(
    *, incident_id: IncidentId, agreement_id: AgreementId, publication_id: PublicationId, early: bool,
    box: dict[str, Any], by: PersonId, now: datetime,
) -> None:  # fmt: skip
    """Keep a draft. Raises Refused when another publication of the incident is under way."""
    row = PublicationRow(
        id=publication_id, incident_id=incident_id, agreement_id=agreement_id, early=early, drafted_by=by,
        drafted_at=now, box=box,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(PublicationReason.ALREADY_OPEN) from error


def fresh_id() -> PublicationId:
    """Return an id for a new publication."""
    return PublicationId(new_id("pub"))


def get(publication_id: PublicationId) -> Publication:
    """Return a publication. Raises NotFound."""
    row = PublicationRow.objects.filter(pk=publication_id).first()
    if row is None:
        raise NotFound
    return _to_domain(row)


def agreed(
    publication_id: PublicationId, *, by: PersonId, not_before: datetime | None, box: dict[str, Any], now: datetime
) -> None:
    """Keep the second person's yes and what they saw."""
    rows = PublicationRow.objects.filter(pk=publication_id, state=State.DRAFT.value)
    if not rows.update(state=State.AGREED.value, agreed_by=by, agreed_at=now, not_before=not_before, box=box):
        raise Refused(PublicationReason.STATE)


def due(*, now: datetime, limit: int) -> tuple[Publication, ...]:
    """Return what was agreed to and may be released now, longest waiting first."""
    rows = PublicationRow.objects.filter(state=State.AGREED.value)
    rows = rows.filter(Q(not_before__isnull=True) | Q(not_before__lte=now))
    return tuple(_to_domain(row) for row in rows.order_by("agreed_at", "id")[:limit])


def release(publication: Publication, incident: PublicIncident, *, district: str, now: datetime) -> str:
    """Write the public row and mark the release; return the digest of the public text. `district`: for counts by month."""
    rows = PublicationRow.objects.filter(pk=publication.id, state=State.AGREED.value)
    month = incident.days.first.strftime("%Y-%m") if incident.days else ""
    if not rows.update(state=State.RELEASED.value, released_at=now, district=district, month=month):
        raise Refused(PublicationReason.STATE)
    return public_incident.show(incident, now=now)


def withdraw(publication: Publication, *, why: WithdrawnWhy, moved_to: str, by: PersonId, now: datetime) -> None:
    """End a publication in any state; what stood in public is emptied."""
    rows = PublicationRow.objects.filter(pk=publication.id).exclude(state=State.WITHDRAWN.value)
    if not rows.update(state=State.WITHDRAWN.value, withdrawn_by=by, withdrawn_at=now, withdrawn_why=why.value):
        raise Refused(PublicationReason.STATE)
    public_incident.empty(publication.id, why=why, moved_to=moved_to, now=now)


def mark_to_correct(publication_id: PublicationId, *, at: datetime | None) -> bool:
    """Keep since when the reports say something else than what stands, or None; True when that changed the mark."""
    rows = PublicationRow.objects.filter(pk=publication_id, state=State.RELEASED.value)
    return bool(rows.filter(to_correct_at__isnull=at is not None).update(to_correct_at=at))


def under_way(incident_id: IncidentId) -> Publication | None:
    """Return the draft or agreed publication of an incident, or None."""
    states = [State.DRAFT.value, State.AGREED.value]
    row = PublicationRow.objects.filter(incident_id=incident_id, state__in=states).first()
    return _to_domain(row) if row else None


def standing(incident_id: IncidentId) -> Publication | None:
    """Return the released publication of an incident, or None."""
    row = PublicationRow.objects.filter(incident_id=incident_id, state=State.RELEASED.value).first()
    return _to_domain(row) if row else None


def public_of(incident_ids: Collection[IncidentId]) -> tuple[frozenset[IncidentId], frozenset[IncidentId]]:
    """Return which of these incidents stand in public, and of which a publication is under way."""
    rows = PublicationRow.objects.exclude(state=State.WITHDRAWN.value).values_list("incident_id", "state")
    found = [(IncidentId(each), state) for each, state in rows if each in incident_ids]
    standing = frozenset(each for each, state in found if state == State.RELEASED.value)
    return standing, frozenset(each for each, _state in found) - standing


def of_incident(incident_id: IncidentId) -> tuple[Publication, ...]:
    """Return every publication there ever was of an incident."""
    return tuple(_to_domain(row) for row in PublicationRow.objects.filter(incident_id=incident_id).order_by("id"))


def steps() -> tuple[Step, ...]:
    """Return what every publication came to, in the order in which they were drafted; no box is opened."""
    rows = PublicationRow.objects.order_by("drafted_at", "id")
    found = rows.values_list("incident_id", "state", "released_at", "withdrawn_at", "withdrawn_why")
    return tuple(
        Step(incident_id=IncidentId(of), state=State(state), released_at=released, withdrawn_at=withdrawn,
             withdrawn_why=WithdrawnWhy(why) if why else None)
        for of, state, released, withdrawn, why in found
    )  # fmt: skip


def set_box(publication_id: PublicationId, box: dict[str, Any]) -> None:
    """Replace what was drafted."""
    PublicationRow.objects.filter(pk=publication_id).update(box=box)


def in_states(states: Iterable[State], *, limit: int) -> tuple[Publication, ...]:
    """Return publications in these states, newest first."""
    rows = PublicationRow.objects.filter(state__in=[state.value for state in states]).order_by("-drafted_at", "id")
    return tuple(_to_domain(row) for row in rows[:limit])


def standing_in(*, district: str, month: str) -> tuple[Publication, ...]:
    """Return what stands in public about a district and month: to count what is not told by incident."""
    rows = PublicationRow.objects.filter(state=State.RELEASED.value, district=district, month=month)
    return tuple(_to_domain(row) for row in rows)


def _to_domain(row: PublicationRow) -> Publication:
    return Publication(
        id=PublicationId(row.id),
        incident_id=IncidentId(row.incident_id),
        state=State(row.state),
        agreement_id=AgreementId(row.agreement_id),
        early=row.early,
        drafted_by=PersonId(row.drafted_by),
        drafted_at=row.drafted_at,
        agreed_by=PersonId(row.agreed_by) if row.agreed_by else None,
        not_before=row.not_before,
        released_at=row.released_at,
        withdrawn_why=row.withdrawn_why,
        district=row.district,
        month=row.month,
        to_correct_at=row.to_correct_at,
        box=row.box,
    )
