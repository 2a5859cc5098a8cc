"""Records: what is opened can be recomputed, what is closed cannot be guessed."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from haal.ledger import record, verify

TEXTS = st.text(st.characters(codec="utf-8"))
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=8
)
LABELS = st.from_regex(r"\A[a-z][a-z0-9_.-]{0,20}\Z")
RECORDS = st.dictionaries(LABELS, VALUES, min_size=1, max_size=8)


@given(value=VALUES)
def test_a_written_value_stands_on_one_line_and_is_read_as_it_was(value):
    try:
        written = record.canonical(value)
    except record.BadRecord as error:
        assert "deep" in str(error)  # noqa: PT017
    else:
        assert not any(byte < 0x20 for byte in written)
        assert json.loads(written) == value
        assert b'"kind":"denied"' not in record.canonical([f'a text "kind":"denied" {value}'])


@given(values=RECORDS)
def test_every_leaf_is_equally_long_and_a_kept_record_makes_it_again(values):
    made = record.new(values)

    assert len(made.leaf) == record.LEAF_BYTES
    assert record.from_json(made.to_json()) == made
    assert record.from_json(made.to_json()).leaf == made.leaf


@given(values=RECORDS, data=st.data())
def test_opened_and_closed_fields_lead_to_the_same_root(values, data):
    made = record.new(values)
    labels = data.draw(st.sets(st.sampled_from(sorted(values))))

    lines = made.text(index=7, opened=labels).split("\n")

    act = verify.Act("here", 7, "", {}, set())
    assert (lines[:2], lines[-1]) == (["haal-act/v1", "index 7"], "")
    assert record.root_of([verify.field(act, line) for line in lines[2:-1]]) == made.root
    assert {label: json.loads(value) for label, value in act.opened.items()} == {
        label: values[label] for label in labels
    }
    assert act.closed == values.keys() - labels


@given(values=RECORDS, data=st.data())
def test_what_was_closed_for_good_leaves_the_leaf_as_it_was_and_cannot_be_opened_again(values, data):
    made = record.new(values)
    labels = data.draw(st.sets(st.sampled_from(sorted(values))))

    closed = record.from_json(made.closed_but(labels).to_json())

    assert closed.leaf == made.leaf
    assert closed.text(index=0, opened=values) == made.text(index=0, opened=labels)
    assert closed.closed_but(labels) == closed
    assert {label: closed.value(label) for label in labels} == {label: values[label] for label in labels}
    assert all(closed.value(label) is None for label in values.keys() - labels)


def test_every_character_is_written_as_the_published_way_of_writing_json_says():
    every = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)

    assert record.canonical(every) == rfc8785.dumps(every)


def test_the_same_words_twice_have_different_leaves():
    assert record.new({"text": "same"}).leaf != record.new({"text": "same"}).leaf


def test_the_commitment_can_be_made_with_nothing_but_a_hash():
    made = record.new({"kind": "received"}, salt=lambda length: b"s" * length)

    assert made.fields[0].commitment.hex() == "5a7a117ab69eeb5a29356a83f75d45c28f1d7076657c0f68f1b98ac1f639ecbe"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"Big": 1},
        {"a b": 1},
        {"a": 1.5},
        {"a": [2.0]},
        {"a": 2**53},
        {"a": "\ud800"},
        {"a": b"bytes"},
        {"a": {1: 1}},
    ],
)
def test_what_cannot_be_written_canonically_is_refused_without_quoting_it(values):
    with pytest.raises(record.BadRecord):
        record.new(values)
