"""The other ends of the Hawaii campaign, in one process of this machine: a mail server, a Kannel, a phone's server.

They take what real ones take, and write down when, by which way and to whom. A line "down NAME" on stdin closes one of
them with all its connections, as when a mast or a modem fails. Ports are printed as the first line.
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import json
import ssl
import sys
import time
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

BODY_BYTES_MAX = 65_536


class Log:
    """What came, one JSON line each."""

    def __init__(self, file: TextIO) -> None:
        """Write to `file`."""
        self._file = file

    def add(self, *, by: str, to: str, text: str) -> None:
        """Write one arrival down: the instant, the way, the address, and which text it was."""
        said = hashlib.sha256(text.encode()).hexdigest()[:12]
        self._file.write(json.dumps({"at": time.time(), "by": by, "to": to, "said": said}) + "\n")
        self._file.flush()


class Inbox:
    """The mail server's half."""

    def __init__(self, log: Log) -> None:
        """Write to `log`."""
        self._log = log

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take one mail."""
        subject = message_from_bytes(envelope.content, policy=policy.default)["Subject"]
        for to in envelope.rcpt_tos:
            self._log.add(by="mail", to=to, text=str(subject))
        return "250 OK"


async def _http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, name: str, log: Log) -> None:
    """Answer one connection as a Kannel (GET) or as a phone's server (POST) does, until it ends."""
    try:
        while line := await reader.readline():
            method, target, _ = line.decode("ascii").split(" ", 2)
            length = 0
            while (header := await reader.readline()).strip():
                field, _, value = header.decode("latin-1").partition(":")
                length = int(value) if field.lower() == "content-length" else length
            body = await reader.readexactly(min(length, BODY_BYTES_MAX))
            if method == "GET":
                asked = parse_qs(urlsplit(target).query)
                log.add(by=name, to=asked["to"][0], text=asked["text"][0])
                answer, kind = b"0: Accepted for delivery", "text/html"
            else:
                told = json.loads(body)
                log.add(by=name, to=told["phoneNumbers"][0], text=told["textMessage"]["text"])
                answer, kind = json.dumps({"id": told["id"], "state": "Pending"}).encode(), "application/json"
            writer.write(
                f"HTTP/1.1 202 Accepted\r\nContent-Type: {kind}\r\nContent-Length: {len(answer)}\r\n\r\n".encode()
                + answer
            )
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


def certificate(folder: Path) -> ssl.SSLContext:
    """Make the mail server's certificate for this run in `folder`, as `peers.pem`, and return what serves with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(hours=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    whole = folder / "peers.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    whole.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return context


async def serve(log: Log, tls: ssl.SSLContext) -> None:
    """Serve until stdin ends."""
    loop = asyncio.get_running_loop()
    made = lambda: SMTP(Inbox(log), hostname="localhost", enable_SMTPUTF8=True, loop=loop, tls_context=tls)  # noqa: E731
    servers = {"mail": await loop.create_server(made, "127.0.0.1", 0)}
    for name in ("kannel", "android"):
        answer = lambda reader, writer, name=name: _http(reader, writer, name=name, log=log)  # noqa: E731
        servers[name] = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(json.dumps({name: server.sockets[0].getsockname()[1] for name, server in servers.items()}), flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        gone = servers[line.split()[1]]
        gone.close()
        gone.close_clients()
        print("down", flush=True)


if __name__ == "__main__":
    with Path(sys.argv[1]).open("w", encoding="ascii") as file:
        asyncio.run(serve(Log(file), certificate(Path(sys.argv[1]).parent)))
