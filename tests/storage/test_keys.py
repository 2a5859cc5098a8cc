"""Keys of a data folder: made once, opened by the key holder, forgotten when it goes."""

import shutil
import stat
import subprocess

import pytest
from tests.factories_keys import SECRETS, given_keys

from haal.domain.errors import KeysLocked, Malformed
from haal.storage.ground import keys
from haal.vault.keys import new_pair

PASSPHRASE = "six quiet words by the river"


@pytest.fixture
def folder(home):
    keys.forget()
    yield home
    keys.lock()
    keys.hold(SECRETS)


def _keepers(count):
    return [new_pair().public for _ in range(count)]


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Return a folder and the keys that were made in it, once: stretching the passphrase is slow on purpose."""
    made_in = tmp_path_factory.mktemp("once")
    return made_in, keys.make_keys(made_in, custodians=_keepers(3), passphrase=PASSPHRASE)


@pytest.fixture
def made(folder, once):
    """Return the keys of `folder`, made before."""
    made_in, public = once
    shutil.copytree(made_in, folder, dirs_exist_ok=True)
    return public


def test_made_keys_are_unlocked_by_their_passphrase_and_locked_again(made):
    box = keys.desk_public().shut(b"told in confidence")
    assert keys.locked()

    keys.unlock(passphrase=PASSPHRASE)

    assert not keys.locked()
    assert keys.desk_identity().open(box) == b"told in confidence"
    assert keys.desk_identity().public() == made.desk
    assert keys.route_key().open(keys.route_key().shut(b"n", row_id="s_1"), row_id="s_1") == b"n"
    assert len(keys.custodians()) == 3
    assert keys.lock() is True
    with pytest.raises(KeysLocked):
        keys.desk_identity()


@pytest.mark.usefixtures("made")
def test_a_process_that_read_the_keys_forgets_them_when_another_one_locks():
    keys.unlock(passphrase=PASSPHRASE)
    keys.desk_identity()

    keys.holder.lock(keys.socket_path())  # as `haal lock` in another process does

    assert keys.locked()
    assert "opened" not in keys._cache


@pytest.mark.usefixtures("made")
def test_a_wrong_passphrase_unlocks_nothing():
    with pytest.raises(KeysLocked):
        keys.unlock(passphrase="another six words by the river")

    assert keys.locked()


def test_nothing_secret_lies_in_the_folder_in_the_clear(once):
    folder, _public = once

    for path in (folder / "keys").iterdir():
        assert b"AGE-SECRET-KEY" not in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "keys").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("custodians", "passphrase"),
    [
        ([], PASSPHRASE),
        (_keepers(1), PASSPHRASE),
        (_keepers(1) * 2, PASSPHRASE),
        (["age1x", "age1y"], PASSPHRASE),
        (_keepers(2), "short"),
    ],
)
def test_keys_are_refused_that_one_person_alone_could_open(folder, custodians, passphrase):
    with pytest.raises(Malformed):
        keys.make_keys(folder, custodians=custodians, passphrase=passphrase)

    assert not (folder / "keys" / keys.PUBLIC).exists()


@pytest.mark.usefixtures("made")
def test_keys_are_never_made_twice(folder):
    with pytest.raises(Malformed):
        keys.make_keys(folder, custodians=_keepers(2), passphrase=PASSPHRASE)


def test_only_the_demo_has_its_key_keepers_secret_halves(folder, age_program):
    made = keys.make_keys(folder, custodians=None, passphrase=PASSPHRASE)

    private = sorted((folder / "demo-custodians").iterdir())

    assert len(private) == len(made.custodians) == 3
    for path, public in zip(private, made.custodians, strict=True):
        keygen = shutil.which("age-keygen") or age_program
        told = subprocess.run([keygen, "-y", str(path)], capture_output=True, text=True, check=True)
        assert told.stdout.strip() == public


def test_without_keys_everything_is_locked(folder):
    assert keys.locked()
    with pytest.raises(KeysLocked):
        keys.custodians()


def test_an_index_key_is_one_for_each_purpose(folder):
    given_keys(folder)

    assert keys.index_key("subscriber") == keys.index_key("subscriber")
    assert keys.index_key("subscriber") != keys.index_key("circle")
