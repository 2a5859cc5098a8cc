"""A trust policy (C2SP tlog-policy, draft): whose checkpoints to believe, and which witnesses must have cosigned.

The one thing to know: a policy is worth something only when it reaches the reader by another way than the bundle
it judges (the website, print, an earlier bundle).

Written here, read by haal.ledger.verify (which shares no code with this file, so that a stranger can read it alone).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from haal.ledger.note import VerifyKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A body that cosigns checkpoints: `name` within the policy, its `vkey` (type 0x04)."""

    name: str
    vkey: str


def text(*, logs: Sequence[VerifyKey], witnesses: Sequence[Witness] = (), needed: int = 0, comment: str = "") -> str:
    """Return the policy: any one of `logs` signs, and `needed` of the `witnesses` have cosigned.

    Raises:
        ValueError: no log, or more witnesses needed than there are: a bug.
    """
    if not logs or not 0 <= needed <= len(witnesses):
        raise ValueError("a policy names a log, and needs no more witnesses than it has")
    lines = [f"# {line}" for line in comment.splitlines()]
    lines += [f"log {key.text}" for key in logs]
    lines += [f"witness {witness.name} {witness.vkey}" for witness in witnesses]
    if needed:
        lines.append(f"group witnesses {needed} " + " ".join(witness.name for witness in witnesses))
    lines.append("quorum witnesses" if needed else "quorum none")
    return "\n".join(lines) + "\n"
