"""After the debrief: a report without names, counts, and 72 hours later not a byte of the plan in any file of the database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import NOW, actor, undone
from tests.factories_event import at, begun_plan, crew
from tests.factories_ledger import unlocked_box

from haal.domain.access import SYSTEM, Role
from haal.domain.errors import Refused
from haal.domain.event_plan.debrief import Debrief, End
from haal.domain.event_plan.plan import EventKind
from haal.domain.event_plan.reasons import EventReason
from haal.domain.event_plan.sheet import Back
from haal.domain.gathering.plan import PlanReason
from haal.domain.report import Channel, Kind, Knows, TestifyConsent
from haal.jobs import clock, help_ends
from haal.services.help.events import acting, debriefing, left, opened
from haal.services.help.events.opened import At
from haal.services.testify import seal as ledger
from haal.services.testify.audit import audit as checked
from haal.storage import audit, report
from haal.storage.boxes import data_key
from haal.storage.event_plan.left import EventLeftRow
from haal.storage.event_plan.plan import EventPlanRow
from haal.storage.ground import keys

HOURS = timedelta(hours=1)
TOLD = Debrief(where="Mastung town", words="It was quiet, and all went home in groups.", came=380, first_aid=2)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def box(home):
    (home / "keys").mkdir(mode=0o700, exist_ok=True)
    with unlocked_box(home):
        yield home


@pytest.fixture
def people():
    return crew(3)


def held(people, *, holders=("the gate", "the lane"), end=End.HELD):
    """Bring a plan to where it is over, and return its words."""
    word = begun_plan(people)
    for one in people[:2]:
        acting.say_go(at=at(word, by=one), seen=[], by=one, now=NOW)
    by = people[2]
    if holders:
        acting.give_sheets(at=at(word, by=by), holders=holders, by=by, now=NOW)
    acting.begin(at=at(word, by=by), by=by, now=NOW)
    acting.end(at=at(word, by=by), end=end, by=by, now=NOW + 4 * HOURS)
    return word


def back(word, by, *numbers, what=Back.DESTROYED):
    for number in numbers:
        acting.tick_sheet(at=at(word, by=by), printing=1, number=number, back=what, by=by, now=NOW + 4 * HOURS)


def debrief(word, by, told=TOLD, now=NOW + 5 * HOURS):
    return debriefing.debrief(at=at(word, by=by), told=told, language="en", by=by, now=now)


def image() -> bytes:
    """Return every byte of the database's files."""
    path = Path(connection.settings_dict["NAME"])
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(path.name + "*")))


def pieces_in(body: bytes, found: bytes) -> list[int]:
    """Return where pieces of a body still stand."""
    return [at for at in range(16, len(body) - 32, 32) if body[at : at + 32] in found]


def test_the_debrief_becomes_a_report_of_nobody_without_names(people):
    word = held(people)
    back(word, people[2], 1)
    back(word, people[2], 2, what=Back.LOST)

    told = debrief(word, people[2])

    (row,) = report.ReportRow.objects.all()
    kept = report.get(row.id)
    assert (kept.kind, kept.channel, kept.knows, kept.taken_in_by) == (Kind.NEWS, Channel.DESK, Knows.SAW, None)
    assert kept.answers.saw.splitlines() == ["event: rally; held; came: 380; given first aid: 2", TOLD.words]
    assert (kept.answers.where.words, kept.answers.where.district) == ("Mastung town", "Mastung")
    assert kept.answers.happened.first == (NOW + 4 * HOURS).date()
    assert kept.consents.testify is TestifyConsent.NOBODY
    assert not kept.has_sealed
    assert len(told.receipt.words.split()) == 6
    assert told.shred_at == NOW + 77 * HOURS
    names = [*(one.pseudonym for one in people), *(one.person_id for one in people), "the gate", "old mill"]
    assert not [name for name in names if name in repr(kept)]
    assert [entry.by for entry in audit.latest(limit=5) if entry.what == "take-in-news"] == ["p_nobody"]


@pytest.mark.parametrize("words", ["{0} was there", "Ask the man at the gate", "Call 0300 1234567"])
def test_a_debrief_with_a_name_or_a_number_is_not_told(people, words):
    word = held(people, holders=())
    if "gate" in words:
        word = held(people, holders=("the man at the gate",))
        back(word, people[2], 1)

    told = debrief(word, people[2], Debrief(where="Mastung", words=words.format(people[0].pseudonym)))

    assert told.receipt is None
    assert told.opened.refused.reason is EventReason.NAMES_IN_DEBRIEF
    assert not report.ReportRow.objects.exists()


def test_while_a_sheet_is_out_nothing_is_debriefed(people):
    word = held(people)
    back(word, people[2], 1)

    told = debrief(word, people[2])

    assert (told.opened.refused.reason, told.opened.sheets_out) == (EventReason.SHEETS_OUT, 1)
    assert not EventLeftRow.objects.exists()


def test_it_is_told_once(people):
    word = held(people, holders=())
    assert debrief(word, people[2]).receipt

    again = debrief(word, people[1])

    assert again.opened.refused.reason is EventReason.IS_DEBRIEFED
    assert report.ReportRow.objects.count() == EventLeftRow.objects.count() == 1


def test_72_hours_after_the_debrief_its_bytes_are_gone_and_every_proof_holds(people):
    word = held(people)
    back(word, people[2], 1)
    back(word, people[2], 2, what=Back.LOST)
    debrief(word, people[2])
    ledger.sequence()
    ledger.publish(now=NOW + 5 * HOURS)
    row = EventPlanRow.objects.get()
    body, found_by = bytes(row.box.ciphertext), bytes(row.found_by)
    head = bytes(data_key.get(row.box.key_id) or b"")
    on_disk = connection.vendor == "sqlite"
    assert head
    assert not on_disk or all(part in image() for part in (body, head[-60:], found_by))

    assert help_ends.shred_event_plans(NOW + 77 * HOURS - timedelta(seconds=1)) == 0
    assert opened.read(at=At(word=word), by=people[0], now=NOW + 76 * HOURS)
    assert help_ends.shred_event_plans(NOW + 77 * HOURS) == 1

    if on_disk:
        found = image()
        assert pieces_in(body, found) == []
        assert not any(part in found for part in (head[-60:], found_by, row.id.encode()))
    assert data_key.get(row.box.key_id) is None
    with pytest.raises(Refused) as refused:
        opened.read(at=At(word=word), by=people[0], now=NOW + 78 * HOURS)
    assert refused.value.reason is PlanReason.WORD_DOES_NOT_OPEN
    ledger.sequence()
    ledger.publish(now=NOW + 78 * HOURS)
    assert checked().problems == ()
    assert audit.verify() is None


def test_what_was_written_before_is_gone_from_the_files_too(people):
    word = held(people)
    bodies = []
    for number in (1, 2):
        bodies.append(bytes(EventPlanRow.objects.get().box.ciphertext))
        back(word, people[2], number)
    debrief(word, people[2])

    help_ends.shred_event_plans(NOW + 100 * HOURS)

    if connection.vendor == "sqlite":
        found = image()
        assert [pieces_in(body, found) for body in bodies] == [[], []]


def test_only_counts_are_left_and_the_audit_says_neither_which_nor_whose(people):
    word = held(people)
    back(word, people[2], 1)
    back(word, people[2], 2, what=Back.LOST)
    debrief(word, people[2])
    help_ends.shred_event_plans(NOW + 100 * HOURS)

    (row,) = EventLeftRow.objects.all()
    assert (row.month, row.kind, row.end, row.came, row.stewards, row.sheets, row.sheets_lost) == (
        202603, "rally", "held", 380, 8, 2, 1,
    )  # fmt: skip
    (entry,) = (one for one in audit.latest(limit=9) if one.what == "event-plan-shredded")
    assert (entry.by, entry.subject, entry.why) == (SYSTEM.person_id, "", "")


def test_a_plan_that_nobody_debriefs_goes_too_and_also_while_the_keys_are_away(people):
    begun_plan(people)
    keys.forget()

    assert help_ends.shred_event_plans(NOW + timedelta(days=90) - HOURS) == 0
    assert help_ends.shred_event_plans(NOW + timedelta(days=90)) == 1
    assert not EventPlanRow.objects.exists()
    assert [(row.kind, row.end) for row in EventLeftRow.objects.all()] == [(None, None)]


def test_sums_are_of_months_that_are_over(people):
    word = held(people, holders=(), end=End.BROKEN_OFF)
    debrief(word, people[2])

    assert left.sums(by=people[0], now=NOW + 100 * HOURS) == ()
    (one,) = left.sums(by=people[0], now=NOW + timedelta(days=40))
    assert (one.kind, one.count, one.not_held, one.came) == (EventKind.RALLY, 1, 1, 380)
    with pytest.raises(Refused):
        left.sums(by=actor(Role.AUDITOR), now=NOW)


def test_the_database_keeps_no_day_and_no_other_kind(people):
    debrief(held(people, holders=()), people[2])
    row = EventLeftRow.objects.all()

    for change in ({"month": 20260304}, {"kind": "wedding"}, {"end": "won"}):
        with undone(), pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)


def test_the_clock_shreds_every_ten_minutes():
    (job,) = (job for job in clock.JOBS if job.name == "event-plans")

    assert (job.run, job.every) == (help_ends.shred_event_plans, timedelta(minutes=10))
