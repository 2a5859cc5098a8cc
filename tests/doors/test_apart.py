"""The pages for what is told apart: care before any field, and nothing of it on any page of the desk."""

import io
import re
import zipfile

import pytest
from django.test import Client
from django.urls import get_resolver
from tests.doors.sign_in import member, signed_in
from tests.factories import NOW

from haal.domain.access import Role
from haal.domain.apart import Protected
from haal.services.intake import protect
from haal.storage import apart

PLANTED = 53  # at least fifty, and a number that no page has of itself
CLOCK = re.compile(r"\d\d:\d\d(:\d\d)?")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def without_apart():
    return [role for role in Role if role not in {Role.FOCAL, Role.LISTENER, Role.WOMAN_LISTENER}]


def _post(path, **fields):
    client = Client()
    page = client.get(path).content.decode()
    key = re.search(r'name="client_key" value="([^"]+)"', page)[1]
    return client.post(path, {"client_key": key, **fields})


def test_the_first_page_has_care_and_not_a_single_field():
    page = Client().get("/protected/").content.decode()

    assert "not your fault" in page
    assert not re.search(r"<(input|textarea|select)", page)


def test_the_second_page_asks_for_no_story_and_no_name():
    page = Client().get("/protected/reach/").content.decode()

    assert "<textarea" not in page
    assert set(re.findall(r'<input[^>]* name="(\w+)"', page)) == {
        "csrfmiddlewaretoken", "client_key", "contact", "safe_time", "district", "urgent",
    }  # fmt: skip


def test_the_report_form_leads_there_before_its_first_field():
    page = Client().get("/report/").content.decode()
    form = page[page.index("<main") :]

    assert form.index("/protected/") < re.search(r"<(textarea|select)|<input(?![^>]*hidden)", form).start()


def test_the_way_from_the_form_to_a_focal_person_and_back_by_code():
    answer = _post("/protected/reach/", contact="ring my aunt 0300 9998887", urgent="yes")
    assert answer.status_code == 201
    words = re.search(r'<p class="code"[^>]*>([a-z ]+)<', answer.content.decode())[1]

    focal = signed_in(member(Role.FOCAL))
    page = focal.get("/desk/protected/").content.decode()
    assert "0300 9998887" in page
    assert "danger now" in page
    taken = focal.post(f"/desk/protected/{apart.ProtectedRow.objects.get().id}/take/")

    assert taken.status_code == 302
    thread = Client().post("/code/", {"code": words}).content.decode()
    assert "will reach you" in thread
    assert "What you agree to" not in thread


def test_a_form_without_a_way_to_be_reached_comes_back_with_the_reason():
    answer = _post("/protected/reach/", district="Kech")

    assert answer.status_code == 422
    assert "how a focal person can reach you" in answer.content.decode()


def test_a_complaint_reaches_a_listener_and_says_so():
    answer = _post("/complaint/", told="They asked for money.", about="iron-gate")
    assert answer.status_code == 201
    digits = re.search(r'<p class="code" dir="ltr">([\d ]+)<', answer.content.decode())[1]

    page = signed_in(member(Role.LISTENER)).get("/desk/complaints/").content.decode()

    assert "They asked for money." in page
    assert "reached 1 of 2" in page
    assert "reached 1 of 2" in Client().post("/code/", {"code": digits}).content.decode()


def test_planted_protected_reports_are_on_no_other_page(without_apart):
    for number in range(PLANTED):
        told = Protected(contact=f"planted-contact-{number}", safe_time="planted-time", district="planted-district")
        protect.reach(told=told, client_key=f"key-of-the-form-{number}", now=NOW)
    ids = [row.id for row in apart.ProtectedRow.objects.all()]
    everybody_else = signed_in(member(*without_apart))
    stranger = Client()

    for path in _pages_without_arguments():
        for client in (everybody_else, stranger):
            body = _read(b"".join(client.get(path)))
            assert "planted-" not in body, path
            assert not [one for one in ids if one in body], path
            assert not re.search(rf"\b{PLANTED}\b", CLOCK.sub(" ", re.sub(r"<[^>]+>", " ", body))), path
    assert everybody_else.get("/desk/protected/").status_code == 404


def _read(content):
    """What a reader of an answer sees: of an archive its files, since packed bytes read as text by chance."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join([name + "\n" + archive.read(name).decode("utf-8", "replace") for name in archive.namelist()])


def _pages_without_arguments():
    found = []
    for pattern in get_resolver().url_patterns:
        path = "/" + str(pattern.pattern)
        if "<" not in path and not hasattr(pattern, "url_patterns") and path not in {"/leave/", "/accounts/logout/"}:
            found.append(path)
    assert "/desk/" in found
    return found
