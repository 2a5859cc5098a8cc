"""After a shift: a word for the next pair that is gone when they have stood, and what was hard, told to nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.factories_rota import DAY, HOUR, NOW, hold

from haal.domain.errors import NotFound, Refused
from haal.domain.gathering.drill import Drill, DrillReason
from haal.domain.hazard import Hazard
from haal.domain.rota.after import AfterReason
from haal.domain.rota.practice import METHOD_OF, Method, Practice
from haal.domain.rota.shift import RotaReason
from haal.services.help.gathering import drills, register
from haal.services.help.rota import after, own_terms, queries, shifts
from haal.storage import audit
from haal.storage.boxes.data_key import DataKeyRow
from haal.storage.rota import ShiftRow
from haal.storage.steward.after import ShiftNoteRow, ShiftPracticeRow
from haal.storage.steward.terms import StewardTermsRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
WORD = "The side gate sticks"
END = NOW + 4 * HOUR


def say(shift_id, by, *, now=END, **said):
    after.keep(shift_id=shift_id, said=after.Said(**said), by=by, now=now)


def read(by, *, now=END):
    return {one.word for one in queries.mine(by=by, now=now).shifts if one.word}


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def test_the_next_pair_reads_the_word_and_nobody_else(school, helpers):
    first, second, third, fourth, stranger = helpers
    early = hold(school, [first, second])
    hold(school, [third, fourth], starts_at=NOW + DAY)
    hold(school, [first, second], starts_at=NOW + 2 * DAY)
    say(early, first, note=WORD)

    assert read(third) == read(fourth) == {WORD}
    assert read(first) == read(second) == read(stranger) == set()
    assert WORD.encode() not in bytes(ShiftNoteRow.objects.get().told.ciphertext)


def test_the_word_is_gone_with_its_key_when_the_next_pair_has_stood(school, helpers):
    first, second, third, fourth, _ = helpers
    early = hold(school, [first, second])
    hold(school, [third, fourth], starts_at=NOW + DAY)
    keys = DataKeyRow.objects.count()
    say(early, first, note=WORD)

    after.forget_notes(now=NOW + DAY + 3 * HOUR)
    assert read(third, now=NOW + DAY + 3 * HOUR) == {WORD}
    assert after.forget_notes(now=NOW + DAY + 4 * HOUR) == 1
    assert ShiftNoteRow.objects.count() == 0
    assert DataKeyRow.objects.count() == keys + 1  # of the box of who spoke


def test_a_word_that_nobody_comes_to_read_goes_after_two_days(school, helpers):
    early = hold(school, helpers[:2])
    say(early, helpers[0], note=WORD)

    assert after.forget_notes(now=END + 2 * DAY - HOUR) == 0
    assert after.forget_notes(now=END + 2 * DAY) == 1


def test_when_the_next_shift_is_closed_the_word_is_for_the_one_after_it(school, helpers):
    first, second, third, fourth, _ = helpers
    early, late = hold(school, [first, second]), hold(school, [third, fourth], starts_at=NOW + 12 * HOUR)
    hold(school, [third, second], starts_at=NOW + DAY)
    say(early, first, note=WORD)
    shifts.leave(shift_id=late, by=fourth, now=END)

    assert read(second) == {WORD}
    assert read(fourth) == set()


def test_a_word_about_people_is_refused(school, helpers):
    shift_id = hold(school, helpers[:2])

    for note in ("ring 0300 1234567", "۰۳۰۰ ۱۲۳۴۵۶۷", "54400-1234567-1"):
        assert reason_of(lambda note=note: say(shift_id, helpers[0], note=note)) is AfterReason.NOTE_HAS_NUMBERS
    assert reason_of(lambda: say(shift_id, helpers[0], note="x" * 301)) is not None
    say(shift_id, helpers[0], note="School ends at 12:30 on Friday")


def test_only_who_stood_says_something_and_only_while_it_is_fresh(school, helpers):
    first, second, third, *_ = helpers
    shift_id = hold(school, [first, second], starts_at=NOW + HOUR)

    with pytest.raises(NotFound):
        say(shift_id, third)
    with pytest.raises(NotFound):
        after.seen(shift_id=shift_id, by=third)
    assert reason_of(lambda: say(shift_id, first, now=NOW)) is RotaReason.SHIFT_NOT_YET
    assert reason_of(lambda: say(shift_id, first, now=END + HOUR + 3 * DAY)) is AfterReason.LONG_OVER


def test_a_shift_that_is_over_asks_until_something_is_said(school, helpers):
    shift_id = hold(school, helpers[:2])
    assert [one.shift_id for one in queries.mine(by=helpers[0], now=END).over] == [shift_id]

    say(shift_id, helpers[0], talked=True, practices=frozenset({Practice.PROTECTIVE_PRESENCE}))
    assert queries.mine(by=helpers[0], now=END).over == ()
    say(shift_id, helpers[1], practices=frozenset({Practice.RUMOUR_CONTROL}))
    seen = after.seen(shift_id=shift_id, by=helpers[0])
    assert (seen.talked, seen.practices) == (True, {Practice.RUMOUR_CONTROL})


def test_whether_it_was_hard_leaves_no_trace_that_others_could_read(school, helpers):
    shift_id = hold(school, helpers[:2])
    say(shift_id, helpers[0], was_hard=True)
    say(shift_id, helpers[1], was_hard=False)

    boxes = [bytes(row.told.ciphertext) for row in StewardTermsRow.objects.all()]
    assert len({len(box) for box in boxes}) == 1
    assert len(boxes) == 2
    said = [(entry.what, entry.subject, entry.why) for entry in audit.latest(limit=2)]
    assert said[0] == said[1]
    assert own_terms.read(by=helpers[0], now=END).hard_count == 1
    assert own_terms.read(by=helpers[1], now=END).hard_count == 0
    assert own_terms.read(by=helpers[0], now=END + 31 * DAY).hard_count == 0


def test_every_practice_has_its_method_and_every_method_a_practice():
    assert set(METHOD_OF) == set(Practice)
    assert set(METHOD_OF.values()) == set(Method)


@pytest.mark.parametrize("word", ["patrol", "search", "armed-escort", "", "other"])
def test_the_database_knows_the_list_too(school, helpers, word):
    shift_id = hold(school, helpers[:2])

    with pytest.raises(IntegrityError), transaction.atomic():
        ShiftPracticeRow.objects.create(shift=ShiftRow.objects.get(pk=shift_id), practice=word)


def test_an_exercise_is_kept_with_its_time_and_the_next_is_due_in_half_a_year(school, helpers):
    drill = Drill(held_on=date(2026, 3, 20), hazard=next(iter(Hazard)), seconds=245, people_count=310)
    assert drills.seen(place_id=school, by=helpers[0], now=NOW).is_due
    drills.keep(place_id=school, drill=drill, by=helpers[0], now=NOW)

    seen = drills.seen(place_id=school, by=helpers[1], now=NOW)
    assert seen.drills == (drill,)
    assert (seen.due_on, seen.is_due) == (date(2026, 9, 16), False)
    for call in (lambda: drills.seen(place_id=school, by=helpers[4], now=NOW),):
        with pytest.raises(NotFound):
            call()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"held_on": date(2026, 3, 22)}, DrillReason.DRILL_DAY),
        ({"held_on": date(2025, 3, 1)}, DrillReason.DRILL_DAY),
        ({"seconds": 0}, DrillReason.DRILL_TIME),
        ({"people_count": 1}, DrillReason.DRILL_PEOPLE),
    ],
)
def test_an_exercise_that_cannot_be_is_refused(school, helpers, changes, expected):
    given = {"held_on": date(2026, 3, 20), "hazard": next(iter(Hazard)), "seconds": 60, "people_count": 5, **changes}

    assert reason_of(lambda: drills.keep(place_id=school, drill=Drill(**given), by=helpers[0], now=NOW)) is expected


def test_what_was_done_at_a_place_is_counted_by_method(school, helpers):
    for days, practices in ((0, {Practice.RUMOUR_CONTROL}), (1, {Practice.RUMOUR_CONTROL, Practice.PRACTISED})):
        shift_id = hold(school, helpers[:2], starts_at=NOW + days * DAY)
        say(shift_id, helpers[0], now=END + days * DAY, practices=frozenset(practices))

    done = drills.seen(place_id=school, by=helpers[2], now=NOW + 2 * DAY).done
    assert done == (
        (Method.MONITORING, ((Practice.RUMOUR_CONTROL, 2),)),
        (Method.CAPACITY_ENHANCEMENT, ((Practice.PRACTISED, 1),)),
    )


def test_who_helps_nowhere_any_more_leaves_nothing_behind(school, helpers):
    shift_id = hold(school, helpers[:2], starts_at=NOW)
    say(shift_id, helpers[0], was_hard=True)
    register.leave(place_id=school, by=helpers[0], now=NOW + DAY)

    assert not StewardTermsRow.objects.filter(person=helpers[0].person_id).exists()
