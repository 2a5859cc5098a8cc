"""The ground read from reports, the review without which no word goes out, and rumours that are no warning."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection
from tests.factories import NOW, actor
from tests.factories_assess import told
from tests.factories_keys import given_keys
from tests.factories_publication import incident
from tests.factories_warnings import BLAST, MADE_UP, agreed, drafted, reviewed, subscribe, warners

from haal.domain.access import Role
from haal.domain.assessment import Assessment, InformationGrade, SourceGrade
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.hazard import Certainty, Hazard
from haal.domain.report import Answers, Channel, Consents, Happened, Knows, Report, Source
from haal.domain.warn.ground import Basis, Declared, Ground, GroundReason, verdict
from haal.domain.warn.phrases import PhraseReason
from haal.domain.warn.rumour import HowChecked, RumourReason, RumourState, RumourSubject
from haal.domain.warning import Mode
from haal.domain.warning_words import SpeechReason
from haal.language import phrase_book
from haal.services.people import health, home
from haal.services.warn import agree, cancel, draft, headcount
from haal.services.warn.words import ground, review, rumour
from haal.storage import warning as warning_rows
from haal.storage.act import ActRow
from haal.storage.audit import AuditRow
from haal.storage.ground import keys
from haal.storage.report import ReportRow
from haal.storage.warn.words.review import PhraseReviewRow
from haal.storage.warn.words.rumour import RumourRow

GOOD = Assessment(source=SourceGrade.RELIABLE, information=InformationGrade.CONFIRMED)
POISON = rumour.Noted(subject=RumourSubject.WATER_POISONED, place="Mastung", lat=29.7997, lon=66.8455)


@pytest.fixture(autouse=True)
def _box(home, db, settings):
    given_keys(home)
    settings.HAAL_SMTP = "mail.example:25"
    yield
    keys.forget()


@pytest.fixture
def two():
    return warners()


def report(
    number: int, knows: Knows = Knows.SAW, *, line: str = "", channel: Channel = Channel.FORM, warn: bool = True,
    days_ago: int = 0,
) -> Report:  # fmt: skip
    day = NOW.date().fromordinal(NOW.date().toordinal() - days_ago)
    return Report(
        id=f"r_{number}",
        kind="news",
        channel=channel,
        language="en",
        knows=knows,
        answers=Answers(happened=Happened(first=day, last=day)),
        consents=Consents(warn=warn),
        source=Source(line=line or f"teller:r_{number}"),
        taken_in_by=None,
        received_day=day,
        has_sealed=False,
    )


PRESS = {"channel": Channel.PRESS, "knows": Knows.UNKNOWN, "warn": False}


@pytest.mark.parametrize(
    ("reports", "graded", "expected"),
    [
        ([], (), (0, 0, False, GroundReason.NOT_ENOUGH)),
        ([report(1)], (), (1, 1, False, Certainty.POSSIBLE)),
        ([report(1, days_ago=5)], (), (1, 1, False, GroundReason.DANGER_NOT_NOW)),
        ([report(1), report(2)], ("r_1", "r_2"), (2, 2, False, Certainty.OBSERVED)),
        ([report(1, Knows.TOLD), report(2, Knows.TOLD)], ("r_1", "r_2"), (0, 2, False, Certainty.LIKELY)),
        ([report(1, Knows.TOLD)], ("r_1",), (0, 1, False, GroundReason.NOT_ENOUGH)),
        ([report(1, line="own:Dawn", **PRESS), report(2, line="wire:AFP", **PRESS)], (), (0, 2, False, Certainty.LIKELY)),
        ([report(1, line="own:Dawn", **PRESS)] * 5, (), (0, 1, False, GroundReason.NOT_ENOUGH)),
        ([report(1, Knows.SAID), report(2, Knows.UNKNOWN)], ("r_1", "r_2"), (0, 0, True, GroundReason.HEARSAY_ALONE)),
        ([report(n, Knows.SAID) for n in range(50)], (), (0, 0, True, GroundReason.HEARSAY_ALONE)),
        ([report(n) for n in range(10_000)], (), (1, 1, False, Certainty.POSSIBLE)),
        ([report(1, warn=False), report(2, warn=False)], ("r_1", "r_2"), (0, 0, False, GroundReason.NOT_ENOUGH)),
    ],
    ids=[
        "nobody", "one saw it", "one saw it last week", "two saw it", "two have it from witnesses", "one has it from one",
        "two papers", "one paper copied five times", "hearsay", "fifty times hearsay",
        "ten thousand whom nobody graded weigh as one", "two who did not agree to warn people",
    ],
)  # fmt: skip
def test_who_counts_as_what(reports, graded, expected):
    found = ground.of_reports(reports=reports, assessments=dict.fromkeys(graded, GOOD), about="i_1", now=NOW)

    witnesses, lines, hearsay, follows = expected
    assert (found.direct_witnesses, found.independent_lines, found.hearsay_only) == (witnesses, lines, hearsay)
    assert follows in (verdict(found).certainty, verdict(found).reason)


def test_the_ground_of_the_minute_and_who_agreed_are_frozen_with_the_warning(two):
    subscribe(1)
    incident_id = incident("own:Dawn", "wire:AFP")
    warning_id = drafted(draft.Written(hazard=Hazard.BLAST, place="Mastung", lat=29.8, lon=66.8, radius_km=8,
                                       incident_id=incident_id), by=two[0])  # fmt: skip
    agreed(warning_id, *two)

    said = warning_rows.get_said(warning_id).said()

    assert said.content.certainty is Certainty.LIKELY
    assert (said.content.ground.basis, said.content.ground.about) == (Basis.INCIDENT, incident_id)
    assert said.content.ground.known_at == NOW
    assert (said.asked_by, said.agreed_by) == (two[0].person_id, two[1].person_id)
    assert all(phrase_book.book(text.language).ground["two-lines"] in text.headline for text in said.texts)


def test_what_lost_its_ground_since_it_was_drafted_is_not_sent(two, monkeypatch):
    subscribe(1)
    incident_id = incident("own:Dawn", "wire:AFP")
    written = draft.Written(
        hazard=Hazard.BLAST, place="Mastung", lat=29.8, lon=66.8, radius_km=8, incident_id=incident_id
    )
    warning_id = drafted(written, by=two[0])
    monkeypatch.setattr(ground, "of_reports", lambda *_a, **_k: Ground(hearsay_only=True))

    with pytest.raises(Refused, match=GroundReason.HEARSAY_ALONE):
        agree.ask(warning_id=warning_id, typed_back=1, by=two[0], now=NOW)


def test_a_warning_that_nobody_says_how_we_know_is_not_even_drafted(two):
    unknown = draft.Written(hazard=Hazard.BLAST, place="Mastung", lat=29.8, lon=66.8, radius_km=8)

    with pytest.raises(Refused, match=GroundReason.NOT_ENOUGH):
        drafted(unknown, by=two[0])
    with pytest.raises(Refused, match=GroundReason.HEARSAY_ALONE):
        drafted(replace(unknown, declared=Declared.HEARSAY), by=two[0])


# Phrase books


def test_unreviewed_words_do_not_go_out_live_and_the_refusal_names_the_languages(two):
    subscribe(1)
    PhraseReviewRow.objects.all().delete()
    warning_id = drafted(by=two[0])

    with pytest.raises(Refused, match=PhraseReason.NONE_REVIEWED) as refusal:
        agree.ask(warning_id=warning_id, typed_back=1, by=two[0], now=NOW)

    assert refusal.value.details["languages"] == "English, فارسی, اردو"


def test_what_is_ready_goes_at_once_and_each_reader_gets_the_nearest(two):
    subscribe(1, language="fa")
    subscribe(2, language="bal")
    PhraseReviewRow.objects.all().delete()
    reviewed("ur")
    warning_id = drafted(by=two[0])
    before = headcount.of_draft(warning_id=warning_id, by=two[0], now=NOW)
    agreed(warning_id, *two)

    said = warning_rows.get_said(warning_id).said()

    assert [text.language for text in said.texts] == ["ur"]
    assert {(line.language, line.read_in) for line in before.lines} == {("fa", "ur"), ("bal", "ur")}


def test_a_review_taken_back_between_asking_and_agreeing_stops_it(two):
    subscribe(1)
    warning_id = drafted(by=two[0])
    agree.ask(warning_id=warning_id, typed_back=1, by=two[0], now=NOW)
    for language in phrase_book.languages():
        review.take_back(language=language, by=two[1], now=NOW)

    with pytest.raises(Refused, match=PhraseReason.NONE_REVIEWED):
        agree.agree(warning_id=warning_id, typed_back=1, by=two[1], now=NOW)


def test_an_ending_needs_no_review_and_speaks_as_the_warning_did(two):
    subscribe(1)
    PhraseReviewRow.objects.all().delete()
    reviewed("en", "ur")
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)
    PhraseReviewRow.objects.all().delete()

    cancel.cancel(warning_id=warning_id, was_wrong=True, by=two[1], now=NOW)

    assert [text.language for text in warning_rows.get_said(warning_id).said().texts] == ["en", "ur"]


def test_a_drill_may_use_every_book(two):
    subscribe(1, simulated=True)

    agreed(drafted(MADE_UP, mode=Mode.DRILL, by=two[0]), *two)

    assert not PhraseReviewRow.objects.exists()


def test_a_review_is_of_the_letters_that_were_shown_by_a_named_person_and_leaves_its_traces(two):
    stands = phrase_book.book("ur").sha256

    with pytest.raises(Refused, match=PhraseReason.CHANGED_SINCE):
        review.review(language="ur", shown="0" * 64, has_read=True, by=two[0], now=NOW)
    with pytest.raises(Refused, match=PhraseReason.NOT_READ):
        review.review(language="ur", shown=stands, has_read=False, by=two[0], now=NOW)
    with pytest.raises(NotFound):
        review.review(language="tlh", shown=stands, has_read=True, by=two[0], now=NOW)
    with pytest.raises(Refused, match=GeneralReason.NOT_ALLOWED):
        review.review(language="ur", shown=stands, has_read=True, by=actor(Role.INTAKE), now=NOW)
    for _twice in range(2):
        review.review(language="ur", shown=stands, has_read=True, by=two[0], now=NOW)

    assert review.ready(Mode.ACTUAL) == ("ur",)
    (kept,) = PhraseReviewRow.objects.all()
    assert (kept.by, kept.sha256) == (two[0].person_id, stands)
    assert ActRow.objects.filter(kind="words-reviewed").count() == 1
    assert AuditRow.objects.filter(what="phrases-reviewed").count() == 1


def test_a_changed_book_has_no_review(two):
    reviewed("ur")
    PhraseReviewRow.objects.update(sha256="0" * 64)

    assert review.ready(Mode.ACTUAL) == ()


def test_a_box_without_a_reviewed_book_is_told_loudly(two):
    def doctor():
        return next(finding for finding in health.examine(now=NOW) if finding.what == "phrase books")

    before, on_the_desk = doctor(), home.waiting(by=two[0], now=NOW)
    reviewed("en")

    assert not before.well
    assert "no warning can go out" in before.says
    assert on_the_desk.no_book
    assert not on_the_desk.nothing
    assert doctor().well
    assert not home.waiting(by=two[0], now=NOW).no_book


def test_the_database_keeps_no_review_of_nobody():
    with pytest.raises(IntegrityError):
        PhraseReviewRow.objects.create(language="ur", sha256="0" * 64, by="", at=NOW)


# Rumours


def test_a_rumour_is_checked_by_another_and_answered_by_two(two):
    subscribe(1)
    rumour_id = rumour.note(noted=POISON, by=two[0], now=NOW)
    with pytest.raises(Refused, match=RumourReason.NOT_CHECKED):
        draft.answer(rumour_id=rumour_id, by=two[0], now=NOW)
    with pytest.raises(Refused, match=RumourReason.OWN_RUMOUR):
        rumour.check(rumour_id=rumour_id, is_true=False, how=HowChecked.SEEN_THERE, by=two[0], now=NOW)
    rumour.check(rumour_id=rumour_id, is_true=False, how=HowChecked.SEEN_THERE, by=two[1], now=NOW)
    with pytest.raises(Refused, match=RumourReason.CHECKED_ALREADY):
        rumour.check(rumour_id=rumour_id, is_true=True, how=HowChecked.SEEN_THERE, by=two[1], now=NOW)
    warning_id = draft.answer(rumour_id=rumour_id, by=two[0], now=NOW)

    unseen = rumour.answers(language="en")
    agreed(warning_id, *two)

    assert unseen == ()
    (answer,) = rumour.answers(language="en")
    assert (answer.is_false, answer.place, answer.story) == (True, "Mastung", "that the water is poisoned")
    said = warning_rows.get_said(warning_id).said()
    assert said.content.hazard is Hazard.FALSE_RUMOUR
    assert "that the water is poisoned" in said.texts[0].description
    assert ActRow.objects.filter(kind="rumour-checked").count() == 1
    assert list(AuditRow.objects.filter(subject=rumour_id).values_list("what", flat=True)) == [
        "rumour-noted",
        "rumour-checked-false",
    ]


def test_a_check_taken_back_stops_the_counter_message(two):
    subscribe(1)
    rumour_id = rumour.note(noted=POISON, by=two[0], now=NOW)
    rumour.check(rumour_id=rumour_id, is_true=False, how=HowChecked.RECORD, by=two[1], now=NOW)
    warning_id = draft.answer(rumour_id=rumour_id, by=two[0], now=NOW)
    rumour.reopen(rumour_id=rumour_id, by=two[0], now=NOW)

    with pytest.raises(Refused, match=f"{GroundReason.RUMOUR_NEEDED}|{RumourReason.NOT_CHECKED}"):
        agree.ask(warning_id=warning_id, typed_back=1, by=two[0], now=NOW)
    assert rumour.page(rumour_id=rumour_id, by=two[0]).state is RumourState.TOLD


def test_a_true_rumour_is_no_ground_and_a_false_one_carries_no_other_danger(two):
    ids = [rumour.note(noted=POISON, by=two[0], now=NOW) for _each in range(2)]
    for rumour_id, is_true in zip(ids, (True, False), strict=True):
        rumour.check(rumour_id=rumour_id, is_true=is_true, how=HowChecked.ASKED_THERE, by=two[1], now=NOW)
    true, false = ids

    with pytest.raises(Refused, match=GroundReason.RUMOUR_NEEDED):
        draft.answer(rumour_id=true, by=two[0], now=NOW)
    with pytest.raises(Refused, match=GroundReason.NOT_ENOUGH):
        drafted(draft.Written(hazard=Hazard.FIRE, place="Mastung", lat=29.8, lon=66.8, radius_km=5, rumour_id=true),
                by=two[0])  # fmt: skip
    with pytest.raises(Refused, match=GroundReason.NOT_A_RUMOUR):
        drafted(draft.Written(hazard=Hazard.FIRE, place="Mastung", lat=29.8, lon=66.8, radius_km=5, rumour_id=false,
                              declared=BLAST.declared), by=two[0])  # fmt: skip


def test_a_rumour_names_no_teller_anywhere_and_lies_in_the_desks_box(two):
    words = "Hamid of the tea house says it"
    incident_id = incident("own:Dawn")
    told(line="teller")
    rumour_id = rumour.note(noted=replace(POISON, words=words, incident_id=incident_id), by=two[0], now=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM rumour")
        row = json.dumps([str(value) for value in cursor.fetchone()])
    columns = {field.name for field in RumourRow._meta.get_fields()}

    assert "Hamid" not in row
    assert "Mastung" not in row
    assert not columns & {"teller", "told_by", "report", "report_id", "source", "line"}
    assert not any(one in row for one in ReportRow.objects.values_list("id", flat=True))
    assert rumour.page(rumour_id=rumour_id, by=two[0]).words == words


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "checked-false"},
        {"checked_by": "p_b"},
        {"state": "checked-false", "checked_by": "p_a", "checked_at": NOW, "how": "record", "place_said": "Mastung"},
        {"state": "checked-false", "checked_by": "p_b", "checked_at": NOW, "how": "a dream", "place_said": "Mastung"},
        {"state": "believed"},
        {"subject": "who-did-it"},
    ],
)
def test_the_database_refuses_a_half_check_a_check_of_ones_own_and_unknown_words(changes):
    row = {"id": "y_1", "subject": "other", "state": "told", "noted_by": "p_a", "noted_at": NOW, **changes}

    with pytest.raises(IntegrityError):
        RumourRow.objects.create(box={"place": "x"}, **row)


@pytest.mark.parametrize(
    ("place", "reason"),
    [("the army post", SpeechReason.SAYS_FORCES), ("", "warning-no-place"), ("x" * 41, "warning-no-place")],
)
def test_a_rumour_names_a_place_that_a_warning_may_name(two, place, reason):
    noted = rumour.Noted(subject=RumourSubject.OTHER, place=place, lat=29.8, lon=66.8)

    with pytest.raises(Refused, match=reason):
        rumour.note(noted=noted, by=two[0], now=NOW)


def test_only_those_who_check_rumours_see_them(two):
    rumour_id = rumour.note(noted=POISON, by=two[0], now=NOW)

    for role in (Role.INTAKE, Role.OPERATOR, Role.PUBLISHER, Role.STEWARD):
        with pytest.raises((Refused, NotFound)):
            rumour.page(rumour_id=rumour_id, by=actor(role))
