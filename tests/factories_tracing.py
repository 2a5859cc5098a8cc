"""People sought and seen, for tests of tracing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import count

from haal.domain.access import Actor
from haal.domain.ids import ReportId, TracingId
from haal.domain.receipt import Receipt
from haal.domain.tracing.person import AgeBand, Sex
from haal.domain.tracing.telling import Answer
from haal.domain.tracing.told import Consents, Described, Entry, Situation, ToldOf
from haal.services.help.tracing import desk, propose, tell
from haal.services.help.tracing.tell import Sent
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import pair as pair_rows

_numbers = count(1)
MAN = Described(
    names=("Abdul Rahman Baloch",),
    age=AgeBand.YOUNG,
    sex=Sex.MALE,
    area="Mastung",
    first_day=date(2026, 3, 1),
    last_day=date(2026, 3, 2),
    marks="a scar over the left eye",
)
SEEN = Described(
    names=("عبدالرحمٰن بلوچ",), age=AgeBand.YOUNG, sex=Sex.MALE, district="Mastung", first_day=date(2026, 3, 3)
)
NOBODY_LIKE_IT = replace(MAN, names=("Zarmina Gul",), sex=Sex.FEMALE)
CONTACT_OF_SEEKER = "0300 7654321 Bibi Hawa"
CONTACT_OF_WITNESS = "0333 1112223 Nazar"


def told(entry: Entry = Entry.REQUEST, *, who: Described = MAN, **changes: object) -> ToldOf:
    """Return a request of a family, or a sighting."""
    contact = CONTACT_OF_SEEKER if entry is Entry.REQUEST else CONTACT_OF_WITNESS
    made = ToldOf(entry=entry, situation=Situation.SEPARATED, who=who, consents=Consents(search=True), contact=contact)
    return replace(made, **changes)  # type: ignore[arg-type]


def keep(what: ToldOf, *, now: datetime, matched: bool = True) -> tuple[str, TracingId]:
    """Tell it as a teller does, let it be matched, and return the code's words and the case."""
    receipt, case_id = kept(what, now=now, matched=matched)
    return receipt.words, case_id


def kept(what: ToldOf, *, now: datetime, matched: bool = True) -> tuple[Receipt, TracingId]:
    """Tell it as a teller does, let it be matched, and return the code and the case."""
    taken = tell.tell(told=what, sent=Sent(client_key=f"tracing-key-{next(_numbers):012d}"), now=now)
    case = case_rows.of_report(ReportId(taken.report_id))
    assert case is not None
    if matched:
        propose.consider(report_id=case.report_id, now=now)
    return taken.receipt, case.id


def found_and_nobody(*, by: Actor, seen: int, now: datetime) -> tuple[Receipt, Receipt]:
    """Return the codes of two requests: of one, somebody was found and has not agreed to anything; of the other, nobody.

    Args:
        by: the only family finder there is.
        seen: how many say that they saw the one who was found.
    """
    found, case_id = kept(told(), now=now)
    nobody, _ = kept(told(who=NOBODY_LIKE_IT), now=now)
    for _ in range(seen):
        kept(told(Entry.SIGHTING, who=SEEN), now=now)
    for pair in pair_rows.of_request(case_id):
        desk.say_same(pair_id=pair.id, by=by, now=now)
        desk.keep_answer(pair_id=pair.id, answer=Answer.ASKED, by=by, now=now)
    return found, nobody
