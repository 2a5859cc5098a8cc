"""A small seed of campaigns/harassment.py, and the search it stands on."""

from __future__ import annotations

import json

import pytest
from benchmarks import harness
from campaigns import harassment
from campaigns.harassment_people import PARTS, everybody
from campaigns.harassment_search import PACKINGS, Search, control_misses

SEED = 8 * len(PARTS)


def test_whoever_is_there_is_found_in_any_packing_spelling_and_script():
    people = everybody(SEED)

    assert control_misses(people) == []
    assert len(PACKINGS) > 10


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Khair Bibi of Khuzdar, 0300 1234567, 27.9, 64.1, the well of the village",
        bytes(range(256)) * 40,
        b"\x1f\x8b broken",
        b"PK\x03\x04 broken",
        json.dumps({"points": [[number / 7, number / 9] for number in range(2_000)]}).encode(),
    ],
)
def test_nobody_is_found_where_nobody_is(content):
    assert Search(everybody(SEED)).found_in(content) == frozenset()


@pytest.mark.slow
def test_no_output_leads_to_anybody_who_asks_offers_seeks_is_sought_helps_or_is_in_a_circle(opened_box):
    with harness.folder("harassment-seed") as folder:
        found = harassment.campaign(folder, people_count=SEED, opened=opened_box)

    assert harassment.holds(found), json.dumps(found)
    assert found["planted"] == SEED
