"""Whoever is named: one consistent exchange of all party labels, in fields and in texts, changes no link, origin, range or
verdict. What goes through the box (grades, queues, publications, lists) is in `tests/services/testify/test_impartial.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories_claims import a_claim, evidence, says
from tests.factories_parties import PARTIES
from tests.factories_press import press_reports

from haal.domain.casualties import Claim, ranges
from haal.domain.claim.actor import Likeness, likeness
from haal.domain.claim.judge import actors_of, judge
from haal.domain.claim.stated import ClaimKind
from haal.domain.ids import ReportId
from haal.domain.incident import EventType
from haal.domain.report import Report, Responsibility, ResponsibilityKind
from haal.linkage import headlines
from haal.linkage.origin.groups import groups
from haal.linkage.origin.speakers import first_speakers
from haal.linkage.origin.witness import witness_of
from haal.linkage.reports.cluster import cluster
from haal.linkage.reports.levels import row
from haal.linkage.reports.seen import seen_of
from haal.linkage.told import told_of

REPORTS = press_reports()[:24]
KINDS = tuple(ResponsibilityKind)
HEADLINES = (
    ("Suicide bomber kills 14 at shrine in Sukkur", 10), ("At least 13 killed in shrine bombing in Sukkur", 10),
    ("Two policemen guarding polio team shot dead in Bannu", 10), ("Five passengers taken off bus near Turbat", 11),
    ("Bus passengers abducted near Turbat, five missing", 12), ("Roadside bomb kills three in Turbat", 29),
)  # fmt: skip
# Labels of which none is a sort of party and no two could mean one: of those a claim and a report can name the same or another.
NAMES = (
    "Baloch Liberation Front", "Islamic State", "Lashkar-e-Jhangvi", "Frontier Corps", "Jaish al-Adl", "Revolutionary Guards", "CTD",
)  # fmt: skip
arranged = st.permutations(PARTIES)
renamed = st.permutations(NAMES)


def _named(report: Report, *, party: str, other: str, kind: ResponsibilityKind) -> Report:
    """Return a report in which one party is named as the doer and another speaks, in fields and in the text."""
    answers = report.answers
    heard = f"{answers.heard} {other} said that {party} did it. A man in {party} denied it."
    figures = tuple(replace(one, said_by=other) for one in answers.figures)
    where = replace(answers.where, words=f"{answers.where.words}, in an area held by {party}")
    blamed = Responsibility(kind=kind, party=party, said_by=other)
    return replace(
        report, answers=replace(answers, heard=heard, figures=figures, where=where, responsibility=(blamed,))
    )


def _reports(parties: Sequence[str]) -> list[Report]:
    return [
        _named(report, party=parties[at], other=parties[-1 - at], kind=KINDS[at % len(KINDS)])
        for at, report in enumerate(REPORTS)
    ]


def _links(parties: Sequence[str]) -> object:
    return cluster([told_of(report) for report in _reports(parties)])


def _origins(parties: Sequence[str]) -> object:
    witnesses = [witness_of(report) for report in _reports(parties)]
    found = tuple(groups(witnesses))
    return [(group.line, group.reports) for group in found], first_speakers(found, witnesses)


def _ranges(parties: Sequence[str]) -> object:
    claims = [
        Claim(counted=figure.counted, scope=figure.scope, low=figure.low, high=figure.high, line=report.source.line,
              report_id=ReportId(report.id), said_at=report.source.published, is_supported=at % 2 == 0)
        for at, report in enumerate(_reports(parties))
        for figure in report.answers.figures
    ]  # fmt: skip
    return ranges(claims)


def _headlines(parties: Sequence[str]) -> object:
    rows = [
        headlines.Row(report_id=f"h{at}", outlet=f"o{at % 3}", day=date(2031, 5, day),
                      headline=f"{text} by {parties[at]}: {parties[-1 - at]}")
        for at, (text, day) in enumerate(HEADLINES)
    ]  # fmt: skip
    return headlines.cluster(rows)


STANDING = {each: each(PARTIES) for each in (_links, _origins, _ranges, _headlines)}


@pytest.mark.parametrize("question", list(STANDING), ids=lambda each: each.__name__.strip("_"))
@settings(max_examples=15, deadline=None)
@given(parties=arranged)
def test_exchanging_the_labels_of_parties_changes_nothing(question, parties):
    assert question(parties) == STANDING[question]


def test_none_of_the_names_could_mean_another():
    assert {likeness(one, other, names=NAMES) for one in NAMES for other in NAMES if one != other} == {Likeness.OTHER}


@settings(max_examples=40, deadline=None)
@given(
    names=renamed,
    stated=st.integers(0, len(NAMES) - 1),
    told=st.lists(st.tuples(st.integers(0, len(NAMES) - 1), st.sampled_from(KINDS)), min_size=1, max_size=4),
    kind=st.sampled_from([ClaimKind.INCIDENT, ClaimKind.PATTERN]),
)
def test_exchanging_the_names_in_claims_and_reports_alike_changes_no_verdict(names, stated, told, kind):
    def judged(called: Sequence[str]) -> object:
        claim = a_claim(f"A bomb went off at a market, carried out by {called[stated]}.", kind=kind)
        reports = [
            evidence(f"R{at}xx", f"A bomb, said of {called[party]}.", parties=says(called[party], how))
            for at, (party, how) in enumerate(told)
        ]
        (actor,) = actors_of([claim], names=called)
        found = judge(claim, reports, stated=actor, names=called)
        return found.verdict, found.coded, [(one.facet, one.finding, one.pro, one.con) for one in found.answers]

    assert judged(names) == judged(NAMES)


def test_taken_by_whom_is_no_reason_for_or_against_a_link():
    one = told_of(REPORTS[0])
    taken = [
        seen_of(replace(one, report_id=ReportId(f"r{place}"), event_type=kind, page=""))
        for place, kind in enumerate((EventType.ABDUCTION, EventType.ENFORCED_DISAPPEARANCE))
    ]
    other = seen_of(replace(one, report_id=ReportId("r9"), event_type=EventType.HOSTAGE_TAKING, page=""))

    assert row(taken[0], other) == row(taken[1], other)
