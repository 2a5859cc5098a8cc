"""The pages by which two people let something sealed go, from the report's page to the file."""

import json
import re

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in
from tests.factories import NOW
from tests.factories_keys import SECRETS

from haal.domain.access import Role
from haal.domain.report import Answers, Channel, Incoming, Sealed
from haal.services.intake.take_in import take_in
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def report_id():
    incoming = Incoming(
        channel=Channel.FORM,
        client_key="a-key-of-the-phone-1",
        answers=Answers(saw="smoke over the bridge"),
        sealed=Sealed(contact="0300 4443332"),
    )
    return take_in(incoming=incoming, now=NOW).report_id


def test_from_the_report_to_the_file_by_two_people(report_id):
    first, second = signed_in(member(Role.VERIFIER)), signed_in(member(Role.TRACER))
    page = first.get(f"/desk/reports/{report_id}/").content.decode()
    assert f"/desk/sealed/{report_id}/" in page
    assert "4443332" not in page

    assert first.post(f"/desk/sealed/{report_id}/unseal/", {"reason": "to call back"}).status_code == 302
    waiting = second.get("/desk/agreements/").content.decode()
    agree = re.search(r"/desk/unseal/[^/]+/", waiting)[0]
    assert "to call back" in second.get(agree).content.decode()
    assert first.post(agree).status_code == 409
    assert first.get(agree + "file/").status_code == 404
    assert second.post(agree).status_code == 302

    answer = first.get(agree + "file/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert len(json.loads(answer.content)["seals"][0]["shares"]) == 3
    assert "file/" in first.get(f"/desk/sealed/{report_id}/").content.decode()
    assert signed_in(member(Role.VERIFIER)).get(agree + "file/").status_code == 404


def test_two_people_destroy_and_nobody_can_ask_again(report_id):
    first, second = signed_in(member(Role.TRACER)), signed_in(member(Role.PUBLISHER))
    first.post(f"/desk/sealed/{report_id}/shred/", {"reason": "the teller asked for it"})
    agree = re.search(r"/desk/shred/[^/]+/", second.get("/desk/agreements/").content.decode())[0]

    assert first.post(agree).status_code == 409
    assert second.post(agree).status_code == 302

    assert "destroyed" in first.get(f"/desk/sealed/{report_id}/").content.decode()
    assert first.post(f"/desk/sealed/{report_id}/unseal/", {"reason": "again"}).status_code == 404


@pytest.mark.parametrize("role", [Role.INTAKE, Role.WARNER, Role.OPERATOR, Role.FOCAL, Role.CUSTODIAN])
def test_to_other_roles_there_is_no_such_page(report_id, role):
    client = signed_in(member(role))

    for path in (f"/desk/sealed/{report_id}/", f"/desk/sealed/{report_id}/unseal/", f"/desk/sealed/{report_id}/shred/"):
        assert client.get(path).status_code == 404


def test_a_locked_box_says_so_on_the_desk_and_not_to_strangers():
    client = signed_in(member(Role.VERIFIER))
    keys.forget()
    try:
        desk, public = client.get("/desk/").content.decode(), Client().get("/").content.decode()
    finally:
        keys.hold(SECRETS)

    assert "DELIVERY LOCKED" in desk
    assert "DELIVERY LOCKED" not in public
    assert "DELIVERY LOCKED" not in client.get("/desk/").content.decode()


def test_two_people_erase_a_whole_report_and_with_the_code_one_learns_that(report_id, client):
    plain = take_in(
        incoming=Incoming(
            channel=Channel.FORM, client_key="a-key-of-the-phone-2", answers=Answers(saw="a lamp went out")
        ),
        now=NOW,
    )
    first, second = signed_in(member(Role.PUBLISHER)), signed_in(member(Role.TRACER))
    assert f"/desk/sealed/{plain.report_id}/shred/" in first.get(f"/desk/reports/{plain.report_id}/").content.decode()
    first.post(f"/desk/sealed/{plain.report_id}/shred/", {"reason": "she asked", "basis": "danger"})
    agree = re.search(r"/desk/shred/[^/]+/", second.get("/desk/agreements/").content.decode())[0]

    assert second.post(agree).status_code == 302

    assert first.get(f"/desk/reports/{plain.report_id}/").status_code == 404
    page = client.post("/code/", {"code": plain.receipt.digits}).content.decode()
    assert "was erased" in page
    assert "/code/answer/" not in page
    assert first.get(f"/desk/reports/{report_id}/").status_code == 200
