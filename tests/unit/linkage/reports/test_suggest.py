"""Where one new report belongs: alone, asked about, or new; and measured on the press reports as they come."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from tests.factories_press import gold_incidents, told_rows

from haal.domain.incident import Days, EventType
from haal.domain.report import PlaceCandidate
from haal.linkage.reports.explain import Feature, explained
from haal.linkage.reports.levels import row
from haal.linkage.reports.seen import seen_of
from haal.linkage.reports.suggest import Suggestion, Zone, confirms
from haal.linkage.reports.suggest import suggest as suggest_seen
from haal.linkage.scorer.model import shipped
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


def suggest(told: Told, incidents: dict[str, list[Told]]) -> Suggestion:
    members = {key: [seen_of(each) for each in found] for key, found in incidents.items()}
    return suggest_seen(seen_of(told), members)


@pytest.mark.parametrize(
    "changes",
    [
        {"day": on(4)},
        {"day": None, "published": on(4)},
        {"day": None},
        {"place": KHUZDAR},
        {"place": PROVINCE},
        {"place": None},
        {"event_type": EventType.SUICIDE_BOMBING},
        {"killed": 0, "injured": None},
    ],
)
def test_two_reports_are_compared_alike_from_both_sides_and_the_parts_are_the_score(changes):
    one, other = seen_of(BLAST), seen_of(replace(BLAST, report_id="r_other", **changes))
    model = shipped("reports")

    assert row(one, other) == row(other, one)
    named = {part.feature: part for part in explained(one, other, model=model)}
    assert all(part.weight for part in named.values())
    assert abs(sum(part.weight for part in named.values()) + model.prior - model.score(row(one, other))) < 0.6


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
        joins = suggestion.zone is Zone.ALONE or (suggestion.zone is Zone.ASK and ask and confirms(suggestion.best))
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


@pytest.mark.parametrize(("ask", "precision_min", "recall_min"), [(False, 0.98, 0.3), (True, 0.9, 0.8)])
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
