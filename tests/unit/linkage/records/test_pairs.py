"""One pair of records: which are looked at, what their names share, what speaks for them, how rivals lessen them."""

from datetime import date

import numpy as np

from haal.linkage.records import levels, rivals
from haal.linkage.records.block import days_between, pairs_of
from haal.linkage.records.names import Names
from haal.linkage.records.record import Count, Record


def _record(name="r", day=date(2011, 3, 14), *, place="", city="", killed=None, **more):
    words = {kind: said for kind, said in (("place", place), ("city", city)) if said}
    counts = {"killed": Count(low=killed[0], high=killed[1], best=killed[1])} if killed else {}
    return Record(record_id=name, first=day, last=more.pop("last", day), words=words, counts=counts, **more)


OTHERS = [
    _record(f"o{at}", date(2015, 1, 1), city=town)
    for at, town in enumerate(("Sibri", "Hubbel", "Awarin", "Pishok") * 10)
]


def _levels(mine, yours):
    left, right = [mine, *OTHERS], [yours, *OTHERS]
    around = levels.around(left, right, names=Names(left, right))
    row = levels.levels_of(left, right, pairs=np.array([[0, 0]], dtype=np.int32), around=around)[0]
    return dict(zip(levels.FORM.codes, row.tolist(), strict=True))


def test_records_of_nearly_the_same_day_are_looked_at_at_any_distance_and_later_ones_only_by_a_rare_name():
    left = [_record(place="Zhirgai bazaar", point=(30.0, 66.0)), *OTHERS]
    right = [
        _record("far", date(2011, 3, 16), place="Gwazar", point=(25.0, 62.0)),
        _record("named", date(2011, 3, 18), place="Zirghai"),
        _record("late", date(2011, 3, 18), place="Gwazar"),
        *OTHERS,
    ]

    pairs = pairs_of(left, right, names=Names(left, right))

    assert [right[other].record_id for mine, other in pairs if mine == 0] == ["far", "named"]


def test_days_that_can_be_the_same_are_no_days_apart():
    assert days_between(_record(), _record(day=date(2011, 3, 10), last=date(2011, 3, 20))) == 0
    assert days_between(_record(), _record(day=date(2011, 3, 16))) == 2
    assert days_between(_record(), _record(day=date(2011, 3, 16), around_days=1)) == 1


def test_a_name_is_met_in_another_spelling_and_written_as_two_words():
    left, right = (
        [_record(place="near Mami Rogha", city="Mostang"), *OTHERS],
        [_record(place="MamiRoghah", city="Mastang"), *OTHERS],
    )

    shared = Names(left, right).compare(0, 0)

    assert shared.rarest > 2
    assert shared.local > 2
    assert shared.area == 1


def test_a_word_that_only_one_set_writes_says_nothing():
    left, right = [_record(place="checkpost", city="Sibri"), *OTHERS], [_record(city="Sibri"), *OTHERS]

    shared = Names(left, right).compare(0, 0)

    assert shared.cover > 0.99
    assert not shared.local_known


def test_what_is_not_known_is_level_0():
    assert _levels(_record(), _record()) == {
        "days": 5, "km": 0, "name": 0, "local": 0, "cover": 0, "area": 0, "killed": 0, "injured": 0, "civilians": 0, "sides": 0,
    }  # fmt: skip


def test_a_nearer_day_and_a_nearer_point_never_speak_less():
    days = [_levels(_record(), _record(day=date(2011, 3, day)))["days"] for day in (18, 17, 16, 15, 14)]
    near = [
        _levels(_record(point=(30.0, 66.0)), _record(point=(30.0 + off, 66.0)))["km"]
        for off in (4.0, 1.0, 0.5, 0.3, 0.15, 0.05, 0.0)
    ]

    assert days == sorted(days)
    assert near == sorted(near)
    assert near[0] < near[-1]


def test_tolls_that_meet_speak_more_than_tolls_one_apart_and_these_more_than_tolls_far_apart():
    told = [
        _levels(_record(killed=(14, 15)), _record(killed=toll))["killed"]
        for toll in ((2, 2), (10, 10), (13, 13), (15, 16))
    ]

    assert told == sorted(told)
    assert len(set(told)) == 4


def test_a_point_that_stands_for_many_towns_is_not_believed():
    point = (32.9746, 70.1456)
    left = [_record(str(at), city=town, point=point) for at, town in enumerate(("Narbal", "Sibri", "Hubbel"))]
    right = [_record(city="Narbal", point=(30.0, 66.0))]
    around = levels.around(left, right, names=Names(left, right))

    row = levels.levels_of(left, right, pairs=np.array([[0, 0]], dtype=np.int32), around=around)[0]

    assert row[levels.FORM.codes.index("km")] == 0


def test_the_sides_of_a_toll_may_be_swapped():
    one, other = (_levels(_record(), _record(sides=tuple(sorted(sides)))) for sides in ((1, 7), (7, 1)))
    assert one == other
    assert one["sides"] == 3


def test_a_pair_is_lessened_by_its_rivals_and_most_by_a_likelier_one():
    pairs = np.array([[0, 0], [0, 1], [1, 2]], dtype=np.int32)

    less = rivals.lessened(np.array([3.0, 1.0, 1.0]), pairs)

    assert less[2] == 1.0 or abs(less[2] - 1.0) < 1e-9
    assert less[1] < less[0] < 3.0
    assert less[1] < 0


def test_two_parts_that_add_up_to_the_whole_are_seen():
    left = [_record("whole", killed=(17, 18))]
    right = [_record("a", killed=(8, 10)), _record("b", killed=(7, 9)), _record("c", killed=(1, 1))]
    pairs = np.array([[0, 0], [0, 1], [0, 2]], dtype=np.int32)

    seen = rivals.levels_among(left, right, pairs=pairs, scores=np.zeros(3))

    assert seen[:, rivals.FORM.codes.index("parts")].tolist() == [3, 3, 1]
