"""Missing and found through the services: telling, matching, deciding, and what time may do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import NOW, actor
from tests.factories_help import colleague
from tests.factories_tracing import CONTACT_OF_WITNESS, MAN, SEEN, keep, told

from haal.domain.access import Actor, Role
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import ReportId
from haal.domain.tracing.case import ASK_AGAIN_DAYS, SEPARATED_DAYS, CaseState, SeekerState
from haal.domain.tracing.pair import PairState
from haal.domain.tracing.person import AgeBand, Sex
from haal.domain.tracing.referral import Protection
from haal.domain.tracing.telling import Answer
from haal.domain.tracing.told import Consents, Described, Entry, Situation, TracingReason
from haal.linkage.sought.compare import Fit
from haal.services.help.tracing import clock, desk, hand_out, propose, queries, refer, seeker, tell
from haal.storage import audit, outbox
from haal.storage import report as report_rows
from haal.storage.tracing import case as case_rows
from haal.storage.tracing.case import TracingCaseRow
from haal.storage.tracing.pair import TracingPairRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
CHILD = Described(names=("Gulalai",), age=AgeBand.CHILD, sex=Sex.FEMALE, area="Mastung")


@pytest.fixture
def finder() -> Actor:
    return colleague(Role.TRACER, now=NOW)


def only_pair(case_id, finder):
    (beside,) = queries.case_page(case_id=case_id, by=finder, now=NOW).pairs
    return beside


def two_and_their_pair(finder, *, request=None, sighting=None):
    code, case_id = keep(request or told(), now=NOW)
    keep(sighting or told(Entry.SIGHTING, who=SEEN), now=NOW)
    return code, case_id, only_pair(case_id, finder)


def test_a_request_and_a_sighting_in_another_script_meet_and_are_explained(finder):
    _code, _case, beside = two_and_their_pair(finder)

    assert beside.pair.state is PairState.PROPOSED
    assert {one.fit for one in beside.explained.said} == {Fit.SAME}
    assert beside.answer is Answer.NOT_ASKED


def test_it_does_not_matter_which_came_first_and_a_repeat_proposes_nothing_anew(finder):
    keep(told(Entry.SIGHTING, who=SEEN), now=NOW)
    _code, case_id = keep(told(), now=NOW)

    only_pair(case_id, finder)
    assert propose.consider(report_id=case_rows.get(case_id).report_id, now=NOW) == 0


def test_the_report_holds_no_word_of_anybody_and_the_witness_is_sealed(finder):
    keep(told(Entry.SIGHTING, who=SEEN), now=NOW)

    case = case_rows.of_finder(finder.person_id)[0]
    report = report_rows.get(ReportId(case.report_id))
    kept = case_rows.told_of(case.id)
    assert report.answers.needs == "somebody was seen"
    assert report.has_sealed
    assert kept is not None
    assert kept.contact == ""
    assert CONTACT_OF_WITNESS not in repr(kept)


def test_no_column_in_clear_holds_a_word_of_anybody(finder):
    two_and_their_pair(finder)

    with connection.cursor() as cursor:
        for table in ("tracing_case", "tracing_pair", "report", "audit", "outbox"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()])
            assert not any(word in rows for word in ("Rahman", "عبد", "Mastung", "scar", "7654321", "1112223")), table


def test_a_finder_sees_what_was_handed_to_them_and_nobody_lists_all(finder):
    _code, case_id, beside = two_and_their_pair(finder)
    other = colleague(Role.TRACER, now=NOW)

    assert len(queries.mine(by=finder).cases) == 2
    assert queries.mine(by=other) == queries.Mine(cases=(), seconds=(), drafts=())
    for ask in (
        lambda: queries.case_page(case_id=case_id, by=other, now=NOW),
        lambda: queries.pair_page(pair_id=beside.pair.id, by=other, now=NOW),
        lambda: desk.say_same(pair_id=beside.pair.id, by=other, now=NOW),
        lambda: desk.speak(pair_id=beside.pair.id, by=other, now=NOW),
        lambda: hand_out.hand_on(case_id=case_id, to=other.pseudonym, by=other, now=NOW),
    ):
        with pytest.raises(NotFound):
            ask()
    with pytest.raises(Refused):
        queries.mine(by=actor(Role.VERIFIER, Role.OPERATOR, Role.AUDITOR))


def test_cases_are_handed_out_evenly_and_handed_on_by_pseudonym(finder):
    other = colleague(Role.TRACER, now=NOW)
    for _ in range(4):
        keep(told(), now=NOW, matched=False)

    assert len(queries.mine(by=finder).cases) == len(queries.mine(by=other).cases) == 2
    hand_out.hand_on(case_id=queries.mine(by=finder).cases[0].id, to=other.pseudonym, by=finder, now=NOW)
    assert len(queries.mine(by=other).cases) == 3


def test_without_a_finder_a_case_waits_and_is_handed_out_when_there_is_one():
    code, case_id = keep(told(), now=NOW, matched=False)
    assert seeker.standing_of(code=code).state is SeekerState.KEPT

    finder = colleague(Role.TRACER, now=NOW)
    assert clock.run(now=NOW) == 1
    assert case_rows.get(case_id).handed_to == finder.person_id
    assert seeker.standing_of(code=code).state is SeekerState.SEARCHING


def test_the_seeker_is_told_only_after_the_adult_said_yes(finder):
    code, case_id, beside = two_and_their_pair(finder)
    before = seeker.standing_of(code=code)
    assert desk.say_same(pair_id=beside.pair.id, by=finder, now=NOW) is PairState.SAME
    for answer in set(Answer) - {Answer.ALIVE, Answer.CONTACT}:
        desk.keep_answer(pair_id=beside.pair.id, answer=answer, by=finder, now=NOW)
        with pytest.raises(Refused):
            desk.speak(pair_id=beside.pair.id, by=finder, now=NOW)
        assert seeker.standing_of(code=code) == before
    desk.keep_answer(pair_id=beside.pair.id, answer=Answer.ALIVE, by=finder, now=NOW)
    assert seeker.standing_of(code=code) == before
    assert only_pair(case_id, finder).may_tell

    desk.speak(pair_id=beside.pair.id, by=finder, now=NOW)
    assert seeker.standing_of(code=code).state is SeekerState.SPEAK


def test_the_audit_does_not_say_what_the_one_found_answered(finder):
    _code, _case, beside = two_and_their_pair(finder)
    desk.say_same(pair_id=beside.pair.id, by=finder, now=NOW)
    desk.keep_answer(pair_id=beside.pair.id, answer=Answer.SEEKER_IS_DANGER, by=finder, now=NOW)

    (entry,) = [one for one in audit.latest(limit=50) if one.what == "tracing-answer-kept"]
    assert entry.why == ""


def test_a_child_goes_to_child_protection_first_and_then_two_people_decide(finder):
    second = colleague(Role.TRACER, now=NOW)
    code, case_id = keep(told(who=CHILD), now=NOW)
    keep(told(Entry.SIGHTING, who=CHILD), now=NOW)
    mine = next(one for one in (finder, second) if one.person_id == case_rows.get(case_id).handed_to)
    other = second if mine is finder else finder
    pair_id = only_pair(case_id, mine).pair.id

    with pytest.raises(Refused) as refused:
        desk.say_same(pair_id=pair_id, by=mine, now=NOW)
    assert refused.value.reason is TracingReason.CHILD_NOT_BY_DESK
    refer.refer(pair_id=pair_id, to="Child protection unit", why="alone at the bus stand", by=mine, now=NOW)
    with pytest.raises(Refused) as refused:
        desk.say_same(pair_id=pair_id, by=mine, now=NOW)
    assert refused.value.reason is TracingReason.CHILD_NOT_BY_DESK
    refer.keep_said(pair_id=pair_id, said=Protection.SAME, by=mine, now=NOW)
    assert desk.say_same(pair_id=pair_id, by=mine, now=NOW) is PairState.HALF
    with pytest.raises(Refused) as refused:
        desk.say_same(pair_id=pair_id, by=mine, now=NOW)
    assert refused.value.reason is GeneralReason.TWO_PEOPLE_NEEDED
    assert [one.id for one in queries.mine(by=other).seconds] == [pair_id]
    assert desk.say_same(pair_id=pair_id, by=other, now=NOW) is PairState.SAME

    desk.keep_answer(pair_id=pair_id, answer=Answer.CONTACT, by=mine, now=NOW)
    with pytest.raises(Refused) as refused:
        desk.speak(pair_id=pair_id, by=mine, now=NOW)
    assert refused.value.reason is TracingReason.CHILD_NOT_BY_DESK
    assert seeker.standing_of(code=code).state is SeekerState.SEARCHING


@pytest.mark.parametrize(
    "fields",
    [
        {"state": PairState.SAME.value, "two_needed": True, "first_by": "p_a"},
        {"state": PairState.SAME.value, "two_needed": True, "first_by": "p_a", "second_by": "p_a"},
        {"state": PairState.SAME.value},
        {"state": PairState.HALF.value},
    ],
)
def test_the_database_itself_refuses_fewer_than_the_people_needed(finder, fields):
    _code, _case, beside = two_and_their_pair(finder)

    with pytest.raises(IntegrityError), transaction.atomic():
        TracingPairRow.objects.filter(pk=beside.pair.id).update(**fields)


def test_two_requests_for_one_person_are_linked_and_both_stay(finder):
    first, case_id = keep(told(), now=NOW)
    second, _ = keep(told(who=SEEN), now=NOW)
    pair = next(
        one
        for case in queries.mine(by=finder).cases
        for one in queries.case_page(case_id=case.id, by=finder, now=NOW).pairs
    ).pair
    desk.say_same(pair_id=pair.id, by=finder, now=NOW)

    assert {seeker.standing_of(code=code).state for code in (first, second)} == {SeekerState.SEARCHING}
    assert case_rows.told_of(case_id) is not None
    with pytest.raises(Refused):
        desk.keep_answer(pair_id=pair.id, answer=Answer.ALIVE, by=finder, now=NOW)


@pytest.mark.parametrize("situation", [Situation.TAKEN, Situation.AFTER_EVENT])
def test_no_clock_ends_or_wipes_the_search_for_somebody_taken(finder, situation):
    code, case_id = keep(told(situation=situation), now=NOW)
    for year in range(1, 60):
        clock.run(now=NOW + timedelta(days=400 * year))

    assert case_rows.get(case_id).state is CaseState.OPEN
    assert seeker.own_copy(code=code).told.who == MAN
    assert seeker.standing_of(code=code).asked_again
    with pytest.raises(IntegrityError), transaction.atomic():
        TracingCaseRow.objects.filter(pk=case_id).update(expires_at=NOW)


def test_the_family_is_asked_once_a_year_goes_on_or_closes_it(finder):
    code, case_id = keep(told(situation=Situation.TAKEN), now=NOW)
    later = NOW + timedelta(days=ASK_AGAIN_DAYS)
    assert clock.ask_again(now=later) == 1
    assert clock.ask_again(now=later) == 0

    seeker.go_on(code=code, now=later)
    assert not seeker.standing_of(code=code).asked_again
    assert clock.ask_again(now=later + timedelta(days=ASK_AGAIN_DAYS)) == 1

    seeker.close(code=code, now=later)
    assert seeker.standing_of(code=code).state is SeekerState.CLOSED
    assert case_rows.get(case_id).state is CaseState.CLOSED
    for again in (seeker.close, seeker.go_on):
        with pytest.raises(Refused):
            again(code=code, now=later)
    with pytest.raises(NotFound):
        seeker.own_copy(code=code)


def test_a_search_for_somebody_separated_rests_after_its_time_and_its_words_are_gone(finder):
    _code, case_id = keep(told(), now=NOW)
    assert clock.end_past(now=NOW + timedelta(days=SEPARATED_DAYS)) == 1
    assert case_rows.get(case_id).state is CaseState.EXPIRED
    assert case_rows.told_of(case_id) is None


def test_the_same_key_is_one_case_and_a_search_without_consent_is_refused(finder):
    sent = tell.Sent(client_key="tracing-key-of-one-phone")
    codes = {tell.tell(told=told(), sent=sent, now=NOW).receipt.words for _ in range(2)}
    assert len(codes) == 1
    assert len(queries.mine(by=finder).cases) == 1
    with pytest.raises(Refused) as refused:
        tell.tell(told=told(consents=Consents()), sent=tell.Sent(client_key="tracing-key-of-another"), now=NOW)
    assert refused.value.reason is TracingReason.CONSENT_TO_SEARCH


def test_matching_waits_in_the_outbox_so_no_page_waits_for_it(finder):
    keep(told(), now=NOW, matched=False)
    assert {one.kind for one in outbox.due(now=NOW, limit=10)} == {"report-taken-in"}
