"""Somebody is sought, seen and found: through the pages, without script, as people do."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.doors.sign_in import member, person_id_of, signed_in
from tests.factories import NOW
from tests.factories_tracing import CONTACT_OF_SEEKER, CONTACT_OF_WITNESS, keep, told

from haal.domain.access import Role
from haal.domain.tracing.telling import Answer
from haal.jobs import outbox
from haal.porch.clock import now
from haal.storage.tracing import case as case_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
OTHER_THAN_YES = sorted(set(Answer) - {Answer.ALIVE, Answer.CONTACT})
WHO = {"names": "Abdul Rahman", "age": "18-29", "sex": "male", "district": "Mastung", "day_first": "2026-03-02"}


def text(answer):
    return answer.content.decode()


def sent(path, **fields):
    client = Client()
    key = re.search(r'name="client_key" value="([^"]+)"', text(client.get(path)))[1]
    return client.post(path, {"client_key": key, **fields})


def code_in(answer):
    return re.search(r'<p class="code"[^>]*>([a-z ]+)<', text(answer))[1]


def seen_under(code: str, client: Client | None = None) -> str:
    """Return the page of a code without what differs in every answer: tokens and the code itself."""
    page = text((client or Client()).post("/seek/state/", {"code": code}))
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce|name="code" value)="[^"]*"', r"\1", page)


def worked_off() -> None:
    while outbox.run(now()):
        pass


@pytest.mark.slow
def test_a_family_asks_somebody_tells_a_finder_confirms_and_the_adult_decides():
    finder = signed_in(member(Role.TRACER))
    asked = sent("/seek/", **WHO, situation="separated", search="on", contact=CONTACT_OF_SEEKER)
    code = code_in(asked)
    assert code_in(sent("/seek/seen/", **{**WHO, "names": "عبدالرحمٰن", "contact": CONTACT_OF_WITNESS}))
    before = seen_under(code)
    worked_off()

    cases = re.findall(r'href="(/desk/tracing/case/[^"]+)"', text(finder.get("/desk/tracing/")))
    pages = [text(finder.get(case)) for case in cases]
    assert not any(CONTACT_OF_WITNESS in page for page in pages)
    page, path = next((page, case) for page, case in zip(pages, cases, strict=True) if CONTACT_OF_SEEKER in page)
    assert "عبدالرحمٰن" in page
    assert finder.post(re.search(r'action="([^"]+/same/)"', page)[1]).status_code == 302
    assert seen_under(code) == before
    answer = re.search(r'action="([^"]+/answer/)"', text(finder.get(path)))[1]
    speak = answer.replace("/answer/", "/speak/")
    for said in OTHER_THAN_YES:
        finder.post(answer, {"answer": said.value})
        assert finder.post(speak).status_code != 302
        assert seen_under(code) == before
    finder.post(answer, {"answer": Answer.ALIVE.value})
    assert seen_under(code) == before
    assert finder.post(speak).status_code == 302
    assert "wants to speak with you" in seen_under(code)


def test_without_a_yes_to_the_search_it_is_refused_and_says_why():
    answer = sent("/seek/", **WHO, situation="separated")
    assert answer.status_code == 422
    assert "Tick that family finders may look" in text(answer)


@pytest.mark.parametrize("changes", [{"day_first": "yesterday"}, {"situation": "lost"}, {"age": "12"}])
def test_what_does_not_fit_is_said_and_never_a_fault(changes):
    assert sent("/seek/", **{**WHO, "situation": "separated", "search": "on", **changes}).status_code == 422


def test_the_family_gets_its_own_copy_and_ends_the_search_itself():
    code = code_in(sent("/seek/", **WHO, situation="taken-and-not-heard-of-since", search="on"))
    client = Client()
    assert "Abdul Rahman" in text(client.post("/seek/copy/", {"code": code}))
    assert client.post("/seek/close/", {"code": code}).status_code == 200
    assert "This is ended" in seen_under(code)
    assert client.post("/seek/copy/", {"code": code}).status_code == 404
    assert client.post("/seek/state/", {"code": "no such code at all here"}).status_code == 404


def test_who_has_seen_somebody_is_asked_neither_for_a_public_list_nor_whether_they_have_a_search():
    code = code_in(sent("/seek/seen/", **WHO, home="on"))
    asked = code_in(sent("/seek/", **WHO, situation="separated", search="on"))

    assert "public list" not in seen_under(code)
    assert "public list" in seen_under(asked)


def test_a_case_that_was_not_handed_to_me_is_not_there():
    signed = member(Role.TRACER)
    _code, case_id = keep(told(), now=NOW)
    stranger = signed_in(member(Role.TRACER))
    mine = signed_in(signed)
    assert mine.get(f"/desk/tracing/case/{case_id}/").status_code == 200
    assert stranger.get(f"/desk/tracing/case/{case_id}/").status_code == 404
    other = member(Role.TRACER)
    assert mine.post(f"/desk/tracing/case/{case_id}/hand-on/", {"to": other}).status_code == 302
    assert mine.get(f"/desk/tracing/case/{case_id}/").status_code == 404
    assert case_rows.get(case_id).handed_to == person_id_of(other)
