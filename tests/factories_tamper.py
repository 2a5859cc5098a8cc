"""Every way we know to tamper with a bundle, as a table: its name, how it is done, and which verifiers claim to see it.

A forger has no key but can make new manifests, so all but the last group are resealed: the ledger must catch them, not a
checksum. The operator has the log's key, and no witness's. Files that only lie on a disk are made by `on_disk`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests import factories_bundle as made
from tests.factories_bundle import Log, Signing

from haal.ledger import checkpoint, note
from haal.ledger.record import Record

type Files = dict[str, bytes]
ALL = frozenset({"verify.py", "verify.sh", "verify.html", "verify-go"})
SIZE = {"every": 3, "after": 11}  # of the ledger; the campaign makes it larger before the table is read
NOT_A_BROWSER = ALL - {"verify.html"}  # which sees no links and no empty folders


@dataclass(frozen=True, kw_only=True)
class Tampering:
    """One of them. `claimed_by` names the verifiers whose help does not say that they do not check it."""

    name: str
    files: Callable[[], Files]
    policy: Callable[[], str] = lambda: made.POLICY
    on_disk: Callable[[Path], None] = lambda folder: None
    reseal: bool = True
    claimed_by: frozenset[str] = ALL

    def put(self, folder: Path) -> Path:
        """Write the tampered bundle below `folder`, and the policy beside it; return the bundle's folder."""
        files = self.files()
        bundle = made.put(folder / "bundle", made.resealed(files) if self.reseal else files)
        self.on_disk(bundle)
        (folder / "policy").write_text(self.policy())
        return bundle


@cache
def told() -> Log:
    """Return the ledger before the export."""
    return made.told_log(every=SIZE["every"], after=SIZE["after"])


@cache
def log() -> Log:
    """Return the ledger with the export."""
    return made.exported(told())


@cache
def _whole() -> Files:
    return made.written(log())


def whole() -> Files:
    """Return the bundle as it should be."""
    return dict(_whole())


def place(kind: str, subject: str, *, of: Log | None = None) -> int:
    """Return where in the ledger the first such act is."""
    records = (of or log()).records
    return next(at for at, one in records.items() if (one.value("kind"), one.value("subject")) == (kind, subject))


def stem(kind: str, subject: str) -> str:
    return f"data/acts/{place(kind, subject):010d}"


def without(*places: int, of: Log | None = None) -> Log:
    """Return the ledger of whoever leaves these acts out of a bundle; the leaves stay, as nobody can take them away."""
    base = of or log()
    return replace(base, records={at: one for at, one in base.records.items() if at not in places})


def edited(name: str, change: Callable[[bytes], bytes]) -> Callable[[], Files]:
    def files() -> Files:
        every = whole()
        after = change(every[name])
        assert after != every[name], "a tampering that changes nothing shows nothing"
        return {**every, name: after}

    return files


def swapped(name: str, old: str, new: str) -> Callable[[], Files]:
    """Return the bundle with `old` replaced, once, in one file."""
    return edited(name, lambda data: data.replace(old.encode(), new.encode(), 1))


def everywhere(change: Callable[[str], str]) -> Callable[[], Files]:
    """Return the bundle with another checkpoint in every place that holds it."""

    def files() -> Files:
        every = whole()
        before = every["data/checkpoint"]
        after = change(before.decode()).encode()
        assert after != before, "a tampering that changes nothing shows nothing"
        return {name: data.replace(before, after) if name.startswith("data/") else data for name, data in every.items()}

    return files


def dropped(*names: str) -> Callable[[], Files]:
    return lambda: {name: data for name, data in whole().items() if name not in names}


def added(name: str, data: bytes) -> Callable[[], Files]:
    return lambda: {**whole(), name: data}


def left_out(*acts: tuple[str, str]) -> Callable[[], Files]:
    """Return the bundle without these acts, every count in it made right again."""
    return lambda: made.written(without(*(place(*act) for act in acts)))


def closed_of(kind: str, *labels: str) -> Callable[[], Files]:
    """Return the bundle with fields of one kind rightly closed, every count in it made right again."""

    def shown(one: Record) -> set[str]:
        return made.shown_of(one) - (set(labels) if one.value("kind") == kind else set())

    return lambda: made.written(log(), shown=shown)


def line(data: bytes, label: str) -> bytes:
    return next(one for one in data.split(b"\n") if one.startswith(label.encode() + b" "))


def flipped(letter: bytes) -> bytes:
    return b"B" if letter == b"A" else b"A"


def flip_after(marker: bytes) -> Callable[[bytes], bytes]:
    """Return what changes the letter that follows a marker."""

    def change(data: bytes) -> bytes:
        at = data.index(marker) + len(marker)
        return data[:at] + flipped(data[at : at + 1]) + data[at + 1 :]

    return change


def proof_lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    """Return what changes the hashes of a proof."""

    def edit(data: bytes) -> bytes:
        start, gap, rest = data.partition(b"\n\n")
        lines = start.split(b"\n")
        return b"\n".join([*lines[:2], *change(lines[2:])]) + gap + rest

    return edit


def signature_lines(change: Callable[[list[str]], list[str]]) -> Callable[[str], str]:
    """Return what changes the signature lines of a note; the first is the log's."""

    def edit(text: str) -> str:
        body, _, tail = text.rpartition("\n\n")
        return body + "\n\n" + "".join(f"{one}\n" for one in change(tail[:-1].split("\n")))

    return edit


def under_name(other: str, name: str) -> str:
    """Return a signature line that says somebody else has made it."""
    return f"{other.split(' ')[0]} {name} {other.split(' ')[2]}"


def at_another_time(signed: str) -> str:
    """Return a cosignature that says it was made one second later."""
    dash, name, encoded = signed.split(" ")
    data = base64.b64decode(encoded)
    later = int.from_bytes(data[4:12], "big") + 1
    return f"{dash} {name} {base64.b64encode(data[:4] + later.to_bytes(8, 'big') + data[12:]).decode()}"


def older(text: str) -> str:
    """Return the checkpoint of an earlier hour, signed and cosigned as it was."""
    return made.signed_head(log(), size=log_size() - 22)


def with_extension(text: str) -> str:
    """Return the checkpoint with a fourth line, signed by the log itself."""
    return note.sign(note.parted(text)[0] + "a further line\n", made.KEY)


def of_a_fork(witnesses: int) -> Callable[[], Files]:
    """Return the bundle of a ledger in which one act was rewritten, signed by the log's own key."""

    def files() -> Files:
        rewritten = tuple(
            (kind, subject, {**fields, "figures": []} if subject == "r_b" and "figures" in fields else fields)
            for kind, subject, fields in made.TOLD
        )
        forked = made.exported(made.told_log(told=rewritten, every=SIZE["every"], after=SIZE["after"]))
        return made.written(forked, by=Signing(witnesses=made.WITNESSES[:witnesses]))

    return files


def by_operator(leave_out: tuple[tuple[str, str], ...]) -> Callable[[], Files]:
    """Return the bundle of an operator who exports, signs and lets it be cosigned without these acts."""

    def files() -> Files:
        places = [place(*act, of=told()) for act in leave_out]
        return made.written(made.exported(told(), leave_out=places))

    return files


def with_earlier_export() -> Files:
    """Return the bundle in which the export of an earlier day stands for the one of today, with all acts of today."""
    earlier = made.exported(told())
    later = made.exported(earlier)
    return made.written(replace(later, export=earlier.export))


def renumbered() -> Files:
    """Return the bundle with one act at another place, by its name, its line and its proof's."""
    every = whole()
    here, there = place("viewed", "r_b"), place("viewed", "r_b") + 1
    for end in ("act", "leaf", "tlog-proof"):
        data = every.pop(f"data/acts/{here:010d}.{end}")
        every[f"data/acts/{there:010d}.{end}"] = data.replace(
            f"index {here}\n".encode(), f"index {there}\n".encode(), 1
        )
    return every


def with_stranger() -> Files:
    """Return the bundle with a true act of the same ledger that does not belong to the incident, counted."""
    at = place("received", "r_d", of=told())
    return made.written(replace(log(), records={**log().records, at: told().records[at]}))


def in_line(name: str, label: str, pattern: str, new: str) -> Callable[[], Files]:
    """Return the bundle with a part of one field's line replaced."""

    def change(data: bytes) -> bytes:
        old = line(data, label)
        return data.replace(old, re.sub(pattern.encode(), new.encode().replace(b"\\", b"\\\\"), old, count=1))

    return edited(name, change)


def reopened(data: bytes) -> bytes:
    """Return the act with a closed field opened by somebody who makes up what it said."""
    old = line(data, "saw")
    return data.replace(old, b"saw open " + base64.b64encode(b"s" * 32) + b' "another story"')


def resigned(text: str) -> str:
    """Return the checkpoint at a smaller size, by the log's key alone."""
    return made.signed_head(log(), by=Signing(witnesses=()), size=log_size() - 1)


def log_size() -> int:
    return len(log().leaves)


def origin_of(text: str) -> checkpoint.Checkpoint:
    return checkpoint.parsed(note.parted(text)[0])
