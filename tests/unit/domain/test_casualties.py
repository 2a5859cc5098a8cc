"""Casualty ranges: claims that stand, never a typed total and never simply the highest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from haal.domain.casualties import Claim, CorrectionHow, ranges, standing
from haal.domain.report import Aside, Counted, Scope


def killed(low, *, line="own:Dawn", at=None, supported=True, scope=Scope.ALL, report="r_1") -> Claim:
    return Claim(
        counted=Counted.KILLED,
        scope=scope,
        low=low,
        high=low,
        line=line,
        report_id=report,
        said_at=date(2025, 9, at) if at else None,
        is_supported=supported,
    )


def test_a_line_that_goes_down_is_believed_and_the_old_number_is_kept():
    (found,) = ranges([killed(11, at=3), killed(10, at=11)])

    assert found.highest.low == 10
    assert [claim.low for claim in found.superseded] == [11]


def test_another_line_replaces_nothing():
    (found,) = ranges([killed(13, at=3), killed(4, line="wire:AFP", at=5)])

    assert (found.lowest_supported.low, found.median.low, found.highest.low) == (4, 4, 13)
    assert found.lines_count == 2


def test_the_lowest_needs_a_graded_report_and_says_who_said_it():
    (found,) = ranges([killed(2, line="unknown:Blog", supported=False), killed(5, line="wire:AP", at=2)])

    assert (found.lowest_supported.low, found.lowest_supported.line) == (5, "wire:AP")


def test_nothing_is_supported_before_anything_is_graded():
    (found,) = ranges([killed(5, supported=False)])

    assert found.lowest_supported is None
    assert found.highest.low == 5


def test_ten_copies_of_a_number_do_not_move_the_middle():
    copies = [killed(93, line="own:One", at=9, report=f"r_{number}") for number in range(10)]

    (found,) = ranges([*copies, killed(70, line="wire:AFP"), killed(42, line="wire:AP")])

    assert found.median.low == 70


def test_civilians_and_attackers_are_counted_apart():
    found = ranges(
        [
            killed(10),
            killed(8, scope=Scope.CIVILIANS),
            killed(6, scope=Scope.ATTACKERS),
            killed(9, scope=Scope.NOT_SAID),
        ]
    )

    assert [(each.scope, each.highest.low) for each in found] == [
        (Scope.ALL, 10),
        (Scope.CIVILIANS, 8),
        (Scope.ATTACKERS, 6),
    ]


def test_a_claim_without_a_day_neither_replaces_nor_is_replaced():
    stands, replaced = standing([killed(11), killed(10, at=4), killed(12, at=3)])

    assert sorted(claim.low for claim in stands) == [10, 11]
    assert [claim.low for claim in replaced] == [12]


claims = st.builds(
    killed,
    st.integers(0, 300),
    line=st.sampled_from(["own:A", "own:B", "wire:C", "unknown:D"]),
    at=st.none() | st.integers(1, 28),
    supported=st.booleans(),
)


@given(st.lists(claims, min_size=1, max_size=12), st.randoms())
def test_every_number_shown_was_said_by_somebody_in_whatever_order_it_came(said, chance):
    (found,) = ranges(said)
    shuffled = list(said)
    chance.shuffle(shuffled)
    (again,) = ranges(shuffled)

    assert found.median in said
    assert found.highest in said
    assert found.median.low <= found.highest.low
    assert len(found.standing) + len(found.superseded) == len(said)
    assert (again.median.low, again.highest.low, again.lines_count) == (
        found.median.low,
        found.highest.low,
        found.lines_count,
    )


def test_a_named_correction_beats_every_line_that_said_that_number_before():
    correction = replace(killed(10, line="own:C", at=11), corrects=11)

    (found,) = ranges([killed(11, line="own:A", at=4), killed(11, line="wire:B", at=5), correction])

    assert (found.highest.low, found.said_highest.low) == (10, 11)
    assert [(one.how, one.was, one.now.low) for one in found.corrections] == [(CorrectionHow.NAMED, 11, 10)]
    assert len(found.superseded) == 2


def test_what_is_said_again_after_a_correction_stands():
    correction = replace(killed(10, line="own:C", at=11), corrects=11)

    (found,) = ranges([correction, killed(11, line="own:A", at=12), killed(12, line="own:B", at=4)])

    assert {claim.low for claim in found.standing} == {10, 11, 12}


def test_nobody_takes_back_what_others_said_before_their_report_is_graded():
    correction = replace(killed(10, line="teller:r_9", at=11, supported=False), corrects=11)

    (found,) = ranges([killed(11, line="own:A", at=4), correction])

    assert found.highest.low == 11


def test_a_line_may_correct_itself_on_the_same_day():
    correction = replace(killed(2, at=30), corrects=4)

    (found,) = ranges([killed(4, at=30), correction])

    assert [claim.low for claim in found.standing] == [2]


def test_a_toll_that_goes_down_within_a_line_is_shown_as_a_correction():
    (found,) = ranges([killed(20, at=12), killed(19, at=13), killed(14, line="wire:AFP", at=13)])

    assert [(one.how, one.was, one.now.low) for one in found.corrections] == [(CorrectionHow.SAME_LINE, 20, 19)]
    assert (found.highest.low, found.said_highest.low) == (19, 20)


def test_a_toll_that_only_rises_is_no_correction():
    (found,) = ranges([killed(10, at=14), killed(11, at=15), killed(9, line="wire:AFP", at=16)])

    assert found.corrections == ()


def test_a_number_of_a_part_is_the_least_for_the_whole_and_never_lowers_it():
    officers = killed(10, line="own:B", scope=Scope.FORCES)

    whole, part = ranges([killed(21), officers])
    less, _part = ranges([killed(5), officers])

    assert (whole.lowest_supported.low, whole.highest.low, part.scope) == (21, 21, Scope.FORCES)
    assert (less.lowest_supported.low, less.highest.low, less.highest.high) == (5, 10, None)


def test_what_was_put_aside_is_kept_and_nothing_is_built_on_it():
    outlier = replace(killed(20, line="unknown:App"), aside=Aside.UNSUPPORTED)

    (found,) = ranges([killed(4), outlier])

    assert (found.highest.low, found.said_highest.low, found.aside) == (4, 4, (outlier,))
    assert ranges([outlier]) == ()
