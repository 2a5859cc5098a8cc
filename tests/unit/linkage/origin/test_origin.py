"""Which reports go back to one newsroom or agency: by credits surely, by signs perhaps; and whom the lines quote."""

from datetime import date

from tests.factories_press import press_reports

from haal.linkage.origin.groups import groups, sure_lines
from haal.linkage.origin.speakers import first_speakers
from haal.linkage.origin.witness import Witness, witness_of


def _members(witnesses):
    return {frozenset(group.reports) for group in groups(witnesses)}


def test_two_papers_with_one_agency_credit_are_one_line():
    told = [
        Witness(report_id="a", outlet="Dawn", credit="wire:AFP", published=date(2025, 9, 3)),
        Witness(report_id="b", outlet="Le Monde", credit="wire:AFP", published=date(2025, 9, 3)),
        Witness(report_id="c", outlet="Dawn", credit="own", published=date(2025, 9, 3)),
    ]

    assert _members(told) == {frozenset({"a", "b"}), frozenset({"c"})}
    assert all(group.is_certain for group in groups(told))


def test_a_copy_stands_on_the_newsroom_it_was_copied_from():
    told = [
        Witness(report_id="own", outlet="Dawn", credit="own:Dawn", published=date(2025, 9, 3)),
        Witness(report_id="copy", outlet="Some Mirror", credit="syndicated:Dawn", published=date(2025, 9, 4)),
    ]

    assert _members(told) == {frozenset({"own", "copy"})}
    assert len(set(sure_lines(told).values())) == 1


def test_different_newsrooms_stay_apart_whatever_they_count():
    figures = frozenset({("killed", "all", 15)})
    told = [
        Witness(report_id="a", outlet="Dawn", credit="own:Dawn", figures=figures),
        Witness(report_id="b", outlet="Geo", credit="own:Geo", figures=figures),
    ]

    assert len(_members(told)) == 2


def test_every_report_is_in_one_group_and_the_order_changes_nothing():
    told = [witness_of(report) for report in press_reports()[:60]]

    found = groups(told)

    assert sorted(name for group in found for name in group.reports) == sorted(one.report_id for one in told)
    assert groups(reversed(told)) == found


def test_lines_that_name_nobody_are_told_apart_from_those_that_quote_an_office():
    told = [
        Witness(report_id="a", credit="own:Dawn", outlet="Dawn", said_by=("police",)),
        Witness(report_id="b", credit="own:Geo", outlet="Geo", said_by=("police",)),
        Witness(report_id="c", credit="own:Ary", outlet="Ary"),
    ]

    seen = first_speakers(groups(told), told)

    assert len(seen.offices) == 1
    assert seen.silent_lines_count == 1
