"""Have the newest public checkpoint cosigned by memory stick: requests go out, answers come in.

The one thing to know: each witness has a folder of its own on the stick, named like it, and `haal witness answer FOLDER/NAME`
answers there. A stick may be on its way for days; the cosignature then belongs to the checkpoint of the day it left, which
the stick carries along, and is kept under that one.

Over the network it is `cosign`; what answers mean is `ours`.
"""

from __future__ import annotations

from pathlib import Path

from haal.domain.errors import Malformed
from haal.ledger import checkpoint, witness
from haal.ledger.policy import Witness
from haal.ledger.witness import BadRequest, Request, Status
from haal.services.testify.witness import ours
from haal.services.testify.witness.answer import COSIGNATURE, HELD, REFUSED, REQUEST
from haal.services.testify.witness.named import named
from haal.services.testify.witness.ours import Finding, Head, Unheard


def carry_out(*, folder: Path) -> tuple[str, ...]:
    """Lay a request for each witness that has not cosigned the newest checkpoint into FOLDER/NAME; return their names.

    Raises:
        Malformed: the folder cannot be written, or the operator's file of witnesses is off.
        LedgerCorrupt: the stored tree is damaged.
    """
    head = ours.newest()
    asked = ours.waiting(head) if head else {}
    for one, request in asked.items():
        _put(folder / one.name, request)
    return tuple(one.name for one in asked)


def carry_in(*, folder: Path) -> tuple[Finding, ...]:
    """Take in what witnesses laid into FOLDER/NAME; where one told its size, lay a new request there for the next way.

    Raises:
        Malformed: the folder cannot be read or written, or the operator's file of witnesses is off.
        LedgerCorrupt: the stored tree is damaged.
    """
    head = ours.newest()
    if head is None:
        return ()
    there = [(one, folder / one.name) for one in named().witnesses if (folder / one.name).is_dir()]
    found = [_carried_in(one, path, head) for one, path in there]
    return tuple(one for one in found if one is not None)


def _carried_in(one: Witness, folder: Path, head: Head) -> Finding | None:
    lines, refused, held = (_text(folder / name) for name in (COSIGNATURE, REFUSED, HELD))
    if held is not None and (against := ours.judged(one=one, text=held, key=head.key)):
        return against
    if lines is not None:
        signed = _asked_about(folder, head)
        return (
            ours.taken(one=one, lines=lines, signed=signed)
            if signed
            else Unheard(witness=one.name, why="of no checkpoint of ours")
        )
    if refused is None:
        return None  # not yet answered
    status, _, text = refused.partition("\n")
    if status == str(int(Status.COSIGNED)) or not (status.isascii() and status.isdigit() and len(status) == 3):
        return Unheard(witness=one.name, why="no answer that we understand")
    result = ours.understood(one, status=int(status), text=text, head=head)
    if not isinstance(result, int):
        return result
    _put(folder, ours.request(head, old=result))
    return Unheard(witness=one.name, why=f"says it holds {result} leaves; a new request lies on the stick")


def _asked_about(folder: Path, head: Head) -> str | None:
    """Return the checkpoint that the stick carries, if it is one of this log as it is."""
    try:
        request = witness.parsed((_text(folder / REQUEST) or "").encode())
        told = checkpoint.opened(request.note, [head.key])
    except (BadRequest, ValueError):
        return None
    return request.note if told.size <= head.size and ours.root_at(told.size) == told.root else None


def _put(folder: Path, request: Request) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (COSIGNATURE, REFUSED, HELD):
            (folder / name).unlink(missing_ok=True)
        (folder / REQUEST).write_bytes(request.body)
    except OSError as error:
        raise Malformed(str(folder), expected="a folder that can be written", got=type(error).__name__) from None


def _text(path: Path) -> str | None:
    """Return what a file on the stick says, None when there is none. Raises Malformed."""
    try:
        with path.open("rb") as file:
            return file.read(witness.BODY_BYTES_MAX).decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(str(path), expected="a text file that can be read", got=type(error).__name__) from None
