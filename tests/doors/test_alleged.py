"""What anybody reads of reports by who is said to have done it: page and JSON, empty, counted, in Urdu, without a name."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.factories import NOW
from tests.factories_keys import given_keys

from haal.domain.report import Answers, Channel, Incoming, Responsibility, ResponsibilityKind, Source
from haal.language.neutral import sided_words
from haal.services.intake.take_in import take_in
from haal.services.testify.alleged import count
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db
PAGE, DATA = "/incidents/alleged/", "/api/v1/alleged"
TAG = re.compile(r"</?[a-z!][^>]*>")


@pytest.fixture
def counted(home):
    """Let six reports name an armed group and one a state force, count them, and take the keys away."""
    given_keys(home)
    for number, party in enumerate(["Nameless Front"] * 6 + ["Some Army"]):
        said = Responsibility(kind=ResponsibilityKind.CLAIMED, party=party)
        answers = Answers(heard=f"Blast number {number}.", responsibility=(said,))
        key = f"the-page-of-alleged-{number}"
        incoming = Incoming(channel=Channel.PRESS, client_key=key, answers=answers, source=Source(line="own:Dawn"))
        take_in(incoming=incoming, now=NOW)
    count.count(now=NOW)
    keys.lock()
    keys.forget()


def text_of(address: str) -> str:
    return TAG.sub(" ", Client().get(address).content.decode())


def test_before_the_first_count_the_page_says_so_and_the_data_are_empty():
    assert "Nothing was counted yet" in text_of(PAGE)
    assert Client().get(DATA).json()["rows"] == []
    assert Client().get(DATA).json()["counted_on"] is None


def test_the_page_shows_every_kind_in_steps_and_needs_no_key(counted):
    text = " ".join(text_of(PAGE).split())

    assert "Counted on 2026-03-04" in text
    assert "an armed group 5-9 0 0 5-9 – –" in text
    assert "a state force &lt;5 0 0 &lt;5 – –" in text
    assert "no party named 0 0 0 0 – –" in text


def test_the_data_say_what_the_page_says(counted):
    answer = Client().get(DATA).json()

    assert answer["counted_on"] == "2026-03-04"
    assert [(row["kind"], row["received"], row["waiting"], row["median_days_to_published"]) for row in answer["rows"]] == [
        ("armed-group", "5-9", "5-9", None), ("state-force", "<5", "<5", None), ("no-party-named", "0", "0", None),
    ]  # fmt: skip


@pytest.mark.parametrize("address", [PAGE, DATA])
def test_no_name_of_a_party_and_no_word_of_a_side_stands_there(counted, address):
    text = text_of(address)

    assert "Nameless" not in text
    assert "Some Army" not in text
    assert sided_words(text) == ()


def test_in_urdu_the_page_runs_from_right_to_left_in_words_of_no_side(counted):
    page = Client().get(f"{PAGE}?lang=ur").content.decode()

    assert 'dir="rtl"' in page
    assert "ایک مسلح گروہ" in page
    assert "<bdi>5-9</bdi>" in page
    assert sided_words(TAG.sub(" ", page)) == ()


@pytest.mark.parametrize("address", ["/incidents/", "/claims/", "/about/"])
def test_it_is_found_from_the_pages_of_what_happened_of_claims_and_of_who_runs_this(address):
    assert f'href="{PAGE}"' in Client().get(address).content.decode()


def test_the_page_says_how_it_counts_and_what_it_cannot_show():
    text = text_of(PAGE)

    for words in ("counts once under each", "one to four as <5", "what they dare to tell", "It is not who did it"):
        assert words in text
