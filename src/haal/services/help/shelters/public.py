"""What anybody may read of families and room: drafted by one, released by another, and emptied by one when it was wrong.

The one thing to know: pages and files read what stands (`standing`) and open no box; only `draft` looks at counts, shelters and
matches. Counts of families stand in the area that hides a home (`haal.domain.public_place`); shelters and help that was given
stand under their district alone, so that no release says in which part of it people are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from haal.domain.access import Actor, Permission, may, require, require_fresh
from haal.domain.errors import GeneralReason, Refused
from haal.domain.ids import BulletinId, new_id
from haal.domain.need import Area
from haal.domain.policy import DEFAULT, Policy
from haal.domain.public_place import Care, PublicPlace, public_place
from haal.domain.publication import PublicationReason
from haal.domain.report import PlaceCandidate
from haal.domain.shelter import shown as nouns
from haal.domain.shelter.family import CountState
from haal.domain.shelter.shown import Done, Shown
from haal.geometry.cells import centre
from haal.storage import audit, match, work
from haal.storage.shelter import bulletin, family
from haal.storage.shelter import rows as shelters
from haal.storage.shelter.bulletin import Standing

CELL_RADIUS_KM = 10.0  # of the coarse cell in which families are counted
DONE_DAYS = 365


def standing() -> Standing | None:
    """Return what anybody may read now; None: nothing was released yet."""
    return bulletin.standing()


def draft(*, by: Actor, now: datetime, policy: Policy = DEFAULT) -> BulletinId:
    """Draft what would be shown and ask a second person; a draft that waits is replaced. Raises Refused, KeysLocked."""
    require(by, Permission.KEEP_SHELTERS)
    bulletin_id = BulletinId(new_id("b"))
    shown = _shown(now=now, policy=policy)
    with work.atomic():
        bulletin.keep_draft(bulletin_id, shown, by=by.person_id, now=now)
        audit.write(by=by, what="bulletin-drafted", subject=bulletin_id, now=now)
    return bulletin_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A draft exactly as it would be shown. `is_own`: the one who looks drafted it."""

    bulletin_id: BulletinId
    shown: Shown
    is_own: bool


def waiting(*, by: Actor) -> Waiting | None:
    """Return the draft that waits for a second person, or None. Raises Refused, KeysLocked."""
    if not may(by, Permission.AGREE_PUBLICATION) and not may(by, Permission.KEEP_SHELTERS):
        raise Refused(GeneralReason.NOT_ALLOWED)
    found = bulletin.waiting()
    if found is None:
        return None
    return Waiting(bulletin_id=found.id, shown=bulletin.draft_of(found.id), is_own=found.asked_by == by.person_id)


def agree(
    *, bulletin_id: BulletinId, could_help_harm: bool | None, by: Actor, now: datetime, policy: Policy = DEFAULT
) -> bool:
    """Answer "could this help somebody to hit or to hunt?" as the second person; no means that it is shown, yes ends the draft.

    Raises:
        Refused: not allowed, the same person, no fresh second factor, no answer, or it is out already.
    """
    require(by, Permission.AGREE_PUBLICATION)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    if could_help_harm is None:
        raise Refused(PublicationReason.HARM_NOT_ASKED)
    if could_help_harm:
        take_back(bulletin_id=bulletin_id, by=by, now=now)
        return False
    shown = bulletin.draft_of(bulletin_id)
    with work.atomic():
        if bulletin.get(bulletin_id).asked_by == by.person_id:
            raise Refused(GeneralReason.TWO_PEOPLE_NEEDED)
        bulletin.release(bulletin_id, shown, by=by.person_id, now=now)
        audit.write(by=by, what="bulletin-released", subject=bulletin_id, now=now)
    return True


def take_back(*, bulletin_id: BulletinId, by: Actor, now: datetime) -> None:
    """End a draft or what stands; one person is enough. Raises Refused: it had ended."""
    if not may(by, Permission.WITHDRAW) and not may(by, Permission.KEEP_SHELTERS):
        raise Refused(GeneralReason.NOT_ALLOWED)
    with work.atomic():
        if not bulletin.end(bulletin_id, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="bulletin-ended", subject=bulletin_id, now=now)


def families_wrong(*, where: Area, now: datetime, policy: Policy = DEFAULT) -> None:
    """Empty what is public of families in this area; call it inside the transaction of the correction.

    A draft that waits is made of what proved wrong: it ends.
    """
    bulletin.end_drafts(now=now)
    if found := bulletin.standing():
        bulletin.rewrite(nouns.corrected(found.shown, _place(where, policy=policy)))


def no_room_told(*, where: Area, now: datetime, policy: Policy = DEFAULT) -> None:
    """Empty what is public of room in this district; call it inside the transaction of the correction."""
    bulletin.end_drafts(now=now)
    if found := bulletin.standing():
        bulletin.rewrite(nouns.without_room(found.shown, _district(where, policy=policy)))


def _shown(*, now: datetime, policy: Policy) -> Shown:
    counts = [(one.counted, _place(one.where, policy=policy)) for one in family.in_state(CountState.KEPT)]
    rooms = [(one, _district(one.area, policy=policy)) for one in shelters.open_ones(now=now)]
    done = [
        (Done(kind=one.kind, people=one.people, day=one.on), _district(one.area, policy=policy))
        for one in match.done_since(now - timedelta(days=DONE_DAYS))
    ]
    return Shown(
        on=now.date(),
        families=nouns.families_rows(counts),
        moves=nouns.moves_rows(counts),
        rooms=nouns.room_rows(rooms),
        done=nouns.done_rows(done),
    )


def _place(area: Area, *, policy: Policy) -> PublicPlace:
    """Return the public area of a coarse cell: never narrower than the rule for places that are few of their kind."""
    candidate = None
    if area.cell is not None:
        lat, lon = centre(area.cell)
        candidate = PlaceCandidate(name="", lat=lat, lon=lon, radius_km=CELL_RADIUS_KM)
    return public_place(candidate, district=area.district, care=Care.SENSITIVE, policy=policy)


def _district(area: Area, *, policy: Policy) -> PublicPlace:
    return _place(replace(area, cell=None), policy=policy)
