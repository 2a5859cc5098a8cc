"""What pages read of shelters and families: the list, one shelter, one count, partners and referrals under way.

The one thing to know: the list has neither name nor address; they are on a shelter's own page, and each opening is audited.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.aid.match import Match
from haal.domain.ids import FamilyCountId, OfferId
from haal.domain.need import NeedKind
from haal.domain.offer import Offer
from haal.domain.shelter.facts import Known
from haal.domain.shelter.family import AlikeCount, CountState, FamilyCount, alike
from haal.domain.shelter.referral import Partner, Referral
from haal.domain.shelter.sphere import Check, Verdict, checks_of
from haal.domain.shelter.standing import Shelter
from haal.services.help.telling import words_of
from haal.storage import audit, match, offer, report, work
from haal.storage.shelter import bulletin, family, referral, rows
from haal.storage.shelter.bulletin import Bulletin, Standing

CLOSED_SHOWN = 20
COUNTS_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A shelter in the list: how many checks fall short, and whether it was counted too long ago."""

    shelter: Shelter
    short_count: int
    is_old: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Shelters, roofs of which nothing more is known, counts that nobody looked at, and the draft that waits."""

    lines: tuple[Line, ...]
    closed: tuple[Shelter, ...]
    roofs: tuple[Offer, ...]
    told: tuple[FamilyCount, ...]
    kept: tuple[FamilyCount, ...]
    draft: Bulletin | None
    standing: Standing | None
    free_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OneShelter:
    """A shelter as the desk works on it. `known` is None once it is closed."""

    shelter: Shelter
    known: Known | None
    checks: tuple[Check, ...]
    matches: tuple[Match, ...]
    is_old: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OneCount:
    """A count with its free words, and what may be of the same families."""

    count: FamilyCount
    words: str
    alike: tuple[AlikeCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Referrals:
    """Partners, what is under way with the partner's name, and how many both sides have signed."""

    partners: tuple[Partner, ...]
    under_way: tuple[tuple[Referral, str], ...]
    received_count: int


def board(*, by: Actor, now: datetime) -> Board:
    """Return the list. Raises KeysLocked."""
    require(by, Permission.KEEP_SHELTERS)
    shelters = rows.open_ones(now=now)
    roofs = [one for one in offer.open_ones(now=now) if one.offered.kind is NeedKind.SHELTER]
    bare = set(rows.offers_without([one.id for one in roofs]))
    return Board(
        lines=tuple(_line(shelter, now=now) for shelter in shelters),
        closed=rows.closed_ones(limit=CLOSED_SHOWN),
        roofs=tuple(one for one in roofs if one.id in bare),
        told=family.in_state(CountState.TOLD, limit=COUNTS_SHOWN),
        kept=family.in_state(CountState.KEPT, limit=COUNTS_SHOWN),
        draft=bulletin.waiting(),
        standing=bulletin.standing(),
        free_count=sum(shelter.free_count for shelter in shelters),
    )


def one_shelter(*, shelter_id: OfferId, by: Actor, now: datetime) -> OneShelter:
    """Return one shelter with its name and address; the reading is audited. Raises NotFound, KeysLocked."""
    require(by, Permission.KEEP_SHELTERS)
    shelter = rows.get(shelter_id)
    known = rows.told_of(shelter_id)
    with work.atomic():
        audit.write(by=by, what="shelter-read", subject=shelter_id, now=now)
    return OneShelter(
        shelter=shelter,
        known=known,
        checks=checks_of(shelter),
        matches=match.of_offer(shelter_id),
        is_old=shelter.is_old(now=now),
    )


def one_count(*, count_id: FamilyCountId, by: Actor) -> OneCount:
    """Return one count. Raises NotFound, KeysLocked."""
    require(by, Permission.KEEP_SHELTERS)
    count = family.get(count_id)
    others = (*family.in_state(CountState.TOLD), *family.in_state(CountState.KEPT))
    told = report.get(family.report_of(count_id))
    return OneCount(count=count, words=words_of(told.answers.needs), alike=alike(count, others))


def referrals(*, by: Actor) -> Referrals:
    """Return partners and referrals under way. Raises KeysLocked."""
    require(by, Permission.KEEP_SHELTERS)
    partners = referral.partners()
    names = {one.id: one.name for one in partners}
    under_way = tuple((one, names[one.partner_id]) for one in referral.under_way())
    return Referrals(partners=partners, under_way=under_way, received_count=referral.count_received())


def _line(shelter: Shelter, *, now: datetime) -> Line:
    short = sum(check.verdict is Verdict.FALLS_SHORT for check in checks_of(shelter))
    return Line(shelter=shelter, short_count=short, is_old=shelter.is_old(now=now))
