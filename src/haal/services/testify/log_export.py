"""The public log for strangers: one file of it at a time over the web, or all of it as a folder.

The one thing to know: only what the newest public checkpoint speaks of is handed out; what came since then does not exist
for anybody outside, so that nobody can watch the box work. The files' form is `haal.formats.public.log_folder`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from haal.domain.errors import LedgerCorrupt, Malformed, NotFound
from haal.formats.public import log_folder
from haal.formats.public.log_folder import LogFile
from haal.ledger.tiles import WIDTH
from haal.storage import checkpoint as kept
from haal.storage import leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an export did: the size of the log, files written anew, files that were there."""

    size: int
    written: int
    there: int


def public_file(path: str) -> bytes:
    """Return one tile, or the entries of one. Raises NotFound: the public log has no such file."""
    signed = kept.last_signed()
    try:
        named = log_folder.parsed(path)
    except Malformed as error:
        raise NotFound from error
    if signed is None or not named.is_of(signed.size):
        raise NotFound
    return _read(named)


def write(*, to: Path, tell: Callable[[int, int], None] | None = None) -> Written:
    """Write the whole public log into a folder; the checkpoint comes last, so that the folder is whole at any moment.

    Args:
        to: the folder; a full tile that lies there already is left alone, so a mirror costs only what is new.
        tell: called with (files done, files in all), for a progress bar.

    Raises:
        NotFound: nothing has been signed yet.
        LedgerCorrupt: a tile or an entry is missing.
    """
    signed = kept.last_signed()
    if signed is None:
        raise NotFound
    named = list(log_folder.files_of(signed.size))
    written = 0
    for number, one in enumerate(named, start=1):
        path = to / one.path
        if one.width != WIDTH or not path.is_file():
            _put(path, _read(one))
            written += 1
        if tell:
            tell(number, len(named))
    policy = kept.read_public("policy")
    if policy is not None:
        _put(to / "policy", policy.encode())
    _put(to / "checkpoint", signed.note.encode())
    return Written(size=signed.size, written=written, there=len(named) - written)


def _read(named: LogFile) -> bytes:
    try:
        return named.read(tile=leaf.read_tile, entries=leaf.read_entries)
    except ValueError as error:
        raise LedgerCorrupt(f"the stored tree is damaged ({error}): run `haal ledger audit`") from error


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)
