"""The alarm that one helper raises inside one place, and the threats that its helpers are told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import NOW, actor
from tests.factories_assess import told as report_told
from tests.factories_help import colleague
from tests.factories_warnings import Sink, live, live_sink

from haal.channels.batch import LiveEndpoint
from haal.domain.access import Role
from haal.domain.delivery import Channel, Outcome
from haal.domain.errors import NotFound, Refused
from haal.domain.gathering.place import PlaceKind
from haal.domain.gathering.plan import Kept, Plan
from haal.domain.hazard import Hazard
from haal.domain.ids import PlaceId
from haal.domain.warn.alarm import CALL, Against, AlarmReason, CallState
from haal.services.help.circles import opening as circles
from haal.services.help.gathering import plans, register
from haal.services.warn.duty import alarm, call, threat
from haal.storage.audit import AuditRow
from haal.storage.warn.duty import alarm as alarm_rows
from haal.storage.warn.duty.call import PlaceContactRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


def steward():
    return colleague(Role.STEWARD, now=NOW)


def place_of(first, *others, name="Girls' school") -> PlaceId:
    """Register a place whose helpers these are."""
    place_id = register.register(kind=PlaceKind.SCHOOL, name=name, district="Mastung", by=first, now=NOW)
    for one in (first, *others):
        register.add_steward(place_id=place_id, person_id=one.person_id, by=first, now=NOW)
    return place_id


def test_one_helper_alone_raises_it_for_the_helpers_of_that_place_only():
    here, too, elsewhere = steward(), steward(), steward()
    place_id = place_of(here, too)
    place_of(elsewhere)

    alarm_id = alarm.raise_alarm(place_id=place_id, hazard=Hazard.SHOOTING, by=here, now=NOW)

    assert [one.id for one in alarm.calls_of(by=too, now=NOW).alarms] == [alarm_id]
    assert alarm.calls_of(by=elsewhere, now=NOW).count == 0
    assert alarm.page(alarm_id=alarm_id, by=too, now=NOW).raised_by == here.pseudonym
    with pytest.raises(NotFound):
        alarm.page(alarm_id=alarm_id, by=elsewhere, now=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STEWARD])
def test_no_other_role_raises_sees_or_ends_it(role):
    here, other = steward(), colleague(role, Role.STEWARD, now=NOW)
    place_id = place_of(here)
    alarm_id = alarm.raise_alarm(place_id=place_id, hazard=Hazard.FIRE, by=here, now=NOW)

    for attempt in (
        lambda: alarm.raise_alarm(place_id=place_id, hazard=Hazard.FIRE, by=other, now=NOW),
        lambda: alarm.page(alarm_id=alarm_id, by=other, now=NOW),
        lambda: alarm.say_seen(alarm_id=alarm_id, by=other, now=NOW),
        lambda: alarm.end_alarm(alarm_id=alarm_id, by=other, now=NOW),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert alarm.calls_of(by=other, now=NOW).count == 0


def test_who_has_lost_the_role_is_not_called_any_more():
    here, gone = steward(), steward()
    place_id = place_of(here, gone)
    alarm.raise_alarm(place_id=place_id, hazard=Hazard.FIRE, by=here, now=NOW)

    assert alarm.calls_of(by=replace(gone, roles=frozenset()), now=NOW).count == 0


def test_it_is_on_once_ends_by_one_and_ends_by_itself():
    here, too = steward(), steward()
    place_id = place_of(here, too)
    alarm_id = alarm.raise_alarm(place_id=place_id, hazard=Hazard.FIRE, by=here, now=NOW)

    with pytest.raises(Refused) as again:
        alarm.raise_alarm(place_id=place_id, hazard=Hazard.FIRE, by=too, now=NOW)
    night_after = alarm.calls_of(by=too, now=NOW + timedelta(hours=7)).count
    alarm.end_alarm(alarm_id=alarm_id, by=too, now=NOW)

    assert again.value.reason is AlarmReason.ALARM_IS_ON
    assert night_after == 0
    assert alarm.calls_of(by=here, now=NOW).count == 0


def test_who_registered_an_address_is_called_there_and_the_words_tell_a_stranger_nothing():
    here, too = steward(), steward()
    place_id = place_of(here, too, name="Girls' school Mastung")
    for one in (here, too):
        address = f"{one.pseudonym}@people.example"
        call.register(place_id=place_id, channel=Channel.EMAIL, address=address, language="ur", by=one, now=NOW)
    alarm.raise_alarm(place_id=place_id, hazard=Hazard.BLAST, by=here, now=NOW)
    sink = live_sink()

    done = call.send_waiting(ways=live(sink), clock=lambda: NOW)
    again = call.send_waiting(ways=live(sink), clock=lambda: NOW)

    assert done == {CallState.ACCEPTED: 1}
    assert not again
    assert [message.address for message in sink.came] == [f"{too.pseudonym}@people.example"]
    assert sink.came[0].body == CALL["ur"]
    assert not any(word in str(sink.came[0].body) for word in ("Mastung", "school", "blast"))


def test_no_live_way_means_pages_only_and_a_call_out_of_time_does_not_leave():
    here, too = steward(), steward()
    place_id = place_of(here, too)
    call.register(place_id=place_id, channel=Channel.SMS, address="+923001234567", language="en", by=too, now=NOW)
    alarm.raise_alarm(place_id=place_id, hazard=Hazard.BLAST, by=here, now=NOW)
    sink = live_sink()

    without = call.send_waiting(ways=live(sink, Channel.EMAIL), clock=lambda: NOW)
    late = call.send_waiting(ways=live(sink), clock=lambda: NOW + timedelta(hours=7))

    assert not without
    assert late == {CallState.EXPIRED: 1}
    assert sink.came == []


def test_a_call_of_which_nobody_knows_whether_it_left_is_not_sent_twice():
    here, too = steward(), steward()
    place_id = place_of(here, too)
    call.register(place_id=place_id, channel=Channel.SMS, address="+923001234567", language="en", by=too, now=NOW)
    alarm.raise_alarm(place_id=place_id, hazard=Hazard.BLAST, by=here, now=NOW)
    silent = Sink(endpoint=LiveEndpoint(host="sms.example", port=1), say=lambda _message: Outcome.UNKNOWN)

    first = call.send_waiting(ways=live(silent), clock=lambda: NOW)
    second = call.send_waiting(ways=live(silent), clock=lambda: NOW)

    assert (first, second) == ({CallState.UNKNOWN: 1}, {})
    assert len(silent.came) == 1


def test_an_address_goes_with_its_helper():
    here, too = steward(), steward()
    place_id = place_of(here, too)
    call.register(place_id=place_id, channel=Channel.SMS, address="+923001234567", language="en", by=too, now=NOW)
    register.leave(place_id=place_id, by=too, now=NOW)

    assert PlaceContactRow.objects.count() == 0


def test_nobody_registers_an_address_for_a_place_that_is_not_theirs():
    place_id = place_of(steward())

    with pytest.raises(NotFound):
        call.register(
            place_id=place_id, channel=Channel.SMS, address="+923001234567", language="en", by=steward(), now=NOW
        )


def test_a_threat_against_a_place_calls_its_own_helpers_and_leads_to_their_plan():
    desk, here, elsewhere = colleague(Role.VERIFIER, now=NOW), steward(), steward()
    place_id = place_of(here)
    kept = Kept(plan=Plan(exits="back door"), owner=here.person_id, review_on=(NOW + timedelta(days=90)).date())
    plans.keep(place_id=place_id, kept=kept, by=here, now=NOW)
    place_of(elsewhere)
    told = threat.Told(against=Against.PLACE, place_id=place_id, report_id=report_told())

    threat_id = threat.pass_on(told=told, by=desk, now=NOW)
    page = threat.page(threat_id=threat_id, by=here, now=NOW)
    threat.say_seen(threat_id=threat_id, by=here, now=NOW)

    assert page.place is not None
    assert page.place.has_plan
    assert alarm.calls_of(by=here, now=NOW).count == 1
    assert alarm.calls_of(by=elsewhere, now=NOW).count == 0
    assert [one.seen_count for one in threat.at_desk(by=desk, now=NOW)] == [1]
    for other in (elsewhere, desk):
        with pytest.raises((NotFound, Refused)):
            threat.page(threat_id=threat_id, by=other, now=NOW)


def test_a_threat_against_a_person_calls_their_circle_and_tells_nobody_whether_there_is_one():
    desk, one, two, other = colleague(Role.WARNER, now=NOW), steward(), steward(), steward()
    members = (one.person_id, two.person_id)
    opening = circles.Opening(label="the Teacher", plan="call", members=members, every_minutes=60)
    circles.open_circle(opening=opening, by=one, now=NOW)
    report_id = report_told()

    ids = [
        threat.pass_on(
            told=threat.Told(against=Against.PERSON, circle_word=word, report_id=report_id), by=desk, now=NOW
        )
        for word in ("  the teacher ", "somebody else")
    ]

    assert [found.id for found in alarm.calls_of(by=two, now=NOW).threats] == ids[:1]
    assert alarm.calls_of(by=other, now=NOW).count == 0
    assert [(seen.place_name, seen.seen_count) for seen in threat.at_desk(by=desk, now=NOW)] == [("", None)] * 2
    assert threat.page(threat_id=ids[0], by=one, now=NOW).place is None


def test_a_threat_is_passed_on_from_a_telling_and_to_a_place_of_the_register():
    desk, place_id = colleague(Role.VERIFIER, now=NOW), place_of(steward())

    with pytest.raises(Refused) as nothing_told:
        threat.pass_on(told=threat.Told(against=Against.PLACE, place_id=place_id), by=desk, now=NOW)
    with pytest.raises(Refused) as nowhere:
        threat.pass_on(told=threat.Told(against=Against.GATHERING, report_id=report_told()), by=desk, now=NOW)
    with pytest.raises(NotFound):
        threat.pass_on(
            told=threat.Told(against=Against.PLACE, place_id=PlaceId("g_no"), report_id=report_told()),
            by=desk,
            now=NOW,
        )
    assert nothing_told.value.reason is AlarmReason.THREAT_NEEDS_A_TELLING
    assert nowhere.value.reason is AlarmReason.THREAT_NEEDS_A_PLACE


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VERIFIER, Role.WARNER}))
def test_no_other_role_passes_threats_on_or_lists_them(role):
    with pytest.raises(Refused):
        threat.at_desk(by=actor(role), now=NOW)
    with pytest.raises(Refused):
        threat.pass_on(told=threat.Told(against=Against.PERSON), by=actor(role), now=NOW)


def test_it_ends_by_one_person_by_itself_and_is_forgotten():
    desk, here = colleague(Role.VERIFIER, now=NOW), steward()
    told = threat.Told(against=Against.PLACE, place_id=place_of(here), report_id=report_told())
    closed = threat.pass_on(told=told, by=desk, now=NOW)
    threat.close(threat_id=closed, by=desk, now=NOW)
    threat.pass_on(told=told, by=desk, now=NOW)

    assert alarm.calls_of(by=here, now=NOW).count == 1
    assert alarm.calls_of(by=here, now=NOW + timedelta(hours=73)).count == 0
    assert call.forget_old(before=NOW + timedelta(days=1), now=NOW) == 2
    assert alarm_rows.threats_open(now=NOW) == ()


def test_the_audit_tells_that_something_was_passed_on_and_neither_what_nor_where():
    desk, here = colleague(Role.VERIFIER, now=NOW), steward()
    place_id = place_of(here)
    told = threat.Told(against=Against.PLACE, place_id=place_id, report_id=report_told())
    threat_id = threat.pass_on(told=told, by=desk, now=NOW)

    (row,) = AuditRow.objects.filter(what="threat-passed-on")

    assert (row.subject, row.why) == (threat_id, "")
