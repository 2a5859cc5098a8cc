"""`haal cap check`, `verify`, `publish`: look at CAP files of anybody, believe those of one key, write our own as a folder.

`check` prints one JSON line for each file, also without `--json`, and never stops at a bad one; it needs no data folder.
What a verdict means is in docs/reference/cap.md.
"""

from __future__ import annotations

import argparse
import json
import os
from datetime import datetime
from pathlib import Path

from haal.cli import output
from haal.cli.clock import now
from haal.domain.errors import Malformed
from haal.formats.cap.model import Alert
from haal.formats.cap.read import BYTES_MAX, Reading, Verdict, reading
from haal.formats.cap.times import read_time, write_time
from haal.formats.cap.trust import Distrusted, Register, verify, verify_feed
from haal.services.warn.publish import feeds

NAME = "cap"
HELP = "check CAP files, feeds and lists of anybody; verify signed ones; write ours for any web server"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    own = below.add_parser("check", help="one JSON line for each file: file, verdict, reasons, alerts, languages")
    own.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CAP 1.0 to 1.2, Atom, RSS, EDXL-DE, a list")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="the same: it is always JSON")
    own = below.add_parser("verify", help="believe a signed CAP file, or say why not")
    own.add_argument("file", type=Path, metavar="FILE", help="a CAP 1.2 file, or with --feed an Atom feed")
    own.add_argument("--feed", action="store_true", help="it is a feed: believe which files it names")
    own.add_argument("--key", type=Path, required=True, metavar="PEM", help="the certificate that you pinned")
    own.add_argument("--seen", type=Path, metavar="REGISTER", help="file in which to remember what was taken before")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")
    own = below.add_parser("publish", help="write CAP files, Atom, RSS, index and key into a folder of a web server")
    own.add_argument("to", type=Path, metavar="DIR", help="the folder; run it again to bring it up to date")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")


def run(args: argparse.Namespace) -> int:
    """Do it."""
    return {"check": _check, "verify": _verify, "publish": _publish}[args.what](args)


def _check(args: argparse.Namespace) -> int:
    told = [(path, _reading_of(path)) for path in args.files]
    for path, found in told:
        output.show(
            {
                "file": os.fsencode(path).decode("utf-8", "replace"),
                "verdict": found.verdict.value,
                "reasons": list(found.reasons),
                "alerts": len(found.alerts),
                "languages": list(found.languages),
            }
        )
    return 1 if any(found.verdict is Verdict.REFUSED for _path, found in told) else 0


def _reading_of(path: Path) -> Reading:
    try:
        return reading(_bytes_of(path))
    except OSError as error:
        return Reading(verdict=Verdict.REFUSED, reasons=(f"no-file: {type(error).__name__}",))


def _bytes_of(path: Path) -> bytes:
    """Return the file, or just enough of it to see that it is too large."""
    with path.open("rb") as file:
        return file.read(BYTES_MAX + 1)


def _verify(args: argparse.Namespace) -> int:
    try:
        register = _register(args.seen)
        if args.feed:
            told = verify_feed(_bytes_of(args.file), certificate=_bytes_of(args.key), now=now())
            output.answer({"ok": True, "links": list(told.links)}, as_json=args.json, words="\n".join(told.links))
            return 0
        alert = verify(_bytes_of(args.file), certificate=_bytes_of(args.key), register=register, now=now())
    except Distrusted as error:
        return output.fail(f"not believed: {error.reason}", code=error.reason.value, as_json=args.json)
    except OSError as error:
        return output.fail(f"cannot be read: {type(error).__name__}", code="no-file", as_json=args.json)
    except ValueError:
        return output.fail("--key: not a certificate with an ECDSA key", code="no-key", as_json=args.json)
    if args.seen is not None:
        _keep(args.seen, register.with_taken(alert))
    sent = write_time(alert.sent)
    words = f"Signed by {alert.sender}, sent {sent}: {alert.status} {alert.msg_type} {alert.identifier}"
    output.answer({"ok": True, **_told(alert, sent)}, as_json=args.json, words=words)
    return 0


def _told(alert: Alert, sent: str) -> dict[str, object]:
    return {
        "identifier": alert.identifier,
        "sender": alert.sender,
        "sent": sent,
        "status": alert.status.value,
        "msg_type": alert.msg_type.value,
        "languages": [info.language for info in alert.infos],
    }


def _register(path: Path | None) -> Register:
    if path is None or not path.exists():
        return Register()
    try:
        told = json.loads(output.text_of(path))
        seen = {str(name): read_time(str(sent), "sent") for name, sent in told["seen"].items()}
        since = told.get("not_before")
        return Register(seen=seen, not_before=_time(since) if since else None)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise Malformed(path.name, expected="a register that this command wrote", got=type(error).__name__) from None


def _time(text: object) -> datetime:
    return read_time(str(text), "not_before")


def _keep(path: Path, register: Register) -> None:
    told = {
        "seen": {name: write_time(sent) for name, sent in register.seen.items()},
        "not_before": write_time(register.not_before) if register.not_before else None,
    }
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    beside.replace(path)


def _publish(args: argparse.Namespace) -> int:
    done = feeds.write(to=args.to, now=now())
    value = {"ok": True, "files": list(done.files), "removed": done.removed}
    output.answer(value, as_json=args.json, words=f"{args.to}: {len(done.files)} files, {done.removed} taken out")
    return 0
