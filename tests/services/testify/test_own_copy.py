"""With the code one fetches everything one told, with what proves it, and nothing about the people at the desk."""

import base64
import re
from hashlib import sha256

import pytest
from tests.factories import NOW, actor
from tests.factories_ledger import unlocked_box

from haal.domain.access import Role
from haal.domain.errors import KeysLocked, NotFound
from haal.domain.report import Answers, Attachment, Channel, Incoming, Sealed
from haal.ledger import proof, record
from haal.services.assess.grade import Part, grade
from haal.services.intake import follow
from haal.services.intake.take_in import take_in
from haal.services.testify import seal
from haal.services.testify.custody import own_copy
from haal.storage import act
from haal.storage import checkpoint as kept
from haal.storage.ground import keys

DESK = actor(Role.VERIFIER, name="quiet-heron")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def box(home):
    with unlocked_box(home):
        yield home


@pytest.fixture
def taken():
    told = Incoming(
        channel=Channel.FORM,
        client_key="a-key-of-the-phone-1",
        answers=Answers(saw="smoke over\nthe bridge\u2028and\x85on", heard_from="a driver"),
        sealed=Sealed(attachments=(Attachment(name="a.jpg", media_type="image/jpeg", content=b"\xff\xd8"),)),
    )
    done = take_in(incoming=told, now=NOW)
    follow.ask(report_id=done.report_id, text="Which bridge?", client_key="k" * 20, by=DESK, now=NOW)
    follow.answer(code=done.receipt.digits, text="The old one", client_key="l" * 20, now=NOW)
    grade(report_id=done.report_id, part=Part.SOURCE, value="B", by=DESK, now=NOW)
    return done


def test_all_that_was_told_is_in_it_and_every_line_can_be_checked_with_a_hash(taken):
    copy = own_copy.of_code(code=taken.receipt.words)

    for words in (
        '"smoke over\\nthe bridge\u2028and\x85on"',
        '"a driver"',
        '"Which bridge?"',
        '"The old one"',
        sha256(b"\xff\xd8").hexdigest(),
    ):
        assert words in copy
    for part, one in zip(copy.split("--- ")[1::1], act.kept_about(taken.report_id), strict=False):
        pairs = [_pair(line) for line in part.split("\n") if re.match(r"[a-z][a-z0-9-]* (open|closed) ", line)]
        if pairs:
            assert record.leaf_of(record.root_of(pairs)) == one.leaf
    assert copy.count("not published yet") == 5


def _pair(line):
    label, how, rest = line.split(" ", 2)
    if how == "closed":
        return label, base64.b64decode(rest)
    salt, value = rest.split(" ", 1)
    return label, sha256(b"\x10" + base64.b64decode(salt) + label.encode() + b"\x00" + value.encode()).digest()


def test_who_at_the_desk_did_it_and_how_it_was_graded_is_not_in_it(taken):
    copy = own_copy.of_code(code=taken.receipt.words)

    assert DESK.person_id not in copy
    assert not re.search(r"^(value|part|by) open", copy, re.MULTILINE)


def test_once_published_it_holds_the_proof(taken):
    seal.sequence()
    seal.publish(now=NOW)

    copy = own_copy.of_code(code=taken.receipt.digits)

    texts = re.findall(r"c2sp\.org/tlog-proof@v1\n.*?\n\n.*?\n\n(?:— [^\n]*\n)+", copy, re.DOTALL)
    leaves = [one.leaf for one in act.kept_about(taken.report_id)]
    assert len(texts) == len(leaves) == 5
    for text, leaf in zip(texts, leaves, strict=True):
        assert proof.verified(proof.parsed(text), leaf=leaf, keys=[kept.verify_key()]).size > 0


def test_without_the_code_or_the_desk_s_keys_nothing_is_handed_out(taken):
    with pytest.raises(NotFound):
        own_copy.of_code(code="1234567890")
    keys.forget()
    with pytest.raises(KeysLocked):
        own_copy.of_code(code=taken.receipt.digits)
