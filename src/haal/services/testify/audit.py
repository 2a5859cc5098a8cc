"""Recompute the whole ledger from its leaves and say everything that does not fit.

The one thing to know: it trusts only the leaves and the key; tiles, checkpoints, places and the published file are all
made again or checked again. It opens no box, so it runs without the desk's keys.
It changes nothing. Who asks: `haal ledger audit`, and a restore before it counts. The stranger's check of one bundle is
`haal.ledger.verify`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from haal.domain.ids import ActId
from haal.ledger import checkpoint, merkle, note, record, tiles
from haal.ledger.frontier import Frontier
from haal.ledger.tiles import TileId
from haal.storage import act, leaf
from haal.storage import audit as audit_rows
from haal.storage import checkpoint as kept

type Tell = Callable[[int, int], None]

PROBLEMS_MAX = 50
WAITING_MAX = 20_000
ONE_FORM = (record.LEAF_BYTES, record.LEAF_HEADER)
BEHIND = "the ledger is behind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What the audit saw; `problems` is empty when all of it fits. `behind` is the problem that says so, or empty."""

    size: int
    root: bytes
    checkpoints: int
    waiting: int
    problems: tuple[str, ...]

    @property
    def behind(self) -> str:
        """Return the first problem that says the ledger is older than a checkpoint somebody has; empty if none does."""
        return next((problem for problem in self.problems if BEHIND in problem), "")


def audit(*, against: str | None = None, tell: Tell | None = None) -> Audited:
    """Return what does not fit, and the head recomputed.

    Args:
        against: a signed checkpoint from elsewhere (another reader's copy, a printed one), to be held against ours too.
        tell: called with (leaves checked, leaves in all), for a progress bar.
    """
    problems: list[str] = []
    hashes = _leaves(problems, tell)
    head, made = tiles.appended(lambda level, number: b"", old=Frontier(), leaf_hashes=hashes)
    _tiles(made, problems)
    if leaf.head() != head:
        problems.append("the head is not what the leaves make it")
    node = tiles.node_of(lambda level, number: made.get((level, number), b""))
    size = len(hashes)
    count = _checkpoints(node, problems, size=size, against=against)
    if (seq := audit_rows.verify()) is not None:
        problems.append(f"the audit chain breaks at row {seq}")
    return Audited(
        size=size,
        root=head.root,
        checkpoints=count,
        waiting=act.waiting_count(),
        problems=tuple(problems[:PROBLEMS_MAX]),
    )


def _leaves(problems: list[str], tell: Tell | None) -> list[bytes]:
    """Return the hashes of all leaves, each held against the act it stands for, if it stands for one."""
    hashes: list[bytes] = []
    acts, size = act.placed_leaves(), leaf.size()
    on_their_way = {one.id: one.leaf for one in act.waiting(limit=WAITING_MAX)}  # the next round writes their places
    for rows in leaf.batches():
        first = len(hashes)
        hashes += [sha256(b"\x00" + data).digest() for _, data, _ in rows]
        if rows[-1][0] != len(hashes) - 1:
            missing = next(number for number, row in enumerate(rows, start=first) if row[0] != number)
            problems.append(f"leaf {missing} is missing")
        if {(len(data), data[: len(record.LEAF_HEADER)]) for _, data, _ in rows} != {ONE_FORM}:
            problems.append(f"among the {len(rows)} leaves from {first} on, one is not of the one form")
        for (index, data, act_id), leaf_hash in zip(rows, hashes[first:], strict=True):
            if act_id is None or on_their_way.get(ActId(act_id)) == data:
                continue
            if (other := next(acts, None)) != (index, act_id, data, leaf_hash):
                problems.append(f"leaf {index} and act {other[1] if other else 'none'} do not fit")
        if tell:
            tell(len(hashes), size)
    if (other := next(acts, None)) is not None:
        problems.append(
            f"the act {other[1]} has place {other[0]}, but no leaf: the ledger's file is older than the acts"
        )
    return hashes


def _tiles(made: dict[TileId, bytes], problems: list[str]) -> None:
    stored = dict(leaf.each_tile())
    for level, number in sorted(made.keys() | stored.keys()):
        if made.get((level, number)) != stored.get((level, number)):
            problems.append(f"tile {level}/{number} is not what the leaves make it")


def _checkpoints(node: merkle.Node, problems: list[str], *, size: int, against: str | None) -> int:
    """Hold every checkpoint against the recomputed tree; return how many are kept."""
    key = kept.signing_key()
    if key is None:
        problems.append("there is no signing key in keys/ledger.key: run `haal init`")
    keys = [key.verify_key] if key else []
    rows = [(f"checkpoint {told}", text) for told, text in kept.each()]
    for where, text in [
        *rows,
        ("the published checkpoint", kept.read_public("checkpoint")),
        ("the given checkpoint", against),
    ]:
        if text is not None and (problem := _problem(text, keys=keys, node=node, size=size)):
            problems.append(f"{where} {problem}")
    return len(rows)


def _problem(text: str, *, keys: list[note.VerifyKey], node: merkle.Node, size: int) -> str | None:
    try:
        told = checkpoint.opened(text, keys) if keys else checkpoint.parsed(note.parted(text)[0])
    except ValueError as error:
        return f"is not one of this ledger: {error}"
    if told.size > size:
        return f"has {told.size} leaves, the ledger has {size}: {BEHIND}, restore the newest copy"
    if merkle.root_at(node, told.size) != told.root:
        return f"has another root at {told.size} leaves: the ledger was changed"
    return None
