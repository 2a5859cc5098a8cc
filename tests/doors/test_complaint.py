"""Complaints through every door: the form, spoken, by text message, at the desk; read, answered, counted."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.sign_in import member, signed_in
from tests.factories import NOW

from haal.domain.access import Role
from haal.domain.complaint.told import Complaint
from haal.domain.warn import reply
from haal.language.stop_words import COMPLAIN, complained
from haal.services.intake.complaint import listen, tell
from haal.services.people import queries
from haal.storage import complaint, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


def post(browser, path, **fields):
    """Send the form as a browser would, with the key that the page gave."""
    key = re.search(r'name="client_key" value="([^"]+)"', browser.get(path).content.decode())[1]
    return browser.post(path, {"client_key": key, **fields})


def code_of(answer):
    """Return the code that a page shows."""
    return re.search(r'<p class="code"[^>]*>([a-z ]+)<', answer.content.decode())[1]


def text(answer):
    """Return what a page says."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_from_the_form_to_two_readers_to_the_answer_by_the_code():
    sent = post(Client(), "/complaint/", told="They asked for money.", about="the one with the list", by_woman="on")
    assert sent.status_code == 201
    man, woman = signed_in(member(Role.LISTENER)), signed_in(member(Role.WOMAN_LISTENER))

    man.get("/desk/complaints/")
    page = woman.get("/desk/complaints/").content.decode()
    assert "They asked for money." in page
    assert "reached 2 of 2" in page
    assert "a woman, as was asked" in page
    where = re.search(r'action="(/desk/complaints/[^/]+/answer/)"', page)[1]
    answered = woman.post(where, {"outcome": "changed", "words": "Nobody takes the list alone any more."})
    assert answered.status_code == 302

    told = text(Client().post("/code/", {"code": code_of(sent)}))
    assert "Nobody takes the list alone any more." in told
    assert "We changed something." in told


def test_a_recording_is_kept_and_comes_back_as_a_file():
    file = SimpleUploadedFile("my voice.ogg", b"OggS\x00 spoken", content_type="audio/ogg")
    assert post(Client(), "/complaint/", recording=file).status_code == 201
    listener = signed_in(member(Role.LISTENER))

    page = listener.get("/desk/complaints/").content.decode()
    heard = listener.get(re.search(r'href="(/desk/complaints/[^/]+/recording/)"', page)[1])

    assert heard.content == b"OggS\x00 spoken"
    assert heard["Content-Disposition"] == 'attachment; filename="complaint.ogg"'
    assert heard["Content-Type"] == "application/octet-stream"


def test_nothing_said_and_nothing_written_comes_back_with_the_reason():
    answer = post(Client(), "/complaint/")

    assert answer.status_code == 422
    assert "Say in a sentence what was wrong" in text(answer)


def test_who_writes_one_down_at_the_desk_cannot_read_it():
    desk = signed_in(member(Role.INTAKE))

    assert post(desk, "/desk/complaints/new/", told="planted words").status_code == 201
    assert desk.get("/desk/complaints/").status_code == 404
    assert "planted words" in text(signed_in(member(Role.LISTENER)).get("/desk/complaints/"))


def test_the_accused_listener_finds_nothing_and_the_auditor_does():
    accused = member(Role.LISTENER)
    post(Client(), "/complaint/", told=f"planted words about {accused.replace('-', ' ')}")
    (seen,) = complaint.every_one()
    listener = signed_in(accused)

    assert "planted" not in text(listener.get("/desk/complaints/"))
    assert listener.get(f"/desk/complaints/{seen.id}/recording/").status_code == 404
    assert listener.post(f"/desk/complaints/{seen.id}/answer/", {"outcome": "changed", "words": "x"}).status_code == 404
    assert "planted words" in text(signed_in(member(Role.AUDITOR)).get("/desk/complaints/"))


def test_the_page_says_who_is_missing_for_complaints_to_reach_whom_they_should():
    page = text(signed_in(member(Role.LISTENER)).get("/desk/complaints/"))

    assert "One of the listeners has to be a woman." in page
    assert "two who read the audit and are no listeners" in page


def test_numbers_and_promises_are_for_everybody_in_both_directions():
    for path, words in (("/complaints/", "Complaints in numbers"), ("/conduct/", "no sex")):
        assert words in text(Client().get(path))
        assert 'dir="rtl"' in Client().get(f"{path}?lang=ur").content.decode()
    tell.complain(told=Complaint(told="One."), client_key="key-of-this-form-1", now=NOW)
    assert "1" not in re.findall(r"<bdi>(\d+)</bdi>", Client().get("/complaints/").content.decode())


def test_an_account_that_accepted_an_older_version_is_asked_again():
    pseudonym = member(Role.INTAKE)
    person_id = person.find(pseudonym)
    browser = signed_in(pseudonym)
    assert browser.get("/desk/").status_code == 200
    person.Person.objects.filter(pk=person_id).update(conduct_version="1")

    assert browser.get("/desk/")["Location"] == "/accounts/conduct/"
    assert browser.post("/accounts/conduct/", {"accepted": "yes"}).status_code == 302
    assert browser.get("/desk/").status_code == 200
    assert person.get(person_id).conduct_version == "2"
    assert queries.standing_of(person_id=person_id).is_complete


@pytest.mark.parametrize("word", sorted({word for words in COMPLAIN.values() for word in words}))
def test_a_text_message_that_begins_with_the_word_is_a_complaint(word):
    assert complained(f"{word}: They took\nthe blankets.") == "They took\nthe blankets."
    assert complained(f"{word.upper()}\nThey took the blankets") == "They took the blankets"
    assert complained(word) == ""
    assert complained(f"I {word} of nothing") is None


def test_the_answer_to_a_text_message_fits_two_parts_and_holds_the_code():
    receipt = tell.by_text_message(words="They took the blankets.", sender="+923001112223", language="ur", now=NOW)

    assert receipt.digits in reply.of_complaint("ur", digits=receipt.digits)
    for language in ("en", "ur"):
        for digits in (receipt.digits, ""):
            assert reply.measure(reply.of_complaint(language, digits=digits)).parts <= reply.SMS_PARTS_MAX
    assert listen.READERS_COUNT == 2
