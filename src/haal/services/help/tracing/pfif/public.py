"""All that is public of persons sought, as one PFIF file: what two let out, which records are of one person, what was wiped.

The one thing to know: a note links two records only where finders said that they are one person, and both may be linked in public:
never one of somebody still held, and never where there is danger. The other is one of ours that is out, or one that came from a
public list of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from haal.domain.ids import TracingId
from haal.domain.tracing.case import CaseState
from haal.domain.tracing.note import Note
from haal.domain.tracing.pair import Pair
from haal.domain.tracing.person import Sought
from haal.domain.tracing.publishing import may_link_in_public, why_not_publish
from haal.formats.pfif import values
from haal.formats.pfif.model import Wiped
from haal.formats.pfif.write import write
from haal.storage.ground.site import site
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import pair as pair_rows
from haal.storage.tracing import published as rows
from haal.storage.tracing import since as since_rows

ONE_PERSON = "Both records are of one person."


def public_file(*, now: datetime) -> bytes:
    """Return all that is public as PFIF 1.4, with placeholders for what was wiped. Raises KeysLocked, Malformed."""
    box = site()
    domain = box.sender.lower()
    people = {
        one.case_id: replace(sought, record_id=f"{domain}/{one.id}", source_date=one.source_date)
        for one, sought in rows.out()
        if _may_be_out(one.case_id)
    }
    gone = [
        Wiped(record_id=f"{domain}/{one.id}", source_date=one.wiped_at, expiry_date=min(one.expiry_date, one.wiped_at))
        for one in rows.wiped()
        if one.wiped_at is not None
    ]
    notes = [note for pair in pair_rows.same_requests(people) for note in _links(pair, people, domain=domain)]
    return write(people.values(), notes, gone, source_name=values.fitting(box.name), now=now)


def _may_be_out(case_id: TracingId) -> bool:
    """Return whether what two let out may still be: asked again at each file, whatever became of the case since."""
    case, told = case_rows.get(case_id), case_rows.told_of(case_id)
    return told is not None and case.state is CaseState.OPEN and why_not_publish(case, told) is None


def _links(pair: Pair, people: Mapping[TracingId, Sought], *, domain: str) -> Iterator[Note]:
    """Yield a note for each side of a pair that is in the file, when both may be linked."""
    sides = (pair.request_id, pair.other_id)
    for number, (own, other) in enumerate((sides, sides[::-1]), 1):
        if own not in people:
            continue
        linked = people[other].record_id if other in people else _elsewhere(other)
        if linked and _may_link(own) and _may_link(other, elsewhere=other not in people):
            at = max(pair.proposed_at, people[own].source_date)
            yield Note(
                note_id=f"{domain}/{pair.id}.{number}",
                record_id=people[own].record_id,
                text=ONE_PERSON,
                source_date=at,
                linked_record_id=linked,
            )


def _elsewhere(case_id: TracingId) -> str:
    """Return the id of the record elsewhere that a case came from, "" for none that can be written."""
    record_id = since_rows.record_of(case_id)
    return record_id if values.why_not_own_id(record_id) == "" else ""


def _may_link(case_id: TracingId, *, elsewhere: bool = False) -> bool:
    told = case_rows.told_of(case_id)
    return told is not None and may_link_in_public(told, public_elsewhere=elsewhere)
