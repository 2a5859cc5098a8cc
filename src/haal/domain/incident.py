"""An incident: what several reports tell of together. Its id never changes; a merged one points to where it went.

The one thing to know: an incident holds no truth of its own. Day, place and type are the working reading of the
reports that are linked to it, and numbers are not here at all: they stay claims (see `casualties`). Which reports
belong together is asked in `haal.linkage`; the rows are `haal.storage.incident`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from haal.domain.ids import IncidentId, ReportId
from haal.domain.report import PlaceCandidate

REDIRECTS_MAX = 20


class EventType(StrEnum):
    """What happened, in the words of the press corpus. A report's own view, never corrected to fit another."""

    SHOOTING = "shooting"
    BOMBING = "bombing"
    SUICIDE_BOMBING = "suicide_bombing"
    ARMED_ASSAULT = "armed_assault"
    AIR_OR_DRONE_STRIKE = "air_or_drone_strike"
    HOSTAGE_TAKING = "hostage_taking"
    ABDUCTION = "abduction"
    ENFORCED_DISAPPEARANCE = "enforced_disappearance"
    ARSON = "arson"
    EXTORTION_OR_ROADBLOCK = "extortion_or_roadblock"
    CLASH = "clash"
    THREAT = "threat"
    DISPLACEMENT = "displacement"
    OTHER = "other"


_E = EventType
_TAKEN = (_E.ABDUCTION, _E.ENFORCED_DISAPPEARANCE)
# One event seen by two tellers: a blast may be called a suicide bombing, an assault begins with a bomb or a hostage, a
# shooting may be an assault or, in the words of the other side, a clash; lorries are burned at a roadblock. "Enforced" says who is
# alleged to have taken people, so it fits whatever an abduction fits.
MAY_BE_THE_SAME: Mapping[EventType, frozenset[EventType]] = MappingProxyType(
    {
        _E.BOMBING: frozenset({_E.SUICIDE_BOMBING, _E.ARMED_ASSAULT, _E.AIR_OR_DRONE_STRIKE, _E.HOSTAGE_TAKING}),
        _E.SUICIDE_BOMBING: frozenset({_E.BOMBING, _E.ARMED_ASSAULT}),
        _E.ARMED_ASSAULT: frozenset(
            {
                _E.BOMBING,
                _E.SUICIDE_BOMBING,
                _E.SHOOTING,
                _E.CLASH,
                _E.HOSTAGE_TAKING,
                *_TAKEN,
                _E.ARSON,
                _E.EXTORTION_OR_ROADBLOCK,
            }
        ),
        _E.SHOOTING: frozenset({_E.ARMED_ASSAULT, _E.CLASH, *_TAKEN, _E.HOSTAGE_TAKING, _E.EXTORTION_OR_ROADBLOCK}),
        _E.CLASH: frozenset({_E.ARMED_ASSAULT, _E.SHOOTING}),
        _E.HOSTAGE_TAKING: frozenset({_E.ARMED_ASSAULT, *_TAKEN, _E.SHOOTING, _E.BOMBING}),
        _E.ABDUCTION: frozenset({_E.HOSTAGE_TAKING, _E.ENFORCED_DISAPPEARANCE, _E.SHOOTING, _E.ARMED_ASSAULT}),
        _E.ENFORCED_DISAPPEARANCE: frozenset({_E.HOSTAGE_TAKING, _E.ABDUCTION, _E.SHOOTING, _E.ARMED_ASSAULT}),
        _E.ARSON: frozenset({_E.ARMED_ASSAULT, _E.EXTORTION_OR_ROADBLOCK}),
        _E.EXTORTION_OR_ROADBLOCK: frozenset({_E.ARSON, _E.ARMED_ASSAULT, _E.SHOOTING}),
        _E.AIR_OR_DRONE_STRIKE: frozenset({_E.BOMBING}),
        _E.THREAT: frozenset(),
        _E.DISPLACEMENT: frozenset(),
        _E.OTHER: frozenset(),
    }
)


def compatible(one: EventType | None, other: EventType | None) -> bool:
    """Return whether two tellers with these words can have told of one event. None is "not told" and fits all."""
    return one is None or other is None or one is other or other in MAY_BE_THE_SAME[one]


def event_type_of(words: str) -> EventType | None:
    """Return the event type written as `words`, or None when it is none of ours."""
    try:
        return EventType(words.strip())
    except ValueError:
        return None


class IncidentState(StrEnum):
    """Whether an incident stands, or where it went."""

    OPEN = "open"
    MERGED = "merged"  # follow `redirect_to`
    EMPTY = "empty"  # its last report was unlinked; kept, because ids are promises


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """When, as an interval of whole days in the place's own time. `first <= last`."""

    first: date
    last: date

    def gap(self, other: Days) -> int:
        """Return how many days lie between the two; 0 when they touch or overlap."""
        return max(0, (self.first - other.last).days, (other.first - self.last).days)

    @property
    def length(self) -> int:
        """How many days it may have been; 1 is one known day."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """The working reading of one incident, as the desk sees it."""

    id: IncidentId
    state: IncidentState
    redirect_to: IncidentId | None
    days: Days | None
    place: PlaceCandidate | None
    district: str
    event_type: EventType | None
    reports: tuple[ReportId, ...]
    made_at: datetime


class End(StrEnum):
    """The three ends of a report."""

    WARN = "warn"
    HELP = "help"
    TESTIFY = "testify"


class Did(StrEnum):
    """What an end did when it looked at an incident anew."""

    NOTHING = "nothing"
    MARKED = "marked"  # a person at its desk is told to look
    WITHDREW = "withdrew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One end's answer about an incident that changed."""

    end: End
    did: Did = Did.NOTHING


class LinkState(StrEnum):
    """Where the bond between a report and an incident stands. An undone link stays, as undone."""

    PROPOSED = "proposed"
    LINKED = "linked"
    UNDONE = "undone"


class Harm(StrEnum):
    """What would change with the answer to a proposal, most harm first."""

    WARNING = "changes-warning"  # one on air was written from the incident
    COUNT = "changes-count"  # its facts stand in public
    PUBLICATION = "changes-publication"  # one is drafted or agreed to
    NOTHING = "changes-nothing-public"


class RelationKind(StrEnum):
    """What two incidents are to one another that stay two."""

    SIBLING = "sibling"  # twin attacks
    PART_OF = "part-of"  # a strike of a siege, an attack of a day of many; figures of part and whole are never added


class IncidentReason(StrEnum):
    """Why a link, a merge or a split is refused."""

    ALREADY_LINKED = "report-already-linked"
    NOT_LINKED = "report-not-linked"
    SAME_INCIDENT = "same-incident"
    RELATED_ALREADY = "incidents-related-already"
    PART_OF_ITSELF = "incident-part-of-itself"
    NONE_CHOSEN = "no-report-chosen"
    NONE_STAYS = "no-report-stays"
    NOT_OF_IT = "report-of-another-incident"
    OWN_REPORT = "own-report"
    REASON_NEEDED = "reason-needed"


def follow(incident_id: IncidentId, redirects: Mapping[IncidentId, IncidentId]) -> IncidentId:
    """Return where `incident_id` is now. Raises ValueError when redirects run in a ring: a bug."""
    for _ in range(REDIRECTS_MAX):
        if incident_id not in redirects:
            return incident_id
        incident_id = redirects[incident_id]
    msg = "redirects of incidents run in a ring"
    raise ValueError(msg)


def why_not_merge(*, kept: Incident, gone: Incident, reason: str) -> IncidentReason | None:
    """Return what forbids `gone` to become part of `kept`, or None."""
    if kept.id == gone.id or kept.state is IncidentState.MERGED or gone.state is IncidentState.MERGED:
        return IncidentReason.SAME_INCIDENT
    if not reason.strip():
        return IncidentReason.REASON_NEEDED
    return None


def why_not_split(
    incident: Incident, *, going: Collection[ReportId], own: Collection[ReportId], to: Incident | None, reason: str
) -> IncidentReason | None:
    """Return what forbids that these reports leave an incident, or None. `to` None: they become one of their own.

    `own`: what the person who splits took in; neither side may be nothing but that.
    """
    if incident.state is IncidentState.MERGED or (to and (to.id == incident.id or to.state is IncidentState.MERGED)):
        return IncidentReason.SAME_INCIDENT
    if not going:
        return IncidentReason.NONE_CHOSEN
    if not set(going) <= set(incident.reports):
        return IncidentReason.NOT_OF_IT
    staying = set(incident.reports) - set(going)
    if not staying:
        return IncidentReason.NONE_STAYS
    if set(going) <= set(own) or staying <= set(own):
        return IncidentReason.OWN_REPORT
    return None if reason.strip() else IncidentReason.REASON_NEEDED


def why_not_relate(one: Incident, other: Incident, *, reason: str) -> IncidentReason | None:
    """Return what forbids two incidents to be siblings, or part and whole, or None."""
    if one.id == other.id or IncidentState.MERGED in {one.state, other.state}:
        return IncidentReason.SAME_INCIDENT
    return None if reason.strip() else IncidentReason.REASON_NEEDED


def is_part_of(part: IncidentId, whole: IncidentId, wholes: Mapping[IncidentId, frozenset[IncidentId]]) -> bool:
    """Return whether `part` is a part of `whole`, or of a part of it, and so on. `wholes`: part -> what it is a part of."""
    seen: set[IncidentId] = set()
    open_ones = {part}
    while open_ones:
        seen |= open_ones
        open_ones = {above for each in open_ones for above in wholes.get(each, ())} - seen
    return whole in seen - {part}


def without_parts(
    incident_ids: frozenset[IncidentId], wholes: Mapping[IncidentId, frozenset[IncidentId]]
) -> frozenset[IncidentId]:
    """Return these incidents without those that are a part of another of them: what may be added up."""
    return frozenset(
        each for each in incident_ids if not any(is_part_of(each, other, wholes) for other in incident_ids)
    )
