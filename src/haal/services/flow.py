"""The one way through the house: intake, then assess, then each end is asked once.

Each outbox row is done in its own transaction together with its removal, so a row is done once or stays. What an end learns
comes back by `intake` as a correction, never by a call.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from haal.domain.errors import HaalError, KeysLocked
from haal.domain.ids import IncidentId, ReportId, WarningId
from haal.domain.incident import Outcome
from haal.services.assess import link
from haal.services.assess.board import Boards
from haal.services.assess.keep import INCIDENT_CHANGED
from haal.services.assess.shred import REPORT_ERASED
from haal.services.help import taken_in
from haal.services.help.gathering import warned
from haal.services.help.tracing import propose
from haal.services.testify import consider as testify
from haal.services.warn.duty import consider as warn
from haal.storage import outbox, work
from haal.storage.boxes import erased
from haal.storage.ground import together

log = logging.getLogger("haal.flow")
TAKEN_IN = "report-taken-in"
RETRY_SECONDS = 30
RETRY_SECONDS_MAX = 3600
RETRIES_COUNTED_MAX = 10
# Who tells something has the receipt first: each row waits so long at most, and less once it has waited for a minute.
STAND_BACK_SECONDS = 1.0
STAND_BACK_SECONDS_LATE = 0.1
LATE = timedelta(minutes=1)


class UnknownKind(HaalError):
    """A row of a kind that this version does not know, left by a newer one: it waits for an upgrade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What the rows that are done together share: the instant, and what reports are held against."""

    now: datetime
    boards: Boards = field(default_factory=Boards)
    sought: propose.Board = field(default_factory=propose.Board)


def _read_ahead(subject: str, this: Round) -> None:
    link.read_ahead(report_id=ReportId(subject), boards=this.boards)


def _report_taken_in(subject: str, this: Round) -> None:
    """A new report: a need or an offer goes to its end, news to the incident it tells of."""
    taken_in.consider(report_id=ReportId(subject), now=this.now, sought=this.sought)
    link.consider(report_id=ReportId(subject), now=this.now, boards=this.boards)


def after_assessment(*, incident_id: IncidentId, now: datetime) -> tuple[Outcome, ...]:
    """Ask each end once what an incident that changed means to it; return their answers in the order asked."""
    return (
        warn.consider(incident_id=incident_id, now=now),
        taken_in.consider_incident(incident_id=incident_id, now=now),
        testify.consider(incident_id=incident_id, now=now),
    )


def _incident_changed(subject: str, this: Round) -> None:
    after_assessment(incident_id=IncidentId(subject), now=this.now)


def _consent_changed(subject: str, this: Round) -> None:
    """Somebody agrees to more or to less: what is public of them is looked at anew."""
    testify.consider_report(report_id=ReportId(subject), now=this.now)


def _report_erased(subject: str, this: Round) -> None:
    """Nobody is to know any more what a report told: each end forgets what it made of it, and the log is emptied again."""
    taken_in.forget(report_id=ReportId(subject), now=this.now)
    testify.forget_report(report_id=ReportId(subject), now=this.now)
    erased.leave_nothing_after_commit()


def _warning_issued(subject: str, this: Round) -> None:
    """A warning, an update or an ending: helpers of the places in its area are called, or no more.

    It woke the clock besides; the rows of `storage.delivery` are what subscribers get.
    """
    warned.consider(warning_id=WarningId(subject), now=this.now)


def _nothing(subject: str, this: Round) -> None:
    """A row that only had to be kept."""


type _Step = Callable[[str, Round], None]

# What a row needs to have opened before the transaction in which others would wait for it.
BEFORE: Mapping[str, _Step] = MappingProxyType({TAKEN_IN: _read_ahead})
DO: Mapping[str, _Step] = MappingProxyType(
    {
        TAKEN_IN: _report_taken_in,
        "consent-changed": _consent_changed,
        "warning-issued": _warning_issued,
        INCIDENT_CHANGED: _incident_changed,
        REPORT_ERASED: _report_erased,
    }
)


def drain(*, now: datetime, limit: int) -> int:
    """Do what waits in the outbox, oldest first; return how many rows were done.

    Whoever tells something meanwhile goes first, for a bounded time. A row that cannot be done is put off with the name of
    its error, whatever that is, and the others go on.

    Raises:
        KeysLocked: a row needs the keys; then all wait, and nothing counts as tried.
    """
    done = 0
    this = Round(now=now)
    for row in outbox.due(now=now, limit=limit):
        is_late = now - row.put_at > LATE
        together.stand_back(seconds_max=STAND_BACK_SECONDS_LATE if is_late else STAND_BACK_SECONDS)
        try:
            BEFORE.get(row.kind, _nothing)(row.subject, this)
            with work.atomic():
                _do(row, this)
                outbox.done(row.id)
            done += 1
        except KeysLocked:
            raise
        except Exception as error:  # a fault in one row must not hold up the reports behind it
            seconds = min(RETRY_SECONDS * 2 ** min(row.tries, RETRIES_COUNTED_MAX), RETRY_SECONDS_MAX)
            outbox.put_off(row.id, until=now + timedelta(seconds=seconds), error=type(error).__name__)
            this = Round(now=now)  # what was put on the boards may not have been kept
            log.error("outbox row %s (%s) put off: %s", row.id, row.kind, type(error).__name__)
    return done


def _do(row: outbox.Waiting, this: Round) -> None:
    if row.kind not in DO:
        raise UnknownKind
    DO[row.kind](row.subject, this)


def wait_for_work(*, seconds: float) -> bool:
    """Return when something was put, or after `seconds`; True when something was put since the last call."""
    arrived = outbox.wake.wait(timeout=seconds)
    outbox.wake.clear()
    return arrived
