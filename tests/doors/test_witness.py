"""Two witnesses on ports of this machine and the logs that ask them; the command that sets them up and answers a stick."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest
from benchmarks import harness
from tests.factories_witness import Log, log, origin_hash, post, served, serving

from haal.cli import commands
from haal.gate import witness, witness_wsgi
from haal.ledger import checkpoint, policy, verify
from haal.ledger.witness import BODY_BYTES_MAX
from haal.services.testify.witness import answer


def haal(capsys, *words: str) -> tuple[int, dict[str, object]]:
    code = commands.run(["witness", *words, "--json"], more=(witness,))
    return code, json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.fixture
def known() -> Log:
    return log(size=4)


@pytest.fixture
def home(tmp_path, known):
    answer.make(home=tmp_path / "witness", name="witness.example/one")
    answer.add_log(home=tmp_path / "witness", vkey=known.key.verify_key.text)
    return tmp_path / "witness"


@pytest.mark.slow
def test_two_witnesses_and_a_log_make_a_checkpoint_that_strangers_believe(tmp_path, known):
    homes = [tmp_path / "one", tmp_path / "two"]
    vkeys = [answer.make(home=home, name=f"witness.example/{home.name}") for home in homes]
    for home in homes:
        answer.add_log(home=home, vkey=known.key.verify_key.text)
    trust = policy.text(
        logs=[known.key.verify_key],
        witnesses=[policy.Witness(name=home.name, vkey=vkey) for home, vkey in zip(homes, vkeys, strict=True)],
        needed=2,
    )

    with served(homes[0]) as one, served(homes[1]) as two:
        lines = [post(url, known.request(old=0).body)[2] for url in (one, two)]
        known.grow(60)
        lines = [post(url, known.request(old=4).body)[2] for url in (one, two)]
        signed = known.signed() + "".join(lines)
        with urllib.request.urlopen(f"{two}/checkpoint/{origin_hash(known.key.name)}") as shown:
            assert checkpoint.opened(shown.read().decode(), [known.key.verify_key]) == known.head()

        forked = known.fork(at=10).grow(54, words="rewritten")
        assert [post(url, forked.request(old=64).body)[0] for url in (one, two)] == [409, 409]
        assert [post(url, forked.grow(1).request(old=64).body)[0] for url in (one, two)] == [422, 422]
        races = race(one, known)

    assert policy.satisfied(signed, policy.parsed(trust)) == known.head(64)
    assert len(verify.open_checkpoint(signed, verify.parse_policy(trust)).trusted) == 3
    with pytest.raises(policy.Unsatisfied):
        policy.satisfied(known.signed(64) + lines[0], policy.parsed(trust))
    assert [each.evidence for home in homes for each in answer.known(home=home)] == [races + 2, 2]


def race(url: str, known: Log) -> int:
    """Ask for six histories at once over the network; return how many of them are shown to be forks."""
    histories = [known.fork(at=64).grow(5, words=f"history {n}") for n in range(6)]
    cosigned: list[Log] = []

    def ask(history: Log) -> None:
        status, media, said = post(url, history.request(old=64).body)
        assert (status, media, said[:1]) in {(200, "text/plain; charset=utf-8", "—"), (409, "text/x.tlog.size", "6")}
        if status == 200:
            cosigned.append(history)

    threads = [threading.Thread(target=ask, args=[history]) for history in histories]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(cosigned) == 1
    return len(histories) - 1


@pytest.mark.slow
def test_the_server_takes_no_endless_body_and_shows_nothing_else(home, known):
    with served(home) as url:
        assert post(url, b"x" * (BODY_BYTES_MAX + 1))[0] == 413
        assert post(url, b"old 0\n")[0] == 400
        for path, status in (("/", 404), ("/checkpoint/" + "0" * 64, 404), ("/add-checkpoint", 405)):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(url + path)
            assert refused.value.code == status
            refused.value.close()


def ask_wsgi(home, monkeypatch, **environ) -> tuple[str, bytes]:
    monkeypatch.setenv("HAAL_WITNESS", str(home))
    said = []
    body = b"".join(witness_wsgi.application(environ, lambda status, headers: said.append(status)))
    return said[0], body


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"REQUEST_METHOD": "POST", "PATH_INFO": "/add-checkpoint"}, "411 Length Required"),
        ({"REQUEST_METHOD": "POST", "PATH_INFO": "/add-checkpoint", "CONTENT_LENGTH": "²"}, "411 Length Required"),
        ({"REQUEST_METHOD": "POST", "PATH_INFO": "/checkpoint/" + "0" * 64}, "405 Method Not Allowed"),
        ({"REQUEST_METHOD": "GET", "PATH_INFO": "/checkpoint/" + "A" * 64}, "404 Not Found"),
        ({"REQUEST_METHOD": "HEAD", "PATH_INFO": "/healthz"}, "200 OK"),
    ],
)
def test_what_is_asked_in_another_way_is_answered_with_its_status(home, monkeypatch, environ, status):
    assert ask_wsgi(home, monkeypatch, **environ)[0] == status


def test_a_witness_that_lost_its_database_while_it_served_answers_nobody(home, monkeypatch):
    for path in home.glob("witness.sqlite3*"):
        path.unlink()

    status, body = ask_wsgi(home, monkeypatch, REQUEST_METHOD="GET", PATH_INFO="/healthz")

    assert (status, body) == ("503 Service Unavailable", b"this witness cannot answer now\n")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("up", "--host", "0.0.0.0"), "https"),
        (("up",), "holds no witness"),
        (("answer", "nowhere"), "a folder with a file add-checkpoint"),
        (("status",), "holds no witness"),
    ],
)
def test_a_command_that_cannot_be_done_says_why_and_ends_with_one(tmp_path, capsys, words, why):
    code, told = haal(capsys, *words, "--home", str(tmp_path / "nothing"))

    assert (code, told["ok"]) == (1, False)
    assert why in str(told["message"])


def test_a_witness_is_set_up_and_answers_a_stick_without_any_network(tmp_path, capsys, known):
    home, stick = ("--home", str(tmp_path / "w")), tmp_path / "stick"
    stick.mkdir()
    (stick / "add-checkpoint").write_bytes(known.request(old=0).body)

    code, made = haal(capsys, "init", "--name", "witness.example/one", *home)
    assert (code, made["ok"]) == (0, True)
    assert (
        haal(capsys, "answer", str(stick), *home)[1]["message"] == "refused (404): this witness does not know the log"
    )
    assert haal(capsys, "add-log", known.key.verify_key.text, *home) == (0, {"ok": True, "origin": known.key.name})
    code, said = haal(capsys, "answer", str(stick), *home)
    assert (code, str(said["cosignature"])[:21]) == (0, "— witness.example/one")
    forked = known.fork(at=3).grow(1, words="rewritten")
    (stick / "add-checkpoint").write_bytes(forked.request(old=4).body)
    assert haal(capsys, "answer", str(stick), *home)[0] == 1
    logs = haal(capsys, "status", *home)[1]["logs"]
    assert logs == [{"origin": known.key.name, "size": 4, "evidence": 1}]
    assert haal(capsys, "evidence", str(tmp_path / "out"), *home)[1]["cases"] == 1
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert haal(capsys, "init", "--name", "witness.example/one", *home)[0] == 1


@pytest.mark.slow
def test_the_command_needs_no_box(tmp_path):
    command = [
        sys.executable,
        "-m",
        "haal",
        "witness",
        "init",
        "--name",
        "witness.example/x",
        "--home",
        str(tmp_path / "w"),
    ]
    env = harness.environment(
        {"HAAL_HOME": str(tmp_path / "no-box"), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}
    )

    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "no-box").exists()


@pytest.mark.slow
def test_what_was_cosigned_before_a_witness_was_killed_is_held_after(home, known):
    """The answer leaves only once the head is kept, so no killed witness has cosigned more than it remembers."""
    cosigned = [0]

    def climb(url: str) -> None:
        while True:
            known.grow(1)
            try:
                if post(url, known.request(old=cosigned[-1]).body)[0] != 200:
                    return
            except OSError:
                return
            cosigned.append(len(known.hashes))

    for _ in range(3):
        with serving(home) as (url, process):
            thread, enough = threading.Thread(target=climb, args=[url]), len(cosigned) + 20
            thread.start()
            while thread.is_alive() and len(cosigned) < enough:
                thread.join(0.005)
            os.killpg(process.pid, signal.SIGKILL)
            thread.join()
        (held,) = answer.known(home=home)
        assert held.size in (cosigned[-1], len(known.hashes))  # the last one may have been kept and not told
        cosigned.append(held.size)
        del known.hashes[held.size :]

    assert len(cosigned) > 50
