"""An area counts everybody who asked to hear of it, each once, and looks at nobody."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import NOW

from haal.domain.delivery import Channel
from haal.domain.hazard import Severity
from haal.domain.ids import SubscriberId, new_id
from haal.domain.subscriber import LEVELS, Choice, State
from haal.geometry.cells import cell_of, disk
from haal.storage import subscriber
from haal.storage.chosen.rows import ChoicePatchRow, ChoiceRow, PatchCellRow, PatchRow, PatchSumRow
from haal.storage.subscriber import Asked
from haal.storage.warn import audience

pytestmark = pytest.mark.django_db
HERE = cell_of(29.7997, 66.8455, 6)
NEAR = tuple(sorted(disk(HERE, 3)))
FAR = next(cell for cell in NEAR if cell not in disk(HERE, 2))


def asked(*places, **chosen):
    person = SubscriberId(new_id("s"))
    cells = tuple(sorted({cell for place in places for cell in place}))
    values = {"channel": Channel.SMS, "language": "ur", "cells": cells, "places": places, **chosen}
    return Asked(id=person, address=f"{person}@people.example", choice=Choice(**values))


def kept(*people, state=State.ACTIVE):
    assert subscriber.keep(people, state=state, now=NOW) == len(people)
    return people


def total(cells, *, simulated=False, severity=Severity.EXTREME):
    return sum(line.people for line in audience.count(cells, simulated=simulated, severity=severity))


def some_people(count, seed=1):
    rng = random.Random(seed)
    people = []
    for _ in range(count):
        middles = rng.sample(NEAR, rng.choice((1, 1, 2, 3, 5)))
        places = tuple(tuple(sorted(disk(middle, 1))) if rng.random() < 0.4 else (middle,) for middle in middles)
        people.append(
            asked(
                *places,
                channel=rng.choice(tuple(Channel)),
                language=rng.choice(("ur", "bal", "en")),
                level=rng.choice(tuple(Severity)),
                is_simulated=rng.random() < 0.2,
            )
        )
    return kept(*people)


@pytest.mark.parametrize("severity", list(Severity))
def test_any_area_counts_exactly_those_who_chose_one_of_its_cells(severity):
    people = some_people(300)
    rng = random.Random(2)

    for wanted in (1, 3, 9, 20, len(NEAR)):
        area = set(rng.sample(NEAR, wanted))
        expected = [
            one
            for one in people
            if area.intersection(one.choice.cells)
            and not one.choice.is_simulated
            and LEVELS[one.choice.level] <= LEVELS[severity]
        ]
        lines = audience.count(area, simulated=False, severity=severity)
        assert {(line.channel, line.language): line.people for line in lines} == Counter(
            (one.choice.channel, one.choice.language) for one in expected
        )
        reached = audience.reached(area, simulated=False, severity=severity)
        assert Counter(one.id for one in reached) == Counter(one.id for one in expected)
    assert audience.drifted() == 0


def test_nobody_is_counted_for_no_area_at_all():
    some_people(20)

    assert audience.count((), simulated=False, severity=Severity.EXTREME) == ()
    assert audience.reached((), simulated=False, severity=Severity.EXTREME) == ()


def test_who_has_not_confirmed_is_not_counted_and_who_stops_is_counted_no_more():
    (wish,) = kept(asked((HERE,)), state=State.ASKED)
    before = total([HERE])
    subscriber.confirm(wish.id)
    confirmed = total([HERE])
    subscriber.confirm(wish.id)
    twice = total([HERE])
    subscriber.forget([wish.id])

    assert (before, confirmed, twice, total([HERE])) == (0, 1, 1, 0)


def test_many_who_chose_the_same_share_one_row_and_the_last_to_stop_takes_it_along():
    place = tuple(sorted(disk(HERE, 1)))
    people = kept(*(asked(place, quiet_from=22, quiet_to=6) for _ in range(5)))

    assert ChoiceRow.objects.values_list("people", flat=True).get() == 5
    subscriber.forget([one.id for one in people[:4]])
    assert total(place) == 1
    subscriber.forget([people[4].id])
    assert not any(table.objects.exists() for table in (ChoiceRow, ChoicePatchRow, PatchRow, PatchCellRow, PatchSumRow))


def test_a_second_place_of_somebody_else_is_left_when_one_stops():
    place = tuple(sorted(disk(HERE, 1)))
    first, _second = kept(asked(place), asked(place, (FAR,)))

    subscriber.forget([first.id])

    assert total(place) == 1


def test_all_of_one_kind_with_the_same_places_are_one_sum_however_quiet_their_nights():
    kept(asked((HERE,)), asked((HERE,), quiet_from=22, quiet_to=6), asked((HERE,), second_language="en"))

    assert ChoiceRow.objects.count() == 3
    assert PatchSumRow.objects.values_list("people", flat=True).get() == 3


def test_sums_stay_right_while_people_come_and_go():
    people = some_people(120)

    for one in people[::2]:
        assert subscriber.forget([one.id]) == 1
    some_people(30, seed=3)

    assert audience.drifted() == 0
    assert not PatchSumRow.objects.filter(people=0).exists()


def test_a_sum_that_is_wrong_is_told():
    kept(asked((HERE,), (FAR,)))

    PatchSumRow.objects.filter(before_1=0).update(people=2)

    assert audience.drifted() == 2


def test_an_address_that_comes_twice_is_counted_once():
    one = asked((HERE,))
    again = Asked(id=SubscriberId(new_id("s")), address=one.address, choice=asked((FAR,)).choice)

    assert subscriber.keep([one], state=State.ACTIVE, now=NOW) == 1
    assert subscriber.keep([again], state=State.ACTIVE, now=NOW) == 0
    assert (total([HERE]), total([FAR])) == (1, 0)
    assert ChoiceRow.objects.count() == 1


def test_what_was_chosen_comes_back_as_it_was():
    (one,) = kept(asked(tuple(sorted(disk(HERE, 1))), (FAR,), second_language="en", level=Severity.MINOR))

    back = subscriber.get(one.id).choice

    assert set(back.places) == set(one.choice.places)
    assert back.cells == one.choice.cells
    assert (back.level, back.second_language) == (Severity.MINOR, "en")


def test_a_count_never_touches_a_subscriber_and_reads_one_index_in_the_right_order():
    some_people(200)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        audience.count(NEAR, simulated=False, severity=Severity.EXTREME)
    steps = audience.plan(NEAR)

    assert not any('FROM "subscriber"' in query["sql"] or " subscriber " in query["sql"] for query in queries)
    if connection.vendor == "sqlite":
        assert "SEARCH held USING COVERING INDEX subscriber_count (kind=? AND patch>? AND patch<?)" in steps
        assert "SCAN held" not in steps
        assert "GROUP BY" not in steps
