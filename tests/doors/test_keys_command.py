"""`haal unlock`, `haal lock` and `haal keys status`, as the box keeper types them."""

import json
import shutil

import pytest
from django.test import Client
from tests.factories_keys import SECRETS

from haal.cli import commands
from haal.storage import audit
from haal.storage.ground import keys
from haal.vault.keys import new_pair

PASSPHRASE = "six quiet words by the river"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with keys, made once: stretching the passphrase is slow on purpose."""
    folder = tmp_path_factory.mktemp("made")
    keys.make_keys(folder, custodians=[new_pair().public for _ in range(3)], passphrase=PASSPHRASE)
    return folder


@pytest.fixture
def passphrase_file(home, made):
    keys.forget()
    shutil.copytree(made, home, dirs_exist_ok=True)
    path = home / "passphrase"
    path.write_text(PASSPHRASE + "\n")
    yield path
    keys.lock()
    keys.hold(SECRETS)


def _run(capsys, *words):
    code = commands.run([*words, "--json"])
    return code, json.loads(capsys.readouterr().out.strip().splitlines()[-1])


def test_unlock_status_lock_status(passphrase_file, capsys):
    assert _run(capsys, "keys", "status")[1]["locked"] is True

    assert _run(capsys, "unlock", "--passphrase-file", str(passphrase_file))[0] == 0
    _code, status = _run(capsys, "keys", "status")
    assert status["locked"] is False
    assert len(status["custodians"]) == 3

    assert _run(capsys, "lock") == (0, {"ok": True, "was_open": True})
    assert _run(capsys, "keys", "status")[1]["locked"] is True
    assert [entry.what for entry in audit.latest(limit=2)] == ["locked", "unlocked"]


def test_a_wrong_passphrase_is_refused_in_words(passphrase_file, capsys):
    passphrase_file.write_text("another six words by the river")

    code, told = _run(capsys, "unlock", "--passphrase-file", str(passphrase_file))

    assert code == 1
    assert told["error"] == "keys-locked"
    assert keys.locked()


def test_locking_twice_is_no_fault(passphrase_file, capsys):
    assert passphrase_file.exists()
    assert _run(capsys, "lock") == (0, {"ok": True, "was_open": False})


def test_readyz_says_whether_delivery_is_locked(passphrase_file, capsys):
    assert Client().get("/readyz").json()["delivery"] == "locked"

    _run(capsys, "unlock", "--passphrase-file", str(passphrase_file))

    assert Client().get("/readyz").json()["delivery"] == "open"


def test_a_running_box_that_is_locked_from_outside_still_takes_reports_in(passphrase_file, capsys):
    _run(capsys, "unlock", "--passphrase-file", str(passphrase_file))
    keys.desk_identity()
    keys.holder.lock(keys.socket_path())

    answer = Client().post("/report/", {"client_key": "a-key-of-the-phone-1", "saw": "smoke over the bridge"})

    assert answer.status_code == 201
    assert keys.locked()
