"""What a warning says, in each language it can be said in: sentences with slots for place and time, written beforehand.

The one thing to know: nothing is translated in haste. A language without sentences here is reached in the nearest one
that its readers read (`reading_language`), and the head-count shows it. Times are written out in full, in the time of
the land, so that a message that comes late is seen to be late. Urdu is a draft that no reviewer has read yet.

Not who may say it (`warning`) and not which words are forbidden (`warning_words`).
"""

# ruff: noqa: E501 - a sentence stands on one line

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from types import MappingProxyType

from haal.domain.hazard import Hazard

LAND_TIME = timezone(timedelta(hours=5))  # Pakistan keeps one time all year
LANGUAGES = ("en", "ur")
_READ_INSTEAD = MappingProxyType({"bal": "ur", "brh": "ur", "ps": "ur", "fa": "ur", "sd": "ur"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One language's words of a warning. `headline` alone must be enough to act on: an SMS may bring only that."""

    language: str
    event: str
    headline: str
    description: str
    instruction: str

    def lines(self) -> tuple[str, ...]:
        """Return what people read, in order."""
        return (self.headline, self.description, self.instruction)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentences:
    event: str
    headline: str
    instruction: str


_EN = {
    Hazard.BLAST: _Sentences(
        event="Explosion", headline="Explosion at {place}. Stay away from {place}.",
        instruction="A second explosion may follow. Do not crowd round. Do not touch things lying about. Leave the way free for the injured.",
    ),
    Hazard.SHOOTING: _Sentences(
        event="Shooting", headline="Shooting at {place}. Stay indoors near {place}, away from windows.",
        instruction="Lie down low behind a thick wall. Keep children inside. Do not film from windows or roofs.",
    ),
    Hazard.ROAD_DANGER: _Sentences(
        event="Danger on the road", headline="Danger on the road at {place}. Do not travel near {place} now.",
        instruction="Put off your journey. If you are near, stop well before and wait. Tell others who mean to travel.",
    ),
    Hazard.UNEXPLODED: _Sentences(
        event="Dangerous object", headline="Dangerous object lying at {place}. Do not touch it, stay far away.",
        instruction="Keep children and animals away. Do not use phones beside it. Do not try to move or burn it.",
    ),
    Hazard.THREAT_TO_CROWDS: _Sentences(
        event="Threat to a crowded place", headline="Threat against a crowded place at {place}. Stay away from crowds there.",
        instruction="Put off visits that can wait. Watch for things left behind and leave them alone.",
    ),
    Hazard.FIRE: _Sentences(
        event="Fire", headline="Fire at {place}. Stay away from the smoke.",
        instruction="Shut windows and doors. Keep low where there is smoke. Leave the way free for those who put it out.",
    ),
    Hazard.FLOOD: _Sentences(
        event="Flood", headline="Flood danger at {place}. Keep off low ground and stream beds.",
        instruction="Do not walk or drive into moving water. Carry what you need to higher floors or higher ground near you.",
    ),
    Hazard.MADE_UP: _Sentences(
        event="Exercise", headline="Falling stars at {place}. This danger is made up.",
        instruction="Nothing has happened. You need not do anything.",
    ),
}  # fmt: skip
_UR = {
    Hazard.BLAST: _Sentences(
        event="دھماکا", headline="{place} میں دھماکا ہوا ہے۔ {place} سے دور رہیں۔",
        instruction="دوسرا دھماکا ہو سکتا ہے۔ بھیڑ نہ لگائیں۔ پڑی ہوئی چیزوں کو ہاتھ نہ لگائیں۔ زخمیوں کے لیے راستہ چھوڑ دیں۔",
    ),
    Hazard.SHOOTING: _Sentences(
        event="فائرنگ", headline="{place} میں فائرنگ ہو رہی ہے۔ گھر کے اندر اور کھڑکیوں سے دور رہیں۔",
        instruction="موٹی دیوار کے پیچھے نیچے لیٹ جائیں۔ بچوں کو اندر رکھیں۔ کھڑکی یا چھت سے ویڈیو نہ بنائیں۔",
    ),
    Hazard.ROAD_DANGER: _Sentences(
        event="سڑک پر خطرہ", headline="{place} کے پاس سڑک پر خطرہ ہے۔ ابھی وہاں سفر نہ کریں۔",
        instruction="سفر ملتوی کریں۔ اگر آپ قریب ہیں تو پہلے ہی رک کر انتظار کریں۔ سفر کرنے والوں کو بتائیں۔",
    ),
    Hazard.UNEXPLODED: _Sentences(
        event="خطرناک چیز", headline="{place} میں خطرناک چیز پڑی ہے۔ ہاتھ نہ لگائیں، دور رہیں۔",
        instruction="بچوں اور جانوروں کو دور رکھیں۔ اس کے پاس فون استعمال نہ کریں۔ اسے ہلانے یا جلانے کی کوشش نہ کریں۔",
    ),
    Hazard.THREAT_TO_CROWDS: _Sentences(
        event="بھیڑ والی جگہ کو خطرہ", headline="{place} میں بھیڑ والی جگہ کو دھمکی ملی ہے۔ وہاں بھیڑ سے دور رہیں۔",
        instruction="جو کام رک سکتا ہے اسے روک دیں۔ لاوارث چیز دیکھیں تو اسے ہاتھ نہ لگائیں۔",
    ),
    Hazard.FIRE: _Sentences(
        event="آگ", headline="{place} میں آگ لگی ہے۔ دھوئیں سے دور رہیں۔",
        instruction="کھڑکیاں اور دروازے بند کریں۔ دھوئیں میں نیچے جھک کر رہیں۔ آگ بجھانے والوں کے لیے راستہ چھوڑ دیں۔",
    ),
    Hazard.FLOOD: _Sentences(
        event="سیلاب", headline="{place} میں سیلاب کا خطرہ ہے۔ نشیبی جگہوں اور ندی نالوں سے دور رہیں۔",
        instruction="بہتے پانی میں نہ چلیں اور نہ گاڑی چلائیں۔ ضروری سامان اوپر کی منزل یا اونچی جگہ پر رکھیں۔",
    ),
    Hazard.MADE_UP: _Sentences(
        event="مشق", headline="{place} میں تارے گر رہے ہیں۔ یہ خطرہ فرضی ہے۔",
        instruction="کچھ نہیں ہوا۔ آپ کو کچھ کرنے کی ضرورت نہیں۔",
    ),
}  # fmt: skip
_SENTENCES: Mapping[str, Mapping[Hazard, _Sentences]] = MappingProxyType({"en": _EN, "ur": _UR})

_TEST_MARK = MappingProxyType({"en": "TEST. ", "ur": "TEST مشق۔ "})
_TOLD = MappingProxyType(
    {
        "en": "As told at {at}. This warning ends by itself at {until}.",
        "ur": "{at} کی خبر۔ یہ اطلاع {until} پر خود ختم ہو جائے گی۔",
    }
)
_ENDED = MappingProxyType(
    {
        "en": _Sentences(
            event="{event}",
            headline="This warning has ended: {event}, {place}.",
            instruction="Danger may remain. Do not touch things lying about, and keep away from damaged buildings.",
        ),
        "ur": _Sentences(
            event="{event}",
            headline="یہ اطلاع ختم ہو گئی ہے: {event}، {place}۔",
            instruction="خطرہ باقی ہو سکتا ہے۔ پڑی ہوئی چیزوں کو ہاتھ نہ لگائیں اور ٹوٹی عمارتوں سے دور رہیں۔",
        ),
    }
)
_WRONG = MappingProxyType(
    {
        "en": "The warning of {at} was wrong. We are sorry.",
        "ur": "{at} کی اطلاع غلط تھی۔ ہم معذرت خواہ ہیں۔",
    }
)
_ENDED_AT = MappingProxyType({"en": "The warning of {at} has ended.", "ur": "{at} کی اطلاع ختم ہو گئی ہے۔"})


def compose(
    *,
    hazard: Hazard,
    place: str,
    told_at: datetime,
    until: datetime,
    is_drill: bool,
    detail: Mapping[str, str] | None = None,
) -> tuple[Text, ...]:
    """Return the warning in every language that has sentences; `detail` adds a typed line, by language, where there is one."""
    return tuple(
        Text(
            language=language,
            event=_mark(language, is_drill) + _SENTENCES[language][hazard].event,
            headline=_mark(language, is_drill) + _SENTENCES[language][hazard].headline.format(place=place),
            description=_joined(
                _TOLD[language].format(at=in_words(told_at), until=in_words(until)), (detail or {}).get(language, "")
            ),
            instruction=_SENTENCES[language][hazard].instruction,
        )
        for language in LANGUAGES
    )


def compose_end(*, hazard: Hazard, place: str, told_at: datetime, is_drill: bool, was_wrong: bool) -> tuple[Text, ...]:
    """Return the words that end a warning: that it has ended, or that it was wrong. Never that anything is safe."""
    said = _WRONG if was_wrong else _ENDED_AT
    return tuple(
        Text(
            language=language,
            event=_mark(language, is_drill) + _SENTENCES[language][hazard].event,
            headline=_mark(language, is_drill)
            + _ENDED[language].headline.format(event=_SENTENCES[language][hazard].event, place=place),
            description=said[language].format(at=in_words(told_at)),
            instruction=_ENDED[language].instruction,
        )
        for language in LANGUAGES
    )


def reading_language(language: str) -> str:
    """Return the language in which a person who asked for `language` is told."""
    return language if language in LANGUAGES else _READ_INSTEAD.get(language, "en")


def starts_as_test(text: Text) -> bool:
    """Return whether the reader sees at the first word that it is a drill."""
    return text.headline.startswith("TEST")


def in_words(at: datetime) -> str:
    """Return day and time of the land, in figures that every script here reads: `22.11.2026 18:05`."""
    return at.astimezone(LAND_TIME).strftime("%d.%m.%Y %H:%M")


def _mark(language: str, is_drill: bool) -> str:
    return _TEST_MARK[language] if is_drill else ""


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
