"""The plan of an event: what it must have, how many place helpers it wants, and what its words may not say."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories import NOW
from tests.factories_event import STARTS, WELL, event, gone, plan

from haal.domain.event_plan import debrief, going, life, needed, sheet
from haal.domain.event_plan import plan as plans
from haal.domain.event_plan.debrief import Debrief, End, lapses_at, line_of, month_of, shred_at, why_not_tell
from haal.domain.event_plan.needed import Part, least_held
from haal.domain.event_plan.plain import as_plain, of_plain
from haal.domain.event_plan.plan import Check, Doing, EventKind, Lack, Step, checks_for, needed_for, to_do, why_not_keep
from haal.domain.event_plan.reasons import EventReason
from haal.domain.event_plan.words import is_refused
from haal.domain.gathering.plan import Answer
from haal.domain.ids import PlaceId, ShiftId
from haal.domain.policy import DEFAULT
from haal.domain.rota.shift import Shift

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("heads", "ways_out", "stewards", "first_aiders"),
    [
        (0, 0, 4, 2),
        (40, 1, 6, 2),
        (400, 2, 8, 2),
        (1000, 4, 12, 2),
        (1001, 4, 14, 4),
        (3000, 4, 30, 6),
        (3050, 4, 32, 8),
        (100_000, 10, 1000, 200),
    ],
)
def test_so_many_place_helpers_are_wanted_in_pairs(heads, ways_out, stewards, first_aiders):
    want = needed_for(plan(heads=heads, ways_out=ways_out), policy=DEFAULT)

    assert (want.stewards, want.first_aiders) == (stewards, first_aiders)


@settings(max_examples=60, deadline=None)
@given(heads=st.integers(0, 100_000), ways_out=st.integers(0, 50), more=st.integers(0, 5000))
def test_the_parts_add_up_to_pairs_and_more_people_never_want_fewer(heads, ways_out, more):
    want = needed_for(plan(heads=heads, ways_out=ways_out), policy=DEFAULT)
    wider = needed_for(plan(heads=heads + more, ways_out=ways_out), policy=DEFAULT)

    assert want.stewards == sum(count for _, count in want.parts)
    assert want.stewards % 2 == want.first_aiders % 2 == 0
    assert want.stewards >= max(2, want.first_aiders, heads // DEFAULT.event_heads_a_steward)
    assert wider.stewards >= want.stewards
    assert all(count > 0 and count % 2 == 0 for _, count in want.parts)


@pytest.mark.parametrize(
    ("shifts", "expected"),
    [
        ([], 0),
        ([(0, 4, 3)], 3),
        ([(0, 2, 3), (2, 4, 2)], 2),
        ([(0, 2, 3), (3, 4, 2)], 0),
        ([(0, 1, 9), (0, 4, 2)], 2),
        ([(1, 4, 4)], 0),
        ([(-5, 9, 2), (1, 3, 4)], 2),
    ],
)
def test_the_rota_counts_at_its_thinnest_moment(shifts, expected):
    held = [
        Shift(
            id=ShiftId("s"),
            place_id=PlaceId("g"),
            starts_at=STARTS + first * HOUR,
            ends_at=STARTS + last * HOUR,
            people=(),
            people_count=count,
        )
        for first, last, count in shifts
    ]

    assert least_held(held, starts_at=STARTS, ends_at=STARTS + 4 * HOUR) == expected
    closed = [replace(one, closed_at=NOW) for one in held]
    assert least_held(closed, starts_at=STARTS, ends_at=STARTS + 4 * HOUR) == 0


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"stewards": 1}, [Lack.NOT_ALONE, Lack.TOO_FEW_STEWARDS]),
        ({"stewards": 7}, [Lack.TOO_FEW_STEWARDS]),
        ({"first_aiders": 1}, [Lack.TOO_FEW_FIRST_AIDERS]),
        ({"heads": None}, [Lack.HEADS]),
        ({"ways_out": 1}, [Lack.TOO_FEW_WAYS]),
        ({"exits": " "}, [Lack.WAYS_OUT]),
        ({"first_aid": ""}, [Lack.FIRST_AID]),
        ({"contacts": ""}, [Lack.CONTACTS]),
        ({"steps": ()}, [Lack.STEPS]),
        ({"answers": {**WELL, Check.ARMED_THERE: Answer.NOT_KNOWN}}, [Check.ARMED_THERE]),
        ({"answers": {**WELL, Check.ARMED_THERE: Answer.YES}}, [Check.ARMED_THERE]),
        ({"answers": {**WELL, Check.HOME_TOGETHER: Answer.NO}}, [Check.HOME_TOGETHER]),
        ({"answers": {**WELL, Check.FAMILY_WANTS: Answer.NO}}, []),
    ],
)
def test_what_is_to_be_done_before_people_come(changes, expected):
    one = plan(**changes)

    assert list(to_do(one, stewards_count=one.stewards or 0, policy=DEFAULT)) == expected


def test_each_kind_is_asked_what_only_it_must_answer():
    only = {kind: set(checks_for(kind)) - set(checks_for(EventKind.RALLY)) for kind in EventKind}

    assert only == {
        EventKind.RALLY: set(),
        EventKind.FUNERAL: {Check.FAMILY_WANTS},
        EventKind.EXAM: {Check.YEAR_KEPT},
        EventKind.POLIO: {Check.TEAM_DECIDES, Check.TEAM_CIRCLE},
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"where": " "}, EventReason.WHERE_NEEDED),
        ({"ends_at": STARTS}, EventReason.TIMES_WRONG),
        ({"ends_at": STARTS + 12 * HOUR, "steps": ()}, None),
        ({"ends_at": STARTS + 12 * HOUR + timedelta(minutes=1)}, EventReason.TIMES_WRONG),
        ({"starts_at": NOW - 5 * HOUR}, EventReason.TIMES_WRONG),
        ({"starts_at": NOW - HOUR}, None),
        ({"starts_at": NOW + 60 * DAY - 4 * HOUR}, None),
        ({"starts_at": NOW + 60 * DAY}, EventReason.TOO_FAR_AHEAD),
        ({"heads": -1}, EventReason.NUMBERS_WRONG),
        ({"heads": 100_001}, EventReason.NUMBERS_WRONG),
        ({"ways_out": 51}, EventReason.NUMBERS_WRONG),
        ({"stewards": -1}, EventReason.NUMBERS_WRONG),
        ({"steps": (Step(at=STARTS - 7 * HOUR, doing=Doing.MEET),)}, EventReason.STEPS_WRONG),
        ({"steps": (Step(at=STARTS, doing=Doing.COUNT),) * 9}, EventReason.STEPS_WRONG),
        ({"exits": "two with rifles at the gate"}, EventReason.WORDS_REFUSED),
        ({"where": "the weapons market"}, EventReason.WORDS_REFUSED),
        ({"steps": (Step(at=STARTS, doing=Doing.COUNT, note="frisk everybody"),)}, EventReason.WORDS_REFUSED),
    ],
)
def test_what_forbids_keeping_a_plan(changes, expected):
    assert why_not_keep(plan(**changes), begun_at=NOW, now=NOW, policy=DEFAULT) is expected


@pytest.mark.parametrize(
    "text",
    [
        "six men with guns", "Bring your RIFLE", "w e a p o n s", "ammo", "armed guards", "lathis for all", "pepper-spray",
        "patrol the lanes", "we walk up and down the streets", "a checkpoint at the bridge", "guard the road",
        "frisk them", "search every bag", "all visitors are searched", "metal detector", "check their ids", "CNIC",
        "write down who comes", "اسلحہ", "بندوقیں", "مسلح", "گشت", "تلاشی لیں", "شناختی کارڈ", "ناکہ", "ټوپک", "talashi",
    ],
)  # fmt: skip
def test_a_plan_has_no_words_for_what_wounds_for_walking_the_streets_or_for_looking_through_people(text):
    assert is_refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "unarmed helpers in pairs", "غیر مسلح مددگار", "search for a child without its family", "nobody opens a bag",
        "two at the gate, two at the lane", "the bell, three times", "the doctor's number", "walk with those who are old",
        "count how many, a number", "ask the family", "the ground behind the court", "شام پانچ بجے دروازے پر",
    ],
)  # fmt: skip
def test_what_place_helpers_do_can_be_said(text):
    assert not is_refused(text)


FORBIDDEN = re.compile(
    r"weapon|\bgun|rifle|shoot|patrol|guard|search|frisk|detain|arrest|follow|chase|suspect|route|uniform|identity|register|names?\b"
)


def test_no_list_and_no_field_of_an_event_can_hold_a_weapon_a_patrol_a_search_or_who_came():
    words = []
    for module in (plans, needed, going, sheet, debrief, life):
        for thing in vars(module).values():
            if isinstance(thing, type) and thing.__module__ == module.__name__:
                if issubclass(thing, StrEnum):
                    words += [text for member in thing for text in (member.name.lower(), member.value)]
                elif dataclasses.is_dataclass(thing):
                    words += [field.name for field in dataclasses.fields(thing)]

    assert len(words) > 150
    assert [word for word in words if FORBIDDEN.search(word)] == []


def test_an_event_written_and_read_is_the_same():
    one = gone(event(place_id=PlaceId("g_place")), on_air=frozenset({"w_one:1"}))

    assert of_plain(as_plain(one)) == one


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"words": "It was quiet."}, None),
        ({"words": "At 16:30 about 12,000 came; 3 were hurt."}, None),
        ({"words": "quiet-heron fell"}, EventReason.NAMES_IN_DEBRIEF),
        ({"words": "QUIET-HERON, then the doctor"}, EventReason.NAMES_IN_DEBRIEF),
        ({"where": "with quiet-heron"}, EventReason.NAMES_IN_DEBRIEF),
        ({"words": "call 0300 1234567"}, EventReason.NAMES_IN_DEBRIEF),
        ({"words": "call ۰۳۰۰-۱۲۳۴۵۶۷"}, EventReason.NAMES_IN_DEBRIEF),
        ({"came": -1}, EventReason.NUMBERS_WRONG),
    ],
)
def test_no_name_and_no_number_to_call_is_in_a_debrief(changes, expected):
    assert why_not_tell(Debrief(**changes), names=("quiet-heron", "Jo")) is expected


def test_what_the_report_begins_with_and_when_the_plan_goes():
    told = Debrief(came=300, first_aid=2)

    assert line_of(told, kind=EventKind.RALLY, end=End.HELD) == "event: rally; held; came: 300; given first aid: 2"
    assert line_of(Debrief(), kind=EventKind.EXAM, end=End.CALLED_OFF) == "event: exam-day; called-off"
    assert shred_at(debriefed_at=NOW, policy=DEFAULT) == NOW + 72 * HOUR
    assert month_of(NOW.date()).day == 1


def test_a_plan_that_nobody_debriefs_goes_after_every_event_it_could_hold():
    assert lapses_at(begun_at=NOW, policy=DEFAULT) > NOW + timedelta(days=DEFAULT.event_ahead_days)


def test_the_parts_have_no_lone_one():
    assert {Part.WITH_OTHERS, Part.FIRST_AID} <= {part for part, _ in needed_for(plan(heads=1), policy=DEFAULT).parts}
