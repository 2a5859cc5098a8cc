"""The words of a place's plan: what is asked, and what is to be done. Plain, of no side, and never the word "safe".

Use `{{ finding.what|to_do }}`, `{{ finding.when|how_soon }}`. Of an event's plan the words are in `haal.web.event_words`: use
`{{ plan.kind|event_word }}` for a member of any of its lists, `{{ check|event_check }}` for a question.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haal.domain.event_plan.plan import Check, Lack
from haal.domain.gathering.plan import Answer, Missing, Question, When
from haal.web import event_words

register = template.Library()

LABELS: Mapping[str, Promise] = MappingProxyType(
    {
        "exits": _("Ways out, and who opens them"),
        "assembly": _("Where inside to wait until it is clear which way is free"),
        "weak_points": _("What is weak"),
        "contacts": _("Whom to call, in which order"),
        "access": _("Who goes with those who cannot walk, see or hear well, and with small children"),
        "signal": _("The signal, and what everybody does at it"),
        "kit": _("Where the first-aid kit is, and who is trained"),
    }
)
HINTS: Mapping[str, Promise] = MappingProxyType(
    {
        "exits": _("Every door and gate that opens from inside without a key."),
        "assembly": _("Away from windows and outer walls. Nobody is sent out before a helper has looked."),
        "contacts": _("Neighbours, doctor, ambulance; who is called first if the first does not answer."),
        "access": _("By task, without names of children."),
    }
)
QUESTIONS: Mapping[Question, Promise] = MappingProxyType(
    {
        Question.ARMED_HERE: _("In the last year, did anybody armed, of whichever side, use the building or its yard?"),
        Question.THREATENED: _("In the last year, was this place, or somebody because of it, threatened or attacked?"),
        Question.WAY_HERE: _("In the last year, were people stopped, threatened or attacked on the way here?"),
        Question.WAYS_OPEN: _("Does every way out open from inside, without a key?"),
        Question.EVERYBODY_OUT: _("Is it agreed who goes with those who need help to get out?"),
        Question.WARNING_HEARD: _("Would a warning reach a helper here while people are inside?"),
        Question.STEWARDS_OUT: _("Is it agreed how the helpers themselves leave if they are in danger?"),
        Question.INSIDE: _("Is there room for all away from windows and outer walls?"),
        Question.SIGNAL_KNOWN: _("Does everybody who comes know the signal?"),
        Question.COUNTED: _("Does somebody know how many are inside? A number, never a list."),
        Question.CONTACTS_TRIED: _("Were the numbers to call tried within three months?"),
        Question.FIRST_AIDER: _("Is a helper trained in first aid there whenever people gather?"),
        Question.ACCEPTED: _("Do all who live around know the helpers as unarmed, and let them be?"),
        Question.MOVABLE: _("Could people gather elsewhere, at another hour, in smaller groups, or not at all?"),
        Question.LESSONS: _("If the school must close, is it agreed how lessons go on?"),
    }
)
ANSWERS: Mapping[Answer, Promise] = MappingProxyType(
    {Answer.YES: _("yes"), Answer.NO: _("no"), Answer.NOT_KNOWN: _("not known")}
)
TO_DO: Mapping[Question | Missing, Promise] = MappingProxyType(
    {
        Question.ARMED_HERE: _(
            "While anybody armed uses the place, gather elsewhere. Those who run it ask them to leave, through elders if need be."
        ),
        Question.THREATENED: _(
            "Two of you talk through what was said, and decide with those who run the place whether to open."
        ),
        Question.WAY_HERE: _(
            "Agree on coming and going in groups, at changing hours, and who calls if somebody does not arrive."
        ),
        Question.WAYS_OPEN: _("Have every way out open from inside without a key before people come."),
        Question.EVERYBODY_OUT: _("Agree who goes with those who need help to get out."),
        Question.WARNING_HEARD: _("Give one helper a phone or a radio that is heard while people are inside."),
        Question.STEWARDS_OUT: _("Agree when the helpers leave, by which way, and who decides it."),
        Question.INSIDE: _("Find room away from windows and outer walls, or let fewer people in at once."),
        Question.SIGNAL_KNOWN: _("Show everybody the signal, and do it once together."),
        Question.COUNTED: _("Let a helper count who goes in and out. A number, never a list."),
        Question.CONTACTS_TRIED: _("Try every number of the plan."),
        Question.FIRST_AIDER: _("Have a helper trained in first aid, and one there each time."),
        Question.ACCEPTED: _("Go round, in pairs, and say who you are: unarmed, of no side, and what you do."),
        Question.MOVABLE: _(
            "Agree beforehand where, when or how else people could gather, and who decides to call it off."
        ),
        Question.LESSONS: _("Agree how lessons go on if the school must close."),
        Missing.NOT_ALONE: _("Find a second helper. Nobody stands alone."),
        Missing.WAYS_OUT: _("Write down the ways out, and how many there are."),
        Missing.TOO_FEW_WAYS: _("There are too few ways out for so many people: let fewer in, or make another way."),
        Missing.CONTACTS: _("Write down whom to call, in which order."),
        Missing.REVIEW: _("The day to look at this plan again has come."),
        Missing.CROWD: _("Say how many people may be inside at most."),
        Missing.ACCESS: _("Write down how those get out who cannot walk, see or hear well."),
        Missing.KIT: _("Look through the first-aid kit, and write down the day."),
        Missing.DRILL: _("Practise the signal and the ways out, and write down the day."),
        Missing.RESPONSES: _("Write down what you do at the danger that you fear most."),
    }
)
SOON: Mapping[When, Promise] = MappingProxyType(
    {
        When.FIRST: _("before people gather again"),
        When.MONTH: _("within a month"),
        When.REVIEW: _("when the plan is looked at again"),
    }
)


@register.filter
def to_do(what: Question | Missing) -> str:
    """Return what is to be done."""
    return str(TO_DO[what])


@register.filter
def how_soon(when: When) -> str:
    """Return by when."""
    return str(SOON[when])


@register.filter
def plan_label(name: str) -> str:
    """Return what a text of the plan is called."""
    return str(LABELS[name])


@register.filter
def event_word(member: StrEnum) -> str:
    """Return what a member of one of an event's lists is called."""
    return str(event_words.WORDS[member])


@register.filter
def event_check(check: Check) -> str:
    """Return what is asked of an event."""
    return str(event_words.CHECKS[check])


@register.filter
def event_to_do(what: Lack | Check) -> str:
    """Return what is to be done before an event."""
    return str(event_words.TO_DO[what])


@register.filter
def name_of(person: str, names: Mapping[str, str]) -> str:
    """Return the pseudonym of somebody on a plan."""
    return names.get(person, "")
