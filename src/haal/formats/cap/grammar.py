"""Which field may stand where in a CAP 1.2 message, in which order, how often and of what kind.

One table for each block, as the OASIS schema has it. The reader asks it what is missing, misplaced or unknown; the
writer follows the same order. Not the rules that a schema cannot say: those are in `rules`.
Source: OASIS CAP 1.2, section 3.4 (XML schema), version of 1 July 2010.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from haal.formats.cap import model


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One field: whether it must be there, and whether it may be there more than once."""

    name: str
    needed: bool = False
    many: bool = False


def _places(told: str) -> tuple[Place, ...]:
    """Return the fields of a line such as `identifier! source code*`."""
    return tuple(
        Place(name=word.rstrip("!*"), needed="!" in word, many="*" in word) for word in " ".join(told.split()).split()
    )


ALERT = _places(
    """identifier! sender! sent! status! msgType! source scope! restriction addresses code* note references incidents
    info*"""
)
INFO = _places(
    """language category!* event! responseType* urgency! severity! certainty! audience eventCode* effective onset expires
    senderName headline description instruction web contact parameter* resource* area*"""
)
RESOURCE = _places("resourceDesc! mimeType! size uri derefUri digest")
AREA = _places("areaDesc! polygon* circle* geocode* altitude ceiling")
PAIR = _places("valueName! value!")

BLOCKS: Mapping[str, tuple[Place, ...]] = MappingProxyType(
    {
        "alert": ALERT,
        "info": INFO,
        "resource": RESOURCE,
        "area": AREA,
        "eventCode": PAIR,
        "parameter": PAIR,
        "geocode": PAIR,
    }
)
WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "status": tuple(model.Status),
        "msgType": tuple(model.MsgType),
        "scope": tuple(model.Scope),
        "category": tuple(sorted(model.CATEGORIES)),
        "responseType": tuple(sorted(model.RESPONSES)),
        "urgency": tuple(sorted(model.URGENCIES)),
        "severity": tuple(sorted(model.SEVERITIES)),
        "certainty": tuple(sorted(model.CERTAINTIES)),
    }
)
VERSIONS: Mapping[str, str] = MappingProxyType(
    {
        model.NAMESPACE: "1.2",
        "urn:oasis:names:tc:emergency:cap:1.1": "1.1",
        "http://www.incident.com/cap/1.0": "1.0",
    }
)
SIGNATURES = "http://www.w3.org/2000/09/xmldsig#"
EVERY_NAME = frozenset(place.name for block in BLOCKS.values() for place in block)
