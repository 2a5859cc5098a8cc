"""What every door shares: answers to a no, headers, the language, the client's key."""

from __future__ import annotations

import json

import pytest
from django.test import Client, RequestFactory
from tests.doors.sign_in import member, signed_in

from haal.domain.access import Role
from haal.domain.errors import GeneralReason, HaalError, KeysLocked, Malformed, NotFound, Refused
from haal.porch import errors
from haal.porch.headers import PERMISSIONS_POLICY
from haal.storage.ground import keys

SENSORS = ("geolocation", "camera", "microphone")


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (Refused(GeneralReason.TWO_PEOPLE_NEEDED), 409, "two different people"),
        (Refused(GeneralReason.TOO_MANY), 409, "Wait a little"),
        (Malformed("day", expected="a day", got="12 letters"), 400, "expected a day, got 12 letters"),
        (NotFound(), 404, "Not here"),
        (Refused(GeneralReason.NOT_ALLOWED), 404, "Not here"),
        (KeysLocked(), 503, "haal unlock"),
    ],
)
def test_a_no_is_a_page_that_says_why_and_what_to_do(error, status, says):
    answer = errors.answer(RequestFactory().get("/desk/"), error)

    assert answer.status_code == status
    assert says in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (Refused(GeneralReason.TWO_PEOPLE_NEEDED), 409, "two-people-needed"),
        (Malformed("day", expected="a day", got="12 letters"), 400, "malformed"),
        (NotFound(), 404, "not-found"),
        (Refused(GeneralReason.NOT_ALLOWED), 404, "not-found"),
        (Refused(GeneralReason.SECOND_FACTOR_NEEDED), 403, "second-factor-needed"),
        (KeysLocked(), 503, "delivery-locked"),
    ],
)
def test_a_program_gets_the_same_no_as_json(error, status, reason):
    answer = errors.answer(RequestFactory().get("/api/v1/reports"), error)

    assert (answer.status_code, json.loads(answer.content)["reason"]) == (status, reason)


def test_absent_and_forbidden_are_the_same_bytes():
    request = RequestFactory().get("/desk/")

    assert (
        errors.answer(request, NotFound()).content == errors.answer(request, Refused(GeneralReason.NOT_ALLOWED)).content
    )


@pytest.mark.parametrize("error", [ValueError("a bug"), HaalError("unknown")])
def test_a_bug_is_left_to_django(error):
    assert errors.answer(RequestFactory().get("/"), error) is None


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/desk/"])
def test_every_answer_has_its_headers(path):
    answer = Client().get(path)

    assert answer.headers["Permissions-Policy"] == PERMISSIONS_POLICY
    assert all(f"{sensor}=()" in PERMISSIONS_POLICY for sensor in SENSORS)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert (answer.headers.get("Cache-Control") == "no-store") is (path != "/")


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_keys")
def test_the_second_factor_page_needs_no_hole_in_the_content_policy():
    browser = signed_in(member(second_factor=False))
    browser.post("/accounts/reauthenticate/", {"password": "a lamp a river and a kite"})

    page = browser.get("/accounts/2fa/totp/activate/")

    assert "style=" not in page.content.decode()
    assert "<svg" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["ur", "bal", "brh", "ps", "fa", "en"])
def test_a_chosen_language_stays_chosen(code):
    browser = Client()
    browser.get(f"/?lang={code}")

    page = browser.get("/").content.decode()

    assert f'<html lang="{code}" dir="{"ltr" if code == "en" else "rtl"}">' in page


@pytest.mark.django_db
def test_an_unknown_language_is_english_and_leaves_no_cookie():
    browser = Client()

    page = browser.get("/?lang=xx%22onload")

    assert b'lang="en"' in page.content
    assert "lang" not in browser.cookies


@pytest.mark.django_db
def test_every_desk_page_says_that_delivery_is_locked(desk_keys):
    browser = signed_in(member(Role.VERIFIER))
    before = browser.get("/desk/").content.decode()

    keys.forget()

    assert "DELIVERY LOCKED" not in before
    assert "DELIVERY LOCKED" in browser.get("/desk/").content.decode()
    assert "DELIVERY LOCKED" not in Client().get("/").content.decode()
