"""Shelters and families enter by intake, free places follow from promises, and one person's correction is heard at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests import factories, factories_help
from tests.factories_shelter import (
    ADDRESS,
    HOST,
    NAME,
    NOW,
    NUMBER,
    counted,
    kept_count,
    registered,
    some_facts,
    told,
)

from haal.domain.access import Role
from haal.domain.aid.match import MatchState, WhyNot
from haal.domain.aid.whom import GuardReason
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.need import Asked, NeedKind, NeedState, Whom
from haal.domain.shelter.facts import Known, ShelterReason
from haal.domain.shelter.family import AsideWhy, CountReason, CountState
from haal.domain.shelter.standing import ClosedWhy
from haal.services import flow
from haal.services.help import codes, matches, needs, offers, queries
from haal.services.help.aid import guard
from haal.services.help.shelters import consider, families, public, tell
from haal.services.help.shelters import queries as shelters
from haal.storage import audit, report
from haal.storage import need as need_rows
from haal.storage.report import ReportRow
from haal.storage.shelter import family as family_rows
from haal.storage.shelter import rows
from haal.storage.shelter.family import FamilyCountRow
from haal.storage.shelter.rows import ShelterRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
FIRST, SECOND = factories.actor(Role.AID), factories.actor(Role.AID)
PUBLISHER = factories.actor(Role.PUBLISHER, now=NOW)
LATER = NOW + timedelta(hours=1)


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


@pytest.fixture
def shelter_id():
    return registered(by=FIRST, met_by=(FIRST, SECOND))


def a_roof_for(count, *whom):
    asked = Asked(kind=NeedKind.SHELTER, for_count=count, whom=frozenset(whom))
    taken = needs.ask(asked=asked, told=factories_help.told(district="Quetta"), now=NOW)
    return codes.standing_of(code=taken.receipt.words).need.id


def say(shelter_id, people, *, at=LATER):
    tell.say_people(shelter_id=shelter_id, people=people, told=told(), by=FIRST, now=at)
    return rows.get(shelter_id)


def test_a_shelter_is_an_offer_of_a_roof_and_its_name_host_and_address_lie_in_a_box(shelter_id):
    row, kept = ShelterRow.objects.get(), report.get(ReportRow.objects.get().id)

    assert kept.answers.needs.startswith("shelter; for 40; within 100\nschool; has drinking-water womens-space")
    assert shelters.one_shelter(shelter_id=shelter_id, by=FIRST, now=NOW).known == Known(
        name=NAME, host=HOST, address=ADDRESS
    )
    for word in (NAME, HOST, ADDRESS, NUMBER):
        assert word.encode() not in bytes(row.told.ciphertext)
        assert word not in row.facts
        assert word not in kept.answers.needs
    assert "shelter-read" in {entry.what for entry in audit.latest(limit=5)}


def test_a_shelter_without_a_name_is_not_taken():
    refused = reason_of(
        lambda: tell.register(
            offered=rows_offer(), facts=some_facts(), known=Known(name=" "), told=told(), by=FIRST, now=NOW
        )
    )

    assert refused is ShelterReason.SHELTER_NAME_NEEDED
    assert not ShelterRow.objects.exists()


def rows_offer():
    return offers.Offered(kind=NeedKind.SHELTER, for_count=10)


def test_free_places_follow_from_the_hosts_count_and_from_what_was_promised(shelter_id):
    assert say(shelter_id, 25).free_count == 15

    match_id = matches.propose(need_id=a_roof_for(12), offer_id=shelter_id, by=FIRST, now=LATER)
    assert (rows.get(shelter_id).coming_count, rows.get(shelter_id).free_count) == (12, 3)
    assert say(shelter_id, 25, at=LATER + timedelta(hours=1)).free_count == 3, "who is promised a place keeps it"

    matches.move(match_id=match_id, to=MatchState.PROMISED, by=FIRST, now=LATER)
    matches.move(match_id=match_id, to=MatchState.DONE, by=FIRST, now=LATER)
    arrived = rows.get(shelter_id)
    assert (arrived.present_count, arrived.coming_count, arrived.free_count) == (37, 0, 3)

    assert say(shelter_id, 20, at=LATER + timedelta(days=1)).free_count == 20, "families left again"
    assert say(shelter_id, 60, at=LATER + timedelta(days=2)).free_count == 0


def test_a_full_shelter_is_suggested_to_nobody(shelter_id):
    say(shelter_id, 40)

    need_id = a_roof_for(5)
    refused = reason_of(lambda: matches.propose(need_id=need_id, offer_id=shelter_id, by=FIRST, now=LATER))

    assert refused is WhyNot.NOTHING_LEFT_TO_GIVE
    assert not queries.board(by=FIRST, now=LATER).plan.suggested


def test_nobody_is_sent_to_a_host_whom_two_have_not_met():
    unmet = registered(by=FIRST, met_by=(FIRST,))

    refused = reason_of(lambda: matches.propose(need_id=a_roof_for(5), offer_id=unmet, by=FIRST, now=NOW))

    assert refused is WhyNot.TWO_MUST_MEET_FIRST


@pytest.mark.parametrize("whom", [Whom.CHILD_ALONE, Whom.WOMAN_ALONE])
def test_no_child_and_no_woman_alone_is_housed_by_the_machine_nor_by_one_person(shelter_id, whom):
    need_id = a_roof_for(1, whom)
    seen = queries.board(by=FIRST, now=NOW)
    assert not seen.plan.suggested
    assert seen.why_waiting[need_id] is WhyNot.BY_PEOPLE_ONLY

    match_id = matches.propose(need_id=need_id, offer_id=shelter_id, by=FIRST, now=NOW)
    promise = lambda: matches.promise(match_id=match_id, by=FIRST, now=NOW)  # noqa: E731
    assert reason_of(promise) is GuardReason.SECOND_PERSON_FIRST
    guard.vouch(match_id=match_id, host=HOST, by=SECOND, now=NOW)
    promise()
    come = lambda: matches.deliver(match_id=match_id, by=FIRST, now=NOW)  # noqa: E731
    assert reason_of(come) is GuardReason.CALL_AFTER_ARRIVAL_FIRST
    guard.called(match_id=match_id, by=FIRST, now=NOW)
    come()
    assert rows.get(shelter_id).present_count == 1


def test_a_closed_shelter_loses_its_name_and_whoever_was_promised_a_place_waits_again(shelter_id):
    need_id = a_roof_for(6)
    matches.propose(need_id=need_id, offer_id=shelter_id, by=FIRST, now=NOW)

    tell.close(shelter_id=shelter_id, why=ClosedWhy.IN_DANGER, told=told(), by=FIRST, now=LATER)

    seen = shelters.one_shelter(shelter_id=shelter_id, by=FIRST, now=LATER)
    assert (seen.shelter.closed, seen.shelter.free_count, seen.known) == (ClosedWhy.IN_DANGER, 0, None)
    assert need_rows.get(need_id).state is NeedState.SEEN
    assert need_rows.get(need_id).left_count == 6
    again = lambda: tell.close(  # noqa: E731
        shelter_id=shelter_id, why=ClosedWhy.IN_DANGER, told=told(), by=FIRST, now=LATER
    )
    assert reason_of(again) is GeneralReason.ALREADY_DONE
    assert reason_of(lambda: say(shelter_id, 3)) is ShelterReason.SHELTER_CLOSED


def test_a_host_who_takes_the_offer_back_closes_the_shelter(shelter_id):
    offers.take_back(offer_id=shelter_id, now=LATER)

    assert rows.get(shelter_id).closed is ClosedWhy.NO_LONGER_OFFERED
    assert rows.open_ones(now=LATER) == ()


def test_a_roof_that_was_offered_by_another_way_becomes_a_shelter_and_what_has_changed_is_told_anew():
    _, offer_id = factories_help.offer(now=NOW, kind=NeedKind.SHELTER, for_count=20, district="Quetta")
    assert [one.id for one in shelters.board(by=FIRST, now=NOW).roofs] == [offer_id]
    known = Known(name=NAME)

    tell.describe(offer_id=offer_id, facts=some_facts(latrines=1), known=known, told=told(), by=FIRST, now=NOW)
    tell.describe(
        offer_id=offer_id, facts=some_facts(latrines=3), known=Known(name=""), told=told(), by=SECOND, now=LATER
    )

    board = shelters.board(by=FIRST, now=LATER)
    assert board.roofs == ()
    assert board.lines[0].shelter.facts == some_facts(latrines=3)
    assert ReportRow.objects.filter(kind="shelter").count() == 2


def test_a_count_comes_through_intake_and_adds_to_nothing_before_somebody_has_looked():
    count_id = kept_count(by=FIRST, look=False, families=12, people=70)
    assert family_rows.get(count_id).state is CountState.TOLD
    assert public._shown(now=NOW, policy=public.DEFAULT).families == ()

    families.look(count_id=count_id, by=SECOND, now=LATER)

    (row,) = public._shown(now=LATER, policy=public.DEFAULT).families
    assert (row.arrived, row.home, row.where.district) == ("10", "Kech", "Quetta")
    assert b"Kech" not in bytes(FamilyCountRow.objects.get().box.ciphertext)


def test_a_district_that_nobody_knows_is_asked_for_and_never_kept():
    refused = reason_of(lambda: kept_count(by=FIRST, home="Planted village"))

    assert refused is CountReason.COUNT_HOME_UNKNOWN
    assert not ReportRow.objects.exists()


def test_the_same_key_twice_is_one_count():
    once = told()
    for _ in range(2):
        families.tell(counted=counted(), told=once, by=FIRST, now=NOW)

    assert FamilyCountRow.objects.count() == 1


def test_counts_of_the_same_families_are_shown_side_by_side():
    first, second = (kept_count(by=FIRST, look=False, families=n) for n in (12, 14))

    assert [one.count.id for one in shelters.one_count(count_id=second, by=FIRST).alike] == [first]


def test_a_town_that_was_said_is_shown_as_an_area_and_a_district_alone_as_a_district():
    kept_count(by=FIRST, families=20)
    kept_count(by=FIRST, families=20, place="Quetta")

    places = {
        (row.where.district, bool(row.where.cell)) for row in public._shown(now=NOW, policy=public.DEFAULT).families
    }

    assert places <= {("Quetta", False), ("", True)}
    assert ("Quetta", False) in places


@pytest.fixture
def released(shelter_id):
    """Release the numbers of a count and of a shelter; return the count."""
    count_id = kept_count(by=FIRST, families=12, people=70)
    bulletin_id = public.draft(by=FIRST, now=NOW)
    assert public.standing() is None
    public.agree(bulletin_id=bulletin_id, could_help_harm=False, by=PUBLISHER, now=NOW)
    return count_id


def test_two_people_release_what_everybody_may_read(released):
    shown = public.standing().shown

    assert [(row.arrived, row.people_arrived) for row in shown.families] == [("10", "70")]
    assert [(row.shelters, row.has_room, row.places) for row in shown.rooms] == [("<5", True, "")]


def test_one_person_alone_releases_nothing(shelter_id):
    both = factories.actor(Role.AID, Role.PUBLISHER, now=NOW)
    bulletin_id = public.draft(by=both, now=NOW)
    agree = lambda **said: public.agree(  # noqa: E731
        bulletin_id=bulletin_id, **{"could_help_harm": False, "by": both, "now": NOW, **said}
    )

    assert reason_of(agree) is GeneralReason.TWO_PEOPLE_NEEDED
    assert reason_of(lambda: agree(by=FIRST)) is GeneralReason.NOT_ALLOWED
    stale = factories.actor(Role.PUBLISHER, fresh=False)
    assert reason_of(lambda: agree(by=stale)) is GeneralReason.SECOND_FACTOR_NEEDED
    assert reason_of(lambda: agree(by=PUBLISHER, could_help_harm=None)) is not None
    assert agree(by=PUBLISHER, could_help_harm=True) is False
    assert public.standing() is None
    with pytest.raises(NotFound):
        agree(by=PUBLISHER)


def test_the_database_itself_refuses_a_release_of_one_person(released):
    row = public.bulletin.BulletinRow.objects.get()
    for fields in ({"agreed_by": row.asked_by}, {"agreed_by": None}, {"is_standing": False}, {"ended_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            public.bulletin.BulletinRow.objects.update(**fields)


def test_a_false_count_empties_what_is_public_of_its_area_at_once_and_ends_the_draft(released):
    public.draft(by=FIRST, now=LATER)

    families.take_back(count_id=released, why=AsideWhy.FALSE, told=told(), by=SECOND, now=LATER)

    (row,) = public.standing().shown.families
    assert (row.arrived, row.people_arrived, row.is_corrected) == ("", "", True)
    assert public.waiting(by=FIRST) is None
    assert FamilyCountRow.objects.get().aside == "false"
    kept = report.get(ReportRow.objects.order_by("received_at").last().id)
    assert kept.answers.needs == f"not-so {released}; false"


def test_a_closed_shelter_empties_what_is_public_of_room_there(released, shelter_id):
    tell.close(shelter_id=shelter_id, why=ClosedWhy.NOT_FIT_TO_LIVE_IN, told=told(), by=SECOND, now=LATER)

    assert [(row.shelters, row.has_room, row.is_corrected) for row in public.standing().shown.rooms] == [
        ("", False, True)
    ]
    assert [row.is_corrected for row in public.standing().shown.families] == [False]


def test_what_was_told_is_considered_anew_and_nothing_is_done_twice(released, shelter_id):
    families.take_back(count_id=released, why=AsideWhy.FALSE, told=told(), by=FIRST, now=LATER)
    before = audit.head()

    for row in ReportRow.objects.all():
        consider.consider(report=report.get(row.id), now=LATER)

    assert audit.head() == before


def test_a_correction_that_was_told_and_not_done_yet_is_done_by_the_clock(released):
    families.telling.take(
        kind=families.Kind.SHELTER, line=f"not-so {released}; false", told=told(), by=FIRST, now=LATER
    )
    flow.drain(now=LATER, limit=50)

    assert FamilyCountRow.objects.get().state == "set-aside"


def test_a_stranger_closes_nothing(released, shelter_id):
    for line in (f"not-so {released}; false", f"shelter-closed {shelter_id}; in-danger"):
        families.telling.take(kind=families.Kind.SHELTER, line=line, told=told(), by=None, now=LATER)
    flow.drain(now=LATER, limit=50)

    assert FamilyCountRow.objects.get().state == "kept"
    assert rows.get(shelter_id).closed is None


def test_a_strangers_count_waits_for_a_person():
    families.telling.take(
        kind=families.Kind.SHELTER, line="families 8; from Awaran; people 40", told=told(), by=None, now=NOW
    )
    flow.drain(now=LATER, limit=50)

    (count,) = family_rows.in_state(CountState.TOLD)
    assert (count.counted.families, count.counted.home, count.where.district) == (8, "Awaran", "Quetta")


@pytest.mark.parametrize(
    "fields",
    [{"state": "set-aside"}, {"aside": "false"}, {"state": "kept", "looked_by": ""}, {"state": "kept", "box": None}],
)
def test_the_database_itself_refuses_a_count_without_a_person_or_a_reason(fields):
    kept_count(by=FIRST)

    with pytest.raises(IntegrityError), transaction.atomic():
        FamilyCountRow.objects.update(**fields)


def test_only_who_looks_after_shelters_reads_and_changes_them(shelter_id):
    stranger = factories.actor(Role.VERIFIER)

    for call in (
        lambda: shelters.board(by=stranger, now=NOW),
        lambda: shelters.one_shelter(shelter_id=shelter_id, by=stranger, now=NOW),
        lambda: tell.say_people(shelter_id=shelter_id, people=1, told=told(), by=stranger, now=NOW),
        lambda: public.draft(by=stranger, now=NOW),
    ):
        assert reason_of(call) is GeneralReason.NOT_ALLOWED


def test_a_report_that_is_erased_takes_its_count_with_it_and_empties_what_is_public(released):
    report_id = family_rows.report_of(released)
    family_rows.forget_words(report_id)
    row = FamilyCountRow.objects.get()
    assert (row.box, row.state, row.aside) == (None, "set-aside", "erased")

    consider.forget(report_id=report_id, now=LATER)

    row.refresh_from_db()
    assert (row.district, row.cell) == ("", None)
    assert [one.is_corrected for one in public.standing().shown.families] == [True]
    before = audit.head()
    consider.forget(report_id=report_id, now=LATER)
    assert audit.head() == before


def test_a_shelter_whose_report_is_erased_has_no_name_any_more(shelter_id):
    rows.forget_words(offers.offer_rows.report_of(shelter_id))

    assert rows.told_of(shelter_id) is None
