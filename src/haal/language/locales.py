"""The languages Haal speaks, by which way they are written, and whether a speaker has read the words.

English is the source. A language whose words nobody has reviewed is offered all the same and says so on every page:
a draft that people can correct is worth more than an empty list. Which sentences exist is in `src/haal/locale` and
`data/phrases`.
"""

from __future__ import annotations

from dataclasses import dataclass

SOURCE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """One language. `reviewed`: a speaker who answers for it has read every public sentence."""

    code: str
    name: str
    english_name: str
    rtl: bool
    reviewed: bool

    @property
    def direction(self) -> str:
        """Return the value of HTML's `dir`."""
        return "rtl" if self.rtl else "ltr"


LOCALES: tuple[Locale, ...] = (
    Locale(code="en", name="English", english_name="English", rtl=False, reviewed=True),
    Locale(code="ur", name="اردو", english_name="Urdu", rtl=True, reviewed=False),
    Locale(code="bal", name="بلۏچی", english_name="Balochi", rtl=True, reviewed=False),
    Locale(code="brh", name="براہوئی", english_name="Brahui", rtl=True, reviewed=False),
    Locale(code="ps", name="پښتو", english_name="Pashto", rtl=True, reviewed=False),
    Locale(code="fa", name="فارسی", english_name="Persian", rtl=True, reviewed=False),
)
_BY_CODE = {locale.code: locale for locale in LOCALES}


def locale(code: str) -> Locale:
    """Return the language of a code such as `ur` or `ur-PK`; the source language when it is not one of ours."""
    return _BY_CODE.get(code.split("-")[0].lower(), _BY_CODE[SOURCE])
