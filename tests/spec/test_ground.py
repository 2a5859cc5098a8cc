"""What may be said on what ground: every cell of the table, in the CAP file and in each language's first line.

In the table O is observed, L likely, P possible ("told, not yet confirmed"), H hearsay alone (kept as a rumour), B it was
before and is not now, N not enough; the last three are no warning. Rows: how many saw it themselves, whether the place's
own helper says it, whether it is only said. Columns: how many independent lines, and whether the danger is now.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from haal.domain.hazard import CODES, Certainty, Hazard
from haal.domain.ids import WarningId
from haal.domain.warn.ground import (
    RULES,
    Basis,
    Declared,
    Ground,
    GroundReason,
    Words,
    declared,
    joined,
    rule_for,
    verdict,
    why_not_warn,
)
from haal.domain.warning import (
    Area,
    Content,
    Mode,
    PublicWarning,
    Revision,
    RevisionKind,
    State,
    texts_of,
    why_not_draft,
)
from haal.domain.warning_text import LANGUAGES
from haal.formats.cap.of_warning import Speaker, alert_of
from haal.formats.cap.write import write
from haal.language import phrase_book

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=6)
PLACE = "Mastung bazaar"
AREA = Area(place=PLACE, lat=29.7997, lon=66.8455, radius_km=5.0, cells=("86428d5b7ffffff",))
SPEAKER = Speaker(sender="haal.example", name="Haal", url="https://haal.example")

MEANS = {
    "O": (Certainty.OBSERVED, Words.SEEN, None),
    "L": (Certainty.LIKELY, Words.TWO_LINES, None),
    "P": (Certainty.POSSIBLE, Words.TOLD, None),
    "H": (None, None, GroundReason.HEARSAY_ALONE),
    "B": (None, None, GroundReason.DANGER_NOT_NOW),
    "N": (None, None, GroundReason.NOT_ENOUGH),
}
FIRST_LINES = {
    "O": {"en": "Seen by two witnesses", "ur": "دو گواہوں نے دیکھا", "fa": "دو شاهد دیده‌اند"},
    "L": {"en": "Two independent sources", "ur": "دو الگ ذرائع سے خبر", "fa": "خبر از دو منبع جدا"},
    "P": {"en": "Told, not yet confirmed", "ur": "خبر ملی، تصدیق باقی ہے", "fa": "خبر رسیده، تأیید نشده"},
}


@pytest.mark.parametrize(
    (
        "saw_it",
        "helper_says",
        "only_said",
        "lines_0",
        "lines_0_now",
        "lines_1",
        "lines_1_now",
        "lines_2",
        "lines_2_now",
    ),
    [
        (0, False, False, "N", "N", "N", "N", "L", "L"),
        (0, False, True, "H", "H", "H", "H", "H", "H"),
        (0, True, False, "B", "P", "B", "P", "L", "L"),
        (1, False, False, "B", "P", "B", "P", "L", "L"),
        (1, True, False, "B", "P", "B", "P", "L", "L"),
        (2, False, False, "O", "O", "O", "O", "O", "O"),
        (2, True, False, "O", "O", "O", "O", "O", "O"),
        (3, False, False, "O", "O", "O", "O", "O", "O"),
        (3, True, False, "O", "O", "O", "O", "O", "O"),
    ],
)
def test_what_may_be_said_on_what_ground(
    saw_it, helper_says, only_said, lines_0, lines_0_now, lines_1, lines_1_now, lines_2, lines_2_now
):  # fmt: skip
    row = (lines_0, lines_0_now, lines_1, lines_1_now, lines_2, lines_2_now)

    found = [verdict(ground) for ground, _expected in cells_of(saw_it, helper_says, only_said, *row)]

    expected = [MEANS[letter] for _ground, letter in cells_of(saw_it, helper_says, only_said, *row)]
    assert [(one.certainty, one.words_key, one.reason) for one in found] == expected


def cells_of(saw_it, helper_says, only_said, *row):
    for column, expected in enumerate(row):
        for lines in (2, 7) if column // 2 == 2 else (column // 2,):
            ground = Ground(
                direct_witnesses=saw_it,
                independent_lines=lines,
                steward_of_place=helper_says,
                danger_now=bool(column % 2),
                hearsay_only=only_said,
            )
            yield ground, expected


ROWS = test_what_may_be_said_on_what_ground.pytestmark[0].args[1]
CELLS = tuple(cell for row in ROWS for cell in cells_of(*row))


def revision(ground: Ground, *, hazard: Hazard = Hazard.BLAST, mode: Mode = Mode.ACTUAL, rumour: str = "") -> Revision:
    usual = CODES[hazard]
    content = Content(
        hazard=hazard,
        severity=usual.severity,
        urgency=usual.urgency,
        area=AREA,
        lifetime_hours=6,
        told_at=NOW,
        ground=ground,
        rumour=rumour,
    )
    return Revision(
        number=1,
        kind=RevisionKind.ALERT,
        content=content,
        texts=texts_of(content, mode=mode, until=UNTIL),
        identifier="urn:uuid:7d3d2a0c-0000-4000-8000-000000000001",
        issued_at=NOW,
        expires_at=UNTIL,
    )


def cap_of(said: Revision, mode: Mode = Mode.ACTUAL) -> etree._Element:
    warning = PublicWarning(id=WarningId("w_1"), mode=mode, state=State.ASKED, revisions=(said,))
    return etree.fromstring(write(alert_of(warning, said, SPEAKER)))


@pytest.mark.parametrize(("ground", "expected"), CELLS)
def test_every_cell_gives_its_certainty_its_words_or_its_no(ground, expected):
    certainty, words, reason = MEANS[expected]

    found = verdict(ground)

    assert (found.certainty, found.words_key, found.reason) == (certainty, words, reason)
    assert found.may_warn is (reason is None)
    assert why_not_draft(revision(ground), Mode.ACTUAL) is reason
    assert why_not_draft(revision(ground, mode=Mode.DRILL), Mode.DRILL) is reason


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize(("ground", "expected"), [cell for cell in CELLS if cell[1] in FIRST_LINES])
def test_every_cell_that_may_warn_is_said_in_the_cap_file_and_in_each_languages_first_line(ground, expected, mode):
    said = revision(ground, mode=mode)

    root = cap_of(said, mode)

    found = {
        info.findtext("{*}language"): (info.findtext("{*}certainty"), info.findtext("{*}headline"))
        for info in root.iterfind("{*}info")
    }
    assert set(found) == set(LANGUAGES) == set(FIRST_LINES[expected])
    for language, (certainty, headline) in found.items():
        assert certainty == MEANS[expected][0].value
        assert FIRST_LINES[expected][language] in headline
        assert PLACE in headline
        others = {words[language] for code, words in FIRST_LINES.items() if code != expected}
        assert not any(other in headline for other in others)


@pytest.mark.parametrize("hazard", [one for one in Hazard if one is not Hazard.FALSE_RUMOUR])
@pytest.mark.parametrize("code", list(FIRST_LINES))
def test_the_first_line_says_hazard_and_place_then_what_to_do_then_the_ground_for_every_hazard(hazard, code):
    ground = next(ground for ground, expected in CELLS if expected == code)

    for text in revision(ground, hazard=hazard).texts:
        words = phrase_book.book(text.language).hazards[hazard.value]
        places = [
            text.headline.index(part) for part in (words.name, PLACE, words.action, FIRST_LINES[code][text.language])
        ]
        assert places == sorted(places)
        assert text.short.startswith(words.action)
        assert all(part in text.short for part in (words.name, PLACE, FIRST_LINES[code][text.language]))


def test_the_first_rule_that_holds_decides_and_every_rule_decides_somewhere():
    decided = {rule_for(ground).name for ground, _expected in CELLS} | {rule_for(Ground(checked_false=True)).name}

    assert decided == {rule.name for rule in RULES}


@pytest.mark.parametrize(
    "changes",
    [
        {"hearsay_only": True, "direct_witnesses": 1},
        {"hearsay_only": True, "steward_of_place": True},
        {"direct_witnesses": -1},
        {"independent_lines": -1},
    ],
)
def test_a_ground_that_cannot_be_is_a_bug_and_never_a_warning(changes):
    with pytest.raises(ValueError, match=r"nobody is fewer|not hearsay"):
        Ground(**changes)


@pytest.mark.parametrize(
    ("ground", "is_counter_message", "expected"),
    [
        (Ground(checked_false=True, basis=Basis.RUMOUR), True, None),
        (Ground(checked_false=True, basis=Basis.RUMOUR), False, GroundReason.NOT_A_RUMOUR),
        (Ground(direct_witnesses=2), True, GroundReason.RUMOUR_NEEDED),
        (Ground(direct_witnesses=2), False, None),
        (Ground(hearsay_only=True), True, GroundReason.RUMOUR_NEEDED),
    ],
)
def test_a_counter_message_stands_on_a_checked_rumour_and_a_checked_rumour_carries_nothing_else(
    ground, is_counter_message, expected
):
    assert why_not_warn(ground, is_counter_message=is_counter_message) is expected


def test_a_counter_message_says_what_was_told_since_when_and_that_it_is_false():
    ground = Ground(checked_false=True, basis=Basis.RUMOUR, known_at=NOW + timedelta(hours=1))

    said = revision(ground, hazard=Hazard.FALSE_RUMOUR, rumour="water-poisoned")

    assert why_not_draft(said, Mode.ACTUAL) is None
    english = next(text for text in said.texts if text.language == "en")
    assert english.headline == f"False rumour at {PLACE}. Do not pass it on. Checked, found false."
    assert english.description.startswith(
        "Told since 22.11.2026 17:00: that the water is poisoned. It was checked at 22.11.2026 18:00 and is false."
    )
    for text, info in zip(said.texts, cap_of(said).iterfind("{*}info"), strict=True):
        book = phrase_book.book(text.language)
        assert book.rumours["water-poisoned"] in text.description
        assert book.ground["checked-false"] in (info.findtext("{*}headline") or "")
        assert info.findtext("{*}certainty") == "Observed"


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (Declared.SEES_NOW, "P"),
        (Declared.STEWARD_NOW, "P"),
        (Declared.SAW_BEFORE, "B"),
        (Declared.TWO_SAW, "O"),
        (Declared.TWO_LINES, "L"),
        (Declared.HEARSAY, "H"),
    ],
)
def test_what_the_first_person_declares_is_judged_by_the_same_table_and_kept_with_their_name(what, expected):
    ground = declared(what, by="p_first", now=NOW)

    assert verdict(ground).certainty == MEANS[expected][0]
    assert verdict(ground).reason == MEANS[expected][2]
    assert (ground.known_by, ground.known_at, ground.basis) == ("p_first", NOW, Basis.DECLARED)


def test_a_witness_who_calls_lifts_hearsay_and_counts_are_never_added_up():
    counted = Ground(hearsay_only=True, basis=Basis.INCIDENT, about="i_1")
    one = Ground(direct_witnesses=1, independent_lines=1, basis=Basis.INCIDENT, about="i_1")

    lifted = joined(counted, declared(Declared.SEES_NOW, by="p_first", now=NOW))
    together = joined(one, declared(Declared.SEES_NOW, by="p_first", now=NOW))

    assert verdict(lifted).certainty is Certainty.POSSIBLE
    assert together.direct_witnesses == 1
    assert joined(counted, declared(Declared.HEARSAY, by="p_first", now=NOW)).hearsay_only
