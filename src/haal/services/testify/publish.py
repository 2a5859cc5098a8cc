"""Publish: one drafts, another agrees to exactly what will be shown, the clock releases, one person alone withdraws.

The one thing to know: nothing becomes public but through `release_due`, which takes only what two different people
agreed to and whose delay has passed, and asks once more whether everybody who told still agrees. Boxes are opened
before a transaction begins. Rules: `haal.domain.publication`; what is used of an incident: `facts`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from haal.domain.access import SYSTEM, Actor, Permission, require, require_fresh
from haal.domain.agreement import Kind
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import AgreementId, IncidentId, PublicationId
from haal.domain.incident import without_parts
from haal.domain.policy import DEFAULT, Policy
from haal.domain.publication import (
    HeldWord,
    PublicationReason,
    State,
    WithdrawnWhy,
    not_before,
    shown_count,
    why_not_draft,
    why_not_say,
)
from haal.formats import public_json
from haal.services.testify.facts import Known, known, quiet_counts, shown
from haal.storage import act, agreement, audit, public_incident, work
from haal.storage import publication as rows
from haal.storage.publication import Publication
from haal.storage.together import relation

RELEASES_AT_ONCE = 100


def draft(
    *,
    incident_id: IncidentId,
    summary: str = "",
    held: HeldWord = HeldWord.NOT_SAID,
    early: bool = False,
    by: Actor,
    now: datetime,
    policy: Policy = DEFAULT,
) -> PublicationId:
    """Draft what the public may read of an incident and ask a second person; nothing is public yet.

    Raises:
        NotFound: no such incident, or it was merged.
        Refused: not allowed, no fresh second factor, or a rule of publication says no.
        KeysLocked: the reports cannot be read.
    """
    require(by, Permission.DRAFT_PUBLICATION)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    read = known(incident_id=incident_id, policy=policy)
    _check(read, summary=summary, held=held)
    publication_id = rows.fresh_id()
    box = _box(read, publication_id, summary=summary, held=held)
    with work.atomic():
        asked = agreement.ask(kind=Kind.RELEASE, subject=publication_id, by=by, now=now)
        rows.add(
            incident_id=incident_id, publication_id=publication_id, agreement_id=asked, early=early, box=box,
            by=by.person_id, now=now,
        )  # fmt: skip
        audit.write(by=by, what="publication-drafted", subject=f"{publication_id}:{incident_id}", now=now)
    return publication_id


def agree(
    *, publication_id: PublicationId, could_help_harm: bool | None, by: Actor, now: datetime, policy: Policy = DEFAULT
) -> State:
    """Answer "could this help somebody to hit or to hunt?" as the second person; no means yes to publishing.

    What is agreed to is what the incident's reports say now; it is released at once when no delay is left. "Yes, it
    could" withdraws the draft.

    Raises:
        NotFound: no such publication.
        Refused: not allowed, the same person, no fresh second factor, no answer, or a rule says no by now.
        KeysLocked: the reports cannot be read.
    """
    require(by, Permission.AGREE_PUBLICATION)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    publication = rows.get(publication_id)
    if could_help_harm is None:
        raise Refused(PublicationReason.HARM_NOT_ASKED)
    if could_help_harm:
        withdraw(publication_id=publication_id, why=WithdrawnWhy.COULD_HARM, by=by, now=now)
        return State.WITHDRAWN
    opened = publication.box.open()
    summary, held = str(opened["summary"]), HeldWord(opened["held"])
    read = known(incident_id=publication.incident_id, policy=policy)
    _check(read, summary=summary, held=held)
    box = _box(read, publication_id, summary=summary, held=held)
    after = not_before(read.facts, early=publication.early, policy=policy)
    with work.atomic():
        agreement.agree(agreement_id=publication.agreement_id, by=by, now=now)
        rows.agreed(publication_id, by=by.person_id, not_before=after, box=box, now=now)
        audit.write(by=by, what="publication-agreed", subject=publication_id, now=now)
    if after is not None and after > now:
        return State.AGREED
    return _release(rows.get(publication_id), now=now, policy=policy)


def release_due(*, now: datetime, policy: Policy = DEFAULT) -> int:
    """Release what two people agreed to and whose delay has passed; return how many became public. For the clock."""
    states = [_release(one, now=now, policy=policy) for one in rows.due(now=now, limit=RELEASES_AT_ONCE)]
    return states.count(State.RELEASED)


def withdraw(
    *,
    publication_id: PublicationId,
    why: WithdrawnWhy,
    moved_to: IncidentId | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Take a publication back, in any state; one person is enough. The public page says so and why.

    Raises:
        NotFound: no such publication.
        Refused: not allowed, or it was withdrawn before.
    """
    if by is not SYSTEM:
        require(by, Permission.WITHDRAW)
    publication = rows.get(publication_id)
    with work.atomic():
        if publication.state is State.DRAFT:
            _end_question(publication.agreement_id, by=by, now=now)
        rows.withdraw(publication, why=why, moved_to=moved_to or "", by=by.person_id, now=now)
        if publication.state is State.RELEASED:
            fields: dict[str, object] = {"publication": publication_id, "why": why.value}
            act.put(kind="withdrawn", subject=publication.incident_id, fields=fields, by=by, now=now)
        audit.write(by=by, what="publication-withdrawn", subject=publication_id, why=why.value, now=now)
    if publication.state is State.RELEASED:
        recount(district=publication.district, month=publication.month)


def may_still_be_told(publication: Publication, *, policy: Policy) -> bool:
    """Return whether the rules would let it be drafted today: somebody agrees to be told of, somebody has checked it."""
    held = HeldWord(publication.box.open()["held"])
    try:
        return why_not_draft(known(incident_id=publication.incident_id, policy=policy).facts, held=held) is None
    except NotFound:
        return False


def _release(publication: Publication, *, now: datetime, policy: Policy) -> State:
    """Release one agreed publication, unless somebody no longer agrees to be told of."""
    if not may_still_be_told(publication, policy=policy):
        withdraw(publication_id=publication.id, why=WithdrawnWhy.CONSENT, by=SYSTEM, now=now)
        return State.WITHDRAWN
    opened = publication.box.open()
    told = replace(public_json.read(opened["shown"].encode("utf-8")), released_at=now)
    earlier = rows.standing(publication.incident_id)
    with work.atomic():
        if earlier is not None:
            rows.withdraw(earlier, why=WithdrawnWhy.REPLACED, moved_to="", by=publication.drafted_by, now=now)
        digest = rows.release(publication, told, district=opened["district"], now=now)
        fields: dict[str, object] = {"publication": publication.id, "sha256": digest}
        if earlier is not None:
            fields["replaces"] = earlier.id
        act.put(kind="corrected" if earlier else "published", subject=told.id, fields=fields, by=SYSTEM, now=now)
        audit.write(by=SYSTEM, what="publication-released", subject=publication.id, now=now)
    released = rows.get(publication.id)
    recount(district=released.district, month=released.month)
    return State.RELEASED


def _check(read: Known, *, summary: str, held: HeldWord) -> None:
    if reason := why_not_draft(read.facts, held=held):
        raise Refused(reason)
    if said := why_not_say(summary, place=read.place, parties=read.parties):
        raise Refused(said[0], words=said[1])


def _box(read: Known, publication_id: PublicationId, *, summary: str, held: HeldWord) -> dict[str, Any]:
    replaces = rows.standing(read.incident.id) is not None
    told = shown(read, publication_id=publication_id, summary=summary, replaces=replaces)
    return {
        "summary": summary,
        "held": held.value,
        "shown": public_json.write(told).decode("utf-8"),
        "quiet": quiet_counts(read),
        "district": read.district,
    }


def _end_question(agreement_id: AgreementId, *, by: Actor, now: datetime) -> None:
    if agreement.get(agreement_id).is_open:
        agreement.withdraw(agreement_id=agreement_id, by=by, now=now)


def recount(*, district: str, month: str) -> None:
    """Write anew what a district's month shows of people taken and displaced; a part is not added to its whole.

    No totals anywhere: they would tell.
    """
    if not district or not month:
        return
    sums: dict[str, int] = {}
    standing = rows.standing_in(district=district, month=month)
    counted_once = without_parts(frozenset(one.incident_id for one in standing), relation.wholes(agreed_only=True))
    for publication in (one for one in standing if one.incident_id in counted_once):
        for counted, people in publication.box.open()["quiet"].items():
            sums[counted] = sums.get(counted, 0) + int(people)
    shown_counts = {counted: shown_count(people) for counted, people in sums.items() if people}
    with work.atomic():
        public_incident.set_counts(district=district, month=month, shown=shown_counts)
