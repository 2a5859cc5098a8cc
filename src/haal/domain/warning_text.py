"""What a warning says, in each language that has a phrase book: sentences written beforehand, with their slots filled.

The one thing to know: nothing is translated in haste. The first line names hazard and place, then what to do, then on
what ground it is said. A language without a book is reached in the nearest one that its readers read
(`reading_order`), and the head-count shows it. Times are written out in full, in the time of the land, so that a
message that comes late is seen to be late.

Not who may say it (`warning`), which words are forbidden (`warning_words`) or which books were reviewed
(`haal.services.warn.words.review`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from types import MappingProxyType

from haal.domain.hazard import Hazard
from haal.language import phrase_book

LAND_TIME = timezone(timedelta(hours=5))  # Pakistan keeps one time all year
LANGUAGES = phrase_book.languages()
_READ_NEXT = MappingProxyType({"bal": "ur", "brh": "ur", "ps": "ur", "fa": "ur", "sd": "ur"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One language's words of a warning.

    `headline` alone must be enough to act on. `short` says the same for a text message, what to do first, so that its
    first part alone saves; empty in what was said before there was one.
    """

    language: str
    event: str
    headline: str
    description: str
    instruction: str
    short: str = ""

    def lines(self) -> tuple[str, ...]:
        """Return what people read, in order."""
        return (self.headline, self.description, self.instruction)


def compose(
    *,
    hazard: Hazard,
    place: str,
    told_at: datetime,
    until: datetime,
    is_drill: bool,
    ground: str = "told",
    rumour: str = "other",
    checked_at: datetime | None = None,
    detail: Mapping[str, str] | None = None,
    languages: Sequence[str] = LANGUAGES,
) -> tuple[Text, ...]:
    """Return the warning in each of `languages` whose book has the hazard.

    Args:
        hazard: what endangers people.
        place: as people call it.
        told_at: when it was told; of a false rumour, since when.
        until: when it ends by itself.
        is_drill: TEST becomes the first word.
        ground: key of the ground's words, a value of `haal.domain.warn.ground.Words`.
        rumour: key of what was told, said by a false rumour only.
        checked_at: when that was checked.
        detail: one typed line by language, said in that language only.
        languages: which books are used.
    """
    return tuple(
        _text(language, hazard, place, ground=ground, is_drill=is_drill).saying(
            _told(language, hazard, rumour).format(
                since=in_words(told_at),
                at=in_words(checked_at if checked_at and hazard is Hazard.FALSE_RUMOUR else told_at),
                until=in_words(until),
                rumour=phrase_book.book(language).rumours.get(rumour, ""),
            ),
            (detail or {}).get(language, ""),
        )
        for language in languages
        if hazard.value in phrase_book.book(language).hazards
    )


def compose_end(
    *,
    hazard: Hazard,
    place: str,
    told_at: datetime,
    is_drill: bool,
    was_wrong: bool,
    languages: Sequence[str] = LANGUAGES,
) -> tuple[Text, ...]:
    """Return the words that end a warning: that it has ended, or that it was wrong. Never that anything is safe."""
    return tuple(
        _ending(language, hazard, place, is_drill=is_drill, was_wrong=was_wrong).saying(
            phrase_book.book(language).lines["wrong_at" if was_wrong else "ended_at"].format(at=in_words(told_at))
        )
        for language in languages
        if hazard.value in phrase_book.book(language).hazards
    )


def reading_order(language: str) -> tuple[str, ...]:
    """Return the languages in which somebody who asked for `language` can be told, best first."""
    order = (language, _READ_NEXT.get(language, phrase_book.SOURCE), "ur", phrase_book.SOURCE)
    known = order if language != phrase_book.SOURCE else (phrase_book.SOURCE, "ur")
    return tuple(dict.fromkeys(one for one in known if one in LANGUAGES))


def reading_language(language: str) -> str:
    """Return the language in which a person who asked for `language` is told when every book is ready."""
    if language in LANGUAGES:
        return language
    return _READ_NEXT.get(language, phrase_book.SOURCE)


def starts_as_test(text: Text) -> bool:
    """Return whether the reader sees at the first word that it is a drill, however short the message."""
    return text.headline.startswith("TEST") and text.short.startswith("TEST" if text.short else "")


def in_words(at: datetime) -> str:
    """Return day and time of the land, in figures that every script here reads: `22.11.2026 18:05`."""
    return at.astimezone(LAND_TIME).strftime("%d.%m.%Y %H:%M")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """A text that lacks its description."""

    language: str
    event: str
    headline: str
    short: str
    instruction: str

    def saying(self, *parts: str) -> Text:
        return Text(
            language=self.language,
            event=self.event,
            headline=self.headline,
            description=" ".join(part for part in parts if part),
            instruction=self.instruction,
            short=self.short,
        )


def _text(language: str, hazard: Hazard, place: str, *, ground: str, is_drill: bool) -> _Begun:
    book = phrase_book.book(language)
    words = book.hazards[hazard.value]
    slots = {"hazard": words.name, "place": place, "action": words.action, "ground": book.ground[ground]}
    mark = book.lines["drill"] if is_drill else ""
    return _Begun(
        language=language,
        event=mark + words.name,
        headline=mark + book.lines["headline"].format_map(slots),
        short=mark + book.lines["short"].format_map(slots),
        instruction=words.instruction,
    )


def _ending(language: str, hazard: Hazard, place: str, *, is_drill: bool, was_wrong: bool) -> _Begun:
    book = phrase_book.book(language)
    name = book.hazards[hazard.value].name
    mark = book.lines["drill"] if is_drill else ""
    said = mark + book.lines["wrong" if was_wrong else "ended"].format(hazard=name, place=place)
    return _Begun(
        language=language, event=mark + name, headline=said, short=said, instruction=book.lines["after"]
    )  # fmt: skip


def _told(language: str, hazard: Hazard, rumour: str) -> str:
    lines = phrase_book.book(language).lines
    return lines["rumour" if hazard is Hazard.FALSE_RUMOUR and rumour else "told"]
