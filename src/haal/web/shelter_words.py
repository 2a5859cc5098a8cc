"""The words people see for what is kept of shelters, families driven out and hand-overs as codes (`help_words.shelter_word`)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    # kinds of shelters
    "host-family": _("With a family"),
    "school": _("School"),
    "place-of-worship": _("Place of worship"),
    "public-building": _("Public building"),
    "tents": _("Tents"),
    "rented": _("Rented rooms"),
    # what it has
    "drinking-water": _("Drinking water"),
    "a-place-to-cook": _("A place to cook"),
    "warmth": _("Warmth in winter"),
    "first-aid": _("First aid"),
    "step-free": _("A way in without steps"),
    "womens-space": _("A space for women and girls alone"),
    "latrines-lock": _("Latrines lock from inside"),
    "light-at-night": _("Light at night, on the way to the latrines too"),
    "litres": _("Litres of drinking water in a day"),
    "taps": _("Taps"),
    "latrines": _("Latrines"),
    "womens-latrines": _("Latrines for women and girls"),
    "floor": _("Square metres to sleep on"),
    # what a check says
    "enough": _("enough"),
    "falls-short": _("falls short"),
    "not-known": _("not known"),
    # why it is closed
    "no-longer-offered": _("no longer offered"),
    "not-fit-to-live-in": _("not fit to live in"),
    "in-danger": _("in danger"),
    "never-was-one": _("never was one"),
    # families
    "arrived": _("They arrived"),
    "moved-on": _("They moved on"),
    "went-home": _("They went home"),
    "f0-4": _("Girls up to 4"),
    "f5-17": _("Girls 5 to 17"),
    "f18-59": _("Women 18 to 59"),
    "f60+": _("Women of 60 and more"),
    "m0-4": _("Boys up to 4"),
    "m5-17": _("Boys 5 to 17"),
    "m18-59": _("Men 18 to 59"),
    "m60+": _("Men of 60 and more"),
    "told": _("told, nobody has looked"),
    "kept": _("counts"),
    "set-aside": _("set aside"),
    "false": _("it is not so"),
    "same-as-another": _("the same families as another count"),
    "counted-anew": _("they were counted anew"),
    "erased": _("erased"),
    # handing on
    "themselves": _("They themselves"),
    "parent-or-guardian": _("A parent or guardian"),
    "nobody": _("Nobody yet"),
    "asked": _("asked"),
    "agreed": _("agreed, locked for the partner"),
    "handed-over": _("handed over, not signed yet"),
    "received": _("signed by both"),
    "withdrawn": _("taken back"),
    "expired": _("waited too long"),
}
WORK: dict[str, Promise] = {
    "shelter": _("Shelter"),
    "water": _("Water and latrines"),
    "food": _("Food"),
    "health": _("Health"),
    "child-protection": _("Protection of children"),
    "womens-protection": _("Protection of women"),
    "school": _("School"),
    "legal": _("Legal help"),
}
