"""Enter a claim, one by one or from a file; correct one by entering another that will replace it.

The one thing to know: nothing is public by being entered. What calls to violence is kept and flagged; the flag is set by
words or by whoever enters, and nobody takes it away. Rules: `haal.domain.claim.published`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.claim.judge import actors_of, names_in
from haal.domain.claim.published import ClaimReason, ClaimState
from haal.domain.claim.stated import Claim
from haal.domain.claim.words import calls_to_violence
from haal.domain.errors import Refused
from haal.domain.ids import CheckedClaimId
from haal.formats.claims import table
from haal.formats.claims.table import Fault
from haal.services.testify.claim_check import gather
from haal.storage import audit, work
from haal.storage.claim import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What became of a file: the ids of what was kept, and the rows that were not."""

    claim_ids: tuple[CheckedClaimId, ...]
    faults: tuple[Fault, ...]


def enter(
    *, claim: Claim, calls: bool = False, replaces: CheckedClaimId | None = None, by: Actor, now: datetime
) -> CheckedClaimId:
    """Keep a claim; `calls`: whoever enters it sees a call to violence; `replaces`: the published one it corrects.

    Raises:
        NotFound: there is no claim that it could replace.
        Refused: not allowed, or what it would replace is not public.
    """
    require(by, Permission.CHECK_CLAIM)
    if replaces is not None and rows.kept(replaces).state is not ClaimState.PUBLISHED:
        raise Refused(ClaimReason.STATE)
    with work.atomic():
        return _keep(claim, calls=calls, replaces=replaces, by=by, now=now)


def import_file(*, raw: bytes, by: Actor | None, now: datetime, step: Callable[[], None] = lambda: None) -> Entered:
    """Keep each claim of a file; a bad row is named and the others go in. `by` None: the box's own command line.

    Raises:
        Malformed: the file as a whole cannot be read.
        Refused: not allowed.
        KeysLocked: the reports, by whose names the claims are read, cannot be opened.
    """
    if by is not None:
        require(by, Permission.CHECK_CLAIM)
    read = list(table.read(raw))
    claims = [row.claim for row in read if isinstance(row, table.Row)]
    kept: list[CheckedClaimId] = []
    actors = actors_of(claims, names=names_in(gather.evidence()))
    for claim, stated in zip(claims, actors, strict=True):
        with work.atomic():
            kept.append(_keep(claim, stated=stated.name, by=by or SYSTEM, now=now))
        step()
    return Entered(claim_ids=tuple(kept), faults=tuple(row for row in read if isinstance(row, Fault)))


def _keep(
    claim: Claim,
    *,
    calls: bool = False,
    stated: str = "",
    replaces: CheckedClaimId | None = None,
    by: Actor,
    now: datetime,
) -> CheckedClaimId:
    flagged = calls or calls_to_violence(claim.words)
    box = {"cells": table.cells_of(claim), "actor": stated}
    claim_id = rows.add(box=box, calls_to_violence=flagged, replaces=replaces, by=by.person_id, now=now)
    audit.write(by=by, what="claim-entered", subject=claim_id, why="calls" if flagged else "", now=now)
    return claim_id
