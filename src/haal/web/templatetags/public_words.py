"""Words for the codes of public incidents: what happened, who counts, who is said to have done it, how wide the area is.

Words of no side, one for each code, the same for everybody; translators see them here. Numbers stay what somebody
said.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haal.domain.incident import EventType
from haal.domain.public_place import PublicPlace
from haal.domain.publication import ActorCategory, Attribution, PublicClaim, PublicIncident, State, WithdrawnWhy
from haal.domain.report import Counted, ResponsibilityKind, Scope
from haal.geometry.cells import resolution_of

register = template.Library()

EVENTS = {
    EventType.SHOOTING: gettext_lazy("Shooting"),
    EventType.BOMBING: gettext_lazy("Explosion"),
    EventType.SUICIDE_BOMBING: gettext_lazy("Explosion, said to be a suicide bombing"),
    EventType.ARMED_ASSAULT: gettext_lazy("Armed assault"),
    EventType.AIR_OR_DRONE_STRIKE: gettext_lazy("Strike from the air"),
    EventType.HOSTAGE_TAKING: gettext_lazy("People held as hostages"),
    EventType.ABDUCTION: gettext_lazy("People taken"),
    EventType.ENFORCED_DISAPPEARANCE: gettext_lazy("People taken and not heard of since"),
    EventType.ARSON: gettext_lazy("Fire laid"),
    EventType.EXTORTION_OR_ROADBLOCK: gettext_lazy("Road blocked or money demanded"),
    EventType.CLASH: gettext_lazy("Armed clash"),
    EventType.THREAT: gettext_lazy("Threat"),
    EventType.DISPLACEMENT: gettext_lazy("People driven out"),
    EventType.OTHER: gettext_lazy("Something else"),
}
COUNTED = {
    Counted.KILLED: gettext_lazy("killed"),
    Counted.INJURED: gettext_lazy("injured"),
    Counted.TAKEN: gettext_lazy("taken"),
    Counted.DISPLACED: gettext_lazy("displaced"),
}
SCOPES = {
    Scope.ALL: gettext_lazy("people, attackers not counted"),
    Scope.CIVILIANS: gettext_lazy("civilians"),
    Scope.FORCES: gettext_lazy("members of state forces"),
    Scope.ATTACKERS: gettext_lazy("attackers"),
    Scope.WITH_ATTACKERS: gettext_lazy("people, attackers counted"),
    Scope.CHILDREN: gettext_lazy("children"),
    Scope.PART: gettext_lazy("some of them only"),
    Scope.NOT_SAID: gettext_lazy("people"),
}
CATEGORIES = {
    ActorCategory.ARMED_GROUP: gettext_lazy("an armed group"),
    ActorCategory.STATE_FORCE: gettext_lazy("a state force"),
}
CONFIDENCE = {
    ResponsibilityKind.CLAIMED: gettext_lazy("said itself that it did it"),
    ResponsibilityKind.ALLEGED_BY_OFFICIAL: gettext_lazy("officials say it did it"),
    ResponsibilityKind.ALLEGED_BY_OTHER: gettext_lazy("others say it did it"),
    ResponsibilityKind.DENIED: gettext_lazy("denies it"),
}
WITHDRAWN = {
    WithdrawnWhy.WRONG: gettext_lazy("What was published was wrong."),
    WithdrawnWhy.COULD_HARM: gettext_lazy("It could have put people in danger."),
    WithdrawnWhy.CONSENT: gettext_lazy("Somebody who told it no longer agrees."),
    WithdrawnWhy.SAME_AS_ANOTHER: gettext_lazy("It is the same incident as another one."),
    WithdrawnWhy.REPLACED: gettext_lazy("A newer version took its place."),
}
STATES = {
    State.DRAFT: gettext_lazy("waits for a second person"),
    State.AGREED: gettext_lazy("agreed, waits for its time"),
    State.RELEASED: gettext_lazy("public"),
    State.WITHDRAWN: gettext_lazy("taken back"),
}
_WORDS: dict[Any, Any] = {**EVENTS, **COUNTED, **SCOPES, **CATEGORIES, **CONFIDENCE, **WITHDRAWN, **STATES}
AREA_KM2 = {3: 12_393, 4: 1_770, 5: 253, 6: 36, 7: 5}


@register.filter
def in_words(code: object) -> str:
    """Return the words of a code; an incident without a type is "not said"."""
    return str(_WORDS[code]) if code in _WORDS else _("Not said")


@register.filter
def who(attribution: Attribution) -> str:
    """Return who is said to have done it, and by whom: a record, never a finding."""
    return f"{CATEGORIES[attribution.category]}: {CONFIDENCE[attribution.confidence]}"


@register.filter
def figure(claim: PublicClaim) -> str:
    """Return a number as somebody said it."""
    if claim.high is None:
        return _("%(low)s or more") % {"low": claim.low}
    return (
        str(claim.low) if claim.high == claim.low else _("%(low)s to %(high)s") % {"low": claim.low, "high": claim.high}
    )


@register.filter
def line_name(line: str) -> str:
    """Return the name of a source line; tellers have none, and of attacks on health care no source is named."""
    return {"told to us": _("told to us"), "not named": _("not named")}.get(line, line)


@register.filter
def killed(incident: PublicIncident) -> str:
    """Return how many were killed, as claimed: from the lowest that was checked to the highest; a dash: nobody said."""
    found = next((one for one in incident.ranges if one.counted is Counted.KILLED and one.scope is Scope.ALL), None)
    if found is None:
        return "–"
    lowest = figure(found.lowest_supported) if found.lowest_supported else "?"
    highest = figure(found.highest)
    return lowest if lowest == highest else f"{lowest} – {highest}"


@register.filter
def area(place: PublicPlace) -> str:
    """Return the name of the area: around a cell's biggest town, or its district or province; never a finer name."""
    if place.cell:
        return _("around %(town)s") % {"town": place.name}
    return place.district or place.province or _("Place not told")


@register.filter
def how_wide(place: PublicPlace) -> str:
    """Return how coarse the place is shown."""
    if place.cell:
        size = AREA_KM2[resolution_of(place.cell)]
        return _("somewhere in an area of about %(size)s km²") % {"size": f"{size:,}"}
    if place.district:
        return _("somewhere in the district")
    return _("somewhere in the province") if place.province else ""
