"""The words people see for what tracing keeps as codes. Use `{{ page.state|traced }}`; every reason has its own elsewhere."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

AGES: dict[str, Promise] = {
    "0-4": _("up to 4 years"),
    "5-11": _("5 to 11 years"),
    "12-17": _("12 to 17 years"),
    "18-29": _("18 to 29 years"),
    "30-44": _("30 to 44 years"),
    "45-59": _("45 to 59 years"),
    "60-120": _("60 years or older"),
    "not-told": _("I do not know"),
}
SEXES: dict[str, Promise] = {
    "not-told": _("I do not know"),
    "female": _("woman or girl"),
    "male": _("man or boy"),
    "other": _("other"),
}
SITUATIONS: dict[str, Promise] = {
    "separated": _("We were separated"),
    "taken-and-not-heard-of-since": _("Taken and not heard of since"),
    "not-yet-found-after-an-event": _("Not yet found after an event"),
}
WORDS: dict[str, Promise] = {
    **AGES,
    **SEXES,
    **SITUATIONS,
    # what the one who told it is told
    "tracing-kept": _("It is kept. A family finder will take it on."),
    "tracing-searching": _("A family finder has it and searches."),
    "tracing-speak": _("A family finder wants to speak with you. Go to them or let them reach you."),
    "tracing-closed": _("This is ended."),
    # at the family finder's desk
    "request": _("Sought"),
    "sighting": _("Seen"),
    "duplicate": _("Sought by somebody else too"),
    "tracing-proposed": _("May be the same person"),
    "tracing-half-agreed": _("One of two has said that it is the same person"),
    "tracing-same": _("The same person"),
    "tracing-not-same": _("Another person"),
    "tracing-name": _("Name"),
    "tracing-age": _("Age"),
    "tracing-sex": _("Woman or man"),
    "tracing-place": _("Place"),
    "tracing-time": _("Day"),
    "tracing-fits": _("fits"),
    "tracing-may-fit": _("may fit"),
    "tracing-does-not-fit": _("does not fit"),
    "tracing-not-told": _("not told"),
    "tracing-not-asked": _("Not asked yet"),
    "tracing-asked": _("Asked, no answer yet"),
    "tracing-tell-nothing": _("The one seeking is told nothing"),
    "tracing-tell-alive": _("That they live, and no more"),
    "tracing-tell-contact": _("That they live, and how they are reached"),
    "tracing-seeker-danger": _("The one seeking may be the danger: told nothing"),
    "tracing-to-child-protection": _("Child protection decides"),
    "tracing-died": _("They have died: a person tells it, nothing else does"),
}


@register.filter
def traced(code: object) -> str:
    """Return the words of a code."""
    return str(WORDS.get(str(code), code))
