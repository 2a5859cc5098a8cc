"""A family handed on to a partner with its consent: who says yes, who reads it before it goes, and what both sides sign.

Asked -> agreed -> handed over -> received; withdrawn or expired at any time before. From the moment a second person agrees,
what is handed over is shut to the partner's own key and this box cannot open it either; once both have signed it is wiped
here, and that there was one stays. The one thing to know: consent is for one partner and one purpose, said by the person
whose it is, and taking it back is one step that nobody asks about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.aid.money import names_account
from haal.domain.errors import GeneralReason
from haal.domain.ids import PartnerId, PersonId, ReferralId
from haal.domain.need import Whom

WAITS_AT_MOST = timedelta(days=14)
WORDS_CHARS_MAX = 2_000


class Work(StrEnum):
    """What a partner does; the names of the sectors in which help is coordinated are in `haal.formats.three_w`."""

    SHELTER = "shelter"
    WATER = "water"
    FOOD = "food"
    HEALTH = "health"
    CHILD_PROTECTION = "child-protection"
    WOMENS_PROTECTION = "womens-protection"
    SCHOOL = "school"
    LEGAL = "legal"


class ConsentBy(StrEnum):
    """Who said yes."""

    THEMSELVES = "themselves"
    PARENT = "parent-or-guardian"
    NOBODY = "nobody"


class ReferralState(StrEnum):
    """How far it got."""

    ASKED = "asked"
    AGREED = "agreed"
    HANDED_OVER = "handed-over"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


UNDER_WAY = frozenset({ReferralState.ASKED, ReferralState.AGREED, ReferralState.HANDED_OVER})
SEALED_STATES = frozenset({ReferralState.AGREED, ReferralState.HANDED_OVER})
_STEPS = {
    ReferralState.ASKED: frozenset({ReferralState.AGREED, ReferralState.WITHDRAWN, ReferralState.EXPIRED}),
    ReferralState.AGREED: frozenset({ReferralState.HANDED_OVER, ReferralState.WITHDRAWN, ReferralState.EXPIRED}),
    ReferralState.HANDED_OVER: frozenset({ReferralState.RECEIVED, ReferralState.WITHDRAWN, ReferralState.EXPIRED}),
}


class ReferralReason(StrEnum):
    """Why a family is not handed on, or not yet."""

    REFERRAL_CONSENT_FIRST = "referral-consent-first"
    REFERRAL_CHILD_TO_PROTECTION = "referral-child-to-protection"
    REFERRAL_NO_WORDS = "referral-no-words"
    REFERRAL_NO_ACCOUNTS = "referral-no-accounts"
    REFERRAL_PARTNER_NOT_VETTED = "referral-partner-not-vetted"
    REFERRAL_NOT_FROM_THIS_STATE = "referral-not-from-this-state"
    REFERRAL_NOT_SIGNED_BY_BOTH = "referral-not-signed-by-both"
    PARTNER_NAME_NEEDED = "partner-name-needed"
    PARTNER_KEYS_WRONG = "partner-keys-wrong"
    PARTNER_STOPPED = "partner-stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Another body that takes people on. `sealing_key`: an age key; `signing_key`: a vkey by which it signs what it received."""

    id: PartnerId
    name: str
    work: frozenset[Work]
    sealing_key: str
    signing_key: str
    added_by: PersonId
    vetted_by: PersonId | None = None
    is_stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a referral hands over: the words that the person agreed to, for whom they are, and who said yes."""

    words: str
    whom: frozenset[Whom] = frozenset()
    consent_by: ConsentBy = ConsentBy.NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A referral as it is listed: no word of what it hands over."""

    id: ReferralId
    partner_id: PartnerId
    state: ReferralState
    asked_by: PersonId
    asked_at: datetime
    agreed_by: PersonId | None = None


def why_not_refer(asking: Asking, partner: Partner) -> ReferralReason | None:
    """Return what forbids handing these people to this partner, or None.

    A child alone has nobody to say yes for it: it goes to a body that protects children, and to no other.
    """
    child_alone = Whom.CHILD_ALONE in asking.whom
    rules: tuple[tuple[bool, ReferralReason], ...] = (
        (partner.is_stopped, ReferralReason.PARTNER_STOPPED),
        (not is_vetted(partner), ReferralReason.REFERRAL_PARTNER_NOT_VETTED),
        (not asking.words.strip(), ReferralReason.REFERRAL_NO_WORDS),
        (names_account(asking.words), ReferralReason.REFERRAL_NO_ACCOUNTS),
        (
            child_alone and Work.CHILD_PROTECTION not in partner.work,
            ReferralReason.REFERRAL_CHILD_TO_PROTECTION,
        ),
        (asking.consent_by is ConsentBy.NOBODY and not child_alone, ReferralReason.REFERRAL_CONSENT_FIRST),
    )
    return next((reason for holds, reason in rules if holds), None)


def is_vetted(partner: Partner) -> bool:
    """Return whether a second person has looked at the partner."""
    return partner.vetted_by is not None and partner.vetted_by != partner.added_by


def why_not_vet(partner: Partner, *, by: PersonId) -> GeneralReason | None:
    """Return what forbids this person to vet the partner: who added it is not the second person."""
    return GeneralReason.TWO_PEOPLE_NEEDED if by == partner.added_by else None


def why_not_agree(referral: Referral, *, by: PersonId) -> ReferralReason | GeneralReason | None:
    """Return what forbids this person to agree: who asked is not the second person."""
    if by == referral.asked_by:
        return GeneralReason.TWO_PEOPLE_NEEDED
    return why_not_step(referral.state, ReferralState.AGREED)


def why_not_step(state: ReferralState, to: ReferralState) -> ReferralReason | None:
    """Return what forbids moving a referral, or None."""
    return None if to in _STEPS.get(state, frozenset()) else ReferralReason.REFERRAL_NOT_FROM_THIS_STATE


def is_due(referral: Referral, *, now: datetime) -> bool:
    """Return whether it has waited too long: consent of weeks ago is none."""
    return referral.state in UNDER_WAY and now - referral.asked_at >= WAITS_AT_MOST
