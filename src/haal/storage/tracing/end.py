"""End a case: its words, what was told of it since, and where it came from are wiped; ids and days stay."""

from __future__ import annotations

from haal.domain.ids import ReportId, TracingId
from haal.domain.tracing.case import CaseState, SeekerState
from haal.storage.boxes import erased
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import since as since_rows
from haal.storage.tracing.case import TracingCaseRow
from haal.storage.tracing.since import TracingSinceRow


def end(case_id: TracingId, *, to: CaseState) -> None:
    """End a case and wipe its words."""
    TracingCaseRow.objects.filter(pk=case_id).update(
        state=to.value, seeker=SeekerState.CLOSED.value, box=None, ask_again_at=None
    )
    since_rows.wipe(case_id)


def forget_words(report_id: ReportId) -> None:
    """Wipe what a report began or told since that was erased: its teller asked for it."""
    case = case_rows.of_report(report_id)
    if case and case.state is CaseState.OPEN:
        end(case.id, to=CaseState.CLOSED)
    if TracingSinceRow.objects.filter(report_id=report_id).update(box=None):
        erased.leave_nothing_after_commit()
