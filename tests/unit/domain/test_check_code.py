"""A check code cannot be made up, is read however people type it, and never looks like another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from haal.domain.delivery import Channel
from haal.domain.hazard import Hazard
from haal.domain.warn import reply
from haal.domain.warn.check_code import ALPHABET, LENGTH, Standing, code_of, codes_in
from haal.domain.warn.message import Around, body, first_message, fits_sms, sms, text_for
from haal.domain.warning_text import Text, compose
from haal.language.sms import measure, parts_of
from haal.language.stop_words import STOP, YES, says_stop, says_yes

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECRET = bytes(range(32))
LONG_PLACES = ("A" * 40, "ڈیرہ مراد جمالی نیشنل ہائی وے پرانا اڈہ شمال"[:40])


def test_a_code_is_six_letters_without_look_alikes_and_depends_on_the_secret() -> None:
    identifier = uuid4().urn

    code = code_of(identifier, SECRET)

    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0O1I2Z5S8BGU")
    assert code == code_of(identifier, SECRET)
    assert code != code_of(identifier, SECRET[::-1])


def test_many_versions_have_different_codes_spread_over_the_whole_alphabet() -> None:
    codes = [code_of(f"urn:uuid:{n}", SECRET) for n in range(2_000)]

    assert len(set(codes)) == len(codes)
    assert {letter for code in codes for letter in code} == set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    ["ACD346", "acd346", " acd346.", "Code: ACD346?", "acd 346", "ACD-346", "ACD۳۴۶", "کوڈ ACD٣٤٦ ہے", "ＡＣＤ３４６"],
)
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert codes_in(typed) == ("ACD346",)


@pytest.mark.parametrize("typed", ["", "what?", "ACD34", "ACD3467", "دھماکا کہاں ہے", "0O1I2Z"])
def test_what_is_no_code_is_no_code(typed: str) -> None:
    assert codes_in(typed) == ()


@pytest.mark.parametrize("place", LONG_PLACES)
@pytest.mark.parametrize("is_drill", [True, False])
@pytest.mark.parametrize("hazard", list(Hazard))
def test_every_hazard_in_every_language_at_a_long_place_fits_two_parts_with_what_to_do_in_the_first(
    hazard: Hazard, is_drill: bool, place: str
) -> None:
    for ground in ("told", "two-lines", "seen"):
        until = NOW + timedelta(hours=6)
        texts = compose(hazard=hazard, place=place, told_at=NOW, until=until, is_drill=is_drill, ground=ground)
        for text in texts:
            whole = sms(text, around=Around(code="ACD346", until=until, is_repeat=True))

            assert fits_sms(text), (hazard, text.language, ground)
            assert measure(whole).parts <= 2
            assert "ACD346" in whole
            assert whole.startswith("TEST") is is_drill
            assert text.short.split("۔")[0].split(".")[0] in parts_of(whole)[0]


def text_of(short: str = "", **changes: str) -> Text:
    values = {"language": "en", "event": "e", "headline": "h. stay.", "description": "d.", "instruction": "i."}
    return Text(**{**values, **changes}, short=short)


def test_what_is_too_long_gives_way_but_never_the_code() -> None:
    long = text_of(description="d" * 400)

    whole = sms(long, around=Around(code="ACD346", until=NOW))

    assert whole == "h. stay.\nCode ACD346\nUntil 22.11.2026 17:00"


def test_a_repeat_says_so_at_the_end_and_a_mail_says_how_to_check_and_to_stop() -> None:
    around = Around(
        code="ACD346", page_url="https://haal.example/w/", stop_url="https://haal.example/s/", is_repeat=True
    )

    assert sms(text_of(), around=around).endswith("(repeat)")
    mail = body(text_of(), channel=Channel.EMAIL, around=around)
    assert "https://haal.example/w/ (code ACD346)" in mail
    assert mail.endswith("https://haal.example/s/\n")


def test_people_are_told_in_the_nearest_language_that_is_ready() -> None:
    english, urdu = text_of(), text_of(language="ur")

    assert text_for((english, urdu), "bal") is urdu
    assert text_for((english,), "bal") is english
    assert text_for((urdu,), "en") is urdu


@pytest.mark.parametrize(
    ("standing", "says"),
    [
        (Standing.STANDS, "Ours, and it stands until 22.11.2026 17:00.\nh. stay."),
        (Standing.CHANGED, "Ours, but there is a newer one:\nh. stay."),
        (Standing.ENDED, "Ours, but it has ended. Danger may remain."),
        (Standing.UNKNOWN, "No such warning of ours. Do not act on it and do not pass it on. Ask your place helper."),
    ],
)
def test_the_answer_to_a_code_never_says_that_anything_is_safe(standing: Standing, says: str) -> None:
    text = None if standing is Standing.UNKNOWN else text_of()

    assert reply.of_code(standing, language="en", text=text, expires_at=NOW) == says
    urdu = reply.of_code(standing, language=reply.language_of("کوڈ"), text=text, expires_at=NOW)
    assert urdu != says
    assert measure(urdu).parts <= 2


@pytest.mark.parametrize(
    "typed",
    [
        "STOP", "stop", "Stop.", "STOP please", "unsubscribe", "no more", "بند کریں", "بند", "Band karo", "لغو",
        "بند کړئ", "بس", "بند ڪريو",
    ],
)  # fmt: skip
def test_stop_is_understood_in_every_language_and_in_latin_letters(typed: str) -> None:
    assert says_stop(typed)


@pytest.mark.parametrize(
    "typed", ["", "ACD346", "stop the bleeding how do I", "بندر میں آگ", "don't stop", "bandar abbas"]
)
def test_what_only_holds_such_a_word_is_not_a_stop(typed: str) -> None:
    assert not says_stop(typed)


def test_every_language_has_words_for_stop_and_each_is_understood() -> None:
    assert {"en", "ur", "bal", "brh", "ps", "fa", "sd"} <= set(STOP)
    assert all(says_stop(phrase) for phrases in STOP.values() for phrase in phrases)


@pytest.mark.parametrize("typed", ["YES", "yes!", "ہاں", "جی ہاں", "ji han", "بله", "OK"])
def test_yes_is_understood(typed: str) -> None:
    assert says_yes(typed)


def test_a_yes_is_no_stop_and_more_than_yes_is_no_yes() -> None:
    assert set(YES) == set(STOP)
    assert not any(says_stop(phrase) for phrases in YES.values() for phrase in phrases)
    assert not says_yes("yes but not at night")


@pytest.mark.parametrize("language", ["en", "ur", "fa", "bal"])
def test_the_first_text_message_asks_for_an_answer_in_two_parts_and_has_no_link(language: str) -> None:
    _, whole = first_message(language=language, channel=Channel.SMS, confirm_url="https://haal.example/c/")

    assert measure(whole).parts <= 2
    assert "https" not in whole
