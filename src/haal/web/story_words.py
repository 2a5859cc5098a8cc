"""The words for dangers, for what rumours tell, how they were checked, and where the ground of a warning is known from.

Forms and templates both use them; the filters are `haal.web.templatetags.rumour_words`. What people outside read is in
the phrase books, not here.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haal.domain.hazard import Hazard
from haal.domain.warn.ground import Basis
from haal.domain.warn.rumour import HowChecked, RumourState, RumourSubject

HAZARDS: list[tuple[str, Promise | str]] = [
    (Hazard.BLAST.value, _("Explosion")),
    (Hazard.SECOND_ATTACK.value, _("A second attack may follow")),
    (Hazard.UNEXPLODED.value, _("Unexploded object lying about")),
    (Hazard.AIR_STRIKE.value, _("Air strike")),
    (Hazard.SHELLING.value, _("Shelling")),
    (Hazard.SHOOTING.value, _("Shooting")),
    (Hazard.ARMED_CLASH.value, _("Armed clash")),
    (Hazard.ABDUCTION.value, _("Danger of abduction")),
    (Hazard.ROAD_STOP.value, _("Vehicles being stopped on the road")),
    (Hazard.THREAT_TO_PLACE.value, _("Threat against a place")),
    (Hazard.FIRE.value, _("Fire")),
    (Hazard.FLOOD.value, _("Flood")),
]
STORIES: dict[str, Promise] = {
    RumourSubject.ATTACK_HAPPENED: _("There was an attack"),
    RumourSubject.ATTACK_COMING: _("An attack is about to come"),
    RumourSubject.PEOPLE_KILLED: _("People were killed"),
    RumourSubject.PEOPLE_TAKEN: _("People or children were taken"),
    RumourSubject.WATER_POISONED: _("The water is poisoned"),
    RumourSubject.AID_GIVEN_OUT: _("Aid or money is given out"),
    RumourSubject.MUST_LEAVE: _("Everybody must leave"),
    RumourSubject.HOLY_INSULTED: _("Something holy was insulted"),
    RumourSubject.OTHER: _("Another story"),
}
HOW: dict[str, Promise] = {
    HowChecked.SEEN_THERE: _("Somebody there looked"),
    HowChecked.ASKED_THERE: _("People there were asked, each apart"),
    HowChecked.STEWARD: _("The place's own helper says so"),
    HowChecked.RECORD: _("The record shows it"),
}
STATES: dict[str, Promise] = {
    RumourState.TOLD: _("told, not checked"),
    RumourState.CHECKED_FALSE: _("checked: false"),
    RumourState.CHECKED_TRUE: _("checked: true"),
}
BASES: dict[str, Promise] = {
    Basis.INCIDENT: _("counted from the linked reports"),
    Basis.DECLARED: _("said by the person who wrote it"),
    Basis.STEWARD: _("said by the place's own helper"),
    Basis.THREAT: _("a threat that was passed on"),
    Basis.RUMOUR: _("a rumour that was checked"),
    Basis.DRILL: _("made up for the drill"),
}
