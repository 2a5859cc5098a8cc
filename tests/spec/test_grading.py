"""Who may grade what: the truth table of the two blind parts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from haal.domain.assessment import (
    Assessment,
    AssessmentReason,
    Grade,
    InformationGrade,
    Part,
    SourceGrade,
    assessed,
    parts_open_to,
    why_not_grade,
)

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def grade(part: Part, value: str, *, by: str = "p_ana", minutes: int = 0) -> Grade:
    return Grade(report_id="r_1", part=part, value=value, by=by, at=NOW + timedelta(minutes=minutes))


SOURCE_BY_ANA = grade(Part.SOURCE, "B")


@pytest.mark.parametrize(
    ("part", "value", "by", "taken_in_by", "earlier", "expected"),
    [
        (Part.SOURCE, "B", "p_ana", None, (), None),
        (Part.SOURCE, "B", "p_ana", "p_bo", (), None),
        (Part.SOURCE, "B", "p_ana", "p_ana", (), AssessmentReason.OWN_REPORT),
        (Part.INFORMATION, "2", "p_ana", "p_ana", (), AssessmentReason.OWN_REPORT),
        (Part.SOURCE, "2", "p_ana", None, (), AssessmentReason.NOT_A_GRADE),
        (Part.INFORMATION, "B", "p_ana", None, (), AssessmentReason.NOT_A_GRADE),
        (Part.SOURCE, "A", "p_ana", None, (SOURCE_BY_ANA,), AssessmentReason.GRADED_THIS_PART),
        (Part.SOURCE, "A", "p_bo", None, (SOURCE_BY_ANA,), None),
        (Part.INFORMATION, "2", "p_ana", None, (SOURCE_BY_ANA,), None),
        (Part.INFORMATION, "2", "p_bo", None, (SOURCE_BY_ANA,), None),
    ],
)
def test_nobody_grades_what_they_took_in_nor_one_part_twice(part, value, by, taken_in_by, earlier, expected):
    assert why_not_grade(part=part, value=value, by=by, taken_in_by=taken_in_by, earlier=earlier) is expected


def test_the_parts_are_asked_one_after_the_other():
    assert parts_open_to(by="p_ana", taken_in_by=None, earlier=()) == (Part.SOURCE, Part.INFORMATION)
    assert parts_open_to(by="p_ana", taken_in_by=None, earlier=(SOURCE_BY_ANA,)) == (Part.INFORMATION,)
    assert parts_open_to(by="p_ana", taken_in_by="p_ana", earlier=()) == ()


def test_a_later_grade_stands_and_a_missing_part_is_a_dash():
    found = assessed([grade(Part.SOURCE, "D", by="p_bo", minutes=5), SOURCE_BY_ANA])

    assert found == Assessment(source=SourceGrade.NOT_USUALLY_RELIABLE)
    assert found.code == "D-"
    assert not found.is_complete
    assert assessed([SOURCE_BY_ANA, grade(Part.INFORMATION, "2")]) == Assessment(
        source=SourceGrade.USUALLY_RELIABLE, information=InformationGrade.PROBABLY_TRUE
    )
