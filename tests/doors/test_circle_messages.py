"""Check-in circles by text message and missed call: the word, the journey, the reminder, the call to who acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests import factories_circles
from tests.factories_keys import given_keys
from tests.factories_phone import running_phone, signed

from haal.domain.check_in.reply import call_in, reminder_in
from haal.inbox import sms as inbox
from haal.jobs import check_in as job
from haal.porch import clock, rates
from haal.services.help.circles import acting, saying, watch
from haal.services.warn import gateways
from haal.storage.check_in.contact import CircleCallRow
from haal.storage.check_in.rows import CircleRow
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db
KEY = "signing"
NUMBER, OTHER = "+923001234567", "+923001112233"


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
def phone(settings):
    with running_phone() as running:
        settings.HAAL_ANDROID_SMS = (
            f"http://haal:not-a-secret@127.0.0.1:{running.port}/messages?signing-key={KEY}&rate=100"
        )
        yield running


@pytest.fixture
def opened():
    return factories_circles.circle(by=factories_circles.opener(now=clock.now()), now=clock.now())


def texted(words):
    address = gateways.kannel_url("text").split("/in/", 1)[1]
    return Client().get(f"/in/{address}", {"from": NUMBER, "text": words}).content.decode()


def rang(number=NUMBER):
    raw, headers = signed({"event": "call:missed", "payload": {"phoneNumber": number}}, key=KEY, now=clock.now())
    return Client().post("/in/phone/", raw, content_type="application/json", headers=headers)


def test_a_word_by_text_message_is_answered_alike_for_both_codes(opened):
    plain, duress = texted(opened.plain.digits), texted(opened.duress.digits)

    assert plain.startswith("Thank you. Next before")
    assert plain == duress
    assert CircleRow.objects.get().duress_since is not None


def test_hours_behind_the_code_set_out_on_a_journey(opened):
    before = clock.now()
    texted(f"{opened.plain.words} 9")

    assert timedelta(hours=8, minutes=59) < CircleRow.objects.get().due_at - before < timedelta(hours=9, minutes=1)
    assert texted(f"{opened.plain.digits} 999") == "From 1 to 168 hours, please."


def test_a_code_of_nobody_and_a_members_code_are_no_word(opened):
    due = CircleRow.objects.get().due_at

    for words in ("111 222 3333", opened.members[0].words, "STOP"):
        assert "Next before" not in texted(words)
    assert CircleRow.objects.get().due_at == due


def test_a_word_counts_also_when_no_more_answers_may_be_given(opened):
    answers = [texted(opened.plain.words) for _ in range(5)]

    assert answers[-1] == ""
    due = CircleRow.objects.get().due_at
    assert texted(f"{opened.plain.words} 12") == ""
    assert CircleRow.objects.get().due_at > due


def test_a_missed_call_is_the_plain_word_of_whose_number_rang(opened, phone):
    saying.set_number(code=opened.plain.words, number=NUMBER, language="ur", now=clock.now())
    CircleRow.objects.update(due_at=clock.now())

    assert rang(OTHER).status_code == 204
    assert CircleRow.objects.get().due_at <= clock.now()
    assert rang().status_code == 204

    assert CircleRow.objects.get().due_at > clock.now()
    assert CircleRow.objects.get().duress_since is None


def test_a_missed_call_while_the_keys_are_away_is_brought_again(opened, phone):
    saying.set_number(code=opened.plain.words, number=NUMBER, language="ur", now=clock.now())
    keys.forget()

    assert rang().status_code == 503


def test_the_person_is_reminded_and_who_acts_is_called_in_words_that_say_nothing(opened, phone):
    saying.set_number(code=opened.plain.words, number=NUMBER, language="ur", now=clock.now())
    acting.set_number(code=opened.members[0].words, number=OTHER, language="en", now=clock.now())
    CircleRow.objects.update(due_at=clock.now() - timedelta(hours=1), excused_until=None)
    watch.watch(now=clock.now())

    assert job.call(clock.now()) == 2

    assert CircleCallRow.objects.count() == 0
    said = str(phone.__dict__)
    assert call_in("en") in said or reminder_in("ur") in said
    assert factories_circles.LABEL not in said
