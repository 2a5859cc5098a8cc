"""Bring a PFIF file of others in: each record enters by intake as a case, each note as something told since, none twice.

The one thing to know: nothing is lost in silence. What cannot go in is named by its place in the file with what was expected and
what came. That two records are one person, as a note says, is proposed to a family finder, who decides. Nobody is published by
being brought in. Bringing the same file again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from haal.domain.access import Actor
from haal.domain.errors import Malformed, NotFound, Refused
from haal.domain.ids import TracingId
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT
from haal.domain.report import Channel
from haal.domain.tracing.case import By, CaseState, why_not_end
from haal.domain.tracing.note import Note, links
from haal.domain.tracing.person import Sought
from haal.domain.tracing.since import SinceKind
from haal.domain.tracing.told import Consents, Described, Entry, Situation, ToldOf
from haal.formats.pfif.model import Complaint, Reading, Wiped
from haal.formats.pfif.read import reading
from haal.language.words import words_for
from haal.services.help.tracing import correct, propose, tell
from haal.storage.ground.site import site
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import published as published_rows
from haal.storage.tracing import since as since_rows

GOES_ON = "a search that goes on"
KNOWN = "a person of this file, or one that was brought before"


@dataclass(slots=True, kw_only=True)
class Brought:
    """What became of a file. `kept`: wiped where it came from, but searched for here until the family ends it."""

    reading: Reading
    taken: int = 0
    changed: int = 0
    repeated: int = 0
    notes: int = 0
    linked: int = 0
    wiped: int = 0
    kept: int = 0
    expired: int = 0
    faults: list[Complaint] = field(default_factory=list)


def bring(
    *, raw: bytes, situation: Situation, by: Actor, now: datetime, step: Callable[[int, int], None] = lambda *_: None
) -> Brought:
    """Take in what the file holds; `step` is called with (done, in all). Raises KeysLocked."""
    told = reading(raw)
    brought = Brought(reading=told, faults=list(told.complaints))
    if told.refused:
        return brought
    one_by_one = _OneByOne(brought, situation=situation, by=by, now=now)
    work: list[tuple[Callable[..., None], Sought | Note | Wiped]] = [
        *((one_by_one.person, one) for one in told.persons),
        *((one_by_one.note, one) for one in told.notes),
        *((one_by_one.gone, one) for one in told.wiped),
    ]
    for done, (take, one) in enumerate(work, 1):
        take(one)
        step(done, len(work))
    return brought


class _OneByOne:
    """Takes one record after another."""

    def __init__(self, brought: Brought, *, situation: Situation, by: Actor, now: datetime) -> None:
        self._brought = brought
        self._situation = situation
        self._by = by
        self._now = now
        self._own = f"{site().sender.lower()}/"

    def person(self, one: Sought) -> None:
        """Take a person in, or what changed of one."""
        if one.expiry_date is not None and one.expiry_date <= self._now:
            self._brought.expired += 1
            return
        known = since_rows.case_of(one.record_id)
        if one.record_id.startswith(self._own) or (known and one.source_date <= known[1]):
            self._brought.repeated += 1
            return
        with self._named(one.record_id):
            if known:
                self._changed(one, case_id=known[0])
            else:
                self._new(one)

    def note(self, one: Note) -> None:
        """Keep a note beside its person, and propose what it links."""
        case_id = self._case_of(one.record_id)
        if case_id is None:
            self._fault(one.note_id, field="person_record_id", expected=KNOWN, got="another one")
            return
        if case_rows.get(case_id).state is not CaseState.OPEN:
            self._fault(one.note_id, field="person_record_id", expected=GOES_ON, got="one that has ended")
            return
        with self._named(one.note_id):
            check_text(one.text, field="text", chars_max=DEFAULT.story_chars_max)
            words = {
                "text": one.text,
                "status": one.status.value if one.status else "",
                "author": one.author_name,
                "day": one.source_date.date().isoformat(),
                "note_id": one.note_id,
                "linked": one.linked_record_id,
            }
            way = self._way("note", one.note_id, one.source_date)
            taken = correct.enter(
                case_id=case_id, kind=SinceKind.NOTE, words=words, way=way, by=self._by, now=self._now
            )
            self._brought.notes += not taken.receipt.repeated
            self._brought.repeated += taken.receipt.repeated
        other = self._case_of(one.linked_record_id) if links(one) else None
        if other and other != case_id:
            self._brought.linked += propose.link(case_id=case_id, other_id=other, now=self._now)

    def gone(self, one: Wiped) -> None:
        """Wipe what was wiped where it came from, unless only the family ends such a search."""
        known = since_rows.case_of(one.record_id)
        case = case_rows.get(known[0]) if known else None
        if case is None or case.state is not CaseState.OPEN:
            return
        stays = why_not_end(case, by=By.SOURCE, now=self._now) is not None
        self._brought.kept += stays
        self._brought.wiped += not stays
        way = self._way("wiped", one.record_id, one.source_date)
        correct.enter(case_id=case.id, kind=SinceKind.WIPED, words={}, way=way, by=self._by, now=self._now)

    def _new(self, one: Sought) -> None:
        told = ToldOf(
            entry=Entry.REQUEST,
            situation=self._situation,
            who=_described(one),
            consents=Consents(search=True),
            contact=one.author_name,
        )
        way = self._way("person", one.record_id, one.source_date)
        sent = tell.Sent(client_key=way.client_key, channel=way.channel, ends_at=one.expiry_date)
        taken = tell.tell(told=told, sent=sent, by=self._by, now=self._now)
        case = case_rows.of_report(taken.report_id)
        if case is None:
            raise NotFound
        since_rows.keep_origin(one.record_id, case_id=case.id, source_date=one.source_date)
        self._brought.taken += 1

    def _changed(self, one: Sought, *, case_id: TracingId) -> None:
        if case_rows.get(case_id).state is not CaseState.OPEN:
            self._fault(one.record_id, field="person_record_id", expected=GOES_ON, got="one that has ended")
            return
        way = self._way("person", one.record_id, one.source_date)
        correct.changed(case_id=case_id, who=_described(one), way=way, by=self._by, now=self._now)
        since_rows.keep_origin(one.record_id, case_id=case_id, source_date=one.source_date)
        self._brought.changed += 1

    def _case_of(self, record_id: str) -> TracingId | None:
        """Return the case of a record elsewhere, or of one that we published ourselves."""
        if record_id.startswith(self._own):
            try:
                return published_rows.get(record_id.removeprefix(self._own)).case_id
            except NotFound:
                return None
        known = since_rows.case_of(record_id)
        return known[0] if known else None

    def _way(self, what: str, record_id: str, at: datetime) -> correct.Way:
        key = sha256(f"{what}\n{record_id}\n{at.isoformat()}".encode("utf-8", "surrogatepass")).hexdigest()
        return correct.Way(client_key=f"pfif-{key}", channel=Channel.API)

    @contextmanager
    def _named(self, record_id: str) -> Iterator[None]:
        """Name a record that is refused instead of failing, so that the others go in."""
        try:
            yield
        except Refused as error:
            expected = words_for(error.reason, "en", **error.details)
            self._fault(record_id, field=str(error.details.get("field", "record")), expected=expected, got="other")
        except Malformed as error:
            self._fault(record_id, field=error.where, expected=error.expected, got=error.got)

    def _fault(self, record_id: str, *, field: str, expected: str, got: str) -> None:
        place = self._brought.reading.places.get(record_id, "a record")
        self._brought.faults.append(Complaint(record=place, field=field, expected=expected, got=got))


def _described(one: Sought) -> Described:
    names = (*one.full_name.split("\n"), *one.other_names)
    return Described(names=names, age=one.age_band, sex=one.sex, area=one.last_seen_area, marks=one.description)
