"""Who witnesses this box: the operator's file HAAL_HOME/witnesses, and the trust policy that follows from it.

Each line is `NAME VKEY [URL]`, and one is `quorum N`: so many must have cosigned. A line that begins with # is a remark. A
witness without an address is asked by memory stick.

The one thing to know: the policy that strangers get is made of this file and the ledger's key, and nothing else; whoever
changes it changes what strangers are asked to trust, so it is read anew each time and refused whole when a line is off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from haal.channels import witness as channel
from haal.domain.errors import Malformed
from haal.ledger import policy
from haal.ledger.note import BadNote
from haal.ledger.policy import Policy, Witness
from haal.storage import checkpoint as kept
from haal.storage.ground.site import site

FILE = "witnesses"
WITNESSES_MAX = 16
_NAME = re.compile(r"[\w-][\w.-]{0,63}")  # it also names a folder on a memory stick


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The witnesses of this box, and how many of them must have cosigned."""

    witnesses: tuple[Witness, ...] = ()
    needed: int = 0


def named() -> Named:
    """Return what the operator's file says, nobody when there is none. Raises Malformed."""
    path = site().home / FILE
    try:
        return parsed(path.read_text("utf-8"))
    except FileNotFoundError:
        return Named()
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(FILE, expected="a text file that can be read", got=type(error).__name__) from None


def parsed(text: str) -> Named:
    """Return what such a file says. Raises Malformed with the number of the line."""
    witnesses: list[Witness] = []
    quorums: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        words = line.split()
        where = f"{FILE}, line {number}"
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "quorum":
            quorums.append(_quorum(words, where=where))
        else:
            witnesses.append(_witness(words, where=where))
    for what in (
        [one.name for one in witnesses],
        [one.key.name for one in witnesses],
        [one.key.public for one in witnesses],
    ):
        if len(set(what)) < len(what):
            raise Malformed(FILE, expected="each name and each key once", got="one twice")
    if len(quorums) != 1 and (witnesses or quorums):
        raise Malformed(FILE, expected="one line: quorum N", got=str(len(quorums)))
    needed = quorums[0] if quorums else 0
    if len(witnesses) > WITNESSES_MAX or needed > len(witnesses):
        raise Malformed(FILE, expected=f"at most {WITNESSES_MAX} witnesses, and a quorum of them", got=str(needed))
    return Named(witnesses=tuple(witnesses), needed=needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who has cosigned the newest checkpoint, by the names of the operator's file, and whether they are enough."""

    cosigned: tuple[str, ...]
    needed: int
    witnesses: int

    @property
    def witnessed(self) -> bool:
        """Return whether as many have cosigned as strangers ask for; with no witness at all nothing is witnessed."""
        return 0 < self.needed <= len(self.cosigned)


def standing() -> Standing:
    """Return how far the newest checkpoint is cosigned. Raises Malformed, BadNote (a kept line does not verify)."""
    who, signed = named(), kept.last()
    made = Policy(logs=(), witnesses=who.witnesses)
    cosigned = policy.cosigned_by(signed, made) if signed else ()
    return Standing(cosigned=cosigned, needed=who.needed, witnesses=len(who.witnesses))


def is_accepted(signed: str) -> bool:
    """Return whether a stranger with this box's policy would believe the signed checkpoint."""
    text = _policy_text()
    try:
        return text is not None and bool(policy.satisfied(signed, policy.parsed(text)))
    except ValueError:
        return False


def write_policy() -> bool:
    """Bring the public policy file up to date; return whether it had to be written. Raises Malformed."""
    text = _policy_text()
    if text is None or kept.read_public("policy") == text:
        return False
    kept.write_public("policy", text)
    return True


def _policy_text() -> str | None:
    key, who = kept.verify_key(), named()
    if key is None:
        return None
    return policy.text(logs=[key], witnesses=who.witnesses, needed=who.needed, comment=kept.POLICY_WORDS)


def _quorum(words: list[str], *, where: str) -> int:
    if len(words) != 2 or not (words[1].isascii() and words[1].isdigit()) or len(words[1]) > 3:
        raise Malformed(where, expected="quorum N", got="another")
    return int(words[1])


def _witness(words: list[str], *, where: str) -> Witness:
    name, *rest = words
    if len(rest) not in (1, 2) or name in {policy.GROUP, policy.NONE} or not _NAME.fullmatch(name):
        raise Malformed(where, expected="NAME VKEY [URL], the name without slashes", got="another")
    made = Witness(name=name, vkey=rest[0], url=rest[1].rstrip("/") if len(rest) == 2 else "")
    try:
        made.key  # noqa: B018 - reading it is the check
    except BadNote as error:
        raise Malformed(where, expected="the public key of a witness", got=str(error)) from None
    if made.url:
        channel.checked(made.url)
    return made
