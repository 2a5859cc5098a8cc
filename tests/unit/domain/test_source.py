"""Source lines and how many of them stand behind one thing."""

from __future__ import annotations

import pytest
from tests.factories_press import gold_rows, press_rows

from haal.domain.source import LineKind, SourceLine, Voice, corroboration, line_of


@pytest.mark.parametrize(
    ("words", "outlet", "line"),
    [
        ("own", "Dawn", "own:Dawn"),
        ("own:Dawn", "", "own:Dawn"),
        ("syndicated:Dawn", "A Copying Site", "own:Dawn"),
        ("wire:AFP", "Dawn", "wire:AFP"),
        ("unknown", "A Blog", "unknown:A Blog"),
        ("", "A Blog", "unknown:A Blog"),
        ("own", "Express News (Urdu)", "own:Express News"),
        ("syndicated:The Balochistan Post (via ANI)", "A Copying Site", "own:The Balochistan Post"),
    ],
)
def test_a_copy_stands_on_the_line_it_was_copied_from(words, outlet, line):
    assert str(line_of(words, outlet=outlet)) == line


def test_nine_in_ten_lines_of_the_press_reports_are_the_ones_that_people_read():
    read_by_people = {row["report_id"]: row["source_group"] for row in gold_rows()}

    found = {row["report_id"]: str(line_of(row["origin"], outlet=row["outlet"])) for row in press_rows()}

    assert sum(found[report] == group for report, group in read_by_people.items()) >= 0.9 * len(found)


def line(words: str) -> SourceLine:
    return line_of(words)


@pytest.mark.parametrize(
    ("voices", "count", "most"),
    [
        ([], 0, 0),
        (["own:Dawn", "own:Dawn", "syndicated:Dawn"], 1, 1),
        (["own:Dawn", "wire:AFP"], 2, 2),
        (["own:Dawn", "unknown:A", "unknown:B"], 1, 3),
        (["teller:r_1", "teller:r_2", "teller:r_3"], 1, 1),
    ],
)
def test_lines_count_not_reports(voices, count, most):
    found = corroboration(Voice(line=line(words)) for words in voices)

    assert (found.count, found.lines_max) == (count, most)


def test_ten_thousand_made_up_reports_weigh_as_one_and_two_known_tellers_as_two():
    made_up = [Voice(line=SourceLine(kind=LineKind.TELLER, name=f"r_{number}")) for number in range(10_000)]
    known = [Voice(line=SourceLine(kind=LineKind.TELLER, name=name), reliable=True) for name in ("r_a", "r_b")]

    assert corroboration(made_up).count == 1
    assert corroboration([*known, *made_up]).count == 3
