"""The words people see for what tracing keeps as codes. Use `{{ page.state|traced }}`; every reason has its own elsewhere."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from haal.language.words import has_words, words_for

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
    "tracing-protection-waiting": _("no answer yet"),
    "tracing-protection-taken-on": _("They have taken it on"),
    "tracing-protection-same": _("They say it is the same child"),
    "tracing-protection-not-same": _("They say it is another child"),
    "tracing-protection-could-not": _("They cannot take it on"),
}
SINCE: dict[str, Promise] = {
    "note": _("A note of others"),
    "changed": _("Changed where it came from; before it was:"),
    "home": _("The family says that the person is home"),
    "wiped": _("Wiped where it came from"),
    "information_sought": _("asked for"),
    "is_note_author": _("writes about themselves"),
    "believed_alive": _("believed to live"),
    "believed_missing": _("believed not yet found"),
    "believed_dead": _("believed to have died: a person tells it, nothing else does"),
}


@register.filter
def traced(code: object) -> str:
    """Return the words of a code; what the one who told it is told comes from where text messages have it too."""
    if has_words(str(code)):
        return words_for(str(code), get_language() or "en")
    return str(WORDS.get(str(code), code))


@register.filter
def since_words(code: object) -> str:
    """Return the words of what was told since, and of a note's status."""
    return str(SINCE.get(str(code), code))
