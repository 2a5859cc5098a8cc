"""An opened plan as its own people see it, and the one way in which a step of it is kept.

The one thing to know: a step names the edition that its reader had before them; written meanwhile by somebody else, it is not
done and the reader sees the newest. A refusal comes back with the opened plan, so that the page can show both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Role
from haal.domain.errors import Refused
from haal.domain.event_plan.going import Going
from haal.domain.event_plan.life import Doer, Event
from haal.domain.event_plan.needed import Needed
from haal.domain.event_plan.plan import Check, Lack, needed_for, to_do
from haal.domain.event_plan.reasons import EventReason
from haal.domain.event_plan.sheet import newest_printing, out_count
from haal.domain.ids import PersonId, PlaceId
from haal.domain.policy import DEFAULT, Policy
from haal.services.help.events import sealed
from haal.services.help.events.beside import Beside, on_rota, warnings
from haal.services.help.queries_people import Colleague, colleagues
from haal.storage import person, work
from haal.storage.event_plan import plan as rows
from haal.storage.gathering import place as place_rows

TRIES_MAX = 5
MAY_BE_NAMED = (Role.AID, Role.STEWARD)
type Step = Callable[[Event, Doer], Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Which plan, as its reader had it: the words as typed, and the edition (None: whatever was written meanwhile)."""

    word: str
    edition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What forms offer: one's own gathering places, and whom one can name."""

    places: tuple[tuple[PlaceId, str], ...]
    people: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A plan with what stands beside it. `names`: pseudonyms of its people; `choices`: who else could be on it, and
    the reader's own places; `refused`: why the last step was not done."""

    event: Event
    at: At
    by: PersonId
    going: Going
    warnings: tuple[Beside, ...]
    needed: Needed
    stewards_count: int
    on_rota: int | None
    to_do: tuple[Lack | Check, ...]
    names: Mapping[PersonId, str]
    choices: Choices
    printing: int
    sheets_out: int
    refused: Refused | None = None

    @property
    def is_named(self) -> bool:
        """Whether the reader is one of the two who say go."""
        return self.by in self.event.named


def read(*, at: At, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Opened:
    """Return the plan that these words open. Raises Refused, KeysLocked."""
    shut, event = sealed.opened(typed=at.word, by=by)
    return seen(event=event, at=At(word=at.word, edition=shut.edition), by=by, now=now, policy=policy)


def done(*, at: At, by: Actor, now: datetime, step: Step, policy: Policy = DEFAULT) -> Opened:
    """Do a step and return the plan after it, or as it is with why it was not done. Raises Refused: no such plan; KeysLocked."""
    for _ in range(TRIES_MAX):
        shut, event = sealed.opened(typed=at.word, by=by)
        here = At(word=at.word, edition=shut.edition)
        if at.edition is not None and at.edition != shut.edition:
            break
        try:
            after = step(event, doer(event=event, by=by, now=now, policy=policy))
        except Refused as refused:
            return seen(event=event, at=here, by=by, now=now, policy=policy, refused=refused)
        if after == event:
            return seen(event=event, at=here, by=by, now=now, policy=policy)
        box = sealed.shut(after, typed=at.word, event_id=shut.id)
        with work.atomic():
            edition = rows.save(shut, box)
        if edition is not None:
            return seen(event=after, at=At(word=at.word, edition=edition), by=by, now=now, policy=policy)
    meanwhile = Refused(EventReason.WRITTEN_MEANWHILE)
    return seen(event=event, at=here, by=by, now=now, policy=policy, refused=meanwhile)


def doer(*, event: Event, by: Actor, now: datetime, policy: Policy) -> Doer:
    """Return who does a step, with what stands beside the plan now."""
    return Doer(
        by=by.person_id,
        now=now,
        policy=policy,
        on_air=frozenset(one.key for one in warnings(plan=event.plan, now=now)),
        stewards_count=max(event.plan.stewards or 0, on_rota(plan=event.plan) or 0),
    )


def seen(*, event: Event, at: At, by: Actor, now: datetime, policy: Policy, refused: Refused | None = None) -> Opened:
    """Return a plan that is open with what stands beside it."""
    beside = warnings(plan=event.plan, now=now)
    held = on_rota(plan=event.plan)
    count = max(event.plan.stewards or 0, held or 0)
    return Opened(
        event=event,
        at=at,
        by=by.person_id,
        going=event.stands([one.key for one in beside]),
        warnings=beside,
        needed=needed_for(event.plan, policy=policy),
        stewards_count=count,
        on_rota=held,
        to_do=to_do(event.plan, stewards_count=count, policy=policy),
        names={PersonId(one): name for one, name in person.pseudonyms(event.people).items()},
        choices=choices(by=by, besides=event.people),
        printing=newest_printing(event.sheets),
        sheets_out=out_count(event.sheets),
        refused=refused,
    )


def can_be_named() -> set[PersonId]:
    """Return who can be on a plan: those whose role could open it."""
    return {one for role in MAY_BE_NAMED for one in person.holders_of(role)}


def choices(*, by: Actor, besides: Collection[PersonId] = ()) -> Choices:
    """Return what forms offer to this person. Raises KeysLocked."""
    own = place_rows.many(place_rows.places_of(by.person_id))
    others = can_be_named() - {by.person_id, *besides}
    return Choices(places=tuple((one.id, one.name) for one in own), people=colleagues(person_ids=others))
