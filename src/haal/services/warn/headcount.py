"""Count whom a draft would reach, by channel and language, before anybody is told.

The number that is typed back is the total: messages, not guesses; where it is under ten it is not shown, and the name of
the place is typed back instead. An alert reaches who asked to hear of a cell it touches; an update reaches them and
everybody who was ever told of an earlier version; an ending exactly those who were told. Drills count simulated
subscribers and nobody else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from haal.domain.access import Actor, Permission, Role, require
from haal.domain.delivery import Channel
from haal.domain.errors import Refused
from haal.domain.ids import WarningId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.warn.message import Around, sms, text_for
from haal.domain.warning import SHOWN_FROM, Mode, PublicWarning, Reason, Revision, RevisionKind
from haal.language.sms import measure
from haal.services.warn import gateways, wording
from haal.storage import delivery as delivery_rows
from haal.storage import warning as warning_rows
from haal.storage.warn import audience as audience_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """How many are told, by channel and the language they asked for."""

    groups: Mapping[tuple[Channel, str], int]

    @property
    def total(self) -> int:
        """Return how many people, each counted once."""
        return sum(self.groups.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One channel and language. `read_in` differs where nothing is written in that language yet.

    `sims` are the SIM cards that would hand it over within the time a warning has, `minutes` how long the gateway takes at
    its own rate; 0 where there is no limit, or no gateway.
    """

    channel: Channel
    language: str
    read_in: str
    count: int
    parts: int  # of a short text, for one person; 0 for mail
    has_gateway: bool
    sims: int = 0
    minutes: int = 0

    @property
    def shown(self) -> str:
        """Return the number as people see it."""
        return shown(self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """Whom a draft would reach. `asked_back` is what has to be typed back."""

    total: int
    lines: tuple[Line, ...]
    cells_count: int
    place: str = ""

    @property
    def shown(self) -> str:
        """Return the number as people see it."""
        return shown(self.total)

    @property
    def is_small(self) -> bool:
        """Return whether the number is not shown."""
        return self.total < SHOWN_FROM

    @property
    def asked_back(self) -> str:
        """Return what has to be typed: the number, or the place where the number is not shown."""
        return self.place if self.is_small else str(self.total)

    @property
    def reaches_nobody(self) -> bool:
        """Return whether no message would leave; the feed and paper can still tell."""
        return self.total == 0

    @property
    def sims(self) -> int:
        """Return how many SIM cards are needed in all."""
        return sum(line.sims for line in self.lines)

    @property
    def minutes(self) -> int:
        """Return how long until the last text message is handed over: one queue for all languages."""
        return sum(line.minutes for line in self.lines)


def shown(count: int) -> str:
    """Return a count of people as it may be shown: a handful in a place is somebody."""
    return "0" if count == 0 else f"<{SHOWN_FROM}" if count < SHOWN_FROM else str(count)


def most(by: Actor, *, policy: Policy = DEFAULT) -> int:
    """Return how many people this person may let a warning reach."""
    return policy.audience_max_key_keeper if Role.CUSTODIAN in by.roles else policy.audience_max_warner


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


def audience(warning: PublicWarning, *, revision: Revision, cells: tuple[str, ...] | None = None) -> Audience:
    """Return who would be told; `cells` instead of the revision's own. Nobody is added because the area is missing."""
    told = delivery_rows.ever_told(warning.id) if warning.issued() else frozenset()
    if revision.kind is RevisionKind.CANCEL:
        return Audience(groups=audience_rows.still_there(told))
    area = revision.content.area.cells if cells is None else cells
    is_drill, severity = warning.mode is Mode.DRILL, revision.content.severity
    here = audience_rows.count(area, simulated=is_drill, severity=severity)
    groups = Counter({(line.channel, line.language): line.people for line in here})
    if told:
        counted = audience_rows.choices(area, simulated=is_drill, severity=severity)
        groups += audience_rows.still_there(told, not_in=counted)
    return Audience(groups=groups)


def count(people: Audience, *, revision: Revision, mode: Mode) -> Headcount:
    """Return the numbers of an audience."""
    ready = gateways.channels_ready(mode)
    rate = gateways.rate_per_second(channel=Channel.SMS, mode=mode)
    return Headcount(
        total=people.total,
        place=revision.content.area.place,
        cells_count=len(revision.content.area.cells),
        lines=tuple(
            _line(group, number, revision=revision, has_gateway=group[0] in ready, rate=rate)
            for group, number in sorted(people.groups.items())
        ),
    )


def sims_needed(parts: int, *, policy: Policy = DEFAULT) -> int:
    """Return how many SIM cards hand over so many parts within the time that a warning has."""
    return ceil(parts / (policy.sim_parts_per_minute * policy.sim_minutes))


def _line(group: tuple[Channel, str], number: int, *, revision: Revision, has_gateway: bool, rate: float) -> Line:
    channel, language = group
    parts = _parts(revision, language) if channel is Channel.SMS else 0
    return Line(
        channel=channel,
        language=language,
        read_in=text_for(revision.texts, language).language,
        count=number,
        parts=parts,
        has_gateway=has_gateway,
        sims=sims_needed(number * parts),
        minutes=ceil(number / rate / 60) if parts and rate and has_gateway else 0,
    )


def _parts(revision: Revision, language: str) -> int:
    text = text_for(revision.texts, language)
    return measure(sms(text, around=Around())).parts
