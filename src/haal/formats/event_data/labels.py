"""Labels that law or a data set ties to who did it: type of violence, enforced disappearance, party in MRM reports.

The one thing to know: inside there is what happened, and apart from it who is said to have done it, as a category. Only here
the two are laid together, the same way for every category, and only when all who say anything name one. "Alleged" stays
alleged: a label says what the data set would call it *if* the claim holds.
"""

from __future__ import annotations

from enum import StrEnum

from haal.domain.incident import EventType
from haal.domain.publication import ActorCategory, PublicIncident
from haal.domain.report import ResponsibilityKind, Scope
from haal.formats.event_data.numbers import deaths

TAKEN = frozenset({EventType.ABDUCTION, EventType.ENFORCED_DISAPPEARANCE})


class Violence(StrEnum):
    """UCDP's type of violence."""

    STATE_BASED = "1"
    NON_STATE = "2"
    ONE_SIDED = "3"
    NOT_SAID = ""


class Party(StrEnum):
    """Party as the UN's reports on children and armed conflict (MRM) list it."""

    STATE = "government forces"
    GROUP = "armed group"
    NOT_SAID = "not attributed"


def actor(incident: PublicIncident) -> ActorCategory | None:
    """Return the one category that is said to have done it; None when nobody is, or more than one."""
    named = {one.category for one in incident.attributions if one.confidence is not ResponsibilityKind.DENIED}
    return named.pop() if len(named) == 1 else None


def type_of_violence(incident: PublicIncident) -> Violence:
    """Return UCDP's type. Against people who take no part: one-sided; with armed sides on both ends: state-based.

    A clash, or dead of the forces and none of civilians, has sides; what is said of a single category cannot be "non-state",
    which needs two groups.
    """
    if actor(incident) is None:
        return Violence.NOT_SAID
    fought = incident.event_type is EventType.CLASH or (
        bool(deaths(incident, Scope.FORCES).best or deaths(incident, Scope.ATTACKERS).best)
        and not deaths(incident, Scope.CIVILIANS).best
    )
    return Violence.STATE_BASED if fought else Violence.ONE_SIDED


def enforced_disappearance(incident: PublicIncident) -> str:
    """Return "alleged" when people were taken and a state's organs are said to have done it, which the Convention of 2006
    (article 2) asks; "no" when somebody else is; empty when nobody says, or nobody was taken.
    """
    if incident.event_type not in TAKEN:
        return ""
    return {ActorCategory.STATE_FORCE: "alleged", ActorCategory.ARMED_GROUP: "no", None: ""}[actor(incident)]


def mrm_party(incident: PublicIncident) -> Party:
    """Return under which party MRM would list it."""
    return {ActorCategory.STATE_FORCE: Party.STATE, ActorCategory.ARMED_GROUP: Party.GROUP, None: Party.NOT_SAID}[
        actor(incident)
    ]
