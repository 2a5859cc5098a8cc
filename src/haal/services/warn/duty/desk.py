"""Everything about one warning on one screen: what is said, where, to whom, on what ground, who has to agree, what comes next.

The one thing to know: `Screen.next_step` is one word for what the reader has to do now, and nothing else on the page
asks for anything; the endings stand there before the warning goes out. Reads only; opens drafts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain import gazetteer
from haal.domain.access import Actor, Permission, may, require
from haal.domain.agreement import Kind
from haal.domain.delivery import WAITING, Channel, State
from haal.domain.ids import WarningId
from haal.domain.warning import LIVE, Mode, PublicWarning, Revision
from haal.domain.warning import State as Standing
from haal.domain.warning_text import Text
from haal.formats.area_drawing import AreaDrawing, draw_area
from haal.services.warn import headcount, wording
from haal.services.warn.duty import record, roster
from haal.services.warn.headcount import Headcount
from haal.services.warn.send.standing import gateways_standing
from haal.services.warn.wording import Endings
from haal.services.warn.words import ground
from haal.storage import agreement
from haal.storage import delivery as delivery_rows
from haal.storage import warning as warning_rows
from haal.storage.ground import keys
from haal.storage.warn.breaker import Known
from haal.storage.warn.duty import still_true

SHOWN_MAX = 100


class NextStep(StrEnum):
    """What the reader of the page has to do now."""

    ASK = "ask"  # read it, type the number, ask a second person
    WAIT = "wait"  # you asked; a second person reads it now
    AGREE = "agree"  # somebody asked; you are the second
    LOOK = "look"  # it waits for others; your role does not agree
    STILL_TRUE = "still-true"
    ON_AIR = "on-air"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one version is on one channel."""

    number: int
    channel: Channel
    waiting: int
    accepted: int
    refused: int
    unknown: int
    taken_back: int

    @property
    def all(self) -> int:
        """How many messages there are."""
        return self.waiting + self.accepted + self.refused + self.unknown + self.taken_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What changes by itself while somebody looks."""

    id: WarningId
    at: datetime
    state: Standing
    expires_at: datetime | None
    asked: roster.AskedForSecond | None
    progress: tuple[Progress, ...]
    gateways: tuple[Known, ...]
    delivery_locked: bool

    @property
    def is_moving(self) -> bool:
        """Whether the page should look again by itself."""
        return self.asked is not None or any(one.waiting for one in self.progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One warning at the desk. `draft` and `headcount` are None when nothing waits to be issued."""

    id: WarningId
    mode: Mode
    state: Standing
    next_step: NextStep
    draft: Revision | None
    said: Revision | None
    shown: Revision
    headcount: Headcount | None
    endings: Endings
    table: tuple[ground.Line, ...]
    known_by: str  # pseudonym of who declared the ground
    drawing: AreaDrawing | None
    board: roster.Board
    asked_by_me: bool
    can_end: bool
    asks_still_true: bool
    record: tuple[record.Happened, ...]
    live: Live
    ground_changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A warning in the desk's list. A draft's place is shown on its own page only."""

    id: WarningId
    mode: Mode
    state: Standing
    text: Text | None
    expires_at: datetime | None
    ground_changed_at: datetime | None
    asks_still_true: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The desk's list, and who can be had."""

    lines: tuple[Line, ...]
    board: roster.Board


def listing(*, by: Actor, now: datetime) -> Listing:
    """Return drafts, then what people were told and still stands."""
    require(by, Permission.CANCEL_WARNING)
    changed = warning_rows.ground_changed()
    asks = still_true.open_ones()
    drafts = [
        Line(
            id=warning_id, mode=mode, state=state, text=None, expires_at=None, ground_changed_at=changed.get(warning_id)
        )
        for warning_id, mode, state in warning_rows.drafts()
    ]
    told = [
        Line(
            id=warning.id,
            mode=warning.mode,
            state=warning.state,
            text=said.texts[0],
            expires_at=said.expires_at,
            ground_changed_at=changed.get(warning.id),
            asks_still_true=warning.id in asks,
        )
        for warning in warning_rows.shown(now=now)[:SHOWN_MAX]
        if (said := warning.said()) is not None
    ]
    return Listing(lines=(*drafts, *told), board=roster.board(by=by, now=now))


def screen(*, warning_id: WarningId, by: Actor, now: datetime) -> Screen:
    """Return the whole page. Raises NotFound, KeysLocked."""
    require(by, Permission.CANCEL_WARNING)
    warning = warning_rows.get(warning_id)
    draft = wording.draft_of(warning)
    worded = wording.with_words(revision=draft, mode=warning.mode, now=now) if draft else None
    said = warning.said()
    shown = worded or said
    assert shown is not None  # a warning has a draft or was said
    board = roster.board(by=by, now=now)
    now_live = live(warning_id=warning_id, by=by, now=now)
    can_end = said is not None and said.expires_at is not None and said.expires_at > now and warning.state in LIVE
    asks = warning.id in still_true.open_ones()
    question = agreement.find_open(kind=Kind.WARN, subject=warning_id)
    mine = question is not None and question.asked_by == by.person_id
    return Screen(
        id=warning.id,
        mode=warning.mode,
        state=warning.state,
        next_step=_next(worded, by=by, is_asked=question is not None, mine=mine, asks=asks, can_end=can_end),
        draft=worded,
        said=said,
        shown=shown,
        headcount=_count(warning, worded),
        endings=_endings(warning, shown, now=now),
        table=ground.table(shown.content.ground),
        known_by=ground.known_by(shown.content.ground),
        drawing=_drawing(shown),
        board=board,
        asked_by_me=mine,
        can_end=can_end,
        asks_still_true=asks and can_end,
        record=record.of(warning_id=warning_id, by=by, now=now),
        live=now_live,
        ground_changed_at=warning_rows.ground_changed().get(warning.id),
    )


def live(*, warning_id: WarningId, by: Actor, now: datetime) -> Live:
    """Return what changes by itself: who was asked, and the messages by channel. Opens no box. Raises NotFound."""
    require(by, Permission.CANCEL_WARNING)
    state, expires_at, numbers = warning_rows.standing(warning_id)
    return Live(
        id=warning_id,
        at=now,
        state=state,
        expires_at=expires_at,
        asked=roster.asked(warning_id=warning_id, by=by, now=now),
        progress=tuple(line for number in reversed(numbers) for line in _progress(warning_id, number)),
        gateways=gateways_standing(by=by, now=now),
        delivery_locked=keys.locked(),
    )


def _next(draft: Revision | None, *, by: Actor, is_asked: bool, mine: bool, asks: bool, can_end: bool) -> NextStep:
    if draft is not None and is_asked:
        if mine:
            return NextStep.WAIT
        return NextStep.AGREE if may(by, Permission.AGREE_WARNING) else NextStep.LOOK
    if draft is not None:
        return NextStep.ASK if may(by, Permission.DRAFT_WARNING) else NextStep.LOOK
    if not can_end:
        return NextStep.OVER
    return NextStep.STILL_TRUE if asks else NextStep.ON_AIR


def _count(warning: PublicWarning, draft: Revision | None) -> Headcount | None:
    if draft is None:
        return None
    return headcount.count(headcount.audience(warning, revision=draft), revision=draft, mode=warning.mode)


def _endings(warning: PublicWarning, shown: Revision, *, now: datetime) -> Endings:
    issued = warning.issued()
    said_at = issued[0].issued_at if issued and issued[0].issued_at else now
    languages = [text.language for text in shown.texts]
    return wording.endings(content=shown.content, mode=warning.mode, said_at=said_at, languages=languages)


def _drawing(shown: Revision) -> AreaDrawing | None:
    area = shown.content.area
    return draw_area(
        lat=area.lat,
        lon=area.lon,
        radius_km=area.radius_km,
        cells=area.cells,
        outlines=area.polygons(),
        name=area.place,
        atlas=gazetteer.standard(),
    )


def _progress(warning_id: WarningId, number: int) -> tuple[Progress, ...]:
    counts = delivery_rows.counts(warning_id, number)
    return tuple(
        Progress(
            number=number,
            channel=channel,
            waiting=sum(counts.get((channel, state), 0) for state in WAITING),
            accepted=counts.get((channel, State.ACCEPTED), 0),
            refused=counts.get((channel, State.REFUSED), 0),
            unknown=counts.get((channel, State.UNKNOWN), 0),
            taken_back=sum(counts.get((channel, state), 0) for state in (State.WITHDRAWN, State.EXPIRED)),
        )
        for channel in sorted({channel for channel, _ in counts})
    )
