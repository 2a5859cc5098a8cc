"""Pseudonyms, invitation codes and passphrases."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.domain.person import (
    PersonReason,
    draw_invite_code,
    draw_passphrase,
    draw_pseudonym,
    normalise_invite_code,
    why_not_passphrase,
)


def test_a_pseudonym_is_two_different_words_that_nobody_has():
    taken = {draw_pseudonym(lambda _: False) for _ in range(300)}

    fresh = draw_pseudonym(taken.__contains__)

    assert fresh not in taken
    assert all(re.fullmatch(r"[a-z]+-[a-z]+", pseudonym) for pseudonym in taken)
    assert all(first != second for first, second in (pseudonym.split("-") for pseudonym in taken))


def test_when_every_pseudonym_is_taken_it_says_so():
    with pytest.raises(RuntimeError):
        draw_pseudonym(lambda _: True)


@given(st.sampled_from([str.upper, str.title, lambda code: code.replace("-", " "), lambda code: f"  {code}\n"]))
def test_a_code_is_understood_as_it_is_said(written):
    code = draw_invite_code()

    assert normalise_invite_code(written(code)) == normalise_invite_code(code)
    assert len(normalise_invite_code(code)) == 20


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("six short words are long enough", None),
        ("fifteen letters", None),
        ("just fourteen!", PersonReason.PASSPHRASE_TOO_SHORT),
        ("abababababababab", PersonReason.PASSPHRASE_TOO_SHORT),
        ("", PersonReason.PASSPHRASE_TOO_SHORT),
        ("دریا چراغ سیب پل گندم ماه", None),
        ("x1y2z3" * 34, PersonReason.PASSPHRASE_TOO_SHORT),
    ],
)
def test_a_passphrase_has_fifteen_letters_or_more_and_not_the_same_few(passphrase, reason):
    assert why_not_passphrase(passphrase) is reason


def test_a_drawn_passphrase_can_be_taken():
    assert why_not_passphrase(draw_passphrase()) is None
