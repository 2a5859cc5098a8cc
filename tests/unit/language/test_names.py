"""Names of any script sound alike when they are one, and are found again among many."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haal.language.names.alike import likeness
from haal.language.names.index import Index
from haal.language.names.sound import joined, sounds_of

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzخضدارکوئٹہبپچہमीरपुрКветта '-", max_size=24)
PEOPLE = ("Abdul Rahman Baloch", "Zubaida Khan", "Mir Hazar Khan", "Gul Khan Nasir", "Sanobar", "Nasir Ahmad", "Karima")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quetta", "کوئٹہ"),  # Urdu
        ("Quetta", "کوټه"),  # Pashto
        ("Quetta", "کویته"),  # Persian
        ("Quetta", "Кветта"),
        ("Khuzdar", "ھُزدار"),  # Balochi
        ("Khuzdar", "خُضدار"),  # Brahui
        ("Khuzdar", "ख़ुज़दार"),
        ("Zubaida", "زبیدہ"),
        ("Zubaida", "زبيده"),
        ("Abdul Rahman", "عبدالرحمن"),
        ("Abdul Rahman", "Abdurrehman"),
        ("Mohammad Yousuf", "محمد یوسف"),
    ],
)
def test_one_name_in_six_spellings_sounds_alike(one, other):
    assert likeness(one, other) >= 0.6
    assert likeness(one, other) > likeness("Ghulam Sarwar", other)


def test_words_in_another_order_and_a_family_name_left_out_still_meet():
    assert likeness("Kaleke Mandi", "Mandi Kaleke") == 1.0
    assert likeness("Nasir", "Gul Khan Nasir") >= 0.7
    assert likeness("Nasir", "Gul Khan Nasir") < likeness("Khan Nasir", "Gul Khan Nasir")


@given(LETTERS, LETTERS)
@settings(max_examples=100)
def test_likeness_is_the_same_both_ways_and_lies_between_nothing_and_one(one, other):
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0.0 <= likeness(one, other) <= 1.0 + 1e-9
    assert not sounds_of(one) or likeness(one, one) == pytest.approx(1.0)


def test_a_name_is_found_among_many_by_its_spelling_in_another_script():
    index = Index((str(at), name) for at, name in enumerate(PEOPLE))
    for at, asked in enumerate(
        ("عبدالرحمٰن بلوچ", "زبیدہ خان", "میر ہزار خان", "گل خان نصیر", "صنوبر", "ناصر احمد", "کریمہ")
    ):
        assert index.find(asked)[0].id == str(at)


def test_an_id_with_many_names_is_found_once_and_by_its_nearest():
    index = Index([("a", "Naushki"), ("a", "Nushki"), ("b", "Noshehra"), ("c", "   "), ("d", "!")])
    found = index.find("نوشکی")
    assert [one.id for one in found].count("a") == 1
    assert found[0].id == "a"
    assert len(index) == 3
    assert index.find("...") == ()
    assert index.find("نوشکی", limit=1) == found[:1]


def test_those_that_share_a_rare_word_come_before_those_that_share_a_common_one():
    firsts = ("Gul", "Mir", "Sher", "Wali", "Jan", "Taj", "Zarif", "Hamid", "Mehrab", "Ghaus", "Doda", "Noor")
    index = Index([*((f"k{at}", f"{first} Khan") for at, first in enumerate(firsts)), ("z", "Mehrab Baloch")])
    assert [one.id for one in index.find("Mehrab Rind")[:2]] == ["k8", "z"]


def test_a_joined_name_sounds_as_the_two_words_do():
    assert joined(sounds_of("Hazar Ganji")) == joined(sounds_of("Hazarganji"))
