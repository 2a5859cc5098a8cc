"""Reports of one incident meet whatever their script, order or toll; what only looks alike is asked about or stays apart."""

import random
from datetime import date

import pytest

from haal.domain import gazetteer
from haal.domain.ids import ReportId
from haal.domain.incident import Days, EventType
from haal.linkage.reports.cluster import cluster
from haal.linkage.told import Told


def _told(
    name,
    *,
    day=None,
    published=None,
    place="Quetta",
    kind=EventType.BOMBING,
    killed=None,
    target="market",
    text="",
    page="",
):
    on = Days(first=day, last=day) if day else None
    out = Days(first=published, last=published) if published else None
    places = gazetteer.resolve(place)
    return Told(
        report_id=ReportId(name), day=on, published=out, place=places[0], places=places, place_text=place, event_type=kind,
        target_kind=target, killed=killed, text=text, page=page,
    )  # fmt: skip


def _reports():
    return [
        _told(
            "a1",
            day=date(2024, 5, 3),
            published=date(2024, 5, 3),
            killed=9,
            text="A blast at the vegetable market killed nine.",
        ),
        _told(
            "a2",
            day=date(2024, 5, 3),
            published=date(2024, 5, 4),
            killed=12,
            text="Twelve died at the market, doctors said.",
        ),
        _told(
            "a3",
            published=date(2024, 5, 3),
            killed=9,
            text="سبزی منڈی میں دھماکہ، نو افراد ہلاک",
            kind=EventType.SUICIDE_BOMBING,
        ),
        _told(
            "b1",
            day=date(2024, 5, 3),
            place="Khuzdar",
            kind=EventType.SHOOTING,
            target="transport",
            killed=5,
            text="Five shot on a bus.",
        ),
        _told(
            "b2",
            day=date(2024, 5, 4),
            place="Khuzdar",
            kind=EventType.SHOOTING,
            target="transport",
            killed=5,
            text="A bus was stopped.",
        ),
        _told("c1", day=date(2024, 8, 20), killed=9, text="A blast at the market killed nine in August."),
    ]


def _groups(placed):
    found = {}
    for one in placed:
        found.setdefault(one.group, set()).add(one.report_id)
    return {frozenset(members) for members in found.values()}


def test_reports_of_one_day_and_place_are_one_and_other_days_and_places_are_not():
    assert _groups(cluster(_reports())) == {frozenset({"a1", "a2", "a3"}), frozenset({"b1", "b2"}), frozenset({"c1"})}


def test_the_order_in_which_they_are_given_changes_nothing():
    chance = random.Random(5)
    first = {(one.report_id, one.group, one.is_alone, one.score) for one in cluster(_reports())}

    for _ in range(10):
        shuffled = _reports()
        chance.shuffle(shuffled)
        assert {(one.report_id, one.group, one.is_alone, one.score) for one in cluster(shuffled)} == first


def test_each_report_has_its_place_and_the_one_that_opens_a_group_is_alone():
    placed = cluster(_reports())

    assert [one.report_id for one in placed] == [told.report_id for told in _reports()]
    assert all(one.is_alone for one in placed if one.report_id == one.group)


def test_a_report_of_which_no_day_is_known_is_always_asked_about():
    undated = _told("a4", killed=9, text="A blast at the vegetable market killed nine.")

    placed = {one.report_id: one for one in cluster([*_reports(), undated])}

    assert placed["a4"].report_id == placed["a4"].group or not placed["a4"].is_alone


def test_two_events_that_one_page_tells_stay_two():
    same = {
        "day": date(2024, 5, 3),
        "killed": 9,
        "text": "A blast at the market killed nine.",
        "page": "https://paper.example/1",
    }

    assert len(_groups(cluster([_told("a1", **same), _told("a2", **same)]))) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Islamic State", "Baloch Liberation Army"),
        ("the Pakistani military", "militants"),
        ("داعش", "فوج"),
        ("BLF", "TTP"),
    ],
)
def test_whose_name_stands_in_the_text_changes_no_score(one, other):
    def reports(first, second):
        told = _reports()
        return [
            _told(
                "a1", day=date(2024, 5, 3), killed=9, text=f"A blast at the market killed nine; {first} said it did it."
            ),
            _told("a2", day=date(2024, 5, 3), killed=12, text=f"Twelve died; officials blamed {second}."),
            *told[3:],
        ]

    assert cluster(reports(one, other)) == cluster(reports(other, one))


def test_no_report_at_all_gives_no_group():
    assert cluster([]) == []
