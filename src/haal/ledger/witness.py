"""What a witness is asked and what it answers (C2SP tlog-witness v1.0.0): the request, and the decision as a pure rule.

The one thing to know: a witness keeps one head for each log, the largest that it has cosigned, and cosigns another only when
the new tree is shown to have grown out of that one. So of two histories of a log it cosigns at most one. The head has to be
changed and kept before the answer leaves, or two requests at once could undo that: haal.storage.witness.

Only checkpoints of three lines, as everywhere here: what else the specification allows is answered with 400.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from haal.ledger import checkpoint, merkle, note
from haal.ledger.checkpoint import BadCheckpoint, Checkpoint
from haal.ledger.note import BadNote, VerifyKey

PROOF_LINES_MAX = 63
BODY_BYTES_MAX = 64 * 1024
SIZE_MAX = 2**63 - 1
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


class BadRequest(ValueError):
    """The bytes are no request to add a checkpoint; the message says where they depart."""


class Status(IntEnum):
    """The answers of a witness, which are those of HTTP."""

    COSIGNED = 200
    MALFORMED = 400
    NOT_SIGNED = 403
    UNKNOWN_LOG = 404
    CONFLICT = 409
    UNPROVEN = 422


class Evidence(StrEnum):
    """What a refused request shows of its log."""

    FORKED = "forked"  # two signed heads of one size: the log has two histories, and anybody can see it
    UNPROVEN = "unproven"  # a signed head without proof that it grew out of the last one: perhaps a bad proof only


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Please cosign `note` (a signed checkpoint): by `proof` it grew out of the `old` leaves that you know."""

    old: int
    proof: tuple[bytes, ...] = ()
    note: str

    @property
    def body(self) -> bytes:
        """Return the request as it travels."""
        lines = "".join(base64.b64encode(value).decode() + "\n" for value in self.proof)
        return f"old {self.old}\n{lines}\n{self.note}".encode()

    @property
    def head(self) -> Checkpoint:
        """Return the checkpoint, nothing of it verified."""
        return checkpoint.parsed(note.parted(self.note)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the witness answers. `size`, with a conflict, is that of the head it holds; `evidence` is worth keeping."""

    status: Status
    why: str = ""
    size: int | None = None
    evidence: Evidence | None = None


def parsed(body: bytes) -> Request:
    """Return the request in `body`, whose checkpoint has three lines and signatures; raise BadRequest if it is none."""
    if len(body) > BODY_BYTES_MAX:
        raise BadRequest("the request is too long")
    try:
        head, gap, signed = body.decode().partition("\n\n")
    except UnicodeDecodeError:
        raise BadRequest("the request is not UTF-8") from None
    first, *lines = head.split("\n")
    old = _OLD.fullmatch(first)
    if not gap or old is None:
        raise BadRequest("a request is the old size, a proof, an empty line and a checkpoint")
    if len(lines) > PROOF_LINES_MAX:
        raise BadRequest("no proof is that long")
    request = Request(old=int(old[1]), proof=tuple(_hash(line) for line in lines), note=signed)
    try:
        size = request.head.size
    except (BadNote, BadCheckpoint) as error:
        raise BadRequest(str(error)) from error
    if max(size, request.old) > SIZE_MAX:
        raise BadRequest("no tree is that large")
    return request


def decide(request: Request, *, keys: Sequence[VerifyKey], held: Checkpoint | None) -> Decision:
    """Return what is answered, by the keys known for the log (none: it is unknown) and the head last cosigned for it.

    The caller keeps the request's head, if it is to be cosigned, in the same step in which `held` was read.
    """
    new = request.head
    if not keys:
        return Decision(status=Status.UNKNOWN_LOG, why="this witness does not know the log")
    try:
        checkpoint.opened(request.note, keys)
    except BadNote as error:
        return Decision(status=Status.NOT_SIGNED, why=str(error))
    if request.old > new.size:
        return Decision(status=Status.MALFORMED, why="the old size is larger than the checkpoint's")
    last = held or Checkpoint(origin=new.origin, size=0, root=merkle.EMPTY_ROOT)
    if new.size == last.size and new.root != last.root:
        why = "the witness holds another root of this size"
        evidence = Evidence.FORKED if held else Evidence.UNPROVEN
        return Decision(status=Status.CONFLICT, why=why, size=last.size, evidence=evidence)
    if request.old != last.size:
        return Decision(status=Status.CONFLICT, why="the witness holds another size", size=last.size)
    try:
        _prove(request, new, last)
    except merkle.Unproven as error:
        return Decision(status=Status.UNPROVEN, why=str(error), evidence=Evidence.UNPROVEN)
    return Decision(status=Status.COSIGNED)


def _prove(request: Request, new: Checkpoint, last: Checkpoint) -> None:
    if last.size == 0 and new.size > 0:  # anything grows out of nothing
        if request.proof:
            raise merkle.Unproven("from an empty tree there is nothing to prove")
        return
    merkle.verify_consistency(old=last.size, new=new.size, proof=request.proof, old_root=last.root, new_root=new.root)


def _hash(line: str) -> bytes:
    try:
        value = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest("a hash is not base64") from None
    if len(value) != merkle.HASH_BYTES or base64.b64encode(value).decode() != line:
        raise BadRequest("a hash is not 32 bytes")
    return value
