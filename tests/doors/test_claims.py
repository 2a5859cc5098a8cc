"""Claims through the real stack: entered at the desk, looked at beside the reports, confirmed by another, read by all."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in
from tests.factories_assess import DAY
from tests.factories_keys import given_keys
from tests.factories_publication import incident

from haal.domain.access import Role
from haal.storage.claim.rows import CheckedClaimRow

pytestmark = pytest.mark.django_db
WORDS = "A bombing killed 13 people in Quetta."
FORM = {
    "words": WORDS, "kind": "incident", "checkable": "yes", "when": DAY.isoformat(), "place": "Quetta", "quantity": "13 killed",
}  # fmt: skip


@pytest.fixture(autouse=True)
def keys_in_memory(home):
    given_keys(home)


def entered(browser: Client, **changed: str) -> str:
    answer = browser.post("/desk/claims/new/", {**FORM, **changed})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].rstrip("/").rsplit("/", 1)[1]


def confirmed(browser: Client, claim_id: str, words: str = WORDS):
    shown = browser.get(f"/desk/claims/{claim_id}/").content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', shown)
    return browser.post(f"/desk/claims/{claim_id}/confirm/", {"words": words, "seen": seen.group(1) if seen else ""})


@pytest.fixture
def public() -> str:
    """Return the id of a claim that is public."""
    incident("own:Dawn", "wire:AFP")
    claim_id = entered(signed_in(member(Role.PUBLISHER)))
    assert confirmed(signed_in(member(Role.VERIFIER)), claim_id).status_code == 302
    return claim_id


def test_an_empty_list_says_so():
    assert "Nothing here yet" in Client().get("/claims/").content.decode()


def test_a_claim_is_confirmed_beside_its_reports_and_read_by_everybody(public):
    listing, page = (Client().get(address).content.decode() for address in ("/claims/", f"/claims/{public}/"))

    assert WORDS in listing
    assert WORDS in page
    assert "Reports support it" in page
    assert "AFP, Dawn" in page
    assert "pre-wrap" not in page


def test_the_page_holds_a_claim_review_and_needs_no_script(public):
    page = Client().get(f"/claims/{public}/").content.decode()

    inside = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert inside is not None
    review = json.loads(inside.group(1))
    assert (review["@type"], review["claimReviewed"]) == ("ClaimReview", WORDS)
    assert review["reviewRating"]["ratingValue"] == 5
    assert review["url"].endswith(f"/claims/{public}/")
    assert json.loads(Client().get(f"/claims/{public}/review.json").content) == review
    assert "<script" not in page.split("<main")[1].split("</main>")[0].replace(inside.group(0), "")


def test_words_cannot_break_out_of_the_review():
    incident("own:Dawn")
    words = "A bombing </script><b>killed</b> 13 people."
    claim_id = entered(signed_in(member(Role.PUBLISHER)), words=words)
    assert confirmed(signed_in(member(Role.VERIFIER)), claim_id, words).status_code == 302

    page = Client().get(f"/claims/{claim_id}/").content.decode()

    assert "</script><b>" not in page
    assert json.loads(Client().get(f"/claims/{claim_id}/review.json").content)["claimReviewed"] == words


def test_who_entered_it_sees_no_button_and_is_refused():
    incident("own:Dawn")
    browser = signed_in(member(Role.PUBLISHER))
    claim_id = entered(browser)

    shown = browser.get(f"/desk/claims/{claim_id}/").content.decode()
    answer = browser.post(f"/desk/claims/{claim_id}/confirm/", {"words": WORDS, "seen": "x"})

    assert "Confirm and publish" not in shown
    assert "Somebody else confirms" in shown
    assert answer.status_code == 409
    assert Client().get(f"/claims/{claim_id}/").status_code == 404


def test_a_call_to_violence_is_on_no_public_page():
    claim_id = entered(signed_in(member(Role.PUBLISHER)), words="The people must take up arms.", kind="call to action")
    browser = signed_in(member(Role.VERIFIER))

    shown = browser.get(f"/desk/claims/{claim_id}/").content.decode()
    answer = confirmed(browser, claim_id, "Take care.")

    assert "never shown in public" in shown
    assert answer.status_code == 409
    assert "arms" not in Client().get("/claims/").content.decode()
    for address in (f"/claims/{claim_id}/", f"/claims/{claim_id}/review.json"):
        assert Client().get(address).status_code == 404
    for feed in ("/incidents.csv", "/incidents.geojson", "/feed.atom", "/warnings/"):
        assert b"take up arms" not in Client().get(feed).content


def test_sided_words_are_refused_with_the_words_meant():
    incident("own:Dawn")
    claim_id = entered(signed_in(member(Role.PUBLISHER)))

    answer = confirmed(signed_in(member(Role.VERIFIER)), claim_id, "Terrorists killed 13 people.")

    assert answer.status_code == 409
    assert "Terrorists" in answer.content.decode()


def test_a_claim_taken_back_is_gone_and_says_so(public):
    signed_in(member(Role.PUBLISHER)).post(f"/desk/claims/{public}/withdraw/")

    page = Client().get(f"/claims/{public}/")

    assert page.status_code == 410
    assert WORDS not in page.content.decode()
    assert Client().get(f"/claims/{public}/review.json").status_code == 410


def test_a_false_date_is_said_beside_the_form():
    answer = signed_in(member(Role.PUBLISHER)).post("/desk/claims/new/", {**FORM, "when": "2026-13-40"})

    assert answer.status_code == 422
    assert "2026-13-40" in answer.content.decode()
    assert CheckedClaimRow.objects.count() == 0


@pytest.mark.parametrize("claim_id", ["x", "clm_absent", "../desk/"])
def test_what_is_not_public_is_not_there(claim_id):
    assert Client().get(f"/claims/{claim_id}/").status_code in {404, 302, 301}
