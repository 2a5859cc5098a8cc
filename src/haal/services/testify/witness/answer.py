"""The witness program: knows logs of others, and cosigns a checkpoint when it grew out of the last one it cosigned.

The one thing to know: the new head is kept before the answer leaves, in the same step in which the old one was read, so
that no two requests, however they meet, get cosignatures of two histories. A request that shows a log with two histories
is kept; it is worth more than the log's word.

Needs no Haal box: everything lies in the folder of the witness. How a box asks is `cosign`, beside this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from haal.domain.errors import Malformed
from haal.ledger import cosignature, witness
from haal.ledger.note import BadNote, VerifyKey, only
from haal.ledger.witness import BadRequest, Decision, Request, Status
from haal.storage.witness import folder, heads

SIZE_TYPE = "text/x.tlog.size"
TEXT_TYPE = "text/plain; charset=utf-8"
REQUEST, COSIGNATURE, REFUSED, HELD = "add-checkpoint", "cosignature", "refused", "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered, as HTTP says it."""

    status: int
    body: str
    content_type: str = TEXT_TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A log that the witness knows; `size` is that of the head it cosigned last, None for none."""

    origin: str
    size: int | None
    evidence: int


def make(*, home: Path, name: str) -> str:
    """Make a witness in an empty folder and return its public key (vkey). Raises WitnessLost, Malformed."""
    try:
        return folder.make(home, name=name).text
    except BadNote as error:
        raise Malformed("name", expected="a name like witness.example/our-town", got=str(error)) from error


def look(*, home: Path) -> str:
    """Return the public key of a witness that is whole and can answer. Raises WitnessLost."""
    return _open(home)[0].verify_key.text


def add_log(*, home: Path, vkey: str) -> str:
    """Let the witness listen to the log with this key, and return the log's origin. Raises WitnessLost, Malformed."""
    _, path = _open(home)
    try:
        key = VerifyKey.parse(vkey)
    except BadNote as error:
        raise Malformed("vkey", expected="the public key of a log", got=str(error)) from error
    heads.add_log(path, key)
    return key.name


def answer(*, home: Path, body: bytes, now: datetime) -> Answer:
    """Return the answer to a request to add a checkpoint; whatever it changes is on the disk by then. Raises WitnessLost."""
    key, path = _open(home)
    try:
        request = witness.parsed(body)
    except BadRequest as error:
        return Answer(status=Status.MALFORMED, body=f"{error}\n")
    head, at = request.head, int(now.timestamp())
    keys = heads.keys_of(path, head.origin)
    first = witness.decide(request, keys=keys, held=None)
    if first.status in {Status.UNKNOWN_LOG, Status.NOT_SIGNED, Status.MALFORMED}:
        return _refused(first)  # nobody else waits for it
    with heads.turn(path) as turn:
        before = turn.held(head.origin)
        held, note = before or (None, "")
        decided = witness.decide(request, keys=keys, held=held)
        if decided.evidence:
            turn.keep_evidence(request, kind=decided.evidence, held=note, at=at)
        if decided.status is not Status.COSIGNED:
            return _refused(decided)
        line = cosignature.cosigned(head.text, key, at=at)
        turn.keep(head, after=held, note=only(request.note, keys) + line)
    return Answer(status=Status.COSIGNED, body=line)


def last(*, home: Path, origin_hash: str) -> Answer:
    """Return the last cosigned checkpoint of the log whose origin has this SHA-256 in hex. Raises WitnessLost."""
    note = heads.last(_open(home)[1], origin_hash)
    return Answer(status=404, body="no such log\n") if note is None else Answer(status=200, body=note)


def answer_stick(*, home: Path, stick: Path, now: datetime) -> Answer:
    """Answer the request that lies in a folder of a memory stick, and lay the answer beside it.

    `cosignature` holds the line; `refused` the status and the reason or size, and `held` the checkpoint cosigned last.

    Raises:
        WitnessLost: the witness is not whole.
        Malformed: there is no request, or the stick cannot be written.
    """
    try:
        with (stick / REQUEST).open("rb") as file:
            body = file.read(witness.BODY_BYTES_MAX + 1)
        answered = answer(home=home, body=body, now=now)
        for name in (COSIGNATURE, REFUSED, HELD):
            (stick / name).unlink(missing_ok=True)
        if answered.status == Status.COSIGNED:
            (stick / COSIGNATURE).write_text(answered.body, "utf-8")
            return answered
        (stick / REFUSED).write_text(f"{answered.status}\n{answered.body}", "utf-8")
        if held := _held_for(home, body):
            (stick / HELD).write_text(held, "utf-8")
    except OSError as error:
        raise Malformed(str(stick), expected=f"a folder with a file {REQUEST}", got=type(error).__name__) from error
    return answered


def known(*, home: Path) -> tuple[Known, ...]:
    """Return the logs that the witness knows. Raises WitnessLost."""
    return tuple(Known(origin=one, size=size, evidence=count) for one, size, count in heads.logs(_open(home)[1]))


def write_evidence(*, home: Path, to: Path) -> int:
    """Write what was refused into an empty folder, two files a case: what was held, and what was told; return how many cases.

    Raises:
        WitnessLost: the witness is not whole.
        Malformed: the folder is not empty.
    """
    cases = heads.evidence(_open(home)[1])
    to.mkdir(parents=True, exist_ok=True)
    if any(to.iterdir()):
        raise Malformed(str(to), expected="an empty folder", got="one with files")
    for number, case in enumerate(cases, 1):
        told = witness.parsed(case.told)
        (to / f"{number:04d}-{case.kind}-held.checkpoint").write_text(case.held, "utf-8")
        (to / f"{number:04d}-{case.kind}-told.checkpoint").write_text(told.note, "utf-8")
    return len(cases)


def _refused(decided: Decision) -> Answer:
    if decided.size is not None:
        return Answer(status=decided.status, body=f"{decided.size}\n", content_type=SIZE_TYPE)
    return Answer(status=decided.status, body=f"{decided.why}\n")


def _held_for(home: Path, body: bytes) -> str | None:
    try:
        request: Request = witness.parsed(body)
    except BadRequest:
        return None
    with heads.turn(_open(home)[1]) as turn:
        held = turn.held(request.head.origin)
    return held[1] if held else None


def _open(home: Path) -> tuple[cosignature.WitnessSigningKey, Path]:
    try:
        return folder.opened(home)
    except BadNote as error:
        raise folder.WitnessLost(f"{folder.KEY} is damaged: {error}") from error
