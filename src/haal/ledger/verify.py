"""Check a bundle of Haal offline: python verify.py BUNDLE --policy FILE

For strangers: this one file needs Python 3.9 or later and nothing else, and shares no code with the program that
wrote the bundle. It says VALID (exit 0) or INVALID, where and why (exit 1).

The one thing to know: the policy names the keys you trust. Take it from elsewhere than the bundle (the website, a
printed page, an earlier bundle) and compare the fingerprints printed here; without a policy nothing is called valid.

VALID means: every opened field is what the ledger has held since the checkpoint was signed, no act was left out or added
since the export, every linked report is there. It does not mean that what a report says is true. Not checked, because no
ledger binds them: README files, bag-info.txt and the programs in the folder (take this one from elsewhere too); and whether
a value is well-formed JSON. Formats: haal.ledger.record, C2SP signed-note and tlog-*, RFC 9162, 8493, 8032.
"""

from __future__ import annotations

import argparse
import base64
import re
import sys
from collections import Counter
from hashlib import sha256, sha512
from pathlib import Path
from typing import NamedTuple, NoReturn

FILES_MAX, FILE_BYTES_MAX, SIGNATURES_MAX = 200_000, 64 * 1024 * 1024, 64
LABEL = re.compile(r"[a-z][a-z0-9_.-]{0,63}\Z")
NUMBER = re.compile(r"(0|[1-9][0-9]{0,17})\Z")
HEAD = re.compile(
    r"haal-bundle/v2\nincident (\S+)\nexport (\S+)\nstandard (reported|corroborated|reasonable-grounds)\n"
)
DENIED = '"kind":"denied"'  # a key and its value: in a text every quotation mark is escaped
FOLDERS = ("data", "data/acts", "data/files")
MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
TAGS = {"bagit.txt", "bag-info.txt", "README.md", "README.ur.md", "verify.py", "verify.sh", "verify.html", *MANIFESTS}
PAYLOAD = re.compile(r"data/(bundle|checkpoint|acts/[0-9]{10}\.(act|leaf|tlog-proof)|files/[0-9a-f]{64})\Z")


class Invalid(Exception):
    """The bundle, or the policy, does not hold; the text says where and why."""


class Head(NamedTuple):
    """A checkpoint whose signatures were verified (or could not be, when `trusted` is empty)."""

    origin: str
    size: int
    root: bytes
    trusted: tuple[str, ...]


class Act(NamedTuple):
    """One act whose commitments, leaf and proof were verified; `opened` maps a label to the JSON text of its value."""

    name: str
    place: int
    leaf_hash: str
    opened: dict[str, str]
    closed: set[str]


class Findings(NamedTuple):
    """What was checked."""

    incident: str
    head: Head
    acts: int
    opened: int
    closed: int
    kinds: dict[str, int]
    told: list[str]


def check(folder: Path, policy: Policy | None) -> Findings:
    """Return what the bundle holds once all of it is verified; raise Invalid with the reason if any of it is not."""
    names = bag_files(folder)
    note = read_text(folder, "data/checkpoint")
    head = open_checkpoint(note, policy)
    stems = sorted({name.rpartition(".")[0] for name in names if name.startswith("data/acts/")})
    acts = [check_act(folder, stem, note=note, head=head) for stem in stems]
    told = read_text(folder, "data/bundle")
    about = HEAD.match(told)
    if about is None:
        fail("data/bundle", "names no incident, export or standard")
    incident, export, standard = about.groups()
    check_export(acts, incident=incident, export=export, standard=standard)
    linked = check_custody(acts)
    received = [act for act in acts if word(act, "kind") == "received"]
    check_files(folder, names, acts)
    opened, closed = sum(len(act.opened) for act in acts), sum(len(act.closed) for act in acts)
    kinds = Counter(word(act, "kind") for act in acts)
    counts = [
        f"acts {len(acts)}",
        f"opened {opened}",
        f"closed {closed}",
        f"reports {sum(word(act, 'subject') in linked for act in received)}",
        f"figures-closed {sum('figures' in act.closed for act in received)}",
        f"denials {sum(act.opened.get('responsibility', '').count(DENIED) for act in received)}",
        f"responsibility-closed {sum('responsibility' in act.closed for act in received)}",
        *(f"kind {kind} {kinds[kind]}" for kind in sorted(kinds)),
    ]
    if told != about.group() + "".join(f"{count}\n" for count in counts):
        fail("data/bundle", "its counts are not those of its acts: " + ", ".join(counts))
    return Findings(
        incident,
        head,
        len(acts),
        opened,
        closed,
        dict(kinds),
        [f"export {export}", f"standard {standard}", *counts[3:7]],
    )


def check_act(folder: Path, stem: str, *, note: str, head: Head) -> Act:
    name = stem + ".act"
    lines = read_text(folder, name).split("\n")
    index = int(stem[-10:])
    if lines[:2] != ["haal-act/v1", f"index {index}"] or lines[-1] or len(lines) < 4:
        fail(name, "is not an act, or is not named by its place in the ledger")
    act = Act(name, index, "", {}, set())
    pairs = [field(act, line) for line in lines[2:-1]]
    labels = [label for label, _ in pairs]
    if labels != sorted(set(labels)):
        fail(name, "its fields are not in order, or one is there twice")
    if not {"act", "kind", "prev", "subject", "v"} <= set(act.opened):
        fail(name, "a field that every act must show is closed or not there")
    leaves = [sha256(b"\0" + label.encode() + b"\0" + value).digest() for label, value in pairs]
    leaf = b"haal-leaf/v1\n" + base64.b64encode(tree_root(leaves)) + b"\n"
    if read(folder, stem + ".leaf") != leaf:
        fail(name, "its fields do not lead to its leaf: a field was changed, added or left out")
    start, _, signed = read_text(folder, stem + ".tlog-proof").partition("\n\n")
    proof = start.split("\n")
    if proof[:2] != ["c2sp.org/tlog-proof@v1", f"index {index}"] or signed != note:
        fail(stem + ".tlog-proof", "is not a proof of this act under the bundle's checkpoint")
    path = [unbase64(stem + ".tlog-proof", line, 32) for line in proof[2:]]
    leaf_hash = sha256(b"\0" + leaf).digest()
    check_inclusion(stem + ".tlog-proof", leaf_hash, index=index, head=head, path=path)
    return act._replace(leaf_hash=leaf_hash.hex())


def field(act: Act, line: str) -> tuple[str, bytes]:
    """Return a field's (label, commitment), and put it among the act's opened or closed ones."""
    label, _, rest = line.partition(" ")
    how, _, rest = rest.partition(" ")
    if not LABEL.match(label) or how not in ("open", "closed"):
        fail(act.name, "a line is neither an opened nor a closed field")
    if how == "closed":
        act.closed.add(label)
        return label, unbase64(act.name, rest, 32)
    salt, _, value = rest.partition(" ")
    act.opened[label] = value
    return label, sha256(b"\x10" + unbase64(act.name, salt, 32) + label.encode() + b"\0" + value.encode()).digest()


def word(act: Act, label: str) -> str:
    value = act.opened.get(label, '""')
    if not re.match(r'"[A-Za-z0-9_.:-]*"\Z', value):
        fail(act.name, f"field {label} is not a plain word")
    return value[1:-1]


def listed(act: Act, label: str) -> list[str]:
    value = act.opened.get(label, "[]")
    if not re.match(r'\[("[A-Za-z0-9_.:-]+"(,"[A-Za-z0-9_.:-]+")*)?\]\Z', value):
        fail(act.name, f"field {label} is not a list of plain words")
    return re.findall(r'"([^"]+)"', value)


def check_export(acts: list[Act], *, incident: str, export: str, standard: str) -> None:
    """Raise Invalid unless the last act is the one by which just these acts were exported, by this standard."""
    own = [act for act in acts if word(act, "act") == export]
    if len(own) != 1 or own[0] is not acts[-1]:
        fail("data/acts", "the act by which the bundle was exported is not there once, as the last")
    others = sorted(act.leaf_hash for act in acts[:-1])
    contents = sha256("".join(f"{one}\n" for one in others).encode()).hexdigest()
    told = own[0].opened
    if (told["kind"], told["subject"]) != ('"exported"', f'"{incident}"') or own[0].closed - {"at", "by"}:
        fail(own[0].name, "is not an export of this incident, or hides what it says")
    if told.get("standard") != f'"{standard}"':
        fail("data/bundle", "names another standard than the export")
    if told.get("acts") != str(len(others)) or told.get("contents") != f'"{contents}"':
        fail("data/acts", "these are not the acts that were exported: one was left out, added or exchanged")


def check_custody(acts: list[Act]) -> set[str]:
    """Return the linked reports; raise Invalid if an act names an earlier act, or a report, that the bundle leaves out."""
    by_hash = {act.leaf_hash: act for act in acts}
    linked: set[str] = set()
    for act in acts:  # in the ledger's order
        before = by_hash.get(word(act, "prev"), act)
        if word(act, "prev") and (before.place >= act.place or word(before, "subject") != word(act, "subject")):
            fail(act.name, "the act before it in the chain of custody is left out")
        if word(act, "kind") in ("linked", "unlinked", "merged"):
            named = set(listed(act, "reports")) | {word(act, "report")} - {""}
            if act.closed & {"report", "reports"} or not (named or {"into", "reports"} & set(act.opened)):
                fail(act.name, "does not say which report")
            linked = linked - named if word(act, "kind") == "unlinked" else linked | named
    if missing := linked - {word(act, "subject") for act in acts if word(act, "kind") == "received"}:
        fail("data/acts", f"{len(missing)} reports are linked to the incident and left out of the bundle")
    return linked


def check_files(folder: Path, names: list[str], acts: list[Act]) -> None:
    """Raise Invalid unless each file is one that an opened field lists, and all that the export lists are there."""
    there = {name[11:] for name in names if name.startswith("data/files/")}
    listed = [act.opened.get("files", "") for act in acts]
    for digest in there:
        data = read(folder, "data/files/" + digest)
        entry = f'{{"bytes":{len(data)},"sha256":"{digest}"'
        if sha256(data).hexdigest() != digest or not any(entry in text for text in listed):
            fail("data/files/" + digest, "is not a file that an act lists")
    if set(re.findall(r'"sha256":"([0-9a-f]{64})"', listed[-1])) - there:
        fail("data/files", "a file that was exported is missing")


def bag_files(folder: Path) -> list[str]:
    """Return all file names once BagIt's manifests are exactly what the files make them; any other byte is Invalid."""
    names: list[str] = []
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            fail(ascii(name), "is neither a file nor a folder")
        if not (name in FOLDERS if path.is_dir() else name in TAGS or PAYLOAD.match(name)) or len(names) > FILES_MAX:
            fail(ascii(name), "does not belong to a bundle")
        if path.is_file():
            names.append(name)
    for manifest, mine in ((MANIFESTS[0], True), (MANIFESTS[1], False)):
        listed = [name for name in names if name.startswith("data/") is mine and name != MANIFESTS[1]]
        made = [f"{sha256(read(folder, name)).hexdigest()}  {name}" for name in listed]
        told = read_text(folder, manifest).split("\n")
        for line in sorted(set(made) ^ set(told[:-1]), key=lambda line: line[66:]):
            fail(ascii(line[66:]), f"is not there, or not as {manifest} lists it")
        if told != [*made, ""]:
            fail(manifest, "is not written as it was")
    return names


def tree_root(hashes: list[bytes]) -> bytes:
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
    """Return the policy a file holds. Source: C2SP tlog-policy; a policy without a log is of no use here and refused."""
    policy, quorums, keys, members = Policy({}, {}, {}, "none"), [], [], {"none"}
    if any((letter < " " and letter not in "\n\t") or letter == "\x7f" for letter in text):
        fail("policy", "holds control characters")
    for number, line in enumerate(text.split("\n"), 1):
        words = [one for one in line.replace("\t", " ").split(" ") if one]
        if not words or words[0].startswith("#"):
            continue
        where = f"policy, line {number}"
        names = {name for name, _ in policy.witnesses.values()} | set(policy.groups)
        free = len(words) > 2 and words[1] not in names | {"none"}
        if words[0] == "log" and len(words) in (2, 3):
            name, key_id, key = vkey(where, words[1], 1)
            keys.append(("log", key))
            policy.logs[name, key_id] = key
        elif words[0] == "witness" and len(words) in (3, 4) and free:
            name, key_id, key = vkey(where, words[2], 4)
            keys.append(("witness", key))
            policy.witnesses[name, key_id] = (words[1], key)
        elif words[0] == "group" and len(words) > 3 and free and set(words[3:]) <= names - members:
            count = len(words) - 3
            needed = {"any": "1", "all": str(count)}.get(words[2], words[2])
            if not NUMBER.match(needed) or not 1 <= int(needed) <= count or len(set(words[3:])) < count:
                fail(where, "the group's threshold cannot be met, or a member is there twice")
            policy.groups[words[1]] = (int(needed), words[3:])
            members.update(words[3:])
        elif words[0] == "quorum" and len(words) == 2 and words[1] in names | {"none"}:
            quorums.append(words[1])
        else:
            fail(where, "is not understood")
    if len(quorums) != 1 or not policy.logs or len(set(keys)) < len(keys):
        fail("policy", "names no log, not exactly one quorum, or a key twice")
    return policy._replace(quorum=quorums[0])


def open_checkpoint(note: str, policy: Policy | None) -> Head:
    """Return the checkpoint in a signed note, its signatures verified by the policy's keys."""
    where = "data/checkpoint"
    body, gap, tail = note.rpartition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) != 3 or not lines[0] or not NUMBER.match(lines[1]) or not tail.endswith("\n"):
        fail(where, "is not a signed checkpoint of three lines")
    head = Head(lines[0], int(lines[1]), unbase64(where, lines[2], 32), ())
    text, trusted, cosigned = (body + "\n").encode(), [], set()
    signatures = tail[:-1].split("\n")
    for line in signatures:
        words = line.split(" ")
        data = unbase64(where, words[2], None) if len(words) == 3 and words[0] == "—" else b""
        if len(data) < 5 or len(signatures) > SIGNATURES_MAX:
            fail(where, "a signature line is malformed, or there are too many")
        known, who = (words[1], data[:4]), ""
        if policy and known in policy.logs and words[1] == head.origin:
            who, key, message, data = "log", policy.logs[known], text, data[4:]
        elif policy and known in policy.witnesses:
            who, (name, key) = "witness", policy.witnesses[known]
            message = b"cosignature/v1\ntime %d\n" % int.from_bytes(data[4:12], "big") + text
            data = data[12:] if data[4] < 0x80 else b""
            cosigned.add(name)
        if who and not ed25519(key, message, data):
            fail(where, "the signature of a trusted key does not verify")
        if who:
            trusted.append(f"{who} {shown(words[1], key)}")
    if policy and not any(line.startswith("log ") for line in trusted):
        fail(where, "is not signed by a log that the policy trusts")
    if policy and policy.quorum != "none" and not holds(policy, policy.quorum, cosigned):
        fail(where, "is not cosigned by the witnesses that the policy asks for")
    return head._replace(trusted=tuple(trusted))


def holds(policy: Policy, name: str, cosigned: set[str]) -> bool:
    needed, members = policy.groups.get(name, (1, []))
    return name in cosigned or sum(holds(policy, member, cosigned) for member in members) >= needed


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
    return f"{name}  " + " ".join(re.findall("....", sha256(key).hexdigest()))


# Ed25519 (RFC 8032, section 5.1; verification only, so nothing here is secret)
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def ed25519(key: bytes, message: bytes, data: bytes) -> bool:
    """Return whether `data` is the signature of `message` under `key`; every non-canonical form is refused."""
    point = decoded(key) if len(key) == 32 and len(data) == 64 else None
    scalar = int.from_bytes(data[32:], "little")
    if point is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(sha512(data[:32] + key + message).digest(), "little") % ORDER
    minus = (-point[0] % P, point[1], 1, -point[3] % P)
    x, y, z, _ = added(times(scalar, BASE), times(challenge, minus))
    inverse = pow(z, P - 2, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little") == data[:32]


def decoded(data: bytes) -> Point | None:
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


def added(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = added(result, point)
        point, scalar = added(point, point), scalar >> 1
    return result


BASE = decoded((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def read(folder: Path, name: str) -> bytes:
    path = folder / name
    if not path.is_file() or path.stat().st_size > FILE_BYTES_MAX:
        fail(name, "is missing or too large")
    return path.read_bytes()


def read_text(folder: Path, name: str) -> str:
    text = read(folder, name).decode(errors="surrogateescape")
    if any((letter < " " and letter != "\n") or "\ud800" <= letter <= "\udfff" for letter in text):
        fail(name, "is not UTF-8, or holds control characters")
    return text


def unbase64(where: str, text: str, length: int | None) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    if base64.b64encode(data).decode() != text or length not in (None, len(data)):
        fail(where, "a hash, key or signature is not written as it should be")
    return data


def fail(where: str, why: str) -> NoReturn:
    raise Invalid(f"{where}: {why}")


def report(found: Findings, trusted: bool) -> None:
    print(f"incident    {found.incident}\ntold        {', '.join(found.told)}")
    print(f"checkpoint  {found.head.origin}, {found.head.size} leaves, root {found.head.root.hex()}")
    print(f"acts        {found.acts}: " + ", ".join(f"{n} {kind}" for kind, n in sorted(found.kinds.items())))
    print(f"fields      {found.opened} opened and verified, {found.closed} closed")
    print(*(f"SIGNED BY   {line}\n" for line in found.head.trusted), sep="", end="")
    if trusted:
        print(
            "VALID: all this existed when the checkpoint was signed and has not changed since. It does not prove that"
        )
        print("what is told is true, nor when it happened. Compare the fingerprints with ones you trust.")
    else:
        print("NOT CALLED VALID: the bundle agrees with itself, but without --policy nobody says whose ledger it is.")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path, help="the folder that holds bagit.txt")
    parser.add_argument("--policy", type=Path, help="the policy file, from elsewhere than the bundle")
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        policy = parse_policy(options.policy.read_bytes().decode()) if options.policy else None
        found = check(options.bundle, policy)
    except (Invalid, OSError, UnicodeDecodeError) as error:
        print(f"INVALID: {error}")
        return 1
    report(found, trusted=policy is not None)
    return 0 if policy else 1


if __name__ == "__main__":
    sys.exit(main())
