"""A box is backed up while reports come in, and comes back whole; what cannot come back says why and leaves nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest
from benchmarks import box as boxes
from benchmarks import harness
from campaigns.kill import Load

from haal.cli import commands
from haal.ledger.cosignature import WitnessSigningKey

ACKNOWLEDGED_MIN = 30
SECONDS_MAX = 40
SIGN = (
    "import django; django.setup()\n"
    "from datetime import UTC, datetime\n"
    "from haal.services.testify import seal\n"
    "seal.publish(now=datetime.now(UTC), catch_up=True)\n"
)

pytestmark = pytest.mark.slow


def haal(home, *words):
    """Run a command on the data folder `home`; return its exit code, its JSON and what it said on stderr."""
    done = python(home, "-m", "haal", words[0], "--json", *words[1:])
    last = done.stdout.strip().splitlines()[-1:] or ["{}"]
    return done.returncode, json.loads(last[0]), done.stderr


def python(home, *words):
    env = harness.environment({"HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config"})
    return subprocess.run(
        [sys.executable, *words], cwd=harness.ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
    )


def until(what):
    end = time.monotonic() + SECONDS_MAX
    while not what():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


WITNESSES = f"our-town {WitnessSigningKey.new('witness.example/our-town').verify_key.text}\nquorum 1\n"


class Made:
    """A box that was backed up under load, and what was known then and later."""

    def __init__(self, folder, opened_box):
        self.folder = folder
        with opened_box(folder / "haal") as box:
            self.box = box
            self._under_load()
        self.identity = folder / "haal.backup-key"

    def _under_load(self):
        checkpoint = self.box.home / "public" / "checkpoint"
        load = Load(port=harness.free_port())
        with self.box.serve(load.port):
            people = load.start()
            until(lambda: len(load.acknowledged) >= ACKNOWLEDGED_MIN and checkpoint.is_file())
            self.before = list(load.acknowledged)
            (self.box.home / "witnesses").write_text(WITNESSES)
            code, self.kept, _said = haal(self.box.home, "backup", "--to", str(self.folder / "backups"))
            assert code == 0
            at_backup, count = checkpoint.read_text(), len(load.acknowledged)
            until(lambda: len(load.acknowledged) > count)
            load.over.set()
            for person in people:
                person.join(SECONDS_MAX)
            assert python(self.box.home, "-c", SIGN).returncode == 0
            assert checkpoint.read_text() != at_backup
            self.refused = dict(load.refused)
        self.newest = self.folder / "newest-checkpoint"
        self.newest.write_text(checkpoint.read_text())

    @property
    def backup(self):
        (path,) = (self.folder / "backups").glob("haal-*.tar.age")
        return path

    @property
    def keys(self):
        (path,) = (self.folder / "backups").glob("keys-*.age")
        return path

    def words(self, *more, backup=None, identity=None):
        given = (str(backup or self.backup), "--identity", str(identity or self.identity))
        return ["restore", "--json", *given, *more]

    def restore(self, to, *more, backup=None):
        name, _json, *words = self.words(*more, backup=backup)
        return haal(to, name, *words)


@pytest.fixture(scope="module")
def made(opened_box):
    with harness.folder("backup") as folder:
        yield Made(folder, opened_box)


def test_nobody_is_turned_away_while_a_backup_is_made(made):
    assert made.refused == {}
    assert made.kept["bytes"] == made.backup.stat().st_size


def test_what_was_acknowledged_before_the_backup_comes_back_and_the_ledger_verifies(made):
    home = made.folder / "whole"

    code, told, said = made.restore(home)

    assert (code, told["ok"], told["behind"], told["problems"]) == (0, True, "", []), said
    assert haal(home, "ledger", "audit")[0] == 0
    back = boxes.Box(home=home, custodians=(), founded={})
    back.haal("unlock", "--passphrase-file", str(made.box.passphrase_file))
    try:
        marks = back.read_back()["marks"]
    finally:
        back.haal("lock")
    assert set(made.before) <= set(marks)
    assert len(marks) == len(set(marks)) == told["reports"]
    assert (home / "keys").stat().st_mode & 0o077 == 0
    assert (home / "witnesses").read_text() == WITNESSES
    assert "quorum witnesses" in (home / "public" / "policy").read_text()


def test_without_the_keys_of_its_boxes_a_backup_comes_back_verifies_and_says_what_stays_shut(made):
    home = made.folder / "shut"
    alone = made.folder / "alone.tar.age"
    alone.write_bytes(made.backup.read_bytes())

    code, told, said = made.restore(home, backup=alone)

    assert (code, told["ok"], told["problems"]) == (0, True, []), said
    assert told["reports_shut"] == told["reports"] > 0
    assert haal(home, "ledger", "audit")[0] == 0


def test_the_keys_of_a_backup_are_named_by_hand_when_they_lie_elsewhere(made):
    home = made.folder / "joined"
    alone = made.folder / "apart.tar.age"
    alone.write_bytes(made.backup.read_bytes())

    code, told, said = made.restore(home, "--keys", str(made.keys), backup=alone)

    assert (code, told["ok"], told["reports_shut"]) == (0, True, 0), said


def test_a_ledger_that_is_behind_says_so_and_is_never_signed(made):
    home = made.folder / "behind"

    code, told, _said = made.restore(home, "--seen", str(made.newest))
    signing = python(home, "-c", SIGN)

    assert (code, told["ok"], told["problems"]) == (1, False, [])
    assert "behind" in told["behind"]
    assert "Nothing is signed" in told["behind"]
    assert signing.returncode == 1
    assert "LedgerCorrupt" in signing.stderr
    assert (home / "public" / "checkpoint").read_text() == made.newest.read_text()


def test_a_checkpoint_of_another_box_is_not_believed(made):
    home = made.folder / "believed"
    other = made.folder / "other-checkpoint"
    other.write_text(made.newest.read_text().replace("haal.example/ledger\n", "elsewhere.example/ledger\n"))

    code, told, _said = made.restore(home, "--seen", str(other))

    assert (code, told["error"]) == (1, "LedgerCorrupt")
    assert "not signed by this box's key" in told["message"]


def wrong_key(made):
    pair = boxes.new_pair()
    path = made.folder / "wrong-key"
    path.write_text(pair.identity)
    return {"identity": path}, "another key, or spoiled bytes"


def no_key(made):
    path = made.folder / "no-key"
    path.write_text("not a key at all")
    return {"identity": path}, "another key, or spoiled bytes"


def absent_key(made):
    return {"identity": made.folder / "absent"}, "a text file that can be read"


def spoiled(made):
    raw = bytearray(made.backup.read_bytes())
    raw[len(raw) // 2] ^= 1
    path = made.folder / "spoiled.tar.age"
    path.write_bytes(raw)
    return {"backup": path}, "another key, or spoiled bytes"


def cut_short(made):
    path = made.folder / "short.tar.age"
    path.write_bytes(made.backup.read_bytes()[:-5000])
    return {"backup": path}, "another key, or spoiled bytes"


def other_keys(made):
    return {"more": ("--keys", str(made.backup))}, "the keys of a backup made by haal"


def absent_keys(made):
    return {"more": ("--keys", str(made.folder / "absent"))}, "a file that can be read"


def absent_backup(made):
    return {"backup": made.folder / "absent.tar.age"}, "a file that can be read"


@pytest.mark.parametrize(
    "fault", [wrong_key, no_key, absent_key, spoiled, cut_short, absent_backup, other_keys, absent_keys]
)
def test_what_cannot_be_restored_says_why_and_leaves_nothing_behind(made, fault, settings, monkeypatch, capsys):
    what, words = fault(made)
    settings.HAAL_HOME = made.folder / f"never-{fault.__name__}"
    monkeypatch.setenv("HAAL_HOME", str(settings.HAAL_HOME))
    before = set(made.folder.iterdir())

    code = commands.run(made.words(*what.pop("more", ()), **what))  # in this process: no start for each fault

    shown = capsys.readouterr()
    told = json.loads(shown.out.strip().splitlines()[-1])
    assert (code, told["ok"], told["error"]) == (1, False, "Malformed")
    assert words in told["message"]
    assert "Traceback" not in shown.err
    assert set(made.folder.iterdir()) - before == set()


def test_a_folder_with_anything_in_it_is_left_as_it_is(made):
    home = made.folder / "not-empty"
    home.mkdir()
    (home / "mine").write_text("keep")

    code, told, _said = made.restore(home)

    assert (code, told["error"]) == (1, "Malformed")
    assert "an empty folder" in told["message"]
    assert [path.name for path in home.iterdir()] == ["mine"]


def test_a_backup_needs_a_box(made):
    code, told, said = haal(made.folder / "no-box", "backup", "--to", str(made.folder / "none"))

    assert (code, told["ok"], told["error"]) == (1, False, "Malformed")
    assert "haal init" in told["message"]
    assert "Traceback" not in said
    assert not (made.folder / "none").exists()
