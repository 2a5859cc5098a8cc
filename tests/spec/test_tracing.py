"""Missing and found: who decides, how many, what the seeker may be told, and what no clock may do."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from haal.domain.errors import GeneralReason
from haal.domain.ids import PersonId, ReportId, TracingId, TracingPairId
from haal.domain.tracing.case import (
    ASK_AGAIN_DAYS,
    SEPARATED_DAYS,
    By,
    Case,
    CaseState,
    SeekerState,
    ask_again_at,
    expires_at,
    is_to_be_asked,
    why_not_end,
)
from haal.domain.tracing.pair import Pair, PairKind, PairState, next_state, two_needed, why_not_say_same
from haal.domain.tracing.person import AgeBand, Sex
from haal.domain.tracing.publishing import Shown, may_link_in_public, shown_of
from haal.domain.tracing.referral import Protection, Referral, why_not_keep, why_not_refer
from haal.domain.tracing.telling import Answer, Way, why_not_tell
from haal.domain.tracing.told import Consents, Described, Entry, Situation, ToldOf, TracingReason, why_not_take

NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
MAN = Described(names=("Wali",), age=AgeBand.YOUNG, sex=Sex.MALE)
WOMAN_ALONE = Described(names=("Gul",), age=AgeBand.YOUNG, sex=Sex.FEMALE, alone=True)
WOMAN = replace(WOMAN_ALONE, alone=False)
CHILD = Described(names=("Wali",), age=AgeBand.CHILD)
UNKNOWN_AGE = Described(names=("Wali",))
PUBLIC = Consents(search=True, publish=True)


def case(situation: Situation = Situation.SEPARATED, **changes: object) -> Case:
    made = Case(
        id=TracingId("t_1"), report_id=ReportId("r_1"), entry=Entry.REQUEST, situation=situation, state=CaseState.OPEN,
        seeker=SeekerState.KEPT, told_at=NOW, expires_at=expires_at(situation, told_at=NOW), ask_again_at=ask_again_at(since=NOW),
    )  # fmt: skip
    return replace(made, **changes)


def pair(state: PairState = PairState.PROPOSED, **changes: object) -> Pair:
    made = Pair(
        id=TracingPairId("m_1"), request_id=TracingId("t_1"), other_id=TracingId("t_2"), kind=PairKind.SIGHTING, state=state,
        proposed_at=NOW, two_needed=False,
    )  # fmt: skip
    return replace(made, **changes)


def told(entry: Entry = Entry.REQUEST, situation: Situation = Situation.SEPARATED, **changes: object) -> ToldOf:
    return replace(ToldOf(entry=entry, situation=situation, who=MAN, consents=Consents(search=True)), **changes)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (told(), None),
        (told(who=Described()), TracingReason.NOBODY_NAMED),
        (told(who=Described(marks="scar above the left eye")), None),
        (told(consents=Consents()), TracingReason.CONSENT_TO_SEARCH),
        (told(Entry.SIGHTING, consents=Consents()), None),
    ],
)
def test_a_search_needs_a_name_or_a_mark_and_the_seekers_yes(given, expected):
    assert why_not_take(given) is expected


def test_every_consent_begins_as_no():
    assert Consents() == Consents(search=False, tell=False, publish=False)


def test_a_sighting_has_no_field_for_who_else_was_there_or_who_held_whom():
    names = {item.name for kind in (ToldOf, Described) for item in fields(kind)}
    assert names.isdisjoint({"held_by", "held_at", "seen_by", "witness", "with_whom", "others", "place_held"})


@pytest.mark.parametrize(
    ("one", "situation", "expected"),
    [
        (MAN, Situation.SEPARATED, False),
        (WOMAN, Situation.SEPARATED, False),
        (WOMAN_ALONE, Situation.SEPARATED, True),
        (CHILD, Situation.SEPARATED, True),
        (UNKNOWN_AGE, Situation.SEPARATED, True),
        (MAN, Situation.TAKEN, True),
        (MAN, Situation.AFTER_EVENT, False),
    ],
)
def test_two_people_decide_where_care_is_needed(one, situation, expected):
    assert two_needed(one, MAN, situation=situation) is expected
    assert two_needed(MAN, one, situation=situation) is expected


@pytest.mark.parametrize("who", [CHILD, UNKNOWN_AGE])
def test_a_child_is_never_matched_by_the_desk_alone(who):
    asked = pair(two_needed=True)
    assert why_not_say_same(asked, by=PersonId("p_a"), one=who, other=MAN) is TracingReason.CHILD_NOT_BY_DESK
    assert why_not_say_same(asked, by=PersonId("p_a"), one=MAN, other=who) is TracingReason.CHILD_NOT_BY_DESK
    handed = replace(asked, referred_at=NOW)
    assert why_not_say_same(handed, by=PersonId("p_a"), one=who, other=MAN) is TracingReason.CHILD_NOT_BY_DESK
    assert why_not_say_same(handed, by=PersonId("p_a"), one=who, other=MAN, protection_said=True) is None


def test_the_second_is_another_person():
    half = pair(PairState.HALF, two_needed=True, first_by=PersonId("p_a"))
    assert why_not_say_same(half, by=PersonId("p_a"), one=MAN, other=MAN) is GeneralReason.TWO_PEOPLE_NEEDED
    assert why_not_say_same(half, by=PersonId("p_b"), one=MAN, other=MAN) is None
    assert next_state(half) is PairState.SAME
    assert next_state(pair(two_needed=True)) is PairState.HALF
    assert next_state(pair()) is PairState.SAME


_TELL = {
    (Answer.ALIVE, Way.PERSON): None, (Answer.ALIVE, Way.PAGE): None, (Answer.ALIVE, Way.SMS): TracingReason.BY_A_PERSON_ONLY,
    (Answer.CONTACT, Way.PERSON): None, (Answer.CONTACT, Way.PAGE): None, (Answer.CONTACT, Way.SMS): TracingReason.BY_A_PERSON_ONLY,
    (Answer.DIED, Way.PERSON): None, (Answer.DIED, Way.PAGE): TracingReason.BY_A_PERSON_ONLY,
    (Answer.DIED, Way.SMS): TracingReason.BY_A_PERSON_ONLY,
}  # fmt: skip
_ALWAYS_NO = {
    Answer.NOT_ASKED: TracingReason.ADULT_HAS_NOT_SAID,
    Answer.ASKED: TracingReason.ADULT_HAS_NOT_SAID,
    Answer.NOTHING: TracingReason.ADULT_SAID_NO,
    Answer.SEEKER_IS_DANGER: TracingReason.SEEKER_MAY_BE_DANGER,
    Answer.TO_CHILD_PROTECTION: TracingReason.ADULT_SAID_NO,
}


@pytest.mark.parametrize(("answer", "way"), list(product(Answer, Way)))
def test_an_adult_who_is_found_decides_alone_and_a_death_is_told_by_a_person(answer, way):
    expected = _ALWAYS_NO.get(answer) if answer in _ALWAYS_NO else _TELL[answer, way]
    assert why_not_tell(answer, way=way, pair=PairState.SAME, found=MAN) is expected


@pytest.mark.parametrize(
    ("answer", "way", "state"), list(product(Answer, Way, sorted(set(PairState) - {PairState.SAME})))
)
def test_nothing_is_told_of_a_pair_that_is_not_agreed(answer, way, state):
    assert why_not_tell(answer, way=way, pair=state, found=MAN) is TracingReason.SECOND_PERSON_FIRST


@pytest.mark.parametrize("answer", [Answer.ALIVE, Answer.CONTACT])
def test_of_a_child_the_desk_tells_no_seeker_anything(answer):
    for way in Way:
        assert why_not_tell(answer, way=way, pair=PairState.SAME, found=CHILD) is TracingReason.CHILD_NOT_BY_DESK


@pytest.mark.parametrize(
    ("situation", "by", "days", "expected"),
    [
        (Situation.TAKEN, By.CLOCK, 10_000, TracingReason.NEVER_WIPED),
        (Situation.TAKEN, By.FINDER, 10_000, TracingReason.NEVER_WIPED),
        (Situation.TAKEN, By.FAMILY, 0, None),
        (Situation.AFTER_EVENT, By.CLOCK, 10_000, TracingReason.NEVER_WIPED),
        (Situation.AFTER_EVENT, By.FAMILY, 1, None),
        (Situation.SEPARATED, By.CLOCK, SEPARATED_DAYS - 1, TracingReason.FAMILY_ALONE_CLOSES),
        (Situation.SEPARATED, By.CLOCK, SEPARATED_DAYS, None),
        (Situation.SEPARATED, By.FINDER, SEPARATED_DAYS, TracingReason.FAMILY_ALONE_CLOSES),
        (Situation.SEPARATED, By.FAMILY, 0, None),
        (Situation.SEPARATED, By.SOURCE, 0, None),
        (Situation.TAKEN, By.SOURCE, 10_000, TracingReason.NEVER_WIPED),
        (Situation.AFTER_EVENT, By.SOURCE, 10_000, TracingReason.NEVER_WIPED),
    ],
)
def test_only_a_search_for_somebody_separated_rests_by_itself(situation, by, days, expected):
    assert why_not_end(case(situation), by=by, now=NOW + timedelta(days=days)) is expected


def test_nothing_ends_twice():
    assert why_not_end(case(state=CaseState.CLOSED), by=By.FAMILY, now=NOW) is TracingReason.NOT_FROM_THIS_STATE


def test_once_a_year_the_family_is_asked_and_silence_changes_nothing():
    taken = case(Situation.TAKEN)
    assert not is_to_be_asked(taken, now=NOW + timedelta(days=ASK_AGAIN_DAYS - 1))
    assert is_to_be_asked(taken, now=NOW + timedelta(days=ASK_AGAIN_DAYS))
    assert expires_at(Situation.TAKEN, told_at=NOW) is None
    assert why_not_end(taken, by=By.CLOCK, now=NOW + timedelta(days=50 * 365)) is TracingReason.NEVER_WIPED


@pytest.mark.parametrize(
    ("given", "released", "expected"),
    [
        (told(), False, Shown.NOBODY),
        (told(consents=PUBLIC), False, Shown.SOUGHT),
        (told(consents=PUBLIC, danger=True), False, Shown.SEEKER),
        (told(situation=Situation.TAKEN, consents=PUBLIC), False, Shown.NOBODY),
        (told(situation=Situation.TAKEN, consents=PUBLIC), True, Shown.SOUGHT),
        (told(situation=Situation.TAKEN, consents=PUBLIC, family_word=True), False, Shown.SOUGHT),
        (told(situation=Situation.TAKEN, consents=PUBLIC, danger=True), False, Shown.NOBODY),
        (told(situation=Situation.TAKEN, family_word=True), False, Shown.NOBODY),
    ],
)
def test_a_name_leaves_by_its_own_consent_and_a_live_kidnapping_by_the_familys_word(given, released, expected):
    assert shown_of(case(given.situation), given, released=released) is expected
    assert may_link_in_public(given, released=released) is (expected is Shown.SOUGHT)


def test_a_sighting_is_never_published():
    assert shown_of(case(entry=Entry.SIGHTING), told(Entry.SIGHTING, consents=PUBLIC)) is Shown.NOBODY


def referral(said: Protection = Protection.WAITING) -> Referral:
    return Referral(
        pair_id=TracingPairId("m_1"), to="Child protection unit", why="", referred_by=PersonId("p_a"), referred_at=NOW, said=said
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "last", "to", "expected"),
    [
        (pair(), None, "Child protection unit", None),
        (pair(), None, " ", TracingReason.PROTECTION_NAMED),
        (pair(), Protection.WAITING, "Another", GeneralReason.ALREADY_DONE),
        (pair(), Protection.TAKEN_ON, "Another", GeneralReason.ALREADY_DONE),
        (pair(), Protection.COULD_NOT, "Another", None),
        (pair(PairState.SAME), None, "Another", TracingReason.NOT_FROM_THIS_STATE),
    ],
)
def test_a_child_is_handed_to_one_body_and_to_another_only_when_that_one_could_not(given, last, to, expected):
    assert why_not_refer(given, last=referral(last) if last else None, to=to) is expected


@pytest.mark.parametrize(
    ("last", "said", "expected"),
    [
        (None, Protection.SAME, TracingReason.NOT_FROM_THIS_STATE),
        (Protection.WAITING, Protection.TAKEN_ON, None),
        (Protection.TAKEN_ON, Protection.SAME, None),
        (Protection.WAITING, Protection.NOT_ASKED, TracingReason.NOT_FROM_THIS_STATE),
        (Protection.SAME, Protection.NOT_SAME, TracingReason.NOT_FROM_THIS_STATE),
        (Protection.NOT_SAME, Protection.SAME, TracingReason.NOT_FROM_THIS_STATE),
    ],
)
def test_what_the_body_decided_stands(last, said, expected):
    assert why_not_keep(referral(last) if last else None, said) is expected
