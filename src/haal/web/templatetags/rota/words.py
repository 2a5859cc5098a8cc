"""The words people see for what a rota keeps as codes: skills, parts of a day, what was done in a shift, and rules of a plan."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from haal.language.words import words_for

register = template.Library()

SKILLS: dict[str, Promise] = {
    "first-aid": _("First aid"),
    "experienced": _("Has stood at such a place before"),
    "calming": _("Can talk a quarrel down"),
    "children": _("Was found fit to be with children, by two people"),
}
PARTS: dict[str, Promise] = {
    "night": _("night, 0 to 6"),
    "morning": _("morning, 6 to 12"),
    "afternoon": _("afternoon, 12 to 18"),
    "evening": _("evening, 18 to 24"),
}
METHODS: dict[str, Promise] = {
    "proactive-engagement": _("Being there"),
    "monitoring": _("Keeping one's eyes open"),
    "relationship-building": _("Talking with people"),
    "capacity-enhancement": _("Learning and showing"),
    "advocacy": _("Asking those who can change it"),
}
PRACTICES: dict[str, Promise] = {
    "protective-presence": _("We were there, for all to see"),
    "accompaniment": _("We walked beside somebody who asked, inside the place"),
    "first-aid-given": _("We gave first aid"),
    "early-warning": _("We noticed a sign of danger and told it"),
    "rumour-control": _("We found out what was true of a rumour"),
    "ways-out-walked": _("We walked the ways out, and they were clear"),
    "confidence-building": _("We talked with neighbours, parents, stall holders"),
    "quarrel-calmed": _("We talked a quarrel down"),
    "practised": _("We practised"),
    "others-shown": _("We showed others the ways out and the signal"),
    "office-asked": _("We asked those responsible for what the place needs"),
}


@register.filter
def skill_word(code: str) -> Promise | str:
    """Return what a skill is called."""
    return SKILLS.get(code, code)


@register.filter
def method_word(code: str) -> Promise | str:
    """Return what a method is called."""
    return METHODS.get(code, code)


@register.filter
def practice_word(code: str) -> Promise | str:
    """Return what was done."""
    return PRACTICES.get(code, code)


@register.filter
def rule_words(code: str) -> str:
    """Return the sentence of a rule."""
    return words_for(code, get_language() or "en")


@register.filter
def clock(minutes: int) -> str:
    """Return minutes of a day as hours and minutes; of the next day too."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
