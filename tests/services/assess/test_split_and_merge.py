"""Whatever people join, part, undo and send back, in any order: no report is lost and no number of an incident is given twice."""

from __future__ import annotations

import random
import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from tests.factories import NOW
from tests.factories_assess import ANA, BO, GWADAR, QUETTA, told

from haal.domain import ids
from haal.domain.errors import Refused
from haal.domain.incident import IncidentState
from haal.services.assess import link, merge
from haal.services.assess.decide import labels, nightly, split
from haal.services.assess.decide.split import Wanted
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage import report as report_rows
from haal.storage.incident import IncidentRow
from haal.storage.together import same

pytestmark = pytest.mark.django_db
PEOPLE = st.sampled_from((ANA, BO))
PLACE = st.integers(min_value=0, max_value=99)


class Dice(random.Random):
    """Ids that are the same in each run of an example."""

    def token_bytes(self, count: int) -> bytes:
        return self.randbytes(count)


class Incidents(RuleBasedStateMachine):
    """Seven reports of two towns, and what two people can do with their incidents."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block._from_testcase = True  # type: ignore[attr-defined] - a refusal undoes the act, not the example
        self.block.__enter__()
        ids.secrets = Dice(1)  # type: ignore[assignment]
        self.now = NOW
        self.ids: set[str] = set()
        self.reports = [told(line=f"own:{n}", place=town) for n, town in enumerate((QUETTA, GWADAR) * 3)]
        self.reports.append(told(day=None, published=None))
        for report_id in self.reports:
            link.consider(report_id=report_id, now=self.later())
        self.model = dict(self.homes())

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        ids.secrets = secrets

    def later(self) -> Any:
        self.now += timedelta(seconds=1)
        return self.now

    def homes(self) -> dict[str, str]:
        return {report: incident for report, (incident, _how) in link_rows.membership().items()}

    def standing(self) -> list[str]:
        rows = IncidentRow.objects.exclude(state=IncidentState.MERGED.value).order_by("made_at", "id")
        return list(rows.values_list("id", flat=True))

    def members(self, incident: str) -> list[str]:
        return [each for each in self.reports if self.model.get(each) == incident]

    def fresh(self, incident: str) -> str:
        assert incident not in self.ids, "a number was given twice"
        return incident

    @rule(by=PEOPLE, one=PLACE, other=PLACE)
    def merges(self, by: Any, one: int, other: int) -> None:
        kept, gone = (self.standing()[each % len(self.standing())] for each in (one, other))
        try:
            merge.merge(kept=kept, gone=gone, reason="one night", by=by, now=self.later())
        except Refused:
            assert kept == gone
            return
        self.model = {each: kept if home == gone else home for each, home in self.model.items()}

    @rule(by=PEOPLE, which=PLACE, chosen=st.sets(PLACE, max_size=4), to=st.none() | PLACE, sibling=st.booleans())
    def splits(self, by: Any, which: int, chosen: set[int], to: int | None, sibling: bool) -> None:
        here = self.standing()[which % len(self.standing())]
        members = self.members(here)
        going = frozenset(members[each % len(members)] for each in chosen) if members else frozenset()
        there = None if to is None else self.standing()[to % len(self.standing())]
        wanted = Wanted(incident_id=here, reports=going, reason="two", to=there, is_sibling=sibling and there is None)
        try:
            landed = split.split(wanted=wanted, by=by, now=self.later())
        except Refused:
            assert not going or going == set(members) or there == here
            return
        assert landed == there if there else self.fresh(landed)
        self.model |= dict.fromkeys(going, landed)

    @rule(by=PEOPLE, which=PLACE)
    def undoes(self, by: Any, which: int) -> None:
        report = self.reports[which % len(self.reports)]
        if report in self.model:
            assert link.undo(report_id=report, by=by, now=self.later()) == self.model.pop(report)

    @rule(by=PEOPLE, which=PLACE)
    def begins(self, by: Any, which: int) -> None:
        report = self.reports[which % len(self.reports)]
        if report not in self.model:
            self.model[report] = self.fresh(link.begin(report_id=report, by=by, now=self.later()))

    @rule(by=PEOPLE, which=PLACE, to=PLACE)
    def accepts(self, by: Any, which: int, to: int) -> None:
        report, there = self.reports[which % len(self.reports)], self.standing()[to % len(self.standing())]
        if report not in self.model:
            assert link.accept(report_id=report, incident_id=there, by=by, now=self.later())
            self.model[report] = there

    @precondition(lambda self: len(self.model) < len(self.reports))
    @rule()
    def looks_at_what_waits(self) -> None:
        for report in self.reports:
            parted = labels.kept_from(report)
            found = link.consider(report_id=report, now=self.later())
            if found.zone is not None:
                assert not parted & {found.incident_id, *(each.incident_id for each in found.candidates)}
            if found.incident_id and report not in self.model:
                self.model[report] = found.incident_id

    @rule()
    def looks_at_everything_at_night(self) -> None:
        apart = labels.parted()
        found = nightly.look()
        nightly.propose(found=found, now=self.later())
        asked = [({move.report_id}, move.to) for move in found.moves]
        asked += [(set(self.members(one)), other) for one, other in found.merges]
        for reports, incident in asked:
            others = set(self.members(incident))
            assert not any(frozenset({a, b}) in apart for a in reports for b in others - reports)

    @rule(by=PEOPLE)
    def says_that_two_are_two(self, by: Any) -> None:
        for each in same.open_ones()[:1]:
            merge.refuse(one=each.one, other=each.other, by=by, now=self.later())

    @invariant()
    def no_report_is_lost_nor_in_two(self) -> None:
        assert self.homes() == self.model
        for report in self.reports:
            assert report_rows.state_of(report) is (
                report_rows.State.LINKED if report in self.model else report_rows.State.WAITING
            )
        for incident in incident_rows.many(self.standing()):
            assert sorted(incident.reports) == sorted(self.members(incident.id))
            assert (incident.state is IncidentState.EMPTY) == (not incident.reports)

    @invariant()
    def every_number_leads_in_one_step_to_what_stands(self) -> None:
        rows = {row.id: row.redirect_to_id for row in IncidentRow.objects.all()}
        assert self.ids <= rows.keys()
        self.ids |= rows.keys()
        for incident, to in rows.items():
            assert rows[to or incident] is None
            assert incident_rows.resolve(incident) == (to or incident)

    @invariant()
    def what_people_say_of_a_pair_agrees_with_where_it_stands(self) -> None:
        for label in labels.every():
            together = self.model.get(label.report, 1) == self.model.get(label.other, 2)
            assert label.is_same or not together, label


@pytest.mark.slow
def test_no_report_is_lost_and_every_number_leads_on():
    run_state_machine_as_test(Incidents, settings=EXAMPLES)


EXAMPLES = settings(
    max_examples=12, stateful_step_count=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
