"""Acts become leaves in their order, and nothing is signed that contradicts what was signed before."""

import json
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.append_only import Editor
from tests.factories_ledger import NOW, put_acts, put_many, unlocked_box

from haal.domain.access import SYSTEM
from haal.domain.errors import LedgerCorrupt
from haal.ledger import checkpoint, merkle, note, record
from haal.services.testify import seal
from haal.services.testify.audit import audit
from haal.storage import act, leaf, work
from haal.storage import audit as audit_rows
from haal.storage import checkpoint as kept
from haal.storage.act import ActRow
from haal.storage.ground import keys
from haal.storage.sqlite.router import ledger_alias, ledger_connection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def box(home):
    with unlocked_box(home):
        yield home


def every_leaf():
    return [one for rows in leaf.batches() for one in rows]


def head_of(text: str) -> checkpoint.Checkpoint:
    return checkpoint.opened(text, [kept.signing_key().verify_key])


def test_acts_become_leaves_in_the_order_in_which_they_came_and_nothing_is_public_yet(box):
    put_acts(300)

    done = seal.sequence()

    assert (done.added, done.size) == (300, 300)
    assert done.root == merkle.root([merkle.leaf_hash(data) for _, data, _ in every_leaf()])
    assert [data for _, data, _ in every_leaf()] == [bytes(row.leaf) for row in ActRow.objects.order_by("number")]
    assert not (box / "public" / "checkpoint").exists()
    assert audit().problems == ()


def test_the_first_checkpoint_takes_all_and_is_rounded_up_with_leaves_that_say_nothing(box):
    put_acts(70)
    seal.sequence()

    published = seal.publish(now=NOW)

    head = head_of((box / "public" / "checkpoint").read_text())
    assert (published.size, head.size) == (128, 128)
    assert head.root == seal.head()[1]
    assert {len(data) for _, data, _ in every_leaf()} == {record.LEAF_BYTES}
    assert [act_id for _, _, act_id in every_leaf()].count(None) == 58
    assert audit().problems == ()


def test_an_hour_is_signed_once_and_adds_as_many_leaves_whatever_happened(box):
    seal.publish(now=NOW)
    sizes = []
    for hour, busy in enumerate((0, 3, 200, 0, 0, 0, 1), start=1):
        put_acts(busy)
        seal.sequence()
        sizes.append(seal.publish(now=NOW + timedelta(hours=hour)).size)
        assert seal.publish(now=NOW + timedelta(hours=hour, minutes=20)) is None

    assert sizes == [128, 192, 256, 320, 384, 448, 512]
    assert head_of((box / "public" / "checkpoint").read_text()).size == 512
    assert leaf.size() == 512
    assert audit().problems == ()


def test_who_catches_up_publishes_everything_at_once(box):
    seal.publish(now=NOW)
    put_acts(200)
    seal.sequence()

    assert seal.publish(now=NOW, catch_up=True).size == 320
    assert act.waiting_count() == 0


def test_a_second_round_without_new_acts_changes_nothing(box):
    put_acts(3)
    seal.sequence()
    before = seal.head()

    assert seal.sequence().added == 0
    assert seal.head() == before


def test_what_does_not_fit_into_one_round_waits_for_the_next():
    put_acts(5)

    assert seal.sequence(limit=3).size == 3
    assert act.waiting_count() == 2
    assert seal.sequence(limit=3).size == 5
    assert audit().problems == ()


def test_an_old_checkpoint_is_the_beginning_of_a_later_one():
    put_acts(100)
    first = seal.sequence()
    put_acts(400)
    second = seal.sequence()

    proof = merkle.consistency_proof(leaf.node(), old=first.size, new=second.size)

    merkle.verify_consistency(old=first.size, new=second.size, proof=proof, old_root=first.root, new_root=second.root)


def test_an_act_is_sequenced_without_the_desk_keys_but_not_read():
    put_acts(2)
    keys.forget()

    assert seal.sequence().added == 2
    assert audit().problems == ()


def test_an_act_of_a_transaction_that_fails_never_becomes_a_leaf():
    def fail_after_the_act():
        with work.atomic():
            act.put(kind="viewed", subject="r_x", fields={}, by=SYSTEM, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_the_act()

    assert seal.sequence().added == 0


def test_a_restored_ledger_that_is_behind_says_so_and_neither_grows_nor_signs(box):
    put_acts(10)
    seal.sequence()
    published = seal.publish(now=NOW).note
    older = checkpoint.signed(
        checkpoint.Checkpoint(origin=head_of(published).origin, size=65, root=b"r" * 32), kept.signing_key()
    )
    (box / "public" / "checkpoint").write_text(older)
    put_acts(5)

    with pytest.raises(LedgerCorrupt, match="behind: it has 64 leaves, the checkpoint published before has 65"):
        seal.sequence()
    with pytest.raises(LedgerCorrupt, match="behind"):
        seal.publish(now=NOW + timedelta(hours=1))

    assert leaf.size() == 64
    assert (box / "public" / "checkpoint").read_text() == older
    assert "the ledger is behind" in audit().behind


def test_a_ledger_with_another_past_than_the_published_one_is_not_signed(box):
    put_acts(10)
    seal.sequence()
    head = head_of(seal.publish(now=NOW).note)
    forked = checkpoint.Checkpoint(origin=head.origin, size=7, root=b"r" * 32)
    (box / "public" / "checkpoint").write_text(checkpoint.signed(forked, kept.signing_key()))
    put_acts(1)

    with pytest.raises(LedgerCorrupt, match="at 7 leaves its root differs"):
        seal.sequence()


def test_what_a_witness_holds_stops_the_signing_of_a_shorter_log(box):
    head = head_of(seal.publish(now=NOW).note)
    longer = checkpoint.Checkpoint(origin=head.origin, size=500, root=b"r" * 32)
    kept.keep_heard(witness="witness.example/a", note=checkpoint.signed(longer, kept.signing_key()))

    with pytest.raises(LedgerCorrupt, match=r"that witness witness\.example_a holds has 500"):
        seal.publish(now=NOW + timedelta(hours=1))


def test_a_published_checkpoint_of_another_key_stops_the_sequencer(box):
    seal.publish(now=NOW)
    put_acts(1)
    other = note.SigningKey.new(kept.signing_key().name)
    head = checkpoint.Checkpoint(origin=other.name, size=1, root=b"r" * 32)
    (box / "public" / "checkpoint").write_text(checkpoint.signed(head, other))

    with pytest.raises(LedgerCorrupt, match="not signed by this box's key"):
        seal.sequence()


def test_an_hour_that_died_before_its_file_was_written_is_made_good_by_the_next_round(box, monkeypatch):
    put_acts(3)
    seal.sequence()

    def power_cut(name: str, text: str) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as cut:
        cut.setattr(kept, "write_public", power_cut)
        with pytest.raises(OSError, match="power cut"):
            seal.publish(now=NOW)
    assert not (box / "public" / "checkpoint").exists()

    assert seal.publish(now=NOW) is None

    assert head_of((box / "public" / "checkpoint").read_text()).size == 64
    assert audit().problems == ()


def test_a_round_that_died_between_the_two_files_is_made_good_by_the_next(monkeypatch):
    put_acts(5)

    def power_cut(places: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as cut:
        cut.setattr(act, "set_places", power_cut)
        with pytest.raises(OSError, match="power cut"):
            seal.sequence()
    assert audit().problems == ()  # nothing is damaged in between
    put_acts(2)

    assert seal.sequence().added == 7

    assert leaf.size() == 7
    assert audit().problems == ()


def test_a_box_without_a_signing_key_keeps_order_but_signs_nothing(box):
    (box / "keys" / "ledger.key").unlink()
    put_acts(2)

    assert seal.sequence().added == 2
    assert seal.publish(now=NOW) is None
    assert not (box / "public" / "checkpoint").exists()


def test_the_ledger_key_is_never_overwritten(box):
    with pytest.raises(FileExistsError):
        seal.make_key()
    assert (box / "keys" / "ledger.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "words",
    [
        "DELETE FROM leaf",
        "UPDATE leaf SET act = 'x'",
        "DELETE FROM checkpoint",
        "UPDATE checkpoint SET note = 'x'",
        "DELETE FROM tile",
        "UPDATE tile SET data = {some}",
        "DELETE FROM ledger_head",
        "UPDATE ledger_head SET size = size - 1",
        "DELETE FROM cosignature",
        "UPDATE cosignature SET line = 'x'",
        "DELETE FROM audit",
        "UPDATE audit SET what = 'x'",
    ],
)
def test_the_database_itself_refuses_to_change_the_past(words):
    put_acts(2)
    seal.sequence()
    seal.publish(now=NOW)
    kept.add_cosignatures(size=64, lines={"w": "— w AAAA"})
    audit_rows.write(by=SYSTEM, what="looked", subject="r_x", now=NOW)
    alias = "default" if "audit" in words else ledger_alias()
    some = "'\\x00'" if connection.vendor == "postgresql" else "x'00'"

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(using=alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute(words.format(some=some))


def test_cosignatures_come_with_the_checkpoint_and_the_first_of_each_witness_stays():
    note_text = seal.publish(now=NOW).note

    assert kept.add_cosignatures(size=64, lines={"w": "— w AAAA\n", "a": "— a BBBB"}) == 2
    assert kept.add_cosignatures(size=64, lines={"w": "— w CCCC"}) == 0

    assert kept.last() == note_text + "— a BBBB\n— w AAAA\n"
    assert kept.last_cosigned_size("w") == 64


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ('UPDATE act SET leaf = {some} WHERE "index" = 3', "leaf 3 and act"),
        ('DELETE FROM act WHERE "index" = 3', "leaf 3 and act"),
        ('UPDATE act SET "index" = 900 WHERE "index" = 5', "leaf 5 and act"),
    ],
)
def test_the_audit_finds_what_the_triggers_do_not_guard(words, problem):
    put_acts(6)
    seal.sequence()
    some = "'\\x00'" if connection.vendor == "postgresql" else "x'00'"
    with connection.cursor() as cursor:
        cursor.execute(words.format(some=some))

    assert any(problem in found for found in audit().problems)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("UPDATE tile SET data = {cut}", "tile 0/0 is not what the leaves make it"),
        ("DELETE FROM tile", "tile 0/0 is not what the leaves make it"),
        ("UPDATE ledger_head SET size = 4, open_hashes = {some}", "the head is not what the leaves make it"),
        ('DELETE FROM leaf WHERE "index" = 2', "leaf 2 is missing"),
        ('DELETE FROM leaf WHERE "index" = 5', "has place 5, but no leaf"),
    ],
)
def test_the_audit_finds_what_somebody_did_who_took_the_triggers_away(words, problem):
    put_acts(6)
    seal.sequence()
    guard = import_module("haal.storage.migrations.0002_append_only")
    cut, some = "substr(data, 1, 64)", "x'{}'".format("00" * 32)
    if connection.vendor == "postgresql":
        cut, some = "substring(data from 1 for 64)", "'\\x{}'".format("00" * 32)
    guard.disable(None, Editor(ledger_connection()))
    with ledger_connection().cursor() as cursor:
        cursor.execute(words.format(cut=cut, some=some))

    assert any(problem in found for found in audit().problems)


def test_a_checkpoint_from_elsewhere_is_held_against_the_ledger():
    put_acts(4)
    seal.sequence()
    seal.publish(now=NOW)
    key = kept.signing_key()
    ahead = checkpoint.signed(checkpoint.Checkpoint(origin=key.name, size=99, root=b"r" * 32), key)

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
    seal.sequence()

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
    while seal.sequence().added:
        pass

    found = audit()

    assert (found.size, found.problems) == (20_000, ())
