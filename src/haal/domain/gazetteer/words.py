"""Place words as told, cut into words with what surrounds each: "60 km south of Quetta", "the bus stop of Pishin, Quetta".

The one thing to know: nothing is looked up here. It says which words can be no name, and which stand where a name is
only there to point at another place: after a distance, after "bound for", before "road" or "bus stop".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from haal.language.keys import words_of
from haal.language.numerals import to_ascii_digits

WORDS_MAX = 40  # of what a person typed; a name stands early
KM_OF_A_MILE = 1.609
AWAY_KM_MAX = 300.0
AFTER_LETTERS_MAX = 12  # between a distance and the place it is counted from

# Words of places that are no names; a single one of them never finds a place.
COMMON = frozenset(
    words_of(
        """
        s a about across after all along an and any are area areas around as at away bank bazaar bazar between border both
        bound bridge building bus by camp cantonment car center central centre check checkpoint checkpost chowk church
        city coal coalfield coast coastal college colony company cross crossing dead district division dozen each east
        eastern emergency entire entrance express factory family field fields flyover for fort from front gate ground
        half harbour headquarter headquarters here high highway hill hills his home hospital hotel house houses
        in incl including inside into its jail jetty junction khan khel killi line link local locality location
        locations main many market metres mile miles mine mines model more mosque mountain mountains national near
        nearby nine no north northern northwest of off office old on one or other out outside outskirts over park
        parking part pass people place places plaza point police port post power private province public railway rally
        region regional remote river road route rural same scene school sea seminary several shop shrine side site six
        some south southern southwest square stadium stand state station stop street suburb surrounding tehsil ten
        terminal than that the their three to town towns toward towards train tribal tunnel twelve two under union
        university unknown upper lower valley various vegetable venue village villages ward was way west western where which
        with within zero agency sub headquartered capital new afghan afghanistan iran iranian india indian pakistan
        ضلع علاقہ علاقے شہر کے کی کا میں قریب روڈ بازار پر سے صوبہ تحصیل نزدیک اور ہسپتال اسٹیڈیم سڑک
        في من على قرب مدينة إقليم ولاية منطقة جنوب شمال شرق غرب مستشفى در از به نزدیک شهر استان منطقه ناحیه
        yakın yakınında kenti kentinde ilinde bölgesi eyaleti eyaletinde près dans de la le les du ville nähe stadt bei
        """
    )
) | frozenset(["में", "के", "की", "का", "पास", "ज़िला", "जिला", "ज़िले", "जिले", "शहर"])
_DIRECTIONS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0, "south": 180.0, "southwest": 225.0, "west": 270.0,
    "northwest": 315.0,
}  # fmt: skip
_AWAY = re.compile(
    r"(\d{1,3}(?:\.\d)?)\s*-?\s*(km|kilomet\w*|miles?)\b\s*(?:away\s+)?(?:to\s+the\s+)?"
    r"((?:north|south|east|west)(?:[\s-]*(?:east|west))?)?",
    re.IGNORECASE,
)
_SIDE_OF = re.compile(
    r"\b(?:north|south|east|west)(?:[\s-]*(?:east|west))?(?:ern)?\s+of\s+(?:the\s+)?(?:(?:main\s+)?(?:town|city)\s+of\s+)?",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?:\b(?:of|from|outside)\b\s*)(?:the\s+)?", re.IGNORECASE)
_TOWARDS = frozenset({"to", "toward", "towards", "for", "bound", "via"})
_KINDS_AFTER = {
    "district": "district", "agency": "district", "division": "division", "province": "province", "city": "town",
    "town": "town", "ضلع": "district",
}  # fmt: skip
_KINDS_BEFORE = {"ضلع": "district", "zila": "district", "صوبہ": "province", "district": "district"}
_THINGS_AFTER = frozenset(
    {"road", "highway", "bus", "express", "gate", "street", "chowk", "stop", "stand", "border", "expressway", "flight"}
)
_AREAS_AFTER = frozenset(
    {"area", "areas", "tehsil", "region", "pass", "valley", "village", "locality", "town", "sub", "mountains"}
)
_DATELINE = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,2}\s*(?::|\s[—–-]{1,2}\s)")
_LETTER = r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff])"  # with the vowel signs of India, which are no letters to Python
_TOKENS = re.compile(_LETTER + r"+|[,;()/:|]")
_WORDS = re.compile(_LETTER + "+")
_INDIA = range(0x0900, 0x0E00)
_GENITIVE = re.compile(r"(?<=\w{3})['’](?:s|n?[ıiuü]n)(?!\w)")  # Quetta's, Quetta'nın
_SUFFIX = re.compile(r"(?<=\w{3})['’](?:[dt][ae](?:n|ki)?|y?[aeıiuü])(?!\w)")  # Quetta'da, Quetta'ya
_OF_AFTER = frozenset({"s", "کے", "کی", "کا", "के", "की", "का"})


class Role(StrEnum):
    """What a name is there for."""

    PLACE = "place"
    THING = "thing"  # Pasni Road, Pishin bus stop
    TOWARDS = "towards"  # on its way to Quetta
    REFERENCE = "reference"  # 60 km south of Quetta
    OF = "of"  # Khuzdar's Zehri
    DATELINE = "dateline"  # QUETTA: a blast in Nushki


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word. `part`: which stretch between commas it stands in."""

    text: str
    part: int
    before: str  # the word before it in its part, lower case, or nothing
    after: str
    role: Role = Role.PLACE

    @property
    def common(self) -> bool:
        """Whether it is no name by itself."""
        return self.text.lower() in COMMON or self.text.isdecimal()

    @property
    def small(self) -> bool:
        """Whether it is written without a capital in a script that has them."""
        return self.text.islower() and self.text != self.text.upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """How far from a named place, and in which direction (degrees from north) when that is told."""

    km: float = 0.0
    bearing: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words, in order; `away` is the distance from the place that is named for reference."""

    words: tuple[Word, ...]
    away: Away

    def role(self, at: int, count: int) -> Role:
        """Return what the name of `count` words at `at` is there for."""
        first, last = self.words[at], self.words[at + count - 1]
        if first.role is not Role.PLACE:
            return first.role
        if last.after in _THINGS_AFTER:
            return Role.THING
        if last.after in _OF_AFTER:
            return Role.OF
        return Role.TOWARDS if first.before in _TOWARDS else Role.PLACE

    def kind(self, at: int, count: int) -> str:
        """Return the kind that the word beside the name gives it, or nothing."""
        first, last = self.words[at], self.words[at + count - 1]
        return _KINDS_AFTER.get(last.after) or _KINDS_BEFORE.get(first.before, "")

    @property
    def between(self) -> bool:
        """Whether it happened between two places."""
        return any(word.text.lower() == "between" for word in self.words)

    def names_an_area(self, at: int) -> bool:
        """Return whether the word at `at` is followed by "area", "tehsil" and the like within its part."""
        part = self.words[at].part
        rest = [word.text.lower() for word in self.words[at + 1 : at + 4] if word.part == part]
        return next((word in _AREAS_AFTER for word in rest if word in COMMON), not rest)


def read(text: str) -> Words:
    """Return the words of `text`."""
    plain = _plain(text)
    away, references = _away(plain)
    dateline = _DATELINE.match(plain)
    found: list[tuple[str, int, Role]] = []
    part = 0
    for token in _TOKENS.finditer(plain):
        if not token[0][0].isalnum():
            part += 1
        elif len(found) < WORDS_MAX:
            is_dateline = dateline is not None and token.start() < dateline.end()
            role = Role.DATELINE if is_dateline else Role.REFERENCE if token.start() in references else Role.PLACE
            found.append((token[0], part, role))
    texts = [(word.lower(), part) for word, part, _ in found]
    words = [
        Word(
            text=word,
            part=part,
            before=texts[at - 1][0] if at and texts[at - 1][1] == part else "",
            after=texts[at + 1][0] if at + 1 < len(texts) and texts[at + 1][1] == part else "",
            role=role,
        )
        for at, (word, part, role) in enumerate(found)
    ]
    return Words(words=tuple(words), away=away)


def texts(words: Sequence[Word]) -> tuple[str, ...]:
    """Return the words alone."""
    return tuple(word.text for word in words)


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a name, as `read` cuts them."""
    return tuple(_WORDS.findall(_plain(text)))


def _plain(text: str) -> str:
    """Return the text without short vowels and apostrophes, digits in ASCII; "Quetta's" is "Quetta s"."""
    parted = _SUFFIX.sub("", _GENITIVE.sub(" s ", unicodedata.normalize("NFKC", text)))
    bare = "".join(letter for letter in parted if ord(letter) in _INDIA or unicodedata.category(letter) != "Mn")
    return to_ascii_digits(bare).replace("\u200c", " ").replace("\u200d", "").replace("’", "").replace("'", "")


def _away(plain: str) -> tuple[Away, frozenset[int]]:
    """Return how far away it was, and where the names begin from which that is counted."""
    references = {found.end() for found in _SIDE_OF.finditer(plain)}
    told = _AWAY.search(plain)
    if told is None:
        return Away(), frozenset(references)
    km = min(AWAY_KM_MAX, float(told[1]) * (KM_OF_A_MILE if told[2].lower().startswith("mile") else 1))
    bearing = _DIRECTIONS.get(re.sub(r"[\s-]", "", told[3] or "").lower())
    after = _REFERENCE.search(plain, told.end())
    if after is not None and after.start() - told.end() <= AFTER_LETTERS_MAX:
        references.add(after.end())
    return Away(km=km, bearing=bearing), frozenset(references)
