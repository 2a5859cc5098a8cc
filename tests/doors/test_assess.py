"""The desk's pages for grading, linking and incidents, without script."""

from __future__ import annotations

import re

import pytest
from tests.doors.sign_in import member, person_id_of, signed_in
from tests.factories import NOW, actor
from tests.factories_assess import GWADAR, told
from tests.factories_keys import given_keys
from tests.factories_publication import incident, released

from haal.domain.access import Role
from haal.domain.report import Channel
from haal.services.assess import link
from haal.storage import assessment as grade_rows
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_in_memory(home):
    given_keys(home)


@pytest.fixture
def verifier():
    return signed_in(member(Role.VERIFIER))


def consider(report_id):
    return link.consider(report_id=report_id, now=NOW)


def text_of(response) -> str:
    return response.content.decode()


def test_a_report_waits_and_is_looked_at_in_two_steps(verifier):
    report_id = told(line="own:Planted Herald")
    consider(report_id)

    queue = text_of(verifier.get("/desk/waiting/"))
    first = text_of(verifier.get(f"/desk/reports/{report_id}/grade/source/"))
    kept = verifier.post(f"/desk/reports/{report_id}/grade/source/answer/", {"value": "B"})
    second = text_of(verifier.get(f"/desk/reports/{report_id}/grade/information/"))
    verifier.post(f"/desk/reports/{report_id}/grade/information/answer/", {"value": "2"})

    assert "Could this person know?" in queue
    assert "Planted Herald" in first
    assert kept.status_code == 302
    assert "Planted Herald" not in second
    assert "has usually told truly" not in second
    assert grade_rows.standing([report_id])[report_id].code == "B2"
    assert f"/desk/reports/{report_id}/grade/" not in text_of(verifier.get("/desk/waiting/"))


def test_no_letter_of_the_scale_is_shown_as_text(verifier):
    report_id = told()

    page = text_of(verifier.get(f"/desk/reports/{report_id}/grade/source/"))

    assert not re.search(r">\s*[A-F]\s*<", page)


def test_an_answer_outside_the_scale_is_refused(verifier):
    report_id = told()

    assert verifier.post(f"/desk/reports/{report_id}/grade/source/answer/", {"value": "Z"}).status_code in {409, 422}
    assert verifier.get(f"/desk/reports/{report_id}/grade/colour/").status_code == 404


def test_what_one_took_in_is_left_to_others():
    pseudonym = member(Role.VERIFIER)
    own = told(
        channel=Channel.CALL,
        by=actor(Role.VERIFIER).__class__(
            person_id=person_id_of(pseudonym), pseudonym=pseudonym, roles=frozenset({Role.VERIFIER})
        ),
    )
    client = signed_in(pseudonym)

    assert "somebody else looks at it" in text_of(client.get("/desk/waiting/"))
    assert client.post(f"/desk/reports/{own}/grade/source/answer/", {"value": "A"}).status_code in {409, 422}
    assert grade_rows.of_report(own) == ()


def test_a_suggestion_says_why_and_yes_links_it(verifier):
    blast = consider(told()).incident_id
    undated = told(day=None, published=None, killed=14)
    consider(undated)

    page = text_of(verifier.get(f"/desk/reports/{undated}/link/"))
    answer = verifier.post(f"/desk/reports/{undated}/link/accept/", {"incident": blast})

    for words in ("0 km apart", "Killed: 14 here, 13 there", "the same kind of event", "a day was not told"):
        assert words in page
    assert answer.status_code == 302
    assert link_rows.incident_of(undated) == blast
    assert "Undo this link" in text_of(verifier.get(f"/desk/reports/{undated}/link/"))


def test_a_report_and_an_incident_stand_side_by_side_with_access_keys(verifier):
    blast = consider(told()).incident_id
    undated = told(day=None, published=None, killed=14)
    consider(undated)

    page = text_of(verifier.get(f"/desk/reports/{undated}/link/beside/{blast}/"))

    for words in ("differs", "the same", "Killed: 14 here, 13 there", 'accesskey="y"', 'accesskey="n"'):
        assert words in page
    assert re.search(r"0 km apart <span class=.tag.>\+\d\.\d</span>", page)
    assert "nothing public hangs on it yet" in text_of(verifier.get("/desk/waiting/"))
    assert verifier.get(f"/desk/reports/{undated}/link/beside/x_absent/").status_code == 404


def test_what_is_published_is_linked_when_a_second_person_says_yes_too(verifier):
    public = incident("own:Dawn", "own:Herald", "wire:AFP")
    released(public)
    undated = told(day=None, published=None)
    consider(undated)

    verifier.post(f"/desk/reports/{undated}/link/accept/", {"incident": public})
    mine = text_of(verifier.get(f"/desk/reports/{undated}/link/"))
    second = signed_in(member(Role.VERIFIER))
    theirs = text_of(second.get(f"/desk/reports/{undated}/link/"))

    assert "a second person has to say yes too" in mine
    assert "I say yes too" not in mine
    assert "I say yes too" in theirs
    assert f"/desk/reports/{undated}/link/" in text_of(second.get("/desk/agreements/"))
    assert "I say yes too" in text_of(second.get(f"/desk/incidents/{public}/"))
    second.post(f"/desk/reports/{undated}/link/accept/", {"incident": public})
    assert link_rows.incident_of(undated) == public


def test_no_begins_an_incident_and_undo_lets_it_wait_again(verifier):
    blast = consider(told()).incident_id
    undated = told(day=None, published=None)
    consider(undated)

    verifier.post(f"/desk/reports/{undated}/link/begin/")
    assert link_rows.incident_of(undated) not in {None, blast}
    verifier.post(f"/desk/reports/{undated}/link/undo/")

    assert link_rows.incident_of(undated) is None
    assert "Nothing is suggested" in text_of(verifier.get(f"/desk/reports/{undated}/link/"))


def test_an_incident_shows_claims_with_who_said_them_and_no_field_for_a_number(verifier):
    for killed, line in ((13, "own:Dawn"), (15, "wire:AFP")):
        blast = consider(told(killed=killed, line=line)).incident_id

    page = text_of(verifier.get(f"/desk/incidents/{blast}/"))

    assert "AFP (news agency)" in page
    assert "2 independent lines" in page
    assert "not yet: no report that was looked at supports a number" in page
    assert 'type="number"' not in page
    assert blast in text_of(verifier.get("/desk/incidents/"))


def test_a_merged_number_leads_to_the_other(verifier):
    blast = consider(told()).incident_id
    other = consider(told(place=GWADAR)).incident_id

    verifier.post(f"/desk/incidents/{blast}/merge/", {"gone": other, "reason": "one night"})

    assert verifier.get(f"/desk/incidents/{other}/").url == f"/desk/incidents/{blast}/"
    assert incident_rows.get(other).redirect_to == blast
    assert verifier.get("/desk/incidents/i_nothing/").status_code == 404


def test_search_keeps_the_words_out_of_addresses(verifier):
    report_id = told(heard="Coaches off the rails.")

    page = text_of(verifier.post("/desk/search/", {"words": "RAILS coaches"}))

    assert report_id in page
    assert report_id not in text_of(verifier.get("/desk/search/?words=rails"))


@pytest.mark.parametrize("role", [Role.INTAKE, Role.OPERATOR, Role.AID])
def test_others_cannot_link_or_grade(role):
    client = signed_in(member(role))
    report_id = told()

    assert client.get(f"/desk/reports/{report_id}/link/").status_code == 404
    assert client.post(f"/desk/reports/{report_id}/grade/source/answer/", {"value": "A"}).status_code == 404


def test_an_empty_desk_says_what_to_do(verifier):
    assert "waits here" in text_of(verifier.get("/desk/waiting/"))
    assert "No incident yet" in text_of(verifier.get("/desk/incidents/"))
