"""A bundle: one incident's acts as a BagIt folder that a stranger checks offline.

The one thing to know: every byte of it is bound, by BagIt's manifests, and every opened field a second time, by the
signed ledger. The names and shapes here are a contract with `haal.ledger.verify`, which shares no code with this file.
Which fields are opened is decided in `haal.services.testify.bundle`, not here; this writes what it is given.

    bagit.txt bag-info.txt README.md README.ur.md verify.py manifest-sha256.txt tagmanifest-sha256.txt
    data/bundle.json data/checkpoint data/acts/NNNNNNNNNN.{json,leaf,tlog-proof}
"""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.resources import files

from haal.ledger.proof import Proof
from haal.ledger.record import Json

FORMAT = "haal-bundle/v1"
BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAct:
    """One act as the bundle shows it: `fields` opened or closed, its public `leaf`, its place and proof."""

    index: int
    leaf: bytes
    fields: tuple[Json, ...]
    proof: Proof


def write(*, incident: str, acts: Sequence[ShownAct], checkpoint: str, exported: date) -> dict[str, bytes]:
    """Return path -> bytes of the whole folder. All proofs must be under `checkpoint`."""
    about = {"format": FORMAT, "incident": incident, "counts": counts(acts)}
    payload = {"data/bundle.json": _json(about), "data/checkpoint": checkpoint.encode()}
    for act in acts:
        stem = f"data/acts/{act.index:010d}"
        payload[f"{stem}.json"] = _json({"v": 1, "index": act.index, "fields": list(act.fields)})
        payload[f"{stem}.leaf"] = act.leaf
        payload[f"{stem}.tlog-proof"] = act.proof.text.encode()
    octets = sum(len(data) for data in payload.values())
    tags = {
        "bagit.txt": BAGIT.encode(),
        "bag-info.txt": (
            f"Source-Organization: Haal\nExternal-Identifier: {incident}\nBagging-Date: {exported.isoformat()}\n"
            f"Payload-Oxum: {octets}.{len(payload)}\n"
        ).encode(),
        "README.md": _text("bundle_readme.md"),
        "README.ur.md": _text("bundle_readme.ur.md"),
        "verify.py": (files("haal.ledger") / "verify.py").read_bytes(),
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


def counts(acts: Sequence[ShownAct]) -> dict[str, object]:
    """Return how many acts, opened and closed fields and kinds there are; the verifier counts again."""
    opened = [{str(row["label"]): row["value"] for row in act.fields if "value" in row} for act in acts]
    return {
        "acts": len(acts),
        "opened": sum(len(fields) for fields in opened),
        "closed": sum(len(act.fields) for act in acts) - sum(len(fields) for fields in opened),
        "kinds": dict(Counter(str(fields.get("kind", "closed")) for fields in opened)),
    }


def _json(value: Mapping[str, object]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _manifest(named: Mapping[str, bytes]) -> bytes:
    return "".join(f"{sha256(named[name]).hexdigest()}  {name}\n" for name in sorted(named)).encode()


def _text(name: str) -> bytes:
    return (files("haal.formats") / name).read_bytes()
