"""Take a report in, once: the one way by which anything enters, whatever door it came through.

The order matters: check, seal what only key keepers may open, and only then one short transaction that keeps the report,
its seal, its ledger act, its audit row and its outbox row together. The database itself refuses a key that came before: a
message that comes twice gets the same receipt and stores nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from haal.domain import gazetteer, receipt
from haal.domain.access import NOBODY, Actor
from haal.domain.errors import Refused
from haal.domain.ids import ReportId, new_id
from haal.domain.incoming import Question, Reason, check, form_of, open_questions
from haal.domain.policy import DEFAULT, Policy
from haal.domain.report import Figure, Incoming, Responsibility, Where
from haal.language.receipt_words import WORDS
from haal.services.intake import sealing
from haal.services.intake.receipts import code_hash
from haal.storage import act, audit, outbox
from haal.storage import report as report_rows
from haal.storage.ground import secret, together
from haal.vault.seal import SealedBox

RECEIPT_TRIES_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the door tells back: the receipt, and the id for doors that are allowed to show it (the desk, the importer)."""

    report_id: ReportId
    receipt: receipt.Receipt


def take_in(*, incoming: Incoming, by: Actor | None = None, now: datetime, policy: Policy = DEFAULT) -> Taken:
    """Keep `incoming` and return its receipt.

    Raises:
        Refused: a field cannot be kept as it is (the reason says which), or the key came before with other words.
        Malformed: figures or days that contradict themselves.
    """
    check(incoming, policy)
    content_hash = secret.digest("content", repr(incoming))
    key_hash = secret.digest("client-key", incoming.channel.value, incoming.client_key)
    placed = _with_places(incoming)
    sealed = sealing.shut(incoming.sealed)
    files = sealing.files_of(incoming.sealed, box=sealed)
    for attempt in range(RECEIPT_TRIES_MAX):
        code = _receipt(incoming, content_hash, attempt, repeated=False)
        keys = _keys(code, attempt=attempt, key_hash=key_hash, content_hash=content_hash)
        report_id = ReportId(new_id("r"))
        row = report_rows.row_of(placed, report_id=report_id, keys=keys, by=by.person_id if by else None, now=now)
        keeping = _Keeping(row=row, incoming=placed, sealed=sealed, files=files, by=by or NOBODY, now=now)
        try:
            together.keep(keeping.write)
        except report_rows.AlreadyThere:
            if known := report_rows.known_by_client_key(key_hash):
                return _again(known, incoming, content_hash)
            continue  # ten digits that another report has already: draw again
        return Taken(report_id=report_id, receipt=code)
    raise Refused(Reason.CODE_UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keeping:
    """Everything that one transaction keeps of a report."""

    row: report_rows.ReportRow
    incoming: Incoming
    sealed: SealedBox | None
    files: dict[str, object]
    by: Actor
    now: datetime

    def write(self) -> None:
        """Keep the report with its seal, its ledger act, its audit row and its outbox row. Raises AlreadyThere."""
        report_id = ReportId(self.row.id)
        told = act_fields(self.incoming) | sealing.fields_of(box=self.sealed)
        report_rows.keep(self.row)
        sealing.keep(box=self.sealed, record=report_id, now=self.now)
        act.put(kind="received", subject=report_id, fields=told, by=self.by, now=self.now, first=True)
        if self.files:
            act.put(kind="sealed", subject=report_id, fields=self.files, by=self.by, now=self.now)
        audit.write(by=self.by, what=f"take-in-{self.incoming.kind}", subject=report_id, why="", now=self.now)
        outbox.put(kind="report-taken-in", subject=report_id, now=self.now)


def act_fields(incoming: Incoming) -> dict[str, object]:
    """Return what the ledger commits to, field by field; each can be opened alone in a bundle, the rest stays closed."""
    answers = incoming.answers
    form, asked = form_of(incoming.channel)
    return {
        "form": form,
        "asked": asked,
        "channel": incoming.channel.value,
        "knows": incoming.knows.value,
        "language": incoming.language,
        "consent-testify": incoming.consents.testify.value,
        "source-line": incoming.source.line,
        "outlet": incoming.source.outlet,
        "published": incoming.source.published.isoformat() if incoming.source.published else "",
        "day-first": answers.happened.first.isoformat() if answers.happened.first else "",
        "day-last": answers.happened.last.isoformat() if answers.happened.last else "",
        "day-known": answers.happened.known.value,
        "event-type": answers.event_type,
        "place-words": answers.where.words,
        "district": answers.where.district,
        "road": answers.road,
        "saw": answers.saw,
        "heard": answers.heard,
        "heard-from": answers.heard_from,
        "needs": answers.needs,
        "notes": answers.notes,
        "displaced": answers.displaced,
        "target-kind": answers.target_kind,
        "figures": [_unsaid(figure) for figure in answers.figures],
        "figures-said-by": [
            f"{figure.said_by}: {figure.why}" if figure.why else figure.said_by for figure in answers.figures
        ],
        "responsibility": [_unsaid(claim) for claim in answers.responsibility],
        "responsibility-said-by": [claim.said_by for claim in answers.responsibility],
    }


_WORDS_OF_THE_TELLER = frozenset({"said_by", "why"})


def _unsaid(value: Figure | Responsibility) -> dict[str, object]:
    """Return a claim without who said it: that is a field of its own, opened or closed by itself."""
    every = {item.name: getattr(value, item.name) for item in fields(value) if item.name not in _WORDS_OF_THE_TELLER}
    return {name: one for name, one in every.items() if one is not None or name == "high"}


def _with_places(incoming: Incoming) -> Incoming:
    """Return `incoming` with candidates for the place words, unless the door brought some."""
    where = incoming.answers.where
    if where.candidates or not (where.words or where.district):
        return incoming
    found = gazetteer.resolve(where.words, district=where.district)
    placed = Where(words=where.words, district=where.district, candidates=found)
    return replace(incoming, answers=replace(incoming.answers, where=placed))


def _keys(code: receipt.Receipt, *, attempt: int, key_hash: bytes, content_hash: bytes) -> report_rows.Keys:
    """Return the digests by which the report and its code are found again."""
    return report_rows.Keys(
        client_key_hash=key_hash,
        content_hash=content_hash,
        words_hash=_lookup(code.words),
        digits_hash=_lookup(code.digits),
        receipt_try=attempt,
    )


def _lookup(code: str) -> bytes:
    found = code_hash(code)
    assert found is not None, "our own codes are codes"
    return found


def _again(known: report_rows.Known, incoming: Incoming, content_hash: bytes) -> Taken:
    if known.content_hash != content_hash:
        raise Refused(Reason.CLIENT_KEY_USED)
    return Taken(report_id=known.id, receipt=_receipt(incoming, content_hash, known.receipt_try, repeated=True))


def _receipt(incoming: Incoming, content_hash: bytes, attempt: int, *, repeated: bool) -> receipt.Receipt:
    seed = secret.digest("receipt", incoming.channel.value, incoming.client_key, content_hash, str(attempt))
    questions: tuple[Question, ...] = open_questions(incoming.answers, knows=incoming.knows)
    return receipt.Receipt(
        words=receipt.words_of(seed, WORDS),
        digits=receipt.digits_of(seed),
        open_questions=tuple(question.value for question in questions),
        repeated=repeated,
    )
