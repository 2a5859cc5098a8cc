"""Times as CAP writes them: whole seconds and a numeric offset, never Z.

UTC is written `-00:00`, as the standard asks. Source: OASIS CAP 1.2, section 3.3.2.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from haal.domain.errors import Malformed

_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[-+][0-9]{2}:[0-9]{2}")


def write_time(at: datetime) -> str:
    """Return `at` for the wire.

    Raises:
        ValueError: no time zone, or parts of a second: a bug, the caller rounds.
    """
    offset = at.utcoffset()
    if offset is None or at.microsecond or offset % timedelta(minutes=1):
        raise ValueError("a CAP time has a zone and whole seconds")
    text = at.isoformat(timespec="seconds")
    return text[:-6] + "-00:00" if not offset else text


def read_time(text: str, where: str) -> datetime:
    """Return the instant that `text` names. Raises Malformed."""
    stripped = text.strip()
    if not _SHAPE.fullmatch(stripped):
        raise Malformed(where, expected="a date and time with a numeric offset", got=stripped[:40])
    try:
        at = datetime.fromisoformat(stripped)
    except ValueError as error:
        raise Malformed(where, expected="a date and time that exist", got=stripped[:40]) from error
    return at.replace(tzinfo=UTC) if not at.utcoffset() else at
