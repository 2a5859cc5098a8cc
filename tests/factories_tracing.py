"""People sought and seen, for tests of tracing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import count

from haal.domain.ids import ReportId, TracingId
from haal.domain.tracing.person import AgeBand, Sex
from haal.domain.tracing.told import Consents, Described, Entry, Situation, ToldOf
from haal.services.help.tracing import propose, tell
from haal.services.help.tracing.tell import Sent
from haal.storage.tracing import case as case_rows

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
CONTACT_OF_SEEKER = "0300 7654321 Bibi Hawa"
CONTACT_OF_WITNESS = "0333 1112223 Nazar"


def told(entry: Entry = Entry.REQUEST, *, who: Described = MAN, **changes: object) -> ToldOf:
    """Return a request of a family, or a sighting."""
    contact = CONTACT_OF_SEEKER if entry is Entry.REQUEST else CONTACT_OF_WITNESS
    made = ToldOf(entry=entry, situation=Situation.SEPARATED, who=who, consents=Consents(search=True), contact=contact)
    return replace(made, **changes)  # type: ignore[arg-type]


def keep(what: ToldOf, *, now: datetime, matched: bool = True) -> tuple[str, TracingId]:
    """Tell it as a teller does, let it be matched, and return the code and the case."""
    taken = tell.tell(told=what, sent=Sent(client_key=f"tracing-key-{next(_numbers):012d}"), now=now)
    case = case_rows.of_report(ReportId(taken.report_id))
    assert case is not None
    if matched:
        propose.consider(report_id=case.report_id, now=now)
    return taken.receipt.words, case.id
