"""Whoever is named: the same reports of other parties go through the whole box, and the same comes of them.

One consistent exchange in fields and texts changes no link, grade, range, queue, publication, refusal, public list or verdict,
and of the table by alleged kind of actor nothing but which row is whose.
"""

from __future__ import annotations

import random
from functools import cache

import pytest
from tests.factories_parties import PARTIES
from tests.factories_swapped import Came, taken_through
from tests.spec.test_impartial import NAMES

from haal.domain.publication import ActorCategory, State, category_of

pytestmark = pytest.mark.django_db
GROUP, FORCE = ActorCategory.ARMED_GROUP, ActorCategory.STATE_FORCE
GROUPS = tuple(each for each in PARTIES if category_of(each) is GROUP)
FORCES = tuple(each for each in PARTIES if category_of(each) is FORCE)
HALF = 7
# Long names and short ones, of which some stand by chance inside other words.
SHORT = (
    "BLA",
    "BRAS",
    "ISKP",
    "TTP",
    "BLF",
    "PKK",
    "RAW",
    "FC",
    "ISI",
    "CTD",
    "the army",
    "the Levies",
    "Rangers",
    "فوج",
)


def some(seed: int) -> tuple[list[str], list[str]]:
    """Return as many armed groups as state forces."""
    drawn = random.Random(seed)
    return drawn.sample(GROUPS, HALF), drawn.sample(FORCES, HALF)


@cache
def as_told() -> Came:
    """Return what came of it with the first labels, against which all others are held."""
    groups, forces = some(0)
    return taken_through([*groups, *forces])


def differing(one: Came, other: Came) -> list[str]:
    return [name for name in one.same if one.same[name] != other.same[name]]


def test_exchanging_armed_groups_and_state_forces_exchanges_two_rows_and_changes_nothing_else():
    groups, forces = some(0)

    exchanged = taken_through([*forces, *groups])

    assert differing(as_told(), exchanged) == []
    assert exchanged.table == {
        GROUP: as_told().table[FORCE],
        FORCE: as_told().table[GROUP],
        None: as_told().table[None],
    }


def test_exchanging_parties_of_one_kind_changes_not_even_the_table():
    groups, forces = some(2)

    exchanged = taken_through([*groups, *forces])

    assert differing(as_told(), exchanged) == []
    assert (exchanged.table, exchanged.kinds) == (as_told().table, as_told().kinds)


@pytest.mark.parametrize("labels", [SHORT, random.Random(3).sample(PARTIES, 2 * HALF)], ids=["short", "mixed"])
def test_exchanging_parties_of_any_kind_changes_nothing_but_the_kinds(labels):
    exchanged = taken_through(labels)

    assert differing(as_told(), exchanged) == []
    assert exchanged.table[None] == as_told().table[None]


def test_exchanging_the_names_in_claims_and_reports_alike_changes_no_verdict_of_the_box():
    names = random.Random(4).sample(NAMES, len(NAMES))

    assert differing(taken_through(NAMES, stated=True), taken_through(names, stated=True)) == []


def test_what_is_compared_has_something_of_everything_in_it():
    came = as_told()
    states = {step[1] for step in came.same["publications"]}

    assert states >= {State.RELEASED, State.WITHDRAWN}
    assert any("publication-parties" in answer for answer in came.same["answers"])
    assert any(len(report_ids) > 1 for _incident, report_ids, *_rest in came.same["incidents"])
    assert any(harm is not None for _report, harm in came.same["queues after"][1])
    assert all(came.table[kind].published for kind in ActorCategory)
    assert any(came.table[kind].refused for kind in ActorCategory)
    assert came.table[GROUP] != came.table[FORCE]
