"""Which code of conduct holds: its version. The promises themselves are words, in the template that shows them to everybody.

The one thing to know: a promise that is added or changed gives a new version, and everybody accepts it anew before the desk opens to
them again. An account keeps the version it accepted last; the audit keeps all of them.
"""

from __future__ import annotations

VERSION = "2"
VERSION_CHARS_MAX = 10


def is_accepted(version: str | None) -> bool:
    """Return whether who accepted this version has accepted the one that holds; None: none was accepted."""
    return version == VERSION
