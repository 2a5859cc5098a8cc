"""The desk's own frame: links only to what one may open, what waits for one's roles, and the line that asks by itself."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in
from tests.factories_assess import told
from tests.factories_keys import given_keys

from haal.domain.access import Role
from haal.porch import clock

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def keys_in_memory(home):
    given_keys(home)


def text(response) -> str:
    return response.content.decode()


def links(page: str) -> set[str]:
    head = page[page.index("<nav") : page.index("</nav>")]
    return set(re.findall(r'href="(/desk/[^"]*)"', head))


@pytest.mark.parametrize("role", list(Role))
def test_every_link_of_the_desk_opens_for_who_sees_it(role):
    browser = signed_in(member(role))
    front = text(browser.get("/desk/"))
    offered = set(re.findall(r'href="(/desk/[^"]*)"', front))

    answers = {link: browser.get(link).status_code for link in offered}

    assert {link: status for link, status in answers.items() if status != 200} == {}


def test_who_looks_at_reports_is_not_led_to_needs():
    assert links(text(signed_in(member(Role.VERIFIER)).get("/desk/"))) == {
        "/desk/", "/desk/waiting/", "/desk/incidents/", "/desk/warnings/", "/desk/agreements/",
    }  # fmt: skip


def test_the_open_page_is_marked_for_those_who_listen():
    browser = signed_in(member(Role.VERIFIER))

    assert '<a href="/desk/waiting/" aria-current="page">' in text(browser.get("/desk/waiting/"))
    assert '<a href="/desk/" aria-current' not in text(browser.get("/desk/waiting/"))
    assert '<a href="/report/" aria-current="page">' in text(Client().get("/report/"))


def test_the_front_page_says_what_to_do_next():
    told()
    page = text(signed_in(member(Role.VERIFIER)).get("/desk/"))

    assert "Say which incident each tells of" in page
    assert "Answer one of the two questions" in page
    assert "Look for an offer that fits" not in page


def test_who_has_nothing_to_do_reads_so():
    assert "Nothing waits for you now" in text(signed_in(member(Role.AUDITOR)).get("/desk/"))


def test_the_line_counts_what_waits_and_keeps_silent_when_nothing_changed():
    told()
    browser = signed_in(member(Role.VERIFIER))

    line = text(browser.get("/desk/waits/", headers=HTMX))

    (shown,) = re.findall(r'hx-get="/desk/waits/\?shown=(\d+)"', line)
    assert f"Reports wait: {shown}" in line
    assert int(shown) == 2
    assert browser.get(f"/desk/waits/?shown={shown}", headers=HTMX).status_code == 204


def test_the_line_stops_when_nobody_is_signed_in():
    answer = Client().get("/desk/waits/", headers=HTMX)

    assert (answer.status_code, answer.content) == (286, b"")


def test_what_is_sent_after_the_sitting_has_ended_leads_to_the_sign_in_page():
    answer = Client().post("/desk/reports/r_x/link/accept/", {"incident": "i_x"}, headers=HTMX)

    assert answer.headers["HX-Redirect"] == "/accounts/login/"
    assert "HX-Redirect" not in Client().post("/desk/reports/r_x/link/accept/", {"incident": "i_x"}).headers


@pytest.mark.parametrize(("path", "still_in"), [("/desk/waits/", False), ("/desk/", True)])
def test_a_page_left_open_keeps_no_sitting_alive(monkeypatch, path, still_in):
    browser = signed_in(member(Role.VERIFIER))
    browser.get("/desk/")
    now = clock.now()

    for minutes in (20, 40):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: now + timedelta(minutes=minutes))
        answer = browser.get(path, headers=HTMX)

    assert (answer.status_code == 200) is still_in


def test_desk_pages_leave_no_copy_in_the_browser():
    page = text(signed_in(member(Role.VERIFIER)).get("/desk/waiting/"))

    assert '"historyCacheSize":0' in page
    assert '"allowEval":false' in page
    assert re.search(r'<script src="[^"]*htmx-2\.min\.js" defer nonce="[^"]{20,}"></script>', page)
    assert "htmx" not in text(Client().get("/report/"))


def test_no_code_is_shown_where_people_read_words():
    report_id = told()
    page = text(signed_in(member(Role.VERIFIER)).get(f"/desk/reports/{report_id}/"))

    assert re.findall(r"<d[dt]>[a-z]+(?:[_-][a-z]+)+", page) == []
    assert "Explosion" in page or "Shooting" in page


def test_the_form_tells_kinds_of_events_in_plain_words():
    page = text(Client().get("/report/"))

    assert '<option value="enforced_disappearance">People taken and not heard of since</option>' in page
