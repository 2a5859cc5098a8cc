"""`haal unlock`, `haal lock`, `haal keys status`: the box's secret keys into memory, out of it, and what state they are in.

The one thing to know: `lock` forgets at once, also in a Haal that runs, and works when the database does not. The key
keepers' keys are never here; see docs/how-to for the offline station.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from types import SimpleNamespace

from haal.cli import output
from haal.cli.clock import now
from haal.domain.errors import KeysLocked
from haal.services.people import key_holder

CANNOT_OPEN = "this passphrase does not open the key file, or there is no key file: was haal init run here?"


def _unlock_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--passphrase-file", type=Path, help="file with the passphrase (else it is asked for)")


def _unlock(args: argparse.Namespace) -> int:
    passphrase = output.passphrase(args.passphrase_file)
    try:
        process = key_holder.unlock(passphrase=passphrase, now=now())
    except KeysLocked:
        return output.fail(CANNOT_OPEN, code="keys-locked", as_json=args.json)
    words = "Unlocked. It stays so until haal lock, or until the machine is switched off."
    output.answer({"ok": True, "process": process}, as_json=args.json, words=words)
    return 0


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """`haal lock` takes nothing, so that it can be typed in a hurry."""


def _lock(args: argparse.Namespace) -> int:
    was_open = key_holder.lock(now=now())
    words = "Locked: the keys are out of memory." if was_open else "It was locked already."
    output.answer({"ok": True, "was_open": was_open}, as_json=args.json, words=words)
    return 0


def _keys_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["status"], help="what to do with the keys")


def _keys(args: argparse.Namespace) -> int:
    status = key_holder.status()
    value = {
        "ok": not status.locked,
        "locked": status.locked,
        "desk": status.desk,
        "custodians": list(status.custodians),
    }
    state = "DELIVERY LOCKED: run haal unlock" if status.locked else "open"
    words = f"{state}\ndesk key {status.desk}\n" + "\n".join(f"key keeper {public}" for public in status.custodians)
    output.answer(value, as_json=args.json, words=words)
    return 0


COMMANDS = tuple(
    SimpleNamespace(NAME=name, HELP=words, add_arguments=arguments, run=run)
    for name, words, arguments, run in (
        ("unlock", "bring the desk's keys into memory", _unlock_arguments, _unlock),
        ("lock", "take the desk's keys out of memory at once: nothing can be read or sent", _no_arguments, _lock),
        ("keys", "show whether the box is locked, and who its key keepers are", _keys_arguments, _keys),
    )
)
