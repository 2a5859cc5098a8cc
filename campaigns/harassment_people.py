"""Five hundred people who ask, offer, seek, are sought, help at a place or are in a circle: made from numbers, none of them real.

The one thing to know: each name, village and number is unlike every other and unlike any word, so that one of them found anywhere
is found for certain, in Latin or in Urdu letters, however it is spelled. The first half of the askers and offerers also type into the
free words what the form asks them not to type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

PEOPLE = 500
_SYLLABLES = (
    ("zar", "زر"), ("bakh", "بخ"), ("mir", "میر"), ("dos", "دوس"), ("gwa", "گوا"), ("ram", "رام"), ("shah", "شاہ"),
    ("noor", "نور"), ("lash", "لاش"), ("sum", "سم"), ("bul", "بل"), ("khur", "خر"), ("tar", "تار"), ("wad", "ود"),
    ("pan", "پن"), ("gur", "گر"), ("kal", "کل"), ("chag", "چاگ"), ("hel", "ہیل"), ("yar", "یار"),
)  # fmt: skip
DISTRICTS = ("Khuzdar", "Mastung", "Kech", "Quetta", "Panjgur", "Kalat")
_INDIC = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


class Part(StrEnum):
    """What somebody is to the help end."""

    ASKER = "asker"
    OFFERER = "offerer"
    SEEKER = "seeker"
    SOUGHT = "sought"
    STEWARD = "steward"
    CIRCLE = "circle"


PARTS = tuple(Part)


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """One person and everything by which a stranger could go and find them."""

    number: int

    @property
    def part(self) -> Part:
        """What they are."""
        return PARTS[self.number % len(PARTS)]

    @property
    def family(self) -> tuple[str, str]:
        """The family name, in Latin and in Urdu letters."""
        return _word(self.number, "zai", "زئی")

    @property
    def killi(self) -> tuple[str, str]:
        """The village, in both."""
        return _word(self.number + 4_000, "abad", "آباد")

    @property
    def name(self) -> str:
        """The whole name, every second one in Urdu letters."""
        return f"Khair Bibi {self.family[0].title()}" if self.number % 2 else f"خیر بی بی {self.family[1]}"

    @property
    def digits(self) -> str:
        """The telephone's ten digits, without what stands before them."""
        return f"3{10 + self.number % 40}{7_000_000 + self.number * 3_989:07}"

    @property
    def phone(self) -> str:
        """The number as somebody would type it: eight ways in turn."""
        bare = self.digits
        ways = (
            f"+92 {bare[:3]} {bare[3:]}",
            f"0{bare[:3]}-{bare[3:]}",
            f"0092 {bare[:3]} {bare[3:6]} {bare[6:]}",
            f"(0{bare[:3]}) {bare[3:5]} {bare[5:8]} {bare[8:]}",
            f"0{bare}".translate(_INDIC),
            f"0{bare}".translate(_ARABIC),
            " ".join(f"0{bare}"),
            f"+92{bare}",
        )
        return ways[(self.number // len(PARTS)) % len(ways)]

    @property
    def usable_phone(self) -> str:
        """The number as a machine can call it."""
        return f"+92{self.digits}"

    @property
    def point(self) -> tuple[float, float]:
        """Where they live, to a metre."""
        return round(27.013_71 + self.number * 0.006_13, 5), round(64.027_39 + self.number * 0.005_87, 5)

    @property
    def place(self) -> str:
        """Where they live as somebody would type it: in words, in the other script, as coordinates, in turn."""
        lat, lon = self.point
        ways = (
            f"third house behind the well of Killi {self.killi[0].title()}",
            f"کلی {self.killi[1]} کے کنویں کے پیچھے",
            f"{lat}, {lon}",
            f"Killi {self.killi[0].title()} ({lat:.4f} N {lon:.4f} E)",
        )
        return ways[(self.number // len(PARTS)) % len(ways)]

    @property
    def sentence(self) -> str:
        """All of it in one breath."""
        return f"Ask {self.name}, {self.phone}, {self.place}."

    @property
    def pseudonym(self) -> str:
        """What a helper of a place signs in as."""
        return f"{_word(self.number + 7_000, 'gul', 'گل')[0]}-{self.number}"

    @property
    def district(self) -> str:
        """In which district; people of one row of six share it, so that need and offer can meet."""
        return DISTRICTS[(self.number // len(PARTS)) % len(DISTRICTS)]

    @property
    def types_all(self) -> bool:
        """Whether they type name, number and house into the free words too."""
        return self.part in {Part.ASKER, Part.OFFERER} and self.number < PEOPLE // 2


def everybody(count: int) -> list[Somebody]:
    """Return so many people; the parts take turns."""
    return [Somebody(number=number) for number in range(count)]


def of(part: Part, people: list[Somebody]) -> Iterator[Somebody]:
    """Give those of one part."""
    return (who for who in people if who.part is part)


CONTROL = Somebody(number=9_000)
"""Whose family agreed that the name stands on a public list: the search has to find this one."""


def _word(number: int, latin: str, urdu: str) -> tuple[str, str]:
    count = len(_SYLLABLES)
    number = number * 3_607 % count**3  # neighbours do not sound alike
    parts = [_SYLLABLES[number // count**place % count] for place in range(3)]
    return "".join(part[0] for part in parts) + latin, "".join(part[1] for part in parts) + urdu
