"""Policies: read as they were written, strictly, and in every case as the strangers' program reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.ledger import checkpoint, cosignature, note, policy, verify
from haal.ledger.cosignature import WitnessSigningKey
from haal.ledger.policy import BadPolicy, Group, Log, Policy, Unsatisfied, Witness

LOGS = tuple(note.SigningKey(name=f"example.com/log{n}", seed=bytes([n]) * 32) for n in range(3))
KEYS = tuple(WitnessSigningKey(name=f"witness.example/{n}", seed=bytes([16 + n]) * 32) for n in range(6))
VKEYS = tuple(key.verify_key.text for key in KEYS)
NAMES = ("a", "b", "c", "none", "ش", "K", "K")  # the last is the Kelvin sign, another name than the letter
HEAD = checkpoint.Checkpoint(origin=LOGS[0].name, size=7, root=b"r" * 32)


def witnesses(count: int) -> tuple[Witness, ...]:
    return tuple(Witness(name=f"w{n}", vkey=VKEYS[n]) for n in range(count))


@st.composite
def policies(draw) -> Policy:
    """Give any policy that the specification allows."""
    named = witnesses(draw(st.integers(0, len(KEYS))))
    free, groups = [one.name for one in named], []
    for number in range(draw(st.integers(0, 3)) if named else 0):
        if not free:
            break
        members = draw(st.lists(st.sampled_from(free), min_size=1, unique=True))
        needed = draw(st.integers(1, len(members)))
        groups.append(Group(name=f"g{number}", needed=needed, members=tuple(members)))
        free = [name for name in free if name not in members] + [f"g{number}"]
    names = [one.name for one in [*named, *groups]]
    logs = tuple(Log(key=key.verify_key) for key in LOGS[: draw(st.integers(1, 3))])
    return Policy(logs=logs, witnesses=named, groups=tuple(groups), quorum=draw(st.sampled_from(["none", *names])))


LINES = st.one_of(
    st.builds("log {}{}".format, st.sampled_from([k.verify_key.text for k in LOGS] + [VKEYS[0], "x"]), st.just("")),
    st.builds("log {} {}".format, st.just(LOGS[0].verify_key.text), st.sampled_from(["https://a.example", "a b"])),
    st.builds("witness {} {}".format, st.sampled_from(NAMES), st.sampled_from([*VKEYS, LOGS[0].verify_key.text])),
    st.builds("\twitness  {} {} https://w.example \t".format, st.sampled_from(NAMES), st.sampled_from(VKEYS)),
    st.builds(
        "group {} {} {}".format,
        st.sampled_from(NAMES),
        st.sampled_from(["any", "all", "1", "2", "3", "0", "01", "-1", "²", "١", "some", "9" * 30]),
        st.lists(st.sampled_from(NAMES), max_size=3).map(" ".join),
    ),
    st.builds("quorum {}".format, st.sampled_from(NAMES)),
    st.sampled_from(["", "   ", "# quorum a", "#", "quorum", "quorum a b", "group", "Log x", "\x0b", "quorum none\r"]),
)


@given(made=policies(), comment=st.sampled_from(["", "two\nlines"]))
def test_a_policy_is_read_as_it_was_written(made, comment):
    assert policy.parsed(policy.written(made, comment=comment)) == made


@given(made=policies())
def test_the_strangers_program_reads_the_same_policy(made):
    read = verify.parse_policy(policy.written(made))

    assert read.logs == {(log.key.name, log.key.key_id): log.key.public for log in made.logs}
    assert read.witnesses == {(w.key.name, w.key.key_id): (w.name, w.key.public) for w in made.witnesses}
    assert read.groups == {group.name: (group.needed, list(group.members)) for group in made.groups}
    assert read.quorum == made.quorum


@given(lines=st.lists(LINES, max_size=8), end=st.sampled_from(["quorum a", "quorum none", ""]))
def test_what_one_of_the_two_readers_refuses_the_other_refuses_too(lines, end):
    text = "\n".join([f"log {LOGS[1].verify_key.text}", *lines, end])

    assert understands(policy.parsed, text) == understands(verify.parse_policy, text)


@given(made=policies(), cosigners=st.sets(st.integers(0, len(KEYS) - 1)))
def test_both_say_the_same_of_the_same_checkpoint(made, cosigners):
    signed = checkpoint.signed(HEAD, LOGS[0])
    signed += "".join(cosignature.cosigned(HEAD.text, KEYS[n], at=n) for n in sorted(cosigners))

    ours = understands(lambda text: policy.satisfied(text, made), signed)
    theirs = understands(lambda text: verify.open_checkpoint(text, verify.parse_policy(policy.written(made))), signed)
    assert ours == theirs


def understands(read, text: str) -> bool:
    try:
        read(text)
    except (ValueError, verify.Invalid):
        return False
    return True


@pytest.mark.parametrize(
    ("cosigners", "enough"),
    [((), False), ((0,), False), ((0, 1), False), ((0, 3), False), ((0, 1, 3), True), ((3, 4, 5), False)],
)
def test_two_of_ours_and_one_of_theirs_must_have_cosigned(cosigners, enough):
    ours, theirs = ("w0", "w1", "w2"), ("w3", "w4", "w5")
    made = Policy(
        logs=(Log(key=LOGS[0].verify_key),),
        witnesses=witnesses(6),
        groups=(
            Group(name="ours", needed=2, members=ours),
            Group(name="theirs", needed=1, members=theirs),
            Group(name="both", needed=2, members=("ours", "theirs")),
        ),
        quorum="both",
    )
    signed = checkpoint.signed(HEAD, LOGS[0])
    signed += "".join(cosignature.cosigned(HEAD.text, KEYS[n], at=1) for n in cosigners)

    assert policy.cosigned_by(signed, made) == tuple(f"w{n}" for n in cosigners)
    if enough:
        assert policy.satisfied(signed, made) == HEAD
    else:
        with pytest.raises(Unsatisfied):
            policy.satisfied(signed, made)


def test_witnesses_alone_make_no_checkpoint():
    alone = HEAD.text + "\n" + cosignature.cosigned(HEAD.text, KEYS[0], at=1)
    made = Policy(logs=(Log(key=LOGS[0].verify_key),), witnesses=witnesses(1), quorum="w0")

    with pytest.raises(note.BadNote, match="no known key"):
        policy.satisfied(alone, made)


def test_a_spoilt_cosignature_is_not_passed_over():
    other = checkpoint.Checkpoint(origin=HEAD.origin, size=8, root=HEAD.root)
    signed = checkpoint.signed(HEAD, LOGS[0]) + cosignature.cosigned(other.text, KEYS[0], at=1)
    made = Policy(logs=(Log(key=LOGS[0].verify_key),), witnesses=witnesses(1))

    with pytest.raises(note.BadNote, match="does not verify"):
        policy.satisfied(signed, made)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([f"log {LOGS[0].verify_key.text}"], "a log's key is given twice"),
        ([f"witness a {VKEYS[0]}", f"witness b {VKEYS[0]}"], "a witness's key is given twice"),
        ([f"witness a {VKEYS[0]}", f"witness a {VKEYS[1]}"], "not twice"),
        ([f"witness none {VKEYS[0]}"], "cannot be given"),
        ([f"witness a {LOGS[0].verify_key.text}"], "0x04"),
        ([f"witness a {VKEYS[0]}", "group g any a", "group h any a"], "twice"),
        ([f"witness a {VKEYS[0]}", "group g 2 a"], "more than it has"),
        ([f"witness a {VKEYS[0]}", "group g 0 a"], "needs none"),
        (["group g any a", f"witness a {VKEYS[0]}"], "no line before it"),
        (["group g any g"], "no line before it"),
        (["quorum a"], "no line before it"),
        (["quorum none"], "not exactly one quorum"),
        (["trust nobody"], "not understood"),
        ([f"witness a {VKEYS[0]} https://w.example more"], "not understood"),
        (["\x00"], "control characters"),
        ([""] * policy.LINES_MAX, "too many lines"),
    ],
)
def test_what_a_policy_may_not_hold(lines, why):
    with pytest.raises(BadPolicy, match=why):
        policy.parsed("\n".join([f"log {LOGS[0].verify_key.text}", *lines, "quorum none"]))


def test_a_policy_that_needs_more_than_there_are_is_a_bug():
    with pytest.raises(ValueError):
        policy.text(logs=[LOGS[0].verify_key], witnesses=witnesses(1), needed=2)
    with pytest.raises(ValueError):
        policy.text(logs=[])
    with pytest.raises(ValueError):
        policy.text(logs=[LOGS[0].verify_key], witnesses=[Witness(name=policy.GROUP, vkey=VKEYS[0])], needed=1)
