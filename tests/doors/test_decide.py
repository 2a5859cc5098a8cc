"""The desk's pages on which proposals of a look over everything are answered."""

from __future__ import annotations

import pytest
from tests.doors.sign_in import member, signed_in
from tests.factories import NOW
from tests.factories_assess import ANA, told
from tests.factories_keys import given_keys

from haal.domain.access import Role
from haal.services.assess import link
from haal.services.assess.decide import nightly
from haal.storage import link as link_rows
from haal.storage.together import same

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_in_memory(home):
    given_keys(home)


@pytest.fixture
def verifier():
    return signed_in(member(Role.VERIFIER))


def test_a_linked_report_that_would_stand_elsewhere_can_be_moved_or_stay(verifier):
    blast = link.consider(report_id=told(), now=NOW).incident_id
    own = told(line="wire:AFP")
    mine = link.begin(report_id=own, by=ANA, now=NOW)
    move = nightly.Move(report_id=own, to=blast, out_of=mine)
    look = nightly.Look(reports=2, groups=1, moves=(move,), merges=(), apart=())
    assert nightly.propose(found=look, now=NOW) == 1

    page = verifier.get(f"/desk/reports/{own}/link/").content.decode()
    assert "Yes, move it there" in page
    assert "No, it stays where it is" in verifier.get(f"/desk/reports/{own}/link/beside/{blast}/").content.decode()

    verifier.post(f"/desk/reports/{own}/link/stay/")
    assert link_rows.incident_of(own) == mine
    assert "Yes, move it there" not in verifier.get(f"/desk/reports/{own}/link/").content.decode()


def test_two_incidents_that_may_be_one_are_listed_and_can_be_said_to_be_two(verifier):
    blast = link.consider(report_id=told(), now=NOW).incident_id
    other = link.begin(report_id=told(line="wire:AFP"), by=ANA, now=NOW)
    nightly.propose(found=nightly.look(), now=NOW)

    assert "Are these two incidents one?" in verifier.get("/desk/waiting/").content.decode()
    verifier.post(f"/desk/incidents/{blast}/two/", {"other": other})

    assert same.open_ones() == ()
    assert "Are these two incidents one?" not in verifier.get("/desk/waiting/").content.decode()
