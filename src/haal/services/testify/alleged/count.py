"""Count what became of all reports by the kind of actor that they name, and keep only the finished table.

The one thing to know: "refused" is what people at the desk turned away as wrong or as something that could do harm, and that
is not public again; what a teller took back, or what became part of another incident, waits. Who is named stands in desk
boxes, so this needs the keys; only steps of five leave it. Rules: `haal.domain.alleged`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from haal.domain.access import SYSTEM
from haal.domain.alleged import Row, Told, kinds_named, shown, table
from haal.domain.ids import IncidentId, ReportId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.publication import State, WithdrawnWhy
from haal.domain.report import Report
from haal.storage import audit, public_incident, work
from haal.storage import link as link_rows
from haal.storage import publication as publication_rows
from haal.storage import report as report_rows
from haal.storage.publication import Step

SUBJECT = "alleged-kinds"
TURNED_AWAY = frozenset({WithdrawnWhy.WRONG, WithdrawnWhy.COULD_HARM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What became of an incident: the day since which it is public, or on which it was refused; at most one of them."""

    published_on: date | None = None
    refused_on: date | None = None


def is_due(*, now: datetime, policy: Policy = DEFAULT) -> bool:
    """Return whether it was never counted, or the last time is long enough ago."""
    counted = public_incident.alleged().counted_on
    return counted is None or now.date() - counted >= timedelta(days=policy.alleged_count_apart_days)


def count(*, now: datetime) -> int:
    """Count, keep the table as it is shown, and return how many reports were counted. Raises KeysLocked."""
    rows, counted = exact()
    with work.atomic():
        public_incident.set_alleged(map(shown, rows), counted_on=now.date())
        audit.write(by=SYSTEM, what="alleged-counted", subject=SUBJECT, now=now)
    return counted


def exact() -> tuple[tuple[Row, ...], int]:
    """Return the table with its exact numbers, and of how many reports it is made. Raises KeysLocked."""
    homes = {report: incident for report, (incident, _how) in link_rows.membership().items()}
    by_incident = _by_incident(publication_rows.steps())
    reports = report_rows.newest(limit=report_rows.count())
    told = [_told(each, by_incident.get(homes.get(ReportId(each.id), IncidentId("")), Became())) for each in reports]
    return table(told), len(told)


def became(steps: Sequence[Step]) -> Became:
    """Return what all publications of one incident come to, given in the order in which they were drafted."""
    if any(step.state is State.RELEASED for step in steps):
        return Became(published_on=min(_standing(steps)))
    turned = [step.withdrawn_at.date() for step in steps if step.withdrawn_at and step.withdrawn_why in TURNED_AWAY]
    under_way = any(step.state is not State.WITHDRAWN for step in steps)
    return Became() if under_way or not turned else Became(refused_on=turned[-1])


def _standing(steps: Iterable[Step]) -> Iterable[date]:
    """Yield the days of what stands in public and of what it only took the place of."""
    for step in steps:
        replaced = step.withdrawn_why is WithdrawnWhy.REPLACED
        if step.released_at and (replaced or step.state is State.RELEASED):
            yield step.released_at.date()


def _by_incident(steps: Iterable[Step]) -> dict[IncidentId, Became]:
    of_incident: dict[IncidentId, list[Step]] = defaultdict(list)
    for step in steps:
        of_incident[step.incident_id].append(step)
    return {incident_id: became(each) for incident_id, each in of_incident.items()}


def _told(report: Report, home: Became) -> Told:
    return Told(
        kinds=kinds_named((said.party, said.kind) for said in report.answers.responsibility),
        received_on=report.received_day,
        published_on=home.published_on,
        refused_on=home.refused_on,
    )
