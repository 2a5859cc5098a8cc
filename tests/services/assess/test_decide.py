"""What a person decides first, and sees side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.factories import NOW, actor
from tests.factories_assess import ANA, BO, GWADAR, QUETTA, told
from tests.factories_publication import incident, released
from tests.factories_warnings import BLAST, agreed, drafted, subscribe, warners

from haal.domain.access import Role
from haal.domain.errors import Refused
from haal.domain.incident import Harm, IncidentState
from haal.domain.report import PlaceCandidate
from haal.services.assess import link, queries
from haal.services.assess.decide import side
from haal.services.assess.decide.side import Line
from haal.services.assess.merge import merge
from haal.storage import agreement as agreement_rows
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows

pytestmark = pytest.mark.django_db

KHUZDAR = PlaceCandidate(name="Khuzdar", lat=27.8, lon=66.61, radius_km=5)


def consider(report_id):
    return link.consider(report_id=report_id, now=NOW)


def undated(place, **how):
    """Take in a report that a person is asked about."""
    report_id = told(day=None, published=None, place=place, **how)
    consider(report_id)
    return report_id


def test_what_a_warning_hangs_on_is_asked_first_then_what_is_published_then_by_age():
    consider(told(place=GWADAR))
    plain = undated(GWADAR)
    released(incident("own:Dawn", "own:Herald", "wire:AFP", place=QUETTA))
    counted = undated(QUETTA)
    two = warners()
    subscribe(1)
    warned_of = incident("own:Dawn", "wire:AFP", place=KHUZDAR)
    agreed(drafted(replace(BLAST, incident_id=warned_of), by=two[0]), *two)
    warned = undated(KHUZDAR)

    rows = queries.queue(by=ANA).to_link

    assert [(row.report.id, row.harm) for row in rows] == [
        (warned, Harm.WARNING),
        (counted, Harm.COUNT),
        (plain, Harm.NOTHING),
    ]


def test_two_reports_stand_side_by_side_and_what_differs_is_marked():
    blast = consider(told(killed=13)).incident_id
    waiting = undated(QUETTA, killed=14, event_type="armed_assault")

    found = side.beside(report_id=waiting, incident_id=blast, by=ANA)

    marked = {each.line: each.differs for each in found.lines}
    assert marked[Line.KILLED]
    assert marked[Line.KIND]
    assert not marked[Line.PLACE]
    assert not marked[Line.DAY]  # only one of the two told it
    assert found.pair is not None
    parts = found.pair.base + sum(part.weight for part in found.pair.features)
    assert parts == pytest.approx(found.pair.score, abs=0.1)
    assert {part.code for part in found.pair.features} >= {"km-apart", "killed"}


def test_only_who_may_link_sees_two_reports_side_by_side():
    blast = consider(told()).incident_id

    with pytest.raises(Refused):
        side.beside(report_id=undated(QUETTA), incident_id=blast, by=actor(Role.WARNER))


def test_a_link_into_what_is_published_needs_a_second_person():
    public = incident("own:Dawn", "own:Herald", "wire:AFP")
    released(public)
    waiting = undated(QUETTA)

    assert not link.accept(report_id=waiting, incident_id=public, by=ANA, now=NOW)
    assert not link.accept(report_id=waiting, incident_id=public, by=ANA, now=NOW)  # the same person again
    assert link_rows.incident_of(waiting) is None
    (asked,) = queries.proposal(report_id=waiting, by=BO).asked
    assert (asked.asked_by, asked.other, asked.is_mine) == ("?", public, False)

    assert link.accept(report_id=waiting, incident_id=public, by=BO, now=NOW)
    assert link_rows.incident_of(waiting) == public
    assert queries.proposal(report_id=waiting, by=BO).asked == ()


def test_a_link_into_what_is_not_published_is_one_persons():
    quiet = consider(told()).incident_id
    waiting = undated(QUETTA)

    assert link.accept(report_id=waiting, incident_id=quiet, by=ANA, now=NOW)


def test_a_no_ends_the_question_to_the_second_person():
    public = incident("own:Dawn", "own:Herald", "wire:AFP")
    released(public)
    waiting = undated(QUETTA)
    link.accept(report_id=waiting, incident_id=public, by=ANA, now=NOW)

    link.begin(report_id=waiting, by=BO, now=NOW)

    assert queries.incident(incident_id=public, by=BO).asked == ()


def test_a_merge_with_what_is_published_needs_a_second_person_who_reads_the_reason():
    public = incident("own:Dawn", "own:Herald", "wire:AFP")
    released(public)
    other = consider(told(place=GWADAR)).incident_id

    assert not merge(kept=public, gone=other, reason="one night", by=ANA, now=NOW)
    (asked,) = queries.incident(incident_id=other, by=BO).asked
    assert (asked.of, asked.other, asked.reason) == (public, other, "one night")
    assert incident_rows.get(other).state is IncidentState.OPEN

    assert merge(kept=public, gone=other, reason=asked.reason, by=BO, now=NOW)
    assert incident_rows.resolve(other) == public


def test_the_reason_of_a_merge_that_was_asked_goes_when_a_report_of_it_is_erased():
    public = incident("own:Dawn", "own:Herald", "wire:AFP")
    released(public)
    other = consider(told(place=GWADAR)).incident_id
    merge(kept=public, gone=other, reason="one night", by=ANA, now=NOW)

    assert agreement_rows.forget_reasons([other]) == 1
    assert agreement_rows.forget_reasons(["i_nothing"]) == 0
