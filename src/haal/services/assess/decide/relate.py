"""Incidents that belong together and stay two: siblings (twin attacks), a part and its whole (a day of attacks, a siege).

The one thing to know: one person makes a relation, with a reason; the public sees it, and counts heed it, when another has agreed;
either undoes it. Figures of a part and of its whole are never added together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, may, require
from haal.domain.errors import GeneralReason, Refused
from haal.domain.ids import IncidentId
from haal.domain.incident import IncidentReason, RelationKind, is_part_of, why_not_relate
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT
from haal.services.assess.keep import INCIDENT_CHANGED
from haal.storage import act, audit, outbox, work
from haal.storage import incident as incident_rows
from haal.storage import person as people
from haal.storage.together import relation
from haal.storage.together.relation import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A relation as the desk sees it from one of its two incidents. `is_whole`: the other is the whole of which this is a part."""

    id: int
    kind: RelationKind
    other: IncidentId
    is_whole: bool
    reason: str
    made_by: str
    is_agreed: bool
    may_agree: bool


def relate(*, kind: RelationKind, one: IncidentId, other: IncidentId, reason: str, by: Actor, now: datetime) -> None:
    """Make `one` a sibling of `other`, or a part of it.

    Raises:
        Refused: no right to, one of them merged or both the same, related already, a part of itself, no reason given.
        NotFound: no such incident.
    """
    require(by, Permission.MERGE)
    check_text(reason, field="reason", chars_max=DEFAULT.field_chars_max)
    if why := why_not_relate(incident_rows.get(one), incident_rows.get(other), reason=reason):
        raise Refused(why)
    if kind is RelationKind.PART_OF and is_part_of(other, one, relation.wholes()):
        raise Refused(IncidentReason.PART_OF_ITSELF)
    if kind is RelationKind.SIBLING:
        one, other = sorted((one, other))
    with work.atomic():
        relation.add(kind=kind, one=one, other=other, reason=reason, by=by.person_id, now=now)
        _witness(kind, one, other, what="related", by=by, now=now)


def agree(*, relation_id: int, by: Actor, now: datetime) -> Relation:
    """Say yes as the second person. Raises Refused: no right to, or the same person made it; NotFound."""
    require(by, Permission.MERGE)
    with work.atomic():
        found = relation.get(relation_id)
        if found.made_by == by.person_id:
            raise Refused(GeneralReason.TWO_PEOPLE_NEEDED)
        relation.agree(relation_id, by=by.person_id, now=now)
        _witness(found.kind, found.one, found.other, what="relation-agreed", by=by, now=now)
    return found


def undo(*, relation_id: int, by: Actor, now: datetime) -> Relation:
    """Undo a relation; one person is enough. Raises Refused, NotFound."""
    require(by, Permission.MERGE)
    with work.atomic():
        found = relation.undo(relation_id, by=by.person_id, now=now)
        _witness(found.kind, found.one, found.other, what="unrelated", by=by, now=now)
    return found


def seen(*, incident_id: IncidentId, by: Actor) -> tuple[Related, ...]:
    """Return what an incident is to others, oldest first. Raises KeysLocked."""
    found = relation.of_incident(incident_id)
    names = people.pseudonyms({each.made_by for each in found})
    return tuple(_seen(each, incident_id, names=names, by=by) for each in found)


def _seen(each: Relation, incident_id: IncidentId, *, names: Mapping[str, str], by: Actor) -> Related:
    is_part = each.kind is RelationKind.PART_OF and each.one == incident_id
    return Related(
        id=each.id,
        kind=each.kind,
        other=each.other if each.one == incident_id else each.one,
        is_whole=is_part,
        reason=str(each.reason.open()["reason"]),
        made_by=names.get(each.made_by, "?"),
        is_agreed=each.is_agreed,
        may_agree=not each.is_agreed and each.made_by != by.person_id and may(by, Permission.MERGE),
    )


def _witness(kind: RelationKind, one: IncidentId, other: IncidentId, *, what: str, by: Actor, now: datetime) -> None:
    for subject in (one, other):
        fields: dict[str, object] = {"relation": kind.value, "one": one, "other": other, "did": what}
        act.put(kind="related", subject=subject, fields=fields, by=by, now=now)
        outbox.put(kind=INCIDENT_CHANGED, subject=subject, now=now)
    audit.write(by=by, what=what, subject=f"{one}:{other}", now=now)
