"""The count of what arrived at a drill's gateways: how often each key, and which people each revision reached.

People are keyed digests that die with the process; a tally compares two revisions, it does not keep a list. Kept as
lines in a file, one for each arrival, so that a count survives the process (the digests are then of no use, the keys
are). Used by `counting` and `mailbox`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One message that came."""

    key: str
    reference: str
    person: str
    is_test: bool
    is_repeat: bool
    is_late: bool

    @classmethod
    def of(cls, message: Mapping[str, Any], tally: Tally) -> Self:
        """Return the arrival of a message as it stands on the wire."""
        return cls(
            key=str(message["key"]),
            reference=str(message["reference"]),
            person=tally.digest(str(message["to"])),
            is_test=str(message["text"]).startswith("TEST"),
            is_repeat=bool(message["repeat"]),
            is_late=datetime.fromisoformat(message["sent_at"]) >= datetime.fromisoformat(message["not_after"]),
        )

    def line(self) -> str:
        """Return what the log keeps of it."""
        kept = {"key": self.key, "reference": self.reference, "test": self.is_test, "repeat": self.is_repeat}
        return json.dumps({**kept, "late": self.is_late}) + "\n"


class Tally:
    """Counts arrivals; several threads may add."""

    def __init__(self, log: Path, *, drops_doubles: bool = False) -> None:
        """Read what the log holds already, then append to it; with `drops_doubles` a second message of a key is none."""
        self._drops_doubles = drops_doubles
        self._lock = Lock()
        self._secret = secrets.token_bytes(16)
        self._keys: Counter[str] = Counter()
        self._people: defaultdict[str, set[str]] = defaultdict(set)
        self._marks: Counter[str] = Counter()
        self._log = log
        if log.is_file():
            self._read()

    def digest(self, address: str) -> str:
        """Return a name for the address that only this process can compare."""
        return hashlib.blake2b(address.lower().encode(), key=self._secret, digest_size=12).hexdigest()

    def add(self, arrivals: Iterable[Arrival]) -> None:
        """Count and write down."""
        new = tuple(arrivals)
        with self._lock, self._log.open("a", encoding="ascii") as lines:
            if self._drops_doubles:
                new = tuple({one.key: one for one in new if one.key not in self._keys}.values())
            lines.writelines(one.line() for one in new)
            for one in new:
                self._keys[one.key] += 1
                self._people[one.reference].add(one.person)
                self._marks.update({"not_test": not one.is_test, "repeats": one.is_repeat, "late": one.is_late})

    def counts(self) -> dict[str, Any]:
        """Return messages, keys, how many came more than once, and how many were marked, unmarked or late."""
        with self._lock:
            messages, keys = self._keys.total(), len(self._keys)
            return {
                "messages": messages,
                "keys": keys,
                "duplicates": messages - keys,
                "doubled_keys": [key for key, count in self._keys.items() if count > 1],
                "not_test": self._marks["not_test"],
                "repeats": self._marks["repeats"],
                "late": self._marks["late"],
                "people_by_reference": {reference: len(people) for reference, people in self._people.items()},
            }

    def recipients(self, reference: str) -> list[str]:
        """Return the digests of whom a revision reached."""
        with self._lock:
            return sorted(self._people.get(reference, ()))

    def _read(self) -> None:
        for line in self._log.read_text("ascii").splitlines():
            kept = json.loads(line)
            self._keys[kept["key"]] += 1
            self._marks.update({"not_test": not kept["test"], "repeats": kept["repeat"]})
