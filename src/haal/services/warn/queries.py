"""What pages and feeds read about warnings: plain typed rows.

The one thing to know: public reads open no box and work while the keys are away; they show what is on air, and
endings until the warning would have run out by itself. The desk's reads open drafts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.agreement import Kind
from haal.domain.delivery import Channel, State
from haal.domain.ids import WarningId
from haal.domain.warn.message import text_for
from haal.domain.warning import LIVE, Mode, PublicWarning, Revision, RevisionKind
from haal.domain.warning import State as Standing
from haal.domain.warning_text import Text
from haal.formats.atom import Entry, write_feed
from haal.formats.cap.read import read
from haal.services.warn import headcount, wording
from haal.services.warn.headcount import Headcount
from haal.storage import agreement
from haal.storage import delivery as delivery_rows
from haal.storage import warning as warning_rows
from haal.storage.ground import keys
from haal.storage.ground.site import site

FEED_SINCE = datetime(2026, 1, 1, tzinfo=UTC)  # what an empty feed says of its age
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """A warning as the desk sees it. `draft` and `headcount` are None when nothing waits to be issued."""

    id: WarningId
    mode: Mode
    state: Standing
    draft: Revision | None
    headcount: Headcount | None
    said: Revision | None
    asked_by_me: bool
    is_asked: bool
    can_end: bool
    sent: tuple[tuple[int, Channel, State, int], ...]
    delivery_locked: bool
    ground_changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """A warning in the desk's list. A draft's place is shown on its own page only."""

    id: WarningId
    mode: Mode
    state: Standing
    text: Text | None
    expires_at: datetime | None
    ground_changed_at: datetime | None


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


def feed(*, now: datetime) -> bytes:
    """Return the Atom feed."""
    box = site()
    return write_feed(
        (_entry(warning, box.url) for warning in warning_rows.shown(now=now)[:SHOWN_MAX]),
        title=f"{box.name}: warnings",
        feed_url=f"{box.url}/warnings/feed.atom",
        author=box.operator,
        since=FEED_SINCE,
        now=now,
    )


def desk_list(*, by: Actor, now: datetime) -> tuple[DeskLine, ...]:
    """Return drafts, then what people were told and still stands."""
    require(by, Permission.CANCEL_WARNING)
    changed = warning_rows.ground_changed()
    drafts = [
        DeskLine(
            id=warning_id, mode=mode, state=state, text=None, expires_at=None, ground_changed_at=changed.get(warning_id)
        )
        for warning_id, mode, state in warning_rows.drafts()
    ]
    told = [
        DeskLine(
            id=warning.id,
            mode=warning.mode,
            state=warning.state,
            text=said.texts[0],
            expires_at=said.expires_at,
            ground_changed_at=changed.get(warning.id),
        )
        for warning in warning_rows.shown(now=now)[:SHOWN_MAX]
        if (said := warning.said()) is not None
    ]
    return (*drafts, *told)


def desk_page(*, warning_id: WarningId, by: Actor, now: datetime) -> DeskPage:
    """Return one warning with its draft and head-count. Raises NotFound, KeysLocked."""
    require(by, Permission.CANCEL_WARNING)
    warning = warning_rows.get(warning_id)
    draft = wording.draft_of(warning)
    worded = wording.with_words(revision=draft, mode=warning.mode, now=now) if draft else None
    people = headcount.audience(warning, revision=worded) if worded else ()
    question = agreement.find_open(kind=Kind.WARN, subject=warning_id)
    said = warning.said()
    return DeskPage(
        id=warning.id,
        mode=warning.mode,
        state=warning.state,
        draft=worded,
        headcount=headcount.count(people, revision=worded, mode=warning.mode) if worded else None,
        said=said,
        asked_by_me=question is not None and question.asked_by == by.person_id,
        is_asked=question is not None,
        can_end=warning.state in LIVE and said is not None and said.expires_at is not None and said.expires_at > now,
        sent=tuple(
            (revision.number, channel, state, count)
            for revision in warning.issued()
            for (channel, state), count in sorted(_counts(warning_id, revision).items())
        ),
        delivery_locked=keys.locked(),
        ground_changed_at=warning_rows.ground_changed().get(warning.id),
    )


def live_count() -> int:
    """Return how many warnings are on air."""
    return warning_rows.live_count()


def _counts(warning_id: WarningId, revision: Revision) -> Mapping[tuple[Channel, State], int]:
    return delivery_rows.counts(warning_id, revision.number)


def _entry(warning: PublicWarning, url: str) -> Entry:
    alert = read(warning_rows.cap_file(warning.id))
    expires = alert.expires()
    assert expires is not None
    return Entry(
        alert=alert,
        cap_url=f"{url}/warnings/{warning.id}.xml",
        page_url=f"{url}/warnings/{warning.id}/",
        shown_until=expires,
    )


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
