"""A trust policy (C2SP tlog-policy, draft): whose checkpoints to believe, and which witnesses must have cosigned.

The one thing to know: a policy is worth something only when it reaches the reader by another way than the bundle
it judges (the website, print, an earlier bundle).

Read strictly: a line that is not understood, a key given twice or a name in two groups is no policy, for whoever trusts it
would trust something else than it says. At least one log is named. haal.ledger.verify reads policies with code of its own
(so that a stranger can read it alone), and the tests hold the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from haal.ledger import checkpoint, cosignature
from haal.ledger.checkpoint import Checkpoint
from haal.ledger.cosignature import WitnessKey
from haal.ledger.note import VerifyKey

NONE = "none"
GROUP = "witnesses"  # the one group of a policy that `text` writes
LINES_MAX = 1_000  # the specification asks for 32 logs, witnesses and groups


class BadPolicy(ValueError):
    """The text is no policy; the message names the line and says what is wrong."""


class Unsatisfied(ValueError):
    """The checkpoint is not one that the policy believes; the message says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A log whose checkpoints are believed; `url` is where it is read, if it says so."""

    key: VerifyKey
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A body that cosigns checkpoints: `name` within the policy, its `vkey` (type 0x04), `url` where it is asked."""

    name: str
    vkey: str
    url: str = ""

    @property
    def key(self) -> WitnessKey:
        """Return the key that checks its cosignatures. Raises BadNote."""
        return WitnessKey.parse(self.vkey)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Witnesses and groups, of which `needed` must have cosigned."""

    name: str
    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a policy file holds. `quorum` names a witness, a group or `none`."""

    logs: tuple[Log, ...]
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str = NONE


def text(*, logs: Sequence[VerifyKey], witnesses: Sequence[Witness] = (), needed: int = 0, comment: str = "") -> str:
    """Return the policy: any one of `logs` signs, and `needed` of the `witnesses` have cosigned.

    Raises:
        ValueError: no log, more witnesses needed than there are, or one with a name that is taken: a bug.
    """
    if not logs or not 0 <= needed <= len(witnesses):
        raise ValueError("a policy names a log, and needs no more witnesses than it has")
    names = tuple(witness.name for witness in witnesses)
    if {GROUP, NONE} & set(names):
        raise ValueError("no witness can be named like the group of all, or none")
    groups = (Group(name=GROUP, needed=needed, members=names),) if needed else ()
    made = Policy(
        logs=tuple(Log(key=key) for key in logs),
        witnesses=tuple(witnesses),
        groups=groups,
        quorum=GROUP if needed else NONE,
    )
    return written(made, comment=comment)


def written(policy: Policy, *, comment: str = "") -> str:
    """Return the file's text; what `parsed` reads from it is the same policy again."""
    lines = [f"# {line}" for line in comment.splitlines()]
    lines += [f"log {log.key.text} {log.url}".rstrip() for log in policy.logs]
    lines += [f"witness {one.name} {one.vkey} {one.url}".rstrip() for one in policy.witnesses]
    lines += [f"group {group.name} {group.needed} {' '.join(group.members)}" for group in policy.groups]
    return "\n".join([*lines, f"quorum {policy.quorum}"]) + "\n"


def satisfied(signed: str, policy: Policy) -> Checkpoint:
    """Return the checkpoint in a note, once a log of the policy has signed it and its quorum has cosigned it.

    Raises:
        BadNote, BadCheckpoint: no signed checkpoint of such a log, or a known key's line does not verify.
        Unsatisfied: too few witnesses have cosigned.
    """
    head = checkpoint.opened(signed, [log.key for log in policy.logs])
    names = cosigned_by(signed, policy)
    if policy.quorum != NONE and not _holds(policy, policy.quorum, frozenset(names)):
        raise Unsatisfied(f"it is cosigned by {', '.join(names) or 'nobody'}, which is not enough for the policy")
    return head


def cosigned_by(signed: str, policy: Policy) -> tuple[str, ...]:
    """Return the names of the policy's witnesses that have cosigned. Raises BadNote when a line of theirs does not verify."""
    keys = {witness.key: witness.name for witness in policy.witnesses}
    found = {keys[cosigned.key] for cosigned in cosignature.verified(signed, list(keys))}
    return tuple(witness.name for witness in policy.witnesses if witness.name in found)


def parsed(text: str) -> Policy:
    """Return the policy that a file's text holds, or raise BadPolicy. Source: C2SP tlog-policy."""
    lines = text.split("\n")
    if len(lines) > LINES_MAX:
        raise BadPolicy("the policy has too many lines")
    found = _Reading(logs=[], witnesses=[], groups=[], quorums=[])
    for number, line in enumerate(lines, 1):
        if any((letter < " " and letter != "\t") or letter == "\x7f" for letter in line):
            raise BadPolicy(f"line {number} holds control characters")
        words = [word for word in line.replace("\t", " ").split(" ") if word]
        if words and not words[0].startswith("#"):
            try:
                _read(found, words)
            except ValueError as error:
                raise BadPolicy(f"line {number}: {error}") from None
    if len(found.quorums) != 1 or not found.logs:
        raise BadPolicy("the policy names no log, or not exactly one quorum")
    return Policy(
        logs=tuple(found.logs),
        witnesses=tuple(found.witnesses),
        groups=tuple(found.groups),
        quorum=found.quorums[0],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What has been read so far."""

    logs: list[Log]
    witnesses: list[Witness]
    groups: list[Group]
    quorums: list[str]

    def names(self) -> set[str]:
        """Return the names given so far; witnesses and groups share them."""
        return {one.name for one in self.witnesses} | {one.name for one in self.groups}

    def members(self) -> set[str]:
        """Return the names that stand in a group."""
        return {name for group in self.groups for name in group.members}


def _read(found: _Reading, words: list[str]) -> None:
    match words:
        case ["log", vkey, *url] if len(url) < 2:
            key = VerifyKey.parse(vkey)
            if any(log.key.public == key.public for log in found.logs):
                raise BadPolicy("a log's key is given twice")
            found.logs.append(Log(key=key, url="".join(url)))
        case ["witness", name, vkey, *url] if len(url) < 2:
            witness = Witness(name=_new(name, found), vkey=vkey, url="".join(url))
            if witness.key.public in [one.key.public for one in found.witnesses]:
                raise BadPolicy("a witness's key is given twice")
            found.witnesses.append(witness)
        case ["group", name, needed, *members] if members:
            found.groups.append(_group(_new(name, found), needed, members=members, found=found))
        case ["quorum", name]:
            if name != NONE and name not in found.names():
                raise BadPolicy("the quorum names what no line before it has defined")
            found.quorums.append(name)
        case _:
            raise BadPolicy("it is not understood")


def _new(name: str, found: _Reading) -> str:
    if name == NONE or name in found.names():
        raise BadPolicy("that name cannot be given, or not twice")
    return name


def _group(name: str, needed: str, *, members: list[str], found: _Reading) -> Group:
    if not set(members) <= found.names():
        raise BadPolicy("a group names what no line before it has defined")
    if len(set(members)) < len(members) or set(members) & found.members():
        raise BadPolicy("a member stands in groups twice")
    count = {"any": "1", "all": str(len(members))}.get(needed, needed)
    if not re.fullmatch(r"[1-9][0-9]{0,8}", count) or int(count) > len(members):
        raise BadPolicy("the group needs none of its members, or more than it has")
    return Group(name=name, needed=int(count), members=tuple(members))


def _holds(policy: Policy, name: str, cosigned: frozenset[str]) -> bool:
    group = next((one for one in policy.groups if one.name == name), None)
    if group is None:
        return name in cosigned
    return sum(_holds(policy, member, cosigned) for member in group.members) >= group.needed
