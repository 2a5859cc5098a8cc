"""pymerkle 7 as a peer of benchmarks/ledger.py: the same entries, in SQLite and in memory. One command a line, one answer."""

from __future__ import annotations

import base64
import json
import random
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from pymerkle import InmemoryTree, SqliteTree

BATCH = 50_000


def leaf_data(number: int) -> bytes:
    """Return entry `number` of everybody's log."""
    return b"haal-leaf/v1\n" + base64.b64encode(sha256(b"%d" % number).digest()) + b"\n"


class Peer:
    """Both trees."""

    def __init__(self, folder: Path) -> None:
        """Begin empty."""
        self.trees: dict[str, Any] = {"sqlite": SqliteTree(str(folder / "pymerkle.sqlite3")), "memory": InmemoryTree()}

    def grow(self, to: int) -> dict[str, Any]:
        """Append until both have so many leaves; return their roots."""
        for tree in self.trees.values():
            while (size := tree.get_size()) < to:
                tree.append_entries([leaf_data(number) for number in range(size, min(size + BATCH, to))])
        return {name: tree.get_state().hex() for name, tree in self.trees.items()}

    def proofs(self, kind: str, size: int, count: int, seed: int) -> dict[str, Any]:
        """Prove random entries that were not asked for before; what the tree has cached so far it may use."""
        places = random.Random(seed).choices(range(size), k=count)
        cpu, wall = time.process_time(), time.perf_counter()
        for one in places:
            self.trees[kind].prove_inclusion(one + 1)
        return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "count": count}


def main() -> None:
    """Answer until nobody asks any more."""
    peer = Peer(Path(sys.argv[1]))
    for line in sys.stdin:
        name, *values = json.loads(line)
        print(json.dumps(getattr(peer, name)(*values)), flush=True)


if __name__ == "__main__":
    main()
