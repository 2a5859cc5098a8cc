"""Words for independence and corrections: to which offices the lines go back, why two may be one, what was taken back.

The same words at the desk and in public. A number stays what somebody said.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haal.domain.publication import PublicCorrection
from haal.domain.report import Aside
from haal.linkage.origin.groups import Sign
from haal.linkage.origin.speakers import Speaker
from haal.web.templatetags.everywhere.left_to_right import one_piece
from haal.web.templatetags.public_words import figure, line_name

register = template.Library()

OFFICES = {
    Speaker.POLICE: gettext_lazy("the police"),
    Speaker.HOSPITAL: gettext_lazy("a hospital or health office"),
    Speaker.RESCUE: gettext_lazy("rescue workers"),
    Speaker.DISTRICT: gettext_lazy("the district's office"),
    Speaker.PROVINCE: gettext_lazy("the province's government"),
    Speaker.STATE: gettext_lazy("the country's government"),
    Speaker.TRANSPORT: gettext_lazy("railway, road or telephone offices"),
    Speaker.COURT: gettext_lazy("a court or a lawyer"),
    Speaker.PARTY_TO_FIGHT: gettext_lazy("somebody who takes part in the fighting"),
    Speaker.POLITICAL_PARTY: gettext_lazy("a political party"),
    Speaker.RIGHTS_GROUP: gettext_lazy("a rights group"),
    Speaker.FAMILY: gettext_lazy("the families"),
    Speaker.WITNESSES: gettext_lazy("people who were there"),
    Speaker.EMPLOYER: gettext_lazy("an employer or a union"),
    Speaker.OFFICIALS: gettext_lazy("officials who are not named"),
}
SIGNS = {
    Sign.CREDIT: gettext_lazy("same credit"),
    Sign.OUTLET: gettext_lazy("same outlet"),
    Sign.TAG: gettext_lazy("it names that agency"),
    Sign.TEXT: gettext_lazy("nearly the same text"),
    Sign.FIGURE: gettext_lazy("a number that few others give"),
    Sign.DAY: gettext_lazy("a day that few others give"),
    Sign.SPELLING: gettext_lazy("a spelling that few others have"),
    Sign.NUMBERS: gettext_lazy("all numbers the same"),
    Sign.FOLLOWS: gettext_lazy("soon after each other"),
}
ASIDES = {
    Aside.UNSUPPORTED: gettext_lazy("nothing supports it"),
    Aside.MISTRANSLATED: gettext_lazy("wrongly translated"),
    Aside.MERGED: gettext_lazy("it sums up several incidents"),
}
_WORDS: dict[str, Any] = {one.value: words for table in (OFFICES, SIGNS, ASIDES) for one, words in table.items()}


@register.filter
def origin_word(code: str) -> str:
    """Return the words of an office, of a sign that two are one, or of why a figure is put aside."""
    return str(_WORDS.get(code, code))


@register.filter
def corrected(correction: PublicCorrection) -> str:
    """Return a correction as public pages tell it: the number that was, the one instead, by whom and when."""
    by = line_name(correction.now.line)
    day = correction.now.said_on
    who = f"{by}, {one_piece(day.isoformat())}" if day else by
    return _("not %(was)s but %(now)s (%(who)s)") % {"was": correction.was, "now": figure(correction.now), "who": who}
