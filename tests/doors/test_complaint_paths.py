"""The accused and their desk have no path to a complaint about them: every address, every role, every number on a page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in
from tests.doors.test_permission_matrix import ADDRESSES
from tests.doors.urls import SAMPLES
from tests.factories import undone
from tests.factories_sender import Sender

from haal.domain.access import Role
from haal.porch import clock
from haal.storage import complaint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
WORDS = "zarbakhtmirdos took the blankets for himself"
READERS = (Role.LISTENER, Role.WOMAN_LISTENER, Role.AUDITOR)
PASSING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|value="[0-9A-Za-z_-]{16,}"|\d{1,2}:\d\d(:\d\d)?'
)
# That a complaint came is an act that names nobody; the other says how full the disk is.
SAID_OF_ITSELF = {"/desk/audit/", "/readyz"}


def complain(about: str) -> str:
    key = re.search(r'name="client_key" value="([^"]+)"', Client().get("/complaint/").content.decode())[1]
    told = {"client_key": key, "told": f"{about}: {WORDS}", "about": about}
    assert Client().post("/complaint/", told).status_code == 201
    return complaint.every_one()[0].id


def plain() -> list[str]:
    """Return every address as the matrix walks it."""
    return [address.path for address in ADDRESSES if address.methods is None]


def aimed(complaint_id: str) -> list[str]:
    """Return every address that takes an id, with the complaint's own."""
    return [path.replace(SAMPLES["str"], complaint_id) for path in plain() if SAMPLES["str"] in path]


def seen(browser: Sender, path: str, *, method: str = "GET") -> str:
    with undone():
        answer = browser.generic(method, path, data="" if method == "GET" else "outcome=changed&words=x&person=p")
    content = b"".join(answer) if answer.streaming else answer.content
    return f"{answer.status_code} {PASSING.sub('', content.decode('utf-8', 'replace'))}"


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.LISTENER, Role.AUDITOR, Role.AID])
def test_the_accused_and_whoever_is_of_the_desk_finds_nothing_by_any_address(role):
    accused = member(role)
    browser = Sender(signed_in(accused))
    before = {path: seen(browser, path) for path in plain()}
    complaint_id = complain(accused)

    for path in aimed(complaint_id):
        for method in ("GET", "POST"):
            page = seen(browser, path, method=method)
            assert "zarbakht" not in page.casefold(), (method, path)
            assert page[:3] == seen(browser, path.replace(complaint_id, "cm_absent"), method=method)[:3], (method, path)
    after = {path: seen(browser, path) for path in before}
    assert not any("zarbakht" in page.casefold() for page in after.values())
    assert [path for path in before if before[path] != after[path] and path not in SAID_OF_ITSELF] == []


def test_another_reader_does_find_it_and_is_told_when_it_has_waited_too_long(monkeypatch):
    accused, other = member(Role.LISTENER), member(Role.AUDITOR)
    complain(accused)
    later = clock.now() + timedelta(days=15)
    accused_browser, browser = signed_in(accused), signed_in(other)
    monkeypatch.setattr("haal.web.desk.home.now", lambda: later)

    assert "waited too long" in browser.get("/desk/").content.decode()
    assert "waited too long" not in accused_browser.get("/desk/").content.decode()
    assert WORDS in browser.get("/desk/complaints/").content.decode()


@pytest.mark.parametrize("role", READERS)
def test_whoever_sits_at_the_desk_too_reads_no_complaint(role):
    complain("somebody else")
    browser = signed_in(member(role, Role.AID))

    assert WORDS not in browser.get("/desk/complaints/").content.decode()
    assert "waited too long" not in browser.get("/desk/").content.decode()
