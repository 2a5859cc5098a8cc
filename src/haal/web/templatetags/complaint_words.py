"""The words for how a complaint came, how long it waits, what came of it, and who is missing to read it."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haal.domain.complaint.answer import Outcome, Wait
from haal.domain.complaint.listening import Lack
from haal.domain.complaint.told import Way

register = template.Library()

WORDS: dict[str, Promise] = {
    Way.FORM: _("by the form"),
    Way.SMS: _("by text message"),
    Way.DESK: _("written down by somebody here"),
    Wait.IN_TIME: _("in time"),
    Wait.NOT_READ: _("not read by two in time"),
    Wait.NOT_ANSWERED: _("not answered in time"),
    Outcome.CHANGED: _("We changed something."),
    Outcome.STOPPED: _("Somebody does not work here any more."),
    Outcome.PASSED_ON: _("We passed it on to those who can help."),
    Outcome.NOT_CONFIRMED: _("We looked, and could not confirm it."),
    Outcome.COULD_NOT: _("We know too little to do anything."),
    Lack.TWO_LISTENERS: _(
        "Complaints need two listeners without a role at the news desk. Have two others give that role."
    ),
    Lack.A_WOMAN: _("One of the listeners has to be a woman."),
    Lack.TWO_AUDITORS: _("A complaint about a listener needs two who read the audit and are no listeners."),
}


@register.filter
def complaint_word(code: object) -> str:
    """Return the words of a code."""
    return str(WORDS.get(str(code), code))
