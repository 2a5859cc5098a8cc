"""A disk whose power is cut: what was recorded is done again in memory, and at any moment one may ask what a cut leaves.

The one thing to know: what a completed sync covers stays; of what came after it, each 512-byte sector reaches the disk or
does not, by chance, in any version it had meanwhile, so writes arrive torn, reordered and in part. A changed size may be
kept or not; names (made, renamed, removed) are kept up to a random point after the last sync of their folder.
A lying disk answers "synced" and forgets: only what is some hundred calls old is on it. The record is made by
powercut_shim.c; what must be true of what is left is campaigns/powercut_check.py.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
SHARES = (0.0, 0.1, 0.5, 0.9, 1.0)  # of the sectors that reach the disk in time
CACHE_STEPS = 300  # what a lying disk still holds in its memory
_HEAD = struct.Struct("<B3xiqqII")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One recorded call. `op`: O open, W write, T truncate, S sync, R rename, U unlink, D mkdir, M mark."""

    op: str
    fd: int
    a: int
    b: int
    first: bytes
    second: bytes


def steps(path: Path) -> Iterator[Step]:
    """Yield what the shim recorded. Raises ValueError when the record breaks off."""
    data = memoryview(path.read_bytes())
    at = 0
    while at < len(data):
        op, fd, a, b, first, second = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        end = at + first + second
        if end > len(data):
            raise ValueError("the record breaks off")
        yield Step(
            op=chr(op), fd=fd, a=a, b=b, first=bytes(data[at : at + first]), second=bytes(data[at + first : end])
        )
        at = end


@dataclass(eq=False, slots=True)
class File:
    """One file, whatever its name: what is surely on the disk, and what was done since. `data` None: cut off at `at`."""

    durable: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, int, bytes | None]] = field(default_factory=list)

    def settle(self, before: int) -> None:
        """Let everything that was done before this step be on the disk for good."""
        count = 0
        for number, at, data in self.since:
            if number >= before:
                break
            _change(self.durable, at, data)
            count += 1
        del self.since[:count]

    def whole(self) -> bytearray:
        """Return what the process itself would read."""
        cache = bytearray(self.durable)
        for _number, at, data in self.since:
            _change(cache, at, data)
        return cache

    def cut(self, chance: random.Random) -> bytearray:
        """Return what is left of it."""
        share = chance.choice(SHARES)
        disk = bytearray(self.durable)
        if not self.since or share == 0.0:
            return disk
        cache = bytearray(self.durable)
        sizes = [len(cache)]
        for _number, at, data in self.since:
            _change(cache, at, data)
            sizes.append(len(cache))
            if data is not None:
                _reach(disk, cache, (at, at + len(data)), chance=chance, share=share)
            elif chance.random() < share:
                _change(disk, at, None)
        if chance.random() < 0.5:  # the size lies in another place of the disk than the bytes
            _change(disk, chance.choice(sizes), None)
        return disk


@dataclass(eq=False, slots=True)
class Folder:
    """The names in one folder: those surely on the disk, and what was done since. File None: the name is removed."""

    durable: dict[str, File] = field(default_factory=dict)
    since: list[tuple[int, tuple[tuple[str, File | None], ...]]] = field(default_factory=list)

    def settle(self, before: int) -> None:
        """Let everything that was done before this step be on the disk for good."""
        count = sum(1 for number, _changes in self.since if number < before)
        self.durable = self.after(count)
        del self.since[:count]

    def after(self, count: int) -> dict[str, File]:
        """Return the names once the first `count` changes are done."""
        names = dict(self.durable)
        for _number, changes in self.since[:count]:
            for name, file in changes:
                if file is None:
                    names.pop(name, None)
                else:
                    names[name] = file
        return names

    def cut(self, chance: random.Random) -> dict[str, File]:
        """Return what names are left."""
        return self.after(chance.randint(0, len(self.since)))


class Disk:
    """All files below one folder, as they are while the record is done again."""

    def __init__(self, base: Path, *, lies: bool = False) -> None:
        """Begin with what lies in `base`, all of it safe on the disk."""
        self.number = 0
        self._lies = lies
        self._folders = {"": Folder()}
        self._open: dict[int, File | Folder] = {}
        for path in sorted(base.rglob("*")):
            name = str(path.relative_to(base))
            if path.is_dir():
                self._folders[name] = Folder()
            elif path.is_file() and not name.endswith("-shm"):
                folder, last = self._place(name)
                folder.durable[last] = File(bytearray(path.read_bytes()))

    def do(self, step: Step) -> None:
        """Do one recorded call again."""
        if step.op == "O":
            self._opened(step)
        elif step.op == "S":
            if not self._lies:
                self._open[step.fd].settle(step.a)
        elif step.op in "WT":
            file = self._open[step.fd]
            assert isinstance(file, File)
            file.since.append((self.number, step.a, step.first if step.op == "W" else None))
        elif step.op in "RU":
            self._renamed(step.first.decode(), step.second.decode() or None)
        elif step.op == "D":
            self._folders[step.first.decode()] = Folder()
        self.number += 1

    def read(self, name: str) -> bytes | None:
        """Return what the process itself would read under this name."""
        folder, last = self._place(name)
        file = folder.after(len(folder.since)).get(last)
        return None if file is None else bytes(file.whole())

    def whole(self) -> dict[str, bytearray]:
        """Return every file as the process itself sees it."""
        return {
            self._path(at, name): file.whole()
            for at, folder in self._folders.items()
            for name, file in folder.after(len(folder.since)).items()
        }

    def cut(self, chance: random.Random) -> dict[str, bytearray]:
        """Return every file as it is found when the power comes back; the disk here goes on."""
        if self._lies:
            self._age()
        return {
            self._path(at, name): file.cut(chance)
            for at, folder in self._folders.items()
            for name, file in folder.cut(chance).items()
        }

    def _age(self) -> None:
        for folder in self._folders.values():
            folder.settle(self.number - CACHE_STEPS)
            for file in folder.after(len(folder.since)).values():
                file.settle(self.number - CACHE_STEPS)

    def _opened(self, step: Step) -> None:
        name = step.first.decode()
        if name in self._folders:
            self._open[step.fd] = self._folders[name]
            return
        folder, last = self._place(name)
        file = folder.after(len(folder.since)).get(last)
        if file is None:
            file = File()
            folder.since.append((self.number, ((last, file),)))
        elif step.a:
            file.since.append((self.number, 0, None))
        self._open[step.fd] = file

    def _renamed(self, name: str, to: str | None) -> None:
        folder, last = self._place(name)
        if to is None:
            folder.since.append((self.number, ((last, None),)))
            return
        there, new = self._place(to)
        assert there is folder, "a move between folders is not in the model"
        file = folder.after(len(folder.since))[last]
        folder.since.append((self.number, ((last, None), (new, file))))

    def _place(self, name: str) -> tuple[Folder, str]:
        at, _slash, last = name.rpartition("/")
        return self._folders[at], last

    @staticmethod
    def _path(at: str, name: str) -> str:
        return f"{at}/{name}" if at else name


def _change(held: bytearray, at: int, data: bytes | None) -> None:
    """Write `data` there, or cut off or lengthen with zeros at `at`."""
    if len(held) < at:
        held.extend(bytes(at - len(held)))
    if data is None:
        del held[at:]
    else:
        held[at : at + len(data)] = data


def _reach(disk: bytearray, cache: bytearray, span: tuple[int, int], *, chance: random.Random, share: float) -> None:
    """Copy the sectors of a write from the cache to the disk, each by chance; zeros stand before one that came alone."""
    for start in range(span[0] // SECTOR * SECTOR, span[1], SECTOR):
        if share == 1.0 or chance.random() < share:
            _change(disk, start, bytes(cache[start : start + SECTOR]))
