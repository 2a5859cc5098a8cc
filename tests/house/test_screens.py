"""What people read promises nothing and sounds like no police: the words of the glossary's table "Words people see"."""

from __future__ import annotations

import re

import polib
import pytest
from tests.house.tree import SRC, told

CATALOGUE = SRC / "locale" / "ur" / "LC_MESSAGES" / "django.po"
NEVER = re.compile(
    r"\b(verif\w*|grad(?:e|es|ed|ing)|sources?|steward\w*|testif\w*|testimon\w*|missing|cancel\w*|all[- ]clear|safe\w*"
    r"|custodian\w*|operators?|tracer\w*|victims?|martyr\w*|terroris\w*|traitor\w*|suspects?)\b",
    re.IGNORECASE,
)

ALLOWED = frozenset({"Never say that anything is safe: danger may remain."})  # tells the two who warn what not to write


def on_screens() -> list[str]:
    """Return every sentence that pages show."""
    entries = [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]
    return [text for entry in entries for text in (entry.msgid, entry.msgid_plural) if text and text not in ALLOWED]


def test_no_screen_says_a_word_of_the_office():
    found = [f"{match.group()}: {text}" for text in on_screens() if (match := NEVER.search(text))]

    assert found == [], told(found)


@pytest.mark.parametrize("text", ["It is safe now", "Grade the source", "The warning was cancelled", "all-clear"])
def test_a_planted_word_is_seen(text):
    assert NEVER.search(text)
