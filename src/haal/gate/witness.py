"""`haal witness`: be the witness of other communities' logs, with a server or with a memory stick.

The one thing to know: it needs no box of Haal and shares nothing with one; best it runs on another machine, kept by other
people. How two communities witness one another: docs/how-to/witness.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from haal.cli import output
from haal.services.testify.witness import answer

NAME = "witness"
HELP = "be the witness of other communities' logs: set up, serve, answer a memory stick"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
THREADS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    own = _sub(below, "init", "make a witness: a new key and an empty database")
    own.add_argument("--name", required=True, help="its name for ever, for instance witness.example/our-town")
    own = _sub(below, "up", "answer logs that ask over the network")
    own.add_argument("--host", default="127.0.0.1", help="address to listen on (plain http: loopback only)")
    own.add_argument("--port", type=int, default=8010)
    own.add_argument("--certificate", type=Path, help="certificate for https (needed beyond loopback)")
    own.add_argument("--key", type=Path, help="private key of the certificate")
    own = _sub(below, "add-log", "let the witness listen to a log")
    own.add_argument("vkey", help="the log's public key, from its policy file")
    own = _sub(
        below, "answer", "answer the request in a folder of a memory stick: add-checkpoint -> cosignature, or refused"
    )
    own.add_argument("folder", type=Path, metavar="DIR", help="the folder with the file add-checkpoint")
    _sub(below, "status", "the witness's key, the logs it knows, and the evidence against them")
    own = _sub(below, "evidence", "write out what was refused, two checkpoints a case")
    own.add_argument("folder", type=Path, metavar="DIR", help="an empty folder")


def _sub(below: Any, name: str, words: str) -> argparse.ArgumentParser:  # noqa: ANN401 - argparse names no such type
    own: argparse.ArgumentParser = below.add_parser(name, help=words)
    own.add_argument("--home", type=Path, default=Path("haal-witness"), help="the witness's own folder")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")
    return own


def run(args: argparse.Namespace) -> int:
    """Do it; 1 when a request was refused or the witness is not whole."""
    what = {"init": _init, "up": _up, "add-log": _add_log, "answer": _answer, "status": _status, "evidence": _evidence}
    return what[args.what](args)


def _init(args: argparse.Namespace) -> int:
    vkey = answer.make(home=args.home, name=args.name)
    words = f"This witness's public key, for those who want to be witnessed:\n{vkey}\nNext: haal witness add-log VKEY"
    output.answer({"ok": True, "vkey": vkey}, as_json=args.json, words=words)
    return 0


def _add_log(args: argparse.Namespace) -> int:
    origin = answer.add_log(home=args.home, vkey=args.vkey)
    output.answer({"ok": True, "origin": origin}, as_json=args.json, words=f"listens to {origin}")
    return 0


def _answer(args: argparse.Namespace) -> int:
    said = answer.answer_stick(home=args.home, stick=args.folder, now=datetime.now(UTC))
    if said.status != 200:
        return output.fail(f"refused ({int(said.status)}): {said.body.strip()}", code="refused", as_json=args.json)
    words = f"cosigned; {answer.COSIGNATURE} lies in {args.folder}"
    output.answer({"ok": True, "cosignature": said.body.strip()}, as_json=args.json, words=words)
    return 0


def _status(args: argparse.Namespace) -> int:
    vkey, logs = answer.look(home=args.home), answer.known(home=args.home)
    rows = [f"{log.origin}: {log.size or 0} leaves cosigned, {log.evidence} refused and kept" for log in logs]
    told = [{"origin": log.origin, "size": log.size, "evidence": log.evidence} for log in logs]
    words = "\n".join([f"key {vkey}", *(rows or ["it knows no log: haal witness add-log VKEY"])])
    output.answer({"ok": True, "vkey": vkey, "logs": told}, as_json=args.json, words=words)
    return 0


def _evidence(args: argparse.Namespace) -> int:
    count = answer.write_evidence(home=args.home, to=args.folder)
    output.answer({"ok": True, "cases": count}, as_json=args.json, words=f"{count} cases in {args.folder}")
    return 0


def _up(args: argparse.Namespace) -> int:
    if args.host not in LOOPBACK and not (args.certificate and args.key):
        words = "beyond this machine only https is served: give --certificate and --key"
        return output.fail(words, code="https", as_json=args.json)
    answer.look(home=args.home)
    os.environ.update(HAAL_WITNESS=str(args.home.resolve()), HAAL_PARENT=str(os.getpid()))
    server = Granian(
        "haal.gate.witness_wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_access=False,
        log_enabled=False,
        websockets=False,
        ssl_cert=args.certificate,
        ssl_key=args.key,
    )
    sys.stderr.write(f"haal: witness on port {args.port} (stop with Ctrl-C)\n")
    server.serve()
    return 0
