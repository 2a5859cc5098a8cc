"""Writing a link, and everything that a link leaves behind: the reading, the report's state, audit, ledger act, outbox.

The one thing to know: every function here runs inside the caller's transaction and asks no permission; the callers
are `link`, `merge` and `bulk`. What is written is codes, ids and numbers; whatever was typed is in a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor
from haal.domain.ids import IncidentId, ReportId, SourceLineId
from haal.domain.report import Report
from haal.domain.source import SourceLine, line_of
from haal.linkage.reading import read
from haal.linkage.reports.seen import Seen, seen_of
from haal.linkage.reports.suggest import Candidate
from haal.linkage.told import Told, told_of
from haal.services.assess.board import members_of
from haal.storage import act, audit, outbox, source_line
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage import report as report_rows
from haal.storage.compared import rows as compared
from haal.storage.link import Bond, How, NewBond, Sign

INCIDENT_CHANGED = "incident-changed"
"""Outbox kind: the ends are asked anew about the incident."""

__all__ = ["INCIDENT_CHANGED", "Linking", "link", "members_of", "new_incident", "propose", "settle_proposals", "unlink"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """To which incident, how, and why. `seen`: the report as it is compared, where that is at hand."""

    incident_id: IncidentId
    how: How
    score: float = 0.0
    signs: Sequence[Sign] = ()
    seen: Seen | None = None


def line_of_report(report: Report) -> SourceLine:
    """Return the source line a report stands on."""
    return line_of(report.source.line, outlet=report.source.outlet, report_id=report.id)


def signs_of(candidate: Candidate) -> tuple[Sign, ...]:
    """Return a candidate's features as they are kept."""
    return tuple(
        Sign(code=feature.feature.value, weight=feature.weight, numbers=feature.numbers)
        for feature in candidate.features
    )


def new_incident(*, report: Report, told: Told, by: Actor, now: datetime, seen: Seen | None = None) -> IncidentId:
    """Begin an incident with its first report."""
    incident_id = incident_rows.add(read([told]), now=now)
    linking = Linking(incident_id=incident_id, how=How.NEW, seen=seen)
    link(report=report, linking=linking, members=[told], by=by, now=now)
    return incident_id


def link(*, report: Report, linking: Linking, members: Sequence[Told], by: Actor, now: datetime) -> None:
    """Keep a link; `members` are all reports of the incident with the new one."""
    report_id = ReportId(report.id)
    link_rows.add(_bond(report, linking, by=by), now=now)
    report_rows.set_state(report_id, report_rows.State.LINKED)
    compared.put(linking.seen or seen_of(told_of(report)))
    if linking.how is not How.NEW:
        incident_rows.set_reading(linking.incident_id, read(members), empty=False)
    fields = {"report": report_id, "how": linking.how.value, "signs": [sign.code for sign in linking.signs]}
    act.put(kind="linked", subject=linking.incident_id, fields=fields, by=by, now=now)
    audit.write(by=by, what=f"link-{linking.how}", subject=f"{report_id}:{linking.incident_id}", now=now)
    outbox.put(kind=INCIDENT_CHANGED, subject=linking.incident_id, now=now)


def propose(*, report: Report, candidate: Candidate, now: datetime) -> None:
    """Keep a proposal for a person to decide."""
    linking = Linking(
        incident_id=candidate.incident_id, how=How.ASKED, score=candidate.score, signs=signs_of(candidate)
    )
    link_rows.add(_bond(report, linking, by=None), now=now)


def settle_proposals(*, proposed: Sequence[Bond], taken: IncidentId | None, by: Actor, now: datetime) -> None:
    """Close the proposals of a report: the one taken makes room for the link, the others count as refused."""
    refused = [bond.id for bond in proposed if bond.incident_id != taken]
    link_rows.undo(refused, by=by.person_id, now=now)
    link_rows.drop_proposals([bond.id for bond in proposed if bond.incident_id == taken])


def unlink(*, bond: Bond, members: Sequence[Told], by: Actor, now: datetime) -> None:
    """Part a report from its incident; `members` are the reports that stay."""
    link_rows.undo([bond.id], by=by.person_id, now=now)
    report_rows.set_state(bond.report_id, report_rows.State.WAITING)
    incident_rows.set_reading(bond.incident_id, read(members), empty=not members)
    act.put(kind="unlinked", subject=bond.incident_id, fields={"report": bond.report_id}, by=by, now=now)
    audit.write(by=by, what="unlink", subject=f"{bond.report_id}:{bond.incident_id}", now=now)
    outbox.put(kind=INCIDENT_CHANGED, subject=bond.incident_id, now=now)


def _bond(report: Report, linking: Linking, *, by: Actor | None) -> NewBond:
    line_id: SourceLineId = source_line.id_of(line_of_report(report))
    return NewBond(
        report_id=ReportId(report.id),
        incident_id=linking.incident_id,
        how=linking.how,
        source_line_id=line_id,
        by=by.person_id if by else None,
        score=linking.score,
        signs=linking.signs,
    )
