"""Cosignatures: what a witness signed is read again as it was, and no other key, time, text or type is believed."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.ledger import checkpoint, cosignature, note, verify
from haal.ledger.cosignature import WitnessKey, WitnessSigningKey

# transparency-dev/formats, note/note_cosigv1_test.go, BSD-3-Clause: the key of a witness that runs, type 0x04.
REMORA = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
# C2SP tlog-cosignature v1.0.1, the example: its line tells this time.
SPEC_TIME = 1679315147
SPEC_NOTE = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""  # fmt: skip
SEEDS = st.binary(min_size=32, max_size=32)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"], exclude_characters="+"), min_size=1)
TIMES = st.integers(0, cosignature.TIME_MAX)
LOG = note.SigningKey(name="example.com/log", seed=b"l" * 32)
WITNESS = WitnessSigningKey(name="witness.example/one", seed=b"w" * 32)
HEAD = checkpoint.Checkpoint(origin=LOG.name, size=7, root=b"r" * 32)


def signed() -> str:
    return checkpoint.signed(HEAD, LOG)


def test_the_key_of_a_witness_that_runs_is_read():
    key = WitnessKey.parse(REMORA)

    assert (key.name, key.text) == ("remora.n621.de", REMORA)


def test_the_line_of_the_specification_tells_its_time_where_we_look_for_it():
    (_, data) = note.parted(SPEC_NOTE)[1][1]

    assert int.from_bytes(data[4:12], "big") == SPEC_TIME
    assert len(data) == 4 + cosignature.TIME_BYTES + 64


@given(name=NAMES, seed=SEEDS)
def test_a_witness_key_is_read_as_it_was_written(name, seed):
    secret = WitnessSigningKey(name=name, seed=seed)

    assert WitnessSigningKey.parse(secret.text) == secret
    assert WitnessKey.parse(secret.verify_key.text) == secret.verify_key
    assert seed.hex() not in repr(secret)
    assert repr(seed) not in repr(secret)


@given(name=NAMES, seed=SEEDS, at=TIMES)
def test_a_cosignature_is_read_as_it_was_written(name, seed, at):
    key = WitnessSigningKey(name=name, seed=seed)
    line = cosignature.cosigned(HEAD.text, key, at=at)

    (found,) = cosignature.verified(signed() + line, [key.verify_key])
    assert (found.key, found.at, found.line + "\n") == (key.verify_key, at, line)


def test_the_logs_own_signature_still_counts_beside_it():
    both = signed() + cosignature.cosigned(HEAD.text, WITNESS, at=1)

    assert checkpoint.opened(both, [LOG.verify_key]) == HEAD


@given(at=st.integers(0, 2**40))
def test_the_strangers_program_reads_the_same(at):
    text = signed() + cosignature.cosigned(HEAD.text, WITNESS, at=at)
    policy = verify.parse_policy(
        f"log {LOG.verify_key.text}\nwitness one {WITNESS.verify_key.text}\nquorum one\n",
    )

    assert verify.open_checkpoint(text, policy).size == HEAD.size


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:4] + (2).to_bytes(8, "big") + data[12:],  # another time
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data[:4] + b"\xff" * 8 + data[12:],
        lambda data: data[:-1],
        lambda data: data[:5],
        lambda data: data + b"\0",
    ],
)
def test_a_known_witness_whose_line_was_changed_spoils_the_note(spoil):
    line = cosignature.cosigned(HEAD.text, WITNESS, at=1)
    data = spoil(base64.b64decode(line.split(" ")[2]))
    changed = f"— {WITNESS.name} {base64.b64encode(data).decode()}\n"

    with pytest.raises(note.BadNote):
        cosignature.verified(signed() + changed, [WITNESS.verify_key])


def test_a_cosignature_of_one_checkpoint_is_none_of_another():
    other = checkpoint.Checkpoint(origin=LOG.name, size=8, root=b"r" * 32)

    with pytest.raises(note.BadNote):
        cosignature.verified(signed() + cosignature.cosigned(other.text, WITNESS, at=1), [WITNESS.verify_key])


def test_an_unknown_witness_is_ignored():
    stranger = WitnessSigningKey.new("witness.example/two")

    assert cosignature.verified(signed() + cosignature.cosigned(HEAD.text, stranger, at=1), [WITNESS.verify_key]) == ()


def test_a_logs_key_is_no_witness_key_and_a_witness_key_no_logs():
    with pytest.raises(note.BadNote, match="0x04"):
        WitnessKey.parse(LOG.verify_key.text)
    with pytest.raises(note.BadNote, match="0x01"):
        note.VerifyKey.parse(WITNESS.verify_key.text)
    with pytest.raises(note.BadNote, match="0x04"):
        WitnessSigningKey.parse(LOG.text)
    with pytest.raises(note.BadNote, match="0x01"):
        note.SigningKey.parse(WITNESS.text)


def test_the_same_seed_gives_a_log_and_a_witness_other_key_ids():
    log, witness = (kind(name="x", seed=b"s" * 32).verify_key for kind in (note.SigningKey, WitnessSigningKey))

    assert log.public == witness.public
    assert log.key_id != witness.key_id


@pytest.mark.parametrize(("text", "at"), [("no newline", 1), (HEAD.text, -1), (HEAD.text, 2**63)])
def test_what_no_witness_may_write_is_a_bug(text, at):
    with pytest.raises(ValueError):
        cosignature.cosigned(text, WITNESS, at=at)


@given(text=st.text())
def test_garbage_is_refused_by_its_own_error(text):
    for read in (WitnessKey.parse, WitnessSigningKey.parse, lambda text: cosignature.verified(text, [])):
        with pytest.raises(note.BadNote):
            read(text)
