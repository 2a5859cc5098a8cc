"""The words people see for what help keeps as codes: kinds, states, how soon, who did what.

Use `{{ need.state|said }}`. A code that is a reason is looked up where all reasons are (`haal.language.words`).
"""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from haal.language.words import words_for
from haal.services.help.aid.state_text import of_standing
from haal.services.help.codes import Standing
from haal.web.shelter_words import WORDS as SHELTER_WORDS
from haal.web.shelter_words import WORK

register = template.Library()

WORDS: dict[str, Promise] = {
    # kinds of needs and offers
    "water": _("Water"),
    "food": _("Food"),
    "baby-milk": _("Baby milk"),
    "sanitary-things": _("Sanitary things"),
    "shelter": _("A roof"),
    "medicine": _("Medicine"),
    "blood": _("Blood"),
    "ambulance": _("Ambulance"),
    "safe-transport": _("A ride, with company"),
    "bringing-home-the-dead": _("Bringing home the dead"),
    "winter-things": _("Blankets and winter things"),
    "fuel-and-charging": _("Fuel, or charging a phone"),
    "school": _("School"),
    "legal": _("Legal help"),
    "someone-to-talk-to": _("Someone to talk to"),
    "papers": _("Papers: death certificate, compensation"),
    "information": _("Information"),
    "other": _("Something else"),
    # for whom
    "babies": _("babies"),
    "children": _("children"),
    "young-people": _("young people"),
    "adults": _("adults"),
    "old-people": _("old people"),
    "pregnant": _("pregnant women"),
    "people-with-disability": _("people with a disability"),
    "child-alone": _("a child without a parent"),
    "woman-alone": _("a woman alone"),
    # how much, how, under which conditions
    "litres": _("litres"),
    "kilograms": _("kilograms"),
    "pieces": _("pieces"),
    "packets": _("packets"),
    "nights": _("nights"),
    "on-foot": _("on foot"),
    "motorbike": _("a motorbike"),
    "car": _("a car"),
    "pickup": _("a pickup"),
    "truck": _("a truck"),
    "tanker": _("a tanker"),
    "to-be-fetched": _("it has to be fetched"),
    "by-daylight-only": _("by daylight only"),
    "a-day-before": _("tell me a day before"),
    "women-and-children-only": _("for women and children only"),
    "without-steps": _("can be reached without steps"),
    # roads
    "paved": _("paved"),
    "gravel": _("gravel"),
    "dirt": _("dirt"),
    "cut": _("cut: nothing on wheels goes there"),
    "not-known": _("not known"),
    # how soon
    "now": _("now"),
    "today": _("today"),
    "days": _("within days"),
    # how a need or a match stands
    "asked": _("asked"),
    "seen": _("seen by a person"),
    "proposed": _("proposed"),
    "promised": _("promised"),
    "on-the-way": _("on the way"),
    "done": _("done"),
    "could-not": _("could not be done"),
    "fell-through": _("came to nothing"),
    # what the points of a plan are for
    "distance": _("the way"),
    "keeps": _("can still be given later"),
    "urgency": _("how soon"),
    "waited": _("waited"),
    "ends-soon": _("ends soon"),
    # circles
    "watching": _("all is well"),
    "paused": _("paused"),
    "overdue": _("overdue"),
    "ended": _("ended"),
    "reached-well": _("I reached them, they are well"),
    "going-to-look": _("We go and look, at least two of us"),
    "asked-others": _("I asked others"),
    "needs-help": _("They need help: call the others now"),
    "step-done": _("A step of the plan is done"),
    "hand-over": _("I cannot: the next of the circle, please"),
    # places
    "place-of-worship": _("Place of worship"),
    "market": _("Market"),
    "clinic": _("Clinic"),
    "bus-stand": _("Bus stand"),
    "library": _("Library"),
    "press-club": _("Press club"),
    "office": _("Office"),
}
ENDED: dict[str, Promise] = {
    "asker": _("the one who asks"),
    "offerer": _("the one who offers"),
    "desk": _("the desk"),
    "clock": _("the clock: its time passed"),
}
LOOKS: dict[str, Promise] = {
    "differs": _("the map says otherwise than people here"),
    "gone-from-map": _("no longer on the map"),
    "told-closed": _("somebody told that nobody gathers here any more"),
    "told-open": _("somebody told that people gather here again"),
}


@register.filter
def said(code: object) -> str:
    """Return the words of a code, in the language of the page."""
    known = WORDS.get(str(code))
    return str(known) if known is not None else words_for(str(code), get_language() or "en")


@register.filter
def stands(standing: Standing) -> str:
    """Return how a need or an offer stands, in the same words as by text message."""
    return of_standing(standing, language=get_language() or "en")


@register.filter
def ended(by: object) -> str:
    """Return by whom a match was ended, for the desk."""
    return str(ENDED[str(by)])


@register.filter
def look_word(look: object) -> str:
    """Return why a person should look at a place."""
    return str(LOOKS[str(look)])


@register.filter
def shelter_word(code: object) -> str:
    """Return the words of a code of shelters, families driven out or hand-overs."""
    return str(SHELTER_WORDS[str(code)])


@register.filter
def work_word(code: object) -> str:
    """Return what a partner does."""
    return str(WORK[str(code)])


@register.filter
def band_words(ages: Mapping[object, int]) -> list[tuple[str, int]]:
    """Return ages with their words, in the order of the table."""
    return [(shelter_word(band), number) for band, number in ages.items()]
