"""The words people see for what assessing keeps as codes: kinds of events, reasons of a link, answers to the two questions.

The one thing to know: words of no side, and no letters of a scale; the letters are for exports. Use `{{ sign|because }}`.
"""

from __future__ import annotations

from typing import Protocol

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from haal.domain.assessment import Part
from haal.domain.incident import Days, Harm
from haal.domain.report import DateKnown, Figure, TestifyConsent
from haal.services.assess.decide.side import Answer, Line
from haal.web.templatetags.everywhere.left_to_right import one_piece
from haal.web.templatetags.public_words import EVENTS

register = template.Library()


class Explained(Protocol):
    """A feature of a link: a code and the numbers to be said with it."""

    @property
    def code(self) -> str:
        """Which feature."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Its numbers."""


WORDS: dict[str, Promise] = {
    **{kind.value: words for kind, words in EVENTS.items()},
    # what is counted, and whom
    "killed": _("Killed"),
    "injured": _("Injured"),
    "taken": _("Taken"),
    "displaced": _("Displaced"),
    "all": _("all, attackers left out"),
    "civilians": _("civilians"),
    "forces": _("members of forces"),
    "attackers": _("attackers"),
    "with-attackers": _("all, with attackers"),
    "children": _("children"),
    "part": _("some of them only"),
    "not-said": _("not said whom"),
    # who says who did it
    "claimed": _("claimed by"),
    "alleged_by_official": _("alleged by officials against"),
    "alleged_by_other": _("alleged by others against"),
    "denied": _("denied by"),
    # how they know, and by which way it came
    "saw": _("saw it themselves"),
    "told-by-witness": _("were told by one who saw it"),
    "it-is-said": _("it is said"),
    "not-told": _("not told"),
    "form": _("the form"),
    "desk": _("the desk"),
    "voice": _("a voice note"),
    "sms": _("a text message"),
    "call": _("a call"),
    "api": _("a partner's program"),
    "press": _("the press"),
    "news": _("News"),
    "sighting": _("Somebody was seen"),
    "correction": _("Correction"),
    # how a link came about
    "alone": _("linked by the rule"),
    "asked": _("confirmed by a person"),
    "new": _("its first report"),
    "by-hand": _("linked by hand"),
    "merge": _("came with a merge"),
    "split": _("came with a split"),
}

ANSWERS: dict[str, Promise] = {
    "A": _("Yes: was there or near, and has always told truly"),
    "B": _("Most likely: has usually told truly"),
    "C": _("Perhaps: has told truly at times"),
    "D": _("Hardly: has been wrong before"),
    "E": _("No: cannot have known, or has told falsely"),
    "F": _("Nobody can say: not known to us"),
    "1": _("Yes: others who do not lean on one another told the same"),
    "2": _("Most likely: it fits, and nothing speaks against it"),
    "3": _("Perhaps: it fits in part"),
    "4": _("Hardly: little fits"),
    "5": _("No: it contradicts what is known"),
    "6": _("Nobody can say: nobody else has told of it"),
}

LINES: dict[Line, Promise] = {
    Line.DAY: _("When"),
    Line.PUBLISHED: _("Published"),
    Line.PLACE: _("Where"),
    Line.KIND: _("Kind"),
    Line.HIT: _("What was hit"),
    Line.KILLED: _("Killed"),
    Line.INJURED: _("Injured"),
    Line.TAKEN: _("Taken"),
    Line.DISPLACED: _("Displaced"),
}

HARMS: dict[Harm, Promise] = {
    Harm.WARNING: _("a warning on air hangs on it"),
    Harm.COUNT: _("a published number hangs on it"),
    Harm.PUBLICATION: _("a publication under way hangs on it"),
    Harm.NOTHING: _("nothing public hangs on it yet"),
}

QUESTIONS: dict[Part, Promise] = {
    Part.SOURCE: _("Could this person know?"),
    Part.INFORMATION: _("Does it fit what others told?"),
}

DAYS_KNOWN: dict[str, Promise] = {
    DateKnown.DAY: _("the day was told"),
    DateKnown.INFERRED: _("worked out from what was told"),
    DateKnown.RANGE: _("between these days"),
    DateKnown.MONTH: _("only the month was told"),
    DateKnown.YEAR: _("only the year was told"),
    DateKnown.NONE: _("not told"),
}

AGREED: dict[str, Promise] = {
    TestifyConsent.NOBODY: _("Nobody yet"),
    TestifyConsent.NUMBERS: _("Numbers only"),
    TestifyConsent.PRESS: _("Press"),
    TestifyConsent.UN: _("United Nations"),
    TestifyConsent.COURT_ABROAD: _("A court abroad"),
    TestifyConsent.COURT_HERE: _("A court or the police here"),
}

_PLAIN_SIGNS: dict[str, Promise] = {
    "same-day": _("same day"),
    "span-fits": _("the stretch of time fits"),
    "span-differs": _("the stretch of time does not fit"),
    "no-day": _("a day was not told"),
    "place-wide": _("one tells only the province"),
    "place-name": _("the same place name"),
    "same-type": _("the same kind of event"),
    "type-fits": _("kinds of event that can be one"),
    "same-target": _("the same was hit"),
    "other-target": _("something else was hit"),
    "type-differs": _("kinds of event that can hardly be one"),
    "wording": _("the same words"),
}


@register.filter
def worded(code: object) -> str:
    """Return the words of a code; empty for nothing."""
    return str(WORDS.get(str(code), code)) if code else ""


@register.filter
def line_word(line: object) -> str:
    """Return a line of telling as the desk reads it: `AFP (news agency)` for `wire:AFP`, no id for a teller."""
    kind, _colon, name = str(line).partition(":")
    match kind:
        case "wire":
            return _now("%(name)s (news agency)") % {"name": name}
        case "teller":
            return _now("told to us")
        case "unknown":
            return _now("%(name)s (from whom is not known)") % {"name": name or "?"}
    return name or str(line)


@register.filter
def day_known(code: object) -> str:
    """Return how the day is known."""
    return str(DAYS_KNOWN.get(str(code), code))


@register.filter
def agreed(code: object) -> str:
    """Return with whom a teller lets a record be shared."""
    return str(AGREED.get(str(code), code))


@register.filter
def answered(code: object) -> str:
    """Return the answer that a grade stands for."""
    return str(ANSWERS[str(code)])


@register.filter
def question(part: Part) -> str:
    """Return the question of a part."""
    return str(QUESTIONS[part])


@register.filter
def harm_word(harm: Harm) -> str:
    """Return what hangs on the answer to a proposal."""
    return str(HARMS[harm])


@register.filter
def line_name(line: Line) -> str:
    """Return the question of a line of two columns."""
    return str(LINES[line])


@register.filter
def told_there(answer: Answer) -> str:
    """Return one answer of two columns; a dash for what was not told."""
    if not answer:
        return "\N{EN DASH}"
    if isinstance(answer, Days):
        return when(answer)
    if isinstance(answer, str):
        return worded(answer)
    return "; ".join(f"{_span(each)} ({worded(each.scope)})" for each in answer)


@register.filter
def weighed(weight: float) -> str:
    """Return a part of a score as `+2.3`."""
    return f"{weight:+.1f}".replace("-", "\N{MINUS SIGN}")


@register.filter
def because(sign: Explained) -> str:
    """Return one reason of a link as words: `same day`, `6 km apart`, `killed: 14 and 13`."""
    if plain := _PLAIN_SIGNS.get(sign.code):
        return str(plain)
    first, second = (*sign.numbers, 0, 0)[:2]
    match sign.code:
        case "days-apart":
            return ngettext("%(n)s day apart", "%(n)s days apart", first) % {"n": first}
        case "published-near" | "published-later":
            return ngettext("published within %(n)s day", "published within %(n)s days", first) % {"n": first}
        case "km-apart":
            return _now("%(n)s km apart") % {"n": first}
        case "killed" | "injured" | "taken":
            return _now("%(what)s: %(here)s here, %(there)s there") % {
                "what": worded(sign.code),
                "here": first,
                "there": second,
            }
    return sign.code


@register.filter
def when(days: Days | None) -> str:
    """Return a day or a stretch of days, as numbers that read the same in every language."""
    if days is None:
        return _now("day not known")
    first, last = days.first.isoformat(), days.last.isoformat()
    return one_piece(first if first == last else f"{first} – {last}")


def _span(figure: Figure) -> str:
    if figure.high is None:
        return f"{figure.low}+"
    return str(figure.low) if figure.low == figure.high else f"{figure.low}\N{EN DASH}{figure.high}"
