"""What the desk reads of reports: the queue and one report, opened. Reading is for roles that may; nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import NotFound
from haal.domain.ids import ReportId
from haal.domain.report import Report
from haal.storage import message
from haal.storage import report as report_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDesk:
    """A report with its thread."""

    report: Report
    messages: tuple[message.Message, ...]


def waiting(*, by: Actor, limit: int = 50, offset: int = 0) -> tuple[Report, ...]:
    """Return the reports that wait for the desk, oldest first. Raises Refused, KeysLocked."""
    require(by, Permission.READ_REPORTS)
    return report_rows.waiting(limit=limit, offset=offset)


def one(*, report_id: ReportId, by: Actor) -> OnDesk:
    """Return one report. Raises NotFound also for what is read elsewhere (needs, offers, tracing), Refused, KeysLocked."""
    require(by, Permission.READ_REPORTS)
    if report_rows.state_of(report_id) is report_rows.State.ELSEWHERE:
        raise NotFound
    return OnDesk(report=report_rows.get(report_id), messages=message.thread(report_id))
