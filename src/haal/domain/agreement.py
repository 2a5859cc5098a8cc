"""What needs two people, and who may ask and who may agree.

The one thing to know: one person asks, another agrees, and only then does it happen; the database refuses a row in which
both are the same. Stopping, cancelling and correcting need one person and are not here.
The rows are `haal.storage.agreement`; what happens after the second person agreed belongs to the service of the kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from haal.domain.access import Permission
from haal.domain.errors import GeneralReason
from haal.domain.ids import AgreementId, PersonId


class Kind(StrEnum):
    """One thing that nobody does alone."""

    WARN = "warn"
    RELEASE = "release"
    UNSEAL = "unseal"
    EXPORT = "export"
    ROLE_GRANT = "role-grant"
    SHRED = "shred"
    LINK = "link"  # a report to an incident whose facts are published
    MERGE = "merge"  # likewise
    SPLIT = "split"  # likewise
    FACTOR_RESET = "factor-reset"
    ACCOUNT_RESTORE = "account-restore"
    ACCOUNT_CLOSE = "account-close"


MAY_ASK: Mapping[Kind, Permission] = MappingProxyType(
    {
        Kind.WARN: Permission.DRAFT_WARNING,
        Kind.RELEASE: Permission.DRAFT_PUBLICATION,
        Kind.UNSEAL: Permission.ASK_UNSEAL,
        Kind.EXPORT: Permission.ASK_EXPORT,
        Kind.ROLE_GRANT: Permission.GRANT_ROLE,
        Kind.SHRED: Permission.SHRED,
        Kind.LINK: Permission.LINK,
        Kind.MERGE: Permission.MERGE,
        Kind.SPLIT: Permission.MERGE,
        Kind.FACTOR_RESET: Permission.RESET_FACTOR,
        Kind.ACCOUNT_RESTORE: Permission.GRANT_ROLE,
        Kind.ACCOUNT_CLOSE: Permission.GRANT_ROLE,
    }
)
MAY_AGREE: Mapping[Kind, Permission] = MappingProxyType(
    {
        **MAY_ASK,
        Kind.WARN: Permission.AGREE_WARNING,
        Kind.RELEASE: Permission.AGREE_PUBLICATION,
        Kind.UNSEAL: Permission.AGREE_UNSEAL,
        Kind.EXPORT: Permission.AGREE_EXPORT,
    }
)


class AgreementReason(StrEnum):
    """Why a question to a second person cannot go on."""

    ASKED_ALREADY = "asked-already"
    NO_LONGER_OPEN = "no-longer-open"
    REASON_NEEDED = "reason-needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One question to a second person. `subject` is an id, or ids joined by a colon; the reason is shut in a box elsewhere."""

    id: AgreementId
    kind: Kind
    subject: str
    asked_by: PersonId
    asked_at: datetime
    agreed_by: PersonId | None = None
    agreed_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the second person."""
        return self.agreed_at is None and self.withdrawn_at is None


def why_not_agree(agreement: Agreement, *, by: PersonId) -> AgreementReason | GeneralReason | None:
    """Return what forbids `by` to agree, or None."""
    if not agreement.is_open:
        return AgreementReason.NO_LONGER_OPEN
    if agreement.asked_by == by:
        return GeneralReason.TWO_PEOPLE_NEEDED
    return None
