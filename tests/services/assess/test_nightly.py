"""A look over everything proposes and never rewrites; at night it is taken by itself."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories import NOW
from tests.factories_assess import ANA, BO, GWADAR, told

from haal.domain.errors import KeysLocked, NotFound, Refused
from haal.jobs import clock
from haal.jobs import nightly as job
from haal.services.assess import link, merge, queries
from haal.services.assess.decide import nightly
from haal.services.assess.decide.nightly import compared
from haal.services.people import health
from haal.storage import audit
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage.ground import keys
from haal.storage.together import same

pytestmark = pytest.mark.django_db


def groups(**members: str) -> dict[str, list[str]]:
    return {name: each.split() for name, each in members.items()}


def homes(**incidents: str) -> dict[str, str]:
    return {report: incident for incident, reports in incidents.items() for report in reports.split()}


def test_what_stands_as_it_would_is_left_alone():
    found = compared(groups(g="a b", h="c"), homes=homes(i1="a b", i2="c"), sure={"a", "b", "c"})

    assert (found.moves, found.merges, found.apart) == ((), (), ())
    assert (found.reports, found.groups) == (3, 2)


def test_a_stray_moves_a_waiting_report_is_linked_two_incidents_merge_and_a_part_stands_apart():
    found = compared(
        groups(g="a b x w", h="c d", k="e f", m="p q"),
        homes=homes(i1="a b", i2="c x d", i3="e", i4="f", i5="r s t p q"),
        sure=set("abcdefpqrstwx"),
    )

    assert {(move.report_id, move.to, move.out_of) for move in found.moves} == {("x", "i1", "i2"), ("w", "i1", None)}
    assert found.merges == (("i3", "i4"),)
    assert found.apart == ()  # of i5 only this part was seen: it lives there


def test_a_group_in_which_no_incident_lives_stands_apart():
    found = compared(groups(g="r s t", m="p q"), homes=homes(i5="r s t p q"), sure=set("rstpq"))

    assert found.apart == (("p", "q"),)


@pytest.fixture
def strayed():
    """A report of a blast that a person linked to an incident in another town; returns report, right and wrong incident."""
    blast = link.consider(report_id=told(), now=NOW).incident_id
    for killed in (13, 14):
        link.consider(report_id=told(killed=killed, line=f"own:{killed}"), now=NOW)
    other = {
        "place": GWADAR,
        "day": date(2026, 1, 9),
        "published": date(2026, 1, 9),
        "killed": None,
        "heard": "Fishermen were led away from the harbour.",
        "event_type": "abduction",
    }
    wrong = link.consider(report_id=told(**other), now=NOW).incident_id
    link.consider(report_id=told(**other, line="wire:AFP"), now=NOW)
    stray = told(line="own:Herald")
    link.accept(report_id=stray, incident_id=wrong, by=ANA, now=NOW)
    return stray, blast, wrong


def test_a_stray_is_proposed_and_stays_until_a_person_moves_it(strayed):
    stray, blast, wrong = strayed

    found = nightly.look()
    assert nightly.propose(found=found, now=NOW) == 1
    assert nightly.propose(found=nightly.look(), now=NOW) == 0  # asked once

    assert link_rows.incident_of(stray) == wrong
    assert [row.report.id for row in queries.queue(by=BO).to_link] == [stray]
    assert link.accept(report_id=stray, incident_id=blast, by=BO, now=NOW)
    assert link_rows.incident_of(stray) == blast
    assert stray not in incident_rows.get(wrong).reports
    assert nightly.look().moves == ()


def test_a_refused_move_is_not_proposed_again(strayed):
    stray, blast, wrong = strayed
    nightly.propose(found=nightly.look(), now=NOW)

    link.refuse(report_id=stray, by=BO, now=NOW)

    assert link_rows.incident_of(stray) == wrong
    assert nightly.propose(found=nightly.look(), now=NOW) == 0
    with pytest.raises(NotFound):
        link.refuse(report_id=stray, by=BO, now=NOW)
    with pytest.raises(Refused):
        link.accept(report_id=stray, incident_id=blast, by=BO, now=NOW)  # linked, and nothing proposes it now


def test_two_incidents_that_may_be_one_are_asked_about_once():
    first = link.consider(report_id=told(), now=NOW).incident_id
    waits = told(line="wire:AFP")
    second = link.begin(report_id=waits, by=ANA, now=NOW)

    assert nightly.propose(found=nightly.look(), now=NOW) == 1
    assert len(queries.queue(by=ANA).perhaps_same) == 1
    assert queries.incident(incident_id=first, by=ANA).perhaps_same == (second,)

    merge.refuse(one=second, other=first, by=ANA, now=NOW)
    assert same.open_ones() == ()
    assert nightly.propose(found=nightly.look(), now=NOW) == 0
    assert incident_rows.get(second).reports == (waits,)


def test_a_merge_answers_what_was_proposed():
    first = link.consider(report_id=told(), now=NOW).incident_id
    second = link.begin(report_id=told(line="wire:AFP"), by=ANA, now=NOW)
    nightly.propose(found=nightly.look(), now=NOW)

    merge.merge(kept=first, gone=second, reason="one blast", by=ANA, now=NOW)

    assert same.open_ones() == ()


THREE_IN_KARACHI = datetime(2026, 3, 4, 22, 0, tzinfo=UTC)


def doctor(now):
    return next(seen for seen in health.examine(now=now) if seen.what == "look over all reports")


@pytest.mark.parametrize(
    ("hour", "last_hours_ago", "expected"),
    [
        (1, None, False),
        (2, None, True),
        (5, None, True),
        (6, None, False),
        (3, 19, False),
        (3, 20, True),
        (14, 90, False),
    ],
)
def test_it_is_due_once_a_night(hour, last_hours_ago, expected):
    if last_hours_ago is not None:
        at = NOW - timedelta(hours=last_hours_ago)
        nightly.propose(found=compared({}, homes={}, sure=set()), now=at)

    assert nightly.is_due(now=NOW, hour=hour) is expected


def test_at_night_by_the_clock_on_the_wall_the_box_asks_by_itself_and_the_doctor_says_when():
    link.consider(report_id=told(), now=NOW)
    link.begin(report_id=told(line="wire:AFP"), by=ANA, now=NOW)

    assert job.run(THREE_IN_KARACHI - timedelta(hours=4)) == 0
    assert doctor(THREE_IN_KARACHI).says == "not taken yet"
    assert job.run(THREE_IN_KARACHI) == 1
    assert job.run(THREE_IN_KARACHI + timedelta(minutes=30)) == 0

    assert len(same.open_ones()) == 1
    assert audit.latest(limit=1)[0].what == "nightly-looked"
    assert (doctor(THREE_IN_KARACHI).well, doctor(THREE_IN_KARACHI).says) == (True, "last on 2026-03-04")
    assert not doctor(THREE_IN_KARACHI + timedelta(days=4)).well


def test_while_the_keys_are_away_it_waits_and_says_so(caplog, monkeypatch):
    link.consider(report_id=told(), now=NOW)
    monkeypatch.setattr(logging.getLogger("haal"), "propagate", True)
    keys.lock()
    keys.forget()

    with pytest.raises(KeysLocked):
        job.run(THREE_IN_KARACHI)
    assert not clock.run_round(clock.NIGHT_JOBS, now=THREE_IN_KARACHI, last={})  # nothing worse comes of it

    assert "waits for the keys" in caplog.text
    assert "waits for the keys" in doctor(THREE_IN_KARACHI).says
    assert nightly.is_due(now=THREE_IN_KARACHI, hour=3)
