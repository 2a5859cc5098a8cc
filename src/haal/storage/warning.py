"""The tables of warnings: one row a warning, one row for each version of it.

The one thing to know: the database refuses an issued alert or update that was not asked by one person and agreed by
another; only a cancel needs one. A draft's words and place lie in the desk's box; what was issued is public and
stands in clear, beside the exact bytes of its CAP file, so that it can be shown and ended while the keys are away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from haal.domain.errors import NotFound
from haal.domain.ids import IncidentId, WarningId
from haal.domain.warning import LIVE, OPEN, Content, Mode, PublicWarning, Revision, RevisionKind, State
from haal.domain.warning_text import Text
from haal.storage.ground.fields import DeskBoxField
from haal.storage.ground.said import content_of, plain, plain_text

_TWO = Q(asked_by__isnull=False, agreed_by__isnull=False) & ~Q(agreed_by=F("asked_by"))


class WarningRow(models.Model):
    """One warning."""

    id = models.CharField(primary_key=True, max_length=40)
    mode = models.CharField(max_length=6)
    state = models.CharField(max_length=8)
    drafted_by = models.CharField(max_length=40)
    drafted_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)  # of what was said last; an ending keeps the time of what it ended
    incident_id = models.CharField(max_length=40, null=True)  # what the desk had in mind
    ground_changed_at = models.DateTimeField(null=True)

    class Meta:
        """Found by what is on air."""

        db_table = "warning"
        constraints = [
            models.CheckConstraint(name="warning_mode", condition=Q(mode__in=[mode.value for mode in Mode])),
            models.CheckConstraint(name="warning_state", condition=Q(state__in=[state.value for state in State])),
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="warning_on_air")]


class RevisionRow(models.Model):
    """One version. `box` while it is a draft, `said` and `cap` once it is issued."""

    id = models.BigAutoField(primary_key=True)
    warning = models.ForeignKey(WarningRow, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6)
    box = DeskBoxField(null=True)
    said = models.JSONField(null=True)
    cap = models.BinaryField(null=True)
    identifier = models.CharField(max_length=60, null=True, unique=True)
    asked_by = models.CharField(max_length=40, null=True)
    agreed_by = models.CharField(max_length=40, null=True)
    ended_by = models.CharField(max_length=40, null=True)
    audience_count = models.PositiveIntegerField(null=True)
    issued_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        """Nobody warns alone; one draft at a time."""

        db_table = "warning_revision"
        constraints = [
            models.UniqueConstraint(fields=["warning", "number"], name="warning_revision_once"),
            models.UniqueConstraint(fields=["warning"], name="warning_one_draft", condition=Q(issued_at__isnull=True)),
            models.CheckConstraint(
                name="warning_two_people",
                condition=Q(issued_at__isnull=True) | _TWO | Q(kind="Cancel", ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="warning_issued_is_whole",
                condition=Q(issued_at__isnull=True)
                | Q(cap__isnull=False, said__isnull=False, identifier__isnull=False, expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="warning_begins_with_an_alert",
                condition=Q(number=1, kind="Alert") | Q(number__gt=1, kind__in=["Update", "Cancel"]),
            ),
        ]


def keep_draft(
    *, warning_id: WarningId, mode: Mode, number: int, content: Content, by: str, now: datetime,
    incident_id: IncidentId | None = None,
) -> None:  # fmt: skip
    """Keep the first draft of a warning, or of an update to it; a draft that was there is replaced and must be asked anew."""
    if number == 1:
        values = {"mode": mode.value, "drafted_by": by, "drafted_at": now, "incident_id": incident_id or None}
        WarningRow.objects.get_or_create(pk=warning_id, defaults={**values, "state": State.DRAFT.value})
        open_rows = WarningRow.objects.filter(pk=warning_id, state__in=[state.value for state in OPEN])
        open_rows.update(state=State.DRAFT.value)
    kind = RevisionKind.ALERT if number == 1 else RevisionKind.UPDATE
    draft = {"kind": kind.value, "box": plain(content), "asked_by": None, "audience_count": None}
    RevisionRow.objects.update_or_create(warning_id=warning_id, number=number, issued_at__isnull=True, defaults=draft)


def set_asked(*, warning_id: WarningId, number: int, by: str, audience_count: int) -> None:
    """Keep who asked, and for how many."""
    draft = RevisionRow.objects.filter(warning_id=warning_id, number=number, issued_at__isnull=True)
    draft.update(asked_by=by, audience_count=audience_count)
    WarningRow.objects.filter(pk=warning_id, state=State.DRAFT.value).update(state=State.ASKED.value)


def issue(*, warning_id: WarningId, revision: Revision, cap: bytes, by: str, state: State) -> None:
    """Freeze a revision as it was said, and let it supersede what was said before.

    Args:
        warning_id: whose.
        revision: with identifier, times, asked_by and agreed_by; a cancel has `by` alone.
        cap: the bytes of its file.
        by: who issued it; the second person, or the one who ended it.
        state: of the warning from now on.
    """
    earlier = RevisionRow.objects.filter(warning_id=warning_id, number__lt=revision.number)
    earlier.filter(superseded_at__isnull=True).update(superseded_at=revision.issued_at)
    RevisionRow.objects.filter(warning_id=warning_id, issued_at__isnull=True).exclude(number=revision.number).delete()
    RevisionRow.objects.update_or_create(
        warning_id=warning_id,
        number=revision.number,
        defaults={
            "kind": revision.kind.value,
            "box": None,
            "said": {**plain(revision.content), "texts": [plain_text(text) for text in revision.texts]},
            "cap": cap,
            "identifier": revision.identifier,
            "asked_by": revision.asked_by,
            "agreed_by": revision.agreed_by,
            "ended_by": by if revision.kind is RevisionKind.CANCEL else None,
            "audience_count": revision.audience_count,
            "issued_at": revision.issued_at,
            "expires_at": revision.expires_at,
        },
    )
    row = WarningRow.objects.filter(pk=warning_id)
    row.update(state=state.value, expires_at=revision.expires_at, ground_changed_at=None)
    row.filter(issued_at__isnull=True).update(issued_at=revision.issued_at)


def get(warning_id: WarningId, *, for_change: bool = False) -> PublicWarning:
    """Return the warning with all its versions. Raises NotFound; KeysLocked when a draft cannot be read."""
    rows = WarningRow.objects.select_for_update() if for_change else WarningRow.objects
    row = rows.filter(pk=warning_id).first()
    if row is None:
        raise NotFound
    return _whole(row, with_draft=True)


def get_said(warning_id: WarningId) -> PublicWarning:
    """Return the warning as people were told, without a draft; works while the keys are away. Raises NotFound."""
    row = WarningRow.objects.filter(pk=warning_id, issued_at__isnull=False).first()
    if row is None:
        raise NotFound
    return _whole(row, with_draft=False)


def cap_file(warning_id: WarningId, number: int | None = None) -> bytes:
    """Return the bytes of a version's CAP file, the newest issued by default. Raises NotFound."""
    rows = RevisionRow.objects.filter(warning_id=warning_id, issued_at__isnull=False)
    rows = rows if number is None else rows.filter(number=number)
    cap = rows.order_by("-number").values_list("cap", flat=True).first()
    if cap is None:
        raise NotFound
    return bytes(cap)


def shown(*, now: datetime) -> tuple[PublicWarning, ...]:
    """Return what is on air, and endings until they would have run out, newest first."""
    rows = WarningRow.objects.filter(issued_at__isnull=False, expires_at__gt=now).order_by("-issued_at", "-id")
    return tuple(_whole(row, with_draft=False) for row in rows)


def standing(warning_id: WarningId) -> tuple[State, datetime | None, tuple[int, ...]]:
    """Return how it stands, until when what was said last holds, and which versions were issued; opens no box."""
    row = WarningRow.objects.filter(pk=warning_id).first()
    if row is None:
        raise NotFound
    issued = row.revisions.filter(issued_at__isnull=False).order_by("number").values_list("number", flat=True)
    return State(row.state), row.expires_at, tuple(issued)


def issued_since(since: datetime, *, limit: int) -> tuple[tuple[WarningId, int, str], ...]:
    """Return whose, number and identifier of versions issued since then, newest first: what a check code can stand for."""
    rows = RevisionRow.objects.filter(issued_at__gte=since).order_by("-issued_at", "-id")
    found = rows.values_list("warning_id", "number", "identifier")[:limit]
    return tuple((WarningId(warning_id), number, identifier or "") for warning_id, number, identifier in found)


def drafts() -> tuple[tuple[WarningId, Mode, State], ...]:
    """Return warnings that nobody was told of yet, newest first, without their words."""
    rows = WarningRow.objects.filter(state__in=[state.value for state in OPEN]).order_by("-drafted_at")
    return tuple((WarningId(row.id), Mode(row.mode), State(row.state)) for row in rows)


def ground_of(incident_id: IncidentId, *, changed_at: datetime | None) -> tuple[WarningId, ...]:
    """Keep whether the incident that drafts and live warnings were written from stands no more; return which are new."""
    rows = WarningRow.objects.filter(incident_id=incident_id, state__in=[state.value for state in LIVE | OPEN])
    if changed_at is None:
        rows.update(ground_changed_at=None)
        return ()
    fresh = rows.filter(ground_changed_at__isnull=True)
    ids = tuple(WarningId(warning_id) for warning_id in fresh.values_list("id", flat=True))
    fresh.update(ground_changed_at=changed_at)
    return ids


def ground_changed() -> Mapping[WarningId, datetime]:
    """Return which drafts and live warnings have lost their ground, and since when."""
    rows = WarningRow.objects.filter(ground_changed_at__isnull=False, state__in=[one.value for one in LIVE | OPEN])
    return {WarningId(row.id): row.ground_changed_at for row in rows if row.ground_changed_at}


def live_grounds(incident_ids: Collection[IncidentId]) -> frozenset[IncidentId]:
    """Return from which of these incidents something on air was written."""
    rows = WarningRow.objects.filter(incident_id__isnull=False, state__in=[state.value for state in LIVE])
    found = {IncidentId(str(each)) for each in rows.values_list("incident_id", flat=True)}
    return frozenset(found.intersection(incident_ids))


def live_count() -> int:
    """Return how many are on air."""
    return WarningRow.objects.filter(state__in=[state.value for state in LIVE]).count()


def has_run_out(*, now: datetime) -> bool:
    """Return whether anything on air has run out; a look that takes no write turn."""
    return _run_out(now).exists()


def expire(*, now: datetime) -> tuple[WarningId, ...]:
    """Mark what has run out and return which."""
    rows = _run_out(now)
    ids = tuple(WarningId(warning_id) for warning_id in rows.values_list("id", flat=True))
    rows.filter(pk__in=ids).update(state=State.EXPIRED.value)
    return ids


def _run_out(now: datetime) -> models.QuerySet[WarningRow]:
    return WarningRow.objects.filter(state__in=[state.value for state in LIVE], expires_at__lte=now)


def _whole(row: WarningRow, *, with_draft: bool) -> PublicWarning:
    rows = row.revisions.order_by("number")
    kept = rows if with_draft else rows.filter(issued_at__isnull=False)
    return PublicWarning(
        id=WarningId(row.id),
        mode=Mode(row.mode),
        state=State(row.state),
        revisions=tuple(_revision(revision) for revision in kept),
    )


def _revision(row: RevisionRow) -> Revision:
    raw: dict[str, Any] = row.said if row.said is not None else row.box.open() if row.box is not None else {}
    return Revision(
        number=row.number,
        kind=RevisionKind(row.kind),
        content=content_of(raw),
        texts=tuple(Text(**text) for text in raw.get("texts", ())),
        asked_by=row.asked_by,
        agreed_by=row.agreed_by,
        audience_count=row.audience_count,
        identifier=row.identifier or "",
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        superseded_at=row.superseded_at,
    )
