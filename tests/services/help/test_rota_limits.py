"""Nothing of a rota, its tables or what is said after a shift can hold a weapon, a patrol of streets or a search of persons."""

from __future__ import annotations

import dataclasses
import re
from enum import StrEnum

from haal.domain.gathering import drill
from haal.domain.rota import absence, after, calendar, change, plan, practice, rules, shift, terms, text, wanted, wish
from haal.storage.gathering.drill import PlaceDrillRow
from haal.storage.ground.fields import DeskBoxField
from haal.storage.rota import ShiftPersonRow, ShiftRow, ShiftSwapRow
from haal.storage.steward.after import ShiftNoteRow, ShiftPracticeRow
from haal.storage.steward.calendar import CalendarEntryRow, StewardCodeRow
from haal.storage.steward.terms import PlaceWishRow, StewardTermsRow

MODULES = (absence, after, calendar, change, drill, plan, practice, rules, shift, terms, text, wanted, wish)
TABLES = (
    ShiftRow, ShiftPersonRow, ShiftSwapRow, ShiftNoteRow, ShiftPracticeRow, StewardTermsRow, PlaceWishRow, StewardCodeRow,
    CalendarEntryRow, PlaceDrillRow,
)  # fmt: skip
FORBIDDEN = re.compile(
    r"weapon|arm(?!ed-group)|gun|rifle|shoot|patrol|guard|search|frisk|stop|detain|arrest|follow|chase|suspect|route|uniform"
)
# The only fields of nouns that are a text: what a telephone shows and sends, and the one word of a question by text message.
TEXTS = {"Shown.uid", "Shown.place_name", "Asked.code"}
# The only typed words that are kept: in a box of the desk, for the next pair, until they have stood.
TYPED = {"shift_note.told", "steward_terms.told"}


def test_no_noun_of_a_rota_has_a_word_or_a_field_for_it():
    words, texts = [], set()
    for module in MODULES:
        for thing in vars(module).values():
            if isinstance(thing, type) and thing.__module__ == module.__name__:
                if issubclass(thing, StrEnum):
                    words += [text for member in thing for text in (member.name.lower(), member.value)]
                elif dataclasses.is_dataclass(thing):
                    words += [field.name for field in dataclasses.fields(thing)]
                    texts |= {
                        f"{thing.__name__}.{field.name}"
                        for field in dataclasses.fields(thing)
                        if re.search(r"\bstr\b", str(field.type))
                    }

    assert len(words) > 200
    assert [word for word in words if FORBIDDEN.search(word)] == []
    assert texts == TEXTS


def test_no_table_of_a_rota_has_a_column_for_it_or_for_words_of_anybody():
    columns = [(table._meta.db_table, field) for table in TABLES for field in table._meta.concrete_fields]

    assert [field.name for _, field in columns if FORBIDDEN.search(field.name)] == []
    assert {f"{table}.{field.name}" for table, field in columns if isinstance(field, DeskBoxField)} == TYPED
    assert not any(field.get_internal_type() == "TextField" for _, field in columns)
    of_a_list = {"steward_code.use", "shift_practice.practice", "place_wish.skills", "place_drill.hazard"}
    free = {
        f"{table}.{field.name}"
        for table, field in columns
        if field.get_internal_type() == "CharField" and field.max_length != 40
    }
    assert free <= of_a_list
