"""How the box has its checkpoints cosigned, and what it learns from witnesses that know its log better than it does."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest
from tests.factories_ledger import NOW, put_acts
from tests.factories_witness import answering, witness_at

from haal.cli import commands
from haal.domain.errors import LedgerCorrupt, Malformed
from haal.jobs import cosign as job
from haal.ledger import checkpoint, cosignature, note, policy
from haal.ledger.checkpoint import Checkpoint
from haal.ledger.cosignature import WitnessSigningKey
from haal.ledger.policy import Witness
from haal.services.testify import restored, seal, unbroken
from haal.services.testify.witness import answer, carry, cosign, named
from haal.services.testify.witness.ours import Ahead, Cosigned, Forked, Unheard
from haal.storage import checkpoint as kept
from haal.storage import leaf

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def published(home):
    """A ledger with one public checkpoint."""
    seal.make_key()
    put_acts(3)
    seal.sequence()
    seal.publish(now=NOW)
    return home


@pytest.fixture
def witnesses(tmp_path):
    """Two witnesses that know the box's log, by name."""
    homes = {name: tmp_path / name for name in ("one", "two")}
    for name, home in homes.items():
        answer.make(home=home, name=f"witness.example/{name}")
        answer.add_log(home=home, vkey=kept.verify_key().text)
    return homes


def name_them(home, witnesses, *, urls=(), needed=2) -> None:
    urls = dict(zip(witnesses, urls, strict=False))
    lines = [f"{name} {answer.look(home=where)} {urls.get(name, '')}" for name, where in witnesses.items()]
    (home / "witnesses").write_text("\n".join(["# ours", *lines, f"quorum {needed}"]) + "\n", "utf-8")


def next_hour(now, count=1):
    put_acts(count)
    seal.sequence()
    return seal.publish(now=now)


def cosigners() -> tuple[str, ...]:
    return named.standing().cosigned


def test_the_newest_checkpoint_is_cosigned_by_all_and_strangers_believe_it(home, witnesses):
    with witness_at(witnesses["one"]) as one, witness_at(witnesses["two"]) as two:
        name_them(home, witnesses, urls=(one, two))

        assert job.run(NOW) == 2
        assert job.run(NOW) == 0  # nobody is asked again
        next_hour(NOW + HOUR)
        assert cosigners() == ()
        assert job.run(NOW + HOUR) == 2

    trust = policy.parsed(kept.read_public("policy"))
    assert policy.satisfied(kept.last(), trust).size == leaf.size()
    assert (cosigners(), named.standing().witnessed) == (("one", "two"), True)


def test_a_witness_that_does_not_answer_is_asked_in_the_next_round(home, witnesses):
    with witness_at(witnesses["two"]) as two:
        name_them(home, witnesses, urls=("http://127.0.0.1:9", two))
        found = cosign.ask()
        assert [type(one) for one in found] == [Unheard, Cosigned]

    with witness_at(witnesses["one"]) as one:
        name_them(home, witnesses, urls=(one, one))
        assert [one.witness for one in cosign.ask()] == ["one"]
    assert named.standing().witnessed


def test_a_witness_that_cosigned_what_we_have_forgotten_of_it_tells_its_size(home, witnesses):
    """As after a restore of the cosignatures, or when the same witness was asked by hand."""
    answer.answer(home=witnesses["one"], body=asked(), now=NOW)
    next_hour(NOW + HOUR)
    with witness_at(witnesses["one"]) as one:
        name_them(home, witnesses, urls=(one,))
        assert cosign.ask() == (Cosigned(witness="one", size=leaf.size()),)


def asked() -> bytes:
    return f"old 0\n\n{kept.last()}".encode()


def forged(size: int, root: bytes) -> str:
    """Return what only somebody with our key can sign, as a copy of this box would."""
    key = kept.signing_key()
    return checkpoint.signed(Checkpoint(origin=key.name, size=size, root=root), key)


@pytest.mark.parametrize(
    ("longer", "finding"), [(True, Ahead), (False, Forked)], ids=["a longer log", "another log of our size"]
)
def test_a_witness_that_knows_our_log_better_stops_the_signing(home, witnesses, longer, finding):
    size = leaf.size() + (64 if longer else 0)
    body = f"old 0\n\n{forged(size, b'f' * 32)}".encode()
    assert answer.answer(home=witnesses["one"], body=body, now=NOW).status == 200

    with witness_at(witnesses["one"]) as one:
        name_them(home, witnesses, urls=(one,))
        heard = cosign.listen()
        found = cosign.ask()

    assert heard == found == (finding(witness="one", size=size),)
    ((who, text),) = kept.heard_from_witnesses()
    assert who == "one"
    assert checkpoint.opened(text, [kept.verify_key()]).size == size
    with pytest.raises(LedgerCorrupt, match="that witness one holds"):
        unbroken.check(ask=True)


def test_a_restored_ledger_hears_before_it_signs_that_it_is_behind(home, witnesses):
    """The likeliest way by which a log forks: an older copy, and nothing of what was published since."""
    body = f"old 0\n\n{forged(leaf.size() + 64, b'f' * 32)}".encode()
    answer.answer(home=witnesses["one"], body=body, now=NOW)
    size = leaf.size()
    with witness_at(witnesses["one"]) as one:
        name_them(home, witnesses, urls=(one,))

        with pytest.raises(LedgerCorrupt, match="behind"):
            next_hour(NOW + HOUR)

    assert kept.last_signed().size == size
    with pytest.raises(LedgerCorrupt, match="behind"):  # the witness need not answer a second time
        seal.publish(now=NOW + 2 * HOUR)


def test_a_restore_asks_the_witnesses_and_says_that_it_is_behind(home, witnesses):
    body = f"old 0\n\n{forged(leaf.size() + 64, b'f' * 32)}".encode()
    answer.answer(home=witnesses["one"], body=body, now=NOW)
    with witness_at(witnesses["one"]) as one:
        name_them(home, witnesses, urls=(one,))
        shutil.rmtree(home / "public")

        done = restored.check(seen=None)

    assert "that witness one holds" in done.behind
    assert policy.parsed(kept.read_public("policy")).quorum == "witnesses"


def test_an_operators_slip_of_the_pen_stops_no_checkpoint(home):
    (home / "witnesses").write_text("nonsense\n")

    assert next_hour(NOW + HOUR) is not None


def test_a_ledger_that_agrees_hears_nothing_against_it(home, witnesses):
    with witness_at(witnesses["one"]) as one:
        name_them(home, witnesses, urls=(one,))
        cosign.ask()
        next_hour(NOW + HOUR)

        assert cosign.listen() == ()
    assert list(kept.heard_from_witnesses()) == []
    unbroken.check(ask=True)


def lying(status: int, body: str, *, shown: str = ""):
    """A witness that answers every request so, and shows `shown` as the checkpoint it holds."""

    def application(environ, start_response):
        wanted = environ["REQUEST_METHOD"] == "POST"
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response(f"{status if wanted else 200} X", [("Content-Type", "text/plain")])
        return [(body if wanted else shown).encode()]

    return application


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (409, "9999999\n"),
        (409, "0\n"),
        (409, "nonsense"),
        (409, "9" * 40),
        (422, "no\n"),
        (200, ""),
        (200, "— witness.example/one AAAAAAAA\n"),
        (200, "x" * 200_000),
        (302, "elsewhere"),
        (500, ""),
    ],
)
def test_a_witness_cannot_stop_a_log_by_a_lie(home, witnesses, status, body):
    key = note.SigningKey.new(kept.verify_key().name)
    shown = checkpoint.signed(Checkpoint(origin=key.name, size=10**6, root=b"l" * 32), key)
    with answering(lying(status, body, shown=shown)) as url:
        name_them(home, witnesses, urls=(url,))

        assert [type(one) for one in cosign.ask()] == [Unheard]
        assert cosign.listen() == ()
    assert list(kept.heard_from_witnesses()) == []
    unbroken.check(ask=True)


def test_a_cosignature_of_another_text_never_gets_under_our_checkpoint(home, tmp_path):
    """A line that does not verify would spoil the checkpoint for everybody who trusts this witness."""
    key = WitnessSigningKey.new("witness.example/one")
    (home / "witnesses").write_text(f"one {key.verify_key.text}\nquorum 1\n", "utf-8")
    base = kept.last()
    smuggled = f"\nmore\n\n{cosignature.cosigned(base + chr(10) + 'more' + chr(10), key, at=1)}"
    other = cosignature.cosigned(forged(1, b"o" * 32).split("\n\n")[0] + "\n", key, at=1)

    for lines in (smuggled, other, "\n" + other, "\n\n" + other):
        with answering(lying(200, lines)) as url:
            (home / "witnesses").write_text(f"one {key.verify_key.text} {url}\nquorum 1\n", "utf-8")
            assert [type(one) for one in cosign.ask()] == [Unheard]
    assert kept.last() == base


def test_a_stick_carries_requests_out_and_cosignatures_in(home, witnesses, tmp_path):
    name_them(home, witnesses)
    stick = tmp_path / "stick"

    assert carry.carry_out(folder=stick) == ("one", "two")
    assert carry.carry_in(folder=stick) == ()  # nobody has answered yet
    for name, where in witnesses.items():
        answer.answer_stick(home=where, stick=stick / name, now=NOW)

    size = leaf.size()
    assert carry.carry_in(folder=stick) == tuple(Cosigned(witness=name, size=size) for name in witnesses)
    assert cosigners() == ("one", "two")
    assert carry.carry_out(folder=stick) == ()


def test_a_stick_that_was_long_on_its_way_cosigns_the_checkpoint_it_left_with(home, witnesses, tmp_path):
    name_them(home, witnesses, needed=1)
    stick, left_with = tmp_path / "stick", leaf.size()
    carry.carry_out(folder=stick)
    answer.answer_stick(home=witnesses["one"], stick=stick / "one", now=NOW)
    next_hour(NOW + HOUR)

    assert carry.carry_in(folder=stick) == (Cosigned(witness="one", size=left_with),)
    assert kept.last_cosigned_size("witness.example/one") == left_with
    assert cosigners() == ()


def test_a_stick_comes_back_with_the_size_and_goes_out_again_with_a_proof(home, witnesses, tmp_path):
    answer.answer(home=witnesses["one"], body=asked(), now=NOW)
    next_hour(NOW + HOUR)
    name_them(home, witnesses)
    stick = tmp_path / "stick"
    carry.carry_out(folder=stick)
    assert answer.answer_stick(home=witnesses["one"], stick=stick / "one", now=NOW).status == 409

    (unheard,) = carry.carry_in(folder=stick)
    assert "a new request lies on the stick" in unheard.why
    assert answer.answer_stick(home=witnesses["one"], stick=stick / "one", now=NOW).status == 200
    assert carry.carry_in(folder=stick) == (Cosigned(witness="one", size=leaf.size()),)


def test_a_stick_tells_of_a_fork_as_the_network_does(home, witnesses, tmp_path):
    body = f"old 0\n\n{forged(leaf.size(), b'f' * 32)}".encode()
    answer.answer(home=witnesses["one"], body=body, now=NOW)
    name_them(home, witnesses)
    carry.carry_out(folder=tmp_path / "stick")
    answer.answer_stick(home=witnesses["one"], stick=tmp_path / "stick" / "one", now=NOW)

    assert carry.carry_in(folder=tmp_path / "stick") == (Forked(witness="one", size=leaf.size()),)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"cosignature": "— x AAAAAAAA\n"}, "of no checkpoint of ours"),
        ({"cosignature": "x", "add-checkpoint": None}, "a note is a text"),
        ({"refused": "403\nno\n", "add-checkpoint": None}, "answered 403"),
        ({"refused": "200\n", "add-checkpoint": None}, "no answer that we understand"),
        ({"refused": "", "add-checkpoint": None}, "no answer that we understand"),
    ],
)
def test_a_stick_with_other_things_on_it_is_no_harm(home, witnesses, tmp_path, files, why):
    name_them(home, witnesses)
    folder = tmp_path / "stick" / "one"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(asked().decode() if text is None else text, "utf-8")

    (found,) = carry.carry_in(folder=tmp_path / "stick")
    assert isinstance(found, Unheard)
    assert why in found.why
    assert cosigners() == ()


def test_the_stick_is_only_a_folder_and_one_that_cannot_be_written_is_said(home, witnesses, tmp_path):
    name_them(home, witnesses)
    (tmp_path / "stick").write_text("a file")

    with pytest.raises(Malformed):
        carry.carry_out(folder=tmp_path / "stick")


def test_without_witnesses_nothing_is_asked_and_nothing_is_witnessed(home):
    assert (job.run(NOW), cosign.listen(), named.standing().witnessed) == (0, (), False)
    assert policy.parsed(kept.read_public("policy")).quorum == "none"


def test_without_a_ledger_nothing_is_asked(home, witnesses):
    name_them(home, witnesses, urls=("http://127.0.0.1:9",))
    shutil.rmtree(home / "keys")

    assert (job.run(NOW), cosign.listen(), carry.carry_out(folder=home / "stick")) == (0, (), ())


ONE, TWO = (WitnessSigningKey(name=f"w.example/{n}", seed=bytes([n]) * 32).verify_key.text for n in (1, 2))
LOG_KEY = note.SigningKey(name="w.example/3", seed=b"3" * 32).verify_key.text


def test_the_file_of_witnesses_is_read_as_it_is_written():
    text = f"# a remark\n\none {ONE} https://w.example/a/\n  quorum   1\ntwo {TWO}\n"

    assert named.parsed(text) == named.Named(
        witnesses=(Witness(name="one", vkey=ONE, url="https://w.example/a"), Witness(name="two", vkey=TWO)), needed=1
    )
    assert named.parsed("") == named.parsed("# nobody yet\n") == named.Named()


@pytest.mark.parametrize(
    "text",
    [
        f"one {ONE}",
        f"one {ONE}\nquorum 2",
        f"one {ONE}\nquorum 1\nquorum 1",
        f"one {ONE}\nquorum -1",
        f"one {ONE}\nquorum",
        "quorum 1",
        f"one {ONE}\none {TWO}\nquorum 1",
        f"one {ONE}\ntwo {ONE}\nquorum 1",
        f"one {LOG_KEY}\nquorum 1",
        f"none {ONE}\nquorum 1",
        f"witnesses {ONE}\nquorum 1",
        f"../one {ONE}\nquorum 1",
        f".. {ONE}\nquorum 1",
        "one\nquorum 1",
        f"one {ONE} https://w.example more\nquorum 1",
        f"one {ONE} ftp://w.example\nquorum 1",
        f"one {ONE} file:///etc/passwd\nquorum 1",
        f"one {ONE} https://name:word@w.example\nquorum 1",
        f"one {ONE} https://w.example/?a=b\nquorum 1",
        f"one {ONE} https://w.example:port\nquorum 1",
    ],
)
def test_a_file_of_witnesses_that_is_off_is_refused_whole(text):
    with pytest.raises(Malformed):
        named.parsed(text)


def test_the_box_keeper_asks_by_a_command_and_carries_a_stick(home, witnesses, tmp_path, capsys):
    def haal(*words: str) -> tuple[int, dict[str, object]]:
        code = commands.run(["ledger", "witness", *words, "--json"])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    stick = str(tmp_path / "stick")
    with witness_at(witnesses["one"]) as one:
        name_them(home, witnesses, urls=(one,))
        code, told = haal()
    assert (code, told["cosigned"], told["witnessed"]) == (0, ["one"], False)

    assert haal("--carry-out", stick) == (0, {"ok": True, "requests": ["two"]})
    answer.answer_stick(home=witnesses["two"], stick=tmp_path / "stick" / "two", now=NOW)
    code, told = haal("--carry-in", stick)
    assert (code, told["cosigned"], told["witnessed"]) == (0, ["one", "two"], True)

    (home / "witnesses").write_text("one\n")
    assert haal()[0] == 1
