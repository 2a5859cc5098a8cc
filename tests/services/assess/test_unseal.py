"""Two people let something sealed go to the station; two key keepers open it there; two people destroy it."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from tests.factories import NOW, actor
from tests.factories_keys import CUSTODIANS, SECRETS, open_sealed

from haal.domain.access import Role
from haal.domain.agreement import Kind
from haal.domain.errors import KeysLocked, NotFound, Refused
from haal.services.assess import shred, unseal
from haal.storage import act, agreement, audit, seal
from haal.storage.ground import keys
from haal.vault.seal import seal as shut

RECORD = "r_of_the_test"
PLAIN = b'{"contact": "0300 5556667"}'
WHY = "the family asks for her"
STATION = Path(__file__).resolve().parents[3] / "contrib" / "open-seal" / "open_seal.py"

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed():
    box = shut(PLAIN, custodians=keys.custodians())
    seal.put(box=box, record=RECORD, kind="report", now=NOW)
    return box


@pytest.fixture
def asker():
    return actor(Role.VERIFIER)


@pytest.fixture
def second():
    return actor(Role.TRACER)


def _agreed(asker, second):
    asked = unseal.ask(record=RECORD, reason=WHY, by=asker, now=NOW)
    unseal.agree(agreement_id=asked, by=second, now=NOW)
    return asked


@pytest.mark.usefixtures("sealed")
def test_what_two_people_let_go_two_key_keepers_open_with_the_age_program(asker, second, age_program, tmp_path):
    export = unseal.fetch(agreement_id=_agreed(asker, second), by=asker, now=NOW)
    (tmp_path / export.name).write_bytes(export.content)
    for number in (2, 3):
        (tmp_path / f"{number}.key").write_text(CUSTODIANS[number - 1].identity + "\n")
        told = _station("share", tmp_path / export.name, "--index", number, "--identity", tmp_path / f"{number}.key")
        (tmp_path / f"{number}.share").write_bytes(told)

    opened = _station("open", tmp_path / export.name, tmp_path / "2.share", tmp_path / "3.share")

    assert opened == PLAIN
    assert age_program


def _station(*arguments):
    command = [sys.executable, "-I", "-S", str(STATION), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True).stdout


@pytest.mark.usefixtures("sealed")
def test_the_file_is_still_shut(asker, second):
    export = unseal.fetch(agreement_id=_agreed(asker, second), by=second, now=NOW)

    assert b"5556667" not in export.content
    assert len(json.loads(export.content)["seals"][0]["shares"]) == 3


@pytest.mark.usefixtures("sealed")
def test_each_step_is_in_the_audit_and_the_opening_in_the_ledger(asker, second):
    asked = _agreed(asker, second)
    unseal.fetch(agreement_id=asked, by=asker, now=NOW)

    told = [(entry.by, entry.what, entry.subject) for entry in audit.latest(limit=3)]
    assert told == [
        (asker.person_id, "unseal-fetched", RECORD),
        (second.person_id, "unseal-agreed", RECORD),
        (asker.person_id, "unseal-asked", RECORD),
    ]
    assert [row.kind for row in act.ActRow.objects.filter(subject=RECORD)] == ["viewed"]


@pytest.mark.usefixtures("sealed")
def test_nobody_agrees_with_themselves_by_code_or_by_database(asker):
    asked = unseal.ask(record=RECORD, reason=WHY, by=asker, now=NOW)

    with pytest.raises(Refused, match="two-people-needed"):
        unseal.agree(agreement_id=asked, by=asker, now=NOW)
    with pytest.raises(IntegrityError):
        agreement.AgreementRow.objects.filter(pk=asked).update(agreed_by=asker.person_id, agreed_at=NOW)


@pytest.mark.usefixtures("sealed")
def test_before_the_second_person_agreed_nothing_is_fetched(asker):
    asked = unseal.ask(record=RECORD, reason=WHY, by=asker, now=NOW)

    with pytest.raises(NotFound):
        unseal.fetch(agreement_id=asked, by=asker, now=NOW)


@pytest.mark.usefixtures("sealed")
def test_a_third_person_and_a_late_one_fetch_nothing(asker, second):
    asked = _agreed(asker, second)
    later = NOW + timedelta(hours=25)

    with pytest.raises(NotFound):
        unseal.fetch(agreement_id=asked, by=actor(Role.VERIFIER), now=NOW)
    with pytest.raises(NotFound):
        unseal.fetch(agreement_id=asked, by=actor(Role.VERIFIER, now=later), now=later)


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.VERIFIER, Role.TRACER}])
def test_other_roles_neither_ask_nor_agree(role, asker):
    asked = unseal.ask(record=RECORD, reason=WHY, by=asker, now=NOW)

    with pytest.raises(Refused, match="not-allowed"):
        unseal.ask(record=RECORD, reason=WHY, by=actor(role), now=NOW)
    with pytest.raises(Refused, match="not-allowed"):
        unseal.agree(agreement_id=asked, by=actor(role), now=NOW)


@pytest.mark.usefixtures("sealed")
def test_a_reason_and_a_fresh_second_factor_are_needed(asker):
    with pytest.raises(Refused, match="reason-needed"):
        unseal.ask(record=RECORD, reason="  ", by=asker, now=NOW)
    with pytest.raises(Refused, match="second-factor-needed"):
        unseal.ask(record=RECORD, reason=WHY, by=actor(Role.VERIFIER, fresh=False), now=NOW)
    with pytest.raises(NotFound):
        unseal.ask(record="r_without_seal", reason=WHY, by=asker, now=NOW)


@pytest.mark.usefixtures("sealed")
def test_nobody_agrees_to_a_reason_that_cannot_be_read(asker, second):
    asked = unseal.ask(record=RECORD, reason=WHY, by=asker, now=NOW)
    keys.forget()
    try:
        with pytest.raises(KeysLocked):
            unseal.agree(agreement_id=asked, by=second, now=NOW)
    finally:
        keys.hold(SECRETS)


def test_what_two_people_destroyed_no_two_key_keepers_open(sealed, asker, second):
    assert open_sealed(sealed) == PLAIN
    asked = shred.ask(record=RECORD, reason=WHY, by=second, now=NOW)

    with pytest.raises(Refused, match="two-people-needed"):
        shred.agree(agreement_id=asked, by=second, now=NOW)
    shares = shred.agree(agreement_id=asked, by=actor(Role.PUBLISHER), now=NOW)

    assert shares == 3
    assert seal.of_record(RECORD)[0].box.ciphertext == sealed.ciphertext
    assert seal.of_record(RECORD)[0].is_shredded
    with pytest.raises(NotFound):
        unseal.ask(record=RECORD, reason=WHY, by=asker, now=NOW)


@pytest.mark.usefixtures("sealed")
def test_an_agreement_to_destroy_opens_nothing_and_the_other_way_round(asker, second):
    to_destroy = shred.ask(record=RECORD, reason=WHY, by=second, now=NOW)
    to_open = unseal.ask(record=RECORD, reason=WHY, by=second, now=NOW)

    with pytest.raises(NotFound):
        unseal.agree(agreement_id=to_destroy, by=asker, now=NOW)
    with pytest.raises(NotFound):
        shred.agree(agreement_id=to_open, by=actor(Role.PUBLISHER), now=NOW)
    assert agreement.get(to_open).kind is Kind.UNSEAL


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_share_is_on_the_disk_no_more(sealed, second):
    path = Path(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps old pages until VACUUM; its folder is not ours to read")
    assert any(wrapped in _image(path) for wrapped in sealed.wrapped)

    asked = shred.ask(record=RECORD, reason=WHY, by=second, now=NOW)
    shred.agree(agreement_id=asked, by=actor(Role.PUBLISHER), now=NOW)

    image = _image(path)
    assert not [wrapped for wrapped in sealed.wrapped if wrapped[-64:] in image]


def _image(path):
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(path.name + "*")))
