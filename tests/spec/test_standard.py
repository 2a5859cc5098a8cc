"""Rule book: by which standard an incident is told in a bundle."""

from __future__ import annotations

import pytest

from haal.domain.record.standard import Standard, standard_of


@pytest.mark.parametrize(
    ("lines", "graded", "expected"),
    [
        (0, 0, Standard.REPORTED),
        (1, 0, Standard.REPORTED),
        (1, 1, Standard.REPORTED),
        (2, 0, Standard.CORROBORATED),
        (2, 1, Standard.CORROBORATED),
        (9, 1, Standard.CORROBORATED),
        (2, 2, Standard.REASONABLE_GROUNDS),
        (9, 3, Standard.REASONABLE_GROUNDS),
    ],
)
def test_the_standard_follows_from_lines_and_blind_grades(lines, graded, expected):
    assert standard_of(lines_count=lines, graded_lines_count=graded) is expected
