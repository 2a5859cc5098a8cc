"""A public warning: its life, and what holds it back.

A wrong warning costs trust and a late one costs lives. So: a draft has an area and words that a rule has read, the
number of people it reaches is typed back by both who agree, it ends by itself, and one person alone can end it early.
How sure it is follows from its ground (`haal.domain.warn.ground`). A drill is the same thing with another mode, other
gateways and TEST as its first word.

Pure: no clock, no storage. On the wire a revision is a `cap.Alert`, see `haal.formats.cap`; who is told is `delivery`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.hazard import Certainty, Hazard, Severity, Urgency
from haal.domain.ids import WarningId
from haal.domain.warn.area import CELL_RESOLUTION as CELL_RESOLUTION
from haal.domain.warn.area import Area as Area
from haal.domain.warn.area import is_too_wide
from haal.domain.warn.ground import Ground, GroundReason, Words, certainty_of, verdict, why_not_warn
from haal.domain.warning_text import LANGUAGES, Text, compose, starts_as_test
from haal.domain.warning_words import SpeechReason, why_not_say

LIFETIME_HOURS_MAX = 72  # Beyond three days a danger is looked at again, not extended.
RADIUS_KM_MIN = 0.5
SHOWN_FROM = 10  # fewer people are shown as "<10": a handful in a place is somebody
AUDIENCE_MAX = 250_000
RADIUS_KM_MAX = 60.0  # Wider than this, nobody can say what is meant.
PLACE_CHARS_MAX = 40  # so that a text message in any script has room for what to do


class Mode(StrEnum):
    """Whether people are told of a danger, or of a drill."""

    ACTUAL = "actual"
    DRILL = "drill"


class State(StrEnum):
    """The life of a warning."""

    DRAFT = "draft"
    ASKED = "asked"
    ISSUED = "issued"
    UPDATED = "updated"
    ENDED = "ended"
    EXPIRED = "expired"


LIVE = frozenset({State.ISSUED, State.UPDATED})
OPEN = frozenset({State.DRAFT, State.ASKED})


class RevisionKind(StrEnum):
    """What a revision does; CAP's msgType."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


class Reason(StrEnum):
    """Why a warning is held back. Doors translate these; code compares them."""

    NO_AREA = "warning-no-area"
    AREA_TOO_WIDE = "warning-area-too-wide"
    NO_PLACE = "warning-no-place"
    LIFETIME = "warning-lifetime"
    NO_TEXT = "warning-no-text"
    SAME_TEXT_TWICE = "warning-same-text-twice"
    DRILL_NOT_MARKED = "warning-drill-not-marked"
    MADE_UP_DANGER = "warning-made-up-danger"
    NOBODY_SUBSCRIBED = "warning-nobody-subscribed"
    COUNT_NOT_THE_SAME = "warning-count-not-the-same"
    AUDIENCE_TOO_LARGE = "warning-audience-too-large"
    PUBLISHED_AREA_DIFFERS = "warning-published-area-differs"
    NOT_ASKED = "warning-not-asked"
    NOT_DRAFT = "warning-not-draft"
    NOT_LIVE = "warning-not-live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a warning is about: the hazard, its degrees, where, for how long, and since when it is told.

    `detail` is one typed line, said in `detail_language` only; nothing typed is translated. `ground` is what was known
    when it was written or, once issued, at that minute; how sure it is follows from it. `rumour` is the key of what was
    told, of a counter-message only.
    """

    hazard: Hazard
    severity: Severity
    urgency: Urgency
    area: Area
    lifetime_hours: int
    told_at: datetime
    ground: Ground
    detail: str = ""
    detail_language: str = "en"
    rumour: str = ""

    @property
    def certainty(self) -> Certainty:
        """How sure: never typed, always from the ground."""
        return certainty_of(self.ground)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One version of a warning: what is said, where, until when. Frozen when it is issued."""

    number: int
    kind: RevisionKind
    content: Content
    texts: tuple[Text, ...] = ()
    asked_by: str | None = None
    agreed_by: str | None = None
    audience_count: int | None = None
    identifier: str = ""
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    superseded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWarning:
    """A warning with all its revisions, oldest first; the last may still be a draft."""

    id: WarningId
    mode: Mode
    state: State
    revisions: tuple[Revision, ...]

    @property
    def newest(self) -> Revision:
        """Return the newest revision, issued or not."""
        return self.revisions[-1]

    def issued(self) -> tuple[Revision, ...]:
        """Return the revisions that people were told."""
        return tuple(revision for revision in self.revisions if revision.issued_at is not None)

    def said(self) -> Revision | None:
        """Return what people were told last, or None."""
        return self.issued()[-1] if self.issued() else None


def texts_of(
    content: Content, *, mode: Mode, until: datetime, languages: Sequence[str] = LANGUAGES
) -> tuple[Text, ...]:
    """Return what would be said, in each of these languages that can say it."""
    return compose(
        hazard=content.hazard,
        place=content.area.place,
        told_at=content.told_at,
        until=until,
        is_drill=mode is Mode.DRILL,
        ground=(verdict(content.ground).words_key or Words.TOLD).value,
        rumour=content.rumour,
        checked_at=content.ground.known_at,
        detail={content.detail_language: content.detail} if content.detail else None,
        languages=languages,
    )


def why_not_draft(revision: Revision, mode: Mode) -> Reason | SpeechReason | GroundReason | None:
    """Return what is wrong with the content, whoever asks, or None. Not whether anybody would be reached."""
    content = revision.content
    area = content.area
    if not area.place.strip() or len(area.place) > PLACE_CHARS_MAX:
        return Reason.NO_PLACE
    if not area.cells or area.radius_km < RADIUS_KM_MIN:
        return Reason.NO_AREA
    if is_too_wide(area, radius_km_max=RADIUS_KM_MAX):
        return Reason.AREA_TOO_WIDE
    if not 0 < content.lifetime_hours <= LIFETIME_HOURS_MAX:
        return Reason.LIFETIME
    if mode is Mode.ACTUAL and content.hazard is Hazard.MADE_UP:
        return Reason.MADE_UP_DANGER
    if reason := why_not_warn(content.ground, is_counter_message=content.hazard is Hazard.FALSE_RUMOUR):
        return reason
    return why_not_text(revision.texts, mode)


def why_not_text(texts: tuple[Text, ...], mode: Mode) -> Reason | SpeechReason | None:
    """Return what is wrong with the words, or None."""
    if not texts:
        return Reason.NO_TEXT
    if len({text.headline for text in texts}) < len(texts):
        return Reason.SAME_TEXT_TWICE
    if any(starts_as_test(text) is not (mode is Mode.DRILL) for text in texts):
        return Reason.DRILL_NOT_MARKED
    said = (why_not_say(line) for text in texts for line in (*text.lines(), text.short or text.headline))
    return next((reason for reason in said if reason), None)


def why_not_issue(
    revision: Revision,
    *,
    mode: Mode,
    audience_count: int,
    typed_back: str | int | None,
    audience_max: int = AUDIENCE_MAX,
) -> Reason | SpeechReason | GroundReason | None:
    """Return what forbids telling people, or None.

    Args:
        revision: what would be said; its content is judged again, since rules may have changed since the draft.
        mode: actual or drill.
        audience_count: how many messages would go out now, counted from the cells.
        typed_back: what the person typed: exactly the number; or, where it is under ten and so not shown, the place.
        audience_max: of the person who asks or agrees, by their role.

    Where nobody subscribed no message leaves; who types the place all the same wants the feed and the paper to tell it.
    """
    if reason := why_not_draft(revision, mode):
        return reason
    typed = str(typed_back if typed_back is not None else "").strip().casefold()
    names_place = audience_count < SHOWN_FROM and typed == revision.content.area.place.strip().casefold()
    if audience_count < 1 and not names_place:
        return Reason.NOBODY_SUBSCRIBED
    if not names_place and typed != str(audience_count):
        return Reason.COUNT_NOT_THE_SAME
    return Reason.AUDIENCE_TOO_LARGE if audience_count > audience_max else None


def ends_at(*, issued_at: datetime, lifetime_hours: int) -> datetime:
    """Return the instant after which no channel may show the warning.

    Raises:
        ValueError: `lifetime_hours` is out of range: a bug, the rules check first.

    Source: CAP 1.2, section 3.2.2, `expires`.
    """
    if not 0 < lifetime_hours <= LIFETIME_HOURS_MAX:
        raise ValueError("a warning lasts between one hour and three days")
    return issued_at + timedelta(hours=lifetime_hours)


def state_after(kinds: Iterable[RevisionKind]) -> State:
    """Return the state of a warning of which these revisions were issued, in order, and which has not run out."""
    issued = tuple(kinds)
    if not issued:
        return State.DRAFT
    if issued[-1] is RevisionKind.CANCEL:
        return State.ENDED
    return State.UPDATED if issued[-1] is RevisionKind.UPDATE else State.ISSUED
