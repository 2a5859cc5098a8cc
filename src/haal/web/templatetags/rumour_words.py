"""The words the desk sees for rumours, for how they were checked, and for where the ground of a warning is known from.

Use `{{ rumour.subject.value|story_word }}`, `{{ rumour.state.value|rumour_state_word }}`, `{{ ground.basis.value|basis_word }}`.
"""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haal.domain.warn.ground import Basis
from haal.domain.warn.rumour import HowChecked, RumourState, RumourSubject

register = template.Library()

STORIES: dict[str, Promise] = {
    RumourSubject.ATTACK_HAPPENED: _("There was an attack"),
    RumourSubject.ATTACK_COMING: _("An attack is about to come"),
    RumourSubject.PEOPLE_KILLED: _("People were killed"),
    RumourSubject.PEOPLE_TAKEN: _("People or children were taken"),
    RumourSubject.WATER_POISONED: _("The water is poisoned"),
    RumourSubject.AID_GIVEN_OUT: _("Aid or money is given out"),
    RumourSubject.MUST_LEAVE: _("Everybody must leave"),
    RumourSubject.HOLY_INSULTED: _("Something holy was insulted"),
    RumourSubject.OTHER: _("Another story"),
}
HOW: dict[str, Promise] = {
    HowChecked.SEEN_THERE: _("Somebody there looked"),
    HowChecked.ASKED_THERE: _("People there were asked, each apart"),
    HowChecked.STEWARD: _("The place's own helper says so"),
    HowChecked.RECORD: _("The record shows it"),
}
STATES: dict[str, Promise] = {
    RumourState.TOLD: _("told, not checked"),
    RumourState.CHECKED_FALSE: _("checked: false"),
    RumourState.CHECKED_TRUE: _("checked: true"),
}
BASES: dict[str, Promise] = {
    Basis.INCIDENT: _("counted from the linked reports"),
    Basis.DECLARED: _("said by the person who wrote it"),
    Basis.STEWARD: _("said by the place's own helper"),
    Basis.THREAT: _("a threat that was passed on"),
    Basis.RUMOUR: _("a rumour that was checked"),
    Basis.DRILL: _("made up for the drill"),
}


@register.filter
def story_word(code: str) -> str | Promise:
    """Return the words of a story."""
    return STORIES.get(code, code)


@register.filter
def how_word(code: str) -> str | Promise:
    """Return how something was checked."""
    return HOW.get(code, code)


@register.filter
def rumour_state_word(code: str) -> str | Promise:
    """Return whether it was checked."""
    return STATES.get(code, code)


@register.filter
def basis_word(code: str) -> str | Promise:
    """Return where a ground is known from."""
    return BASES.get(code, code)
