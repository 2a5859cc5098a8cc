"""The address of a calendar: shown once, fetched without an account, and the same nothing for whatever is not one."""

from __future__ import annotations

import re

import pytest
import vobject
from django.test import Client
from tests.doors.test_help_pages import text

from haal.storage.ground import keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


@pytest.fixture
def address(crew):
    page = text(crew[0][0].post("/desk/shifts/codes/calendar/"))
    return re.search(r"http://testserver(/shifts/[a-z-]+\.ics)", page)[1]


def events(answer):
    calendar = vobject.readOne(answer.content.decode())
    return [event.vevent if hasattr(event, "vevent") else event for event in calendar.contents.get("vevent", [])]


def test_a_telephone_fetches_its_helpers_shifts_with_no_account(crew, address):
    _, ids, names = crew
    answer = Client().get(address)

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in answer["Cache-Control"]
    (event,) = events(answer)
    assert event.summary.value == "The library"
    content = answer.content.decode()
    assert not [
        word for word in (*ids, *names, "s_", "g_", "lan", "elper", "school") if word in content.replace("Haal", "")
    ]


def test_the_address_is_shown_once_and_can_be_renewed_and_ended(crew, address):
    first = crew[0][0]
    assert address not in text(first.get("/desk/shifts/"))
    renewed = re.search(r"/shifts/[a-z-]+\.ics", text(first.post("/desk/shifts/codes/calendar/")))[0]

    assert Client().get(address).status_code == 404
    assert Client().get(renewed).status_code == 200
    assert first.post("/desk/shifts/codes/calendar/end/").status_code == 302
    assert Client().get(renewed).status_code == 404


def test_whatever_is_no_address_has_one_answer(crew, address):
    first = crew[0][0]
    digits = re.search(r"\d{3} \d{3} \d{4}", text(first.post("/desk/shifts/codes/text/")))[0]
    first.post("/desk/shifts/codes/calendar/end/")
    paths = (
        address,
        "/shifts/one-two-three-four-five-six.ics",
        "/shifts/x.ics",
        f"/shifts/{digits.replace(' ', '')}.ics",
        f"/shifts/{'a' * 900}.ics",
    )

    answers = {(answer.status_code, answer.content) for answer in (Client().get(path) for path in paths)}
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_a_code_has_a_use_that_there_is(crew):
    first, *_, stranger = crew[0]

    assert first.post("/desk/shifts/codes/alarm/").status_code == 404
    assert stranger.post("/desk/shifts/codes/calendar/end/").status_code == 404


def test_while_the_keys_are_away_the_telephone_is_told_to_come_again(address):
    keys.forget()

    assert Client().get(address).status_code == 503
