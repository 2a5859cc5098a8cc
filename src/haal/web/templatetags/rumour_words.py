"""The words the desk sees for rumours, for how they were checked, and for where the ground of a warning is known from.

Use `{{ rumour.subject.value|story_word }}`, `{{ rumour.state.value|rumour_state_word }}`, `{{ ground.basis.value|basis_word }}`.
"""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from haal.web.story_words import BASES, HOW, STATES, STORIES

register = template.Library()


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
