"""When an incident may be public, what its text may say, and which area stands for its place."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from haal.domain.incident import EventType
from haal.domain.policy import DEFAULT
from haal.domain.public_place import Care, PublicPlace, care_for, public_place
from haal.domain.publication import (
    ActorCategory,
    Facts,
    HeldWord,
    PublicationReason,
    attributions,
    category_of,
    not_before,
    shown_count,
    why_not_draft,
    why_not_say,
)
from haal.domain.report import PlaceCandidate, ResponsibilityKind
from haal.geometry.cells import resolution_of

AROUND_QUETTA = PublicPlace(province="Balochistan", name="Quetta", cell="842c1a7ffffffff")
QUETTA = PlaceCandidate(name="Quetta", lat=30.184, lon=67.001, radius_km=8)


def facts(**changed: object) -> Facts:
    plain = {
        "usable_count": 2,
        "graded_count": 1,
        "press_lines_count": 0,
        "people_taken": False,
        "last_day": date(2026, 3, 2),
    }
    return Facts(**{**plain, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "held", "expected"),
    [
        ({}, HeldWord.NOT_SAID, None),
        ({"usable_count": 0}, HeldWord.NOT_SAID, PublicationReason.NO_CONSENT),
        ({"graded_count": 0}, HeldWord.NOT_SAID, PublicationReason.NOT_CHECKED),
        ({"people_taken": True}, HeldWord.NOT_SAID, PublicationReason.PERSON_HELD),
        ({"people_taken": True, "press_lines_count": 9}, HeldWord.NOT_SAID, PublicationReason.PERSON_HELD),
        ({"people_taken": True}, HeldWord.RELEASED, None),
        ({"people_taken": True}, HeldWord.FAMILY_ASKS, None),
    ],
)
def test_nothing_is_drafted_without_consent_a_check_or_word_of_who_is_held(changed, held, expected):
    assert why_not_draft(facts(**changed), held=held) is expected


@pytest.mark.parametrize(
    ("press_lines", "early", "expected"),
    [
        (0, False, datetime(2026, 3, 6, tzinfo=UTC)),
        (1, False, datetime(2026, 3, 6, tzinfo=UTC)),
        (2, False, None),
        (0, True, None),
    ],
)
def test_it_waits_72_hours_unless_two_press_lines_told_it_or_two_people_say_so(press_lines, early, expected):
    assert not_before(facts(press_lines_count=press_lines), early=early, policy=DEFAULT) == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("", None),
        ("A bomb went off at a market in Quetta in the morning; shops near by burned.", None),
        ("Terrorists bombed a market in Quetta.", PublicationReason.WORDS),
        ("A party said: “the martyrs of Quetta” (source: Dawn).", None),
        ("A bomb went off at Hazarganji.", PublicationReason.PLACES),
        ("A bomb went off on Double Road.", PublicationReason.PLACES),
        ("A bomb went off in Mastung district.", PublicationReason.PLACES),
        ("The Nameless Front says it did it.", PublicationReason.PARTIES),
        ("Call 0300 123 4567 for more.", PublicationReason.NUMBERS),
        ("More at https://example.org", PublicationReason.NUMBERS),
        ("x" * 1_201, PublicationReason.TOO_LONG),
    ],
)
def test_a_public_text_takes_no_side_names_no_party_and_no_narrow_place(summary, expected):
    said = why_not_say(summary, place=AROUND_QUETTA, parties=["Nameless Front"])

    assert (said[0] if said else None) is expected


@pytest.mark.parametrize(
    ("summary", "party", "expected"),
    [
        ("A blast in a crisis.", "BLA", None),
        ("A blast in a crisis.", "ISI", None),
        ("A blast, said the BLA.", "BLA", PublicationReason.PARTIES),
        ("A man of the ISI's office.", "ISI", PublicationReason.PARTIES),
        ("The Liberation Front said so.", "Liberation Front", PublicationReason.PARTIES),
        ("The Frontier Corps said so.", "Frontier Corps", PublicationReason.PARTIES),
        ("انفجار والجيش", "الجيش", PublicationReason.PARTIES),
        ("انفجار والجيش", "جيش", PublicationReason.PARTIES),
    ],
)
def test_a_name_is_refused_as_a_name_whatever_it_is_called_and_only_where_it_stands_as_one(summary, party, expected):
    said = why_not_say(summary, place=AROUND_QUETTA, parties=[party])

    assert (said[0] if said else None) is expected


@pytest.mark.parametrize(
    ("party", "category"),
    [
        ("Baloch Liberation Army", ActorCategory.ARMED_GROUP),
        ("Islamic State", ActorCategory.ARMED_GROUP),
        ("Lashkar-e-Jhangvi", ActorCategory.ARMED_GROUP),
        ("groups backed by a neighbour's army", ActorCategory.ARMED_GROUP),
        ("Pakistani military", ActorCategory.STATE_FORCE),
        ("Counter-Terrorism Department (state force)", ActorCategory.STATE_FORCE),
        ("Frontier Corps", ActorCategory.STATE_FORCE),
        ("provincial government", ActorCategory.STATE_FORCE),
    ],
)
def test_only_the_category_of_a_party_is_public(party, category):
    assert category_of(party) is category


def test_the_order_of_parties_never_shows():
    told = [("Frontier Corps", ResponsibilityKind.DENIED), ("Some Front", ResponsibilityKind.CLAIMED)]

    assert attributions(told) == attributions(reversed(told))


@pytest.mark.parametrize(("people", "shown"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (120, "120")])
def test_a_count_of_one_to_four_people_is_never_shown(people, shown):
    assert shown_count(people) == shown


@pytest.mark.parametrize(
    ("event_type", "targets", "care"),
    [
        (EventType.BOMBING, {"market"}, Care.USUAL),
        (EventType.BOMBING, {"school"}, Care.SENSITIVE),
        (EventType.BOMBING, {"market", "hospital"}, Care.HEALTH),
        (EventType.ABDUCTION, set(), Care.SENSITIVE),
        (None, set(), Care.USUAL),
    ],
)
def test_the_most_careful_kind_decides_how_much_is_hidden(event_type, targets, care):
    assert care_for(event_type=event_type, targets=frozenset(targets)) is care


def test_a_town_is_shown_as_a_cell_that_hides_it():
    place = public_place(QUETTA, district="Quetta", care=Care.USUAL, policy=DEFAULT)

    assert place.cell
    assert resolution_of(place.cell) <= 6
    assert (place.name, place.district, place.symbol) == ("Quetta", "", None)


def test_a_cell_is_called_the_same_whatever_district_an_event_in_it_was_told_of():
    told_of_here = public_place(QUETTA, district="Quetta", care=Care.USUAL, policy=DEFAULT)
    told_of_there = public_place(QUETTA, district="Mastung", care=Care.USUAL, policy=DEFAULT)

    assert told_of_here == told_of_there


def test_what_is_known_by_district_alone_is_a_mark_at_its_seat_wherever_it_happened():
    far_out = PlaceCandidate(name="Khuzdar", lat=27.1, lon=66.2, radius_km=50)

    place = public_place(far_out, district="Khuzdar", care=Care.USUAL, policy=DEFAULT)

    assert (place.district, place.cell) == ("Khuzdar", "")
    assert place.symbol is not None
    assert place.symbol != (27.1, 66.2)


def test_an_attack_on_health_care_is_told_by_province_alone():
    place = public_place(QUETTA, district="Quetta", care=Care.HEALTH, policy=DEFAULT)

    assert (place.province, place.district, place.cell) == ("Balochistan", "", "")


def test_a_place_nobody_knows_is_shown_nowhere():
    place = public_place(None, district="", care=Care.USUAL, policy=DEFAULT)

    assert (place.province, place.district, place.cell, place.symbol) == ("", "", "", None)
