"""Signing in as a person does it: passphrase, second factor, code of conduct; and what must not happen on the way."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.doors.sign_in import COST, SECRET, code, give, member, person_id_of, signed_in
from tests.factories import NOW, PASSPHRASE, actor

from haal.domain.access import Role
from haal.porch import clock, rates, sitting
from haal.services.people import accounts, agreements, invites
from haal.storage import audit
from haal.storage.person import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


def test_from_an_invitation_to_the_desk():
    browser = Client()
    invitation = invites.invite_one(by=actor(Role.OPERATOR, now=clock.now()), now=clock.now())
    posted = {"code": invitation.code, "passphrase": PASSPHRASE, "again": PASSPHRASE}

    joined = browser.post("/join/", posted)
    pseudonym = re.search(r'class="code">([a-z]+-[a-z]+)<', joined.content.decode()).group(1)
    assert browser.post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE}).url == "/desk/"
    assert browser.get("/desk/").url == "/accounts/conduct/"
    assert browser.post("/accounts/conduct/", {"accepted": "yes"}).url == "/desk/"
    assert browser.get("/desk/").url == "/accounts/2fa/totp/activate/"
    again = browser.get("/accounts/2fa/totp/activate/")
    assert again.url.startswith("/accounts/reauthenticate/")
    assert browser.post(again.url, {"password": PASSPHRASE, "next": "/accounts/2fa/totp/activate/"}).status_code == 302
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'<code class="code">([A-Z2-7]+)</code>', page).group(1)
    assert "<svg" in page
    assert "data:" not in page
    assert browser.post("/accounts/2fa/totp/activate/", {"code": code(secret)}).url == "/accounts/2fa/recovery-codes/"
    shown_once = re.findall(r"<li>(\d{8})</li>", browser.get("/accounts/2fa/recovery-codes/").content.decode())
    shown_again = re.findall(r"<li>(\d{8})</li>", browser.get("/accounts/2fa/recovery-codes/").content.decode())

    assert len(shown_once) == 10
    assert shown_again == []
    assert browser.get("/desk/").status_code == 200
    assert [entry.what for entry in audit.each()] == ["invited", "joined", "signed-in", "conduct-accepted"]


def test_the_second_factor_is_asked_at_sign_in_and_a_recovery_code_works_once():
    pseudonym = member(Role.VERIFIER)
    user = Person.objects.get(username=pseudonym)
    from allauth.mfa.models import Authenticator

    spare = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    answers = []
    for _ in range(2):
        browser = Client()
        assert (
            browser.post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE}).url
            == "/accounts/2fa/authenticate/"
        )
        assert browser.get("/desk/").status_code == 302
        answers.append(browser.post("/accounts/2fa/authenticate/", {"code": spare}).status_code)

    assert answers == [302, 200]


def test_a_code_from_the_app_works_once_even_within_its_ninety_seconds():
    pseudonym = member(Role.VERIFIER)
    shown = code(step=1)
    answers = []
    for _ in range(2):
        browser = Client()
        browser.post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE})
        from django.core.cache import cache

        cache.delete(f"allauth.mfa.totp.used?user={person_id_of(pseudonym)}&code={shown}")  # as after thirty seconds
        answers.append(browser.post("/accounts/2fa/authenticate/", {"code": shown}).status_code)

    assert answers == [302, 200]


def test_secrets_of_the_second_factor_and_sessions_are_not_in_the_database_in_clear():
    browser = signed_in(member(Role.VERIFIER))
    newcomer = signed_in(member(second_factor=False))
    newcomer.post("/accounts/reauthenticate/", {"password": PASSPHRASE})
    page = newcomer.get("/accounts/2fa/totp/activate/").content.decode()
    fresh = re.search(r'<code class="code">([A-Z2-7]+)</code>', page).group(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        factors = str(cursor.fetchall())
    sessions = [django_settings.SESSION_ENGINE and row.session_data for row in Session.objects.all()]

    assert browser.get("/desk/").status_code == 200
    assert SECRET not in factors
    assert len(sessions) == 2
    for data in sessions:
        unsigned = data.split(":")[0]
        import base64
        import zlib

        raw = base64.urlsafe_b64decode(unsigned.lstrip(".") + "===")
        raw = zlib.decompress(raw) if unsigned.startswith(".") else raw
        assert fresh.encode() not in raw
        assert b"_auth_user_id" not in raw


def test_no_address_and_no_browser_name_is_kept_anywhere():
    browser = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="planted-browser/1")
    pseudonym = member(Role.OPERATOR, second_factor=False)
    browser.post("/accounts/login/", {"login": pseudonym, "password": "wrong wrong wrong"})
    browser.post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE})
    browser.post("/accounts/2fa/totp/activate/", {"code": "123456"})  # allauth would keep the whole request here
    opened = str([row.get_decoded() for row in Session.objects.all()])
    from django.core.cache import cache

    cached = str(list(cache._cache.keys()))

    assert "203.0.113" not in opened + cached
    assert "planted-browser" not in opened + cached
    assert "123456" not in opened


@pytest.mark.parametrize("pseudonym", ["nobody-there", None])
def test_a_wrong_passphrase_and_an_unknown_pseudonym_look_alike(pseudonym):
    browser = Client()

    response = browser.post("/accounts/login/", {"login": pseudonym or member(), "password": "wrong wrong wrong"})

    assert response.status_code == 200
    assert "not correct" in response.content.decode()


def test_wrong_tries_of_strangers_close_the_door_to_strangers_and_not_to_the_persons_own_device():
    pseudonym = member(second_factor=False)
    own = signed_in(pseudonym)
    own.post("/accounts/logout/")
    stranger = Client()
    for _ in range(rates.FAILED_PER_DOOR_MAX):
        stranger.post("/accounts/login/", {"login": pseudonym, "password": "wrong wrong wrong"})

    closed = stranger.post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE})
    opened = own.post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE})

    assert closed.status_code == 200
    assert "Too many" in closed.content.decode()
    assert opened.status_code == 302
    assert "sign-in-closed" in [entry.what for entry in audit.each()]


def test_the_passphrase_is_not_hashed_once_the_door_is_closed(monkeypatch):
    pseudonym = member(second_factor=False)
    for _ in range(rates.FAILED_PER_DOOR_MAX):
        rates.failed_at_door.spend(f"unknown:{rates._digest(pseudonym)}", now=clock.now())
    hashed = []
    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.verify", lambda *_: hashed.append(1))

    Client().post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE})

    assert hashed == []


def test_a_passphrase_is_hashed_by_argon2_and_slowly():
    assert django_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert COST["time_cost"] * COST["memory_cost"] >= 2 * 100 * 1024  # passes over KiB


def test_the_whole_site_has_a_budget_of_failures(monkeypatch):
    monkeypatch.setattr(rates.failed_everywhere, "amount", 3)
    pseudonym = member(second_factor=False)
    own = signed_in(pseudonym)
    own.post("/accounts/logout/")
    for number in range(3):
        Client().post("/accounts/login/", {"login": f"guess-{number}", "password": "wrong wrong wrong"})

    assert (
        "Too many" in Client().post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE}).content.decode()
    )
    assert own.post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE}).status_code == 302


@pytest.mark.parametrize(
    ("steps_minutes", "still_in"), [((29,), True), ((31,), False), ((25,) * 23, True), ((25,) * 25, False)]
)
def test_a_sitting_ends_after_thirty_idle_minutes_and_ten_hours(monkeypatch, steps_minutes, still_in):
    browser = signed_in(member(Role.VERIFIER))
    browser.get("/desk/")
    started = clock.now()
    passed = timedelta()
    for minutes in steps_minutes:
        passed += timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda at=started + passed: at)
        answer = browser.get("/desk/")

    assert (answer.status_code == 200) is still_in
    assert timedelta(hours=10) == sitting.SITTING_MAX


def test_suspending_somebody_ends_their_sitting_at_once():
    pseudonym = member(Role.VERIFIER)
    browser = signed_in(pseudonym)
    before = browser.get("/desk/").status_code

    accounts.suspend(person_id=person_id_of(pseudonym), by=actor(Role.INTAKE), now=NOW)

    assert before == 200
    assert browser.get("/desk/").url.startswith("/accounts/login/")
    assert Client().post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE}).url != "/desk/"


def test_a_reset_second_factor_ends_the_sitting_and_is_set_up_anew():
    pseudonym = member(Role.VERIFIER)
    browser = signed_in(pseudonym)
    asked = agreements.ask_factor_reset(person_id=person_id_of(pseudonym), by=actor(Role.OPERATOR), now=NOW)

    agreements.agree(agreement_id=asked, by=actor(Role.AUDITOR), now=NOW)

    assert browser.get("/desk/").url.startswith("/accounts/login/")
    assert signed_in(pseudonym).get("/desk/").url == "/accounts/2fa/totp/activate/"


def test_nobody_takes_away_their_own_second_factor():
    browser = signed_in(member(Role.VERIFIER))
    browser.post("/accounts/2fa/reauthenticate/", {"code": code(step=1)})

    answer = browser.post("/accounts/2fa/totp/deactivate/", {})

    assert answer.status_code == 200
    assert browser.get("/desk/").status_code == 200


def test_a_passphrase_alone_does_not_renew_the_second_factor():
    browser = signed_in(member(Role.OPERATOR))

    assert browser.get("/accounts/reauthenticate/").url.startswith("/accounts/2fa/reauthenticate/")


def test_a_page_of_two_people_asks_for_the_second_factor_again(monkeypatch):
    browser = signed_in(member(Role.OPERATOR))
    assert browser.get("/desk/people/invite/").status_code == 200
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)

    answer = browser.get("/desk/people/invite/")

    assert answer.url == "/accounts/2fa/reauthenticate/?next=%2Fdesk%2Fpeople%2Finvite%2F"
    assert browser.post("/desk/people/invite/").url == answer.url


def test_a_role_is_asked_and_agreed_through_the_pages():
    newcomer = member()
    operator, auditor = signed_in(member(Role.OPERATOR)), signed_in(member(Role.AUDITOR))
    person_id = person_id_of(newcomer)
    asked = operator.post(f"/desk/people/{person_id}/role/", {"role": "verifier", "reason": "knows the valley"})
    page = auditor.get("/desk/agreements/").content.decode()
    agree = re.search(r'href="(/desk/agreements/[^"]+/agree/)"', page).group(1)

    own_hand = operator.post(agree)
    other_hand = auditor.post(agree)

    assert asked.status_code == 302
    assert "knows the valley" in page
    assert own_hand.status_code == 409
    assert other_hand.status_code == 302
    assert signed_in(newcomer).get("/desk/").status_code == 200
    assert "looks at reports" in auditor.get(f"/desk/people/{person_id}/").content.decode()


def test_pages_that_allauth_would_open_do_not_exist():
    for name in (
        "account_signup",
        "account_email",
        "account_reset_password",
        "mfa_download_recovery_codes",
        "mfa_add_webauthn",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_cookies_are_strict_and_closed_to_scripts():
    browser = Client()
    pseudonym = member(second_factor=False)

    browser.post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE})

    for name in ("session", "device"):
        assert browser.cookies[name]["samesite"] == "Strict"
        assert browser.cookies[name]["httponly"]
    assert browser.cookies["session"]["expires"] == ""  # gone with the browser
    assert pseudonym not in browser.cookies["device"].value


def test_the_audit_page_is_for_auditors_and_says_that_the_chain_holds():
    give(person_id_of(pseudonym := member(Role.INTAKE)), Role.AUDITOR)

    page = signed_in(pseudonym).get("/desk/audit/")

    assert page.status_code == 200
    assert "holds" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"


def test_a_stranger_is_sent_to_sign_in_and_somebody_without_the_right_sees_nothing_there():
    absent = signed_in(member(Role.INTAKE)).get("/desk/people/p_nobody/")
    forbidden = signed_in(member(Role.INTAKE)).get("/desk/audit/")

    assert Client().get("/desk/audit/").url == "/accounts/login/?next=%2Fdesk%2Faudit%2F"
    assert (absent.status_code, forbidden.status_code) == (404, 404)
    assert len(absent.content) == len(forbidden.content)
