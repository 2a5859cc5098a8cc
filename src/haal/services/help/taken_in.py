"""What help does with a report that was taken in: a need, an offer or a count of families becomes one, and what corrects one is
considered anew.

The one thing to know: it may be asked twice about the same report and answers once. A report that `needs.ask` brought
is known already.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.aid import correction
from haal.domain.ids import IncidentId, ReportId
from haal.domain.incident import End, Outcome
from haal.domain.need import OPEN_STATES
from haal.domain.report import Kind
from haal.services.help import aside, needs, offers
from haal.services.help.gathering import closing
from haal.services.help.shelters import consider as shelters
from haal.services.help.tracing import correct, propose
from haal.storage import need as need_rows
from haal.storage import offer as offer_rows
from haal.storage import report as report_rows
from haal.storage.report import State
from haal.storage.tracing import end as end_rows


def consider_incident(*, incident_id: IncidentId, now: datetime) -> Outcome:
    """Answer that an incident which changed changes nothing here yet: needs and circles stand on what their own people say."""
    return Outcome(end=End.HELP)


def consider(*, report_id: ReportId, now: datetime, sought: propose.Board | None = None) -> bool:
    """Make the need or offer of this report, or do what it corrects; True when something is new. Raises NotFound, KeysLocked.

    Args:
        sought: what was opened of people sought for the reports considered together with this one.
    """
    state = report_rows.state_of(report_id)
    if state is State.WAITING and report_rows.kind_of(report_id) is Kind.CORRECTION:
        return closing.consider(report=report_rows.get(report_id), now=now)
    if state is not State.ELSEWHERE:
        return False
    if need_rows.of_report(report_id) or offer_rows.of_report(report_id):
        return False
    report = report_rows.get(report_id)
    if report.kind is Kind.CORRECTION:
        subject = correction.read(report.answers.needs)
        return subject is not None and aside.is_not_so(subject=subject, now=now)
    if report.kind is Kind.TRACING:
        paired = propose.consider(report_id=report_id, now=now, board=sought)
        return paired > 0 or correct.consider(report_id=report_id, now=now, board=sought)
    if report.kind is Kind.SHELTER:
        return shelters.consider(report=report, now=now)
    if report.kind is Kind.NEED:
        return needs.consider(report=report, now=now) is not None
    return report.kind is Kind.OFFER and offers.consider(report=report, now=now) is not None


def forget(*, report_id: ReportId, now: datetime) -> None:
    """End the need, the offer or the case of a report that was erased; its words and contact are gone already."""
    end_rows.forget_words(report_id)
    shelters.forget(report_id=report_id, now=now)
    if (need := need_rows.of_report(report_id)) and need.state in OPEN_STATES:
        needs.take_back(need_id=need.id, now=now)
    if (offer := offer_rows.of_report(report_id)) and not offer.withdrawn:
        offers.take_back(offer_id=offer.id, now=now)
