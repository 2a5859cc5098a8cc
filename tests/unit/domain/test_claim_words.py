"""Words of claims: acts, hours, spots, doubt, and the calls to violence that are never passed on."""

from __future__ import annotations

import pytest

from haal.domain.claim.words import acts_in, calls_to_violence, hours_in, is_doubted, spot_in, targets_in, traits_in


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("A suicide bombing hit a meeting.", ("suicide",)),
        ("They declared that all talks were over and named them as targets for killing.", ("threat",)),
        ("Gunmen shot five workers dead.", ("shooting",)),
        ("It extorts money from convoys.", ("extortion",)),
        ("Families were forced from their homes.", ("displacement",)),
        ("It uses forced conversions and terror.", ("conversion", "violence")),
        ("A quiet village with a well.", ()),
    ],
)
def test_acts_are_read_from_common_words(text, acts):
    assert acts_in(text) == acts


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("on a quiet afternoon", {"afternoon"}),
        ("at half past seven in the morning", {"morning"}),
        ("at a quarter to ten", {"morning", "night"}),
        ("at 21:45", {"night"}),
        ("at 3 pm", {"afternoon"}),
        ("at 15 places", set()),
        ("it was last night that morning came", {"morning"}),
    ],
)
def test_a_clock_time_without_its_half_is_both_halves(text, hours):
    assert hours_in(text) == hours


def test_spots_targets_and_traits_are_read():
    assert (spot_in("in the midst of the crowd"), spot_in("500 metres from the exit"), spot_in("a town")) == (
        "inside",
        "outside",
        "",
    )
    assert targets_in("a school bus at a market") == ("transport", "school", "market")
    assert traits_in("several nationalities, among them women") == ("from abroad", "women")
    assert is_doubted("A commentary doubts the story.")
    assert not is_doubted("Five died.")


@pytest.mark.parametrize(
    "text",
    [
        "The people must act with overwhelming force.",
        "Civilian self-defence units should be set up.",
        "Kill them all.",
        "We call on everybody to take up arms.",
        "Let us burn their homes.",
    ],
)
def test_a_call_to_violence_is_known_whoever_it_is_against(text):
    assert calls_to_violence(text)


@pytest.mark.parametrize(
    "text",
    [
        "Community watch and mutual aid should be strengthened.",
        "Five people were killed at a market.",
        "Schools need defending.",
        "A global campaign should make the crimes known.",
        "The group declared war.",
    ],
)
def test_what_tells_of_violence_or_asks_for_care_is_no_call_to_it(text):
    assert not calls_to_violence(text)
