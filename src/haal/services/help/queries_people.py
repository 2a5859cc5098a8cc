"""What pages read of people who look after each other: circles and colleagues as plain rows.

The one thing to know: the label of a person at risk is shown to who acts. Needs and offers are `queries`, places
`gathering.queries`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, may, require
from haal.domain.check_in import Act, Circle, CircleState
from haal.domain.errors import KeysLocked
from haal.domain.ids import PersonId
from haal.services.help.check_in import WATCHERS, may_act
from haal.storage import check_in as circle_rows
from haal.storage import person
from haal.storage.ground.fields import DeskBox


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody with an account, for a list to choose from."""

    id: PersonId
    pseudonym: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSeen:
    """A turn with pseudonyms; `whose` empty: everyone who watches; `acted_by` empty: nobody has acted."""

    whose: str
    came_at: datetime
    acted_by: str
    acted_at: datetime | None
    did: Act | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleSeen:
    """A circle as this reader may see it: label and plan only when it is theirs to act, and the keys are there."""

    circle: Circle
    label: str
    plan: str
    members: tuple[str, ...]
    turns: tuple[TurnSeen, ...]
    may_act: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CirclesSeen:
    """Every circle where somebody must act, the reader's own circles that are calm, and who can be in a new one."""

    overdue: tuple[CircleSeen, ...]
    own: tuple[CircleSeen, ...]
    watchers: tuple[Colleague, ...]


def circles(*, by: Actor) -> CirclesSeen:
    """Return the alarms of all and the calm circles of one's own. Alarms show also while the keys are away."""
    require(by, Permission.WATCH_CHECK_INS)
    overdue = circle_rows.overdue()
    own = [circle for circle in circle_rows.of_member(by.person_id) if circle.state is not CircleState.OVERDUE]
    watchers = {one for role in WATCHERS for one in person.holders_of(role)}
    return CirclesSeen(
        overdue=tuple(_circle(circle, by=by) for circle in overdue),
        own=tuple(_circle(circle, by=by) for circle in own),
        watchers=colleagues(person_ids=watchers),
    )


def must_act_count(*, by: Actor) -> int:
    """Return in how many circles it is this person's to act now; 0 for who does not watch."""
    if not may(by, Permission.WATCH_CHECK_INS):
        return 0
    return sum(may_act(circle=circle, by=by) for circle in circle_rows.overdue())


def colleagues(*, person_ids: Iterable[PersonId]) -> tuple[Colleague, ...]:
    """Return these people by pseudonym, in order of it."""
    names = person.pseudonyms(person_ids)
    return tuple(sorted((Colleague(id=PersonId(one), pseudonym=name) for one, name in names.items()), key=_by_name))


def _by_name(colleague: Colleague) -> str:
    return colleague.pseudonym


def _circle(circle: Circle, *, by: Actor) -> CircleSeen:
    mine = may_act(circle=circle, by=by)
    turns = circle_rows.turns_of(circle.id)
    people = {*circle.members, *(turn.acted_by for turn in turns if turn.acted_by)}
    names = person.pseudonyms(people)
    told = _opened(circle_rows.box_of(circle.id)) if mine else {}
    return CircleSeen(
        circle=circle,
        label=told.get("label", ""),
        plan=told.get("plan", ""),
        members=tuple(names.get(member, "") for member in circle.members) if mine else (),
        turns=tuple(
            TurnSeen(
                whose=names.get(turn.person or "", ""),
                came_at=turn.came_at,
                acted_by=names.get(turn.acted_by or "", ""),
                acted_at=turn.acted_at,
                did=turn.did,
            )
            for turn in turns
        ),
        may_act=mine,
    )


def _opened(box: DeskBox) -> dict[str, str]:
    """Return label and plan, or nothing while the keys are away: an alarm must be seen all the same."""
    try:
        opened = box.open()
    except KeysLocked:
        return {}
    return {"label": str(opened["label"]), "plan": str(opened["plan"])}
