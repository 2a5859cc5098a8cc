"""What strangers and the desk see of the ledger, by page and by command."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in
from tests.factories import actor
from tests.factories_ledger import NOW, put_acts, unlocked_box

from haal.cli import commands
from haal.domain.access import Role
from haal.domain.record.custody import Kind
from haal.domain.record.words import words_of
from haal.ledger import checkpoint, merkle, note, record, verify
from haal.linkage.reading import Reading
from haal.services.testify import seal
from haal.storage import act, incident, work
from haal.storage import checkpoint as kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def box(home):
    with unlocked_box(home):
        yield home


@pytest.fixture
def incident_id():
    with work.atomic():
        made = incident.add(Reading(), now=NOW)
        act.put(kind=Kind.GRADED, subject=made, fields={"value": "B"}, by=actor(), now=NOW)
    return made


def haal(capsys, *words: str) -> tuple[int, dict[str, object]]:
    code = commands.run([*words, "--json"])
    return code, json.loads(capsys.readouterr().out.splitlines()[-1])


def test_a_stranger_reads_the_signed_head_and_the_fingerprint():
    put_acts(3)
    seal.sequence()
    seal.publish(now=NOW)

    answer = Client().get("/ledger/")

    assert answer.status_code == 200
    assert kept.last().split("\n")[2] in answer.content.decode()
    assert note.VerifyKey.parse(Client().get("/ledger/policy").content.decode().split("log ")[1].split()[0])
    assert Client().get("/ledger/checkpoint").content.decode() == kept.last()
    assert " ".join(words_of("\n".join(kept.last().split("\n")[:3]) + "\n")) in answer.content.decode()
    assert b"def ed25519" in Client().get("/ledger/verify.py").content
    assert b"openssl" in Client().get("/ledger/verify.sh").content


def test_the_checking_page_may_ask_nothing_of_any_network():
    answer = Client().get("/ledger/verify.html")

    assert answer.status_code == 200
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; script-src 'sha256-")
    assert b"http" not in answer.content.replace(b"http-equiv", b"")


def test_only_what_is_signed_is_handed_out(box):
    put_acts(3)
    seal.sequence()
    assert Client().get("/ledger/tile/0/000.p/3").status_code == 404
    seal.publish(now=NOW)
    put_acts(80)
    seal.sequence()

    tile = Client().get("/ledger/tile/0/000.p/64")
    entries = Client().get("/ledger/tile/entries/000.p/64")

    hashes = [tile.content[start : start + 32] for start in range(0, 64 * 32, 32)]
    assert merkle.root(hashes) == checkpoint.opened(kept.last(), [kept.verify_key()]).root
    assert len(entries.content) == 64 * (2 + record.LEAF_BYTES)
    for beyond in ("0/000.p/144", "0/000.p/65", "0/000", "entries/000.p/144", "0/nonsense", "9/000"):
        assert Client().get(f"/ledger/tile/{beyond}").status_code == 404


def test_the_public_log_is_written_out_for_a_mirror_and_only_what_is_new_the_next_time(box, capsys, tmp_path):
    put_acts(300)
    seal.sequence()
    seal.publish(now=NOW)
    folder = str(tmp_path / "log")

    code, first = haal(capsys, "ledger", "export", folder)
    again = haal(capsys, "ledger", "export", folder)[1]

    assert (code, first["size"], first["written"]) == (0, 320, 5)
    assert (again["written"], again["there"]) == (3, 2)
    assert (tmp_path / "log" / "checkpoint").read_text() == kept.last()
    assert (tmp_path / "log" / "tile" / "0" / "001.p" / "64").stat().st_size == 64 * 32


def test_an_empty_ledger_says_what_to_wait_for(box):
    answer = Client().get("/ledger/")

    assert answer.status_code == 200
    assert b"Nothing has been signed yet" in answer.content
    assert Client().get("/ledger/checkpoint").status_code == 404


def test_two_publishers_take_a_bundle_out_and_a_stranger_verifies_it(box, tmp_path, incident_id):
    asks, agrees = signed_in(member(Role.PUBLISHER)), signed_in(member(Role.PUBLISHER))
    page = f"/desk/incidents/{incident_id}/export/"

    assert asks.get(page).status_code == 200
    assert asks.post(page, {"reason": "for a court"}).status_code == 302
    question = agrees.get(page)
    assert b"for a court" in question.content
    agreement_id = question.context["asked"].agreement_id
    assert agrees.post(f"{page}{agreement_id}/agree/").status_code == 302
    answer = asks.post(f"{page}{agreement_id}/bundle/")

    assert answer.status_code == 200, answer.content
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    found = verify.check(tmp_path / "bundle", verify.parse_policy((box / "public" / "policy").read_text()))
    assert found.kinds == {"graded": 1, "exported": 1}


def test_one_publisher_alone_gets_nothing(incident_id):
    alone = signed_in(member(Role.PUBLISHER))
    page = f"/desk/incidents/{incident_id}/export/"
    alone.post(page, {"reason": "mine"})
    agreement_id = alone.get(page).context["asked"].agreement_id

    assert alone.post(f"{page}{agreement_id}/agree/").status_code == 409
    assert alone.post(f"{page}{agreement_id}/bundle/").status_code == 409


def test_the_command_exports_what_two_agreed_to_and_verifies_it(box, tmp_path, capsys, incident_id):
    asks, agrees = signed_in(member(Role.PUBLISHER)), signed_in(member(Role.PUBLISHER))
    page = f"/desk/incidents/{incident_id}/export/"
    asks.post(page, {"reason": ""})
    agreement_id = agrees.get(page).context["asked"].agreement_id
    folder = str(tmp_path / "out")

    code, refused = haal(capsys, "bundle", "export", incident_id, "--agreement", agreement_id, "--to", folder)
    assert (code, refused["error"]) == (1, "export-not-agreed")

    agrees.post(f"{page}{agreement_id}/agree/")
    code, made = haal(capsys, "bundle", "export", incident_id, "--agreement", agreement_id, "--to", folder)
    assert (code, made["acts"]) == (0, 2)

    policy = str(box / "public" / "policy")
    assert haal(capsys, "bundle", "verify", folder, "--policy", policy)[0] == 0
    (tmp_path / "out" / "README.md").write_text("another")
    code, spoilt = haal(capsys, "bundle", "verify", folder, "--policy", policy)
    assert code == 1
    assert "README.md" in spoilt["message"]


def test_a_second_bundle_waits_for_the_next_checkpoint_and_says_when(box, tmp_path, incident_id):
    put_acts(1)
    seal.sequence()
    seal.publish(now=datetime.now(UTC))
    asks, agrees = signed_in(member(Role.PUBLISHER)), signed_in(member(Role.PUBLISHER))
    page = f"/desk/incidents/{incident_id}/export/"
    asks.post(page, {"reason": ""})
    agreement_id = agrees.get(page).context["asked"].agreement_id
    agrees.post(f"{page}{agreement_id}/agree/")

    waits = asks.post(f"{page}{agreement_id}/bundle/")
    seal.publish(now=datetime.now(UTC), catch_up=True)
    taken = asks.post(f"{page}{agreement_id}/bundle/")

    assert waits.status_code == 409
    assert b"once the next checkpoint is public" in waits.content
    assert taken.status_code == 200


def test_the_audit_command_ends_with_one_when_something_does_not_fit(box, capsys):
    put_acts(5)
    seal.sequence()
    seal.publish(now=NOW)
    code, well = haal(capsys, "ledger", "audit")
    assert (code, well["ok"], well["size"]) == (0, True, 64)
    status = haal(capsys, "ledger", "status")[1]
    assert (status["size"], status["inside"], status["refused"]) == (
        64,
        {"size": 64, "waiting": 0, "hours_behind": 0},
        "",
    )
    assert len(status["words"].split()) == 8

    (box / "seen").write_text(kept.last().replace("\n64\n", "\n65\n"))
    code, ill = haal(capsys, "ledger", "audit", "--against", str(box / "seen"))

    assert code == 1
    assert "the given checkpoint is not one of this ledger" in ill["problems"][0]


def test_the_status_says_loudly_why_nothing_is_signed(box, capsys):
    seal.publish(now=NOW)
    key = kept.signing_key()
    ahead = checkpoint.signed(checkpoint.Checkpoint(origin=key.name, size=900, root=b"r" * 32), key)
    (box / "public" / "checkpoint").write_text(ahead)

    code, status = haal(capsys, "ledger", "status")

    assert code == 1
    assert "this ledger is behind" in status["refused"]
    assert commands.run(["ledger", "publish", "--json"]) == 1


def test_the_program_strangers_get_imports_nothing_of_haal():
    text = Client().get("/ledger/verify.py").content.decode()
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", text, "--help"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
