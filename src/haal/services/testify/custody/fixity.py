"""Once a week: is everything that was sealed still, byte by byte, what the ledger holds of it?

The one thing to know: nothing is opened. The hash of each ciphertext is made anew and held against the one that the act of
taking in committed to; a seal that is not there any more counts as one that does not fit. Each run is an act with its counts.
What was erased has no hash to be held against, and is counted apart. The ledger itself is checked by `audit`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from haal.domain.access import SYSTEM
from haal.domain.ids import ReportId
from haal.domain.policy import DEFAULT, Policy
from haal.storage import act, audit, seal, work

SUBJECT = "fixity"
FITS, FITS_NOT = "fixity-fits", "fixity-does-not-fit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one run saw: how many seals, how many fit, how many were erased, and the records whose seals do not fit."""

    seals: int
    fit: int
    erased: int
    unfit: tuple[str, ...]


def is_due(*, now: datetime, policy: Policy = DEFAULT) -> bool:
    """Return whether the last run is as long ago as the policy says."""
    last = audit.latest(limit=1, subject=SUBJECT)
    return not last or now - last[0].at >= timedelta(days=policy.fixity_days)


def look(*, now: datetime) -> Looked:
    """Hash everything that was sealed and keep what was seen as an act. Raises KeysLocked."""
    seals = fit = erased = 0
    unfit: list[str] = list(seal.missing())
    for record, ciphertext in seal.each():
        seals += 1
        promised = _promised(record)
        if promised is None:
            erased += 1
        elif promised == sha256(ciphertext).hexdigest():
            fit += 1
        else:
            unfit.append(record)
    looked = Looked(seals=seals, fit=fit, erased=erased, unfit=tuple(unfit))
    fields: dict[str, object] = {"seals": seals, "fit": fit, "erased": erased, "unfit": unfit[: act.LISTED_MAX]}
    with work.atomic():
        act.put(kind="verified", subject=SUBJECT, fields=fields, by=SYSTEM, now=now)
        audit.write(by=SYSTEM, what=FITS_NOT if unfit else FITS, subject=SUBJECT, now=now)
    return looked


def _promised(record: str) -> str | None:
    """Return the hash that the act of taking a record in holds of its seal; None when that was erased."""
    for one in act.kept_about(ReportId(record)):
        if found := one.record.value("sealed-sha256"):
            return str(found)
    return None
