"""Merge two incidents that are one: the reports of one go to the other, and its id leads there for ever.

The one thing to know: no id is ever lost or given again, and each report can still be parted by hand afterwards. The
reason that somebody typed is in the ledger act's box.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.agreement import Kind
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import IncidentId
from haal.domain.incident import why_not_merge
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT
from haal.linkage.reading import Reading, read
from haal.linkage.told import told_of
from haal.services.assess.board import reports_of
from haal.services.assess.decide import twice
from haal.services.assess.decide.twice import Decision
from haal.services.assess.keep import INCIDENT_CHANGED
from haal.storage import act, audit, outbox, work
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage.link import How
from haal.storage.together import same


def merge(*, kept: IncidentId, gone: IncidentId, reason: str, by: Actor, now: datetime) -> bool:
    """Make `gone` part of `kept`; True: it is done.

    False: facts of one of them stand in public; this yes is kept, and it is done when another person says yes too.

    Raises:
        Refused: no right to, the same incident, one merged already, no reason given.
        NotFound: no such incident.
    """
    require(by, Permission.MERGE)
    check_text(reason, field="reason", chars_max=DEFAULT.field_chars_max)
    if why := why_not_merge(kept=incident_rows.get(kept), gone=incident_rows.get(gone), reason=reason):
        raise Refused(why)
    members = [told_of(report) for incident in (kept, gone) for report in reports_of(incident)]
    with work.atomic():
        decision = Decision(kind=Kind.MERGE, subject=f"{kept}:{gone}", reason=reason)
        if not twice.may_do(decision=decision, incidents=[kept, gone], by=by, now=now):
            return False
        twice.end(ids=[gone], by=by, now=now)
        same.close(kept, gone, taken=True, by=by.person_id, now=now)
        same.close_all(gone, by=by.person_id, now=now)
        bonds = link_rows.linked_to(gone)
        link_rows.undo([bond.id for bond in bonds], by=by.person_id, now=now)
        for bond in bonds:
            link_rows.move(bond, to=kept, how=How.MERGE, by=by.person_id, now=now)
        for report_id in link_rows.drop_proposals_of(gone):
            outbox.put(kind="report-taken-in", subject=report_id, now=now)
        incident_rows.set_reading(gone, Reading(), empty=True)
        incident_rows.redirect(gone, to=kept)
        incident_rows.set_reading(kept, read(members), empty=not members)
        reports = [bond.report_id for bond in bonds]
        act.put(
            kind="merged", subject=kept, fields={"gone": gone, "reports": reports, "reason": reason}, by=by, now=now
        )
        act.put(kind="merged", subject=gone, fields={"into": kept, "reason": reason}, by=by, now=now)
        audit.write(by=by, what="merge", subject=f"{gone}:{kept}", now=now)
        outbox.put(kind=INCIDENT_CHANGED, subject=kept, now=now)
        outbox.put(kind=INCIDENT_CHANGED, subject=gone, now=now)
    return True


def refuse(*, one: IncidentId, other: IncidentId, by: Actor, now: datetime) -> None:
    """Say no to two incidents that were proposed as one; they are not proposed again. Raises Refused, NotFound."""
    require(by, Permission.MERGE)
    with work.atomic():
        if not same.close(one, other, taken=False, by=by.person_id, now=now):
            raise NotFound
        audit.write(by=by, what="merge-refused", subject=f"{one}:{other}", now=now)
