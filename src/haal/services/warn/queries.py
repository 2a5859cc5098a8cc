"""What pages and feeds read about warnings: plain typed rows.

The one thing to know: public reads open no box and work while the keys are away; they show what is on air, and
endings until the warning would have run out by itself. What the desk reads is
`haal.services.warn.duty.desk`, what programs read `haal.services.warn.publish`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.ids import WarningId
from haal.domain.warn.message import text_for
from haal.domain.warning import Mode, PublicWarning, Revision, RevisionKind
from haal.domain.warning_text import Text
from haal.storage import warning as warning_rows

SHOWN_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One version as people read it."""

    id: WarningId
    is_drill: bool
    has_ended: bool
    has_run_out: bool
    text: Text
    place: str
    issued_at: datetime
    expires_at: datetime
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A warning with its older versions, newest first."""

    now: Shown
    before: tuple[Shown, ...]


def on_air(*, language: str, now: datetime) -> tuple[Shown, ...]:
    """Return what is on air and what has ended early, newest first."""
    return tuple(
        _shown(warning, revision, language=language, now=now)
        for warning in warning_rows.shown(now=now)[:SHOWN_MAX]
        if (revision := warning.said()) is not None
    )


def page(*, warning_id: WarningId, language: str, now: datetime) -> Page:
    """Return one warning with its versions. Raises NotFound."""
    warning = warning_rows.get_said(warning_id)
    newest, *older = reversed(warning.issued())
    return Page(
        now=_shown(warning, newest, language=language, now=now),
        before=tuple(_shown(warning, revision, language=language, now=now) for revision in older),
    )


def cap_file(*, warning_id: WarningId, number: int | None = None) -> bytes:
    """Return the bytes of the CAP file as they were issued. Raises NotFound."""
    return warning_rows.cap_file(warning_id, number)


def live_count() -> int:
    """Return how many warnings are on air."""
    return warning_rows.live_count()


def _shown(warning: PublicWarning, revision: Revision, *, language: str, now: datetime) -> Shown:
    assert revision.issued_at is not None
    assert revision.expires_at is not None
    return Shown(
        id=warning.id,
        is_drill=warning.mode is Mode.DRILL,
        has_ended=revision.kind is RevisionKind.CANCEL,
        has_run_out=revision.expires_at <= now,
        text=text_for(revision.texts, language),
        place=revision.content.area.place,
        issued_at=revision.issued_at,
        expires_at=revision.expires_at,
        number=revision.number,
    )
