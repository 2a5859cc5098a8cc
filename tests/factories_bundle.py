"""A ledger with one incident in it, and its bundle, made without a box: three reports that contradict, and what was done.

Two of three witnesses have cosigned. `written` makes the bundle of any choice of acts, as an operator with the key could who
wants to leave something out; `resealed` makes the manifests anew, as anybody can.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from haal.formats.public import bundle
from haal.ledger import checkpoint, cosignature, merkle, note, policy, record
from haal.ledger.cosignature import WitnessSigningKey

KEY = note.SigningKey(name="haal.example/ledger", seed=b"k" * 32)
OTHER_KEY = note.SigningKey(name="haal.example/ledger", seed=b"o" * 32)
WITNESSES = tuple(WitnessSigningKey(name=f"witness.example/{n}", seed=bytes([64 + n]) * 32) for n in range(4))
COSIGNED_AT = 1_700_000_000
PHOTO = b"the bytes of a redacted photo\n"
CHAIN = {"v", "act", "kind", "subject", "prev"}
SHOWN = CHAIN | {"day", "figures", "responsibility", "report", "reports", "gone", "into", "part", "files"}
EXPORT = CHAIN | {"day", "at", "agreement", "standard", "acts", "contents", "files"}


@dataclass(frozen=True, eq=False)
class Tree:
    """Every leaf of a ledger, and what is hashed over them once however often it is asked."""

    leaves: list[bytes]

    @cached_property
    def rows(self) -> list[list[bytes]]:
        """Return the roots of complete subtrees, by level."""
        rows = [[merkle.leaf_hash(leaf) for leaf in self.leaves]]
        while len(rows[-1]) > 1:
            below = rows[-1]
            rows.append([merkle.node_hash(*pair) for pair in zip(below[::2], below[1::2], strict=False)])
        return rows

    def node(self, level: int, index: int) -> bytes:
        """Answer as a stored tree does."""
        return self.rows[level][index]


@dataclass(frozen=True, kw_only=True)
class Log:
    """What the operator has: the records of the acts by place, and every leaf of the ledger."""

    records: dict[int, record.Record]
    tree: Tree
    export: str = "act_export"

    @property
    def leaves(self) -> list[bytes]:
        """Return every leaf."""
        return self.tree.leaves


@dataclass(frozen=True, kw_only=True)
class Signing:
    """Who signs and cosigns."""

    key: note.SigningKey = KEY
    witnesses: Sequence[WitnessSigningKey] = field(default=WITNESSES[:2])
    at: int = COSIGNED_AT


def policy_text(*, needed: int = 2, count: int = 3, key: note.SigningKey = KEY) -> str:
    """Return the policy: the log, and `needed` of `count` witnesses."""
    named = [policy.Witness(name=f"w{n}", vkey=one.verify_key.text) for n, one in enumerate(WITNESSES[:count])]
    return policy.text(logs=[key.verify_key], witnesses=named, needed=needed)


POLICY = policy_text()
TOLD: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("received", "r_a", {"figures": [{"counted": "killed", "high": 9, "low": 9}], "responsibility": []}),
    ("received", "r_b", {"figures": [{"counted": "killed", "high": 2, "low": 2}], "responsibility": []}),
    ("linked", "i_x", {"report": "r_a", "how": "new"}),
    ("received", "r_c", {"figures": [], "responsibility": [{"kind": "denied", "party": "some party"}]}),
    ("graded", "r_a", {"part": "source", "value": "B"}),
    ("received", "r_d", {"figures": [{"counted": "killed", "high": 5, "low": 5}], "responsibility": []}),
    ("linked", "i_x", {"report": "r_b", "how": "by-hand"}),
    ("linked", "i_y", {"report": "r_c", "how": "new"}),
    ("sealed", "r_a", {"files": [{"bytes": len(PHOTO), "sha256": sha256(PHOTO).hexdigest(), "type": "image/jpeg"}]}),
    ("linked", "i_x", {"report": "r_d", "how": "by-hand"}),
    ("merged", "i_x", {"gone": "i_y", "reports": ["r_c"], "reason": "same"}),
    ("merged", "i_y", {"into": "i_x", "reason": "same"}),
    ("unlinked", "i_x", {"report": "r_d"}),
    ("published", "i_x", {}),
    ("viewed", "r_b", {}),
)


def told_log(*, told: Sequence[tuple[str, str, dict[str, object]]] = TOLD, every: int = 3, after: int = 11) -> Log:
    """Return a ledger in which each act is followed by `every` - 1 leaves of others; the last `after` leaves are others'."""
    leaves: list[bytes] = []
    records: dict[int, record.Record] = {}
    before: dict[str, str] = {}
    for number, (kind, subject, fields) in enumerate(told):
        leaves += [_of_others(len(leaves) + n) for n in range(every - 1)]
        made = _act(f"act_{number}", kind=kind, subject=subject, fields=fields, prev=before.get(subject, ""))
        records[len(leaves)] = made
        leaves.append(made.leaf)
        before[subject] = merkle.leaf_hash(made.leaf).hex()
    leaves += [_of_others(len(leaves) + n) for n in range(after)]
    return Log(records=records, tree=Tree(leaves))


def exported(
    log: Log, *, leave_out: Sequence[int] = (), incident: str = "i_x", standard: str = "corroborated", after: int = 5
) -> Log:
    """Return the ledger once the incident was exported, by an operator who leaves some acts out, by their place."""
    kept = {
        place: one for place, one in log.records.items() if place not in leave_out and one.value("subject") != "r_d"
    }
    last = [one.leaf for one in log.records.values() if one.value("subject") == incident]
    fields = {
        "agreement": "a_x",
        "standard": standard,
        "acts": len(kept),
        "contents": bundle.snapshot(merkle.leaf_hash(one.leaf) for one in kept.values()),
        "files": [{"bytes": len(PHOTO), "sha256": sha256(PHOTO).hexdigest(), "type": "image/jpeg"}],
    }
    prev = merkle.leaf_hash(last[-1]).hex() if last else ""
    export = f"act_export_{len(log.leaves)}"
    made = _act(export, kind="exported", subject=incident, fields=fields, prev=prev)
    others = [_of_others(len(log.leaves) + 1 + n) for n in range(after)]
    return Log(records=kept | {len(log.leaves): made}, tree=Tree([*log.leaves, made.leaf, *others]), export=export)


def signed_head(log: Log, *, by: Signing = Signing(), size: int = 0) -> str:
    """Return the cosigned checkpoint of the ledger's first `size` leaves, of all when 0."""
    size = size or len(log.leaves)
    head = checkpoint.Checkpoint(origin=by.key.name, size=size, root=merkle.root_at(log.tree.node, size))
    text = checkpoint.signed(head, by.key)
    return text + "".join(cosignature.cosigned(head.text, one, at=by.at) for one in by.witnesses)


def shown_of(one: record.Record) -> set[str]:
    """Return which labels a bundle opens of an act, if nothing else is asked for."""
    return EXPORT if one.value("kind") == "exported" else SHOWN


def written(
    log: Log,
    *,
    by: Signing = Signing(),
    shown: Callable[[record.Record], set[str]] = shown_of,
    signed: str = "",
    incident: str = "i_x",
    standard: str = "corroborated",
    files: Sequence[bytes] = (PHOTO,),
) -> dict[str, bytes]:
    """Return the bundle of all acts of `log`, under its newest checkpoint or the one given."""
    size = len(log.leaves)
    acts = [
        bundle.ShownAct(
            index=index,
            record=one,
            opened=frozenset(shown(one)),
            path=merkle.inclusion_proof(log.tree.node, index=index, size=size),
        )
        for index, one in sorted(log.records.items())
    ]
    return bundle.write(
        bundle.Contents(
            incident=incident,
            export=log.export,
            standard=standard,
            acts=acts,
            checkpoint=signed or signed_head(log, by=by),
            exported=date(2026, 1, 2),
            files=files,
        )
    )


def resealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files with manifests made anew: what a forger without the ledger's key can do."""

    def manifest(names: list[str]) -> bytes:
        return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(names)).encode()

    manifests = {"manifest-sha256.txt", "tagmanifest-sha256.txt"}
    files = {**files, "manifest-sha256.txt": manifest([name for name in files if name.startswith("data/")])}
    tags = [name for name in files if not name.startswith("data/") and name not in manifests]
    files["tagmanifest-sha256.txt"] = manifest([*tags, "manifest-sha256.txt"])
    return files


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """Write the files below a folder and return it."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def _act(act_id: str, *, kind: str, subject: str, fields: dict[str, object], prev: str) -> record.Record:
    own = {"v": 1, "act": act_id, "kind": kind, "subject": subject, "prev": prev, "by": "p_x", "day": "2026-01-01"}
    secret = {"saw": 'ظلم \u2028 told in "confidence"', "at": "2026-01-01T00:00:00+00:00"}

    def salt(length: int) -> bytes:
        salts.append(sha256(f"{act_id} {len(salts)}".encode()).digest())
        return salts[-1][:length]

    salts: list[bytes] = []
    values = {**own, **(secret if kind == "received" else {}), **fields}
    return record.new(values, salt=salt)  # type: ignore[arg-type]


def _of_others(number: int) -> bytes:
    return record.leaf_of(sha256(f"others {number}".encode()).digest())
