"""Independence: how right the groups are on the press reports, what joins by signs, and that tags and forwards are seen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from tests.factories_press import gold_incidents, gold_rows, press_reports

from haal.linkage.origin.credit import name_key
from haal.linkage.origin.groups import Sign, groups
from haal.linkage.origin.likeness import alike, runs_of
from haal.linkage.origin.speakers import Speaker, quoted
from haal.linkage.origin.witness import Witness, witness_of
from haal.linkage.scores import of_pairs

STORY = (
    "Gunmen on motorcycles stopped a van with workers near the bridge in the evening, asked where they came from and shot"
    " seven of them; one lived because he lay still until the lorry of a trader came by and took him to town."
)
OTHER = (
    "In the early hours a house of labourers on the edge of the market was entered, the hospital counted seven dead and one"
    " hurt, and the office of the district sent guards to the road and asked people to stay at home that day."
)


def page(name: str, *, credit: str = "own", **told: object) -> Witness:
    return Witness(report_id=name, outlet=f"Paper {name}", credit=credit, language="en", **told)  # type: ignore[arg-type]


def pairs_of(groups_of: dict[str, str], incidents: dict[str, str]) -> set[tuple[str, str]]:
    by_incident: dict[str, list[str]] = defaultdict(list)
    for report, incident in incidents.items():
        by_incident[incident].append(report)
    return {
        pair
        for members in by_incident.values()
        for pair in combinations(sorted(members), 2)
        if groups_of[pair[0]] == groups_of[pair[1]]
    }


def test_the_groups_of_the_press_reports_are_those_that_people_read():
    incidents = gold_incidents()
    by_incident: dict[str, list[Witness]] = defaultdict(list)
    for report in press_reports():
        by_incident[incidents[report.id]].append(witness_of(report))
    ours = {
        name: f"{incident}/{at}"
        for incident, members in by_incident.items()
        for at, group in enumerate(groups(members))
        for name in group.reports
    }
    coded = {row["report_id"]: row["source_group"] for row in gold_rows()}

    found = of_pairs(pairs_of(ours, incidents), pairs_of(coded, incidents))

    assert found.f1 >= 0.95
    assert found.precision >= 0.95


def test_two_newsrooms_with_nearly_one_text_are_perhaps_one_and_never_surely():
    told = [page("a", text=STORY), page("b", text=STORY.replace("evening", "dusk")), page("c", text=OTHER)]

    first, second = groups(told)

    assert (first.reports, second.reports) == (("a", "b"), ("c",))
    assert not first.is_certain
    assert first.joinings[0].signs[0][0] is Sign.TEXT


def test_a_page_without_credit_joins_one_newsroom_and_ties_no_two_together():
    told = [page("a", text=STORY), page("b", text=OTHER), page("c", credit="unknown", text=f"{STORY} {OTHER}"[:260])]

    assert len(groups(told)) == 2


def test_rare_errors_that_two_share_join_what_gives_no_credit():
    day, odd = date(2025, 9, 2), date(2025, 9, 3)
    crowd = [
        page(str(at), places=frozenset({"sariab"}), days=frozenset({day}), figures=frozenset({("killed", "all", 15)}))
        for at in range(12)
    ]
    error = {"places": frozenset({"surriab"}), "days": frozenset({odd}), "figures": frozenset({("killed", "all", 51)})}
    copies = [page("x", credit="unknown", published=odd, **error), page("y", credit="unknown", published=odd, **error)]

    one_error = [replace(copy, days=frozenset({day}), figures=crowd[0].figures) for copy in copies]

    assert {group.reports for group in groups([*crowd, *copies])} >= {("x", "y")}
    assert ("x", "y") not in {group.reports for group in groups([*crowd, *one_error])}


def test_a_page_that_names_one_agency_perhaps_prints_it_and_one_that_names_two_is_a_mixture():
    wire = page("w", credit="wire:AFP", text=OTHER)
    tagged = Witness(report_id="t", outlet="Mirror (AFP)", credit="unknown", text=STORY)
    mixed = replace(tagged, outlet="Mirror (AFP, Reuters)")

    assert len(groups([wire, tagged])) == 1
    assert len(groups([wire, mixed])) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BBC", "BBC Urdu"),
        ("The Evening Post", "Evening Post (Turkish)"),
        ("Agence France-Presse", "AFP"),
        ("Evening Post", "Evening Post via A Mirror"),
    ],
)
def test_a_newsroom_is_one_under_every_name_it_goes_by(one, other):
    assert name_key(one) == name_key(other)


def test_of_many_reports_the_copies_are_still_found():
    texts = {f"r{at}": f"{STORY} {at * 7919} {'abcdefghij'[at % 10] * 9} {OTHER[at % 90 :]}" for at in range(150)}
    runs = {name: runs_of(text) for name, text in texts.items()}
    runs["copy"] = runs["r7"]

    assert ("copy", "r7", 1.0) in set(alike(runs))


@pytest.mark.parametrize(
    ("words", "offices"),
    [
        ("Police said seven men were shot.", {Speaker.POLICE}),
        ("The deputy commissioner said so; a doctor counted eight.", {Speaker.DISTRICT, Speaker.HOSPITAL}),
        ("Police were in the street. Nobody knows more.", set()),
        ("An official said ten were dead.", {Speaker.OFFICIALS}),
        ("The armed group said it did it and the army said it did not.", {Speaker.PARTY_TO_FIGHT}),
        ("پولیس نے بتایا کہ سات افراد مارے گئے", {Speaker.POLICE}),
    ],
)
def test_whom_a_text_quotes_is_a_kind_of_office(words, offices):
    assert quoted(words) == offices
