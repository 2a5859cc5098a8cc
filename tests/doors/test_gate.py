"""Whether the box answers, what it says of itself, and that never two of it write; and who may not be served in the open."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from benchmarks import box as boxes
from benchmarks import harness
from campaigns.kill import holds_open, living, lock_is_free
from django.test import Client
from tests.factories import NOW

from haal.cli import commands
from haal.gate import box
from haal.gate import up as server
from haal.services.people import health
from haal.storage import outbox
from haal.storage.ground import keys

SECONDS_MAX = 15


@pytest.mark.django_db
def test_healthz_answers_and_asks_nothing_of_anybody(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("locked", [True, False])
def test_a_locked_box_is_ready_for_reports_and_says_that_nothing_is_sent(desk_keys, locked):
    if locked:
        keys.forget()

    answer = Client().get("/readyz")

    assert answer.status_code == 200
    assert (answer.json()["ready"], answer.json()["delivery"]) == (True, "locked" if locked else "open")


@pytest.mark.django_db
def test_a_box_without_room_is_not_ready(monkeypatch):
    full = shutil._ntuple_diskusage(10**12, 10**12, health.DISK_FREE_BYTES_MIN - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)

    answer = Client().get("/readyz")

    assert (answer.status_code, answer.json()["ready"]) == (503, False)


@pytest.mark.django_db
def test_readyz_counts_what_waits_and_names_nothing():
    outbox.put(kind="report-taken-in", subject="r_secret", now=NOW)

    answer = Client().get("/readyz")

    assert answer.json()["outbox_count"] == 1
    assert b"r_secret" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_state_is_only_read(path):
    assert Client().post(path).status_code == 405


def test_one_process_holds_the_folder_and_a_second_cannot(tmp_path):
    assert not box.is_running(tmp_path)

    assert box.take_folder(tmp_path)

    assert box.is_running(tmp_path)
    assert not box.take_folder(tmp_path)


def up(home, *words):
    """Run `haal up` where it is expected to refuse; return its exit code and its words."""
    env = harness.environment({"HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config"})
    command = [sys.executable, "-m", "haal", "up", "--port", str(harness.free_port()), *words]
    done = subprocess.run(
        command, cwd=harness.ROOT, env=env, capture_output=True, text=True, timeout=SECONDS_MAX * 2, check=False
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_beyond_this_machine_plain_http_is_refused(home, monkeypatch, capsys, host):
    (home / "keys").mkdir()
    (home / "keys" / "site.key").touch()
    monkeypatch.setattr(server, "Granian", lambda *_words, **_more: pytest.fail("it would be served"))

    code = commands.run(["up", "--port", str(harness.free_port()), "--host", host], more=(server,))

    assert code == 1
    assert "only https" in capsys.readouterr().err


def test_a_folder_that_was_not_set_up_is_not_served(tmp_path):
    code, said = up(tmp_path / "haal")

    assert code == 1
    assert "haal init" in said


@pytest.fixture(scope="module")
def served(opened_box):
    """Give a box with its server, whose parent one test kills."""
    with harness.folder("gate") as folder, opened_box(folder / "haal") as opened:
        port = harness.free_port()
        with opened.serve(port) as process:
            yield opened, port, process


@pytest.mark.slow
def test_the_real_server_says_the_same(served):
    _box, port, _process = served

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        told = json.loads(answer.read())

    assert (told["ready"], told["delivery"]) == (True, "open")


@pytest.mark.slow
def test_whoever_sends_too_much_reads_why_and_no_broken_line(served):
    _box, port, _process = served
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/reports",
        data=b'{"saw": "' + b"x" * 3_000_000 + b'"}',
        headers={"Content-Type": "application/json", "Idempotency-Key": "a-key-for-a-large-body"},
    )

    for _ in range(10):  # the line breaks only now and then when the rest is left unread
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)

        assert refused.value.code == 413
        assert json.loads(refused.value.read())["reason"] == "too-large"


@pytest.mark.slow
def test_a_second_server_on_the_same_folder_is_refused(served):
    opened, port, _process = served

    code, said = up(opened.home)

    assert code == 1
    assert "another worker serves" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        assert answer.status == 200


@pytest.mark.slow
def test_when_the_parent_is_killed_the_worker_ends_and_the_folder_is_free(served):
    opened, _port, process = served
    workers = [one for one in living({process.pid}) if one != process.pid and holds_open(one, lock_of(opened))]
    assert len(workers) == 1

    os.kill(process.pid, signal.SIGKILL)
    process.wait(SECONDS_MAX)
    end = time.monotonic() + SECONDS_MAX
    # The lock goes with the last thread of the worker, a moment after the process is called dead.
    while (living({process.pid}) or not lock_is_free(opened.home)) and time.monotonic() < end:
        time.sleep(0.02)

    assert living({process.pid}) == set()
    assert lock_is_free(opened.home)


def lock_of(opened: boxes.Box) -> Path:
    return opened.home / box.LOCK_NAME
