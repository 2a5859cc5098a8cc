"""PFIF files of others brought in: each record enters once by intake, nothing is lost in silence, and nobody is published by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from lxml import etree
from tests.factories import NOW, undone
from tests.factories_help import colleague
from tests.factories_tracing import MAN, keep, told
from tests.unit.formats.test_pfif import files

from haal.domain.access import SYSTEM, Role
from haal.domain.errors import Refused
from haal.domain.report import Kind
from haal.domain.tracing.case import CaseState
from haal.domain.tracing.note import Note, NoteStatus
from haal.domain.tracing.pair import PairKind, PairState
from haal.domain.tracing.person import AgeBand, Sex, Sought
from haal.domain.tracing.told import Consents, Described, Situation
from haal.formats.pfif.model import Wiped
from haal.formats.pfif.read import reading
from haal.formats.pfif.values import fitting
from haal.formats.pfif.write import write
from haal.jobs import outbox
from haal.services.help.tracing import consent, desk, publish, queries
from haal.services.help.tracing.pfif.bring import bring
from haal.services.help.tracing.pfif.public import public_file
from haal.storage import report as report_rows
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import pair as pair_rows
from haal.storage.tracing import published as published_rows
from haal.storage.tracing import since as since_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
RULES = etree.RelaxNG(etree.parse(Path(__file__).resolve().parents[2] / "vectors" / "pfif" / "element-rules.rng"))
ONE = Sought(
    record_id="other.example/p-1", full_name="Abdul Rahman", source_date=NOW - timedelta(days=3), age_band=AgeBand.YOUNG,
    sex=Sex.MALE, description="a scar", last_seen_area="Mastung",
)  # fmt: skip
TWO = replace(ONE, record_id="other.example/p-2", full_name="A. Rehman")
NOTE = Note(
    note_id="other.example/n-1", record_id=ONE.record_id, text="Seen at the bus stand.", source_date=NOW - timedelta(days=2),
    status=NoteStatus.ALIVE, author_name="Nazar",
)  # fmt: skip
PUBLIC = Consents(search=True, publish=True)


@pytest.fixture
def finder():
    return colleague(Role.TRACER, now=NOW)


def brought(records=(), notes=(), wiped=(), *, situation=Situation.SEPARATED, now=NOW):
    raw = write(records, notes, wiped, source_name="Others", now=now - timedelta(days=1))
    return bring(raw=raw, situation=situation, by=SYSTEM, now=now)


def case_of(one):
    found = since_rows.case_of(one.record_id)
    assert found is not None
    return case_rows.get(found[0])


def worked_off(now=NOW):
    while outbox.run(now):
        pass


def test_a_record_becomes_a_case_by_intake_once_and_nobody_is_published_by_it(finder):
    first, again = brought([ONE], [NOTE]), brought([ONE], [NOTE])

    assert (first.taken, first.notes, first.faults) == (1, 1, [])
    assert (again.taken, again.notes, again.repeated, again.faults) == (0, 0, 2, [])
    case = case_of(ONE)
    assert report_rows.get(case.report_id).kind is Kind.TRACING
    page = queries.case_page(case_id=case.id, by=finder, now=NOW)
    assert page.told.who.names == ("Abdul Rahman",)
    assert page.told.consents == Consents(search=True)
    assert page.record_elsewhere == ONE.record_id
    ((since, words),) = page.since
    assert (words["text"], words["status"], words["author"]) == ("Seen at the bus stand.", "believed_alive", "Nazar")
    assert report_rows.get(since.report_id).answers.needs == "something was told since of somebody sought"
    assert reading(public_file(now=NOW)).persons == ()


def test_what_changed_where_it_came_from_supersedes_what_was_told_and_both_stay(finder):
    brought([ONE])
    later = replace(ONE, full_name="Abdul Rehman", source_date=NOW)
    done = brought([later])

    assert (done.taken, done.changed) == (0, 1)
    page = queries.case_page(case_id=case_of(ONE).id, by=finder, now=NOW)
    assert page.told.who.names == ("Abdul Rehman",)
    assert page.since[0][1]["before"]["who"]["names"] == ["Abdul Rahman"]
    assert brought([later, ONE]).repeated == 1


def test_what_cannot_go_in_is_named_by_its_place_with_what_was_expected_and_what_came_and_the_rest_goes_in(finder):
    long = replace(TWO, description="x" * 3_000)
    astray = replace(NOTE, note_id="other.example/n-2", record_id="other.example/p-9")
    done = brought([ONE, long], [NOTE, astray])

    assert (done.taken, done.notes) == (1, 1)
    assert sorted((one.record, one.field, one.expected, one.got) for one in done.faults) == [
        ("record 4 (person) other.example/p-2", "marks", "The field marks is too long: at most 2000 letters.", "other"),
        ("record 6 (note) other.example/n-2", "person_record_id", "a person of this file, or one that was brought before",
         "another one"),
    ]  # fmt: skip


def test_records_that_a_note_links_are_proposed_to_a_finder_who_decides_and_both_stay(finder):
    link = replace(NOTE, linked_record_id=TWO.record_id)
    done, again = brought([ONE, TWO], [link]), brought([ONE, TWO], [link])

    assert (done.taken, done.linked, again.linked) == (2, 1, 0)
    (pair,) = pair_rows.of_case(case_of(TWO).id)
    assert (pair.kind, pair.state) == (PairKind.DUPLICATE, PairState.PROPOSED)
    assert {pair.request_id, pair.other_id} == {case_of(ONE).id, case_of(TWO).id}


def test_what_was_wiped_where_it_came_from_is_wiped_here_but_a_search_for_somebody_taken_goes_on(finder):
    gone = Wiped(record_id=ONE.record_id, source_date=NOW, expiry_date=NOW)
    brought([ONE], [NOTE])
    brought([TWO], situation=Situation.TAKEN)
    done = brought(wiped=[gone, replace(gone, record_id=TWO.record_id)])
    worked_off()

    assert (done.wiped, done.kept) == (1, 1)
    assert case_of(ONE).state is CaseState.EXPIRED
    assert case_rows.told_of(case_of(ONE).id) is None
    assert since_rows.of_case(case_of(ONE).id)[0][1] == {}
    assert case_of(TWO).state is CaseState.OPEN
    assert case_rows.told_of(case_of(TWO).id) is not None
    assert brought([replace(ONE, source_date=NOW + timedelta(days=1))]).faults[0].expected == "a search that goes on"


def test_a_records_own_expiry_ends_a_separation_here_too_and_what_has_expired_stays_out(finder):
    ends = NOW + timedelta(days=20)
    brought([replace(ONE, expiry_date=ends)])
    brought([replace(TWO, expiry_date=ends)], situation=Situation.TAKEN)

    assert case_of(ONE).expires_at == ends
    assert case_of(TWO).expires_at is None
    raw = write([replace(TWO, record_id="other.example/p-3", expiry_date=ends)], source_name="Others", now=NOW)
    done = bring(raw=raw, situation=Situation.SEPARATED, by=SYSTEM, now=ends)
    assert (done.taken, done.expired) == (0, 1)


def published(what, finders):
    """Publish a request by two and return its case."""
    _code, case_id = keep(what, now=NOW, matched=False)
    holder = case_rows.get(case_id).handed_to
    first, second = finders if finders[0].person_id == holder else finders[::-1]
    publish.agree(published_id=publish.ask(case_id=case_id, by=first, now=NOW), by=second, now=NOW)
    return case_id


@pytest.mark.parametrize("situation", [Situation.SEPARATED, Situation.TAKEN])
def test_two_records_of_one_person_are_linked_by_notes_unless_somebody_is_still_held(situation, finder):
    finders = (finder, colleague(Role.TRACER, now=NOW))
    case_id = published(told(consents=PUBLIC), finders)
    brought([ONE], situation=situation)
    worked_off()
    (pair,) = [one for one in pair_rows.of_case(case_id) if one.kind is PairKind.DUPLICATE]
    for who in (*finders, *finders):
        if pair_rows.get(pair.id).state is not PairState.SAME:
            try:
                desk.say_same(pair_id=pair.id, by=who, now=NOW)
            except Refused:
                continue

    told_now = reading(public_file(now=NOW))
    assert pair_rows.get(pair.id).state is PairState.SAME
    assert not told_now.complaints
    linked = [(note.record_id, note.linked_record_id) for note in told_now.notes]
    expected = [(told_now.persons[0].record_id, ONE.record_id)] if situation is Situation.SEPARATED else []
    assert linked == expected


def test_two_of_ours_that_are_one_person_are_linked_both_ways(finder):
    finders = (finder, colleague(Role.TRACER, now=NOW))
    first = published(told(consents=PUBLIC), finders)
    published(told(consents=PUBLIC), finders)
    worked_off()
    (pair,) = pair_rows.of_case(first)
    desk.say_same(pair_id=pair.id, by=finder, now=NOW)

    body = public_file(now=NOW)
    RULES.assertValid(etree.fromstring(body))
    one, other = (person.record_id for person in reading(body).persons)
    assert {(note.record_id, note.linked_record_id) for note in reading(body).notes} == {(one, other), (other, one)}


def test_who_gave_the_word_and_when_it_is_taken_back_the_name_is_gone_at_once(finder):
    finders = (finder, colleague(Role.TRACER, now=NOW))
    case_id = published(told(consents=PUBLIC), finders)
    holder = next(one for one in finders if one.person_id == case_rows.get(case_id).handed_to)
    assert len(reading(public_file(now=NOW)).persons) == 1

    consent.write_down(case_id=case_id, answer=consent.Public(publish=False), by=holder, now=NOW)
    assert published_rows.of_case(case_id) is None
    told_now = reading(public_file(now=NOW))
    assert (told_now.persons, len(told_now.wiped)) == ((), 1)
    with pytest.raises(Refused):
        publish.ask(case_id=case_id, by=holder, now=NOW)
    consent.write_down(case_id=case_id, answer=consent.Public(publish=True), by=holder, now=NOW)
    assert publish.ask(case_id=case_id, by=holder, now=NOW)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(files())
def test_each_record_of_a_file_goes_in_once_or_is_named(finder, drawn):
    records, notes = drawn
    raw = write(records, notes, source_name="Others", now=NOW)
    with undone():
        told_now = reading(raw)
        first, again = (bring(raw=raw, situation=Situation.SEPARATED, by=SYSTEM, now=NOW) for _ in range(2))

        for done in (first, again):
            went = done.taken + done.changed + done.repeated + done.notes + len(done.faults)
            assert went == len(told_now.persons) + len(told_now.notes)
        assert (again.taken, again.changed, again.notes) == (0, 0, 0)
        assert again.faults == first.faults
        for one in told_now.persons:
            if found := since_rows.case_of(one.record_id):
                assert case_rows.told_of(found[0]).who.names == (one.full_name, *one.other_names)
                assert since_rows.record_of(found[0]) == one.record_id


anything = some.text(some.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)
described = some.builds(
    Described,
    names=some.lists(anything, min_size=1, max_size=4).map(tuple),
    age=some.sampled_from([band for band in AgeBand if band.value in {"18-29", "30-44", "60-120"}]),
    sex=some.sampled_from(Sex),
    area=anything,
    district=anything,
    marks=anything,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.lists(described, min_size=1, max_size=3))
def test_whatever_is_published_keeps_every_element_rule_and_is_read_again_as_it_was(finder, people):
    with undone():
        finders = (finder, colleague(Role.TRACER, now=NOW))
        kept = []
        for who in people:
            what = told(who=replace(MAN, **_words(who)), consents=PUBLIC)
            if any(map(fitting, who.names)):
                kept.append(published(what, finders))
            else:
                with pytest.raises(Refused, match="tracing-nobody-named"):  # nothing of the name can be written
                    published(what, finders)
        body = public_file(now=NOW)

        RULES.assertValid(etree.fromstring(body))
        again = reading(body)
        assert (again.complaints, again.skipped, len(again.persons)) == ((), 0, len(kept))
        assert {one.record_id.split("/")[1] for one in again.persons} == {
            published_rows.of_case(case_id).id for case_id in kept
        }
        for case_id in kept:
            sought = published_rows.sought_of(published_rows.of_case(case_id).id)
            (same,) = [one for one in again.persons if one.record_id.endswith(sought.record_id)]
            assert (same.full_name, same.other_names) == (sought.full_name, sought.other_names)


def _words(who):
    return {
        "names": who.names,
        "age": who.age,
        "sex": who.sex,
        "area": who.area,
        "district": who.district,
        "marks": who.marks,
    }
