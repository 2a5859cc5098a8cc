"""The check code of a version, and what is answered to a code that somebody asks about.

The one thing to know: the answer is the warning as it stands now, never the words that were sent; so a message that was
changed on its way is seen to differ. Public and without keys: codes are computed, the warnings are public.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.domain.errors import NotFound
from haal.domain.ids import WarningId
from haal.domain.warn.check_code import Standing, code_of, codes_in
from haal.domain.warn.message import text_for
from haal.domain.warning import LIVE, Mode, PublicWarning, Revision, State
from haal.domain.warning_text import Text
from haal.services.warn.checking import key
from haal.storage import warning as warning_rows
from haal.storage.ground import secret
from haal.storage.ground.site import site

KEPT_DAYS = 30  # older messages are history, not a question of tonight
VERSIONS_MAX = 5_000
ASKED_MAX = 3  # of what looks like a code in one message


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is answered. Without a warning: the code is not of ours, whatever the message says."""

    standing: Standing
    code: str = ""
    warning_id: WarningId | None = None
    is_drill: bool = False
    text: Text | None = None
    place: str = ""
    issued_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """The page where messages are checked. `fingerprint`: of the key that signs our files; empty when there is none yet."""

    checked: Checked | None
    sms_number: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of the list that place helpers keep: what stands now, with its code."""

    code: str
    is_drill: bool
    texts: tuple[Text, ...]
    place: str
    expires_at: datetime


def code(identifier: str) -> str:
    """Return the check code of a version."""
    return code_of(identifier, secret.digest("warning-check-code"))


def check(*, typed: str, language: str, now: datetime) -> Checked:
    """Return what is answered to whatever was typed; unknown when there is no code of ours in it."""
    asked = codes_in(typed)[:ASKED_MAX]
    if asked:
        since = now - timedelta(days=KEPT_DAYS)
        for warning_id, number, identifier in warning_rows.issued_since(since, limit=VERSIONS_MAX):
            found = code(identifier)
            if found in asked:
                return _answer(warning_id, number, code=found, language=language, now=now)
    return Checked(standing=Standing.UNKNOWN, code=asked[0] if asked else "")


def page(*, typed: str, language: str, now: datetime) -> CheckPage:
    """Return what the page says: how to check, and the answer when something was typed."""
    checked = check(typed=typed, language=language, now=now) if typed else None
    return CheckPage(checked=checked, sms_number=site().sms_number, fingerprint=key.fingerprint())


def live_list(*, now: datetime) -> tuple[Listed, ...]:
    """Return the codes of what stands now, newest first."""
    return tuple(
        Listed(
            code=code(said.identifier),
            is_drill=warning.mode is Mode.DRILL,
            texts=said.texts,
            place=said.content.area.place,
            expires_at=said.expires_at,
        )
        for warning in warning_rows.shown(now=now)
        if warning.state in LIVE and (said := warning.said()) is not None and said.expires_at is not None
    )


def _answer(warning_id: WarningId, number: int, *, code: str, language: str, now: datetime) -> Checked:
    warning = warning_rows.get_said(warning_id)
    newest = warning.said()
    if newest is None:
        raise NotFound
    return Checked(
        standing=_standing(warning, newest, number=number, now=now),
        code=code,
        warning_id=warning_id,
        is_drill=warning.mode is Mode.DRILL,
        text=text_for(newest.texts, language),
        place=newest.content.area.place,
        issued_at=newest.issued_at,
        expires_at=newest.expires_at,
    )


def _standing(warning: PublicWarning, newest: Revision, *, number: int, now: datetime) -> Standing:
    has_run_out = newest.expires_at is not None and newest.expires_at <= now
    if warning.state in {State.ENDED, State.EXPIRED} or has_run_out:
        return Standing.ENDED
    return Standing.STANDS if newest.number == number else Standing.CHANGED
