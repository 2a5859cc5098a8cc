"""A plan of an event is its own people's alone: reached by its words, and by no role; two say go, and warnings are heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests import factories
from tests.factories import NOW
from tests.factories_event import at, begun_plan, crew, plan
from tests.factories_warnings import BLAST, FAR, agreed, drafted, subscribe, warners

from haal.domain.access import Role
from haal.domain.errors import GeneralReason, KeysLocked, NotFound, Refused
from haal.domain.event_plan.debrief import End
from haal.domain.event_plan.going import Standing
from haal.domain.event_plan.life import Happened
from haal.domain.event_plan.plan import EventKind
from haal.domain.event_plan.reasons import EventReason
from haal.domain.gathering.place import PlaceKind
from haal.domain.gathering.plan import PlanReason
from haal.domain.warning import Mode
from haal.services.help.events import acting, beside, opened, sealed, writing
from haal.services.help.events.opened import At
from haal.services.help.gathering import register
from haal.services.help.rota import shifts
from haal.services.warn import cancel
from haal.storage import audit
from haal.storage.event_plan import plan as rows
from haal.storage.event_plan.plan import EventPlanRow
from haal.storage.ground import keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


@pytest.fixture
def people():
    return crew(4)


@pytest.fixture
def word(people):
    return begun_plan(people[:3])


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def read(word, by, now=NOW):
    return opened.read(at=At(word=word), by=by, now=now)


def go(word, by, now=NOW):
    seen = [one.key for one in read(word, by, now).warnings]
    return acting.say_go(at=at(word, by=by, now=now), seen=seen, by=by, now=now)


def warning(written=BLAST, *, mode=Mode.ACTUAL, now=NOW):
    """Let two people warn around a place."""
    subscribe(1, at=written)
    first, second = (replace(one, second_factor_at=now) for one in warners())
    warning_id = drafted(written, mode=mode, by=first, now=now)
    agreed(warning_id, first, second, now=now)
    return warning_id


def test_its_people_open_it_with_its_words_and_read_what_is_to_be_done(people, word):
    seen = read(word.upper().replace(" ", "-"), people[2])

    assert len(word.split()) == 6
    assert seen.event.plan == plan()
    assert (seen.needed.stewards, seen.stewards_count, seen.on_rota, seen.to_do) == (8, 8, None, ())
    assert [seen.names[one] for one in seen.event.people] == [one.pseudonym for one in people[:3]]
    assert [one.id for one in seen.choices.people] == [people[3].person_id]
    assert not seen.is_named
    assert read(word, people[1]).is_named


def test_who_is_not_on_it_gets_the_answer_of_words_that_open_nothing(people, word):
    stranger = people[3]
    told = []
    for typed in (word, "amber lamp river stone kite field", "", "x" * 5000):
        with pytest.raises(Refused) as refused:
            read(typed, stranger)
        told.append((refused.value.reason, refused.value.details))

    assert told == [(PlanReason.WORD_DOES_NOT_OPEN, {})] * 4
    assert read(word, people[0])


@pytest.mark.parametrize("role", list(Role))
def test_no_role_opens_it_changes_it_or_says_go(people, word, role):
    other = factories.actor(role)
    acts = (
        lambda: read(word, other),
        lambda: acting.say_no_go(at=At(word=word), by=other, now=NOW),
        lambda: writing.change(at=At(word=word), plan=plan(heads=1), by=other, now=NOW),
    )

    allowed = role in {Role.AID, Role.STEWARD}
    expected = PlanReason.WORD_DOES_NOT_OPEN if allowed else GeneralReason.NOT_ALLOWED
    assert [reason_of(act) for act in acts] == [expected] * 3


def test_no_part_of_the_storage_lists_or_counts_plans():
    """Whoever adds a function to the storage that does must come through here."""
    own = {name for name, thing in vars(rows).items() if getattr(thing, "__module__", "") == rows.__name__}

    assert own == {"EventPlanRow", "Shut", "keep", "find", "save", "delete_gone"}


def test_nothing_that_is_done_with_a_coming_plan_is_in_the_audit(people, word):
    before = audit.head()[0]

    begun_plan(people)
    go(word, people[0])
    acting.say_no_go(at=At(word=word), by=people[1], now=NOW)
    acting.give_sheets(at=at(word, by=people[0]), holders=("the gate",), by=people[0], now=NOW)
    with pytest.raises(Refused):
        read("amber lamp river stone kite field", people[0])

    assert audit.head()[0] == before


def test_the_desks_own_key_alone_shows_nothing_of_it(word):
    row = EventPlanRow.objects.get()

    told = repr((row.box.open(), row.id, row.found_by, row.edition))
    assert not any(piece in told for piece in ("mill", "Mastung", "rally", "p_"))
    assert sum(piece in told for piece in word.split()) < 2  # one short word may be in random letters by chance
    assert row.gone_at == NOW + timedelta(days=90)


def test_a_plan_cannot_be_moved_under_other_words(people, word):
    other = begun_plan(people[:2], heads=7)
    mine = EventPlanRow.objects.get(found_by=sealed.found_by(word))
    EventPlanRow.objects.filter(found_by=sealed.found_by(other)).update(box=mine.box)

    assert reason_of(lambda: read(other, people[0])) is PlanReason.WORD_DOES_NOT_OPEN


def test_two_say_go_and_then_it_begins(people, word):
    assert go(word, people[0]).going.standing is Standing.ONE_SAID
    third = go(word, people[2])
    assert third.refused.reason is EventReason.ONLY_NAMED_SAY_GO
    assert go(word, people[1]).going.standing is Standing.GO

    seen = acting.begin(at=at(word, by=people[2]), by=people[2], now=NOW)

    assert seen.event.began_at == NOW
    noted = acting.note(at=seen.at, what=Happened.COUNTED, count=300, by=people[2], now=NOW)
    assert [(one.what, one.count) for one in noted.event.noted] == [(Happened.COUNTED, 300)]


@pytest.mark.parametrize("who", [0, 1, 2])
def test_one_alone_says_no_go_whatever_others_write_meanwhile(people, word, who):
    go(word, people[0])
    stale = go(word, people[1]).at
    acting.tick(at=stale, number=0, by=people[0], now=NOW)

    seen = acting.say_no_go(at=stale, by=people[who], now=NOW)

    assert (seen.refused, seen.going.standing) == (None, Standing.NO_GO)


def test_a_form_sent_twice_or_after_somebody_else_wrote_does_nothing(people, word):
    stale = at(word, by=people[0])
    holders = ("the gate", "the lane")
    acting.give_sheets(at=stale, holders=holders, by=people[0], now=NOW)

    again = acting.give_sheets(at=stale, holders=holders, by=people[0], now=NOW)

    assert again.refused.reason is EventReason.WRITTEN_MEANWHILE
    assert len(again.event.sheets) == 2
    assert again.at.edition != stale.edition


def test_a_warning_that_comes_in_after_the_go_takes_it_back_and_is_heard_before_it_is_said_anew(people, word):
    go(word, people[0])
    assert go(word, people[1]).going.standing is Standing.GO

    warning_id = warning()

    seen = read(word, people[2])
    assert [(one.warning_id, one.hazard) for one in seen.warnings] == [(warning_id, BLAST.hazard)]
    assert (seen.going.standing, seen.going.anew) == (Standing.SAY_ANEW, {one.person_id for one in people[:2]})
    begun = acting.begin(at=seen.at, by=people[2], now=NOW)
    assert begun.refused.reason is EventReason.GO_NEEDED
    blind = acting.say_go(at=seen.at, seen=[], by=people[0], now=NOW)
    assert blind.refused.reason is EventReason.WARNING_CAME
    go(word, people[0])
    assert go(word, people[1]).going.standing is Standing.GO


def test_when_the_warning_has_ended_the_go_that_knew_nothing_of_it_holds_again(people, word):
    go(word, people[0])
    go(word, people[1])
    warning_id = warning()
    later = NOW + timedelta(minutes=5)

    cancel.cancel(warning_id=warning_id, was_wrong=True, by=warners()[0], now=later)

    assert read(word, people[0], later).going.standing is Standing.GO


def test_a_drill_and_a_warning_elsewhere_stand_beside_no_plan(people, word):
    warning(FAR)

    assert read(word, people[0]).warnings == ()


def test_of_an_event_that_nobody_can_place_every_warning_stands_beside_it(people):
    word = begun_plan(people, where="behind the third heap", district="")
    warning(FAR)

    assert len(read(word, people[0]).warnings) == 1


def test_an_event_at_a_gathering_place_counts_what_its_rota_holds(people):
    place_id = register.register(kind=PlaceKind.SCHOOL, name="School", district="Mastung", by=people[0], now=NOW)
    for one in people:
        register.add_steward(place_id=place_id, person_id=one.person_id, by=people[0], now=NOW)
    word = begun_plan(people, place_id=place_id, kind=EventKind.EXAM, stewards=None)
    assert acting.say_go(at=at(word, by=people[0]), seen=[], by=people[0], now=NOW).refused.reason is (
        EventReason.NEVER_ALONE
    )

    held = [one.person_id for one in people[:3]]
    times = {"starts_at": NOW + timedelta(hours=2), "ends_at": NOW + timedelta(hours=8)}
    shifts.hold(place_id=place_id, people=tuple(held), **times, by=people[0], now=NOW)

    seen = go(word, people[0])
    assert (seen.on_rota, seen.stewards_count, seen.refused) == (3, 3, None)


def test_a_place_that_is_not_ones_own_and_people_who_could_not_open_it_are_not_there(people):
    place_id = register.register(kind=PlaceKind.CLINIC, name="Clinic", district="Mastung", by=people[0], now=NOW)
    with pytest.raises(NotFound):
        begun_plan(people, place_id=place_id)
    word = begun_plan(people[:2])
    auditor = factories.actor(Role.AUDITOR)
    with pytest.raises(NotFound):
        writing.name(at=at(word, by=people[0]), people=[auditor.person_id], by=people[0], now=NOW)
    with pytest.raises(NotFound):
        begun_plan((people[0], factories.actor(Role.STEWARD)))


def test_more_people_are_named_and_one_of_the_two_gives_their_part_away(people, word):
    seen = writing.name(at=at(word, by=people[2]), people=[people[3].person_id], by=people[2], now=NOW)
    assert people[3].person_id in read(word, people[3]).event.people

    given = writing.hand_over(at=seen.at, to=people[3].person_id, by=people[0], now=NOW)

    assert given.event.named == (people[3].person_id, people[1].person_id)


def test_a_change_takes_the_goes_back_and_a_refused_one_changes_nothing(people, word):
    go(word, people[0])
    go(word, people[1])

    refused = writing.change(at=at(word, by=people[2]), plan=plan(exits="two with rifles"), by=people[2], now=NOW)
    assert (refused.refused.reason, refused.going.standing) == (EventReason.WORDS_REFUSED, Standing.GO)
    changed = writing.change(at=refused.at, plan=plan(heads=900, stewards=10), by=people[2], now=NOW)
    assert (changed.refused, changed.going.standing, changed.event.plan.heads) == (None, Standing.NOBODY_SAID, 900)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"where": ""}, EventReason.WHERE_NEEDED),
        ({"exits": "x" * 301}, "too-long"),
        ({"where": "x" * 141}, "too-long"),
        ({"contacts": "a\x00b"}, "nul-character"),
    ],
)
def test_what_cannot_be_kept_is_refused_before_a_plan_begins(people, changes, reason):
    assert reason_of(lambda: begun_plan(people, **changes)) == reason
    assert not EventPlanRow.objects.exists()


def test_one_person_alone_makes_no_plan(people):
    alone = people[0]

    assert reason_of(lambda: begun_plan((alone, alone))) is EventReason.TWO_NAMED


def test_while_the_keys_are_away_it_stays_shut(people, word):
    keys.forget()

    with pytest.raises(KeysLocked):
        read(word, people[0])


def test_somebody_who_lost_the_role_opens_it_no_more(people, word):
    gone = replace(people[0], roles=frozenset({Role.INTAKE}))

    assert reason_of(lambda: read(word, gone)) is GeneralReason.NOT_ALLOWED


def test_one_person_calls_it_off_for_good(people, word):
    seen = acting.end(at=at(word, by=people[2]), end=End.CALLED_OFF, by=people[2], now=NOW)

    assert seen.event.end is End.CALLED_OFF
    assert go(word, people[0]).refused.reason is EventReason.IS_OVER
    assert beside.on_rota(plan=seen.event.plan) is None
