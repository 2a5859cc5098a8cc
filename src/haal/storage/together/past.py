"""Which reports were ever held for one incident, or kept from it: the links as they were made, moved and undone.

The one thing to know: only ids, instants and people; no box is opened. Rows are `haal.storage.link`; what a decision says of pairs
of reports is `haal.services.assess.decide.labels`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from haal.domain.ids import IncidentId, PersonId, ReportId
from haal.domain.incident import LinkState
from haal.storage.link import How, LinkRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A link as it was made and undone, or (`linked_at` None) a proposal that was refused, without its reasons."""

    id: int
    report_id: ReportId
    incident_id: IncidentId
    how: How
    linked_by: PersonId | None
    linked_at: datetime | None
    undone_by: PersonId | None
    undone_at: datetime | None


def history(report_ids: Iterable[str] | None = None) -> tuple[Past, ...]:
    """Return every link that was ever made, and every refusal, in their order: of all reports, or of these."""
    rows = LinkRow.objects.exclude(state=LinkState.PROPOSED.value).order_by("id")
    if report_ids is not None:
        rows = rows.filter(report_id__in=list(report_ids))
    return tuple(
        Past(
            id=row.id,
            report_id=ReportId(row.report_id),
            incident_id=IncidentId(row.incident_id),
            how=How(row.how),
            linked_by=PersonId(row.linked_by) if row.linked_by else None,
            linked_at=row.linked_at,
            undone_by=PersonId(row.undone_by) if row.undone_by else None,
            undone_at=row.undone_at,
        )
        for row in rows.defer("box").iterator(chunk_size=2000)
    )


def beside(report_id: ReportId) -> frozenset[ReportId]:
    """Return a report and all that were ever linked to an incident that it was linked to, or refused for."""
    incidents = LinkRow.objects.filter(report_id=report_id).values("incident_id")
    rows = LinkRow.objects.filter(incident_id__in=incidents, linked_at__isnull=False)
    return frozenset({report_id, *(ReportId(each) for each in rows.values_list("report_id", flat=True))})
