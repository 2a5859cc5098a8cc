"""Issue one version: freeze its CAP file and its words, and queue one message for each person, in one transaction.

Only `agree` (after two people) and `cancel` (one person) call this. What was written is read again and has to
give the cells and the number that were counted (`published`); nothing is sent here, see `deliver`.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from haal.domain.access import Actor
from haal.domain.delivery import RING_MAX, priority, repeat_is_better_than_silence
from haal.domain.hazard import Severity
from haal.domain.ids import WarningId
from haal.domain.subscriber import LEVELS, quiet_until
from haal.domain.warning import CELL_RESOLUTION, Area, Mode, PublicWarning, Revision, RevisionKind, state_after
from haal.formats.cap.of_warning import Speaker, alert_of
from haal.formats.cap.write import write
from haal.geometry.cells import cell_of, disk
from haal.services.warn import published
from haal.storage import act, audit, outbox
from haal.storage import delivery as delivery_rows
from haal.storage import warning as warning_rows
from haal.storage.ground.signing import signed
from haal.storage.ground.site import site
from haal.storage.warn import fill, queue
from haal.storage.warn.fill import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What was issued, and how many messages it took back and queued; a large audience is queued further meanwhile."""

    warning_id: WarningId
    revision: int
    identifier: str
    queued: int
    withdrawn: int


def issue(*, warning: PublicWarning, revision: Revision, audience_count: int, by: Actor, now: datetime) -> Issued:
    """Do it, in the caller's transaction.

    Raises:
        Refused: the written file does not say the area that was counted, or gives another number.
        Malformed: a rule of CAP is broken: a bug, the rules of the draft check first.
    """
    named = replace(revision, identifier=uuid.uuid4().urn, audience_count=audience_count)
    cap = signed(write(alert_of(warning, named, speaker())), now=now)
    published.check(cap=cap, warning=warning, revision=named, audience_count=audience_count)
    state = state_after([*(one.kind for one in warning.issued()), revision.kind])
    warning_rows.issue(warning_id=warning.id, revision=named, cap=cap, by=by.person_id, state=state)
    withdrawn = delivery_rows.waiting_before(warning.id, revision=revision.number)
    queue.close(warning.id, before_revision=revision.number, now=now)
    queued = fill.put(_order(warning, named, now=now), now=now)
    _witness(warning, named, cap=cap, by=by, now=now)
    return Issued(
        warning_id=warning.id,
        revision=revision.number,
        identifier=named.identifier,
        queued=queued,
        withdrawn=withdrawn,
    )


def speaker() -> Speaker:
    """Return who speaks."""
    box = site()
    return Speaker(sender=box.sender, name=box.name, url=box.url)


def _order(warning: PublicWarning, revision: Revision, *, now: datetime) -> Order:
    """Return what is queued. An ending goes at once to those who were told, whatever the hour, before everything else."""
    content = revision.content
    is_drill = warning.mode is Mode.DRILL
    is_ending = revision.kind is RevisionKind.CANCEL
    assert revision.expires_at is not None
    return Order(
        warning_id=warning.id,
        revision=revision.number,
        is_drill=is_drill,
        may_repeat=repeat_is_better_than_silence(content.severity, content.urgency),
        priority=priority(
            severity=content.severity, urgency=content.urgency, is_drill=is_drill, is_correction=is_ending
        ),
        not_after=revision.expires_at,
        rings=() if is_ending else _rings(content.area),
        level=LEVELS[content.severity],
        quiet={} if is_ending else _quiet(content.severity, now=now),
    )


def _rings(area: Area) -> tuple[tuple[int, str], ...]:
    """Return each cell with its steps from the middle of the area, as far as that matters."""
    middle = cell_of(area.lat, area.lon, CELL_RESOLUTION)
    near = [disk(middle, steps) for steps in range(RING_MAX)]
    return tuple((next((n for n, cells in enumerate(near) if cell in cells), RING_MAX), cell) for cell in area.cells)


def _quiet(severity: Severity, *, now: datetime) -> dict[tuple[int, int], datetime]:
    """Return the hours of quiet that hold this back now, each with its end."""
    hours = ((since, upto) for since in range(24) for upto in range(24))
    found = {pair: quiet_until(quiet_from=pair[0], quiet_to=pair[1], severity=severity, now=now) for pair in hours}
    return {pair: until for pair, until in found.items() if until is not None}


def _witness(warning: PublicWarning, revision: Revision, *, cap: bytes, by: Actor, now: datetime) -> None:
    """Leave the traces in the same transaction: ledger act, audit row, and something for the dispatcher to wake for."""
    ended = revision.kind is RevisionKind.CANCEL
    fields: dict[str, object] = {
        "mode": warning.mode.value,
        "revision": revision.number,
        "msg-type": revision.kind.value,
        "identifier": revision.identifier,
        "cap-sha256": hashlib.sha256(cap).hexdigest(),
        "audience": revision.audience_count or 0,
    }
    act.put(kind="ended" if ended else "warned", subject=warning.id, fields=fields, by=by, now=now)
    what = {RevisionKind.ALERT: "issued", RevisionKind.UPDATE: "updated", RevisionKind.CANCEL: "ended"}[revision.kind]
    audit.write(by=by, what=f"warning-{what}", subject=warning.id, why=warning.mode.value, now=now)
    outbox.put(kind="warning-issued", subject=warning.id, now=now)
