"""What claims are held against: every report that is in an incident and may be told in public, and nothing else.

The one thing to know: a verdict is public, so it rests on press reports and on what tellers gave to the press; other
reports are as if they had never come. Reads desk boxes: `KeysLocked` when the keys are away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from haal.domain.claim.evidence import Evidence, evidence_of
from haal.domain.claim.stated import Claim
from haal.domain.claim.verdict import Judgement
from haal.domain.ids import ReportId
from haal.domain.report import Channel, Report, TestifyConsent
from haal.linkage.claims import check_all
from haal.storage import link
from haal.storage import report as reports
from haal.storage.ground import secret

PRESS_KEY = "press-report-"  # what `haal.formats.press` makes the key of a report of


def evidence() -> tuple[Evidence, ...]:
    """Return every report that claims are held against. Raises KeysLocked."""
    membership = link.membership()
    told = reports.many(membership)
    return tuple(
        evidence_of(report_id, answers=report.answers, source=report.source, group=membership[report_id][0])
        for report_id, report in told.items()
        if _may_be_told(report)
    )


def at_home(claim: Claim) -> Claim:
    """Return the claim with its reports by the ids they have here: a file names press reports by those of their own file."""
    return replace(claim, linked=tuple(_here(one) for one in claim.linked))


def judged(*, claims: Iterable[Claim], told: tuple[Evidence, ...]) -> list[Judgement]:
    """Return the verdict on each claim, from the reports put beside it, or else from those found."""
    return [check_all([claim], told, search=not _is_linked(claim, told))[0] for claim in claims]


def _here(report_id: ReportId) -> ReportId:
    known = reports.known_by_client_key(secret.digest("client-key", Channel.PRESS.value, f"{PRESS_KEY}{report_id}"))
    return known.id if known else report_id


def _is_linked(claim: Claim, told: tuple[Evidence, ...]) -> bool:
    return bool(set(claim.linked) & {one.report_id for one in told})


def _may_be_told(report: Report) -> bool:
    return report.channel is Channel.PRESS or report.consents.testify is TestifyConsent.PRESS
