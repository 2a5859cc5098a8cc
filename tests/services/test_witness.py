"""The witness program: keeps before it answers, cosigns one history of a log only, and never begins again from nothing."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest
from tests.factories_witness import NOW, Log, log, origin_hash

from haal.domain.errors import Malformed
from haal.ledger import checkpoint, cosignature, merkle, note
from haal.ledger.cosignature import WitnessKey
from haal.ledger.witness import Evidence
from haal.services.testify.witness import answer
from haal.storage.witness import folder, heads
from haal.storage.witness.folder import WitnessLost


@pytest.fixture
def home(tmp_path):
    answer.make(home=tmp_path / "witness", name="witness.example/one")
    return tmp_path / "witness"


@pytest.fixture
def known(home) -> Log:
    made = log(size=5)
    answer.add_log(home=home, vkey=made.key.verify_key.text)
    return made


def ask(home, request):
    return answer.answer(home=home, body=request.body, now=NOW)


def key_of(home) -> WitnessKey:
    return WitnessKey.parse(answer.look(home=home))


def held(home, made: Log) -> checkpoint.Checkpoint:
    said = answer.last(home=home, origin_hash=origin_hash(made.key.name))
    return checkpoint.opened(said.body, [made.key.verify_key])


def test_a_log_that_grows_is_cosigned_each_time(home, known):
    first = ask(home, known.request(old=0))
    known.grow(8)
    second = ask(home, known.request(old=5))

    assert (first.status, second.status) == (200, 200)
    (cosigned,) = cosignature.verified(known.signed() + second.body, [key_of(home)])
    assert cosigned.at == int(NOW.timestamp())
    assert held(home, known) == known.head()


def test_the_checkpoint_it_shows_carries_the_logs_signature_and_its_own(home, known):
    crowded = known.signed() + cosignature.cosigned(
        known.head().text, cosignature.WitnessSigningKey.new("witness.example/other"), at=1
    )
    ask(home, known.request(old=0).__class__(old=0, note=crowded))

    shown = answer.last(home=home, origin_hash=origin_hash(known.key.name)).body
    assert [name for name, _ in note.parted(shown)[1]] == ["example.com/log", "witness.example/one"]
    assert cosignature.verified(shown, [key_of(home)])


def test_the_answer_comes_only_once_the_head_is_kept(home, known, monkeypatch):
    def broken(*_values, **_named):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(heads.Turn, "keep", broken)

    with pytest.raises(sqlite3.OperationalError):
        ask(home, known.request(old=0))
    monkeypatch.undo()
    assert answer.last(home=home, origin_hash=origin_hash(known.key.name)).status == 404


def test_another_size_is_told_as_the_specification_says(home, known):
    ask(home, known.request(old=0))

    said = ask(home, known.grow(3).request(old=2))

    assert (said.status, said.body, said.content_type) == (409, "5\n", "text/x.tlog.size")


def test_a_forked_log_is_refused_and_both_heads_are_kept(home, known, tmp_path):
    forked = known.fork(at=4).grow(1, words="rewritten")
    ask(home, known.request(old=0))

    said = ask(home, forked.request(old=5))

    assert (said.status, said.body) == (409, "5\n")
    (case,) = heads.evidence(home / folder.DATABASE)
    assert (case.kind, case.at) == (Evidence.FORKED, int(NOW.timestamp()))
    assert answer.write_evidence(home=home, to=tmp_path / "out") == 1
    both = [path.read_text("utf-8") for path in sorted((tmp_path / "out").iterdir())]
    one, two = (checkpoint.opened(text, [known.key.verify_key]) for text in both)
    assert (one.size, two.size) == (5, 5)
    assert {one.root, two.root} == {known.head().root, forked.head().root}
    assert held(home, known) == known.head()


def test_a_fork_that_grew_on_cannot_be_proven_and_is_kept(home, known):
    ask(home, known.request(old=0))
    forked = known.fork(at=4).grow(6, words="rewritten")

    for _ in range(3):
        assert ask(home, forked.request(old=5)).status == 422
    (case,) = heads.evidence(home / folder.DATABASE)
    assert (case.kind, case.size) == (Evidence.UNPROVEN, 10)
    assert answer.known(home=home)[0].evidence == 1


def test_a_request_of_nobody_it_knows_leaves_nothing(home, known):
    stranger = log("example.com/stranger", size=3)
    forger = Log(key=note.SigningKey.new(known.key.name)).grow(3)

    assert ask(home, stranger.request(old=0)).status == 404
    assert ask(home, forger.request(old=0)).status == 403
    assert answer.answer(home=home, body=b"old 1\n", now=NOW).status == 400
    assert heads.evidence(home / folder.DATABASE) == ()
    assert answer.known(home=home) == (answer.Known(origin="example.com/log", size=None, evidence=0),)


def test_a_log_may_change_its_key(home, known):
    ask(home, known.request(old=0))
    later = Log(key=note.SigningKey.new(known.key.name), hashes=[*known.hashes]).grow(4)
    assert ask(home, later.request(old=5)).status == 403

    answer.add_log(home=home, vkey=later.key.verify_key.text)

    assert ask(home, later.request(old=5)).status == 200


def test_requests_at_once_never_get_cosignatures_of_two_histories(home, known):
    """Each thread tries a history of its own, from nothing and on top of whatever it is told is held."""
    common = known.fork(at=5)
    ask(home, common.request(old=0))
    histories = [common.fork(at=5).grow(12, words=f"history {n}") for n in range(8)]
    cosigned: list[checkpoint.Checkpoint] = []
    gate = threading.Barrier(len(histories))

    def climb(history: Log) -> None:
        gate.wait()
        for size in range(6, 18):
            for old in (5, size - 1):
                if ask(home, history.request(old=old, size=size)).status == 200:
                    cosigned.append(history.head(size))

    threads = [threading.Thread(target=climb, args=[history]) for history in histories]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    agreeing = [h for h in histories if all(head == h.head(head.size) for head in cosigned)]
    assert cosigned
    assert len(agreeing) == 1
    assert held(home, known) == max(cosigned, key=lambda head: head.size)


def test_one_head_asked_for_by_many_at_once_is_cosigned_for_all_who_knew_the_size(home, known):
    ask(home, known.request(old=0))
    known.grow(3)
    statuses: list[int] = []

    def once() -> None:
        statuses.append(ask(home, known.request(old=5)).status)

    threads = [threading.Thread(target=once) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(statuses) == [200, 409, 409, 409, 409, 409]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE head SET size = size - 1",
        "UPDATE head SET root = zeroblob(32)",
        "UPDATE head SET origin = 'another'",
        "DELETE FROM head",
        "DELETE FROM evidence",
        "UPDATE evidence SET held = ''",
    ],
)
def test_the_database_itself_lets_a_head_only_grow(home, known, statement):
    ask(home, known.request(old=0))
    ask(home, known.fork(at=4).grow(1, words="rewritten").request(old=5))

    with closing(sqlite3.connect(home / folder.DATABASE)) as database, pytest.raises(sqlite3.IntegrityError):
        database.execute(statement)


def test_it_writes_through_to_the_disk(home):
    with heads._connection(home / folder.DATABASE) as database:
        mode = database.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = database.execute("PRAGMA synchronous").fetchone()[0]

    assert (mode, synchronous) == ("wal", 2)  # FULL


def test_a_witness_without_its_database_cosigns_nothing(home, known):
    ask(home, known.request(old=0))
    for path in home.glob("witness.sqlite3*"):
        path.unlink()

    with pytest.raises(WitnessLost, match="is gone"):
        ask(home, known.grow(1).request(old=5))
    with pytest.raises(WitnessLost, match="holds a witness already"):
        answer.make(home=home, name="witness.example/one")
    assert not (home / folder.DATABASE).exists()


def test_a_damaged_or_foreign_database_is_refused(home, tmp_path):
    answer.make(home=tmp_path / "other", name="witness.example/two")
    (home / folder.DATABASE).write_bytes((tmp_path / "other" / folder.DATABASE).read_bytes())
    with pytest.raises(WitnessLost, match="another witness"):
        answer.look(home=home)

    (home / folder.DATABASE).write_bytes(b"no database at all, but long enough to be looked at" * 20)
    with pytest.raises(WitnessLost, match="damaged"):
        answer.look(home=home)


def test_the_key_is_for_its_owner_alone_and_a_damaged_one_is_refused(home):
    path = home / folder.KEY
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text(path.read_text()[:-6] + "AAAA=\n")

    with pytest.raises(WitnessLost, match="damaged"):
        answer.look(home=home)


def test_a_memory_stick_is_answered_in_its_own_folder(home, known, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "add-checkpoint").write_bytes(known.request(old=0).body)

    assert answer.answer_stick(home=home, stick=stick, now=NOW).status == 200
    cosigned = cosignature.verified(known.signed() + (stick / "cosignature").read_text("utf-8"), [key_of(home)])
    assert len(cosigned) == 1

    (stick / "add-checkpoint").write_bytes(known.grow(2).request(old=3).body)
    assert answer.answer_stick(home=home, stick=stick, now=NOW).status == 409
    assert (stick / "refused").read_text("utf-8") == "409\n5\n"
    assert checkpoint.opened((stick / "held").read_text("utf-8"), [known.key.verify_key]).size == 5
    assert not (stick / "cosignature").exists()


@pytest.mark.parametrize("body", [None, b"x" * 1_000_000])
def test_a_stick_without_a_request_or_with_far_too_much_is_no_harm(home, tmp_path, body):
    stick = tmp_path / "stick"
    stick.mkdir()
    if body is None:
        with pytest.raises(Malformed):
            answer.answer_stick(home=home, stick=stick, now=NOW)
        return
    (stick / "add-checkpoint").write_bytes(body)

    assert answer.answer_stick(home=home, stick=stick, now=NOW).status == 400
    assert (stick / "refused").read_text("utf-8").startswith("400\n")


def test_a_name_that_no_key_can_have_and_a_key_that_is_none_are_said(home, tmp_path):
    with pytest.raises(Malformed):
        answer.make(home=tmp_path / "two", name="two words")
    assert not (tmp_path / "two" / folder.KEY).exists()
    with pytest.raises(Malformed):
        answer.add_log(home=home, vkey=answer.look(home=home))


def test_an_empty_tree_is_cosigned_and_grows(home, known):
    empty = known.fork(at=0)
    assert ask(home, empty.request(old=0)).status == 200
    assert held(home, known).root == merkle.EMPTY_ROOT

    assert ask(home, empty.grow(3).request(old=0)).status == 200
