"""Count whom a draft would reach, by channel and language, before anybody is told.

The number that is typed back is `total`: messages, not guesses. An alert reaches who asked to hear of a cell it
touches; an update reaches them and everybody who was ever told of an earlier version; an ending exactly those who
were told. Drills count simulated subscribers and nobody else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.delivery import Channel
from haal.domain.errors import Refused
from haal.domain.ids import WarningId
from haal.domain.warn.message import Around, sms, text_for
from haal.domain.warning import Mode, PublicWarning, Reason, Revision, RevisionKind
from haal.language.sms import measure
from haal.services.warn import gateways, wording
from haal.storage import delivery as delivery_rows
from haal.storage import warning as warning_rows
from haal.storage.subscriber import Reached
from haal.storage.warn import audience as audience_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One channel and language. `read_in` differs where nothing is written in that language yet."""

    channel: Channel
    language: str
    read_in: str
    count: int
    parts: int  # of a short text, for one person; 0 for mail
    has_gateway: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """Whom a draft would reach. `total` is what has to be typed back."""

    total: int
    lines: tuple[Line, ...]
    cells_count: int


def of_draft(*, warning_id: WarningId, by: Actor, now: datetime) -> Headcount:
    """Return the head-count of the version that waits.

    Raises:
        NotFound: there is no such warning.
        Refused: nothing waits to be issued.
    """
    require(by, Permission.DRAFT_WARNING)
    warning = warning_rows.get(warning_id)
    draft = wording.draft_of(warning)
    if draft is None:
        raise Refused(Reason.NOT_DRAFT)
    revision = wording.with_words(revision=draft, mode=warning.mode, now=now)
    return count(audience(warning, revision=revision), revision=revision, mode=warning.mode)


def audience(warning: PublicWarning, *, revision: Revision) -> tuple[Reached, ...]:
    """Return who would be told, by pseudonym. Nobody is ever added because the area is missing."""
    told = delivery_rows.ever_told(warning.id) if warning.issued() else frozenset()
    earlier = audience_rows.still_there(told) if told else ()
    if revision.kind is RevisionKind.CANCEL:
        return earlier
    here = audience_rows.reached(
        revision.content.area.cells, simulated=warning.mode is Mode.DRILL, severity=revision.content.severity
    )
    known = {one.id for one in here}
    return (*here, *(one for one in earlier if one.id not in known))


def count(people: tuple[Reached, ...], *, revision: Revision, mode: Mode) -> Headcount:
    """Return the numbers of an audience."""
    ready = gateways.channels_ready(mode)
    groups = Counter((one.channel, one.language) for one in people)
    return Headcount(
        total=len(people),
        cells_count=len(revision.content.area.cells),
        lines=tuple(
            Line(
                channel=channel,
                language=language,
                read_in=text_for(revision.texts, language).language,
                count=number,
                parts=_parts(revision, language) if channel is Channel.SMS else 0,
                has_gateway=channel in ready,
            )
            for (channel, language), number in sorted(groups.items())
        ),
    )


def _parts(revision: Revision, language: str) -> int:
    text = text_for(revision.texts, language)
    return measure(sms(text, around=Around())).parts
