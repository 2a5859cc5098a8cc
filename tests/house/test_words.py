"""Every reason with which a rule says no has words, and no catalogue breaks what it translates."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

import polib
import pytest
from tests.house.tree import ROOT, SRC, modules, told

from haal.language.words import SENTENCES, has_words, words_for

CATALOGUES = sorted((SRC / "locale").glob("*/LC_MESSAGES/django.po"))
SLOT = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w+\}")


def reasons() -> Iterator[StrEnum]:
    """Give every member of every enumeration of reasons, wherever it stands."""
    for module in modules():
        if "Reason(StrEnum)" not in module.text:
            continue
        found = importlib.import_module(".".join(module.path.relative_to(ROOT / "src").with_suffix("").parts))
        for thing in vars(found).values():
            if isinstance(thing, type) and issubclass(thing, StrEnum) and thing.__name__.endswith("Reason"):
                yield from thing


REASONS = sorted({str(reason) for reason in reasons()})


def test_there_are_reasons_to_judge():
    assert len(REASONS) > 20


def test_every_reason_has_words():
    assert [reason for reason in REASONS if not has_words(reason)] == []


def test_a_reason_is_written_as_a_word_with_dashes():
    assert [reason for reason in REASONS if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", reason)] == []


def test_every_reason_has_urdu_words_that_are_not_the_english_ones():
    same = [reason for reason in REASONS if words_for(reason, "ur") == words_for(reason, "en")]

    assert not same, told(same)


def test_no_sentence_stands_for_a_reason_nobody_gives():
    others = [one for one in modules() if one.path.name != "words.py" and one.path.parent.name != "sentences"]
    used = "\n".join(module.text for module in others)

    assert [code for code in SENTENCES if code not in REASONS and f'"{code}"' not in used] == []


def test_a_reason_has_its_sentence_in_one_place():
    tables = [SRC / "language" / "words.py", *(SRC / "language" / "sentences").glob("*.py")]
    codes = Counter(
        code for path in tables for code in re.findall(r'^    "([a-z0-9-]+)": ', path.read_text("utf-8"), re.M)
    )

    assert len(codes.keys() & SENTENCES.keys()) > len(SENTENCES) / 2
    assert [code for code, count in codes.items() if count > 1 and code in SENTENCES] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_keeps_the_slots_of_its_sentence(path):
    entries = [entry for entry in polib.pofile(str(path)) if entry.msgstr and not entry.obsolete]
    broken = [
        entry.msgid for entry in entries if sorted(SLOT.findall(entry.msgid)) != sorted(SLOT.findall(entry.msgstr))
    ]

    assert broken == []
