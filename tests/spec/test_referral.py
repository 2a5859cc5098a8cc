"""Handing a family on: with its consent, to a partner that two looked at, and a child alone to nobody but who protects children."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories_shelter import NOW, a_partner

from haal.domain.errors import GeneralReason
from haal.domain.ids import PartnerId, PersonId, ReferralId
from haal.domain.need import Whom
from haal.domain.shelter.referral import (
    WAITS_AT_MOST,
    Asking,
    ConsentBy,
    Referral,
    ReferralReason,
    ReferralState,
    Work,
    is_due,
    is_vetted,
    why_not_agree,
    why_not_refer,
    why_not_step,
    why_not_vet,
)

YES = Asking(words="a roof for six, and a doctor", consent_by=ConsentBy.THEMSELVES)
ALONE = frozenset({Whom.CHILD_ALONE})
PROTECTS = a_partner(work=(Work.CHILD_PROTECTION,))


def of(words="a roof", whom=frozenset(), by=ConsentBy.THEMSELVES):
    return Asking(words=words, whom=whom, consent_by=by)


@pytest.mark.parametrize(
    ("asking", "partner", "expected"),
    [
        (YES, a_partner(), None),
        (of(by=ConsentBy.PARENT, whom=frozenset({Whom.CHILDREN})), a_partner(), None),
        (of(by=ConsentBy.NOBODY), a_partner(), ReferralReason.REFERRAL_CONSENT_FIRST),
        (of(words="  "), a_partner(), ReferralReason.REFERRAL_NO_WORDS),
        (of(words="pay to PK36SCBL0000001123456702"), a_partner(), ReferralReason.REFERRAL_NO_ACCOUNTS),
        (YES, a_partner(vetted=""), ReferralReason.REFERRAL_PARTNER_NOT_VETTED),
        (YES, a_partner(vetted="p_one"), ReferralReason.REFERRAL_PARTNER_NOT_VETTED),
        (YES, a_partner(stopped=True), ReferralReason.PARTNER_STOPPED),
        (of(whom=ALONE), a_partner(), ReferralReason.REFERRAL_CHILD_TO_PROTECTION),
        (of(whom=ALONE, by=ConsentBy.NOBODY), PROTECTS, None),
        (of(whom=frozenset({Whom.WOMAN_ALONE}), by=ConsentBy.NOBODY), PROTECTS, ReferralReason.REFERRAL_CONSENT_FIRST),
    ],
)
def test_who_is_handed_on_to_whom(asking, partner, expected):
    assert why_not_refer(asking, partner) is expected


def test_who_added_a_partner_does_not_vet_it():
    assert why_not_vet(a_partner(vetted=""), by=PersonId("p_one")) is GeneralReason.TWO_PEOPLE_NEEDED
    assert why_not_vet(a_partner(vetted=""), by=PersonId("p_two")) is None
    assert not is_vetted(a_partner(vetted=""))


def asked(state=ReferralState.ASKED, *, at=NOW):
    return Referral(
        id=ReferralId("rf_1"), partner_id=PartnerId("pt_1"), state=state, asked_by=PersonId("p_one"), asked_at=at
    )


def test_who_asked_is_not_the_second_person():
    assert why_not_agree(asked(), by=PersonId("p_one")) is GeneralReason.TWO_PEOPLE_NEEDED
    assert why_not_agree(asked(), by=PersonId("p_two")) is None
    assert why_not_agree(asked(ReferralState.RECEIVED), by=PersonId("p_two")) is not None


S = ReferralState
STEPS = {
    S.ASKED: {S.AGREED, S.WITHDRAWN, S.EXPIRED},
    S.AGREED: {S.HANDED_OVER, S.WITHDRAWN, S.EXPIRED},
    S.HANDED_OVER: {S.RECEIVED, S.WITHDRAWN, S.EXPIRED},
    S.RECEIVED: set(),
    S.WITHDRAWN: set(),
    S.EXPIRED: set(),
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("to", S)
def test_consent_is_taken_back_at_any_time_before_both_have_signed(state, to):
    assert (why_not_step(state, to) is None) is (to in STEPS[state])


def test_consent_of_two_weeks_ago_is_none():
    assert is_due(asked(at=NOW - WAITS_AT_MOST), now=NOW)
    assert not is_due(asked(at=NOW - WAITS_AT_MOST + timedelta(hours=1)), now=NOW)
    assert not is_due(asked(S.RECEIVED, at=NOW - WAITS_AT_MOST), now=NOW)
