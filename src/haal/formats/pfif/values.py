"""Values as PFIF writes them: ids, times in UTC with Z, ages and ranges of ages, texts that XML can carry.

The one thing to know: what does not fit is answered with what was expected and the *shape* of what came ("99-Xxx"), since the
value itself may be about a person. Not for which field may stand where: that is `grammar`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from haal.domain.tracing.person import AGE_MAX

ID_CHARS_MAX = 200
SHAPE_CHARS_MAX = 30
_DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_OWN_ID = re.compile(rf"{_DOMAIN}/[!-~]+")
_ANY_ID = re.compile(r"[^\s/]+/\S+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
_AGE = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?", re.ASCII)
_BIRTH = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_POINT = re.compile(r"-?\d{1,3}\.\d+\s*°?\s*[NSns]?\s*[,;\s]\s*-?\d{1,3}\.\d+")

EXPECTED_ID = "a domain name, a slash and an id"
EXPECTED_TIME = "a time in UTC such as 2026-01-31T12:00:00Z"
EXPECTED_AGE = f"whole years or a range such as 30-40, up to {AGE_MAX}"
EXPECTED_BIRTH = "a year, a month or a day such as 1990-01-31, before the record was made"


class Misfit(ValueError):
    """A value that does not fit its field; the words say what was expected."""


def why_not_own_id(text: str) -> str:
    """Return what is wrong with an id that Haal would write, or "": lower-case domain, slash, printable ASCII."""
    return "" if len(text) <= ID_CHARS_MAX and _OWN_ID.fullmatch(text) else EXPECTED_ID


def why_not_text(text: str) -> str:
    """Return what is wrong with a text to be written, or ""."""
    if _NOT_XML.search(text):
        return "letters that XML can carry"
    return "no white space at its ends" if text != text.strip() else ""


def fitting(text: str) -> str:
    """Return a text of one line that can be written, without letters that XML cannot carry."""
    return " ".join(_NOT_XML.sub(" ", text.replace("\r", " ")).split())


def domain_of(record_id: str) -> str:
    """Return the domain that an id belongs to."""
    return record_id.partition("/")[0]


def write_time(at: datetime) -> str:
    """Return `at` in UTC, with the parts of a second where there are any. Raises ValueError: no time zone, a bug."""
    if at.utcoffset() is None:
        raise ValueError("a PFIF time has a zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def read_id(text: str) -> str:
    """Return an id of anybody. Raises Misfit."""
    if len(text) > ID_CHARS_MAX or not _ANY_ID.fullmatch(text):
        raise Misfit(EXPECTED_ID)
    return text


def read_time(text: str) -> datetime:
    """Return the instant. Raises Misfit."""
    if not _TIME.fullmatch(text):
        raise Misfit(EXPECTED_TIME)
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Misfit("a day and a time that exist") from error


def read_age(text: str) -> tuple[int, int]:
    """Return the youngest and the oldest age, in years. Raises Misfit."""
    found = _AGE.fullmatch(text)
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not low <= high <= AGE_MAX:
        raise Misfit(EXPECTED_AGE)
    return low, high


def write_age(years: tuple[int, int]) -> str:
    """Return an age, or a range of ages."""
    low, high = years
    return str(low) if low == high else f"{low}-{high}"


def read_birth(text: str, *, at: datetime) -> tuple[int, int]:
    """Return between which ages somebody was at `at` who was born on this day, in this month or year. Raises Misfit."""
    found = _BIRTH.fullmatch(text)
    if not found:
        raise Misfit(EXPECTED_BIRTH)
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if month > 12 or day > 31 or "-00" in text:
        raise Misfit(EXPECTED_BIRTH)
    today = (at.month, at.day)
    oldest = at.year - year - (today < (month or 1, day or 1))
    youngest = at.year - year - (today < (month or 12, day or 31))
    if not 0 <= oldest <= AGE_MAX:
        raise Misfit(EXPECTED_BIRTH)
    return max(youngest, 0), oldest


def without_points(text: str) -> str:
    """Return a place as words, or "" when it is given as coordinates: no exact place is kept."""
    return "" if _POINT.search(text) else text


def shape_of(text: str) -> str:
    """Return the shape of a value, for a complaint: digits as 9, letters as x or X; nothing of what stood there."""
    if not text:
        return "nothing"
    shown = "".join(_shape(letter) for letter in text[:SHAPE_CHARS_MAX])
    return shown if len(text) <= SHAPE_CHARS_MAX else f"{shown}... ({len(text)} letters)"


def _shape(letter: str) -> str:
    if letter.isdigit():
        return "9"
    if letter.isalpha():
        return "X" if letter.isupper() else "x"
    return letter if letter.isascii() and letter.isprintable() else "?"
