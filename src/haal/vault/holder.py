"""The key holder: a small process that keeps the box's secrets in memory and outlives a restart of Haal, not power-off.

The one thing to know: it listens on a unix socket that only its own account may open, asks the kernel who is calling,
and knows two words: `fetch` and `lock`. After `lock` it takes its socket away and ends; Haal sees the socket gone and
forgets. Run as `python -m haal.vault.holder SOCKET` with the secrets (JSON) on standard input; `start` does that. It
writes nothing to disk, leaves no core dump and cannot be read by a debugger of the same account. Not the key file:
see `haal.vault.keys`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from haal.vault.keys import Secrets

FETCH, LOCK = b"fetch\n", b"lock\n"
ANSWER_BYTES_MAX = 65_536
TIMEOUT_SECONDS = 5.0
START_SECONDS_MAX = 20.0
BACKLOG = 16
PR_SET_DUMPABLE = 4
MCL_CURRENT = 1
PATH_BYTES_MAX = 100  # the kernel's limit for a socket's path is 108
_PEER = struct.Struct("3i")  # pid, uid, gid


class HolderDidNotStart(Exception):
    """The key holder ended at once, or another one holds this socket."""


def fetch(path: Path) -> Secrets | None:
    """Return what the holder at `path` holds, or None when nobody answers there."""
    raw = _say(path, FETCH)
    return Secrets.from_json(raw) if raw else None


def lock(path: Path) -> bool:
    """Tell the holder at `path` to forget and end; False when there was none. Then the socket is gone."""
    answered = _say(path, LOCK) is not None
    path.unlink(missing_ok=True)
    return answered


def start(path: Path, held: Secrets) -> int:
    """Start a holder at `path` in a session of its own and return its process id.

    Raises:
        HolderDidNotStart: it ended at once, or a holder answers there already.
    """
    if fetch(path) is not None:
        raise HolderDidNotStart
    path.unlink(missing_ok=True)
    command = [sys.executable, "-m", "haal.vault.holder", str(path)]
    child = subprocess.Popen(  # noqa: S603 - our own module, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
    )
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError), child.stdin:
        child.stdin.write(held.to_json())
    deadline = time.monotonic() + START_SECONDS_MAX
    while fetch(path) is None:
        if child.poll() is not None or time.monotonic() > deadline:
            raise HolderDidNotStart
        time.sleep(0.02)
    child.returncode = 0  # It stays; Popen must not complain that nobody waited for it.
    return child.pid


def serve(path: Path, held: Secrets) -> None:
    """Answer until somebody says `lock`."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        with _short(path) as address:
            server.bind(address)
        server.listen(BACKLOG)
        mine = path.stat().st_ino
        while True:
            caller, _address = server.accept()
            with caller, contextlib.suppress(OSError):
                caller.settimeout(TIMEOUT_SECONDS)
                if _uid_of(caller) == os.geteuid() and _answer(caller, held):
                    break
        if path.exists() and path.stat().st_ino == mine:
            path.unlink()


def main(arguments: list[str]) -> int:
    """Harden this process, read the secrets from standard input, serve."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        return 1
    held = Secrets.from_json(sys.stdin.buffer.read(ANSWER_BYTES_MAX))
    libc.mlockall(MCL_CURRENT)  # Best effort: an account without the right to it may find secrets in its own swap.
    serve(Path(arguments[0]), held)
    return 0


def _answer(caller: socket.socket, held: Secrets) -> bool:
    """Answer one caller; True when it said `lock`."""
    word = caller.recv(16)
    if word == FETCH:
        caller.sendall(held.to_json())
    if word == LOCK:
        caller.sendall(b"locked")
    return word == LOCK


def _uid_of(caller: socket.socket) -> int:
    _pid, uid, _gid = _PEER.unpack(caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))
    return int(uid)


def _say(path: Path, word: bytes) -> bytes | None:
    """Say a word to the holder and return all it answers; None when nobody is there."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(TIMEOUT_SECONDS)
        try:
            with _short(path) as address:
                line.connect(address)
            line.sendall(word)
            return b"".join(iter(lambda: line.recv(ANSWER_BYTES_MAX), b""))
        except OSError:
            return None


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """Yield an address of the socket that is short enough for the kernel, however deep its folder lies."""
    if len(os.fsencode(path)) <= PATH_BYTES_MAX:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
