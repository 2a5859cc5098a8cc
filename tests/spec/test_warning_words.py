"""Which words no warning says, however they are disguised, and that every phrase book keeps to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from haal.domain.hazard import Hazard
from haal.domain.warn.ground import Words
from haal.domain.warn.message import Around, fits_sms, sms
from haal.domain.warn.rumour import RumourSubject
from haal.domain.warning import PLACE_CHARS_MAX
from haal.domain.warning_text import LANGUAGES, compose, compose_end, starts_as_test
from haal.domain.warning_words import SpeechReason, why_not_say
from haal.language import phrase_book
from haal.language.sms import measure, parts_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=6)
FORCES, GATHERING = SpeechReason.SAYS_FORCES, SpeechReason.SAYS_GATHERING
ROUTE, SIDE, SAFE = SpeechReason.SAYS_ROUTE, SpeechReason.SAYS_SIDE, SpeechReason.SAYS_SAFE
SHY, ZWNJ, ZWSP, RLO, LINE = "\u00ad", "\u200c", "\u200b", "\u202e", "\u0640"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # movements and places of armed people
        ("A convoy moves towards Kalat", FORCES),
        ("Masked men on motorcycles near the bridge", FORCES),
        ("They are heading for the bazaar", FORCES),
        ("Attackers hide in the school", FORCES),
        ("FC has closed the market", FORCES),
        ("fauj aa rahi hai", FORCES),
        ("faujiyon ki gariyan", FORCES),
        ("chowki par hamla", FORCES),
        ("ahalkar bazar mein hain", FORCES),
        ("فوجیوں کی گاڑیاں", FORCES),
        ("حملہ آور اسکول میں ہیں", FORCES),
        ("مسلح افراد پل پر", FORCES),
        ("سربازان در شهر", FORCES),
        ("نيروهاي مسلح", FORCES),
        # where to gather, and anything that sends people somewhere
        ("Gather at the stadium", GATHERING),
        ("Go to the hospital", GATHERING),
        ("Go. To the hospital", GATHERING),
        ("Bring the injured to the hospital", GATHERING),
        ("Take your children and old people to the school", GATHERING),
        ("Rush everybody towards the clinic", GATHERING),
        ("Come out together", GATHERING),
        ("Give blood at the Civil Hospital", GATHERING),
        ("Blood needed at the hospital", GATHERING),
        ("Join the funeral", GATHERING),
        ("The rally begins at ten", GATHERING),
        ("jama ho jao", GATHERING),
        ("sab log ikatthay hon", GATHERING),
        ("hospital pohanchen", GATHERING),
        ("masjid mein jama hon", GATHERING),
        ("haspatal jao", GATHERING),
        ("jalsa gah", GATHERING),
        ("janazay mein aao", GATHERING),
        ("ہسپتال پہنچیں", GATHERING),
        ("زخمیوں کو ہسپتال لے جائیں", GATHERING),
        ("مسجد میں آئیں", GATHERING),
        ("سب لوگ اکٹھے ہوں", GATHERING),
        ("چوک کی طرف چلیں", GATHERING),
        ("جنازے میں شرکت", GATHERING),
        ("در میدان جمع شوید", GATHERING),
        ("به بیمارستان شهر بروید", GATHERING),
        # which way to take
        ("Use the old Kalat road", ROUTE),
        ("The highway is open again", ROUTE),
        ("Leave by the river", ROUTE),
        ("Travel via Nushki", ROUTE),
        ("mutabadil rasta", ROUTE),
        ("sarak khuli hai", ROUTE),
        ("متبادل سڑک", ROUTE),
        ("راستہ کھلا ہے", ROUTE),
        ("جاده باز است", ROUTE),
        # words of a side
        ("Terrorists struck", SIDE),
        ("dehshatgard aaye", SIDE),
        ("دہشت گردوں نے", SIDE),
        ("shaheed ho gaye", SIDE),
        ("دشمن کا حملہ", SIDE),
        ("“martyrs” (source: Dawn)", SIDE),
        # safe, over, clear
        ("The bazaar is safe", SAFE),
        ("All clear", SAFE),
        ("The danger is over", SAFE),
        ("No longer any danger", SAFE),
        ("Back to normal", SAFE),
        ("ilaqa mehfooz hai", SAFE),
        ("mahfuz", SAFE),
        ("khatra tal gaya", SAFE),
        ("sab theek hai", SAFE),
        ("علاقہ محفوظ ہے", SAFE),
        ("خطرہ ختم ہو گیا", SAFE),
        ("حالات معمول پر ہیں", SAFE),
        ("منطقه امن است", SAFE),
    ],
)
def test_what_scouts_herds_takes_a_side_or_calms_is_refused_in_every_language(text, expected):
    assert why_not_say(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"s{SHY}a{SHY}fe", SAFE),
        (f"sa{ZWSP}fe", SAFE),
        (f"sa{ZWNJ}fe", SAFE),
        ("ＳＡＦＥ", SAFE),
        ("𝐬𝐚𝐟𝐞", SAFE),
        ("ѕаfе", SAFE),  # four Cyrillic letters
        ("sаfe", SAFE),  # one
        ("sάfe", SAFE),  # a Greek letter with its accent
        ("sáfé", SAFE),
        ("s\u0336a\u0336f\u0336e\u0336", SAFE),
        ("s a f e", SAFE),
        ("s.a.f.e", SAFE),
        ("s-a-f-e", SAFE),
        ("sa.fe", SAFE),
        ("sa_fe", SAFE),
        ("s4fe", SAFE),
        ("5afe", SAFE),
        ("$afe", SAFE),
        ("saaaafe", SAFE),
        ("SaFe", SAFE),
        ("all\nclear", SAFE),
        ("all\u00a0clear", SAFE),
        ("ALL_CLEAR", SAFE),
        ("c0nv0y", FORCES),
        ("сonvoy", FORCES),
        ("ar my".replace(" ", SHY), FORCES),
        ("G a t h e r here", GATHERING),
        ("Gо tо the hospital", GATHERING),
        ("go\u2028to the hospital", GATHERING),
        ("go-to the hospital", GATHERING),
        (f"مح{LINE}{LINE}فوظ", SAFE),
        (f"مح{ZWNJ}فوظ", SAFE),
        ("مَحفُوظ", SAFE),
        ("م ح ف و ظ", SAFE),
        ("ﻣﺤﻔﻮﻅ", SAFE),  # the forms of a typesetter
        ("فو" + LINE + "ج", FORCES),
        ("چوكي", FORCES),  # the keyboard of another country
        ("راسته كھلا", ROUTE),
        ("دهشت گرد", SIDE),
        ("جنازة", GATHERING),
        (RLO + "safe", SAFE),
    ],
)
def test_no_disguise_hides_a_word(text, expected):
    assert why_not_say(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Explosion at Mastung bazaar. Stay away.",
        "Stay indoors, away from windows.",
        "Keep away from the hospital gate.",
        "Give blood only where the hospital's named person asks for it.",
        "Do not go out. Listen to the radio.",
        "Threat to the school.",
        "Do not touch things lying about.",
        "Water is up to the second step, 5 km of low ground.",
        "Fire near the bus stand since 17:30, 22.11.2026.",
        "Leave the way free for the injured.",
        "This warning has ended. Danger may remain.",
        "dhamaka hua hai, door rahen",
        "ghar ke andar rahen",
        "دھماکا ہوا ہے، دور رہیں",
        "زخمیوں کے لیے راستہ چھوڑ دیں",
        "ہسپتال کے دروازے پر بھیڑ سے دور رہیں",
        "خطرہ باقی ہو سکتا ہے",
        "اندر چلے جائیں",
        "از محل دور بمانید",
        "شاید هنوز خطر باشد",
    ],
)
def test_place_hazard_and_what_to_do_may_be_said(text):
    assert why_not_say(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lint_over_a_whole_phrase_book_finds_nothing(language):
    book = phrase_book.book(language)
    slots = {"hazard": "x", "place": "Kalat", "action": "x", "ground": "x", "at": "1", "until": "2", "since": "0"}

    found = {
        key: why_not_say(line.format(**slots, rumour="x"))
        for key, line in book.sentences()
        if key not in {"lines.drill", "lines.headline", "lines.short"}
    }

    assert {key: reason for key, reason in found.items() if reason} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_book_has_every_hazard_ground_and_rumour(language):
    book = phrase_book.book(language)

    assert set(book.hazards) == {hazard.value for hazard in Hazard}
    assert set(book.ground) == {words.value for words in Words}
    assert set(book.rumours) == {subject.value for subject in RumourSubject}
    assert book.language == language
    assert book.lines["drill"].startswith("TEST")


LONG_PLACES = ("M" * PLACE_CHARS_MAX, "م" * PLACE_CHARS_MAX)


def everything_said(place, *, is_drill):
    for hazard in Hazard:
        for ground in Words:
            yield from compose(
                hazard=hazard, place=place, told_at=NOW, until=UNTIL, is_drill=is_drill, ground=ground.value
            )
        for was_wrong in (True, False):
            yield from compose_end(hazard=hazard, place=place, told_at=NOW, is_drill=is_drill, was_wrong=was_wrong)


@pytest.mark.parametrize("place", LONG_PLACES)
@pytest.mark.parametrize("is_drill", [True, False])
@pytest.mark.parametrize("is_repeat", [True, False])
def test_every_text_message_has_two_parts_at_most_what_to_do_in_the_first_and_its_code(place, is_drill, is_repeat):
    for text in everything_said(place, is_drill=is_drill):
        message = sms(text, around=Around(code="A3C4D6", until=UNTIL, is_repeat=is_repeat))
        first = parts_of(message)[0]
        marked = phrase_book.book(text.language).lines["drill"] if is_drill else ""
        to_do = {words.action for words in phrase_book.book(text.language).hazards.values()}
        ends = [phrase_book.book(text.language).lines[key].split("{")[0].strip() for key in ("ended", "wrong")]

        assert measure(message).parts <= 2, (text.language, text.short)
        assert "A3C4D6" in message
        assert any(first.startswith(marked + words) for words in (*to_do, *ends)), (text.language, first)
        assert fits_sms(text)
        assert starts_as_test(text) is is_drill
        assert all(why_not_say(line) is None for line in (*text.lines(), text.short))


def test_an_ending_says_that_the_warning_has_ended_and_never_that_anything_is_over():
    for was_wrong in (True, False):
        (english, *_others) = compose_end(
            hazard=Hazard.BLAST, place="Kalat", told_at=NOW, is_drill=False, was_wrong=was_wrong
        )

        assert english.headline.startswith("This warning has ended")
        assert "Danger may remain" in english.instruction


@pytest.mark.parametrize("hazard", [Hazard.SECOND_ATTACK, Hazard.UNEXPLODED])
def test_the_two_hardest_templates_say_what_must_be_said(hazard):
    (english,) = compose(hazard=hazard, place="Kalat", told_at=NOW, until=UNTIL, is_drill=False, languages=("en",))
    said = f"{english.headline} {english.instruction}"
    wanted = {
        Hazard.SECOND_ATTACK: (
            "away from the spot", "crowds at the hospital gate", "unknown objects", "blood only where the hospital's named"
        ),
        Hazard.UNEXPLODED: ("Do not touch", "Mark it from far", "Tell"),
    }[hazard]  # fmt: skip

    assert all(words in said for words in wanted)
