"""Shifts by text message, as a gateway brings them: numbers of nobody are answered like any other text, and tries are counted."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories_keys import given_keys
from tests.factories_rota import DAY, helpers_of, hold, place_of

from haal.domain.rota.calendar import Use
from haal.domain.warn import reply
from haal.inbox import sms as inbox
from haal.porch import rates
from haal.services.help.rota import own_codes
from haal.services.warn import gateways
from haal.storage import rota as rows
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db
UNKNOWN = reply._UNKNOWN["en"]


@pytest.fixture(autouse=True)
def _box(home, settings):
    given_keys(home)
    settings.HAAL_SENDER = "haal.example"
    inbox.of_one.clear_all()
    inbox.of_all.clear_all()
    rates.failed_codes.clear_all()
    yield
    keys.forget()


@pytest.fixture
def crew_of_two_shifts():
    helpers, now = helpers_of(4), timezone.now()
    place_id = place_of(helpers)
    early = hold(place_id, helpers[:2], starts_at=now + DAY)
    late = hold(place_id, helpers[2:], starts_at=now + 2 * DAY)
    return helpers, early, late, [own_codes.make(use=Use.TEXT, by=one, now=now) for one in helpers]


def texted(words, *, sender="+923001234567"):
    address = gateways.kannel_url("text").split("/in/", 1)[1]
    return Client().get(f"/in/{address}", {"from": sender, "text": words}).content.decode()


def test_two_change_places_by_text_message_from_any_telephone(crew_of_two_shifts):
    helpers, early, late, codes = crew_of_two_shifts

    assert texted(codes[0]).startswith("Your shifts: 1) ")
    assert texted(f"{codes[0]} swap 1").startswith("Asked.")
    assert texted(f"{codes[2]} yes", sender="+923007654321").startswith("Agreed.")

    assert helpers[2].person_id in rows.get(early).people
    assert helpers[0].person_id in rows.get(late).people


def test_numbers_of_nobody_and_calendar_words_are_answered_like_any_text(crew_of_two_shifts):
    helpers, *_ = crew_of_two_shifts
    words = own_codes.make(use=Use.CALENDAR, by=helpers[0], now=timezone.now())

    assert texted("000 000 0000 swap 1") == texted("good morning") == UNKNOWN
    inbox.of_one.clear_all()
    assert texted(words) == UNKNOWN


def test_who_tries_too_many_numbers_is_heard_no_more_for_a_minute(crew_of_two_shifts):
    *_, codes = crew_of_two_shifts
    for number in range(rates.failed_codes.amount):
        inbox.of_one.clear_all()
        texted(f"{number:010d} swap")
    inbox.of_one.clear_all()
    inbox.of_all.clear_all()

    assert texted(codes[0]) == UNKNOWN
