"""What the two who release a warning see of those it reaches: numbers, never few enough to be somebody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.factories import NOW, actor
from tests.factories_keys import given_keys
from tests.factories_warnings import BLAST, FAR, drafted, subscribe, warners

from haal.domain.access import Role
from haal.domain.delivery import Channel
from haal.domain.errors import Refused
from haal.domain.hazard import Severity
from haal.domain.policy import DEFAULT
from haal.domain.warning import Reason
from haal.services.warn import agree, headcount, published
from haal.storage import delivery, warning
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db
RING = ((29.6, 66.6), (29.6, 67.1), (30.0, 67.0))


@pytest.fixture(autouse=True)
def _box(home):
    given_keys(home)
    yield
    keys.forget()


@pytest.fixture
def two():
    return warners()


def release(warning_id, two, typed):
    agree.ask(warning_id=warning_id, typed_back=typed, by=two[0], now=NOW)
    return agree.agree(warning_id=warning_id, typed_back=typed, by=two[1], now=NOW)


@pytest.mark.parametrize(
    ("people", "shown", "asked_back"),
    [(0, "0", "Mastung"), (1, "<10", "Mastung"), (5, "<10", "Mastung"), (9, "<10", "Mastung"), (10, "10", "10")],
)
def test_few_are_not_shown_and_the_place_is_typed_back_instead_of_the_number(two, people, shown, asked_back):
    subscribe(people)
    warning_id = drafted(by=two[0])

    seen = headcount.of_draft(warning_id=warning_id, by=two[0], now=NOW)
    issued = release(warning_id, two, seen.asked_back)

    assert (seen.shown, seen.asked_back, seen.reaches_nobody) == (shown, asked_back, people == 0)
    assert all(line.shown == shown for line in seen.lines)
    assert issued.queued == people


def test_where_nobody_subscribed_only_who_types_the_place_publishes_it_in_the_feed(two):
    subscribe(3, at=FAR)
    warning_id = drafted(by=two[0])

    for typed in (None, 0, "0", "", "everybody"):
        with pytest.raises(Refused) as refusal:
            release(warning_id, two, typed)
        assert refusal.value.reason is Reason.NOBODY_SUBSCRIBED
    issued = release(warning_id, two, "mastung ")

    assert issued.queued == 0
    assert published.cells_in(warning.cap_file(warning_id))
    assert not delivery.ever_told(warning_id)


def test_a_place_does_not_stand_for_a_number_that_is_shown(two):
    subscribe(10)
    warning_id = drafted(by=two[0])

    with pytest.raises(Refused) as refusal:
        release(warning_id, two, "Mastung")

    assert refusal.value.reason is Reason.COUNT_NOT_THE_SAME


def test_more_people_than_a_warner_may_reach_need_warners_who_are_key_keepers(two):
    subscribe(12)
    warning_id = drafted(by=two[0])
    small = replace(DEFAULT, audience_max_warner=11)
    keepers = [actor(Role.WARNER, Role.CUSTODIAN) for _ in range(2)]

    with pytest.raises(Refused) as refusal:
        agree.ask(warning_id=warning_id, typed_back=12, by=two[0], now=NOW, policy=small)
    agree.ask(warning_id=warning_id, typed_back=12, by=keepers[0], now=NOW, policy=small)
    with pytest.raises(Refused):
        agree.agree(warning_id=warning_id, typed_back=12, by=two[1], now=NOW, policy=small)
    issued = agree.agree(warning_id=warning_id, typed_back=12, by=keepers[1], now=NOW, policy=small)

    assert refusal.value.reason is Reason.AUDIENCE_TOO_LARGE
    assert refusal.value.details["limit"] == 11
    assert issued.queued == 12


def test_who_wants_to_hear_of_extreme_things_only_is_not_told_of_less(two):
    subscribe(10, level=Severity.EXTREME)
    subscribe(11)

    count = headcount.of_draft(
        warning_id=drafted(replace(BLAST, severity=Severity.SEVERE), by=two[0]), by=two[0], now=NOW
    )

    assert count.total == 11


def test_lines_tell_parts_and_the_sim_cards_that_would_carry_them(two, settings):
    settings.HAAL_KANNEL = "http://name:password@127.0.0.1:13013/cgi-bin/sendsms?rate=2"
    subscribe(150, channel=Channel.SMS)
    subscribe(20)

    count = headcount.of_draft(warning_id=drafted(by=two[0]), by=two[0], now=NOW)
    mail, text = count.lines

    assert (mail.parts, mail.sims, mail.minutes) == (0, 0, 0)
    assert text.parts in (1, 2)
    assert text.sims == headcount.sims_needed(150 * text.parts) == -(-150 * text.parts // 100)
    assert (text.minutes, count.minutes, count.sims) == (2, 2, text.sims)


@pytest.mark.parametrize("way", [{"district": "Mastung"}, {"ring": RING}])
def test_a_district_and_a_ring_are_published_counted_and_matched_again(two, way):
    subscribe(12)
    warning_id = drafted(replace(BLAST, **way), by=two[0])

    count = headcount.of_draft(warning_id=warning_id, by=two[0], now=NOW)
    issued = release(warning_id, two, count.total)
    content = warning.get_said(warning_id).said().content

    assert issued.queued == count.total > 0
    assert published.cells_in(warning.cap_file(warning_id)) == set(content.area.cells)
    assert content.area.polygons()


@pytest.mark.parametrize("way", [{"district": "no such district"}, {"ring": RING[:2]}])
def test_an_area_that_is_none_is_refused_and_never_everybody(two, way):
    subscribe(12)

    with pytest.raises(Refused) as refusal:
        drafted(replace(BLAST, **way), by=two[0])

    assert refusal.value.reason is Reason.NO_AREA


def test_a_file_whose_circle_was_lost_or_shrunk_says_no_cells(two):
    subscribe(12)
    warning_id = drafted(by=two[0])
    release(warning_id, two, 12)
    cap = warning.cap_file(warning_id)

    shrunk = cap.replace(b"29.7997,66.8455 8", b"29.7997,66.8455 1")

    assert shrunk != cap
    assert published.cells_in(cap)
    assert published.cells_in(shrunk) == frozenset()
