"""What stands behind an incident falls by itself: two lines turn out to be one, a number is taken back by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.factories import NOW
from tests.factories_assess import ANA, BO, told
from tests.factories_publication import incident_of

from haal.domain.assessment import Part
from haal.domain.casualties import CorrectionHow
from haal.domain.errors import Malformed
from haal.domain.incoming import check
from haal.domain.policy import DEFAULT
from haal.domain.record.standard import Standard
from haal.domain.report import Answers, Channel, Counted, Figure, Incoming, Scope, Source
from haal.services.assess import corroborate, link
from haal.services.assess.grade import grade
from haal.services.intake.take_in import take_in
from haal.services.testify import contents

pytestmark = pytest.mark.django_db

STORY = (
    "Men on motorcycles threw a bomb into the crowd near the market in the evening, police said; thirteen died at once and"
    " two more in the hospital, where doctors asked people to give blood and the families waited outside all night."
)
OTHER = (
    "A device under a parked car went off when shops were closing, a hospital counted thirteen dead; the office of the"
    " district closed the road, and traders shut their doors for three days to mourn them together."
)


def correction(*, line: str = "own:Geo", low: int = 10, corrects: int = 13, said_by: str = "hospital") -> Incoming:
    figure = Figure(
        counted=Counted.KILLED, low=low, high=low, scope=Scope.ALL, said_by=said_by, corrects=corrects, why="three live"
    )
    return Incoming(
        channel=Channel.PRESS,
        client_key="a-correction-of-the-tests-1",
        answers=Answers(heard="The hospital corrects its number.", figures=(figure,)),
        source=Source(line=line, outlet=line.partition(":")[2], published=date(2026, 3, 9)),
    )


def test_two_lines_that_turn_out_to_be_one_make_the_standard_fall():
    apart = incident_of(told(line="own:Dawn", heard=STORY), told(line="own:Geo", heard=OTHER))
    assert contents.standard(apart) is Standard.REASONABLE_GROUNDS

    one = incident_of(
        told(line="own:Dawn", heard=STORY, day=date(2026, 5, 9)),
        told(line="own:Geo", heard=STORY, day=date(2026, 5, 9)),
    )

    picture = corroborate.picture(incident_id=one)
    assert contents.standard(one) is Standard.REPORTED
    assert (picture.corroboration.count, picture.corroboration.lines_max) == (1, 2)
    assert {picture.perhaps_one[0].report, picture.perhaps_one[0].other} == {"Dawn", "Geo"}


def test_it_is_told_to_whom_the_lines_go_back():
    incident = incident_of(told(line="own:Dawn", heard=STORY), told(line="own:Geo", heard=OTHER))

    assert corroborate.picture(incident_id=incident).corroboration.speakers == ("hospital", "police")


def test_a_named_correction_counts_once_it_is_graded_and_what_it_took_back_is_kept():
    incident = incident_of(told(line="own:Dawn", killed=13, heard=STORY), told(line="wire:AFP", killed=13, heard=OTHER))
    report_id = take_in(incoming=correction(), now=NOW).report_id
    link.accept(report_id=report_id, incident_id=incident, by=ANA, now=NOW)
    (before,) = corroborate.picture(incident_id=incident).ranges

    grade(report_id=report_id, part=Part.SOURCE, value="B", by=ANA, now=NOW)
    grade(report_id=report_id, part=Part.INFORMATION, value="2", by=BO, now=NOW)

    (after,) = corroborate.picture(incident_id=incident).ranges
    (shown,) = after.corrections
    assert (before.highest.low, after.highest.low, after.said_highest.low) == (13, 10, 13)
    assert (shown.how, shown.was, shown.now.low) == (CorrectionHow.NAMED, 13, 10)
    assert (shown.now.said_by, shown.now.why) == ("hospital", "three live")
    assert len(after.superseded) == 2


def test_nobody_takes_a_number_back_without_saying_who():
    with pytest.raises(Malformed, match="takes the earlier number back"):
        check(correction(said_by=" "), DEFAULT)

    check(replace(correction(), client_key="a-correction-of-the-tests-2"), DEFAULT)
