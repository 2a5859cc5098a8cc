"""When a warning may go out, and which words it may not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from haal.domain.hazard import CODES, Hazard, Severity, Urgency
from haal.domain.warn.ground import Ground, GroundReason
from haal.domain.warning import (
    Area,
    Content,
    Mode,
    Reason,
    Revision,
    RevisionKind,
    State,
    ends_at,
    state_after,
    why_not_draft,
    why_not_issue,
)
from haal.domain.warning_text import (
    LANGUAGES,
    Text,
    compose,
    compose_end,
    in_words,
    reading_language,
    starts_as_test,
)
from haal.domain.warning_words import SpeechReason, why_not_say

SEEN = Ground(direct_witnesses=2)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AREA = Area(place="Mastung bazaar", lat=29.7997, lon=66.8455, radius_km=5.0, cells=("86428d5b7ffffff",))


def texts(*, hazard: Hazard = Hazard.BLAST, is_drill: bool = False, place: str = AREA.place) -> tuple[Text, ...]:
    return compose(hazard=hazard, place=place, told_at=NOW, until=NOW + timedelta(hours=6), is_drill=is_drill)


def revision(*, said: tuple[Text, ...] | None = None, **changes: Any) -> Revision:
    values = {
        "hazard": Hazard.BLAST,
        "severity": Severity.EXTREME,
        "urgency": Urgency.IMMEDIATE,
        "ground": SEEN,
        "area": AREA,
        "lifetime_hours": 6,
        "told_at": NOW,
    }
    content = Content(**{**values, **changes})
    return Revision(number=1, kind=RevisionKind.ALERT, content=content, texts=texts() if said is None else said)


DRILL = revision(hazard=Hazard.MADE_UP, said=texts(hazard=Hazard.MADE_UP, is_drill=True))


@pytest.mark.parametrize(
    ("content", "mode", "expected"),
    [
        (revision(), Mode.ACTUAL, None),
        (DRILL, Mode.DRILL, None),
        (revision(area=replace(AREA, cells=())), Mode.ACTUAL, Reason.NO_AREA),
        (revision(area=replace(AREA, radius_km=0.0)), Mode.ACTUAL, Reason.NO_AREA),
        (revision(area=replace(AREA, radius_km=61.0)), Mode.ACTUAL, Reason.AREA_TOO_WIDE),
        (revision(area=replace(AREA, place=" ")), Mode.ACTUAL, Reason.NO_PLACE),
        (revision(lifetime_hours=73), Mode.ACTUAL, Reason.LIFETIME),
        (revision(lifetime_hours=0), Mode.ACTUAL, Reason.LIFETIME),
        (revision(ground=Ground()), Mode.ACTUAL, GroundReason.NOT_ENOUGH),
        (revision(ground=Ground(hearsay_only=True)), Mode.DRILL, GroundReason.HEARSAY_ALONE),
        (revision(said=()), Mode.ACTUAL, Reason.NO_TEXT),
        (revision(said=(texts()[0], replace(texts()[0], language="ur"))), Mode.ACTUAL, Reason.SAME_TEXT_TWICE),
        (revision(), Mode.DRILL, Reason.DRILL_NOT_MARKED),
        (DRILL, Mode.ACTUAL, Reason.MADE_UP_DANGER),
        (revision(said=texts(is_drill=True)), Mode.ACTUAL, Reason.DRILL_NOT_MARKED),
        (revision(said=texts(place="the army post")), Mode.ACTUAL, SpeechReason.SAYS_FORCES),
    ],
)
def test_a_draft_needs_a_place_an_area_an_end_and_words_that_may_be_said(content, mode, expected):
    assert why_not_draft(content, mode) == expected


@pytest.mark.parametrize(
    ("audience", "typed", "expected"),
    [
        (10_000, 10_000, None),
        (1, 1, None),
        (0, 0, Reason.NOBODY_SUBSCRIBED),
        (0, None, Reason.NOBODY_SUBSCRIBED),
        (10_000, 9_999, Reason.COUNT_NOT_THE_SAME),
        (10_000, None, Reason.COUNT_NOT_THE_SAME),
    ],
)
def test_nobody_subscribed_means_nobody_and_the_count_is_typed_back_exactly(audience, typed, expected):
    assert why_not_issue(revision(), mode=Mode.ACTUAL, audience_count=audience, typed_back=typed) == expected


def test_no_area_is_refused_before_anybody_is_counted_and_is_never_everyone():
    nowhere = revision(area=replace(AREA, cells=()))

    assert why_not_issue(nowhere, mode=Mode.ACTUAL, audience_count=5, typed_back=5) is Reason.NO_AREA


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Explosion at Mastung bazaar. Stay away.", None),
        ("A convoy moves towards Kalat.", SpeechReason.SAYS_FORCES),
        ("Gunmen on the hill.", SpeechReason.SAYS_FORCES),
        ("check-post attacked", SpeechReason.SAYS_FORCES),
        ("فوج کی گاڑیاں آ رہی ہیں", SpeechReason.SAYS_FORCES),
        ("Gather at the stadium.", SpeechReason.SAYS_GATHERING),
        ("Go to the hospital.", SpeechReason.SAYS_GATHERING),
        ("سب لوگ جمع ہوں", SpeechReason.SAYS_GATHERING),
        ("Use the old Kalat road.", SpeechReason.SAYS_ROUTE),
        ("Alternative route by the river.", SpeechReason.SAYS_ROUTE),
        ("متبادل راستہ لیں", SpeechReason.SAYS_ROUTE),
        ("Our martyrs fell here.", SpeechReason.SAYS_SIDE),
        ("“Terrorists” (source: Dawn) struck.", SpeechReason.SAYS_SIDE),
        ("شہید ہو گئے", SpeechReason.SAYS_SIDE),
        ("The bazaar is safe again.", SpeechReason.SAYS_SAFE),
        ("s\u00adafe", SpeechReason.SAYS_SAFE),
        ("ＳＡＦＥ now", SpeechReason.SAYS_SAFE),
        ("ALL-CLEAR", SpeechReason.SAYS_SAFE),
        ("علاقہ محفوظ ہے", SpeechReason.SAYS_SAFE),
        ("", SpeechReason.EMPTY),
        ("x" * 1201, SpeechReason.TOO_LONG),
        ("see http://example.org", SpeechReason.NOT_PLAIN),
        ("<b>now</b>", SpeechReason.NOT_PLAIN),
        ("nul \x00", SpeechReason.NOT_PLAIN),
        ("half \ud800", SpeechReason.NOT_PLAIN),
    ],
)
def test_a_warning_names_place_and_hazard_and_nothing_that_scouts_herds_or_takes_a_side(text, expected):
    assert why_not_say(text) == expected


@pytest.mark.parametrize("hazard", list(Hazard))
@pytest.mark.parametrize("is_drill", [True, False])
def test_every_sentence_written_beforehand_keeps_the_rules_in_every_language(hazard, is_drill):
    ends = [
        compose_end(hazard=hazard, place="Kalat", told_at=NOW, is_drill=is_drill, was_wrong=wrong)
        for wrong in (True, False)
    ]

    for said in (texts(hazard=hazard, is_drill=is_drill), *ends):
        assert {text.language for text in said} == set(LANGUAGES)
        assert all(why_not_say(line) is None for text in said for line in text.lines())
        assert all(starts_as_test(text) is is_drill for text in said)
        assert all(len(text.headline) <= 160 for text in said)


@pytest.mark.parametrize("hazard", [hazard for hazard in Hazard if hazard is not Hazard.MADE_UP])
def test_a_warning_says_place_and_time_of_its_end(hazard):
    for text in texts(hazard=hazard):
        assert AREA.place in text.headline
        assert "22.11.2026 23:00" in text.description
    assert 0 < CODES[hazard].lifetime_hours <= 72


def test_times_are_of_the_land_and_languages_without_sentences_are_read_in_urdu():
    assert in_words(NOW) == "22.11.2026 17:00"
    assert [reading_language(code) for code in ("en", "ur", "bal", "brh", "ps", "de")] == [
        "en",
        "ur",
        "ur",
        "ur",
        "ur",
        "en",
    ]


def test_a_warning_ends_by_itself_within_three_days():
    assert ends_at(issued_at=NOW, lifetime_hours=72) == NOW + timedelta(days=3)
    for hours in (0, 73, -1):
        with pytest.raises(ValueError, match="three days"):
            ends_at(issued_at=NOW, lifetime_hours=hours)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), State.DRAFT),
        ((RevisionKind.ALERT,), State.ISSUED),
        ((RevisionKind.ALERT, RevisionKind.UPDATE), State.UPDATED),
        ((RevisionKind.ALERT, RevisionKind.UPDATE, RevisionKind.CANCEL), State.ENDED),
    ],
)
def test_the_state_is_what_was_said_last(kinds, expected):
    assert state_after(kinds) is expected
