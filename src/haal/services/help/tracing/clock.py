"""What time does to cases: the family is asked once a year, and only a search for somebody separated ever rests by itself."""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import SYSTEM
from haal.domain.tracing.case import By, CaseState, why_not_end
from haal.services.help.tracing import hand_out, publish
from haal.storage import audit, work
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import end as end_rows


def run(*, now: datetime) -> int:
    """Hand out, ask again, end what rests, wipe what was public long enough; return how much was done."""
    done = hand_out.hand_out_waiting(now=now) + ask_again(now=now) + end_past(now=now)
    return done + publish.wipe_past(now=now)


def ask_again(*, now: datetime) -> int:
    """Ask the families whose year is over whether to go on; the question stands on the page of their code."""
    with work.atomic():
        due = case_rows.to_be_asked(now=now)
        for case in due:
            case_rows.set_asked(case.id, now=now)
            audit.write(by=SYSTEM, what="tracing-asked-again", subject=case.id, now=now)
    return len(due)


def end_past(*, now: datetime) -> int:
    """End and wipe searches for separated people whose time is over."""
    ended = 0
    with work.atomic():
        for case in case_rows.past_ones(now=now):
            if why_not_end(case, by=By.CLOCK, now=now) is None:
                end_rows.end(case.id, to=CaseState.EXPIRED)
                audit.write(by=SYSTEM, what="tracing-expired", subject=case.id, now=now)
                ended += 1
    return ended
