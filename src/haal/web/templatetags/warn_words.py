"""The words of the screens by which people are warned: dangers, rules of the ground, the roster, the record, calls.

Use `{{ hazard.value|hazard_word }}`. What the public reads is in the phrase books, not here.
"""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from haal.domain.hazard import Hazard
from haal.domain.warn.alarm import Against, CallState
from haal.domain.warn.breaker import Stand
from haal.domain.warn.roster import Means, Standing, Thin
from haal.services.warn.duty.record import What
from haal.web.story_words import HAZARDS

register = template.Library()

HAZARD: dict[str, Promise | str] = {
    **dict(HAZARDS),
    Hazard.FALSE_RUMOUR.value: _("False rumour"),
    Hazard.MADE_UP.value: _("Falling stars"),
}
RULE: dict[str, Promise] = {
    "checked-false": _("What was told was checked and is false"),
    "hearsay": _("Only heard that it is said"),
    "two-witnesses": _("Two saw it themselves"),
    "two-lines": _("Two independent lines tell it"),
    "one-and-now": _("One saw it, or the place's own helper says so, and the danger is now"),
    "one-not-now": _("One saw it, but the danger is not now"),
    "nothing-else": _("Anything less"),
}
MEANS: dict[str, Promise] = {
    Means.NOBODY.value: _(
        "Nobody can be reached now: no warning can leave. Bell, voice and a place's own alarm are left."
    ),
    Means.ALONE.value: _(
        "One can be reached now: they can write and ask, and nothing leaves before a second is there."
    ),
    Means.PAIR.value: _("Two can be reached now: they can warn. If one sleeps, nobody can."),
    Means.SHORT.value: _("More than two can be reached now, and fewer than the five that a night needs."),
    Means.WELL.value: _("Five or more can be reached now."),
}
RECORD: dict[str, Promise] = {
    What.DRAFTED.value: _("written"),
    What.ASKED.value: _("a second person was asked"),
    What.TAKEN_BACK.value: _("the question was taken back"),
    What.ISSUED.value: _("two agreed, it left"),
    What.UPDATED.value: _("two agreed, an update left"),
    What.ENDED.value: _("ended"),
    What.ASKED_AFTER.value: _("the box asked: is it still true?"),
    What.STILL_TRUE.value: _("answered: still true"),
    What.RAN_OUT.value: _("ran out by itself"),
}
AGAINST: dict[str, Promise] = {
    Against.PLACE.value: _("a place"),
    Against.GATHERING.value: _("a gathering"),
    Against.PERSON.value: _("a person"),
}
CALL: dict[str, Promise] = {
    CallState.QUEUED.value: _("waits to leave"),
    CallState.ACCEPTED.value: _("handed over"),
    CallState.REFUSED.value: _("not taken by the gateway"),
    CallState.UNKNOWN.value: _("not known whether it arrived"),
    CallState.EXPIRED.value: _("ran out before it left"),
}

STAND: dict[str, Promise] = {
    Stand.CLOSED.value: _("works"),
    Stand.OPEN.value: _("rests after failures, until"),
    Stand.HALF_OPEN.value: _("is tried again"),
}


@register.simple_tag
def alarm_hazards() -> list[tuple[str, str]]:
    """Return the dangers of which a place can be alarmed, with their words."""
    return [(code, str(word)) for code, word in HAZARDS]


@register.filter
def hazard_word(code: str) -> str:
    """Return what the desk calls a danger."""
    return str(HAZARD.get(code, code))


@register.filter
def rule_word(name: str) -> str:
    """Return a line of the table of grounds."""
    return str(RULE.get(name, name))


@register.filter
def means_word(code: str) -> str:
    """Return what the number of people who can be reached means."""
    return str(MEANS.get(code, code))


@register.filter
def thin_word(code: str, standing: Standing) -> str:
    """Return what the roster lacks, in one sentence."""
    match Thin(code):
        case Thin.FEW_MAY_AGREE:
            count = standing.may_agree_count
            return ngettext(
                "Only %(count)s person may agree, five are needed.", "Only %(count)s may agree, five are needed.", count
            ) % {"count": count}
        case Thin.NOBODY_OUTSIDE:
            return str(_("Nobody of them is outside the province."))
        case Thin.NOT_TWO_REACHABLE:
            return str(_("Fewer than two can be reached."))


@register.filter
def record_word(code: str) -> str:
    """Return a line of the record."""
    return str(RECORD.get(code, code))


@register.filter
def against_word(code: str) -> str:
    """Return against what a threat was made."""
    return str(AGAINST.get(code, code))


@register.filter
def call_word(code: str) -> str:
    """Return what became of a call."""
    return str(CALL.get(code, code))


@register.filter
def stand_word(code: str) -> str:
    """Return how a gateway stands."""
    return str(STAND.get(code, code))
