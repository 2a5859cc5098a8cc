"""What became of reports by the kind of actor they name: counted by the clock, shown in steps, of all reports alike."""

from __future__ import annotations

from datetime import timedelta
from itertools import count as numbers

import pytest
from tests.factories import NOW
from tests.factories_assess import ANA, BO, DAY, GWADAR, QUETTA
from tests.factories_publication import EMRE, LATER, at, drafted, incident_of, released

from haal.domain.alleged import Row
from haal.domain.errors import KeysLocked
from haal.domain.ids import ReportId
from haal.domain.publication import ActorCategory, WithdrawnWhy
from haal.domain.report import (
    Answers,
    Channel,
    Counted,
    DateKnown,
    Figure,
    Happened,
    Incoming,
    PlaceCandidate,
    Responsibility,
    ResponsibilityKind,
    Scope,
    Source,
    Where,
)
from haal.jobs import alleged as job
from haal.services.assess.merge import merge
from haal.services.intake.take_in import take_in
from haal.services.testify import publish
from haal.services.testify.alleged import count, queries
from haal.storage import publication as rows
from haal.storage import report as report_rows
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db
GROUP, FORCE = "Nameless Front", "Some Army"
_number = numbers()


def naming(*parties: str, kind: ResponsibilityKind = ResponsibilityKind.ALLEGED_BY_OTHER, day: int = 0,
           place: PlaceCandidate = QUETTA) -> ReportId:  # fmt: skip
    """Take in a press report of a day in which these are said to have done it."""
    when = DAY + timedelta(days=day)
    answers = Answers(
        heard="A blast.",
        event_type="bombing",
        target_kind="market",
        happened=Happened(first=when, last=when, known=DateKnown.DAY),
        where=Where(words=place.name, district=place.name, candidates=(place,)),
        figures=(Figure(counted=Counted.KILLED, low=7, high=7, scope=Scope.ALL),),
        responsibility=tuple(Responsibility(kind=kind, party=party) for party in parties),
    )
    source = Source(line="own:Dawn", outlet="Dawn", published=when)
    key = f"a-report-that-names-{next(_number)}"
    incoming = Incoming(channel=Channel.PRESS, client_key=key, answers=answers, source=source)
    return take_in(incoming=incoming, now=NOW).report_id


def counted() -> tuple[Row, Row, Row]:
    group, force, nobody = count.exact()[0]
    return group, force, nobody


def outcomes(row: Row) -> tuple[int, int, int]:
    return row.published, row.refused, row.waiting


def taken_back(incident_id, why):
    standing = rows.standing(incident_id)
    publish.withdraw(publication_id=standing.id, why=why, by=at(EMRE, LATER), now=LATER + timedelta(days=1))


def test_a_report_waits_until_its_incident_is_public_and_is_published_from_then_on():
    incident_id = incident_of(naming(GROUP, FORCE))
    naming(kind=ResponsibilityKind.DENIED)

    assert [outcomes(row) for row in counted()] == [(0, 0, 1), (0, 0, 1), (0, 0, 1)]
    released(incident_id)
    assert [outcomes(row) for row in counted()] == [(1, 0, 0), (1, 0, 0), (0, 0, 1)]
    assert counted()[0].days_to_published == (LATER - NOW).days


def test_a_denial_alone_names_nobody():
    naming(GROUP, kind=ResponsibilityKind.DENIED)

    assert [outcomes(row) for row in counted()] == [(0, 0, 0), (0, 0, 0), (0, 0, 1)]


@pytest.mark.parametrize("party", [GROUP, FORCE])
def test_what_a_second_person_turns_away_is_refused(party):
    publication_id = drafted(incident_of(naming(party)))

    publish.agree(publication_id=publication_id, could_help_harm=True, by=at(EMRE, LATER), now=LATER)

    (row,) = (one for one in counted() if one.received)
    assert outcomes(row) == (0, 1, 0)
    assert row.days_to_refused == (LATER - NOW).days


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        (WithdrawnWhy.WRONG, (0, 1, 0)),
        (WithdrawnWhy.COULD_HARM, (0, 1, 0)),
        (WithdrawnWhy.CONSENT, (0, 0, 1)),
    ],
)
def test_what_is_taken_back_is_refused_when_the_desk_turned_it_away(why, expected):
    incident_id = incident_of(naming(GROUP))
    released(incident_id)

    taken_back(incident_id, why)

    assert outcomes(counted()[0]) == expected


def test_what_is_drafted_anew_after_a_refusal_waits_and_is_published_since_it_stands():
    incident_id = incident_of(naming(GROUP))
    released(incident_id)
    taken_back(incident_id, WithdrawnWhy.WRONG)
    later = LATER + timedelta(days=5)

    drafted(incident_id, now=later)
    assert outcomes(counted()[0]) == (0, 0, 1)

    publish.withdraw(
        publication_id=rows.under_way(incident_id).id, why=WithdrawnWhy.REPLACED, by=at(EMRE, later), now=later
    )
    released(incident_id, now=later)
    assert counted()[0].days_to_published == (later - NOW).days


def test_a_correction_does_not_begin_the_days_anew():
    incident_id = incident_of(naming(GROUP))
    released(incident_id)

    released(incident_id, summary="A bomb went off.", now=LATER + timedelta(days=9))

    assert counted()[0].days_to_published == (LATER - NOW).days


def test_a_report_of_an_incident_that_was_merged_follows_the_one_that_stays():
    stays, goes = incident_of(naming(GROUP)), incident_of(naming(GROUP, day=30, place=GWADAR))
    released(stays)

    for person in (ANA, BO):  # facts of one stand in public: two people
        merge(kept=stays, gone=goes, reason="one blast", by=person, now=LATER)

    assert outcomes(counted()[0]) == (2, 0, 0)


def test_what_was_erased_is_in_no_row():
    report_rows.erase(naming(GROUP))

    assert count.exact()[1] == 0


def test_the_clock_counts_at_once_and_then_once_a_week():
    naming(GROUP)

    assert queries.shown().rows == ()
    assert [job.run(NOW + timedelta(days=day)) for day in (0, 1, 6, 7)] == [1, 0, 0, 1]
    assert queries.shown().counted_on == (NOW + timedelta(days=7)).date()


def test_the_public_reads_steps_of_five_and_every_kind_without_a_key():
    for _ in range(6):
        naming(GROUP)
    count.count(now=NOW)
    keys.lock()
    keys.forget()

    table = queries.shown()

    assert [(row.kind, row.received, row.waiting, row.published) for row in table.rows] == [
        (ActorCategory.ARMED_GROUP, "5-9", "5-9", "0"),
        (ActorCategory.STATE_FORCE, "0", "0", "0"),
        (None, "0", "0", "0"),
    ]
    with pytest.raises(KeysLocked):
        count.count(now=NOW)
