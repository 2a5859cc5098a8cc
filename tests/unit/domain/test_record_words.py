"""Eight words for a checkpoint."""

from haal.domain.record.words import words_of
from haal.language.receipt_words import WORDS

TEXT = "haal.example/ledger\n64\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"


def test_a_checkpoint_is_always_the_same_eight_words_of_the_list():
    words = words_of(TEXT)

    assert words == words_of(TEXT)
    assert len(words) == 8
    assert set(words) <= set(WORDS)
    assert len(WORDS) == 2048


def test_another_size_is_other_words():
    assert words_of(TEXT) != words_of(TEXT.replace("64", "65"))
