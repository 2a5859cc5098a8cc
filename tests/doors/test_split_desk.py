"""The desk's form that splits an incident, and the forms that say what two incidents are to one another."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.doors.sign_in import member, signed_in
from tests.factories_assess import GWADAR
from tests.factories_keys import given_keys
from tests.factories_publication import incident, released

from haal.domain.access import Role
from haal.storage import incident as incident_rows
from haal.storage.together import relation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_in_memory(home):
    given_keys(home)


@pytest.fixture
def verifier():
    return signed_in(member(Role.VERIFIER))


@pytest.fixture
def blast():
    """An incident of three reports."""
    return incident("own:Dawn", "own:Herald", "wire:AFP", graded=False)


def text_of(response) -> str:
    return response.content.decode()


def split(client, incident_id, *reports, reason="two blasts", **more):
    return client.post(f"/desk/incidents/{incident_id}/split/", {"report": reports, "reason": reason, **more})


def test_each_report_has_a_tick_and_stands_side_by_side_with_the_others(verifier, blast):
    reports = incident_rows.get(blast).reports

    page = text_of(verifier.get(f"/desk/incidents/{blast}/"))
    beside = text_of(verifier.get(f"/desk/reports/{reports[0]}/link/beside/{blast}/"))

    assert re.findall(r'type="checkbox" name="report" value="([^"]+)"', page) == list(reports)
    assert f"/desk/reports/{reports[0]}/link/beside/{blast}/" in page
    assert f'href="/desk/incidents/{blast}/#split"' in beside
    assert "Yes, the same" not in beside  # it is linked there


def test_what_was_ticked_becomes_an_incident_and_the_page_of_it_opens(verifier, blast):
    a, b, c = incident_rows.get(blast).reports

    answer = split(verifier, blast, b, c, sibling="yes")

    there = answer.url.strip("/").split("/")[-1]
    assert incident_rows.get(there).reports == (b, c)
    assert incident_rows.get(blast).reports == (a,)
    page = text_of(verifier.get(answer.url))
    assert "Merging the two undoes it" in page
    assert "came with a split" in page
    assert "Happened together with" in page
    assert "Two reports are needed before one can leave." in text_of(verifier.get(f"/desk/incidents/{blast}/"))


def test_a_refused_split_comes_back_with_its_ticks_its_words_and_why(verifier, blast):
    a, b, c = incident_rows.get(blast).reports

    everything = split(verifier, blast, a, b, c, reason="my <words>")
    nothing = split(verifier, blast)
    no_reason = split(verifier, blast, a, reason=" ")

    page = text_of(everything)
    assert everything.status_code == nothing.status_code == no_reason.status_code == 422
    assert "At least one report has to stay." in page
    assert "my &lt;words&gt;" in page
    assert page.count(" checked") == 3
    assert '<details id="split" open>' in page
    assert "Choose at least one report." in text_of(nothing)
    assert "Say why, in a few words." in text_of(no_reason)
    assert incident_rows.get(blast).reports == (a, b, c)


def test_what_is_published_is_split_when_a_second_person_says_yes_too(verifier):
    public = incident("own:Dawn", "own:Herald", "wire:AFP", "own:News")
    released(public)
    reports = incident_rows.get(public).reports

    split(verifier, public, *reports[2:])
    second = signed_in(member(Role.VERIFIER))
    mine, theirs = (text_of(each.get(f"/desk/incidents/{public}/")) for each in (verifier, second))

    assert "I say yes too" not in mine
    assert "tell of something else. Facts stand in public" in theirs
    assert f"/desk/incidents/{public}/" in text_of(second.get("/desk/agreements/"))
    form = theirs[theirs.index('class="care"') : theirs.index("I say yes too")]
    names = re.findall(r'type="hidden" name="(report|to|reason|sibling)" value="([^"]*)"', form)
    posted = {name: [value for each, value in names if each == name] for name, _value in names}
    answer = second.post(f"/desk/incidents/{public}/split/", posted)
    assert answer.url != f"/desk/incidents/{public}/"
    assert incident_rows.get(public).reports == reports[:2]


def test_a_split_of_what_is_not_there_or_with_a_wrong_number_is_said(verifier, blast):
    a, *_rest = incident_rows.get(blast).reports

    assert split(verifier, "i_absent", a).status_code == 404
    assert split(verifier, blast, a, to="i_absent").status_code == 404
    assert split(verifier, blast, "r_absent").status_code == 422
    assert split(verifier, blast, a, to=blast).status_code == 422
    assert verifier.get(f"/desk/incidents/{blast}/split/").status_code == 405


@pytest.mark.parametrize("role", [Role.INTAKE, Role.OPERATOR, Role.WARNER, Role.PUBLISHER])
def test_others_see_neither_form_and_their_posts_find_nothing(role, blast):
    client = signed_in(member(role))
    a, *_rest = incident_rows.get(blast).reports

    assert split(client, blast, a).status_code == 404
    assert client.post(f"/desk/incidents/{blast}/relate/", {"kind": "sibling", "other": "i_x"}).status_code == 404
    assert client.post("/desk/relations/1/agree/").status_code == 404
    assert client.post("/desk/relations/1/undo/").status_code == 404
    assert 'id="split"' not in text_of(client.get(f"/desk/incidents/{blast}/"))


@pytest.fixture
def harbour():
    """Another incident."""
    return incident("own:News", place=GWADAR, graded=False)


def relate(client, one, other, *, kind="sibling", reason="within an hour"):
    return client.post(f"/desk/incidents/{one}/relate/", {"kind": kind, "other": other, "reason": reason})


def test_siblings_are_kept_seen_from_both_agreed_to_by_another_and_undone(verifier, blast, harbour):
    assert relate(verifier, blast, f" {harbour} ").url == f"/desk/incidents/{blast}/"
    (kept,) = relation.of_incident(blast)
    agree, undo = (f"/desk/relations/{kept.id}/{what}/" for what in ("agree", "undo"))
    mine = text_of(verifier.get(f"/desk/incidents/{blast}/"))
    second = signed_in(member(Role.VERIFIER))
    theirs = text_of(second.get(f"/desk/incidents/{harbour}/"))

    assert "Happened together with" in mine
    assert "not public: a second person has not agreed" in mine
    assert agree not in mine
    assert agree in theirs
    assert verifier.post(agree).status_code == 409  # the same person made it
    assert not relation.of_incident(blast)[0].is_agreed
    second.post(agree)
    assert relation.of_incident(blast)[0].is_agreed
    assert "not public" not in text_of(verifier.get(f"/desk/incidents/{blast}/"))
    verifier.post(undo)
    assert relation.of_incident(blast) == ()
    assert verifier.post(undo).status_code == second.post(agree).status_code == 404


def test_a_part_and_its_whole_read_differently_from_each_side(verifier, blast, harbour):
    relate(verifier, blast, harbour, kind="part-of")

    assert "Is a part of" in text_of(verifier.get(f"/desk/incidents/{blast}/"))
    assert "Holds as a part" in text_of(verifier.get(f"/desk/incidents/{harbour}/"))


def test_a_relation_that_cannot_be_is_refused_with_a_reason(verifier, blast, harbour):
    relate(verifier, blast, harbour, kind="part-of")
    third = incident("own:Third", day=date(2025, 7, 9), published=date(2025, 7, 9), graded=False)
    relate(verifier, harbour, third, kind="part-of")

    twice = relate(verifier, harbour, blast)
    ring = relate(verifier, third, blast, kind="part-of")

    assert "The two are related already" in text_of(twice)
    assert "One would be a part of itself." in text_of(ring)
    assert "Both are the same incident." in text_of(relate(verifier, blast, blast))
    assert "Say why, in a few words." in text_of(relate(verifier, third, blast, reason=" "))
    assert twice.status_code == ring.status_code == 409
    assert len(relation.of_incident(harbour)) == 2


def test_wrong_ids_and_wrong_kinds_of_a_relation_find_nothing(verifier, blast, harbour):
    for answer in (
        relate(verifier, blast, "i_absent"),
        relate(verifier, "i_absent", blast),
        relate(verifier, blast, ""),
        relate(verifier, blast, harbour, kind="cousin"),
        verifier.post("/desk/relations/999999/agree/"),
        verifier.post("/desk/relations/999999/undo/"),
        verifier.post("/desk/relations/x/undo/"),
    ):
        assert answer.status_code == 404
    assert relation.of_incident(blast) == ()
