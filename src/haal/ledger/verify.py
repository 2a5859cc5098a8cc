"""Check a bundle of Haal offline: python verify.py BUNDLE --policy FILE

For strangers: this one file needs Python 3.9 or later and nothing else, and shares no code with the program that
wrote the bundle. It says VALID (exit 0) or INVALID and why (exit 1).

The one thing to know: the policy names the key you trust. Take it from elsewhere than the bundle (the website, a
printed page, an earlier bundle) and compare the fingerprint printed here; without a policy nothing is called valid.

What VALID means: every opened field is what the ledger has held since the checkpoint was signed, and no byte of the
bundle changed. It does not mean that what a report says is true. Formats: haal.ledger.record (leaf and commitment),
C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-policy, RFC 9162, RFC 8785, RFC 8493, RFC 8032.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import json
import re
import sys
from collections import Counter
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

FORMAT = "haal-bundle/v1"
BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
FILES_MAX, FILE_BYTES_MAX = 200_000, 64 * 1024 * 1024
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*\Z")
LABEL = re.compile(r"[a-z][a-z0-9_.-]{0,63}\Z")


class Invalid(Exception):
    """The bundle, or the policy, does not hold; the text says where and why."""


class Head(NamedTuple):
    """A checkpoint whose signatures were verified (or could not be, when `trusted` is empty)."""

    origin: str
    size: int
    root: bytes
    trusted: tuple[str, ...]


class Findings(NamedTuple):
    """What was checked."""

    incident: str
    head: Head
    acts: int
    opened: int
    closed: int
    kinds: dict[str, int]


# --- the bundle ---------------------------------------------------------------------------------------------------


def check(folder: Path, policy: Policy | None) -> Findings:
    """Return what the bundle holds once all of it is verified; raise Invalid with the reason if any of it is not."""
    files = bag_files(folder)
    note = read_text(folder, "data/checkpoint")
    head = open_checkpoint(note, policy)
    about = read_json(folder, "data/bundle.json")
    if about.get("format") != FORMAT:
        fail("data/bundle.json", "not a bundle of the version this program knows")
    stems = [name[:-5] for name in files if re.match(r"data/acts/[^/]+\.json\Z", name)]
    acts = [check_act(folder, stem, note=note, head=head) for stem in stems]
    known = {stem + end for stem in stems for end in (".json", ".leaf", ".tlog-proof")}
    for name in files:
        if name.startswith("data/") and name not in known and name not in ("data/checkpoint", "data/bundle.json"):
            fail(name, "does not belong to a bundle")
    check_custody(acts)
    found = Findings(
        incident=str(about.get("incident", "")),
        head=head,
        acts=len(acts),
        opened=sum(len(act["opened"]) for act in acts),
        closed=sum(act["closed"] for act in acts),
        kinds=dict(Counter(str(act["opened"].get("kind", "closed")) for act in acts)),
    )
    told = {"acts": found.acts, "opened": found.opened, "closed": found.closed, "kinds": found.kinds}
    if about.get("counts") != told:
        fail("data/bundle.json", f"its counts are not those of its acts: {told}")
    return found


def check_act(folder: Path, stem: str, *, note: str, head: Head) -> dict[str, Any]:
    """Return one act's index, leaf hash and opened fields, its commitments, leaf and proof verified."""
    act = read_json(folder, stem + ".json")
    index, rows = act.get("index"), act.get("fields")
    if act.get("v") != 1 or type(index) is not int or not isinstance(rows, list) or not rows or len(act) != 3:
        fail(stem + ".json", "is not an act")
    if stem != f"data/acts/{index:010d}":  # so no two acts claim one place
        fail(stem + ".json", "is not named by its place in the ledger")
    opened: dict[str, Any] = {}
    pairs = [field(stem, row, opened) for row in rows]
    labels = [label for label, _ in pairs]
    if labels != sorted(set(labels)):
        fail(stem + ".json", "its fields are not in order, or one is there twice")
    leaves = [sha256(b"\0" + label.encode() + b"\0" + value).digest() for label, value in pairs]
    leaf = b"haal-leaf/v1\n" + base64.b64encode(tree_root(leaves)) + b"\n"
    if read(folder, stem + ".leaf") != leaf:
        fail(stem + ".json", "its fields do not lead to its leaf: a field was changed, added or left out")
    start, _, signed = read_text(folder, stem + ".tlog-proof").partition("\n\n")
    lines = start.split("\n")
    if lines[:2] != ["c2sp.org/tlog-proof@v1", f"index {index}"] or signed != note:
        fail(stem + ".tlog-proof", "is not a proof of this act under the bundle's checkpoint")
    path = [unbase64(stem + ".tlog-proof", line, 32) for line in lines[2:]]
    leaf_hash = sha256(b"\0" + leaf).digest()
    check_inclusion(stem + ".tlog-proof", leaf_hash, index=index, head=head, path=path)
    return {"index": index, "leaf_hash": leaf_hash.hex(), "opened": opened, "closed": len(rows) - len(opened)}


def field(stem: str, row: object, opened: dict[str, Any]) -> tuple[str, bytes]:
    """Return a field's (label, commitment); an opened field is recomputed and put into `opened`."""
    where = stem + ".json"
    if not isinstance(row, dict) or not isinstance(row.get("label"), str) or not LABEL.match(row["label"]):
        fail(where, "a field has no label")
    label = row["label"]
    if set(row) == {"label", "commitment"}:
        return label, unbase64(where, row["commitment"], 32)
    if set(row) != {"label", "salt", "value"}:
        fail(where, f"field {label} is neither opened nor closed")
    opened[label] = row["value"]
    salt = unbase64(where, row["salt"], 32)
    return label, sha256(b"\x10" + salt + label.encode() + b"\0" + canonical(where, row["value"])).digest()


def check_custody(acts: list[dict[str, Any]]) -> None:
    """Raise Invalid if an act names an earlier act, or a linked report, that the bundle leaves out."""
    place = {act["leaf_hash"]: (act["index"], act["opened"].get("subject")) for act in acts}
    for act in acts:
        before = act["opened"].get("prev", "")
        index, subject = place.get(before, (act["index"], None))
        if before and (index >= act["index"] or subject != act["opened"].get("subject")):
            fail(f"data/acts/{act['index']:010d}.json", "the act before it in the chain of custody is left out")
    linked, received = set(), set()
    for act in acts:  # in the ledger's order, as their names are sorted
        kind, reports = act["opened"].get("kind"), act["opened"].get("reports", [act["opened"].get("report")])
        if kind in ("linked", "merged"):
            linked.update(reports)
        elif kind == "unlinked":
            linked.difference_update(reports)
        elif kind == "received":
            received.add(act["opened"].get("subject"))
    if missing := linked - received - {None}:
        fail("data/acts", f"{len(missing)} reports are linked to the incident and left out of the bundle")


def bag_files(folder: Path) -> list[str]:
    """Return all file names once BagIt's manifests are exactly what the files make them; any other byte is Invalid."""
    names: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            fail(name, "is neither a file nor a folder")
        if not all(NAME.match(part) for part in name.split("/")) or len(names) >= FILES_MAX:
            fail(ascii(name), "does not belong to a bundle")
        if path.is_file():
            names.append(name)
    names.sort()
    if read(folder, "bagit.txt") != BAGIT.encode():
        fail("bagit.txt", "is not that of a bundle")
    for manifest, mine in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        listed = [name for name in names if name.startswith("data/") is mine and name != "tagmanifest-sha256.txt"]
        made = {name: sha256(read(folder, name)).hexdigest() for name in listed}
        rows = [line.partition("  ") for line in read_text(folder, manifest).splitlines()]
        told = {name: digest for digest, _, name in rows}
        for name in sorted(set(made) | set(told)):
            if made.get(name) != told.get(name):
                fail(name, "is missing" if name not in made else f"is not the file that {manifest} lists")
        if read(folder, manifest) != "".join(f"{made[name]}  {name}\n" for name in listed).encode():
            fail(manifest, "is not written as it was")
    return names


# --- the tree, the checkpoint, the policy ---------------------------------------------------------------------------


def tree_root(hashes: list[bytes]) -> bytes:
    """Return the Merkle tree hash over leaf hashes. Source: RFC 9162, section 2.1.1."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return sha256(b"\1" + tree_root(hashes[:split]) + tree_root(hashes[split:])).digest()


def check_inclusion(where: str, leaf: bytes, *, index: int, head: Head, path: list[bytes]) -> None:
    """Raise Invalid unless `path` leads from the leaf to the checkpoint's root. Source: RFC 9162, section 2.1.3.2."""
    here, last, value = index, head.size - 1, leaf
    if not 0 <= index < head.size:
        fail(where, f"there is no entry {index} in a ledger of {head.size}")
    for sibling in path:
        if last == 0:
            fail(where, "the proof is too long")
        if here & 1 or here == last:
            value = sha256(b"\1" + sibling + value).digest()
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            value = sha256(b"\1" + value + sibling).digest()
        here, last = here >> 1, last >> 1
    if last or value != head.root:
        fail(where, "the act is not in the ledger the checkpoint speaks of")


class Policy(NamedTuple):
    """Trusted keys by (name, key id), and the rule that says which witnesses must have cosigned."""

    logs: dict[tuple[str, bytes], bytes]
    witnesses: dict[tuple[str, bytes], tuple[str, bytes]]
    groups: dict[str, tuple[int, list[str]]]
    quorum: str


def parse_policy(text: str) -> Policy:
    """Return the policy a file holds. Source: C2SP tlog-policy."""
    policy, quorums = Policy({}, {}, {}, "none"), []
    for number, line in enumerate(text.split("\n"), 1):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words or words[0].startswith("#"):
            continue
        where = f"policy, line {number}"
        names = {name for name, _ in policy.witnesses.values()} | set(policy.groups)
        if words[0] == "log" and len(words) in (2, 3):
            name, key_id, key = vkey(where, words[1], 1)
            policy.logs[name, key_id] = key
        elif words[0] == "witness" and len(words) in (3, 4) and words[1] not in names | {"none"}:
            name, key_id, key = vkey(where, words[2], 4)
            policy.witnesses[name, key_id] = (words[1], key)
        elif words[0] == "group" and len(words) > 3 and words[1] not in names | {"none"} and set(words[3:]) <= names:
            needed = {"any": "1", "all": str(len(words) - 3)}.get(words[2], words[2])
            if not needed.isdigit() or not 1 <= int(needed) <= len(set(words[3:])):
                fail(where, "the group's threshold cannot be met")
            policy.groups[words[1]] = (int(needed), words[3:])
        elif words[0] == "quorum" and len(words) == 2 and words[1] in names | {"none"}:
            quorums.append(words[1])
        else:
            fail(where, "is not understood")
    if len(quorums) != 1 or not policy.logs:
        fail("policy", "names no log, or not exactly one quorum")
    return policy._replace(quorum=quorums[0])


def open_checkpoint(note: str, policy: Policy | None) -> Head:
    """Return the checkpoint in a signed note, its signatures verified by the policy's keys."""
    where = "data/checkpoint"
    body, gap, tail = note.rpartition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) != 3 or not re.match(r"(0|[1-9][0-9]{0,18})\Z", lines[1]) or not tail.endswith("\n"):
        fail(where, "is not a signed checkpoint of three lines")
    head = Head(lines[0], int(lines[1]), unbase64(where, lines[2], 32), ())
    text, trusted, cosigned = (body + "\n").encode(), [], set()
    for line in tail[:-1].split("\n"):
        words = line.split(" ")
        if len(words) != 3 or words[0] != "—":
            fail(where, "a signature line is malformed")
        data = unbase64(where, words[2], None)
        known = (words[1], data[:4])
        if policy and known in policy.logs and words[1] == head.origin:
            signature(where, key=policy.logs[known], message=text, data=data[4:])
            trusted.append("log " + shown(words[1], policy.logs[known]))
        elif policy and known in policy.witnesses:
            name, key = policy.witnesses[known]
            stamp = f"cosignature/v1\ntime {int.from_bytes(data[4:12], 'big')}\n".encode()
            signature(where, key=key, message=stamp + text, data=data[12:])
            trusted.append("witness " + shown(words[1], key))
            cosigned.add(name)
    if policy and not any(line.startswith("log ") for line in trusted):
        fail(where, "is not signed by a log that the policy trusts")
    if policy and policy.quorum != "none" and not holds(policy, policy.quorum, cosigned):
        fail(where, "is not cosigned by the witnesses that the policy asks for")
    return head._replace(trusted=tuple(trusted))


def holds(policy: Policy, name: str, cosigned: set[str]) -> bool:
    """Return whether a witness, or enough members of a group, have cosigned."""
    if name not in policy.groups:
        return name in cosigned
    needed, members = policy.groups[name]
    return sum(holds(policy, member, cosigned) for member in set(members)) >= needed


def vkey(where: str, text: str, kind: int) -> tuple[str, bytes, bytes]:
    """Return (name, key id, key) of a verifier key. Source: C2SP signed-note."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    data = unbase64(where, encoded, 33)
    expected = sha256(name.encode() + b"\n" + data).digest()[:4]
    if not name or data[0] != kind or key_id != expected.hex():
        fail(where, "the key is damaged, or of another type")
    return name, expected, data[1:]


def shown(name: str, key: bytes) -> str:
    """Return a key as people compare it: its name and its SHA-256 in groups of four."""
    digest = sha256(key).hexdigest()
    return f"{name}  " + " ".join(digest[start : start + 4] for start in range(0, 64, 4))


def signature(where: str, *, key: bytes, message: bytes, data: bytes) -> None:
    """Raise Invalid if a signature that claims to be of a trusted key is not."""
    if not ed25519(key, message, data):
        fail(where, "the signature of a trusted key does not verify")


# --- Ed25519 (RFC 8032, section 5.1; verification only, so nothing here is secret) -----------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def ed25519(key: bytes, message: bytes, data: bytes) -> bool:
    """Return whether `data` is the signature of `message` under `key`; every non-canonical form is refused."""
    point = decoded(key) if len(key) == 32 and len(data) == 64 else None
    scalar = int.from_bytes(data[32:], "little")
    if point is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(sha512(data[:32] + key + message).digest(), "little") % ORDER
    minus = (-point[0] % P, point[1], 1, -point[3] % P)
    return encoded(added(times(scalar, BASE), times(challenge, minus))) == data[:32]


def decoded(data: bytes) -> Point | None:
    """Return the point of 32 bytes, None if there is none."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encoded(point: Point) -> bytes:
    """Return the 32 bytes of a point."""
    inverse = pow(point[2], P - 2, P)
    return (point[1] * inverse % P | (point[0] * inverse % P & 1) << 255).to_bytes(32, "little")


def added(one: Point, two: Point) -> Point:
    """Return the sum of two points in extended coordinates. Source: RFC 8032, section 5.1.4."""
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    """Return scalar * point."""
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = added(result, point)
        point, scalar = added(point, point), scalar >> 1
    return result


BASE = decoded((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


# --- bytes and words ------------------------------------------------------------------------------------------------


def canonical(where: str, value: object) -> bytes:
    """Return the RFC 8785 form of a value without fractions."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        inner = [canonical(where, key) + b":" + canonical(where, value[key]) for key in keys]
        return b"{" + b",".join(inner) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(canonical(where, item) for item in value) + b"]"
    return json.dumps(value, ensure_ascii=False).encode()


def read(folder: Path, name: str) -> bytes:
    """Return a file's bytes, within the limit."""
    path = folder / name
    if not path.is_file() or path.stat().st_size > FILE_BYTES_MAX:
        fail(name, "is missing or too large")
    return path.read_bytes()


def read_text(folder: Path, name: str) -> str:
    """Return a file's text, which is UTF-8 without control characters but newlines."""
    try:
        text = read(folder, name).decode()
    except UnicodeDecodeError:
        fail(name, "is not UTF-8")
    if any(letter < " " and letter != "\n" for letter in text):
        fail(name, "holds control characters")
    return text


def read_json(folder: Path, name: str) -> dict[str, Any]:
    """Return a JSON object without fractions and without a key given twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            fail(name, "a key is given twice")
        return dict(pairs)

    def refused(text: str) -> NoReturn:
        fail(name, "holds a fraction")

    try:
        data = json.loads(read(folder, name), object_pairs_hook=once, parse_float=refused, parse_constant=refused)
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        fail(name, "is not JSON")
    if not isinstance(data, dict):
        fail(name, "is not a JSON object")
    return data


def unbase64(where: str, text: object, length: int | None) -> bytes:
    """Return the bytes of strict base64, of the length given."""
    try:
        data = base64.b64decode(text if isinstance(text, str) else "?", validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if base64.b64encode(data).decode() != text or length not in (None, len(data)):
        fail(where, "a hash, key or signature is not written as it should be")
    return data


def fail(where: str, why: str) -> NoReturn:
    """Raise Invalid."""
    raise Invalid(f"{where}: {why}")


def report(found: Findings, trusted: bool) -> None:
    """Print what was checked."""
    print(f"incident    {found.incident}")
    print(f"checkpoint  {found.head.origin}, {found.head.size} leaves, root {found.head.root.hex()}")
    print(f"acts        {found.acts}: " + ", ".join(f"{n} {kind}" for kind, n in sorted(found.kinds.items())))
    print(f"fields      {found.opened} opened and verified, {found.closed} closed")
    for line in found.head.trusted:
        print(f"SIGNED BY   {line}")
    if trusted:
        print("VALID: all this existed when the checkpoint was signed and has not changed since. It is not proof that")
        print("what is told is true, nor of when it happened. Compare the key's fingerprint with one you trust.")
    else:
        print("NOT CALLED VALID: the bundle agrees with itself, but without --policy nobody says whose ledger it is.")


def main(arguments: list[str] | None = None) -> int:
    """Check the bundle named on the command line; return 0 only if it is valid under the given policy."""
    parser = argparse.ArgumentParser(description="Check a bundle of Haal offline.")
    parser.add_argument("bundle", type=Path, help="the folder that holds bagit.txt")
    parser.add_argument("--policy", type=Path, help="the policy file, from elsewhere than the bundle")
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        policy = parse_policy(options.policy.read_text(encoding="utf-8")) if options.policy else None
        found = check(options.bundle, policy)
    except (Invalid, OSError, UnicodeDecodeError, TypeError) as error:  # TypeError: a value of no form Haal writes
        print(f"INVALID: {error}")
        return 1
    report(found, trusted=policy is not None)
    return 0 if policy else 1


if __name__ == "__main__":
    sys.exit(main())
