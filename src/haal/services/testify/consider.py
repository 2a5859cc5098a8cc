"""Look at publications anew when an incident's reports, or what their tellers agree to, have changed.

The one thing to know: what nobody agrees to any more is withdrawn at once; new numbers or new sources only mark what stands
as to be corrected, because a correction is drafted by one and agreed by another like any other text.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain.access import SYSTEM
from haal.domain.ids import IncidentId, ReportId
from haal.domain.incident import Did, End, Outcome
from haal.domain.policy import DEFAULT, Policy
from haal.domain.publication import State, WithdrawnWhy
from haal.formats import public_json
from haal.services.testify import facts
from haal.services.testify.facts import known
from haal.services.testify.publish import may_still_be_told, recount, withdraw
from haal.storage import audit, incident, link, work
from haal.storage import publication as rows
from haal.storage.publication import Publication


def consider(*, incident_id: IncidentId, now: datetime, policy: Policy = DEFAULT) -> Outcome:
    """Withdraw or mark what is under way and what stands of an incident. Raises NotFound, KeysLocked."""
    found = [one for one in (rows.under_way(incident_id), rows.standing(incident_id)) if one is not None]
    did = {_consider(publication, now=now, policy=policy) for publication in found}
    return Outcome(end=End.TESTIFY, did=next((one for one in (Did.WITHDREW, Did.MARKED) if one in did), Did.NOTHING))


def consider_report(*, report_id: ReportId, now: datetime, policy: Policy = DEFAULT) -> Outcome:
    """Look anew at the incident of a report whose teller changed what they agree to. Raises KeysLocked."""
    incident_id = link.incident_of(report_id)
    return consider(incident_id=incident_id, now=now, policy=policy) if incident_id else Outcome(end=End.TESTIFY)


def forget_report(*, report_id: ReportId, now: datetime) -> None:
    """Take back what is public or under way of the incidents of a report that was erased, and empty the words drafted of them.

    The desk may publish anew from what is left. Raises KeysLocked.
    """
    for incident_id in link.ever_of(report_id):
        for publication in rows.of_incident(incident_id):
            if publication.state is not State.WITHDRAWN:
                withdraw(publication_id=publication.id, why=WithdrawnWhy.CONSENT, by=SYSTEM, now=now)
            told = publication.box.open()
            shown = replace(public_json.read(told["shown"].encode("utf-8")), summary="")
            wordless = {**told, "summary": "", "shown": public_json.write(shown).decode("utf-8")}
            with work.atomic():
                rows.set_box(publication.id, wordless)


def _consider(publication: Publication, *, now: datetime, policy: Policy) -> Did:
    gone_to = incident.resolve(publication.incident_id)
    if gone_to != publication.incident_id:
        same = WithdrawnWhy.SAME_AS_ANOTHER
        withdraw(publication_id=publication.id, why=same, moved_to=gone_to, by=SYSTEM, now=now)
        return Did.WITHDREW
    if not may_still_be_told(publication, policy=policy):
        withdraw(publication_id=publication.id, why=WithdrawnWhy.CONSENT, by=SYSTEM, now=now)
        return Did.WITHDREW
    if publication.state is not State.RELEASED:
        return Did.NOTHING  # who agrees to a draft reads what the reports say at that moment
    recount(district=publication.district, month=publication.month)  # perhaps it became a part of another
    return _compare(publication, now=now, policy=policy)


def _compare(publication: Publication, *, now: datetime, policy: Policy) -> Did:
    """Mark what stands when the public would read something else today; take the mark back when it would not."""
    stands = publication.box.open()["shown"].encode("utf-8")
    told = public_json.read(stands)
    read = known(incident_id=publication.incident_id, policy=policy)
    today = facts.shown(read, publication_id=publication.id, summary=told.summary, replaces=told.replaces)
    differs = public_json.write(today) != stands
    with work.atomic():
        if not rows.mark_to_correct(publication.id, at=now if differs else None):
            return Did.NOTHING
        what = "publication-to-correct" if differs else "publication-as-told-again"
        audit.write(by=SYSTEM, what=what, subject=publication.id, now=now)
    return Did.MARKED if differs else Did.NOTHING
