"""`haal up`: serve pages and run the clock, one worker, on loopback unless told otherwise."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from haal.gate import box

NAME = "up"
HELP = "serve the site and run the clock"
THREADS = 32  # those that wait together share one commit (haal.storage.ground.together)
WAITING_MAX = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (plain http: loopback only)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("--certificate", type=Path, help="certificate for https (needed beyond loopback)")
    parser.add_argument("--key", type=Path, help="private key of the certificate")


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop. Refuses a second worker, and plain http beyond loopback."""
    folder = Path(os.environ.get("HAAL_HOME", "haal-data")).resolve()
    if args.host not in {"127.0.0.1", "localhost", "::1"} and not (args.certificate and args.key):
        sys.stderr.write(
            "haal: beyond this machine only https is served: give --certificate and --key (see docs/how-to/lan-box.md)\n"
        )
        return 1
    if not (folder / "keys" / "site.key").is_file():
        sys.stderr.write(f"haal: {folder} has not been set up; run: haal init\n")
        return 1
    if box.is_running(folder):
        sys.stderr.write(f"haal: another worker serves {folder}; stop it first\n")
        return 1
    call_command("collectstatic", interactive=False, verbosity=0)
    os.environ.update(HAAL_HOME=str(folder), HAAL_CLOCK="1", HAAL_PARENT=str(os.getpid()))
    server = Granian(
        "haal.gate.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=args.threads,
        backlog=WAITING_MAX,
        backpressure=WAITING_MAX,
        log_access=False,
        log_enabled=False,
        websockets=False,
        ssl_cert=args.certificate,
        ssl_key=args.key,
    )
    sys.stderr.write(f"haal: http{'s' if args.certificate else ''}://{args.host}:{args.port}/ (stop with Ctrl-C)\n")
    server.serve()
    return 0
