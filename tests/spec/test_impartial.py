"""Whoever is named: one consistent exchange of all party names, in fields and in texts, changes no link, origin or range."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories_press import press_reports

from haal.domain.casualties import Claim, ranges
from haal.domain.ids import ReportId
from haal.domain.incident import EventType
from haal.domain.report import Report, Responsibility, ResponsibilityKind
from haal.linkage.origin.groups import groups
from haal.linkage.origin.witness import witness_of
from haal.linkage.reports.cluster import cluster
from haal.linkage.reports.levels import row
from haal.linkage.reports.seen import seen_of
from haal.linkage.told import told_of

PARTIES = (
    "Islamic State",
    "Baloch Liberation Army",
    "the Pakistani military",
    "Pakistani Taliban",
    "CTD",
    "داعش",
    "فوج",
    "militants",
)
REPORTS = press_reports()[:24]


def _named(report: Report, party: str) -> Report:
    """Return a report in which a party is blamed, in a field and in the text."""
    blamed = Responsibility(kind=ResponsibilityKind.ALLEGED_BY_OFFICIAL, party=party)
    heard = f"{report.answers.heard} Officials said that {party} did it."
    return replace(report, answers=replace(report.answers, heard=heard, responsibility=(blamed,)))


def _everything(parties: tuple[str, ...]) -> tuple[object, ...]:
    reports = [_named(report, parties[place % len(parties)]) for place, report in enumerate(REPORTS)]
    placed = cluster([told_of(report) for report in reports])
    origins = groups(witness_of(report) for report in reports)
    claims = [
        Claim(counted=figure.counted, scope=figure.scope, low=figure.low, high=figure.high, line=report.source.line,
              report_id=ReportId(report.id), said_at=report.source.published)
        for report in reports
        for figure in report.answers.figures
    ]  # fmt: skip
    return placed, [(group.line, group.reports) for group in origins], ranges(claims)


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(list(permutations(PARTIES))[:: 40320 // 97]))
def test_exchanging_the_names_of_parties_changes_nothing(parties):
    assert _everything(parties) == _everything(PARTIES)


def test_taken_by_whom_is_no_reason_for_or_against_a_link():
    one = told_of(REPORTS[0])
    taken = [
        seen_of(replace(one, report_id=ReportId(f"r{place}"), event_type=kind, page=""))
        for place, kind in enumerate((EventType.ABDUCTION, EventType.ENFORCED_DISAPPEARANCE))
    ]
    other = seen_of(replace(one, report_id=ReportId("r9"), event_type=EventType.HOSTAGE_TAKING, page=""))

    assert row(taken[0], other) == row(taken[1], other)
