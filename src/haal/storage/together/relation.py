"""What two incidents are to one another while they stay two: siblings (twin attacks), or one a part of the other (a day of attacks).

The one thing to know: made and undone by a person; an undone relation stays as undone. The reason that was typed lies in the
desk's box. Rules: `haal.domain.incident`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from haal.domain.errors import NotFound, Refused
from haal.domain.ids import IncidentId, PersonId
from haal.domain.incident import IncidentReason, RelationKind
from haal.storage.ground.fields import DeskBox, DeskBoxField


class RelationRow(models.Model):
    """One relation. `one` is the part and `other` the whole; of siblings the smaller id comes first."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8)
    one = models.CharField(max_length=40)
    other = models.CharField(max_length=40)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=40, null=True)
    agreed_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=40, null=True)
    undone_at = models.DateTimeField(null=True)
    box = DeskBoxField()

    class Meta:
        """Two different incidents; one standing relation between two; who agrees is not who made it."""

        db_table = "incident_relation"
        indexes = [models.Index(fields=["other"], name="incident_relation_other")]
        constraints = [
            models.UniqueConstraint(
                name="incident_relation_once", fields=["one", "other"], condition=Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(name="incident_relation_two", condition=~Q(one=F("other"))),
            models.CheckConstraint(
                name="incident_relation_two_people", condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("made_by"))
            ),
            models.CheckConstraint(
                name="incident_relation_kind", condition=Q(kind__in=[kind.value for kind in RelationKind])
            ),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One standing relation; `reason` is shut."""

    id: int
    kind: RelationKind
    one: IncidentId
    other: IncidentId
    made_by: PersonId
    made_at: datetime
    is_agreed: bool
    reason: DeskBox


def add(*, kind: RelationKind, one: IncidentId, other: IncidentId, reason: str, by: PersonId, now: datetime) -> None:
    """Keep a relation. Raises Refused when one stands between the two."""
    if any({one, other} == {each.one, each.other} for each in of_incident(one)):
        raise Refused(IncidentReason.RELATED_ALREADY)
    row = RelationRow(kind=kind.value, one=one, other=other, made_by=by, made_at=now, box={"reason": reason})
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(IncidentReason.RELATED_ALREADY) from error


def get(relation_id: int) -> Relation:
    """Return a standing relation. Raises NotFound."""
    row = RelationRow.objects.filter(pk=relation_id, undone_at__isnull=True).first()
    if row is None:
        raise NotFound
    return _relation(row)


def agree(relation_id: int, *, by: PersonId, now: datetime) -> None:
    """Keep the second person's yes; the first one counts."""
    rows = RelationRow.objects.filter(pk=relation_id, undone_at__isnull=True, agreed_by__isnull=True)
    rows.update(agreed_by=by, agreed_at=now)


def undo(relation_id: int, *, by: PersonId, now: datetime) -> Relation:
    """Undo a standing relation and return it. Raises NotFound."""
    found = get(relation_id)
    if not RelationRow.objects.filter(pk=relation_id, undone_at__isnull=True).update(undone_by=by, undone_at=now):
        raise NotFound
    return found


def of_incident(incident_id: IncidentId) -> tuple[Relation, ...]:
    """Return the standing relations of an incident, oldest first."""
    rows = RelationRow.objects.filter(Q(one=incident_id) | Q(other=incident_id), undone_at__isnull=True)
    return tuple(_relation(row) for row in rows.order_by("id"))


def wholes(*, agreed_only: bool = False) -> dict[IncidentId, frozenset[IncidentId]]:
    """Return part -> what it is a part of."""
    rows = RelationRow.objects.filter(kind=RelationKind.PART_OF.value, undone_at__isnull=True)
    if agreed_only:
        rows = rows.filter(agreed_by__isnull=False)
    found: dict[IncidentId, set[IncidentId]] = {}
    for one, other in rows.values_list("one", "other"):
        found.setdefault(IncidentId(one), set()).add(IncidentId(other))
    return {part: frozenset(above) for part, above in found.items()}


def forget_reasons(incident_ids: Iterable[str]) -> None:
    """Empty what was typed as a reason about these; that they are related stays."""
    ids = list(incident_ids)
    RelationRow.objects.filter(Q(one__in=ids) | Q(other__in=ids)).update(box={"reason": ""})


def _relation(row: RelationRow) -> Relation:
    return Relation(
        id=row.id,
        kind=RelationKind(row.kind),
        one=IncidentId(row.one),
        other=IncidentId(row.other),
        made_by=PersonId(row.made_by),
        made_at=row.made_at,
        is_agreed=row.agreed_by is not None,
        reason=row.box,
    )
