"""An incident that turns out to be two is split in one act, and merged again in one."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from tests.factories import NOW, actor
from tests.factories_assess import ANA, BO, GWADAR, told
from tests.factories_publication import incident, released

from haal.domain.access import Role
from haal.domain.errors import NotFound, Refused
from haal.domain.incident import IncidentReason, IncidentState
from haal.domain.report import Channel
from haal.services.assess import link, queries
from haal.services.assess.decide import labels, nightly, split
from haal.services.assess.decide.split import Wanted
from haal.services.assess.merge import merge
from haal.storage import act, audit, outbox
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage.link import How
from haal.storage.together import same

pytestmark = pytest.mark.django_db
_seconds = count()


def later():
    """Return an instant after all before."""
    return NOW + timedelta(seconds=next(_seconds))


@pytest.fixture
def blast():
    """An incident of four reports, as (its id, its reports)."""
    found = incident("own:Dawn", "own:Herald", "wire:AFP", "own:News", graded=False)
    return found, incident_rows.get(found).reports


def parted(incident_id, *reports, to=None, reason="two blasts that night", by=ANA, sibling=False):
    wanted = Wanted(incident_id=incident_id, reports=frozenset(reports), reason=reason, to=to, is_sibling=sibling)
    return split.split(wanted=wanted, by=by, now=later())


def test_some_reports_become_an_incident_and_the_others_stay(blast):
    here, (a, b, c, d) = blast

    there = parted(here, c, d)

    assert incident_rows.get(here).reports == (a, b)
    assert incident_rows.get(there).reports == (c, d)
    assert incident_rows.get(there).days == incident_rows.get(here).days
    page = queries.incident(incident_id=there, by=BO)
    assert {bond.how for bond in page.bonds.values()} == {How.SPLIT}
    assert {bond.linked_by for bond in page.bonds.values()} == {ANA.person_id}


def test_it_is_one_act_for_each_of_the_two_with_the_reason_shut_in_it(blast):
    here, (_a, _b, c, d) = blast
    before = act.waiting_count()

    there = parted(here, c, d)

    assert act.waiting_count() == before + 2
    gone, come = act.kept_about(here)[-1].record, act.kept_about(there)[-1].record
    assert (gone.value("kind"), gone.value("reports"), gone.value("to")) == ("unlinked", sorted((c, d)), there)
    assert (come.value("kind"), come.value("reports"), come.value("out-of")) == ("linked", sorted((c, d)), here)
    assert gone.value("reason") == come.value("reason") == "two blasts that night"
    assert audit.latest(limit=1)[0].what == "split"
    assert {row.subject for row in outbox.due(now=later(), limit=90) if row.kind == "incident-changed"} >= {here, there}


def test_they_may_go_to_an_incident_that_is_there_also_an_emptied_one(blast):
    here, (a, _b, c, d) = blast
    gwadar = link.consider(report_id=told(place=GWADAR), now=later()).incident_id

    assert parted(here, c, to=gwadar) == gwadar
    assert incident_rows.get(gwadar).reports[-1] == c
    lonely = incident_rows.get(gwadar).reports[0]
    link.undo(report_id=lonely, by=ANA, now=later())
    link.undo(report_id=c, by=ANA, now=later())
    assert incident_rows.get(gwadar).state is IncidentState.EMPTY
    parted(here, a, d, to=gwadar)
    assert incident_rows.get(gwadar).state is IncidentState.OPEN
    with pytest.raises(NotFound):
        parted(gwadar, a, to="i_absent")


def test_merging_undoes_it_and_so_does_sending_the_reports_back(blast):
    here, (a, b, c, d) = blast
    there = parted(here, c, d)

    assert parted(there, d, to=here) == here
    assert set(incident_rows.get(here).reports) == {a, b, d}
    merge(kept=here, gone=there, reason="it was one", by=BO, now=later())

    assert set(incident_rows.get(here).reports) == {a, b, c, d}
    assert incident_rows.resolve(there) == here
    assert parted(here, a) not in {here, there}


def test_what_was_parted_is_never_proposed_again_to_anybody_of_either_side(blast):
    here, (a, b, c, d) = blast
    outsider = told(line="own:Outsider")
    link.accept(report_id=outsider, incident_id=here, by=ANA, now=later())
    link.undo(report_id=outsider, by=ANA, now=later())

    there = parted(here, c, d)

    for each in (a, b, outsider):
        assert there in labels.kept_from(each)
    for each in (c, d):
        assert here in labels.kept_from(each)
    nightly.propose(found=nightly.look(), now=later())
    assert same.open_ones() == ()
    assert {each.incident_id for each in link_rows.proposed()} == set()
    link.undo(report_id=d, by=BO, now=later())
    assert link.consider(report_id=d, now=later()).incident_id not in {here, there}


def test_a_merge_does_not_bring_back_what_was_parted(blast):
    here, (_a, _b, c, d) = blast
    there = parted(here, c, d)
    other = link.begin(report_id=told(line="own:Other"), by=ANA, now=later())

    merge(kept=other, gone=here, reason="the same", by=ANA, now=later())

    assert other in labels.kept_from(c)
    nightly.propose(found=nightly.look(), now=later())
    assert same.open_ones() == ()
    link.undo(report_id=d, by=BO, now=later())
    assert link.consider(report_id=d, now=later()).incident_id not in {other, there}


def test_who_waits_for_the_split_incident_is_looked_at_anew(blast):
    here, (_a, _b, c, d) = blast
    undated = told(day=None, published=None)
    link.consider(report_id=undated, now=later())
    assert link_rows.is_proposed(undated)

    there = parted(here, c, d)

    assert not link_rows.is_proposed(undated)
    assert undated in {row.subject for row in outbox.due(now=later(), limit=90) if row.kind == "report-taken-in"}
    found = link.consider(report_id=undated, now=later())
    assert {each.incident_id for each in found.candidates} == {here, there}


def test_both_may_be_made_siblings_in_the_same_act(blast):
    here, (_a, _b, c, d) = blast

    there = parted(here, c, d, sibling=True)

    (related,) = queries.incident(incident_id=here, by=BO).related
    assert (related.kind, related.other, related.reason) == ("sibling", there, "two blasts that night")


def test_what_is_published_is_split_when_a_second_person_says_yes_to_the_same():
    public = incident("own:Dawn", "own:Herald", "wire:AFP", "own:News")
    released(public)
    a, b, c, d = incident_rows.get(public).reports

    assert parted(public, c, d, sibling=True) is None
    assert parted(public, c, d, sibling=True) is None  # the same person again
    assert parted(public, b, c, by=BO) is None  # another question
    assert incident_rows.get(public).reports == (a, b, c, d)
    asked, other = queries.incident(incident_id=public, by=BO).asked
    assert (asked.of, asked.other, asked.reports, asked.code) == (public, "", tuple(sorted((c, d))), "sibling")
    assert (asked.reason, asked.is_mine, other.is_mine) == ("two blasts that night", False, True)

    there = parted(public, *asked.reports, sibling=True, reason=asked.reason, by=BO)

    assert incident_rows.get(there).reports == (c, d)
    assert queries.incident(incident_id=public, by=BO).asked == ()


def test_into_what_is_published_needs_two_as_well(blast):
    here, (_a, _b, _c, d) = blast
    public = incident("own:Gazette", "own:Times", "wire:AP", place=GWADAR)
    released(public)

    assert parted(here, d, to=public) is None
    (asked,) = queries.incident(incident_id=public, by=BO).asked
    assert (asked.of, asked.other) == (here, public)
    assert parted(here, d, to=public, by=BO) == public


def test_what_is_refused_changes_nothing(blast):
    here, (a, b, c, d) = blast
    stranger = incident_rows.get(link.consider(report_id=told(place=GWADAR), now=later()).incident_id).reports[0]
    for chosen, more, reason in (
        ((), {}, IncidentReason.NONE_CHOSEN),
        ((a, b, c, d), {}, IncidentReason.NONE_STAYS),
        ((a, stranger), {}, IncidentReason.NOT_OF_IT),
        ((a,), {"reason": " "}, IncidentReason.REASON_NEEDED),
        ((a,), {"to": here}, IncidentReason.SAME_INCIDENT),
    ):
        with pytest.raises(Refused) as refusal:
            parted(here, *chosen, **more)
        assert refusal.value.reason is reason
    with pytest.raises(Refused):
        parted(here, a, by=actor(Role.WARNER))
    with pytest.raises(NotFound):
        parted("i_absent", a)
    assert incident_rows.get(here).reports == (a, b, c, d)


def test_nobody_parts_only_what_they_took_in(blast):
    here, _reports = blast
    own = told(channel=Channel.CALL, by=ANA)
    link.accept(report_id=own, incident_id=here, by=BO, now=later())

    with pytest.raises(Refused) as refusal:
        parted(here, own)

    assert refusal.value.reason is IncidentReason.OWN_REPORT
    assert parted(here, own, by=BO)
