"""What people read promises nothing, sounds like no police and takes no side: the glossary's table "Words people see"."""

from __future__ import annotations

import ast
import re

import polib
import pytest
from tests.house.tree import SRC, modules, told

from haal.language.neutral import sided_words

CATALOGUE = SRC / "locale" / "ur" / "LC_MESSAGES" / "django.po"
NEVER = re.compile(
    r"\b(verif\w*|grad(?:e|es|ed|ing)|sources?|steward\w*|testif\w*|testimon\w*|missing|cancel\w*|all[- ]clear|safe\w*"
    r"|custodian\w*|operators?|tracer\w*|victims?|martyr\w*|terroris\w*|traitor\w*|suspects?)\b",
    re.IGNORECASE,
)

# Rooms that write what others read: pages, answers of the API, files, messages.
TELLING = frozenset({"web", "api", "formats", "channels"})
ALLOWED = frozenset({"Never say that anything is safe: danger may remain."})  # tells the two who warn what not to write


def on_screens() -> list[str]:
    """Return every sentence that pages show."""
    entries = [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]
    return [text for entry in entries for text in (entry.msgid, entry.msgid_plural) if text and text not in ALLOWED]


def test_no_screen_says_a_word_of_the_office():
    found = [f"{match.group()}: {text}" for text in on_screens() if (match := NEVER.search(text))]

    assert found == [], told(found)


def test_no_screen_takes_a_side_in_any_language():
    entries = [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]
    texts = [
        *on_screens(),
        *ALLOWED,
        *(text for each in entries for text in (each.msgstr, *each.msgstr_plural.values())),
    ]
    found = [f"{sided[0].word}: {text}" for text in texts if (sided := sided_words(text))]

    assert len(texts) > 2_000
    assert found == [], told(found)


def test_no_word_that_a_file_or_the_api_writes_takes_a_side():
    found = [
        f"{module.name}:{node.lineno}: {sided[0].word}"
        for module in modules()
        if module.room in TELLING
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (sided := sided_words(node.value))
    ]

    assert found == [], told(found)


@pytest.mark.parametrize("text", ["It is safe now", "Grade the source", "The warning was cancelled", "all-clear"])
def test_a_planted_word_is_seen(text):
    assert NEVER.search(text)


def test_every_day_and_time_of_numbers_stays_in_one_piece():
    """`stamp` and not `date`, but in attributes: after words from right to left a browser turns the numbers round."""
    numbers = re.compile(r"""\|date:"(?!j )|(?<!=")\{\{ [^}]*\|date:'(?!j )""")  # single quotes: for attributes
    found = [
        f"{path.relative_to(SRC)}: {match.group()}"
        for path in sorted(SRC.rglob("templates/**/*.html"))
        for match in numbers.finditer(path.read_text("utf-8"))
    ]

    assert found == [], told(found)
