"""Days, times and telephone numbers stay in one piece on pages that are read from right to left.

The one thing to know: after Urdu words a browser turns `2026-03-01 14:00` round to `14:00 01-03-2026`, and the groups of a telephone
number as well (Unicode UAX 9, W2 and N1). Each is set between marks that nobody sees: "left-to-right isolate" and its end. These
filters are there in every template, without a `load`; `date` is left for words ("j F Y") and for attributes.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from django import template
from django.template.defaultfilters import date as date_filter
from django.utils.translation import get_language_bidi

register = template.Library()
ISOLATE, END = "\u2066", "\u2069"
NUMBER = re.compile(r"\+?\d[\d ().\-]{4,}\d")


@register.filter(expects_localtime=True)
def stamp(value: date | datetime | None, form: str) -> str:
    """Return a day or a time as `date` does, as one piece."""
    return one_piece(date_filter(value, form))


@register.filter
def with_numbers(text: str | None) -> str:
    """Return somebody's words with every telephone number in them as one piece."""
    return NUMBER.sub(lambda found: one_piece(found[0]), text or "")


def one_piece(text: str) -> str:
    """Return text of numbers so that it is drawn from left to right among words that run the other way."""
    return f"{ISOLATE}{text}{END}" if text and get_language_bidi() else text
