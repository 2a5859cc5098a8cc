"""Whatever happens to circles, the box and its clock: silence is noticed, nobody is late for a time the box was down, and
who looks on cannot tell one code from the other.

Two circles live the same life. The person of the first only ever says the plain code; the person of the second says either.
Time is counted twice: as the clock says it, and as it passed for anybody who only has this box to go by (`felt`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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
from tests.factories_circles import minutes

from haal.domain.check_in.circle import Alarm, Circle, Member, State
from haal.domain.check_in.ladder import Act
from haal.domain.check_in.word import Code, Saying
from haal.domain.ids import CheckInId, MemberId, PersonId
from haal.services.help.circles import acting, opening, saying, watch
from haal.storage import audit
from haal.storage.check_in import rows, turns
from haal.storage.check_in.rows import CircleRow, CircleWatchRow
from haal.storage.ground.fields import DeskBox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
EVERY, GRACE, DOWN = 60, 30, 10
PLAIN_ONLY, EITHER = CheckInId("c_plain_only"), CheckInId("c_either")
ROUND_MINUTES = 60  # the longest that anybody of a circle waits before the next is called


def code_of(circle_id: str, which: str) -> str:
    """Return ten digits that stand for one code of one circle."""
    places = [PLAIN_ONLY, EITHER].index(circle_id), ["plain", "duress", "1", "2", "3"].index(which)
    return f"{places[0]}{places[1]}00000000"


def hashes(circle_id: str, which: str) -> rows.Hashes:
    code = code_of(circle_id, which)
    return rows.Hashes(words=opening.code_hash(code)[::-1], digits=opening.code_hash(code))


def seen_outside(circle: Circle) -> tuple[object, ...]:
    """Return everything of a circle that anybody but its members may come to read."""
    return circle.state, circle.due_at, circle.excused_until, circle.reminded, circle.silent_since


class Circles(RuleBasedStateMachine):
    """Two circles, one clock, and a box that is not always there."""

    @initialize()
    def opened(self):
        CircleRow.objects.all().delete()
        CircleWatchRow.objects.all().delete()
        self.clock, self.felt, self.jumped = NOW, timedelta(0), timedelta(0)
        self.due, self.up_since = minutes(EVERY), timedelta(-1)
        self.state, self.duress = State.WATCHING, False
        for circle_id in (PLAIN_ONLY, EITHER):
            members = tuple(Member(id=MemberId(f"m{place}_{circle_id}")) for place in "123")
            circle = Circle(
                id=circle_id, members=members, every_minutes=EVERY, grace_minutes=GRACE, due_at=NOW + minutes(EVERY)
            )
            rows.keep(circle, box=DeskBox.shut({"label": "", "plan": ""}), opened_by=PersonId("p_one"))
            rows.set_codes(circle_id, plain=hashes(circle_id, "plain"), duress=hashes(circle_id, "duress"))
            for place, member in zip("123", members, strict=True):
                one = rows.Joining(member=member, hashes=hashes(circle_id, place), public="", identity=b"")
                rows.join(circle_id, one, step=int(place))
        self.look()

    def look(self):
        self.before = {circle_id: rows.get(circle_id) for circle_id in (PLAIN_ONLY, EITHER)}
        watch.watch(now=self.clock, jumped=self.jumped)
        self.jumped = timedelta(0)

    def circles(self):
        return tuple(rows.get(circle_id) for circle_id in (PLAIN_ONLY, EITHER))

    @rule(count=st.integers(1, 6), times=st.integers(1, 12))
    def time_passes_and_the_box_looks(self, count, times):
        for _ in range(times):
            self.clock, self.felt = self.clock + minutes(count), self.felt + minutes(count)
            self.look()
            self.nobody_is_late_too_early_and_nobody_unnoticed()

    @rule(by=st.integers(-2000, 2000))
    def somebody_moves_the_clock(self, by):
        self.clock, self.jumped = self.clock + minutes(by), self.jumped + minutes(by)
        if abs(self.jumped) < timedelta(minutes=1):
            self.felt += self.jumped
            self.jumped = timedelta(0)
        self.look()

    @rule(count=st.integers(DOWN + 1, 600), back=st.one_of(st.just(0), st.integers(1, 2000)))
    def the_box_is_down(self, count, back):
        """While it is down its clock may go wrong as well: to the past, or not at all."""
        passed = minutes(count - back)
        self.clock, self.felt = self.clock + passed, self.felt + max(passed, timedelta(0))
        if passed < timedelta(0) or passed > minutes(DOWN):
            self.up_since = self.felt
        self.look()

    @rule(code=st.sampled_from(Code), what=st.sampled_from([Saying.WELL, Saying.PAUSE, Saying.SET_OUT]))
    def a_word_comes(self, code, what):
        answers, written = [], []
        for circle_id, used in ((PLAIN_ONLY, Code.PLAIN), (EITHER, code)):
            before = audit.head()[0]
            code_said = code_of(circle_id, used.value)
            answers.append(saying.say(code=code_said, saying=what, now=self.clock, minutes=90))
            written.append([entry.what for entry in audit.latest(limit=9) if entry.seq > before])
        assert answers[0] == answers[1]
        assert written[0] == written[1]
        self.duress = self.duress or code is Code.DURESS
        self.state = State.PAUSED if what is Saying.PAUSE else State.WATCHING
        self.due = self.felt + minutes(90 if what is Saying.SET_OUT else EVERY)

    @precondition(lambda self: all(circle.alarms for circle in self.circles()))
    @rule(
        place=st.sampled_from("123"),
        did=st.sampled_from([Act.GOING_TO_LOOK, Act.HAND_OVER, Act.NEEDS_HELP, Act.REACHED_WELL]),
    )
    def a_member_acts(self, place, did):
        was_silent = {circle.id: circle.silent_since is not None for circle in self.circles()}
        for circle_id in (PLAIN_ONLY, EITHER):
            if any(member.id == f"m{place}_{circle_id}" for member in rows.get(circle_id).members):
                acting.act_by_code(code=code_of(circle_id, place), did=did, now=self.clock)
                if did is Act.REACHED_WELL:
                    self.duress = False
                    self.due = self.felt + minutes(EVERY) if was_silent[circle_id] else self.due

    @precondition(lambda self: len(self.circles()[0].members) > 2)
    @rule(place=st.sampled_from("123"))
    def a_member_leaves(self, place):
        for circle_id in (PLAIN_ONLY, EITHER):
            assert acting.leave(code=code_of(circle_id, place), now=self.clock)

    @precondition(lambda self: len(self.circles()[0].members) == 2)
    @rule(place=st.integers(0, 1))
    def nobody_leaves_where_two_must_stay(self, place):
        for circle in self.circles():
            member = circle.members[place]
            assert not acting.leave(code=code_of(circle.id, member.id[1]), now=self.clock)

    @invariant()
    def nobody_is_late_too_early_and_nobody_unnoticed(self):
        late = max(self.due, self.up_since) + minutes(GRACE)
        for circle in self.circles():
            if self.before[circle.id].silent_since is None and circle.silent_since is not None:
                assert self.felt >= self.due + minutes(GRACE), "called overdue before the grace was over"
                assert self.felt >= self.up_since + minutes(GRACE), "called overdue while the box was down"
            if circle.state is State.WATCHING and self.felt >= late + minutes(1):
                assert circle.silent_since is not None, "silent and unnoticed"
            assert circle.state is self.state

    @invariant()
    def an_alarm_is_always_somebodys(self):
        for circle in self.circles():
            for alarm in self.before[circle.id].alarms:
                if circle.since(alarm) is None:
                    continue
                came = turns.came(circle, alarm)
                assert came, "an alarm that calls nobody"
                latest = max(came[-1].came_at, came[-1].acted_at or came[-1].came_at)
                assert self.clock - latest <= minutes(ROUND_MINUTES), "nobody is called any more"

    @invariant()
    def a_duress_code_is_heard_by_the_circle_and_seen_by_nobody_else(self):
        plain_only, either = self.circles()
        assert (either.duress_since is not None) is self.duress
        assert plain_only.alarms == tuple(one for one in either.alarms if one is Alarm.SILENCE)
        assert seen_outside(plain_only) == seen_outside(either)
        assert {circle.id for circle in rows.silent()} in ({PLAIN_ONLY, EITHER}, set())
        of_each = [
            [entry.what for entry in audit.latest(limit=500) if entry.subject.split(":")[0] == circle_id]
            for circle_id in (PLAIN_ONLY, EITHER)
        ]
        assert of_each[0] == of_each[1]


def test_through_outages_clock_jumps_duress_and_hand_overs_silence_is_noticed_and_never_invented():
    run_state_machine_as_test(
        Circles,
        settings=settings(
            max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
