"""The one way through the house: intake, then assess, then each end is asked once.

Each outbox row is done in its own transaction together with its removal, so a row is done once or stays. What an end learns
comes back by `intake` as a correction, never by a call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from haal.domain.errors import HaalError, KeysLocked
from haal.domain.ids import IncidentId, ReportId
from haal.services.assess import link
from haal.services.assess.keep import INCIDENT_CHANGED
from haal.services.help import taken_in
from haal.services.testify import publish
from haal.storage import outbox, work

RETRY_SECONDS = 30
RETRY_SECONDS_MAX = 3600


def _report_taken_in(subject: str, now: datetime) -> None:
    """A new report: a need or an offer goes to its end, news to the incident it tells of."""
    taken_in.consider(report_id=ReportId(subject), now=now)
    link.consider(report_id=ReportId(subject), now=now)


def _consent_changed(subject: str, now: datetime) -> None:
    """Somebody agrees to more or to less: what is public of them is looked at anew."""
    publish.consider_report(report_id=ReportId(subject), now=now)


def _incident_changed(subject: str, now: datetime) -> None:
    """What an incident's reports say has changed: each end looks at it anew."""
    publish.consider(incident_id=IncidentId(subject), now=now)


def _nothing(subject: str, now: datetime) -> None:
    """A row that only had to be kept."""


DO: Mapping[str, Callable[[str, datetime], None]] = MappingProxyType(
    {
        "report-taken-in": _report_taken_in,
        "consent-changed": _consent_changed,
        "warning-issued": _nothing,  # it woke the clock; the rows of `storage.delivery` are the work
        INCIDENT_CHANGED: _incident_changed,
    }
)


def drain(*, now: datetime, limit: int) -> int:
    """Do what waits in the outbox, oldest first; return how many rows were done. KeysLocked rows wait."""
    done = 0
    for row in outbox.due(now=now, limit=limit):
        try:
            with work.atomic():
                DO[row.kind](row.subject, now)
                outbox.done(row.id)
            done += 1
        except KeysLocked:
            raise
        except HaalError as error:
            seconds = min(RETRY_SECONDS * 2**row.tries, RETRY_SECONDS_MAX)
            outbox.put_off(row.id, until=now + timedelta(seconds=seconds), error=type(error).__name__)
    return done


def wait_for_work(*, seconds: float) -> bool:
    """Return when something was put, or after `seconds`; True when something was put since the last call."""
    arrived = outbox.wake.wait(timeout=seconds)
    outbox.wake.clear()
    return arrived
