"""What waits is done once: each end is asked once, a row that fails holds nobody up, and the desks are told what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.factories import NOW, actor
from tests.factories_assess import told
from tests.factories_publication import DORI, LATER, at, drafted, from_teller, incident, incident_of, released
from tests.factories_warnings import BLAST, agreed, subscribe, warners

from haal.domain.access import Role
from haal.domain.errors import KeysLocked, NotFound
from haal.domain.incident import Did, End, Outcome
from haal.domain.publication import State
from haal.domain.report import Consents, TestifyConsent
from haal.domain.warning import Mode
from haal.services import flow
from haal.services.assess import link, merge
from haal.services.assess.keep import INCIDENT_CHANGED
from haal.services.testify import publication_queries
from haal.services.warn import draft
from haal.services.warn import queries as warn_queries
from haal.services.warn.duty import desk
from haal.storage import audit, outbox, publication
from haal.storage import link as link_rows
from haal.storage import report as report_rows
from haal.storage.ground import keys
from haal.storage.outbox import OutboxRow

VERIFIER = actor(Role.VERIFIER, name="calm-otter")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


def drain_all(now=NOW):
    """Drain until nothing is due; return how many rows were done."""
    done = 0
    while step := flow.drain(now=now, limit=10):
        done += step
    return done


@pytest.fixture
def asked(monkeypatch):
    """Let each end note that it was asked, and by which row."""
    seen = []

    def end(name):
        def consider(*, incident_id, now):
            seen.append((name, incident_id))
            return Outcome(end=name)

        return consider

    monkeypatch.setattr(flow.warn, "consider", end(End.WARN))
    monkeypatch.setattr(flow.taken_in, "consider_incident", end(End.HELP))
    monkeypatch.setattr(flow.testify, "consider", end(End.TESTIFY))
    return seen


def test_each_end_is_asked_once_about_an_incident_that_changed(asked):
    outbox.put(kind=INCIDENT_CHANGED, subject="i_some", now=NOW)

    assert flow.drain(now=NOW, limit=10) == 1
    assert flow.drain(now=NOW, limit=10) == 0

    assert asked == [(End.WARN, "i_some"), (End.HELP, "i_some"), (End.TESTIFY, "i_some")]
    assert outbox.count() == 0


def test_every_end_answers_for_itself():
    incident_id = incident("own:Dawn")

    answers = flow.after_assessment(incident_id=incident_id, now=NOW)

    assert [answer.end for answer in answers] == list(End)
    assert {answer.did for answer in answers} == {Did.NOTHING}


def test_a_report_becomes_an_incident_and_the_ends_are_asked(asked):
    report_id = told()

    assert drain_all() == 2

    incident_id = link_rows.incident_of(report_id)
    assert incident_id is not None
    assert asked == [(end, incident_id) for end in End]


class Bug(Exception):
    """A fault of ours."""


@pytest.mark.parametrize("error", [Bug("private words"), NotFound(), ValueError("private words"), ZeroDivisionError()])
def test_a_row_that_fails_is_put_off_by_name_and_holds_nobody_up(monkeypatch, caplog, error):
    def fail(_subject, _now):
        raise error

    done = []
    kinds = {"bad": fail, "good": lambda subject, _now: done.append(subject)}
    monkeypatch.setattr(flow, "DO", kinds)
    for number, kind in enumerate(["good", "bad", "good"]):
        outbox.put(kind=kind, subject=f"x_{number}", now=NOW)

    assert flow.drain(now=NOW, limit=10) == 2

    (row,) = OutboxRow.objects.all()
    assert done == ["x_0", "x_2"]
    assert (row.tries, row.error, row.not_before) == (1, type(error).__name__, NOW + timedelta(seconds=30))
    assert "private words" not in caplog.text


def test_what_a_failed_row_wrote_is_undone_with_it(monkeypatch):
    def write_then_fail(_subject, now):
        outbox.put(kind="half", subject="x", now=now)
        raise Bug

    monkeypatch.setattr(flow, "DO", {"bad": write_then_fail})
    outbox.put(kind="bad", subject="x_1", now=NOW)

    flow.drain(now=NOW, limit=10)

    assert [row.kind for row in OutboxRow.objects.all()] == ["bad"]


def test_a_kind_that_nobody_knows_waits_for_an_upgrade_and_stops_nothing():
    outbox.put(kind="from-a-newer-version", subject="x_1", now=NOW)
    report_id = told()

    drain_all()

    assert link_rows.incident_of(report_id) is not None
    (row,) = OutboxRow.objects.all()
    assert (row.kind, row.error) == ("from-a-newer-version", "UnknownKind")


def test_a_row_is_tried_ever_more_rarely_but_never_given_up(monkeypatch):
    def fail(_subject, _now):
        raise Bug

    monkeypatch.setattr(flow, "DO", {"bad": fail})
    outbox.put(kind="bad", subject="x_1", now=NOW)
    now, waits = NOW, []
    for _ in range(12):
        flow.drain(now=now, limit=10)
        row = OutboxRow.objects.get()
        waits.append(int((row.not_before - now).total_seconds()))
        now = row.not_before

    assert waits[:4] == [30, 60, 120, 240]
    assert waits[-1] == flow.RETRY_SECONDS_MAX
    assert row.tries == 12


def test_while_the_keys_are_away_rows_wait_and_do_not_count_as_tried():
    told()
    keys.forget()

    with pytest.raises(KeysLocked):
        flow.drain(now=NOW, limit=10)

    (row,) = OutboxRow.objects.all()
    assert (row.tries, row.error) == (0, "")


class TestAnyOrder(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(kinds=st.lists(st.sampled_from(["good", "bad", "unknown"]), max_size=25), limit=st.integers(1, 7))
    def test_whatever_waits_in_whatever_order_the_good_rows_are_done_once(self, kinds, limit):
        done = []

        def fail(_subject, _now):
            raise Bug

        before, flow.DO = flow.DO, {"good": lambda subject, _now: done.append(subject), "bad": fail}
        try:
            for number, kind in enumerate(kinds):
                outbox.put(kind=kind, subject=f"x_{number}", now=NOW)
            while outbox.due(now=NOW, limit=1):
                flow.drain(now=NOW, limit=limit)
        finally:
            flow.DO = before

        assert done == [f"x_{number}" for number, kind in enumerate(kinds) if kind == "good"]
        assert OutboxRow.objects.count() == sum(kind != "good" for kind in kinds)


def warned(incident_id):
    """Issue a warning that was written from the incident; return it and the two who agreed."""
    two = warners()
    subscribe(3)
    by = two[0]
    warning_id = draft.draft(written=replace(BLAST, incident_id=incident_id), mode=Mode.ACTUAL, by=by, now=NOW)
    agreed(warning_id, *two)
    return warning_id, by


def ground_of(warning_id, by, now=NOW):
    page = desk.screen(warning_id=warning_id, by=by, now=now)
    (line,) = desk.listing(by=by, now=now).lines
    assert line.ground_changed_at == page.ground_changed_at
    return page.ground_changed_at


def test_a_warning_whose_incident_was_merged_away_is_shown_to_the_desk_and_not_ended():
    gone, kept = incident("own:Dawn"), incident("own:Geo", killed=200, day=NOW.date() - timedelta(days=40))
    assert gone != kept
    warning_id, by = warned(gone)
    drain_all()
    assert ground_of(warning_id, by) is None

    merge.merge(kept=kept, gone=gone, reason="the same market", by=VERIFIER, now=NOW)
    drain_all()
    again = drain_all(now=NOW + timedelta(minutes=1))

    assert ground_of(warning_id, by) == NOW
    assert again == 0
    assert warn_queries.live_count() == 1
    assert [entry.what for entry in audit.latest(limit=50)].count("warning-ground-changed") == 1


def test_a_warning_gets_its_ground_back_when_the_report_is_linked_again():
    report_id = told()
    incident_id = incident_of(report_id)
    warning_id, by = warned(incident_id)
    drain_all()

    link.undo(report_id=report_id, by=VERIFIER, now=NOW)
    drain_all()
    lost = ground_of(warning_id, by)
    link.accept(report_id=report_id, incident_id=incident_id, by=VERIFIER, now=NOW)
    drain_all()

    assert lost == NOW
    assert ground_of(warning_id, by) is None


def to_correct(incident_id):
    return publication.standing(incident_id).to_correct_at


def test_what_is_public_is_marked_when_the_reports_say_something_else_and_never_changed_by_itself():
    incident_id = incident("own:Dawn", "wire:AFP")
    drain_all(now=LATER)
    publication_id = released(incident_id)
    before = publication_queries.one(incident_id=incident_id)
    outbox.put(kind=INCIDENT_CHANGED, subject=incident_id, now=LATER)
    drain_all(now=LATER)
    assert to_correct(incident_id) is None

    late = told(line="own:Geo", killed=21)
    link.consider(report_id=late, now=LATER)
    drain_all(now=LATER)

    assert link_rows.incident_of(late) == incident_id
    assert to_correct(incident_id) == LATER
    assert publication_queries.one(incident_id=incident_id) == before
    (listed,) = publication_queries.desk(by=at(DORI, LATER))
    assert (listed.id, listed.to_correct_at) == (publication_id, LATER)


def test_the_mark_goes_when_the_reports_say_again_what_is_public():
    incident_id = incident("own:Dawn", "wire:AFP")
    released(incident_id)
    late = told(line="own:Geo", killed=21)
    link.consider(report_id=late, now=LATER)
    drain_all(now=LATER)
    marked = to_correct(incident_id)

    link.undo(report_id=late, by=at(VERIFIER, LATER), now=LATER)
    drain_all(now=LATER)

    assert marked == LATER
    assert to_correct(incident_id) is None


def consent(report_id, testify):
    report_rows.set_consents(report_id, Consents(testify=testify))
    outbox.put(kind="consent-changed", subject=report_id, now=LATER)


def test_a_teller_who_takes_consent_back_leaves_at_the_next_correction_and_the_publisher_is_told():
    teller = from_teller()
    report_rows.set_consents(teller, Consents(testify=TestifyConsent.PRESS))
    incident_id = incident_of(teller, told(line="own:Dawn"))
    released(incident_id)
    drain_all(now=LATER)
    assert to_correct(incident_id) is None

    consent(teller, TestifyConsent.NOBODY)
    drain_all(now=LATER)

    assert to_correct(incident_id) == LATER


def test_when_nobody_agrees_any_more_what_is_public_is_withdrawn_at_once_even_while_a_new_draft_waits():
    teller = from_teller()
    report_rows.set_consents(teller, Consents(testify=TestifyConsent.PRESS))
    incident_id = incident_of(teller)
    standing = released(incident_id)
    drafted(incident_id)
    drain_all(now=LATER)

    consent(teller, TestifyConsent.NOBODY)
    drain_all(now=LATER)

    assert publication.get(standing).state is State.WITHDRAWN
    assert publication.under_way(incident_id) is None
