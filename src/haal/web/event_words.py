"""The words of event plans: kinds, what is asked and to be done, what place helpers do and note. Plain, of no side.

The one thing to know: members of all lists share one mapping, so no two may have the same value. Templates use the filters of
`haal.web.templatetags.plan_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haal.domain.event_plan.debrief import End
from haal.domain.event_plan.going import Standing
from haal.domain.event_plan.life import Act, Happened
from haal.domain.event_plan.needed import Part
from haal.domain.event_plan.plan import Check, Doing, EventKind, Lack
from haal.domain.event_plan.sheet import Back

LABELS: Mapping[str, Promise] = MappingProxyType(
    {
        "exits": _("Ways out, and who opens them"),
        "first_aid": _("First aid: where, who is trained, which clinic takes the hurt and who carries them"),
        "access": _("Who goes with those who cannot walk, see or hear well, and with small children"),
        "end_sign": _("The sign at which it ends at once, who gives it, and what everybody then does"),
        "contacts": _("Whom to call, in which order"),
    }
)
CHECKS: Mapping[Check, Promise] = MappingProxyType(
    {
        Check.ARMED_THERE: _("Will anybody armed, of whichever side, be there or next to it?"),
        Check.THREATENED: _("Was it threatened, or somebody because of it?"),
        Check.WAYS_OPEN: _("Does every way out open from inside, without a key?"),
        Check.END_HEARD: _("Can everybody hear or see the sign at which it ends at once?"),
        Check.EVERYBODY_OUT: _("Is it agreed who goes with those who need help to get out?"),
        Check.STEWARDS_OUT: _("Is it agreed how the helpers themselves leave if they are in danger?"),
        Check.CLINIC_KNOWN: _("Is it known which clinic takes the hurt, and who carries them there?"),
        Check.ACCEPTED: _("Do all who live around know the helpers as unarmed and of no side, and let them be?"),
        Check.MOVABLE: _("Could it be held elsewhere, at another hour, in smaller groups, or not at all?"),
        Check.HOME_TOGETHER: _(
            "Is it agreed that people go home in groups, and who looks for whoever does not arrive?"
        ),
        Check.FAMILY_WANTS: _("Does the family want helpers there?"),
        Check.YEAR_KEPT: _("If it cannot be held, is it agreed how nobody loses the year?"),
        Check.TEAM_DECIDES: _("May every vaccinator say no to a house or a lane, and lose nothing by it?"),
        Check.TEAM_CIRCLE: _("Has every team a check-in circle that notices when it does not come back?"),
    }
)
WORDS: Mapping[StrEnum, Promise] = MappingProxyType(
    {
        EventKind.RALLY: _("Rally"),
        EventKind.FUNERAL: _("Funeral"),
        EventKind.EXAM: _("Exam day"),
        EventKind.POLIO: _("Polio round"),
        Doing.MEET: _("The helpers meet"),
        Doing.WAYS_OUT: _("See that every way out is open"),
        Doing.FIRST_AID: _("First aid is ready"),
        Doing.WELCOME: _("Welcome people at the ways in"),
        Doing.BEGINS: _("It begins"),
        Doing.WITH_OTHERS: _("Be with those who need help"),
        Doing.COUNT: _("Count how many are there, a number and no list"),
        Doing.REST: _("Rest, the others take over"),
        Doing.ENDS: _("It ends"),
        Doing.GO_HOME: _("All go home"),
        Doing.LEAVE: _("The helpers leave together"),
        Happened.COUNTED: _("People counted"),
        Happened.FIRST_AID: _("First aid given"),
        Happened.CROWDED: _("Too crowded"),
        Happened.WAY_SHUT: _("A way out is shut"),
        Happened.WAY_FREE: _("The way out is free again"),
        Happened.CHILD_ALONE: _("A child without its family"),
        Happened.CHILD_BACK: _("The child is with its family again"),
        Happened.CALMED: _("A quarrel was talked down"),
        Happened.WARNED: _("A warning was told to all"),
        Happened.INSIDE: _("All went inside"),
        Happened.STEWARDS_LEFT: _("The helpers left"),
        End.HELD: _("it was held"),
        End.BROKEN_OFF: _("it was broken off"),
        End.CALLED_OFF: _("it was called off"),
        Standing.NOBODY_SAID: _("Nobody has said go yet."),
        Standing.ONE_SAID: _("One said go; the other has not."),
        Standing.GO: _("Go: both said so, knowing what stands here."),
        Standing.NO_GO: _("No-go. It holds until both say go anew."),
        Standing.SAY_ANEW: _("A warning came in after the go. Read it; both say go or no-go anew."),
        Act.WRITTEN: _("wrote the plan"),
        Act.CHANGED: _("changed the plan"),
        Act.NAMED: _("named more people"),
        Act.HANDED_OVER: _("gave their go to another"),
        Act.SAID_GO: _("said go"),
        Act.SAID_NO_GO: _("said no-go"),
        Act.BEGUN: _("let it begin"),
        Act.ENDED: _("ended it"),
        Act.PRINTED: _("had sheets printed"),
        Act.DEBRIEFED: _("told how it went"),
        Part.WAYS_OUT: _("two at each way out"),
        Part.WITH_OTHERS: _("two with those who need help to get out"),
        Part.FIRST_AID: _("for first aid"),
        Part.MORE: _("more, since so many come"),
        Back.COLLECTED: _("collected"),
        Back.DESTROYED: _("burnt"),
        Back.LOST: _("lost"),
    }
)
TO_DO: Mapping[Lack | Check, Promise] = MappingProxyType(
    {
        Lack.NOT_ALONE: _("Find a second helper. Nobody stands alone."),
        Lack.TOO_FEW_STEWARDS: _("Find more helpers, or let fewer people come."),
        Lack.TOO_FEW_FIRST_AIDERS: _("Find helpers trained in first aid, two at least."),
        Lack.HEADS: _("Say how many people are expected."),
        Lack.TOO_FEW_WAYS: _("There are too few ways out for so many people: let fewer in, or make another way."),
        Lack.WAYS_OUT: _("Write down the ways out, and how many there are."),
        Lack.FIRST_AID: _("Write down how first aid is given."),
        Lack.CONTACTS: _("Write down whom to call, in which order."),
        Lack.STEPS: _("Write down what happens at which hour."),
        Check.ARMED_THERE: _("Hold it elsewhere, or ask them to stay away, through elders if need be."),
        Check.THREATENED: _("Talk through what was said, all who are named here, and decide whether to hold it."),
        Check.WAYS_OPEN: _("Have every way out open from inside without a key before people come."),
        Check.END_HEARD: _("Find a sign that everybody hears or sees, and tell it at the beginning."),
        Check.EVERYBODY_OUT: _("Agree who goes with those who need help to get out."),
        Check.STEWARDS_OUT: _("Agree when the helpers leave, by which way, and who decides it."),
        Check.CLINIC_KNOWN: _("Find out which clinic takes the hurt, and agree who carries them."),
        Check.ACCEPTED: _("Go round, in pairs, and say who you are: unarmed, of no side, and what you do."),
        Check.MOVABLE: _("Agree where, when or how else it could be, and who decides to call it off."),
        Check.HOME_TOGETHER: _("Agree on going home in groups, and who asks after whoever does not arrive."),
        Check.FAMILY_WANTS: _("Ask the family, and stay away if they do not want you."),
        Check.YEAR_KEPT: _("Agree with the school how nobody loses the year."),
        Check.TEAM_DECIDES: _("Agree that every vaccinator decides for themselves, house by house."),
        Check.TEAM_CIRCLE: _("Open a check-in circle for every team."),
    }
)
