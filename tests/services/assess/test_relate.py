"""Twin attacks and days of many attacks: incidents that belong together and stay two."""

from __future__ import annotations

import pytest
from tests.factories import NOW, actor
from tests.factories_assess import ANA, BO, GWADAR, QUETTA, told
from tests.factories_publication import incident, released

from haal.domain.access import Role
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import IncidentId
from haal.domain.incident import IncidentReason, RelationKind, without_parts
from haal.services.assess import link, queries
from haal.services.assess.decide import relate
from haal.services.testify import publication_queries
from haal.storage import act, audit
from haal.storage.together import relation

pytestmark = pytest.mark.django_db

PART, SIBLING = RelationKind.PART_OF, RelationKind.SIBLING


@pytest.fixture
def two():
    """A blast and another one elsewhere."""
    return tuple(link.begin(report_id=told(place=place), by=ANA, now=NOW) for place in (GWADAR, QUETTA))


def related(incident_id):
    return queries.incident(incident_id=incident_id, by=BO).related


def test_a_part_is_kept_with_its_reason_and_seen_from_both_sides(two):
    part, whole = two
    before = act.waiting_count()

    relate.relate(kind=PART, one=part, other=whole, reason="one of six that morning", by=ANA, now=NOW)

    (from_part,), (from_whole,) = related(part), related(whole)
    assert (from_part.other, from_part.is_whole, from_part.reason) == (whole, True, "one of six that morning")
    assert (from_whole.other, from_whole.is_whole, from_whole.may_agree) == (part, False, True)
    assert act.waiting_count() == before + 2
    assert audit.latest(limit=1)[0].what == "related"


def test_undone_it_stays_undone_and_may_be_made_anew(two):
    relate.relate(kind=SIBLING, one=two[1], other=two[0], reason="within an hour", by=ANA, now=NOW)
    with pytest.raises(Refused) as refusal:
        relate.relate(kind=PART, one=two[0], other=two[1], reason="x", by=BO, now=NOW)
    assert refusal.value.reason is IncidentReason.RELATED_ALREADY

    (each,) = related(two[0])
    relate.undo(relation_id=each.id, by=BO, now=NOW)

    assert related(two[0]) == ()
    with pytest.raises(NotFound):
        relate.undo(relation_id=each.id, by=BO, now=NOW)
    relate.relate(kind=PART, one=two[0], other=two[1], reason="x", by=BO, now=NOW)


def test_only_with_the_right_a_reason_and_two_incidents_and_nothing_is_a_part_of_itself(two):
    for one, other, reason, by in (
        (two[0], two[0], "x", ANA),
        (two[0], two[1], " ", ANA),
        (two[0], two[1], "x", actor(Role.WARNER)),
    ):
        with pytest.raises(Refused):
            relate.relate(kind=PART, one=one, other=other, reason=reason, by=by, now=NOW)
    third = link.begin(report_id=told(), by=ANA, now=NOW)
    relate.relate(kind=PART, one=two[0], other=two[1], reason="x", by=ANA, now=NOW)
    relate.relate(kind=PART, one=two[1], other=third, reason="x", by=ANA, now=NOW)
    with pytest.raises(Refused) as refusal:
        relate.relate(kind=PART, one=third, other=two[0], reason="x", by=ANA, now=NOW)
    assert refusal.value.reason is IncidentReason.PART_OF_ITSELF


def test_the_public_sees_it_when_both_are_public_and_a_second_person_agreed():
    blast, day = incident("own:Dawn", "own:Herald", "wire:AFP"), incident("own:News", "wire:AP", place=GWADAR, killed=4)
    for each in (blast, day):
        released(each)
    relate.relate(kind=PART, one=blast, other=day, reason="x", by=ANA, now=NOW)
    (each,) = related(blast)

    assert publication_queries.one(incident_id=blast).related == ()
    with pytest.raises(Refused):
        relate.agree(relation_id=each.id, by=ANA, now=NOW)
    relate.agree(relation_id=each.id, by=BO, now=NOW)

    (seen,) = publication_queries.one(incident_id=blast).related
    assert (seen.kind, seen.incident_id, seen.is_whole) == (PART, day, True)
    assert relation.wholes(agreed_only=True) == {blast: frozenset({day})}


def test_the_reason_goes_when_a_report_of_it_is_erased(two):
    relate.relate(kind=SIBLING, one=two[0], other=two[1], reason="words", by=ANA, now=NOW)

    relation.forget_reasons([two[1]])

    assert related(two[0])[0].reason == ""


def test_what_is_a_part_of_another_is_not_added_to_it():
    day, siege, strike, alone = (IncidentId(each) for each in ("day", "siege", "strike", "alone"))
    wholes = {strike: frozenset({siege}), siege: frozenset({day})}

    assert without_parts(frozenset({day, siege, strike, alone}), wholes) == {day, alone}
    assert without_parts(frozenset({day, strike}), wholes) == {day}
    assert without_parts(frozenset({strike, alone}), wholes) == {strike, alone}
