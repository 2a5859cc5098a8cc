"""The table of reports: ids, dates and states in clear, every word in the desk's box, the rest sealed elsewhere.

The one thing to know: no column of this table holds a text that somebody typed. Not for protected reports: those never
come here, see `haal.storage.apart`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, models

from haal.domain import report as nouns
from haal.domain.aid import correction
from haal.domain.errors import HaalError, KeyGone, NotFound
from haal.domain.ids import ReportId
from haal.domain.record.custody import Kind
from haal.storage.act import ActRow
from haal.storage.boxes import told
from haal.storage.ground.fields import DeskBoxField, with_keys
from haal.storage.ground.insert import insert_row

UNKNOWN_LANGUAGE = "und"
DIGEST_BYTES = 32


class State(StrEnum):
    """Where a report stands at the desk."""

    WAITING = "waiting"
    LINKED = "linked"
    SET_ASIDE = "set-aside"
    ELSEWHERE = "elsewhere"  # a need, an offer, a check-in: it skips the desk
    ERASED = "erased"  # that it came is still known, what it told is not


class ReportRow(models.Model):
    """One report."""

    id = models.CharField(primary_key=True, max_length=40)
    kind = models.CharField(max_length=12)
    channel = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    knows = models.CharField(max_length=16)
    state = models.CharField(max_length=10, default=State.WAITING.value)
    client_key_hash = models.BinaryField(max_length=32, unique=True)
    content_hash = models.BinaryField(max_length=32)
    words_hash = models.BinaryField(max_length=32, unique=True)
    digits_hash = models.BinaryField(max_length=32, unique=True)
    receipt_try = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    taken_in_by = models.CharField(max_length=40, null=True)
    day_first = models.DateField(null=True)
    day_last = models.DateField(null=True)
    published_date = models.DateField(null=True)
    consent_warn = models.BooleanField(default=False)
    consent_help = models.BooleanField(default=False)
    consent_testify = models.CharField(max_length=14, default=nouns.TestifyConsent.NOBODY.value)
    has_sealed = models.BooleanField(default=False)
    box = DeskBoxField(null=True)

    class Meta:
        """Looked up by day for linking, by state for the queue."""

        db_table = "report"
        indexes = [
            models.Index(fields=["state", "received_at"], name="report_queue"),
            models.Index(fields=["day_first"], name="report_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_erased_is_empty",
                condition=models.Q(state=State.ERASED.value, box__isnull=True)
                | (~models.Q(state=State.ERASED.value) & models.Q(box__isnull=False)),
            )
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The keyed digests by which a report is found again without storing what it was found by."""

    client_key_hash: bytes
    content_hash: bytes
    words_hash: bytes
    digits_hash: bytes
    receipt_try: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is kept of an earlier message with the same client key."""

    id: ReportId
    content_hash: bytes
    receipt_try: int


def row_of(incoming: nouns.Incoming, *, report_id: ReportId, keys: Keys, by: str | None, now: datetime) -> ReportRow:
    """Return the row of `incoming`, with its box shut; not yet kept."""
    happened = incoming.answers.happened
    return ReportRow(
        id=report_id,
        kind=incoming.kind.value,
        channel=incoming.channel.value,
        language=incoming.language,
        knows=incoming.knows.value,
        state=(State.ELSEWHERE if correction.read(incoming.answers.needs) else _STATES[incoming.kind]).value,
        received_at=now,
        taken_in_by=by,
        day_first=happened.first,
        day_last=happened.last,
        published_date=incoming.source.published,
        consent_warn=incoming.consents.warn,
        consent_help=incoming.consents.help,
        consent_testify=incoming.consents.testify.value,
        has_sealed=not incoming.sealed.is_empty(),
        box=told.box_of(incoming),
        client_key_hash=keys.client_key_hash,
        content_hash=keys.content_hash,
        words_hash=keys.words_hash,
        digits_hash=keys.digits_hash,
        receipt_try=keys.receipt_try,
    )


DESK_KINDS = frozenset({nouns.Kind.NEWS, nouns.Kind.SIGHTING, nouns.Kind.CORRECTION})
_STATES = {kind: State.WAITING if kind in DESK_KINDS else State.ELSEWHERE for kind in nouns.Kind}


class AlreadyThere(HaalError):
    """Another request kept the same message a moment ago."""


def keep(row: ReportRow) -> None:
    """Insert the row. Raises AlreadyThere when its client key (or a code) is there; the transaction is then lost."""
    try:
        insert_row(row)
    except IntegrityError as error:
        raise AlreadyThere from error


def known_by_client_key(client_key_hash: bytes) -> Known | None:
    """Return the earlier message with this key, or None."""
    rows = ReportRow.objects.filter(client_key_hash=client_key_hash)
    row = rows.values_list("id", "content_hash", "receipt_try").first()
    return Known(id=ReportId(row[0]), content_hash=bytes(row[1]), receipt_try=row[2]) if row else None


def get(report_id: ReportId) -> nouns.Report:
    """Return the report, its box opened. Raises NotFound (also when it was erased), KeysLocked."""
    if row := ReportRow.objects.filter(pk=report_id).first():
        return to_domain(row)
    raise NotFound


def many(report_ids: Iterable[str]) -> dict[ReportId, nouns.Report]:
    """Return the reports with these ids that exist and can be opened, by id."""
    rows = ReportRow.objects.filter(pk__in=list(report_ids)).order_by("pk")
    return {ReportId(report.id): report for report in _opened(rows)}


def waiting(*, limit: int, offset: int = 0) -> tuple[nouns.Report, ...]:
    """Return what waits for the desk, oldest first, opened."""
    rows = ReportRow.objects.filter(state=State.WAITING.value).order_by("received_at", "id")[offset : offset + limit]
    return _opened(rows)


def waiting_ids(*, channel: nouns.Channel) -> tuple[ReportId, ...]:
    """Return the reports of one channel that wait for the desk, in the order in which they came; no box is opened."""
    came = ActRow.objects.filter(subject=models.OuterRef("pk"), kind=Kind.RECEIVED.value).order_by("number")
    waiting = ReportRow.objects.filter(state=State.WAITING.value, channel=channel.value)
    rows = waiting.annotate(came=models.Subquery(came.values("number")[:1])).order_by("received_at", "came")
    return tuple(ReportId(report_id) for report_id in rows.values_list("id", flat=True))


def languages() -> tuple[str, ...]:
    """Return the languages of the desk's reports."""
    rows = ReportRow.objects.exclude(state__in=[State.ELSEWHERE.value, State.ERASED.value]).order_by("language")
    return tuple(rows.values_list("language", flat=True).distinct())


def count() -> int:
    """Return how many reports there are."""
    return ReportRow.objects.count()


def count_in(state: State) -> int:
    """Return how many reports stand there."""
    return ReportRow.objects.filter(state=state.value).count()


def find_by_code_hash(code_hash: bytes) -> ReportId | None:
    """Return the id of the report with this receipt (words or digits), or None."""
    either = models.Q(words_hash=code_hash) | models.Q(digits_hash=code_hash)
    found = ReportRow.objects.filter(either).values_list("id", flat=True).first()
    return ReportId(found) if found else None


def state_of(report_id: ReportId) -> State:
    """Return where a report stands; no box is opened. Raises NotFound."""
    return State(_desk_columns(report_id)[0])


def taken_in_by(report_id: ReportId) -> str | None:
    """Return who wrote a report down, None when nobody at the desk did. Raises NotFound."""
    return _desk_columns(report_id)[1]


def kind_of(report_id: ReportId) -> nouns.Kind:
    """Return what a report is for; no box is opened. Raises NotFound."""
    return nouns.Kind(_desk_columns(report_id)[2])


def _desk_columns(report_id: ReportId) -> tuple[str, str | None, str]:
    if row := ReportRow.objects.filter(pk=report_id).values_list("state", "taken_in_by", "kind").first():
        return row
    raise NotFound


def newest(*, limit: int) -> tuple[nouns.Report, ...]:
    """Return the newest reports of the desk, opened: for search. Raises KeysLocked."""
    rows = ReportRow.objects.exclude(state__in=[State.ELSEWHERE.value, State.ERASED.value])
    return _opened(rows.order_by("-received_at", "id")[:limit])


def set_state(report_id: ReportId, state: State) -> None:
    """Move a report through the desk."""
    ReportRow.objects.filter(pk=report_id).update(state=state.value)


def set_consents(report_id: ReportId, consents: nouns.Consents) -> None:
    """Keep what the teller now agrees to."""
    ReportRow.objects.filter(pk=report_id).update(**_consents(consents))


def _consents(consents: nouns.Consents) -> dict[str, Any]:
    testify = consents.testify.value
    return {"consent_warn": consents.warn, "consent_help": consents.help, "consent_testify": testify}


def consents_of(report_id: ReportId) -> nouns.Consents:
    """Return what the teller agreed to, without opening the box."""
    row = ReportRow.objects.filter(pk=report_id).values_list("consent_warn", "consent_help", "consent_testify").first()
    if row is None:
        raise NotFound
    return nouns.Consents(warn=row[0], help=row[1], testify=nouns.TestifyConsent(row[2]))


def erase(report_id: ReportId) -> bool:
    """Empty a report of everything that was told; False when there is none, or it was erased before.

    Its id, its way in, its hour and its code stay: with the code one still learns that it was erased. What was told before
    with the same key cannot be compared any more, so the digest of it goes too.
    """
    kept = ReportRow.objects.filter(pk=report_id).exclude(state=State.ERASED.value)
    emptied: dict[str, Any] = dict.fromkeys(("box", "taken_in_by", "day_first", "day_last", "published_date"))
    unknown = {"language": UNKNOWN_LANGUAGE, "knows": nouns.Knows.UNKNOWN.value, "has_sealed": False}
    digest = secrets.token_bytes(DIGEST_BYTES)
    nobody = _consents(nouns.Consents())
    return bool(kept.update(state=State.ERASED.value, content_hash=digest, **nobody, **unknown, **emptied))


def _opened(rows: models.QuerySet[ReportRow]) -> tuple[nouns.Report, ...]:
    """Return the rows opened, without those that nobody can open any more."""
    found = [row for row in rows if row.box is not None]
    reports = []
    for row, box in zip(found, with_keys([row.box for row in found]), strict=True):
        row.box = box
        with suppress(KeyGone):
            reports.append(to_domain(row))
    return tuple(reports)


def to_domain(row: ReportRow) -> nouns.Report:
    """Return the row as the desk reads it. Raises KeysLocked, KeyGone."""
    if row.box is None:
        raise KeyGone
    opened = row.box.open()
    return nouns.Report(
        id=row.id,
        kind=nouns.Kind(row.kind),
        channel=nouns.Channel(row.channel),
        language=row.language,
        knows=nouns.Knows(row.knows),
        answers=told.answers_of(opened["answers"]),
        consents=nouns.Consents(
            warn=row.consent_warn, help=row.consent_help, testify=nouns.TestifyConsent(row.consent_testify)
        ),
        source=told.source_of(opened["source"]),
        taken_in_by=row.taken_in_by,
        received_day=row.received_at.date(),
        has_sealed=row.has_sealed,
    )
