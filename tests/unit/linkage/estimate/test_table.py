"""A table is read in each of its three forms, and what is none is refused in words."""

from __future__ import annotations

import pytest

from haal.domain.errors import Malformed
from haal.linkage.estimate.table import joined, read

PATTERNS = "A,B,C,n\n1,0,0,2\n0,1,1,3\n1,1,1,1\n"
PERSONS = "who,A,B,C\nx1,1,0,0\nx2,1,0,0\nx3,0,1,1\nx4,0,1,1\nx5,0,1,1\nx6,1,1,1\n"
RECORDS = (
    "record,list,cluster\n"
    "1,A,k1\n2,A,k2\n3,B,k3\n4,C,k3\n5,B,k4\n6,C,k4\n7,B,k5\n8,C,k5\n9,A,k6\n10,B,k6\n11,C,k6\n12,C,k6\n"
)


@pytest.mark.parametrize("text", [PERSONS, RECORDS, "\ufeff" + PATTERNS])
def test_the_three_forms_say_the_same(text):
    assert read(text) == read(PATTERNS)


def test_what_is_documented_and_what_is_shared():
    table = read(PATTERNS)

    assert table.documented == 6
    assert table.overlap == 4
    assert table.shared(0, 1) == 1
    assert table.shared(1, 2) == 4


def test_only_the_lists_that_are_named_count():
    text = "A,B,C,child\n1,0,0,1\n0,1,0,0\n0,0,1,1\n"

    assert read(text, lists=("A", "B")).documented == 2
    assert read(text).lists == ("A", "B", "C", "child")


def test_lists_of_one_origin_become_one():
    table = joined(read(PATTERNS), {"B": "press", "C": "press"})

    assert table.lists == ("A", "press")
    assert (table.documented, table.overlap) == (6, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "rows under it"),
        ("A,B,n\n", "rows under it"),
        ("A,B,n\n0,0,5\n", "at least one list"),
        ("A,B,n\n1,0,few\n", "a whole number"),
        ("A,B,n\n1,0,-3\n", "a whole number"),
        ("name,age\nx,4\n", "a column of 0 and 1"),
        (",".join("ABCDEFGHIJK") + "\n" + ",".join("1" * 11) + "\n", "at most 10 lists"),
    ],
)
def test_what_is_no_table_is_refused(text, says):
    with pytest.raises(Malformed, match=says):
        read(text)


def test_a_list_that_is_not_there_is_named():
    with pytest.raises(Malformed, match="got Z"):
        read(PATTERNS, lists=("A", "Z"))
