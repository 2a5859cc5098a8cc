"""Which verdict follows from what the reports say of a claim: what speaks against it comes first, support last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from haal.domain.claim.evidence import Finding, Named, Size
from haal.domain.claim.size import size_of
from haal.domain.claim.stated import Checkable, ClaimKind, Quantity
from haal.domain.claim.verdict import CodedVerdict, Findings, Verdict, coded_of, verdict_of

PLAIN = Findings(kind=ClaimKind.INCIDENT, checkable=Checkable.YES, reports_count=3)
_F, _N, _S, _V = Finding, Named, Size, Verdict


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, _V.SUPPORTED),
        ({"checkable": Checkable.NO}, _V.NOT_CHECKABLE),
        ({"kind": ClaimKind.PREDICTION}, _V.NOT_CHECKABLE),
        ({"checkable": Checkable.PARTLY}, _V.PARTLY),
        ({"reports_count": 0}, _V.NOT_FOUND),
        ({"act": _F.NOT_TOLD}, _V.NOT_FOUND),
        ({"act": _F.PART}, _V.PARTLY),
        ({"act": _F.DIFFERS}, _V.CONTRADICTED),
        ({"rest": (_F.AGREES, _F.DIFFERS)}, _V.CONTRADICTED),
        ({"rest": (_F.AGREES, _F.PART)}, _V.PARTLY),
        ({"rest": (_F.NOT_TOLD,)}, _V.PARTLY),
        ({"size": _S.FITS}, _V.SUPPORTED),
        ({"size": _S.HIGH_END}, _V.PARTLY),
        ({"size": _S.LOW_END}, _V.PARTLY),
        ({"size": _S.NOT_TOLD}, _V.PARTLY),
        ({"size": _S.ABOVE_ALL}, _V.EXAGGERATED),
        ({"size": _S.BELOW_ALL}, _V.CONTRADICTED),
        ({"doubted": True}, _V.DISPUTED),
        ({"named": _N.SAYS_SO}, _V.SUPPORTED),
        ({"named": _N.ALLEGED}, _V.ALLEGED),
        ({"named": _N.ALLEGED, "rest": (_F.PART,)}, _V.PARTLY),
        ({"named": _N.BOTH}, _V.DISPUTED),
        ({"named": _N.OTHER}, _V.OTHER_ACTOR),
        ({"named": _N.OTHER_SAYS_SO}, _V.OTHER_ACTOR),
        ({"named": _N.OTHER, "identity": True}, _V.CONTRADICTED),
        ({"named": _N.NOBODY}, _V.PARTLY),
        ({"named": _N.NOBODY, "kind": ClaimKind.PATTERN}, _V.NOT_FOUND),
        ({"named": _N.NOBODY, "identity": True}, _V.NOT_FOUND),
        ({"named": _N.OTHER, "doubted": True}, _V.DISPUTED),
        ({"named": _N.SAYS_SO, "size": _S.ABOVE_ALL}, _V.EXAGGERATED),
        ({"named": _N.SAYS_SO, "rest": (_F.DIFFERS,), "size": _S.ABOVE_ALL}, _V.CONTRADICTED),
    ],
)
def test_the_verdict_follows_from_the_findings(changed, expected):
    assert verdict_of(replace(PLAIN, **changed)) is expected


@pytest.mark.parametrize(
    ("verdict", "changed", "expected"),
    [
        (_V.SUPPORTED, {}, CodedVerdict.SUPPORTED),
        (_V.PARTLY, {}, CodedVerdict.PARTLY),
        (_V.DISPUTED, {}, CodedVerdict.PARTLY),
        (_V.ALLEGED, {}, CodedVerdict.PARTLY),
        (_V.EXAGGERATED, {}, CodedVerdict.CONTRADICTED),
        (_V.CONTRADICTED, {}, CodedVerdict.CONTRADICTED),
        (_V.NOT_FOUND, {}, CodedVerdict.NOT_FOUND),
        (_V.NOT_CHECKABLE, {}, CodedVerdict.NOT_FOUND),
        (_V.OTHER_ACTOR, {"named": _N.OTHER}, CodedVerdict.PARTLY),
        (_V.OTHER_ACTOR, {"named": _N.OTHER_SAYS_SO}, CodedVerdict.CONTRADICTED),
        (_V.OTHER_ACTOR, {"named": _N.OTHER_SAYS_SO, "kind": ClaimKind.PATTERN}, CodedVerdict.NOT_FOUND),
    ],
)
def test_nine_verdicts_are_told_in_the_four_words_of_coding_by_hand(verdict, changed, expected):
    assert coded_of(verdict, replace(PLAIN, **changed)) is expected


@pytest.mark.parametrize(
    ("low", "high", "figures", "middles", "expected"),
    [
        (14, 14, [4, 14, 18], {14}, _S.FITS),
        (10, None, [4, 14, 18], {14}, _S.FITS),
        (24, None, [4, 14, 18], {14}, _S.ABOVE_ALL),
        (31, None, [30, 30], {30}, _S.HIGH_END),  # a tenth more of a number of two digits is a round number
        (6, 6, [5, 5], {5}, _S.ABOVE_ALL),  # below ten, one more is another number
        (40, None, [32, 38, 72], {38}, _S.HIGH_END),
        (61, 61, [59, 60, 61, 65], {60}, _S.FITS),
        (2, 2, [4, 14, 18], {14}, _S.BELOW_ALL),
        (5, 5, [4, 5, 18], {14}, _S.LOW_END),
    ],
)
def test_a_number_is_held_against_the_lowest_the_middle_and_the_highest(low, high, figures, middles, expected):
    assert size_of(Quantity(low=low, high=high), figures, middles) is expected


@pytest.mark.parametrize("named", list(Named))
@pytest.mark.parametrize("size", list(Size))
def test_nothing_that_speaks_against_a_claim_leaves_it_supported(named, size):
    against = replace(PLAIN, named=named, size=size, rest=(Finding.DIFFERS,))

    assert verdict_of(against) is Verdict.CONTRADICTED
