"""The key holder answers its own account only, outlives who started it, and forgets when told to."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from haal.vault import holder
from haal.vault.keys import Secrets


@pytest.fixture
def held():
    return Secrets.make()


@pytest.fixture
def path(tmp_path):
    yield tmp_path / "holder.sock"
    holder.lock(tmp_path / "holder.sock")


def test_what_it_was_given_is_what_it_holds(path, held):
    holder.start(path, held)

    assert holder.fetch(path) == held
    assert holder.fetch(path) == held


def test_nobody_answers_where_no_holder_is(path):
    assert holder.fetch(path) is None
    assert holder.lock(path) is False


def test_after_lock_the_process_and_the_socket_are_gone(path, held):
    pid = holder.start(path, held)

    assert holder.lock(path) is True

    assert not path.exists()
    assert holder.fetch(path) is None
    assert _ends(pid)


def test_the_socket_is_for_its_own_account_only(path, held):
    pid = holder.start(path, held)

    assert not stat.S_IMODE(path.stat().st_mode) & 0o077
    # Not dumpable: its memory and environment belong to root in /proc, so no debugger of the same account attaches.
    assert Path(f"/proc/{pid}/mem").stat().st_uid == 0
    assert "Max core file size        0                    0" in Path(f"/proc/{pid}/limits").read_text()


def test_the_secrets_are_on_no_command_line_and_in_no_environment(path, held):
    pid = holder.start(path, held)

    for name in ("cmdline", "environ"):
        assert b"AGE-SECRET-KEY" not in Path(f"/proc/{pid}/{name}").read_bytes()


def test_it_outlives_the_process_that_started_it(path, held):
    starter = (
        "import sys; from pathlib import Path; from haal.vault import holder, keys;"
        "print(holder.start(Path(sys.argv[1]), keys.Secrets.from_json(sys.stdin.buffer.read())))"
    )
    done = subprocess.run(
        [sys.executable, "-c", starter, str(path)], input=held.to_json(), capture_output=True, check=True
    )

    pid = int(done.stdout)
    assert os.getsid(pid) == pid
    assert holder.fetch(path) == held


def test_a_second_holder_does_not_push_the_first_away(path, held):
    holder.start(path, held)

    with pytest.raises(holder.HolderDidNotStart):
        holder.start(path, Secrets.make())
    assert holder.fetch(path) == held


def test_a_socket_left_behind_by_a_killed_holder_is_replaced(path, held):
    os.kill(holder.start(path, Secrets.make()), signal.SIGKILL)

    holder.start(path, held)

    assert holder.fetch(path) == held


def test_a_caller_of_another_account_gets_nothing(path, held):
    if os.geteuid() != 0:
        pytest.skip("only root can become another account")
    holder.start(path, held)
    path.chmod(0o777)
    for folder in path.parents:
        if str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    stranger = (
        "import os, socket, sys; os.setgid(65534); os.setuid(65534); s = socket.socket(socket.AF_UNIX);"
        "s.settimeout(5); s.connect(sys.argv[1]);\n"
        "try:\n s.sendall(b'fetch\\n'); print(len(s.recv(9999)))\nexcept OSError: print(0)"
    )

    done = subprocess.run([sys.executable, "-c", stranger, str(path)], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "0"
    assert holder.fetch(path) == held


def test_words_it_does_not_know_and_half_open_callers_change_nothing(path, held):
    holder.start(path, held)

    assert holder._say(path, b"shout\n") == b""
    assert holder.fetch(path) == held


def test_a_folder_too_deep_for_a_socket_address_works(tmp_path, held):
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)
    holder.start(deep / "holder.sock", held)

    assert holder.fetch(deep / "holder.sock") == held
    assert holder.lock(deep / "holder.sock") is True


def _ends(pid, seconds=5.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False
