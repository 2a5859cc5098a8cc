"""A bundle: one incident's acts as a BagIt folder that a stranger checks offline.

The one thing to know: every byte of `data/` is bound by the signed ledger, also what is not there: the export is itself an
act, and says how many other acts the bundle holds and the hash over all of them. Forms here are a contract with the
verifiers in `haal.ledger` and `contrib/verify-go`, which share no code with this file.
Which fields are opened is decided in `haal.services.testify.bundle`, not here; this writes what it is given.

    bagit.txt bag-info.txt README.md README.ur.md verify.py verify.sh verify.html manifest-sha256.txt tagmanifest-sha256.txt
    data/bundle data/checkpoint data/acts/NNNNNNNNNN.{act,leaf,tlog-proof} data/files/SHA256
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from importlib.resources import files

from haal.formats.public import verifiers
from haal.ledger.merkle import leaf_hash
from haal.ledger.proof import Proof
from haal.ledger.record import Field, Record, Value

FORMAT = "haal-bundle/v2"
BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAct:
    """One act as the bundle shows it: its record, of which `opened` labels are told, its place, and the way to the root."""

    index: int
    record: Record
    opened: frozenset[str]
    path: tuple[bytes, ...]

    def is_open(self, label: str) -> bool:
        """Return whether the bundle tells the field's value."""
        return label in self.opened and any(one.label == label and isinstance(one, Field) for one in self.record.fields)

    def is_closed(self, label: str) -> bool:
        """Return whether the field is there and its value is not told."""
        return not self.is_open(label) and any(one.label == label for one in self.record.fields)

    def value(self, label: str) -> Value:
        """Return what the bundle tells of a field, None when it is closed or not there."""
        return self.record.value(label) if self.is_open(label) else None

    @property
    def leaf_hash(self) -> bytes:
        """Return the hash by which the ledger knows the act."""
        return leaf_hash(self.record.leaf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a bundle holds. `export` is the id of the act by which it was exported, which is among `acts`.

    `standard` is one of reported, corroborated, reasonable-grounds; `checkpoint` the signed note with its cosignatures,
    under which every act's path leads to the root; each of `files` is listed in an opened `files` field of an act.
    """

    incident: str
    export: str
    standard: str
    acts: Sequence[ShownAct]
    checkpoint: str
    exported: date
    files: Sequence[bytes] = field(default=())


def write(contents: Contents) -> dict[str, bytes]:
    """Return path -> bytes of the whole folder."""
    payload = {"data/bundle": head(contents).encode(), "data/checkpoint": contents.checkpoint.encode()}
    for act in contents.acts:
        stem = f"data/acts/{act.index:010d}"
        payload[f"{stem}.act"] = act.record.text(index=act.index, opened=act.opened).encode()
        payload[f"{stem}.leaf"] = act.record.leaf
        proof = Proof(index=act.index, hashes=act.path, checkpoint=contents.checkpoint)
        payload[f"{stem}.tlog-proof"] = proof.text.encode()
    payload |= {f"data/files/{sha256(data).hexdigest()}": data for data in contents.files}
    octets = sum(len(data) for data in payload.values())
    tags = {
        "bagit.txt": BAGIT.encode(),
        "bag-info.txt": (
            f"Source-Organization: Haal\nExternal-Identifier: {contents.incident}\n"
            f"Bagging-Date: {contents.exported.isoformat()}\nPayload-Oxum: {octets}.{len(payload)}\n"
        ).encode(),
        "README.md": _text("bundle_readme.md"),
        "README.ur.md": _text("bundle_readme.ur.md"),
        **{name: verifiers.program(name) for name in verifiers.PROGRAMS},
        "manifest-sha256.txt": _manifest(payload),
    }
    return {**payload, **tags, "tagmanifest-sha256.txt": _manifest(tags)}


def zipped(named: Mapping[str, bytes]) -> bytes:
    """Return the folder as one zip file, the same bytes for the same folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(named):
            archive.writestr(zipfile.ZipInfo(f"bundle/{name}"), named[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def snapshot(leaf_hashes: Iterable[bytes]) -> str:
    """Return what the exported act keeps in `contents` of all other acts: nothing can be left out or added afterwards."""
    return sha256("".join(f"{one}\n" for one in sorted(each.hex() for each in leaf_hashes)).encode()).hexdigest()


def linked_reports(acts: Iterable[ShownAct]) -> frozenset[str]:
    """Return the reports that linked or merged acts name and no later unlinked act takes away; `acts` are in order."""
    linked: set[str] = set()
    for act in acts:
        named = _texts(act.value("report")) | _texts(act.value("reports"))
        if act.value("kind") in ("linked", "merged"):
            linked |= named
        elif act.value("kind") == "unlinked":
            linked -= named
    return frozenset(linked)


def head(contents: Contents) -> str:
    """Return `data/bundle`: whose bundle it is, by which standard, and the counts, which the verifiers count again."""
    acts = contents.acts
    received = [act for act in acts if act.value("kind") == "received"]
    linked = linked_reports(acts)
    opened = sum(act.is_open(one.label) for act in acts for one in act.record.fields)
    told = {
        "incident": contents.incident,
        "export": contents.export,
        "standard": contents.standard,
        "acts": len(acts),
        "opened": opened,
        "closed": sum(len(act.record.fields) for act in acts) - opened,
        "reports": sum(act.value("subject") in linked for act in received),
        "figures-closed": sum(act.is_closed("figures") for act in received),
        "denials": sum(_denials(act.value("responsibility")) for act in received),
        "responsibility-closed": sum(act.is_closed("responsibility") for act in received),
    }
    kinds = Counter(str(act.value("kind")) for act in acts)
    lines = [f"{name} {value}" for name, value in told.items()] + [
        f"kind {kind} {kinds[kind]}" for kind in sorted(kinds)
    ]
    return "\n".join([FORMAT, *lines]) + "\n"


def _denials(claims: Value) -> int:
    rows = claims if isinstance(claims, list | tuple) else ()
    return sum(isinstance(row, Mapping) and row.get("kind") == "denied" for row in rows)


def _texts(value: Value) -> set[str]:
    """Return the ids in a field that holds one, or a list of them."""
    if isinstance(value, str):
        return {value}
    return {str(one) for one in value} if isinstance(value, list | tuple) else set()


def _manifest(named: Mapping[str, bytes]) -> bytes:
    return "".join(f"{sha256(named[name]).hexdigest()}  {name}\n" for name in sorted(named)).encode()


def _text(name: str) -> bytes:
    return (files("haal.formats.public") / name).read_bytes()
