"""Rule book: what needs two people, and who the second one may be."""

from __future__ import annotations

import pytest
from tests.factories import NOW

from haal.domain.access import PERMISSIONS
from haal.domain.agreement import MAY_AGREE, MAY_ASK, Agreement, AgreementReason, Kind, why_not_agree
from haal.domain.errors import GeneralReason
from haal.domain.ids import AgreementId, PersonId

FIRST, SECOND = PersonId("p_first"), PersonId("p_second")


@pytest.mark.parametrize(
    ("state", "by", "expected"),
    [
        ({}, SECOND, None),
        ({}, FIRST, GeneralReason.TWO_PEOPLE_NEEDED),
        ({"agreed_by": SECOND, "agreed_at": NOW}, SECOND, AgreementReason.NO_LONGER_OPEN),
        ({"withdrawn_at": NOW}, SECOND, AgreementReason.NO_LONGER_OPEN),
        ({"withdrawn_at": NOW}, FIRST, AgreementReason.NO_LONGER_OPEN),
    ],
    ids=["another person", "the one who asked", "agreed already", "withdrawn", "withdrawn, the one who asked"],
)
def test_who_may_agree_to_an_open_question(state, by, expected):
    asked = Agreement(id=AgreementId("a_1"), kind=Kind.WARN, subject="w_1", asked_by=FIRST, asked_at=NOW, **state)

    assert why_not_agree(asked, by=by) is expected


@pytest.mark.parametrize("kind", Kind)
def test_everything_that_needs_two_has_roles_that_ask_and_roles_that_agree(kind):
    assert PERMISSIONS[MAY_ASK[kind]]
    assert PERMISSIONS[MAY_AGREE[kind]]
