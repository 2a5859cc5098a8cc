"""A bundle is handed over with two signatures over the same bytes, and that it was is an act."""

from hashlib import sha256

import pytest
from tests.factories_ledger import NOW, unlocked_box

from haal.cli import commands
from haal.domain.access import SYSTEM
from haal.domain.errors import Malformed
from haal.ledger import note
from haal.linkage.reading import Reading
from haal.services.testify.custody import transfer
from haal.storage import act, incident
from haal.storage import checkpoint as kept

COURT = note.SigningKey.new("court.example/receipts")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def box(home):
    with unlocked_box(home):
        yield home


@pytest.fixture
def incident_id():
    return incident.add(Reading(), now=NOW)


@pytest.fixture
def bundle(tmp_path, incident_id):
    folder = tmp_path / "bundle"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "bundle").write_text(f"haal-bundle/v2\nincident {incident_id}\nacts 1\n")
    (folder / "tagmanifest-sha256.txt").write_text("bb  manifest-sha256.txt\n")
    return folder


def countersigned(statement, *, key=COURT):
    """Return what the receiver sends back: the statement with a line of theirs."""
    return statement + note.signature(key, message=note.parted(statement)[0].encode())


def test_both_sign_the_same_three_lines_and_the_act_holds_both(bundle, incident_id):
    offered = transfer.offer(bundle=bundle, to=COURT.verify_key.text)

    transfer.receive(bundle=bundle, receipt=countersigned(offered.statement), by=SYSTEM, now=NOW)

    digest = sha256((bundle / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    text = f"haal-transfer/v1\n{digest}\n{COURT.verify_key.text}\n"
    (kept_act,) = act.kept_about(incident_id)
    assert offered.bundle_sha256 == digest
    assert (kept_act.record.value("kind"), kept_act.record.value("statement")) == ("transferred", text)
    for key in (kept.verify_key(), COURT.verify_key):
        assert note.opened(str(kept_act.record.value("receipt")), [key]) == text


def test_an_offer_alone_leaves_nothing_behind(bundle, incident_id):
    transfer.offer(bundle=bundle, to=COURT.verify_key.text)

    assert act.kept_about(incident_id) == ()


def unsigned(statement, _bundle):
    return statement


def signed_by_another(statement, _bundle):
    return countersigned(statement, key=note.SigningKey.new("court.example/receipts"))


def signed_by_them_alone(statement, _bundle):
    return note.sign(note.parted(statement)[0], COURT)


def of_another_bundle(statement, bundle):
    (bundle / "tagmanifest-sha256.txt").write_text("cc  manifest-sha256.txt\n")
    return countersigned(statement)


def altered(statement, _bundle):
    return countersigned(statement).replace("haal-transfer/v1", "haal-transfer/v2")


def no_note(_statement, _bundle):
    return "received, thank you"


@pytest.mark.parametrize(
    "fault", [unsigned, signed_by_another, signed_by_them_alone, of_another_bundle, altered, no_note]
)
def test_what_both_did_not_sign_over_these_bytes_is_not_kept(bundle, incident_id, fault):
    offered = transfer.offer(bundle=bundle, to=COURT.verify_key.text)

    with pytest.raises(Malformed):
        transfer.receive(bundle=bundle, receipt=fault(offered.statement, bundle), by=SYSTEM, now=NOW)

    assert act.kept_about(incident_id) == ()


def test_the_command_prints_the_statement_and_keeps_the_receipt(bundle, incident_id, tmp_path, capsys):
    assert commands.run(["bundle", "transfer", str(bundle), "--to", COURT.verify_key.text]) == 0
    receipt = tmp_path / "receipt"
    receipt.write_text(countersigned(capsys.readouterr().out))

    assert commands.run(["bundle", "transfer", str(bundle), "--receipt", str(receipt)]) == 0
    assert commands.run(["bundle", "transfer", str(tmp_path), "--to", COURT.verify_key.text]) == 1

    assert [one.kind for one in act.kept_about(incident_id)] == ["transferred"]
