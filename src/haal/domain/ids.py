"""Identifiers: random, opaque, never reused, and never bare strings.

An id says its kind by a short prefix and nothing else: no time, no order, no place.
"""

from __future__ import annotations

import base64
import secrets
from typing import NewType

PersonId = NewType("PersonId", str)
ReportId = NewType("ReportId", str)
IncidentId = NewType("IncidentId", str)
WarningId = NewType("WarningId", str)
NeedId = NewType("NeedId", str)
OfferId = NewType("OfferId", str)
MatchId = NewType("MatchId", str)
CheckInId = NewType("CheckInId", str)
MemberId = NewType("MemberId", str)
PlaceId = NewType("PlaceId", str)
ShiftId = NewType("ShiftId", str)
EventId = NewType("EventId", str)
SwapId = NewType("SwapId", str)
WishId = NewType("WishId", str)
ActId = NewType("ActId", str)
AgreementId = NewType("AgreementId", str)
PublicationId = NewType("PublicationId", str)
SubscriberId = NewType("SubscriberId", str)
SourceLineId = NewType("SourceLineId", str)
AlarmId = NewType("AlarmId", str)
ThreatId = NewType("ThreatId", str)
RumourId = NewType("RumourId", str)
CheckedClaimId = NewType("CheckedClaimId", str)
TracingId = NewType("TracingId", str)
TracingPairId = NewType("TracingPairId", str)
FamilyCountId = NewType("FamilyCountId", str)
BulletinId = NewType("BulletinId", str)
PartnerId = NewType("PartnerId", str)
ReferralId = NewType("ReferralId", str)

ID_LENGTH_MAX = 40


def new_id(prefix: str) -> str:
    """Return `prefix`, an underscore and 100 random bits in lower-case base 32."""
    token = base64.b32encode(secrets.token_bytes(13)).decode("ascii").rstrip("=").lower()[:20]
    return f"{prefix}_{token}"
