"""Whatever order people promise, arrive, count, leave and close in: a shelter's places hold, and nobody alone is housed by one."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests import factories, factories_help
from tests.factories import undone
from tests.factories_shelter import NOW, registered, told

from haal.domain.access import Role
from haal.domain.aid.match import LIVE_STATES, EndedBy, MatchState
from haal.domain.errors import Refused
from haal.domain.ids import MatchId, NeedId, OfferId
from haal.domain.need import Asked, NeedKind, Whom
from haal.domain.shelter.standing import ClosedWhy
from haal.services.help import codes, matches, needs
from haal.services.help.aid import guard
from haal.services.help.shelters import tell
from haal.storage import match as match_rows
from haal.storage.match import MatchRow
from haal.storage.shelter import rows

FIRST, SECOND = factories.actor(Role.AID), factories.actor(Role.AID)
PEOPLE = st.integers(1, 15)


class Places(RuleBasedStateMachine):
    """One shelter for twenty, and whatever people do with it."""

    def __init__(self) -> None:
        """Begin with nobody."""
        super().__init__()
        self.at: datetime = NOW
        self.undo = undone()
        self.undo.__enter__()

    @initialize()
    def open(self) -> None:
        self.shelter_id: OfferId = registered(by=FIRST, capacity=20, met_by=(FIRST, SECOND))

    def teardown(self) -> None:
        self.undo.__exit__(None, None, None)

    @property
    def live(self) -> list[MatchId]:
        return [one.id for one in match_rows.of_offer(self.shelter_id) if one.state in LIVE_STATES]

    def later(self) -> datetime:
        self.at += timedelta(minutes=5)
        return self.at

    @rule(count=PEOPLE, alone=st.booleans())
    def ask_and_propose(self, count: int, alone: bool) -> None:
        whom = frozenset({Whom.CHILD_ALONE}) if alone else frozenset()
        asked = Asked(kind=NeedKind.SHELTER, for_count=1 if alone else count, whom=whom)
        taken = needs.ask(asked=asked, told=factories_help.told(district="Quetta"), now=self.at)
        need_id: NeedId = codes.standing_of(code=taken.receipt.words).need.id  # type: ignore[union-attr]
        tried(lambda: matches.propose(need_id=need_id, offer_id=self.shelter_id, by=FIRST, now=self.later()))

    @precondition(lambda self: self.live)
    @rule(data=st.data(), to=st.sampled_from([state for state in MatchState if state is not MatchState.PROPOSED]))
    def move(self, data: st.DataObject, to: MatchState) -> None:
        match_id = data.draw(st.sampled_from(self.live))
        by_whom = EndedBy.DESK if to is MatchState.FELL_THROUGH else None
        tried(lambda: matches.move(match_id=match_id, to=to, by=FIRST, ended_by=by_whom, now=self.later()))

    @precondition(lambda self: self.live)
    @rule(data=st.data(), by=st.sampled_from([FIRST, SECOND]), called=st.booleans())
    def look_after_somebody_alone(self, data: st.DataObject, by: factories.Actor, called: bool) -> None:
        match_id = data.draw(st.sampled_from(self.live))
        if called:
            tried(lambda: guard.called(match_id=match_id, by=by, now=self.later()))
        else:
            tried(lambda: guard.vouch(match_id=match_id, host="a host", by=by, now=self.later()))

    @rule(people=st.integers(0, 40))
    def count_heads(self, people: int) -> None:
        def count() -> None:
            tell.say_people(shelter_id=self.shelter_id, people=people, told=told(), by=FIRST, now=self.later())
            assert rows.get(self.shelter_id).present_count == people

        tried(count)

    @rule(why=st.sampled_from(ClosedWhy))
    @precondition(lambda self: self.at > NOW + timedelta(hours=1))
    def close(self, why: ClosedWhy) -> None:
        tried(lambda: tell.close(shelter_id=self.shelter_id, why=why, told=told(), by=FIRST, now=self.later()))

    @invariant()
    def places_hold(self) -> None:
        if not hasattr(self, "shelter_id"):
            return
        shelter = rows.get(self.shelter_id)
        assert 0 <= shelter.free_count <= shelter.capacity
        assert shelter.coming_count == sum(
            one.for_count for one in match_rows.of_offer(self.shelter_id) if one.state in LIVE_STATES
        )
        assert not (shelter.closed and (shelter.coming_count or shelter.free_count))

    @invariant()
    def nobody_alone_is_housed_by_one(self) -> None:
        for row in MatchRow.objects.filter(guarded=True).exclude(state__in=["proposed", "fell-through"]):
            assert row.vouched_by not in {"", row.proposed_by}
            assert row.host is not None
            assert row.state != "done" or row.called_by


def tried(do) -> None:
    """Do it, or be refused."""
    with suppress(Refused):
        do()


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_keys")
def test_no_order_of_promises_arrivals_counts_and_closings_breaks_the_places_of_a_shelter():
    checked = settings(
        max_examples=15,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Places, settings=checked)
