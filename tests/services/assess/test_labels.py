"""Each decision of a person is a label: two reports of one event, or of two."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from tests.factories import NOW
from tests.factories_assess import ANA, BO, GWADAR, told

from haal.services.assess import link
from haal.services.assess.decide import labels, nightly, split
from haal.services.assess.decide.labels import Decided
from haal.services.assess.decide.split import Wanted
from haal.services.assess.merge import merge
from haal.services.assess.merge import refuse as are_two

pytestmark = pytest.mark.django_db
_seconds = count()


def later():
    """Return an instant after all before."""
    return NOW + timedelta(seconds=next(_seconds))


def consider(report_id):
    return link.consider(report_id=report_id, now=later())


def undated(**how):
    """Take in a report that a person is asked about."""
    report_id = told(day=None, published=None, **how)
    consider(report_id)
    return report_id


def said(*pairs):
    """Return labels as {(one, other): (same?, act)}, the smaller id first."""
    return {tuple(sorted(pair)): answer for *pair, answer in pairs}


def found():
    return {(each.report, each.other): (each.is_same, each.how) for each in labels.every()}


@pytest.fixture
def two():
    """Two reports that the rule linked alone, and their incident."""
    one, other = told(), told(killed=14, line="wire:AFP")
    return one, other, [consider(each).incident_id for each in (one, other)][1]


def test_what_the_rule_did_alone_is_no_label(two):
    assert found() == {}


def test_a_yes_is_a_label_with_everybody_who_is_there(two):
    one, other, blast = two
    third = undated()

    link.accept(report_id=third, incident_id=blast, by=ANA, now=later())

    same = (True, Decided.ACCEPT)
    assert found() == said((one, third, same), (other, third, same))


def test_a_no_that_begins_an_incident_and_a_no_that_lets_it_stay_are_told_apart(two):
    one, other, blast = two
    third = undated()
    link.begin(report_id=third, by=ANA, now=later())
    stray = told(line="own:Stray", place=GWADAR, heard="Fishermen were led away.", killed=None, event_type="abduction")
    consider(stray)
    move = nightly.Move(report_id=stray, to=blast, out_of=nightly.link_rows.incident_of(stray))
    nightly.propose(found=nightly.Look(reports=0, groups=0, moves=(move,), merges=(), apart=()), now=later())
    link.refuse(report_id=stray, by=BO, now=later())

    begun, refused = (False, Decided.BEGIN), (False, Decided.REFUSE)
    assert found() == said((one, third, begun), (other, third, begun), (one, stray, refused), (other, stray, refused))


def test_the_later_answer_counts(two):
    one, other, blast = two
    third = undated()
    link.accept(report_id=third, incident_id=blast, by=ANA, now=later())

    link.undo(report_id=third, by=BO, now=later())
    undone = (False, Decided.UNDO)
    assert found() == said((one, third, undone), (other, third, undone))
    link.accept(report_id=third, incident_id=blast, by=ANA, now=later())

    assert set(found().values()) == {(True, Decided.ACCEPT)}


def test_a_report_that_is_moved_is_of_one_event_with_the_new_and_of_two_with_the_old(two):
    one, other, blast = two
    stray, beside = (told(day=date(2026, 1, 9), published=None, place=GWADAR, line=f"own:{n}") for n in "xy")
    wrong = [consider(each).incident_id for each in (stray, beside)][1]
    move = nightly.Move(report_id=stray, to=blast, out_of=wrong)
    nightly.propose(found=nightly.Look(reports=0, groups=0, moves=(move,), merges=(), apart=()), now=later())

    link.accept(report_id=stray, incident_id=blast, by=ANA, now=later())

    yes, no = (True, Decided.ACCEPT), (False, Decided.ACCEPT)
    assert found() == said((one, stray, yes), (other, stray, yes), (beside, stray, no))


def test_a_merge_joins_everybody_of_both_and_nobody_within_one(two):
    one, other, blast = two
    pair = [told(place=GWADAR, line=f"own:{n}") for n in "xy"]
    gone = [consider(each).incident_id for each in pair][1]

    merge(kept=blast, gone=gone, reason="one night", by=ANA, now=later())

    same = (True, Decided.MERGE)
    assert found() == said(*((a, b, same) for a in (one, other) for b in pair))


def test_a_split_parts_who_goes_from_who_stays_and_joins_where_it_goes(two):
    one, other, blast = two
    third = told(killed=13, line="own:Herald")
    consider(third)
    gwadar = told(place=GWADAR)
    there = consider(gwadar).incident_id

    wanted = Wanted(incident_id=blast, reports=frozenset({one, other}), to=there, reason="two blasts")
    split.split(wanted=wanted, by=ANA, now=later())

    yes, no = (True, Decided.SPLIT), (False, Decided.SPLIT)
    assert found() == said((one, third, no), (other, third, no), (one, gwadar, yes), (other, gwadar, yes))
    assert labels.parted() == {frozenset({one, third}), frozenset({other, third})}


def test_two_incidents_that_are_said_to_be_two_are_labels_too(two):
    one, other, blast = two
    third = told(line="own:Herald")
    apart = link.begin(report_id=third, by=ANA, now=later())
    look = nightly.Look(reports=0, groups=0, moves=(), merges=((blast, apart),), apart=())
    nightly.propose(found=look, now=later())

    are_two(one=blast, other=apart, by=BO, now=later())

    no = (False, Decided.REFUSE)
    assert found() == said((one, third, no), (other, third, no))


def test_a_question_that_a_merge_closes_is_nobodys_answer(two):
    _one, _other, blast = two
    apart, third = (link.begin(report_id=told(line=f"own:{n}"), by=ANA, now=later()) for n in "xy")
    look = nightly.Look(reports=0, groups=0, moves=(), merges=((blast, apart), (apart, third)), apart=())
    nightly.propose(found=look, now=later())

    merge(kept=blast, gone=apart, reason="one", by=ANA, now=later())

    assert {how for _same, how in found().values()} == {Decided.MERGE}
