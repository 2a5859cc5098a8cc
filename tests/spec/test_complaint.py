"""Rule book: who may read a complaint, by when it is answered, and what everybody may know of how many there were."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from haal.domain.access import PERMISSIONS, Permission, Role
from haal.domain.complaint.answer import Wait, wait_of
from haal.domain.complaint.listening import LISTENERS, READERS_COUNT, Lack, Room, lacks, may_read, names, room_of
from haal.domain.complaint.numbers import STEP, months
from haal.domain.complaint.told import Complaint, ComplaintReason, Recording, check_complaint
from haal.domain.conduct import VERSION, is_accepted
from haal.domain.errors import Refused
from haal.domain.ids import PersonId
from haal.domain.policy import DEFAULT

MAN, WOMAN, AUDITOR, OTHER_AUDITOR, BOTH, DESK, DESK_TOO = (
    PersonId(f"p_{name}") for name in ("man", "woman", "auditor", "other", "both", "desk", "desk-too")
)
ROLES = {
    MAN: frozenset({Role.LISTENER}),
    WOMAN: frozenset({Role.WOMAN_LISTENER}),
    AUDITOR: frozenset({Role.AUDITOR}),
    OTHER_AUDITOR: frozenset({Role.AUDITOR, Role.CUSTODIAN}),
    BOTH: frozenset({Role.AUDITOR, Role.LISTENER}),
    DESK: frozenset({Role.INTAKE, Role.VERIFIER}),
    DESK_TOO: frozenset({Role.WOMAN_LISTENER, Role.WARNER}),
}
NAMES = {
    MAN: "iron-gate", WOMAN: "quiet-lamp", AUDITOR: "plain-stone", OTHER_AUDITOR: "slow-river", BOTH: "tall-oak",
    DESK: "green-kite", DESK_TOO: "gold-kite",
}  # fmt: skip
DAY = date(2026, 11, 22)


def readers(told: Complaint, *concerns: PersonId) -> set[PersonId]:
    """Return who may read this complaint."""
    return {
        one for one in ROLES if may_read(told, concerns=concerns, reader=one, roles=ROLES, pseudonyms=NAMES)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "concerns", "expected"),
    [
        (Complaint(told="They asked for money."), (), {MAN, WOMAN, BOTH}),
        (Complaint(told="Rude.", about="green-kite"), (), {MAN, WOMAN, BOTH}),
        (Complaint(told="Rude.", about="iron-gate"), (), {AUDITOR, OTHER_AUDITOR}),
        (Complaint(told="It was IRON  Gate, again."), (), {AUDITOR, OTHER_AUDITOR}),
        (Complaint(told="Rude.", about="plain-stone"), (), {MAN, WOMAN, BOTH}),
        (Complaint(told="Rude.", about="plain-stone and iron-gate"), (), {OTHER_AUDITOR}),
        (Complaint(told="One of the listeners.", about_listener=True), (), {AUDITOR, OTHER_AUDITOR}),
        (Complaint(told="The tall one."), (WOMAN,), {AUDITOR, OTHER_AUDITOR}),
        (Complaint(told="The tall one."), (DESK,), {MAN, WOMAN, BOTH}),
        (Complaint(told="Rude.", about="tall-oak"), (), {AUDITOR, OTHER_AUDITOR}),
    ],
    ids=[
        "about a thing", "about one of the desk", "about a listener", "about a listener, as people write it",
        "about an auditor", "about an auditor and a listener", "about a listener who is not named",
        "a reader named a listener", "a reader named one of the desk", "about one who listens and reads the audit",
    ],
)  # fmt: skip
def test_who_may_read_a_complaint(told, concerns, expected):
    assert readers(told, *concerns) == expected


@pytest.mark.parametrize("role", Role)
def test_a_role_at_the_desk_takes_the_way_to_every_complaint(role):
    expected = None if role in PERMISSIONS[Permission.SEE_DESK] else Room.LISTENERS

    assert room_of(frozenset({Role.LISTENER, role})) is expected


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        ((), {Lack.TWO_LISTENERS, Lack.A_WOMAN, Lack.TWO_AUDITORS}),
        (({Role.LISTENER}, {Role.LISTENER}), {Lack.A_WOMAN, Lack.TWO_AUDITORS}),
        (({Role.LISTENER}, {Role.WOMAN_LISTENER}), {Lack.TWO_AUDITORS}),
        (({Role.LISTENER}, {Role.WOMAN_LISTENER, Role.AID}), {Lack.TWO_LISTENERS, Lack.A_WOMAN, Lack.TWO_AUDITORS}),
        (({Role.LISTENER, Role.AUDITOR}, {Role.WOMAN_LISTENER}, {Role.AUDITOR}), {Lack.TWO_AUDITORS}),
        (({Role.LISTENER}, {Role.WOMAN_LISTENER}, {Role.AUDITOR}, {Role.AUDITOR}), set()),
    ],
    ids=["nobody", "two men", "a woman and a man", "the woman is at the desk", "one does both", "all there"],
)
def test_two_listen_one_of_them_a_woman_and_two_more_are_there_for_them(held, missing):
    assert set(lacks(frozenset(roles) for roles in held)) == missing


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("iron-gate", True), ("Iron Gate", True), ("that IRON_GATE!", True), ("ask iron-gate why", True),
        ("iron", False), ("gate iron", False), ("iron-gates", False), ("", False),
    ],
)  # fmt: skip
def test_a_pseudonym_is_found_as_people_write_it(text, found):
    assert names(text, "iron-gate") is found


@pytest.mark.parametrize(
    ("days", "reached", "answered", "expected"),
    [
        (0, 0, None, Wait.IN_TIME),
        (2, 1, None, Wait.IN_TIME),
        (3, 1, None, Wait.NOT_READ),
        (3, 2, None, Wait.IN_TIME),
        (14, 2, None, Wait.IN_TIME),
        (15, 2, None, Wait.NOT_ANSWERED),
        (15, 0, None, Wait.NOT_ANSWERED),
        (99, 1, 20, Wait.IN_TIME),
    ],
)
def test_two_days_until_both_have_read_it_and_fourteen_until_an_answer(days, reached, answered, expected):
    found = wait_of(
        received_on=DAY,
        reached=reached,
        answered_on=DAY + timedelta(days=answered) if answered else None,
        readers=READERS_COUNT,
        today=DAY + timedelta(days=days),
        policy=DEFAULT,
    )

    assert found is expected


@pytest.mark.parametrize(
    ("told", "recording", "refused"),
    [
        ("Rude.", None, None),
        (" ", None, ComplaintReason.NOTHING_COMPLAINED),
        ("", Recording(media_type="audio/ogg", content=b"x"), None),
        ("", Recording(media_type="audio/ogg", content=b"x" * 4_194_305), ComplaintReason.RECORDING_TOO_LARGE),
    ],
    ids=["words", "nothing", "spoken", "spoken for too long"],
)
def test_words_or_a_recording_are_needed_and_nothing_else(told, recording, refused):
    try:
        check_complaint(Complaint(told=told), recording=recording, client_key="k" * 16, policy=DEFAULT)
        reason = None
    except Refused as error:
        reason = error.reason

    assert reason is refused


@settings(max_examples=200, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 200), some.none() | some.integers(0, 60)), max_size=60))
def test_no_number_of_one_to_four_is_published_and_one_more_complaint_rarely_shows(told):
    days = [(DAY - timedelta(days=ago), DAY - timedelta(days=ago - took) if took else None) for ago, took in told]

    shown = months(days, today=DAY)

    assert all(month.received is None or month.received % STEP == 0 for month in shown)
    assert all(month.first < DAY.replace(day=1) for month in shown)
    assert [month.first for month in shown] == sorted(
        {day.replace(day=1) for day, _ in days if day.month != 11}, reverse=True
    )
    for month in shown:
        answered = [day for day, done in days if done and day.replace(day=1) == month.first]
        assert (month.days is None) == (len(answered) < STEP)


def test_a_new_version_of_the_promises_is_accepted_anew():
    assert is_accepted(VERSION)
    assert not is_accepted("1")
    assert not is_accepted(None)


def test_whoever_may_read_complaints_is_outside_the_desk():
    assert not PERMISSIONS[Permission.READ_COMPLAINTS] & PERMISSIONS[Permission.SEE_DESK]
    assert PERMISSIONS[Permission.READ_COMPLAINTS] >= LISTENERS
