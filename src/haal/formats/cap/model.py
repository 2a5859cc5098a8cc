"""A CAP 1.2 message as typed values: what Haal writes, and what it understands of what others write.

The whole of the standard but the signature, which stands beside the message (`sign`). Whether a message is right is
asked of `haal.formats.cap.rules`; bytes are made by `write` and taken apart by `read`; which field may stand where is in
`grammar`. Source: OASIS CAP 1.2, section 3.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"


class Status(StrEnum):
    """How the message is to be handled."""

    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    SYSTEM = "System"
    TEST = "Test"
    DRAFT = "Draft"


class MsgType(StrEnum):
    """What the message does."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"
    ACK = "Ack"
    ERROR = "Error"


class Scope(StrEnum):
    """For whom it is."""

    PUBLIC = "Public"
    RESTRICTED = "Restricted"
    PRIVATE = "Private"


CATEGORIES = frozenset(
    {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"}
)
RESPONSES = frozenset({"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"})
URGENCIES = frozenset({"Immediate", "Expected", "Future", "Past", "Unknown"})
SEVERITIES = frozenset({"Extreme", "Severe", "Moderate", "Minor", "Unknown"})
CERTAINTIES = frozenset({"Observed", "Likely", "Possible", "Unlikely", "Unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One earlier message: `sender,identifier,sent` on the wire."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A valueName with its value: event codes, parameters, geocodes."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A point (WGS84, degrees) and a radius in km."""

    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where. `polygons` hold `(lat, lon)` corners, first and last the same; heights are feet above mean sea level."""

    description: str
    polygons: tuple[tuple[tuple[float, float], ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    geocodes: tuple[Named, ...] = ()
    altitude: float | None = None
    ceiling: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A picture, sound or page that goes with the words. `size` in bytes; `digest` is SHA-1 in hex, as the standard has it."""

    description: str
    mime_type: str = ""
    size: int | None = None
    uri: str = ""
    deref_uri: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """One language's words, with the codes and the area."""

    language: str
    categories: tuple[str, ...]
    event: str
    urgency: str
    severity: str
    certainty: str
    areas: tuple[Area, ...]
    responses: tuple[str, ...] = ()
    audience: str = ""
    event_codes: tuple[Named, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[Named, ...] = ()
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message. `identifier` is new for every revision."""

    identifier: str
    sender: str
    sent: datetime
    status: Status
    msg_type: MsgType
    scope: Scope
    infos: tuple[Info, ...]
    source: str = ""
    restriction: str = ""
    addresses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: tuple[str, ...] = ()

    def reference(self) -> Reference:
        """Return how a later message names this one."""
        return Reference(sender=self.sender, identifier=self.identifier, sent=self.sent)

    def expires(self) -> datetime | None:
        """Return the latest instant at which any of its words runs out, or None."""
        return max((info.expires for info in self.infos if info.expires), default=None)
