"""The baseline rule on pairs, on incidents, and measured on the press reports."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from tests.factories_press import gold_incidents, told_rows

from haal.domain.incident import Days, EventType
from haal.domain.report import PlaceCandidate
from haal.linkage.baseline import Zone, confirms, suggest
from haal.linkage.features import Feature, compare
from haal.linkage.told import Told

QUETTA = PlaceCandidate(name="Quetta", lat=30.184, lon=67.001, radius_km=8)
KHUZDAR = PlaceCandidate(name="Khuzdar", lat=27.812, lon=66.611, radius_km=5)
PROVINCE = PlaceCandidate(name="Balochistan", lat=28.5, lon=65.5, radius_km=350)


def on(day: int, month: int = 9) -> Days:
    return Days(first=date(2025, month, day), last=date(2025, month, day))


BLAST = Told(
    report_id="r_blast",
    day=on(2),
    place=QUETTA,
    event_type=EventType.BOMBING,
    target_kind="rally",
    killed=13,
    injured=30,
)


@pytest.mark.parametrize(
    ("changes", "fits", "forbidden"),
    [
        ({}, True, False),
        ({"day": on(4)}, True, False),
        ({"day": on(5)}, False, True),
        ({"day": None, "published": on(4)}, True, False),
        ({"day": None, "published": on(4, month=8)}, False, True),
        ({"day": None}, False, False),
        ({"day": None, "span": Days(first=date(2025, 9, 1), last=date(2025, 9, 30))}, False, False),
        ({"place": KHUZDAR}, False, True),
        ({"place": PROVINCE}, False, False),
        ({"place": None}, False, False),
        ({"event_type": EventType.SUICIDE_BOMBING}, True, False),
        ({"event_type": EventType.DISPLACEMENT}, False, True),
        ({"event_type": None}, True, False),
    ],
)
def test_the_rule_is_two_days_the_radius_and_fifty_km_and_a_type_that_fits(changes, fits, forbidden):
    other = replace(BLAST, report_id="r_other", **changes)

    pair = compare(BLAST, other)

    assert (pair.fits_rule, pair.forbidden) == (fits, forbidden)
    assert compare(other, BLAST).score == pair.score


def test_two_rows_of_one_page_are_two_events():
    told = suggest(replace(BLAST, report_id="r_other", page="x"), {"i_1": [replace(BLAST, page="x"), BLAST]})

    assert told.zone is Zone.NEW


def test_a_near_twin_is_linked_alone_and_says_why():
    told = suggest(replace(BLAST, report_id="r_other", killed=14), {"i_1": [BLAST]})

    assert told.zone is Zone.ALONE
    assert {feature.feature: feature.numbers for feature in told.best.features}.items() >= {
        Feature.SAME_DAY: (),
        Feature.KM_APART: (0,),
        Feature.KILLED: (14, 13),
    }.items()


def test_between_two_equal_incidents_a_person_chooses():
    rivals = {"i_1": [BLAST], "i_2": [replace(BLAST, report_id="r_twin")]}

    told = suggest(replace(BLAST, report_id="r_other"), rivals)

    assert told.zone is Zone.ASK
    assert len(told.candidates) == 2


def test_without_a_day_a_person_is_asked():
    told = suggest(replace(BLAST, report_id="r_other", day=None), {"i_1": [BLAST]})

    assert told.zone is Zone.ASK


def test_one_odd_member_does_not_shut_the_door():
    members = [BLAST, replace(BLAST, report_id="r_2"), replace(BLAST, report_id="r_odd", day=on(20))]

    assert suggest(replace(BLAST, report_id="r_other"), {"i_1": members}).zone is Zone.ALONE


def grouped(tolds: list[Told], *, ask: bool) -> dict[str, str]:
    """Return report -> incident when reports come in this order and a grader confirms by the rule alone (or never)."""
    incidents: dict[str, list[Told]] = {}
    place: dict[str, str] = {}
    for told in tolds:
        suggestion = suggest(told, incidents)
        joins = suggestion.zone is Zone.ALONE or (
            suggestion.zone is Zone.ASK and ask and confirms(suggestion.best.features)
        )
        incident = suggestion.best.incident_id if joins else f"i_{len(incidents)}"
        incidents.setdefault(incident, []).append(told)
        place[told.report_id] = incident
    return place


def figures(found: dict[str, str], gold: dict[str, str]) -> tuple[float, float]:
    """Return precision and recall over pairs of reports of one incident."""
    pairs = list(combinations(found, 2))
    said = {pair for pair in pairs if found[pair[0]] == found[pair[1]]}
    true = {pair for pair in pairs if gold[pair[0]] == gold[pair[1]]}
    return len(said & true) / len(said), len(said & true) / len(true)


@pytest.mark.parametrize(("ask", "precision_min", "recall_min"), [(False, 0.95, 0.55), (True, 0.9, 0.8)])
def test_the_press_reports_fall_into_their_incidents(ask, precision_min, recall_min):
    precision, recall = figures(grouped(told_rows(), ask=ask), gold_incidents())

    assert precision >= precision_min
    assert recall >= recall_min


def test_no_order_of_arrival_falls_below_the_bar():
    tolds = told_rows()
    random.Random(7).shuffle(tolds)

    precision, recall = figures(grouped(tolds, ask=True), gold_incidents())

    assert precision >= 0.85
    assert recall >= 0.55
