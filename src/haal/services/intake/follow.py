"""After the report: answer open questions, see what became of it, change what one agreed to; all with the code alone.

A wrong code and a code of nobody give the same answer. Withdrawing is one step and never asks why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import NOBODY, Actor, Permission, require
from haal.domain.aid.money import MoneyReason, names_account
from haal.domain.complaint.listening import READERS_COUNT
from haal.domain.errors import KeysLocked, NotFound, Refused
from haal.domain.ids import ReportId
from haal.domain.incoming import Reason, check_text
from haal.domain.policy import DEFAULT
from haal.domain.report import Consents
from haal.services.intake.complaint import tell
from haal.services.intake.receipts import code_hash
from haal.storage import act, apart, audit, message, outbox, work
from haal.storage import report as report_rows
from haal.storage.ground import secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What the teller sees with the code. `locked`: the lines cannot be read until the key holder is back. `erased`: nothing
    of what was told is kept any more.

    `apart`: for what is told apart from the desk, how many it has reached; there is then nothing else to see or change,
    but for a complaint its answer, or by when there will be one.
    """

    consents: Consents
    messages: tuple[message.Message, ...]
    locked: bool
    apart: apart.Standing | None = None
    complaint: tell.Told | None = None
    erased: bool = False


def find(*, code: str) -> ReportId:
    """Return the report of this code. Raises NotFound for a wrong code, a code of nobody and one that was erased alike."""
    found = report_rows.find_by_code_hash(code_hash(code) or b"")
    if found is None or report_rows.state_of(found) is report_rows.State.ERASED:
        raise NotFound
    return found


def read(*, code: str) -> Thread:
    """Return the thread of this code. Raises NotFound."""
    report_id = report_rows.find_by_code_hash(code_hash(code) or b"")
    if report_id is None:
        standing = apart.standing(code_hash(code) or b"", listeners=READERS_COUNT)
        told = tell.standing(standing)
        return Thread(consents=Consents(), messages=(), locked=False, apart=standing, complaint=told)
    if report_rows.state_of(report_id) is report_rows.State.ERASED:
        return Thread(consents=Consents(), messages=(), locked=False, erased=True)
    try:
        lines, locked = message.thread(report_id), False
    except KeysLocked:
        lines, locked = (), True
    return Thread(consents=report_rows.consents_of(report_id), messages=lines, locked=locked)


def answer(*, code: str, text: str, client_key: str, now: datetime) -> None:
    """Keep what the teller adds. The same key twice keeps it once. Raises NotFound, Refused."""
    report_id = find(code=code)
    if names_account(text) and report_rows.state_of(report_id) is report_rows.State.ELSEWHERE:
        raise Refused(MoneyReason.NO_ACCOUNT_NUMBERS)
    _put(report_id, text=text, client_key=client_key, by=None, now=now)


def ask(*, report_id: ReportId, text: str, client_key: str, by: Actor, now: datetime) -> None:
    """Keep the desk's question to the teller. Who asked and what was asked are part of the record."""
    require(by, Permission.READ_REPORTS)
    if report_rows.state_of(report_id) is report_rows.State.ERASED:
        raise NotFound
    _put(report_id, text=text, client_key=client_key, by=by, now=now)


def change_consents(*, code: str, consents: Consents, now: datetime) -> None:
    """Keep what the teller agrees to from now on; every end considers the report anew."""
    report_id = find(code=code)
    fields = {"warn": consents.warn, "help": consents.help, "testify": consents.testify.value}
    with work.atomic():
        report_rows.set_consents(report_id, consents)
        act.put(kind="consent-changed", subject=report_id, fields=fields, by=NOBODY, now=now)
        audit.write(by=NOBODY, what="consent-changed", subject=report_id, why="", now=now)
        outbox.put(kind="consent-changed", subject=report_id, now=now)


def _put(report_id: ReportId, *, text: str, client_key: str, by: Actor | None, now: datetime) -> None:
    check_text(text, field="message", chars_max=DEFAULT.story_chars_max)
    if not text.strip():
        raise Refused(Reason.NOTHING_TOLD)
    who = by or NOBODY
    with work.atomic():
        made = message.put(
            report_id=report_id,
            from_desk=by is not None,
            by=by.person_id if by else None,
            text=text,
            # The text is part of it: another text under a key that was used is another message, never lost in silence.
            client_key_hash=secret.digest("message-key", report_id, client_key, text),
            now=now,
        )
        if made:
            act.put(kind="asked" if by else "answered", subject=report_id, fields={"text": text}, by=who, now=now)
            audit.write(by=who, what="asked" if by else "answered", subject=report_id, why="", now=now)
