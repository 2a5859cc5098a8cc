"""A small seed of campaigns/leaks.py: fifty-two people's secrets, ten protected reports."""

from __future__ import annotations

import hashlib
import json

import pytest
from benchmarks import harness
from campaigns import leaks


@pytest.mark.slow
def test_what_people_told_in_confidence_is_on_no_page_and_not_on_the_disk(age_program, opened_box):
    with harness.folder("leaks-seed") as folder:
        found = leaks.campaign(folder, people_count=52, protected_count=10, opened=opened_box)

    assert leaks.holds(found), json.dumps(found)


@pytest.mark.parametrize(
    ("content", "is_found"),
    [
        (b"code 15983585.", True),
        (b"2026-11-2915983585hello", True),
        (b"15983585", True),
        (hashlib.sha256(b"a").hexdigest().encode() + b"15983585", True),  # glued to a fingerprint, as a table row does
        (b"0a7b" * 6 + b"15983585" + b"9c" * 16, False),  # a fingerprint of 64 that holds it
        (b"0a7b" * 14 + b"15983585", False),  # and one that ends in it
        (b"0a7b" * 40 + b"15983585" + b"0a7b" * 40, False),  # some fingerprints one after another
        (b"0a7b" * 14 + b"15983585" + b", 15983585", True),
        (b"no such number", False),
    ],
)
def test_a_number_within_a_fingerprint_is_no_find(content, is_found):
    assert leaks.stands(b"15983585", content) is is_found


def test_a_telephone_number_is_found_between_two_fingerprints_too():
    fingerprint = hashlib.sha256(b"a").hexdigest().encode()

    assert leaks.stands(b"923107009973", fingerprint + b"923107009973" + fingerprint)
