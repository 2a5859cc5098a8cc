"""What pages read of circles: alarms with who did what, the circles of one account, one member's own page.

The one thing to know: the label of a person at risk and the plan are shown to who acts alone, and a duress alarm to members
alone: on no list and in no number of anybody else. Members are told from each other by pseudonym, or by their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, may, require
from haal.domain.check_in.circle import Alarm, Circle, State, steps_of
from haal.domain.check_in.ladder import Act, Came
from haal.domain.errors import KeyGone, KeysLocked
from haal.domain.ids import MemberId, PersonId
from haal.services.help.circles import acting
from haal.services.help.circles.acting import may_act
from haal.services.help.circles.opening import WATCHERS
from haal.services.help.queries_people import Colleague, colleagues
from haal.storage import person
from haal.storage.check_in import contact, note, rows, turns
from haal.storage.ground.fields import DeskBox


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A member as others read of them: a pseudonym, else the place in the circle; neither: everyone who watches."""

    pseudonym: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSeen:
    """A turn that came, and what was done on it."""

    whose: Who
    came_at: datetime
    acts: tuple[ActSeen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActSeen:
    """Who did what, and for which step of the plan (0: none of it)."""

    who: Who
    did: Act
    plan_step: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSeen:
    """A step of the agreed plan, and whether somebody has done it."""

    number: int
    words: str
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleSeen:
    """A circle as this reader may see it: label and plan only when it is theirs to act, and the keys are there."""

    circle: Circle
    label: str
    plan: tuple[StepSeen, ...]
    turns: tuple[TurnSeen, ...]
    may_act: bool
    is_duress: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSeen:
    """A circle as its opener sees it: how it stands for its person, and which places ask for somebody else."""

    circle: Circle
    label: str
    wants_out: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CirclesSeen:
    """The alarms, the reader's own circles that are calm, those they opened, and who can be in a new one."""

    overdue: tuple[CircleSeen, ...]
    own: tuple[CircleSeen, ...]
    opened: tuple[OpenedSeen, ...]
    watchers: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSeen:
    """A member's own page."""

    seen: CircleSeen
    place: int
    is_my_turn: bool
    has_note: bool
    note_agreed_count: int
    i_agreed: bool
    has_number: bool


def circles(*, by: Actor) -> CirclesSeen:
    """Return alarms, own circles and opened ones for the desk. Alarms show also while the keys are away."""
    require(by, Permission.WATCH_CHECK_INS)
    own = rows.of_member(by.person_id)
    duress = [circle for circle in own if circle.alarms == (Alarm.DURESS,)]
    silent = rows.silent()
    watchers = {one for role in WATCHERS for one in person.holders_of(role)}
    return CirclesSeen(
        overdue=(
            *(_seen(circle, mine=True, of_circle=True) for circle in duress),
            *(_seen(one, mine=may_act(circle=one, by=by), of_circle=one in own) for one in silent),
        ),
        own=tuple(_seen(circle, mine=True, of_circle=True) for circle in own if not circle.alarms),
        opened=tuple(_opened_seen(circle) for circle in rows.opened_by(by.person_id)),
        watchers=colleagues(person_ids=watchers),
    )


def must_act_count(*, by: Actor) -> int:
    """Return in how many circles it is this account's to act now; 0 for who does not watch."""
    if not may(by, Permission.WATCH_CHECK_INS):
        return 0
    own = [circle for circle in rows.of_member(by.person_id) if circle.alarms]
    others = [circle for circle in rows.silent() if circle.id not in {one.id for one in own}]
    return len(own) + sum(may_act(circle=circle, by=by) for circle in others)


def of_member(*, code: str) -> MemberSeen:
    """Return a member's own page. Raises NotFound."""
    mine = acting.find(code)
    circle, me = mine.circle, mine.member.id
    last = [came[-1] for alarm in circle.alarms if (came := turns.came(circle, alarm))]
    agreed = note.agreed(circle.id) if circle.alarms else frozenset[MemberId]()
    return MemberSeen(
        seen=_seen(circle, mine=True, of_circle=True),
        place=_place(circle, me),
        is_my_turn=any(turn.member in {me, None} for turn in last),
        has_note=me in note.shares_to(circle.id, me),
        note_agreed_count=len(agreed),
        i_agreed=me in agreed,
        has_number=contact.has_number(circle.id, me),
    )


def _seen(circle: Circle, *, mine: bool, of_circle: bool) -> CircleSeen:
    """Return a circle for one reader; who is not of it reads of silence alone."""
    alarms = circle.alarms if of_circle else (Alarm.SILENCE,)
    came = sorted((turn for alarm in alarms for turn in turns.came(circle, alarm)), key=_when)
    begun = [since for alarm in alarms if (since := circle.since(alarm)) is not None]
    done = turns.acts(circle, since=min(begun)) if begun else ()
    told = _opened(rows.box_of(circle.id)) if mine else {}
    names = person.pseudonyms(
        [*(one.person for one in circle.members if one.person), *(one.person for one in done if one.person)]
    )
    steps_done = {one.plan_step for one in done}
    return CircleSeen(
        circle=circle,
        label=told.get("label", ""),
        plan=tuple(
            StepSeen(number=number, words=words, is_done=number in steps_done)
            for number, words in enumerate(steps_of(told.get("plan", "")), start=1)
        ),
        turns=tuple(_turn(circle, turn, acts, names=names) for turn, acts in _on_turns(came, done)),
        may_act=mine,
        is_duress=Alarm.DURESS in alarms,
    )


def _when(turn: Came) -> datetime:
    return turn.came_at


def _on_turns(came: list[Came], done: tuple[turns.Done, ...]) -> list[tuple[Came, list[turns.Done]]]:
    """Return the turns, each with what was done since it came; what was done before the first stands with that."""
    found: list[tuple[Came, list[turns.Done]]] = [(turn, []) for turn in came]
    for act in done if found else ():
        before = [acts for turn, acts in found if turn.came_at < act.at]
        (before[-1] if before else found[0][1]).append(act)
    return found


def _turn(circle: Circle, turn: Came, acts: list[turns.Done], *, names: dict[str, str]) -> TurnSeen:
    return TurnSeen(
        whose=_who(circle, turn.member, None, names=names),
        came_at=turn.came_at,
        acts=tuple(
            ActSeen(
                who=_who(circle, one.member, one.person, names=names),
                did=one.did,
                plan_step=one.plan_step or 0,
                at=one.at,
            )
            for one in acts
        ),
    )


def _who(circle: Circle, member: MemberId | None, account: PersonId | None, *, names: dict[str, str]) -> Who:
    of_circle = next((one for one in circle.members if one.id == member), None)
    known = of_circle.person if of_circle else account
    return Who(pseudonym=names.get(known or "", ""), place=_place(circle, member))


def _place(circle: Circle, member: MemberId | None) -> int:
    return next((place for place, one in enumerate(circle.members, start=1) if one.id == member), 0)


def _opened_seen(circle: Circle) -> OpenedSeen:
    out = rows.who_wants_out(circle.id)
    return OpenedSeen(
        circle=circle,
        label=_opened(rows.box_of(circle.id)).get("label", "") if circle.state is not State.ENDED else "",
        wants_out=tuple(place for place, one in enumerate(circle.members, start=1) if one.id in out),
    )


def _opened(box: DeskBox) -> dict[str, str]:
    """Return label and plan, or nothing while the keys are away: an alarm must be seen all the same."""
    try:
        opened = box.open()
    except (KeysLocked, KeyGone):
        return {}
    return {"label": str(opened["label"]), "plan": str(opened["plan"])}
