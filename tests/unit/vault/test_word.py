"""A box locked with a word opens with that word, for that row, and with nothing else."""

from __future__ import annotations

import pytest

from haal.vault import word
from haal.vault.seal import CannotOpen


def test_the_word_opens_the_box_and_nothing_else_does():
    box = word.shut("خروج".encode(), word="amber-lamp", row_id="g_1")

    assert word.open_with(box, word="amber-lamp", row_id="g_1").decode() == "خروج"
    for wrong_word, wrong_row, spoiled in (
        ("amber-lamb", "g_1", box),
        ("amber-lamp", "g_2", box),
        ("", "g_1", box),
        ("amber-lamp", "g_1", box[:-1]),
        ("amber-lamp", "g_1", b""),
        ("amber-lamp", "g_1", bytes([box[0] ^ 1]) + box[1:]),
    ):
        with pytest.raises(CannotOpen):
            word.open_with(spoiled, word=wrong_word, row_id=wrong_row)


def test_the_same_text_gives_another_box_each_time():
    assert word.shut(b"x", word="w", row_id="r") != word.shut(b"x", word="w", row_id="r")
