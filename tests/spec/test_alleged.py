"""Per alleged kind of actor: which reports count where, what became of them, how long it took, and what is never shown."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.domain.alleged import Outcome, Row, Told, kinds_named, shown, step, table
from haal.domain.publication import ActorCategory
from haal.domain.report import ResponsibilityKind

DAY = date(2031, 5, 10)
GROUP, FORCE = ActorCategory.ARMED_GROUP, ActorCategory.STATE_FORCE
OTHER = {GROUP: FORCE, FORCE: GROUP, None: None}


def told(*kinds: ActorCategory, published: int | None = None, refused: int | None = None) -> Told:
    """Return a report that became public or was refused so many days after it came."""
    return Told(
        kinds=frozenset(kinds),
        received_on=DAY,
        published_on=None if published is None else DAY + timedelta(days=published),
        refused_on=None if refused is None else DAY + timedelta(days=refused),
    )


def row(published: int = 0, refused: int = 0, waiting: int = 0, days: float | None = 3.0) -> Row:
    return Row(
        kind=GROUP, published=published, refused=refused, waiting=waiting, days_to_published=days, days_to_refused=days
    )


@pytest.mark.parametrize(
    ("published", "refused", "expected"),
    [
        (None, None, Outcome.WAITING),
        (3, None, Outcome.PUBLISHED),
        (None, 3, Outcome.REFUSED),
        (9, 3, Outcome.PUBLISHED),
    ],
)
def test_a_report_is_public_refused_or_waits_and_what_stands_in_public_is_public(published, refused, expected):
    assert told(published=published, refused=refused).outcome is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], set()),
        ([("Nameless Front", ResponsibilityKind.CLAIMED)], {GROUP}),
        ([("Some Army", ResponsibilityKind.ALLEGED_BY_OTHER)], {FORCE}),
        ([("Nameless Front", ResponsibilityKind.DENIED)], set()),
        ([("Nameless Front", ResponsibilityKind.DENIED), ("Some Army", ResponsibilityKind.ALLEGED_BY_OFFICIAL)], {FORCE}),
        ([("", ResponsibilityKind.CLAIMED)], set()),
    ],
)  # fmt: skip
def test_a_kind_is_named_by_whoever_claims_or_accuses_and_a_denial_alone_names_nobody(said, expected):
    assert kinds_named(said) == expected


def test_a_report_that_names_several_kinds_counts_once_under_each_and_none_under_nobody():
    group, force, nobody = table([told(GROUP, FORCE), told(GROUP), told()])

    assert [(one.kind, one.received) for one in (group, force, nobody)] == [(GROUP, 2), (FORCE, 1), (None, 1)]


def test_every_kind_has_its_row_when_nothing_was_told():
    assert [(one.kind, one.received, one.days_to_published) for one in table([])] == [
        (GROUP, 0, None), (FORCE, 0, None), (None, 0, None),
    ]  # fmt: skip


def test_days_are_the_middle_of_what_became_of_each_and_none_where_nothing_did():
    reports = [told(FORCE, published=each) for each in (1, 2, 9)] + [told(FORCE, refused=4), told(FORCE)]

    _group, force, _nobody = table(reports)

    assert (force.published, force.refused, force.waiting) == (3, 1, 1)
    assert (force.days_to_published, force.days_to_refused) == (2, 4)


def test_what_came_after_it_was_public_waited_no_day():
    assert table([told(GROUP, published=-7)])[0].days_to_published == 0


@pytest.mark.parametrize(
    ("reports", "expected"),
    [(0, "0"), (1, "<5"), (4, "<5"), (5, "5-9"), (9, "5-9"), (10, "10-14"), (1_234, "1230-1234")],
)
def test_a_number_is_shown_as_the_step_of_five_it_lies_in(reports, expected):
    assert step(reports) == expected


def test_a_median_is_shown_of_five_or_more():
    assert shown(row(published=5, refused=4)).days_to_published == 3.0
    assert shown(row(published=5, refused=4)).days_to_refused is None


def test_no_count_of_one_to_four_can_be_worked_out_of_a_row():
    possible = defaultdict(list)
    for parts in product(range(26), repeat=3):
        possible[shown(row(*parts, days=None))].append(parts)

    for parts in possible.values():
        for column in zip(*parts, strict=True):
            assert len(set(column)) > 1 or column[0] == 0 or column[0] >= 5


kinds = st.frozensets(st.sampled_from(list(ActorCategory)))
days = st.none() | st.integers(0, 40)


@given(st.lists(st.tuples(kinds, days, days)))
def test_exchanging_the_kinds_exchanges_the_rows_and_nothing_else(reports):
    def counted(*, exchanged: bool) -> dict[object, tuple[object, ...]]:
        named = [
            told(*(OTHER[kind] if exchanged else kind for kind in each), published=published, refused=refused)
            for each, published, refused in reports
        ]
        return {
            OTHER[one.kind] if exchanged else one.kind:
            (one.published, one.refused, one.waiting, one.days_to_published, one.days_to_refused)
            for one in table(named)
        }  # fmt: skip

    assert counted(exchanged=True) == counted(exchanged=False)
