"""Split an incident that turns out to be two: some of its reports go, together, to one of their own or to another.

The one thing to know: it is the counterpart of `merge` and one act; merging undoes it for ever, and so does sending the reports
back. Who went and who stayed are parted, so they are not proposed to one another again (`labels`). The reason that somebody typed
is in the boxes of the ledger's acts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.agreement import Kind
from haal.domain.errors import Refused
from haal.domain.ids import IncidentId, ReportId
from haal.domain.incident import IncidentReason, RelationKind, why_not_split
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT
from haal.linkage.reading import read
from haal.linkage.told import Told, told_of
from haal.services.assess.board import members_of, reports_of
from haal.services.assess.decide import relate, twice
from haal.services.assess.decide.twice import Decision
from haal.services.assess.keep import INCIDENT_CHANGED
from haal.storage import act, audit, outbox, work
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage.link import Bond, How, NewBond
from haal.storage.together import same

SIBLING = "sibling"  # the code of a question in which both are to be siblings


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be parted, and why. `to` None: the reports become an incident. `is_sibling`: both are made siblings."""

    incident_id: IncidentId
    reports: frozenset[ReportId]
    reason: str
    to: IncidentId | None = None
    is_sibling: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """What both sides tell, those first who were in the incident that is joined."""

    going: Sequence[Told]
    staying: Sequence[Told]


def split(*, wanted: Wanted, by: Actor, now: datetime) -> IncidentId | None:
    """Part reports from the others of their incident; return where they are now.

    None: facts of one of the incidents stand in public; this yes is kept, and it is done when another person says yes too.

    Raises:
        Refused: no right to, no report chosen or none left, one of another incident, merged, only one's own, no reason given.
        NotFound: no such incident.
    """
    require(by, Permission.MERGE)
    check_text(wanted.reason, field="reason", chars_max=DEFAULT.field_chars_max)
    sides = _sides(wanted, by=by)
    with work.atomic():
        bonds = link_rows.linked_to(wanted.incident_id)
        if not wanted.reports <= {bond.report_id for bond in bonds}:
            raise Refused(IncidentReason.NOT_OF_IT)
        changed = [wanted.incident_id, wanted.to] if wanted.to else [wanted.incident_id]
        if not twice.may_do(decision=decision_of(wanted), incidents=changed, by=by, now=now):
            return None
        twice.end(ids=wanted.reports, by=by, now=now)
        twice.end(ids=[wanted.incident_id], kinds=frozenset({Kind.SPLIT}), by=by, now=now)
        to = wanted.to or incident_rows.add(read(sides.going), now=now)
        _move(wanted, bonds, to=to, by=by, now=now)
        incident_rows.set_reading(wanted.incident_id, read(sides.staying), empty=False)
        incident_rows.set_reading(to, read(sides.going), empty=False)
        _witness(wanted, to, by=by, now=now)
        if wanted.is_sibling:
            relation = RelationKind.SIBLING
            relate.relate(kind=relation, one=wanted.incident_id, other=to, reason=wanted.reason, by=by, now=now)
    return to


def decision_of(wanted: Wanted) -> Decision:
    """Return what both people have to say yes to: the same reports to the same place."""
    reports = tuple(sorted(wanted.reports))
    digest = hashlib.sha256(" ".join(reports).encode("ascii")).hexdigest()[:20]
    subject = ":".join((wanted.incident_id, digest, *([wanted.to] if wanted.to else [])))
    code = SIBLING if wanted.is_sibling else ""
    return Decision(kind=Kind.SPLIT, subject=subject, reason=wanted.reason, reports=reports, code=code)


def _sides(wanted: Wanted, *, by: Actor) -> _Sides:
    incident = incident_rows.get(wanted.incident_id)
    to = incident_rows.get(wanted.to) if wanted.to else None
    reports = reports_of(wanted.incident_id)
    own = {ReportId(each.id) for each in reports if each.taken_in_by == by.person_id}
    if why := why_not_split(incident, going=wanted.reports, own=own, to=to, reason=wanted.reason):
        raise Refused(why)
    told = [told_of(each) for each in reports]
    joined = members_of(wanted.to) if wanted.to else []
    return _Sides(
        going=[*joined, *(each for each in told if each.report_id in wanted.reports)],
        staying=[each for each in told if each.report_id not in wanted.reports],
    )


def _move(wanted: Wanted, bonds: Sequence[Bond], *, to: IncidentId, by: Actor, now: datetime) -> None:
    """Undo the links of those who go and link them anew; whoever is asked about one of the two is looked at anew."""
    going = [bond for bond in bonds if bond.report_id in wanted.reports]
    link_rows.undo([bond.id for bond in going], by=by.person_id, now=now)
    for bond in going:
        link_rows.drop_proposals_for(bond.report_id)
        link_rows.add(_bond(bond, to=to, by=by), now=now)
    same.keep_apart(wanted.incident_id, to, by=by.person_id, now=now)
    for incident_id in (wanted.incident_id, to):
        for report_id in link_rows.drop_proposals_of(incident_id):
            outbox.put(kind="report-taken-in", subject=report_id, now=now)


def _bond(bond: Bond, *, to: IncidentId, by: Actor) -> NewBond:
    """Return the link of a report that goes; why it was linked before says nothing of where it is now."""
    return NewBond(
        report_id=bond.report_id, incident_id=to, how=How.SPLIT, source_line_id=bond.source_line_id, by=by.person_id
    )


def _witness(wanted: Wanted, to: IncidentId, *, by: Actor, now: datetime) -> None:
    here, reports = wanted.incident_id, sorted(wanted.reports)
    gone: dict[str, object] = {"reports": reports, "to": to, "reason": wanted.reason}
    come: dict[str, object] = {
        "reports": reports,
        "out-of": here,
        "how": How.SPLIT.value,
        "reason": wanted.reason,
    }
    act.put(kind="unlinked", subject=here, fields=gone, by=by, now=now)
    act.put(kind="linked", subject=to, fields=come, by=by, now=now)
    audit.write(by=by, what="split", subject=f"{here}:{to}", now=now)
    for incident_id in (here, to):
        outbox.put(kind=INCIDENT_CHANGED, subject=incident_id, now=now)
