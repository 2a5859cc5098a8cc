"""Acts become leaves in their order, and nothing is signed that contradicts what was signed before."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories_ledger import NOW, put_acts, put_many, unlocked_box

from haal.domain.access import SYSTEM
from haal.domain.errors import LedgerCorrupt
from haal.ledger import checkpoint, merkle, note
from haal.services.testify import seal
from haal.services.testify.audit import audit
from haal.storage import act, leaf, work
from haal.storage import audit as audit_rows
from haal.storage import checkpoint as kept
from haal.storage.act import ActRow
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def box(home):
    with unlocked_box(home):
        yield home


def head_of(text: str) -> checkpoint.Checkpoint:
    return checkpoint.opened(text, [kept.signing_key().verify_key])


def test_acts_become_leaves_in_the_order_in_which_they_came_and_the_head_is_published(box):
    put_acts(300)

    done = seal.sequence(now=NOW)

    assert (done.added, done.size, done.signed) == (300, 300, True)
    published = head_of((box / "public" / "checkpoint").read_text())
    assert (published.size, published.root) == (300, done.root)
    assert [data for _, data, _ in leaf.each()] == [bytes(row.leaf) for row in ActRow.objects.order_by("number")]
    assert audit().problems == ()


def test_a_second_round_without_new_acts_changes_nothing(box):
    put_acts(3)
    seal.sequence(now=NOW)
    before = (box / "public" / "checkpoint").read_text()

    done = seal.sequence(now=NOW + timedelta(hours=1))

    assert done.added == 0
    assert (box / "public" / "checkpoint").read_text() == before
    assert len(list(kept.each())) == 1


def test_what_does_not_fit_into_one_round_waits_for_the_next():
    put_acts(5)

    assert seal.sequence(now=NOW, limit=3).size == 3
    assert act.waiting_count() == 2
    assert seal.sequence(now=NOW, limit=3).size == 5
    assert audit().problems == ()


def test_an_old_checkpoint_is_the_beginning_of_a_later_one():
    put_acts(100)
    first = seal.sequence(now=NOW)
    put_acts(400)
    second = seal.sequence(now=NOW)

    proof = merkle.consistency_proof(leaf.node(), old=first.size, new=second.size)

    merkle.verify_consistency(old=first.size, new=second.size, proof=proof, old_root=first.root, new_root=second.root)


def test_an_act_is_sequenced_without_the_desk_keys_but_not_read():
    put_acts(2)
    keys.forget()

    assert seal.sequence(now=NOW).added == 2
    assert audit().problems == ()


def test_an_act_of_a_transaction_that_fails_never_becomes_a_leaf():
    def fail_after_the_act():
        with work.atomic():
            act.put(kind="viewed", subject="r_x", fields={}, by=SYSTEM, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_the_act()

    assert seal.sequence(now=NOW).added == 0


def test_a_restored_ledger_that_is_behind_says_so_and_neither_grows_nor_signs(box):
    put_acts(10)
    seal.sequence(now=NOW)
    published = (box / "public" / "checkpoint").read_text()
    older = checkpoint.signed(
        checkpoint.Checkpoint(origin=head_of(published).origin, size=11, root=b"r" * 32), kept.signing_key()
    )
    (box / "public" / "checkpoint").write_text(older)
    put_acts(5)

    with pytest.raises(LedgerCorrupt, match="behind: it has 10 leaves, the checkpoint published before has 11"):
        seal.sequence(now=NOW)

    assert leaf.size() == 10
    assert (box / "public" / "checkpoint").read_text() == older
    assert "the ledger is behind" in audit().behind


def test_a_ledger_with_another_past_than_the_published_one_is_not_signed(box):
    put_acts(10)
    seal.sequence(now=NOW)
    head = head_of((box / "public" / "checkpoint").read_text())
    forked = checkpoint.Checkpoint(origin=head.origin, size=7, root=b"r" * 32)
    (box / "public" / "checkpoint").write_text(checkpoint.signed(forked, kept.signing_key()))

    with pytest.raises(LedgerCorrupt, match="at 7 leaves its root differs"):
        seal.sequence(now=NOW)


def test_a_published_checkpoint_of_another_key_stops_the_sequencer(box):
    put_acts(1)
    seal.sequence(now=NOW)
    other = note.SigningKey.new(kept.signing_key().name)
    head = checkpoint.Checkpoint(origin=other.name, size=1, root=b"r" * 32)
    (box / "public" / "checkpoint").write_text(checkpoint.signed(head, other))

    with pytest.raises(LedgerCorrupt, match="not signed by this box's key"):
        seal.sequence(now=NOW)


def test_a_round_that_died_before_publishing_is_made_good_by_the_next(box, monkeypatch):
    put_acts(3)

    def power_cut(name: str, text: str) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as cut:
        cut.setattr(kept, "write_public", power_cut)
        with pytest.raises(OSError, match="power cut"):
            seal.sequence(now=NOW)
    assert not (box / "public" / "checkpoint").exists()

    seal.sequence(now=NOW)

    assert head_of((box / "public" / "checkpoint").read_text()).size == 3
    assert audit().problems == ()


def test_a_box_without_a_signing_key_keeps_order_but_signs_nothing(box):
    (box / "keys" / "ledger.key").unlink()
    put_acts(2)

    done = seal.sequence(now=NOW)

    assert (done.added, done.signed) == (2, False)
    assert not (box / "public" / "checkpoint").exists()


def test_the_ledger_key_is_never_overwritten(box):
    with pytest.raises(FileExistsError):
        seal.make_key()
    assert (box / "keys" / "ledger.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("table", ["leaf", "checkpoint", "audit"])
@pytest.mark.parametrize("words", ["DELETE FROM {}", "UPDATE {} SET {}"])
def test_the_database_itself_refuses_to_change_the_past(table, words):
    put_acts(2)
    seal.sequence(now=NOW)
    audit_rows.write(by=SYSTEM, what="looked", subject="r_x", now=NOW)
    column = {"leaf": "act = 'x'", "checkpoint": "note = 'x'", "audit": "what = 'x'"}[table]

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words.format(table, column))


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("UPDATE act SET leaf = x'00' WHERE \"index\" = 3", "does not fit leaf 3"),
        ('DELETE FROM act WHERE "index" = 3', "does not fit leaf 3"),
        ("UPDATE tile SET data = substr(data, 1, 64) WHERE level = 0", "tile 0/0 is not what the leaves make it"),
    ],
)
def test_the_audit_finds_what_the_triggers_do_not_guard(words, problem):
    if connection.vendor == "postgresql":
        words = words.replace("x'00'", "'\\x00'").replace("substr(data, 1, 64)", "substring(data from 1 for 64)")
    put_acts(6)
    seal.sequence(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(words)

    assert any(problem in found for found in audit().problems)


def test_a_checkpoint_from_elsewhere_is_held_against_the_ledger():
    put_acts(4)
    seal.sequence(now=NOW)
    key = kept.signing_key()
    ahead = checkpoint.signed(checkpoint.Checkpoint(origin=key.name, size=9, root=b"r" * 32), key)

    assert audit(against=kept.last()).problems == ()
    assert audit(against=ahead).behind


def test_no_word_of_an_act_lies_in_clear_in_its_row():
    with work.atomic():
        act.put(kind="received", subject="r_x", fields={"saw": "a planted word"}, by=SYSTEM, now=NOW)
    row = ActRow.objects.get()

    assert b"planted" not in row.box.ciphertext
    assert {label: value for label, _, value in row.box.open()["fields"]}["saw"] == "a planted word"
    assert "planted" not in json.dumps(str(row.__dict__))


def test_acts_about_one_subject_are_bound_each_to_the_one_before():
    put_acts(2, subject="r_one")
    put_acts(1, subject="r_two")
    put_acts(1, subject="r_one")
    seal.sequence(now=NOW)

    first, second, third = act.about(["r_one"])

    assert first.record.value("prev") == ""
    assert second.record.value("prev") == merkle.leaf_hash(first.leaf).hex()
    assert third.record.value("prev") == merkle.leaf_hash(second.leaf).hex()
    assert third.index == 3


@pytest.mark.parametrize("fields", [{"prev": "mine"}, {"Loud": 1}, {"weight": 0.5}])
def test_an_act_with_a_field_that_cannot_be_committed_to_is_a_bug(fields):
    with pytest.raises(ValueError), work.atomic():
        act.put(kind="graded", subject="r_x", fields=fields, by=SYSTEM, now=NOW)


@pytest.mark.slow
def test_twenty_thousand_leaves_are_audited_whole():
    put_many(20_000)
    while seal.sequence(now=NOW).added:
        pass

    found = audit()

    assert (found.size, found.problems) == (20_000, ())
