"""A log as a folder of files (C2SP tlog-tiles), every way we know to tamper with it, and how each is taken back.

A log of a million leaves is 140 MB, so a tampering changes the folder itself and `tampered` puts every file back.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.factories_bundle import OTHER_KEY

from haal.formats.public import log_folder
from haal.ledger import checkpoint, frontier, merkle, note, tiles
from haal.ledger.checkpoint import Checkpoint
from haal.ledger.tiles import WIDTH

LEAF_BYTES = 58


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A log's folder while it is being changed. `earlier` is a genuine older checkpoint; `key` is the log's own."""

    path: Path
    key: note.SigningKey
    earlier: str
    before: dict[str, bytes | None] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """Return a file's bytes."""
        return (self.path / name).read_bytes()

    def write(self, name: str, data: bytes | None) -> None:
        """Write a file, or remove it."""
        path = self.path / name
        self.before.setdefault(name, path.read_bytes() if path.is_file() else None)
        if data is None:
            path.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def edit(self, name: str, change: Callable[[bytes], bytes]) -> None:
        """Change a file, and be sure that it changed."""
        data = self.read(name)
        assert change(data) != data, "a tampering that changes nothing shows nothing"
        self.write(name, change(data))

    @property
    def head(self) -> Checkpoint:
        """Return the checkpoint as it lies there."""
        return checkpoint.parsed(note.parted(self.read("checkpoint").decode())[0])

    def files(self, kind: str) -> list[str]:
        """Return the names of all tiles of a level, or of all entries."""
        level = None if kind == "entries" else int(kind)
        return [one.path for one in log_folder.files_of(self.head.size) if one.level == level]


@contextmanager
def tampered(folder: Folder, change: Callable[[Folder], None]) -> Iterator[None]:
    """Let the folder be changed for a while."""
    change(folder)
    try:
        yield
    finally:
        for name, data in folder.before.items():
            path = folder.path / name
            if data is None:
                path.unlink()
                while not any(path.parent.iterdir()):
                    path = path.parent
                    path.rmdir()
            else:
                path.write_bytes(data)
        folder.before.clear()


def write(path: Path, leaves: list[bytes], *, key: note.SigningKey, cosign: Callable[[Checkpoint], str]) -> None:
    """Write the folder of a log of these leaves."""
    rows: dict[tuple[int, int], bytes] = {}
    head = frontier.Frontier()

    def read(level: int, number: int) -> bytes:
        return rows.get((level, number), b"")

    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    for start in range(0, len(hashes), 5_000):
        head, changed = tiles.appended(read, old=head, leaf_hashes=hashes[start : start + 5_000])
        rows |= changed
    for one in log_folder.files_of(head.size):
        target = path / one.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(one.read(tile=read, entries=lambda first, count: leaves[first : first + count]))
    told = Checkpoint(origin=key.name, size=head.size, root=head.root)
    (path / "checkpoint").write_text(checkpoint.signed(told, key) + cosign(told))


def flipped(at: int) -> Callable[[bytes], bytes]:
    """Return what changes one byte; a negative place counts from the end."""

    def change(data: bytes) -> bytes:
        here = at % len(data)
        return data[:here] + bytes([data[here] ^ 1]) + data[here + 1 :]

    return change


def exchanged(one: str, other: str) -> Callable[[Folder], None]:
    """Return what exchanges the first and the second entry bundle, or tile."""

    def change(folder: Folder) -> None:
        data = folder.read(one)
        folder.write(one, folder.read(other))
        folder.write(other, data)

    return change


def first_two(data: bytes) -> bytes:
    """Return entries with the first two exchanged."""
    size = LEAF_BYTES + 2
    return data[size : 2 * size] + data[:size] + data[2 * size :]


def rebuilt(folder: Folder, *, cosign: Callable[[Checkpoint], str]) -> None:
    """Rewrite one entry, and every tile and the root over it, signed by the log's own key: a fork that fits together."""
    leaves = []
    for name in folder.files("entries"):
        data = folder.read(name)
        leaves += [data[at + 2 : at + 2 + LEAF_BYTES] for at in range(0, len(data), LEAF_BYTES + 2)]
    leaves[5] = leaves[6]
    for name in [one.path for one in log_folder.files_of(len(leaves))] + ["checkpoint"]:
        folder.before.setdefault(name, folder.read(name))
    write(folder.path, leaves, key=folder.key, cosign=cosign)


def signed_anew(folder: Folder, *, seed: bytes | None = None, size: int | None = None) -> None:
    """Write a checkpoint without cosignatures, by the log's key or another, of the size given."""
    head = folder.head
    told = Checkpoint(origin=head.origin, size=head.size if size is None else size, root=head.root)
    folder.write(
        "checkpoint", checkpoint.signed(told, note.SigningKey(name=head.origin, seed=seed or folder.key.seed)).encode()
    )


def in_note(change: Callable[[str], str]) -> Callable[[Folder], None]:
    return lambda folder: folder.edit("checkpoint", lambda data: change(data.decode()).encode())


def in_file(kind: str, place: int, change: Callable[[bytes], bytes]) -> Callable[[Folder], None]:
    """Return what changes one file of a kind, by its place among them."""
    return lambda folder: folder.edit(folder.files(kind)[place], change)


def tamperings(folder: Folder) -> dict[str, Callable[[Folder], None]]:
    """Return them by name; each level that the log has is changed at its first and last tile."""
    root = base64.b64encode(folder.head.root).decode()
    size = folder.head.size
    levels = []
    while size >> 8 * len(levels):
        levels.append(str(len(levels)))
    found: dict[str, Callable[[Folder], None]] = {
        "a byte of the first entry is changed": in_file("entries", 0, flipped(30)),
        "a byte of the last entry is changed": in_file("entries", -1, flipped(-3)),
        "two entries are exchanged": in_file("entries", 0, first_two),
        "an entry is dropped": in_file("entries", 0, lambda data: data[LEAF_BYTES + 2 :]),
        "an entry is added": in_file("entries", -1, lambda data: data + data[: LEAF_BYTES + 2]),
        "an entry is cut short": in_file("entries", -1, lambda data: data[:-1]),
        "an entry says another length": in_file("entries", 0, flipped(1)),
        "two bundles of entries are exchanged": exchanged("tile/entries/000", "tile/entries/001"),
        "a bundle of entries is missing": lambda one: one.write("tile/entries/001", None),
        "a tile is missing": lambda one: one.write("tile/0/001", None),
        "a tile is cut short": in_file("0", 0, lambda data: data[:-32]),
        "a tile is too long": in_file("0", -1, lambda data: data + data[:32]),
        "two tiles are exchanged": exchanged("tile/0/000", "tile/0/001"),
        "a tile lies beyond the log": lambda one: one.write(f"tile/0/{len(one.files('0')):03d}.p/9", bytes(9 * 32)),
        "an unfinished tile of earlier does not fit": lambda one: one.write("tile/0/000.p/9", bytes(9 * 32)),
        "entries of earlier do not fit": lambda one: one.write(
            "tile/entries/000.p/1", first_two(one.read("tile/entries/000"))[: LEAF_BYTES + 2]
        ),
        "a file has an odd name": lambda one: one.write("tile/0/000.old", b"x"),
        "the root is changed": in_note(lambda text: text.replace(root, base64.b64encode(b"r" * 32).decode(), 1)),
        "the size is changed": in_note(lambda text: text.replace(f"\n{size}\n", f"\n{size - 1}\n", 1)),
        "the checkpoint is an older one": lambda one: one.write("checkpoint", one.earlier.encode()),
        "the checkpoint is signed by nobody": in_note(lambda text: note.parted(text)[0] + "\n"),
        "the checkpoint lost a witness": in_note(lambda text: text[: text.rstrip("\n").rindex("\n") + 1]),
        "the checkpoint is another's": lambda one: signed_anew(one, seed=OTHER_KEY.seed),
        "the log's key signs without witnesses": signed_anew,
        "the log's key signs another size": lambda one: signed_anew(one, size=size - 1),
        "the whole log is forked by its own key": lambda one: rebuilt(one, cosign=lambda _: ""),
    }
    for level in levels:
        found[f"the first hash of level {level} is changed"] = in_file(level, 0, flipped(0))
        found[f"the last hash of level {level} is changed"] = in_file(level, -1, flipped(-1))
    return found


assert WIDTH == 256
