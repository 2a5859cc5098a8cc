"""A proxy on this machine that spoils calls: it stands between a gateway's client and the counting server.

It reads one HTTP request, does what its fault says with it, and passes the rest through unchanged. `fault` is set from the
same process; every call is spoiled while it is set. With no fault it is a wire.
"""

from __future__ import annotations

import socket
import struct
import threading
import time

LOOPBACK = "127.0.0.1"
RESET = struct.pack("ii", 1, 0)
SLOW_SECONDS = 0.3
HOLD_SECONDS = 1.0


class Proxy:
    """Listens on a free port, leads to another."""

    def __init__(self, to: int) -> None:
        """Listen at once."""
        self.to, self.fault, self.calls = to, "", 0
        self._server = socket.create_server((LOOPBACK, 0), backlog=64)
        self.port = int(self._server.getsockname()[1])
        self._over = False
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Listen no more: whoever calls is refused."""
        self._over = True
        self._server.close()

    def _accept(self) -> None:
        while not self._over:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        fault, self.calls = self.fault, self.calls + 1
        with line:
            try:
                self._answer(line, fault)
            except OSError:
                return

    def _answer(self, line: socket.socket, fault: str) -> None:
        if fault == "refused":
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            return
        if fault == "half-open":
            time.sleep(HOLD_SECONDS)
            return
        if fault == "disconnect-in-mid-batch":
            line.recv(700)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            return
        request = _whole(line)
        if fault in {"429", "5xx"}:
            status = "429 Too Many Requests\r\nRetry-After: 1" if fault == "429" else "503 Service Unavailable"
            line.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}".encode())
            return
        if fault == "tls-failure":
            line.sendall(b"\x15\x03\x01\x00\x02\x02\x28")  # a TLS alert: handshake failure
            return
        if fault == "slow":
            time.sleep(SLOW_SECONDS)
        answer = self._pass_on(request)
        if fault == "accepted-then-timeout":
            time.sleep(HOLD_SECONDS)
            return
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\xff\x00 no json" if fault == "garbage" else answer)

    def _pass_on(self, request: bytes) -> bytes:
        with socket.create_connection((LOOPBACK, self.to), timeout=10) as on:
            on.sendall(request)
            return _whole(on)


def _whole(line: socket.socket) -> bytes:
    """Read one message: its head, and as much body as the head says."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = line.recv(65_536)
        if not more:
            return data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(one.split(b":")[1]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length:")), 0
    )
    while len(body) < length:
        more = line.recv(65_536)
        if not more:
            break
        body += more
    return head + b"\r\n\r\n" + body
