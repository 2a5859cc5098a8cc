"""Days and times as they are read aloud: "twenty-two November, five past six in the evening" and its like.

English, Urdu and Persian have their numbers here; in any other language the figures stay, to be read by who knows it.
Hours are said by the twelve-hour clock with the part of the day, as people say them. Pure words, no locale of a machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

SHAPE = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}):(\d{2})")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_UR = _words(
    "صفر ایک دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس بیس اکیس بائیس تئیس چوبیس"
    " پچیس چھبیس ستائیس اٹھائیس انتیس تیس اکتیس بتیس تینتیس چونتیس پینتیس چھتیس سینتیس اڑتیس انتالیس چالیس اکتالیس بیالیس"
    " تینتالیس چوالیس پینتالیس چھیالیس سینتالیس اڑتالیس انچاس پچاس اکیاون باون ترپن چون پچپن چھپن ستاون اٹھاون انسٹھ"
)
_FA_ONES = _words("صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده")
_FA_TENS = {2: "بیست", 3: "سی", 4: "چهل", 5: "پنجاه"}
_EN_ONES = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_EN_TENS = {2: "twenty", 3: "thirty", 4: "forty", 5: "fifty"}
_MONTHS = {
    "en": _words("January February March April May June July August September October November December"),
    "ur": _words("جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر"),
    "fa": _words("جنوری فبروری مارچ اپریل می جون جولای اگست سپتمبر اکتبر نوامبر دسمبر"),
}


def times_in_words(text: str, language: str) -> str:
    """Return `text` with every `22.11.2026 18:05` in it as words; unchanged in a language without numbers here."""
    say = _SAY.get(language)
    return text if say is None else SHAPE.sub(lambda found: _said(found, say), text)


def number_in_words(number: int, language: str) -> str:
    """Return a number from 0 to 59 in words, or in figures where there are none here."""
    if not 0 <= number < 60:
        raise ValueError("numbers of a clock and a calendar only")
    if language == "ur":
        return _UR[number]
    if language == "fa":
        return _composed(number, ones=_FA_ONES, tens=_FA_TENS, between=" و ")
    if language == "en":
        return _composed(number, ones=_EN_ONES, tens=_EN_TENS, between="-")
    return str(number)


def can_say_times(language: str) -> bool:
    """Return whether times are said in words in this language."""
    return language in _SAY


def _said(found: re.Match[str], say: Callable[[datetime], str]) -> str:
    day, month, year, hour, minute = (int(part) for part in found.groups())
    try:
        return say(datetime(year, month, day, hour, minute))  # noqa: DTZ001 - the time of the land, as it is written
    except ValueError:
        return found[0]


def _english(at: datetime) -> str:
    part = "at night" if at.hour < 5 or at.hour >= 21 else "in the morning" if at.hour < 12 else "in the evening"
    part = "in the afternoon" if 12 <= at.hour < 17 else part
    hour = number_in_words(at.hour % 12 or 12, "en")
    minutes = f" {number_in_words(at.minute, 'en')}" if at.minute >= 10 else f" oh {number_in_words(at.minute, 'en')}"
    clock = f"{hour} o'clock" if at.minute == 0 else f"{hour}{minutes}"
    return f"{clock} {part}, {number_in_words(at.day, 'en')} {_MONTHS['en'][at.month - 1]}"


def _urdu(at: datetime) -> str:
    part = _part(at.hour, night="رات", morning="صبح", noon="دوپہر", evening="شام")
    hour = number_in_words(at.hour % 12 or 12, "ur")
    clock = f"{hour} بجے" if at.minute == 0 else f"{hour} بج کر {number_in_words(at.minute, 'ur')} منٹ"
    return f"{number_in_words(at.day, 'ur')} {_MONTHS['ur'][at.month - 1]}، {part} {clock}"


def _persian(at: datetime) -> str:
    part = _part(at.hour, night="شب", morning="صبح", noon="بعد از ظهر", evening="شام")
    hour = number_in_words(at.hour % 12 or 12, "fa")
    clock = f"{hour}" if at.minute == 0 else f"{hour} و {number_in_words(at.minute, 'fa')} دقیقه"
    return f"{clock} {part}، {number_in_words(at.day, 'fa')} {_MONTHS['fa'][at.month - 1]}"


def _part(hour: int, *, night: str, morning: str, noon: str, evening: str) -> str:
    if hour < 5 or hour >= 20:
        return night
    if hour < 12:
        return morning
    return noon if hour < 16 else evening


def _composed(number: int, *, ones: tuple[str, ...], tens: dict[int, str], between: str) -> str:
    if number < 20:
        return ones[number]
    ten, one = divmod(number, 10)
    return tens[ten] if one == 0 else f"{tens[ten]}{between}{ones[one]}"


_SAY: dict[str, Callable[[datetime], str]] = {"en": _english, "ur": _urdu, "fa": _persian}
