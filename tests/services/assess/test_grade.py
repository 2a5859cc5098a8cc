"""Grading: two parts, blind, nobody their own; and what stands behind an incident."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.factories import NOW, actor
from tests.factories_assess import ANA, BO, told

from haal.domain.access import Role
from haal.domain.assessment import AssessmentReason, Part
from haal.domain.errors import NotFound, Refused
from haal.domain.report import Channel, Kind
from haal.services.assess import link, queries
from haal.services.assess.grade import grade
from haal.services.assess.search import find
from haal.storage import assessment as grade_rows
from haal.storage import audit
from haal.storage.assessment import GradeRow

pytestmark = pytest.mark.django_db


def both(report_id, *, source="B", information="2"):
    grade(report_id=report_id, part=Part.SOURCE, value=source, by=ANA, now=NOW)
    grade(report_id=report_id, part=Part.INFORMATION, value=information, by=BO, now=NOW)


def test_two_people_answer_and_the_letters_lie_in_a_box():
    report_id = told()

    both(report_id)

    assert grade_rows.standing([report_id])[report_id].code == "B2"
    assert audit.latest(limit=1)[0].what == "grade-information"
    assert all(b'"B"' not in bytes(row.box.ciphertext) for row in GradeRow.objects.all())
    assert queries.waits(by=ANA).to_grade == 0


def test_an_answer_cannot_be_changed_afterwards():
    both(told())

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        GradeRow.objects.update(by="p_somebody")


def test_nobody_grades_what_they_took_in():
    own = told(channel=Channel.CALL, by=ANA)

    with pytest.raises(Refused) as refusal:
        grade(report_id=own, part=Part.SOURCE, value="A", by=ANA, now=NOW)

    assert refusal.value.reason is AssessmentReason.OWN_REPORT
    both_by_bo = {Part.SOURCE: "C", Part.INFORMATION: "3"}
    for part, value in both_by_bo.items():
        grade(report_id=own, part=part, value=value, by=BO, now=NOW)


def test_the_same_part_is_not_answered_twice_by_one_person():
    report_id = told()
    grade(report_id=report_id, part=Part.SOURCE, value="A", by=ANA, now=NOW)

    with pytest.raises(Refused) as refusal:
        grade(report_id=report_id, part=Part.SOURCE, value="F", by=ANA, now=NOW)
    assert refusal.value.reason is AssessmentReason.GRADED_THIS_PART


def test_only_a_verifier_grades_and_only_what_is_at_the_desk():
    with pytest.raises(Refused):
        grade(report_id=told(), part=Part.SOURCE, value="A", by=actor(Role.PUBLISHER), now=NOW)
    with pytest.raises(NotFound):
        grade(report_id=told(kind=Kind.NEED), part=Part.SOURCE, value="A", by=ANA, now=NOW)


def test_neither_part_sees_what_would_sway_it():
    told_before = told(heard="Smoke over the bus stand.")
    link.consider(report_id=told_before, now=NOW)
    report_id = told(killed=14, line="wire:AFP", heard="A bomb in the market.")
    link.consider(report_id=report_id, now=NOW)
    grade(report_id=report_id, part=Part.SOURCE, value="B", by=ANA, now=NOW)

    first = queries.to_grade(report_id=report_id, part=Part.SOURCE, by=BO)
    second = queries.to_grade(report_id=report_id, part=Part.INFORMATION, by=BO)

    assert first.others == ()
    assert first.line == "wire:AFP"
    assert (second.source, second.line, second.knows, second.channel) == (None, "", None, None)
    assert [answers.heard for answers in second.others] == ["Smoke over the bus stand."]


def test_copies_of_one_line_are_one_voice_and_ungraded_numbers_support_nothing():
    reports = [
        told(killed=killed, line=line) for killed, line in ((13, "own:Dawn"), (13, "syndicated:Dawn"), (15, "wire:AFP"))
    ]
    for report_id in reports:
        incident_id = link.consider(report_id=report_id, now=NOW).incident_id

    picture = queries.incident(incident_id=incident_id, by=ANA).picture
    assert (len(picture.reports), picture.corroboration.count) == (3, 2)
    assert picture.ranges[0].lowest_supported is None

    both(reports[2])
    killed = queries.incident(incident_id=incident_id, by=ANA).picture.ranges[0]
    assert (killed.lowest_supported.low, killed.lowest_supported.line) == (15, "wire:AFP")
    assert (killed.median.low, killed.highest.low) == (13, 15)


def test_a_toll_that_goes_down_in_one_paper_goes_down():
    reports = [told(killed=20, published=date(2026, 3, 3)), told(killed=17, published=date(2026, 3, 5))]
    for report_id in reports:
        incident_id = link.consider(report_id=report_id, now=NOW).incident_id

    killed = queries.incident(incident_id=incident_id, by=ANA).picture.ranges[0]

    assert (killed.highest.low, [claim.low for claim in killed.superseded]) == (17, [20])


def test_the_queue_says_which_question_is_open_to_whom():
    own = told(channel=Channel.CALL, by=ANA)
    other = told()
    grade(report_id=other, part=Part.SOURCE, value="B", by=BO, now=NOW)

    parts = {each.report.id: each.part for each in queries.queue(by=ANA).to_grade}

    assert parts == {own: None, other: Part.INFORMATION}


def test_search_finds_words_in_any_case_and_leaves_no_trace_of_them():
    hit = told(heard="Three coaches left the rails near Spézand.")
    told(heard="Nothing of the kind.")

    found = find(words="SPEZAND coaches", by=ANA, now=NOW)

    assert [report.id for report in found.reports] == [hit]
    assert found.read == 2
    assert (audit.latest(limit=1)[0].what, audit.latest(limit=1)[0].subject) == ("search", "")
    with pytest.raises(Refused):
        find(words="rails", by=actor(Role.OPERATOR), now=NOW)
    assert find(words="  ", by=ANA, now=NOW).reports == ()
