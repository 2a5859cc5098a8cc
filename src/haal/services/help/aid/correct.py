"""Somebody tells that a need or an offer is not so: taken in as a correction, then looked at by a person.

The one thing to know: it goes by intake with a receipt code of its own, and stands in the ledger; what it corrects is set aside and
stays until somebody of the desk has gone after it and closed it or brought it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.aid.correction import line_of
from haal.domain.report import Answers, Channel, Consents, Incoming, Kind
from haal.services.intake.take_in import Taken, take_in
from haal.storage import need as need_rows
from haal.storage import offer as offer_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSo:
    """What somebody told: of which need or offer, in their words, and how it came."""

    subject: str
    words: str
    client_key: str
    channel: Channel = Channel.CALL


def tell(*, told: NotSo, by: Actor, now: datetime) -> Taken:
    """Take the correction in and return its receipt. Raises NotFound: nothing of ours; Refused."""
    require(by, Permission.MATCH_NEEDS)
    table = need_rows if told.subject.startswith("n") else offer_rows
    table.sender_index(told.subject)  # it is there
    incoming = Incoming(
        channel=told.channel,
        client_key=told.client_key,
        kind=Kind.CORRECTION,
        answers=Answers(needs=f"{line_of(told.subject)}\n{told.words}"),
        consents=Consents(help=True),
    )
    return take_in(incoming=incoming, by=by, now=now)
