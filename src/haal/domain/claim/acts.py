"""Acts: which kinds of event are what a claim says happened.

The one thing to know: a report tells of an act when its own kind of event is one of the act's, or when its words say so.
The words are `haal.domain.claim.words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from haal.domain.claim.evidence import Evidence
from haal.domain.claim.words import is_told
from haal.domain.incident import EventType, compatible

_E = EventType
VIOLENT = frozenset(EventType) - {_E.THREAT, _E.DISPLACEMENT, _E.OTHER, _E.EXTORTION_OR_ROADBLOCK}
TYPES_OF: Mapping[str, frozenset[EventType]] = MappingProxyType(
    {
        "threat": frozenset({_E.THREAT}),
        "suicide": frozenset({_E.SUICIDE_BOMBING}),
        "bombing": frozenset({_E.BOMBING, _E.SUICIDE_BOMBING}),
        "air-strike": frozenset({_E.AIR_OR_DRONE_STRIKE}),
        "shooting": frozenset({_E.SHOOTING}),
        "arson": frozenset({_E.ARSON}),
        "taking": frozenset({_E.ABDUCTION, _E.HOSTAGE_TAKING, _E.ENFORCED_DISAPPEARANCE}),
        "extortion": frozenset({_E.EXTORTION_OR_ROADBLOCK}),
        "blockade": frozenset({_E.EXTORTION_OR_ROADBLOCK}),
        "displacement": frozenset({_E.DISPLACEMENT}),
        "clash": frozenset({_E.CLASH}),
        "violence": VIOLENT,
    }
)


def tells(evidence: Evidence, act: str) -> bool:
    """Return whether a report tells of an act."""
    return evidence.event_type in TYPES_OF.get(act, frozenset()) or is_told(act, evidence.words)


def rules_out(reports: Iterable[Evidence], act: str) -> bool:
    """Return whether every report tells of some other kind of event, one that nobody would take for this act."""
    types = [one.event_type for one in reports if one.event_type not in {None, _E.OTHER}]
    meant = TYPES_OF.get(act, frozenset())
    return bool(types and meant) and not any(compatible(told, one) for told in types for one in meant)
