"""Finds a person in anything a machine gives out: whatever it was packed in, whichever letters and digits it is written with.

The one thing to know: contents are peeled (gzip, zlib, zip, UTF-16, HTML, JSON and percent escapes, base64, hex), made plain (one
script of digits, one shape of Arabic letters, nothing but letters and digits left) and then asked for each person's family name,
village, telephone number, coordinates and fine cells. A search that finds nothing proves nothing: `control_misses` wraps every
value in every packing and counts what would be overlooked.
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import quote, unquote

from campaigns.harassment_people import Somebody
from haal.geometry.cells import cell_of

START = 7
FINE_CELLS = range(7, 13)  # what is coarser is an area
NEAR_DEGREES = 0.000_06
LINES_KEPT = 200_000
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_WIDE = re.compile(rb"(?:[\x00-\xff][\x00\x06]){8,}")  # UTF-16, of Latin or of Arabic letters
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){8,}")
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")
_DECIMAL = re.compile(r"\d{1,3}\.\d{3,}")
_GAP = r"[^0-9a-z]{0,3}"
_ALIKE = {"ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ھ": "ہ", "ه": "ہ", "ة": "ہ", "أ": "ا", "إ": "ا", "آ": "ا"}


class Found(NamedTuple):
    """One thing of one person."""

    number: int
    what: str


class _Plain(dict[int, str]):
    """A table for `str.translate` that fills itself: letters folded, digits of any script as ours, all else nothing."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = _ALIKE.get(letter, letter)
        if letter.isdecimal():
            plain = str(int(letter))
        elif not letter.isalnum():
            plain = ""
        self[code] = plain
        return plain


class _Digits(dict[int, str]):
    """The same for digits alone: everything else stays."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = str(int(letter)) if letter.isdecimal() else letter
        return self[code]


_PLAIN, _DIGITS = _Plain(), _Digits()


def plain(text: str) -> str:
    """Return nothing but letters and digits, each in one shape."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)


@dataclass(frozen=True)
class _Value:
    """What is looked for, and how it is made sure that it is that."""

    text: str
    found: Found
    sure: re.Pattern[str] | None = None


class Search:
    """Everything by which these people could be found, ready to be looked for."""

    def __init__(self, people: list[Somebody]) -> None:
        """Take the people."""
        self.values = [value for who in people for value in _values(who)]
        self._by_start: defaultdict[str, list[_Value]] = defaultdict(list)
        for value in self.values:
            self._by_start[value.text[:START]].append(value)
        self._points = {(round(lat, 2), round(lon, 2)): [] for lat, lon in (who.point for who in people)}
        for who in people:
            self._points[round(who.point[0], 2), round(who.point[1], 2)].append(who)
        self.in_line: Callable[[str], frozenset[Found]] = lru_cache(maxsize=LINES_KEPT)(self._in_line)

    def found_in(self, content: bytes) -> frozenset[Found]:
        """Return who can be found in it."""
        found: set[Found] = set()
        for inner in _unpacked(content):
            text = inner.decode("utf-8", "ignore")
            lines = text.splitlines() if len(text) > len(inner) // 2 and b"\0" not in inner else []
            for line in lines:
                found |= self.in_line(line)
            if len(lines) != 1:  # no text at all, or what a line break cuts in two
                found |= self._in_text("".join(map(str.strip, lines)) or text)
            for run in _WIDE.findall(inner):
                found |= self._in_shape(run.decode("utf-16-le", "ignore"))
        return frozenset(found)

    def _in_line(self, line: str) -> frozenset[Found]:
        return frozenset(self._in_text(line))

    def _in_text(self, text: str) -> set[Found]:
        found: set[Found] = set()
        for shape in {text, *_unescaped(text)}:
            found |= self._in_shape(shape)
        for inner, is_aligned in _decoded(text):
            found |= self.found_in(inner) if is_aligned else self._in_shape(inner.decode("utf-8", "ignore"))
        return found

    def _in_shape(self, text: str) -> set[Found]:
        letters = plain(text)
        starts = {letters[at : at + START] for at in range(len(letters) - START + 1)} & self._by_start.keys()
        found = {
            value.found
            for start in starts
            for value in self._by_start[start]
            if value.text in letters and (value.sure is None or value.sure.search(text.translate(_DIGITS)))
        }
        numbers = [float(number) for number in _DECIMAL.findall(text.translate(_DIGITS))]
        for one, other in pairwise(numbers):
            found |= self._near(one, other) | self._near(other, one)
        return found

    def _near(self, lat: float, lon: float) -> set[Found]:
        here = [
            who
            for north in (-0.01, 0, 0.01)
            for east in (-0.01, 0, 0.01)
            for who in self._points.get((round(lat + north, 2), round(lon + east, 2)), ())
        ]
        return {Found(who.number, "point") for who in here if _is_near(who.point, lat, lon)}


def _values(who: Somebody) -> Iterator[_Value]:
    for what, words in (("name", who.family), ("place", who.killi)):
        for word in words:
            yield _Value(plain(word), Found(who.number, what))
    yield _Value(plain(who.pseudonym), Found(who.number, "pseudonym"))
    number = _GAP.join(who.digits)
    sure = re.compile(rf"(?<!\d)(?:{_GAP}(?:0{_GAP}0{_GAP})?9{_GAP}2|0)?{_GAP}{number}(?!\d)")
    yield _Value(who.digits, Found(who.number, "phone"), sure)
    lat, lon = who.point
    for fineness in FINE_CELLS:
        yield _Value(cell_of(lat, lon, fineness), Found(who.number, "cell"))


def _is_near(point: tuple[float, float], lat: float, lon: float) -> bool:
    """Return whether two numbers are this point; numbers with three decimals are held against three."""
    digits = min(5, max(len(f"{lat!r}".partition(".")[2]), len(f"{lon!r}".partition(".")[2]), 3))
    within = max(NEAR_DEGREES, 0.6 * 10**-digits)
    return abs(point[0] - lat) <= within and abs(point[1] - lon) <= within


def _unpacked(content: bytes) -> Iterator[bytes]:
    yield content
    if content[:2] == b"\x1f\x8b":
        yield from _tried(lambda: [gzip.decompress(content)])
    elif content[:1] == b"\x78":
        yield from _tried(lambda: [zlib.decompress(content)])
    elif content[:4] == b"PK\x03\x04":
        yield from _tried(lambda: _files_of(content))


def _files_of(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        return [*(name.encode() for name in whole.namelist()), *(whole.read(name) for name in whole.namelist())]


def _tried(unpack: Callable[[], list[bytes]]) -> list[bytes]:
    try:
        return unpack()
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError):
        return []


def _unescaped(text: str) -> set[str]:
    shapes = {html.unescape(text)}
    if "%" in text:
        shapes.add(unquote(text.replace("+", " ")))
    if "\\" in text:
        shapes.add(_ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text).replace("\\", ""))
    return shapes


def _decoded(text: str) -> Iterator[tuple[bytes, bool]]:
    """Give what runs of base64 and of hex hold; a run may begin with letters that are not of it, then it is not aligned."""
    for run in _BASE64.findall(text):
        letters = run.rstrip("=").replace("-", "+").replace("_", "/")
        for skip in range(4):
            part = letters[skip:]
            yield (
                base64.b64decode(part[: len(part) // 4 * 4] if len(part) % 4 == 1 else part + "=" * (-len(part) % 4)),
                skip == 0,
            )
    for run in _HEX.findall(text):
        yield bytes.fromhex(run), True


PACKINGS: dict[str, Callable[[str], bytes]] = {
    "clear": lambda text: text.encode(),
    "upper": lambda text: text.upper().encode(),
    "utf-16": lambda text: f"x {text}".encode("utf-16-le"),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zip": lambda text: _zipped(text),
    "base64": lambda text: b'{"box":"' + base64.b64encode(b"x" + text.encode() + b"yz") + b'"}',
    "base64url in a path": lambda text: b"/code/" + base64.urlsafe_b64encode(text.encode()) + b"/",
    "base64 in lines": lambda text: base64.encodebytes(b"words before it, and more of them " + text.encode()),
    "gzip in base64": lambda text: base64.b64encode(gzip.compress(text.encode())),
    "hex": lambda text: text.encode().hex().encode(),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "html": lambda text: "".join(f"&#{ord(letter)};" for letter in text).encode(),
    "percent": lambda text: f"?q={quote(text)}".encode(),
    "without spaces": lambda text: text.replace(" ", "").encode(),
    "cut by a line": lambda text: f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}".encode(),
}


def control_misses(people: list[Somebody]) -> list[str]:
    """Return what the search would overlook although it is there: who, what and in which packing."""
    search, missed = Search(people), []
    for who in people:
        lat, lon = who.point
        told = {
            "name": who.name,
            "phone": who.phone,
            "place": f"Killi {who.killi[who.number % 2]}",
            "point": f"{lat},{lon}",
        }
        for packing, pack in PACKINGS.items():
            found = {
                one.what for one in search.found_in(pack(f"- {'; '.join(told.values())} -")) if one.number == who.number
            }
            missed += [f"{who.number} {what} in {packing}" for what in told if what not in found]
    return missed


def _zipped(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("a.txt", text)
    return file.getvalue()
