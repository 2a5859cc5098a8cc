"""Names of parties fall out of a text, whoever they are and however they are written; what was hit stays."""

from itertools import combinations

import pytest
from tests.factories_parties import PARTIES

from haal.language.likeness.parties import doers_masked, masked

SENTENCES = (
    "Officials said that {} did it on Monday.",
    "In Mastung five were taken by {}, relatives said",
    "{} claimed it; {} denied",
)


def _bare(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_party_is_taken_out_with_its_article_and_nothing_else_is(party, sentence):
    assert _bare(masked(sentence.replace("{}", party))) == _bare(sentence.replace("{}", " "))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_text_in_which_two_parties_are_exchanged_is_the_same_text(sentence):
    told = {party: _bare(masked(sentence.replace("{}", party))) for party in PARTIES}

    assert all(told[one] == told[other] for one, other in combinations(PARTIES, 2))


@pytest.mark.parametrize("party", PARTIES)
def test_whoever_says_or_does_something_is_taken_out_of_a_headline_too(party):
    assert _bare(doers_masked(f"{party} claimed the blast by {party}: police")) == "claimed the blast by : police"


@pytest.mark.parametrize(
    "text",
    [
        "Nine people died at the police post near the market in Mastung",
        "A school bus in Khuzdar; the police station and the hospital of Quetta",
        "A Levies post and a Rangers checkpost",
        "Raw gas, us and them, a state school, a national highway, armed with knives, Lashkar Gah",
        "An agency and a Turkish agency counted nine",
        "مستونگ کے بازار میں پولیس چوکی کے قریب نو افراد ہلاک",
        "दलित बस्ती के लोग",
    ],
)
def test_nothing_else_is(text):
    assert masked(text) == text


def test_those_who_were_hit_stay_in_a_headline():
    for text in (
        "Five soldiers killed in blast near Turbat", "Bomb kills five soldiers: officials", "Three militants said killed in Turbat",
    ):  # fmt: skip
        assert doers_masked(text) == text


def test_the_letters_of_every_keyboard_of_the_arabic_script_are_one():
    assert _bare(masked("عسكريت پسند")) == _bare(masked("عسکریت پسند")) == ""
