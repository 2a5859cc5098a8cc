"""`haal ledger status|audit|export|publish|witness`: the ledger's head, whether all of it fits, its public files, who saw it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from haal.cli import output
from haal.cli.clock import now
from haal.services.testify import audit, log_export, queries, seal
from haal.services.testify.witness import carry, cosign, named
from haal.services.testify.witness.ours import Cosigned

NAME = "ledger"
HELP = "show the ledger's head, check all of it, write it out for strangers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    _sub(
        below,
        "status",
        "the public checkpoint, its eight words, and what waits within; exit 1 when nothing may be signed",
    )
    own = _sub(below, "audit", "recompute everything from the leaves; exit 1 when anything does not fit")
    own.add_argument("--against", type=Path, help="a signed checkpoint from elsewhere, to be held against ours")
    own = _sub(below, "export", "write the public log as files for any web server, mirror or memory stick")
    own.add_argument("to", type=Path, metavar="DIR", help="the folder; only what is new is written")
    own = _sub(below, "publish", "sign this hour's checkpoint now instead of waiting for the clock")
    own.add_argument("--catch-up", action="store_true", help="take in all that waits: it shows that there was much")
    own = _sub(below, "witness", "have the newest checkpoint cosigned by the witnesses in HAAL_HOME/witnesses")
    stick = own.add_mutually_exclusive_group()
    stick.add_argument("--carry-out", type=Path, metavar="DIR", help="write the requests onto a memory stick instead")
    stick.add_argument("--carry-in", type=Path, metavar="DIR", help="take in the answers that came back on it")


def _sub(below: Any, name: str, words: str) -> argparse.ArgumentParser:  # noqa: ANN401 - argparse names no such type
    own: argparse.ArgumentParser = below.add_parser(name, help=words)
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")
    return own


def run(args: argparse.Namespace) -> int:
    """Answer the question; 1 when anything does not fit or may not be signed."""
    what = {"status": _status, "audit": _audit, "export": _export, "publish": _publish, "witness": _witness}
    return what[args.what](args)


def _status(args: argparse.Namespace) -> int:
    seen, inside = queries.ledger(), queries.inside()
    value = {
        "ok": bool(seen.note) and not inside.refused,
        "size": seen.size,
        "root": seen.root,
        "words": seen.words,
        "signed_at": seen.signed_at.isoformat() if seen.signed_at else None,
        "vkey": seen.vkey,
        "fingerprint": seen.fingerprint,
        "cosignatures": list(seen.witnesses),
        "inside": {"size": inside.size, "waiting": inside.waiting, "hours_behind": inside.hours_behind},
        "refused": inside.refused,
    }
    lines = [
        seen.note or "nothing has been signed yet",
        f"in eight words: {seen.words or '-'}",
        f"cosigned by {', '.join(seen.witnesses) or 'nobody: not yet witnessed'}",
        f"key {seen.vkey or 'none: run haal init'}",
        f"fingerprint {seen.fingerprint or '-'}",
        f"within: {inside.size} leaves, {inside.waiting} acts without a place, public in {inside.hours_behind} hours",
    ]
    if inside.refused:
        lines.append(f"NOTHING IS SIGNED: {inside.refused}")
    output.answer(value, as_json=args.json, words="\n".join(lines))
    return 1 if inside.refused else 0


def _export(args: argparse.Namespace) -> int:
    with output.bar("files of the public log") as tell:
        done = log_export.write(to=args.to, tell=tell)
    value = {"ok": True, "size": done.size, "written": done.written, "there": done.there}
    words = f"{args.to}: a log of {done.size} leaves, {done.written} files written, {done.there} were there"
    output.answer(value, as_json=args.json, words=words)
    return 0


def _publish(args: argparse.Namespace) -> int:
    done = seal.publish(now=now(), catch_up=args.catch_up)
    size = queries.ledger().size
    words = f"signed: {done.size} leaves" if done else f"this hour's checkpoint is public already: {size} leaves"
    output.answer({"ok": True, "signed": done is not None, "size": size}, as_json=args.json, words=words)
    return 0


def _witness(args: argparse.Namespace) -> int:
    named.write_policy()
    if args.carry_out:
        names = carry.carry_out(folder=args.carry_out)
        words = f"{args.carry_out}: a request for each of {', '.join(names) or 'nobody: all have cosigned, or there is none'}"
        output.answer({"ok": True, "requests": list(names)}, as_json=args.json, words=words)
        return 0
    found = carry.carry_in(folder=args.carry_in) if args.carry_in else cosign.ask()
    standing = named.standing()
    told = [{"is": type(one).__name__.lower(), **asdict(one)} for one in found]
    well = all(isinstance(one, Cosigned) for one in found)
    value = {"ok": well, "witnesses": told, "cosigned": list(standing.cosigned), "witnessed": standing.witnessed}
    rows = [" ".join(f"{key}: {value}" for key, value in one.items()) for one in told]
    rows.append(f"cosigned by {len(standing.cosigned)} of {standing.witnesses}, {standing.needed} are needed")
    output.answer(value, as_json=args.json, words="\n".join(rows))
    return 0 if well else 1


def _audit(args: argparse.Namespace) -> int:
    try:
        against = args.against.read_text("utf-8") if args.against else None
    except (OSError, UnicodeDecodeError):
        return output.fail(f"cannot read {args.against.name}", code="file", as_json=args.json)
    with output.bar("leaves checked") as tell:
        found = audit.audit(against=against, tell=tell)
    value = {
        "ok": not found.problems,
        "size": found.size,
        "root": found.root.hex(),
        "checkpoints": found.checkpoints,
        "waiting": found.waiting,
        "behind": found.behind,
        "problems": list(found.problems),
    }
    state = (
        "all of it fits" if not found.problems else "\n".join(f"DOES NOT FIT: {problem}" for problem in found.problems)
    )
    words = f"{found.size} leaves, {found.checkpoints} checkpoints, {found.waiting} acts waiting: {state}"
    output.answer(value, as_json=args.json, words=words)
    return 1 if found.problems else 0
