"""What one does later with the code alone, and what somebody gets who guesses codes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in

from haal.domain.access import Role
from haal.domain.policy import DEFAULT
from haal.domain.report import TestifyConsent
from haal.porch import clock
from haal.services.intake import follow
from haal.storage import report as reports
from haal.storage.act import ActRow
from haal.storage.ground import keys
from haal.storage.outbox import OutboxRow

KEY = "a-key-of-this-answer"
WRONG_DIGITS = "000 000 0000"
WRONG_WORDS = "able able able able able able"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


@pytest.fixture
def code():
    """Return the two forms of the code of a report that agreed to everything."""
    answer = Client().post(
        "/report/",
        {"saw": "smoke", "client_key": "a-key-of-this-form-1", "warn": "yes", "help": "yes", "testify": "press"},
    )
    return re.findall(r'<p class="code"[^>]*>([^<]+)<', answer.content.decode())


def look(code):
    return Client().post("/code/", {"code": code})


@pytest.mark.parametrize("form", [0, 1])
def test_both_forms_of_the_code_show_the_thread(code, form):
    answer = look(code[form])

    assert answer.status_code == 200
    assert "No messages yet" in answer.content.decode()
    assert re.search(r'name="testify" value="press" checked', answer.content.decode())


@pytest.mark.parametrize(
    "said", [lambda words: words.upper(), lambda words: words.replace(" ", "-"), lambda words: f"  {words}\n"]
)
def test_a_code_is_understood_as_people_write_it(code, said):
    assert look(said(code[0])).status_code == 200


def test_the_code_is_in_no_address_and_no_page_is_kept(code):
    answer = look(code[0])

    assert answer["Cache-Control"].startswith("max-age=0")
    assert "no-store" in answer["Cache-Control"]
    assert Client().get("/code/", {"code": code[0]}).content.decode().count(code[0]) == 0


@pytest.mark.parametrize("wrong", ["", "one", WRONG_WORDS, WRONG_DIGITS, "' OR 1=1 --", "\U0001f600" * 6])
def test_a_wrong_code_and_a_code_of_nobody_say_the_same(code, wrong):
    answer = look(wrong)

    assert answer.status_code == 404
    assert "Nothing is kept under this code. Check the words or the numbers" in answer.content.decode()


def test_a_question_of_the_desk_is_answered_with_the_code(code):
    desk = signed_in(member(Role.VERIFIER))
    report_id = follow.find(code=code[0])
    desk.post(f"/desk/reports/{report_id}/ask/", {"text": "Which bridge?", "client_key": KEY})

    page = look(code[1]).content.decode()
    key = re.search(r'name="client_key" value="([^"]+)"', page)[1]
    answer = Client().post("/code/answer/", {"code": code[1], "text": "The old one", "client_key": key})
    Client().post("/code/answer/", {"code": code[1], "text": "The old one", "client_key": key})

    assert "Which bridge?" in page
    assert answer.status_code == 200
    assert [line.text for line in follow.read(code=code[0]).messages] == ["Which bridge?", "The old one"]
    assert "The old one" in desk.get(f"/desk/reports/{report_id}/").content.decode()


def test_two_answers_under_one_key_are_both_kept(code):
    for text in ("the old one", "no, the new one"):
        Client().post("/code/answer/", {"code": code[0], "text": text, "client_key": ""})

    assert [line.text for line in follow.read(code=code[0]).messages] == ["the old one", "no, the new one"]


def test_while_the_box_is_locked_an_answer_is_kept_and_shown_later(code):
    secrets = keys.desk_identity()
    assert secrets is not None
    keys.forget()
    Client().post("/code/answer/", {"code": code[0], "text": "more smoke", "client_key": KEY})

    page = look(code[0])

    assert page.status_code == 200
    assert "What you send is kept" in page.content.decode()


def test_consent_is_taken_back_at_once_and_without_a_reason(code):
    answer = Client().post("/code/consent/", {"code": code[0], "warn": "no", "help": "no", "testify": "nobody-yet"})

    row = reports.ReportRow.objects.get()
    assert answer.status_code == 200
    assert (row.consent_warn, row.consent_help, row.consent_testify) == (False, False, TestifyConsent.NOBODY.value)
    assert ActRow.objects.filter(kind="consent-changed", subject=row.id).count() == 1
    assert OutboxRow.objects.filter(kind="consent-changed", subject=row.id).count() == 1


def test_a_consent_that_is_not_understood_is_no(code):
    Client().post("/code/consent/", {"code": code[0], "warn": "perhaps", "testify": "everybody"})

    row = reports.ReportRow.objects.get()
    assert (row.consent_warn, row.consent_testify) == (False, TestifyConsent.NOBODY.value)


@pytest.mark.parametrize("path", ["/code/answer/", "/code/consent/", "/help/number/", "/help/promise/"])
def test_a_wrong_code_changes_nothing_by_any_door(path):
    answer = Client().post(path, {"code": WRONG_WORDS, "text": "x", "client_key": KEY, "match": "m_x"})

    assert answer.status_code == 404


def guess(times, *, path="/code/"):
    return [Client().post(path, {"code": f"{number:010d}"}).status_code for number in range(times)]


def test_whoever_guesses_numbers_waits_a_minute_and_is_told_so(code, monkeypatch):
    begin = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: begin)
    most = DEFAULT.code_failures_a_minute
    assert guess(most) == [404] * most

    answer = look(WRONG_DIGITS)

    assert answer.status_code == 429
    assert "Wait a minute, then try again" in answer.content.decode()
    assert guess(1, path="/code/answer/") == [429]
    assert guess(1, path="/help/number/") == [429]
    monkeypatch.setattr(clock, "now", lambda: begin + timedelta(seconds=61))
    assert guess(1) == [404]
    assert look(code[1]).status_code == 200


def test_six_words_never_wait_for_whoever_guesses_numbers(code):
    guess(DEFAULT.code_failures_a_minute + 1)

    assert look(code[0]).status_code == 200
    assert look(code[1]).status_code == 429
    assert look(WRONG_WORDS).status_code == 404


def test_right_numbers_use_nothing_up(code):
    for _ in range(DEFAULT.code_failures_a_minute + 5):
        assert look(code[1]).status_code == 200


def test_wrong_words_use_nothing_up(code):
    for _ in range(DEFAULT.code_failures_a_minute + 5):
        look(WRONG_WORDS)

    assert look(code[1]).status_code == 200


def test_who_checks_in_does_not_wait_for_whoever_guesses_receipts():
    guess(DEFAULT.code_failures_a_minute + 1)

    assert Client().post("/check-in/", {"code": WRONG_DIGITS}).status_code == 404
    assert guess(DEFAULT.code_failures_a_minute, path="/check-in/")[-1] == 429


def test_the_page_hands_out_ones_own_copy_under_a_name_that_tells_nothing(code):
    page = look(code[1]).content.decode()

    answer = Client().post("/code/copy/", {"code": code[1]})

    assert 'action="/code/copy/"' in page
    assert answer["Content-Disposition"] == 'attachment; filename="copy.txt"'
    assert '"smoke"' in answer.content.decode()
    assert Client().post("/code/copy/", {"code": WRONG_DIGITS}).status_code == 404
