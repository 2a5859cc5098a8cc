"""What linking sees of a report, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.factories_press import press_reports

from haal.domain.report import Responsibility, ResponsibilityKind
from haal.linkage.told import month_of, place_words, told_of


def test_naming_another_party_changes_nothing_that_linking_sees():
    for report in press_reports()[:60]:
        swapped = replace(
            report,
            answers=replace(
                report.answers,
                responsibility=(Responsibility(kind=ResponsibilityKind.CLAIMED, party="armed group X"),),
            ),
        )

        assert told_of(swapped) == told_of(report)


def test_a_month_is_a_stretch_and_not_a_day():
    by_id = {report.id: told_of(report) for report in press_reports()}
    stretches = [told for told in by_id.values() if told.span]

    assert stretches
    assert all(told.day is None for told in stretches)
    assert month_of("2024-02").last == date(2024, 2, 29)
    assert month_of("2024-13") is None


def test_common_words_and_the_district_do_not_tell_places_apart():
    assert place_words("near Shahwani Stadium, Sariab area, Quetta", district="Quetta") == {
        "shahwani",
        "stadium",
        "sariab",
    }
