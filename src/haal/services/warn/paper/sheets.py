"""What paper and voice say of a warning: one sheet a language, of what was issued last, never of a draft.

Public like the warning itself, and without keys: a poster can be printed while the box is locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from haal.domain.errors import NotFound
from haal.domain.ids import WarningId
from haal.domain.warning import Mode, PublicWarning, RevisionKind
from haal.formats import by_hand, poster, radio
from haal.formats.by_hand import ByHand
from haal.formats.poster import Size
from haal.formats.radio import Script
from haal.formats.sheet import Sheet
from haal.services.warn.checking import codes
from haal.services.warn.paper import sound
from haal.storage import warning as warning_rows
from haal.storage.ground.site import site


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What can be taken along of one warning: a row for each language it was said in."""

    warning_id: WarningId
    is_drill: bool
    has_ended: bool
    headline: str
    languages: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One language: its script, its text message, and what sound there is (`clips`, `machine` or none)."""

    sheet: Sheet
    script: Script
    by_hand: ByHand
    sound: str


def paper(*, warning_id: WarningId) -> Paper:
    """Return everything of one warning that needs no printer. Raises NotFound."""
    warning = warning_rows.get_said(warning_id)
    sheets = sheets_of(warning)
    return Paper(
        warning_id=warning.id,
        is_drill=warning.mode is Mode.DRILL,
        has_ended=sheets[0].has_ended,
        headline=sheets[0].text.headline,
        languages=tuple(
            Leaf(
                sheet=sheet,
                script=radio.script_of(sheet),
                by_hand=by_hand.by_hand_of(sheet),
                sound=sound.kind_of(sheet),
            )
            for sheet in sheets
        ),
    )


def one_poster(*, warning_id: WarningId, language: str, size: Size) -> tuple[bytes, str]:
    """Return a poster as PDF, or as a page to print where no PDF can be made; with its media type. Raises NotFound."""
    sheet = sheet_of(warning_id=warning_id, language=language)
    pdf = poster.pdf_of(sheet, size=size)
    if pdf is not None:
        return pdf, "application/pdf"
    return poster.page_of(sheet, size=size).encode(), "text/html; charset=utf-8"


def one_sound(*, warning_id: WarningId, language: str) -> tuple[bytes, str]:
    """Return the sound file of a language, with its name. Raises NotFound."""
    sheet = sheet_of(warning_id=warning_id, language=language)
    made = sound.of(sheet)
    if made is None:
        raise NotFound
    return made


def sheet_of(*, warning_id: WarningId, language: str) -> Sheet:
    """Return one language of what was said last. Raises NotFound."""
    found = (sheet for sheet in sheets_of(warning_rows.get_said(warning_id)) if sheet.text.language == language)
    sheet = next(found, None)
    if sheet is None:
        raise NotFound
    return sheet


def shown_sheets(*, now: datetime) -> tuple[Sheet, ...]:
    """Return the sheets of everything on air, and of endings until they would have run out."""
    return tuple(sheet for warning in warning_rows.shown(now=now) for sheet in sheets_of(warning))


def sheets_of(warning: PublicWarning) -> tuple[Sheet, ...]:
    """Return a sheet for each language of the newest issued version. Raises NotFound when nothing was issued."""
    said = warning.said()
    if said is None or said.issued_at is None or said.expires_at is None:
        raise NotFound
    box, code = site(), codes.code(said.identifier)
    return tuple(
        Sheet(
            warning_id=warning.id,
            number=said.number,
            text=text,
            place=said.content.area.place,
            hazard=said.content.hazard.value,
            code=code,
            check_url=check_url(code),
            operator=box.operator,
            sms_number=box.sms_number,
            issued_at=said.issued_at,
            expires_at=said.expires_at,
            is_drill=warning.mode is Mode.DRILL,
            has_ended=said.kind is RevisionKind.CANCEL,
        )
        for text in said.texts
    )


def check_url(code: str) -> str:
    """Return where a code is checked."""
    return f"{site().url}/check/?{urlencode({'code': code})}"
