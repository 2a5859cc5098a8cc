"""Grading a report in two parts that do not see one another: could this person know, and does it fit what others told?

The scale is the field's old one: the source A to F, the information 1 to 6 (NATO STANAG 2511, the "Admiralty code").
The one thing to know is the blindness: the first part is asked without what others told, the second without the
teller, their line and the first answer; and nobody grades what they took in. On screens no letters are shown, only
the questions.

A grade is an opinion with a name and an instant. It is superseded, never edited; see `haal.storage.assessment`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain.ids import PersonId, ReportId


class Part(StrEnum):
    """The two questions."""

    SOURCE = "source"
    INFORMATION = "information"


class SourceGrade(StrEnum):
    """Could this person know, and have they told truly before?"""

    RELIABLE = "A"
    USUALLY_RELIABLE = "B"
    FAIRLY_RELIABLE = "C"
    NOT_USUALLY_RELIABLE = "D"
    UNRELIABLE = "E"
    CANNOT_BE_JUDGED = "F"


class InformationGrade(StrEnum):
    """Does it fit what others told?"""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


RELIABLE_GRADES = frozenset({SourceGrade.RELIABLE, SourceGrade.USUALLY_RELIABLE, SourceGrade.FAIRLY_RELIABLE})

SUPPORTING_GRADES = frozenset(
    {InformationGrade.CONFIRMED, InformationGrade.PROBABLY_TRUE, InformationGrade.POSSIBLY_TRUE}
)


class AssessmentReason(StrEnum):
    """Why a grade is not taken."""

    OWN_REPORT = "own-report"
    GRADED_THIS_PART = "graded-this-part"
    NOT_A_GRADE = "not-a-grade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One part of one report, graded by one person. `value` is of the scale of its part."""

    report_id: ReportId
    part: Part
    value: str
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What is known of a report's grade: each part, or None while it waits."""

    source: SourceGrade | None = None
    information: InformationGrade | None = None

    @property
    def is_complete(self) -> bool:
        """Whether both parts were answered."""
        return self.source is not None and self.information is not None

    @property
    def is_reliable(self) -> bool:
        """Whether the teller counts as a line of their own: both parts answered, fairly reliable or better."""
        return self.is_complete and self.source in RELIABLE_GRADES

    @property
    def supports(self) -> bool:
        """Whether figures of the report may be built on: both parts answered, possibly true or better, teller not
        unreliable.
        """
        return self.is_complete and self.information in SUPPORTING_GRADES and self.source is not SourceGrade.UNRELIABLE

    @property
    def code(self) -> str:
        """The field's shorthand for exports, `B2`; a part that waits is a dash."""
        return f"{self.source.value if self.source else '-'}{self.information.value if self.information else '-'}"


def assessed(grades: Iterable[Grade]) -> Assessment:
    """Return the standing assessment: of each part the latest grade."""
    latest: dict[Part, Grade] = {}
    for grade in sorted(grades, key=lambda each: each.at):
        latest[grade.part] = grade
    source, information = latest.get(Part.SOURCE), latest.get(Part.INFORMATION)
    return Assessment(
        source=SourceGrade(source.value) if source else None,
        information=InformationGrade(information.value) if information else None,
    )


def is_of_the_scale(part: Part, value: str) -> bool:
    """Return whether `value` is a grade of that part."""
    scale: type[StrEnum] = SourceGrade if part is Part.SOURCE else InformationGrade
    return value in {member.value for member in scale}


def why_not_grade(
    *, part: Part, value: str, by: PersonId, taken_in_by: str | None, earlier: Iterable[Grade]
) -> AssessmentReason | None:
    """Return what forbids `by` to answer `part`, or None.

    One person may answer both parts, in two steps: the second page does not show the first answer. The same part is
    answered again only by somebody else, so that nobody is asked until the answer pleases.
    """
    if taken_in_by is not None and taken_in_by == by:
        return AssessmentReason.OWN_REPORT
    if not is_of_the_scale(part, value):
        return AssessmentReason.NOT_A_GRADE
    if any(grade.part is part and grade.by == by for grade in earlier):
        return AssessmentReason.GRADED_THIS_PART
    return None


def parts_open_to(*, by: PersonId, taken_in_by: str | None, earlier: Iterable[Grade]) -> tuple[Part, ...]:
    """Return the parts that nobody answered yet and that `by` may answer, in the order in which they are asked."""
    if taken_in_by is not None and taken_in_by == by:
        return ()
    answered = {grade.part for grade in earlier}
    return tuple(part for part in Part if part not in answered)
