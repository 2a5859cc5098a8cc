"""`haal init`, `doctor`, `backup`, `restore`, `upgrade`: the life of one box.

Each is one entry of `COMMANDS`; what they do is in `haal.services.people` and, for the ledger, `haal.services.testify`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from types import SimpleNamespace

from rich.console import Console

from haal.cli import output
from haal.cli.clock import now
from haal.domain.errors import KeysLocked
from haal.services.assess import board
from haal.services.people import backup, health, setup
from haal.services.testify import queries, restored, seal

STDERR = Console(stderr=True)


def _init_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--custodian",
        action="append",
        default=[],
        metavar="age1...",
        help="public key of a key keeper, made on a machine that is never online with age-keygen; at least two",
    )
    parser.add_argument(
        "--passphrase-file", type=Path, help="file with the passphrase of the desk's keys (else it is asked for)"
    )
    parser.add_argument(
        "--backup-key-to", type=Path, required=True, help="where to write the private backup key; move it off this box"
    )


def _init(args: argparse.Namespace) -> int:
    if args.backup_key_to.exists() or not args.backup_key_to.absolute().parent.is_dir():
        words = f"{args.backup_key_to.name}: expected a new file in a folder that is there; nothing was set up"
        return output.fail(words, code="backup-key-to", as_json=args.json)
    passphrase = output.passphrase(args.passphrase_file, twice=True)
    identity = setup.make_folder(custodians=tuple(args.custodian), passphrase=passphrase, now=now())
    setup.write_secret(path=args.backup_key_to, text=identity)
    done = setup.found(backup_identity=identity, now=now())
    ledger_key = seal.make_key()
    people = "\n".join(f"  {who.pseudonym}: {who.passphrase}   ({', '.join(who.roles)})" for who in done.founders)
    words = (
        f"{done.home} is ready.\n"
        f"Sign-ins of the first three people, shown this once and kept nowhere:\n{people}\n"
        f"Ledger key: {ledger_key}\n"
        f"Move {args.backup_key_to.name} off this box. Next: haal unlock, then haal up."
    )
    value = {
        "ok": True,
        "home": str(done.home),
        "ledger_key": ledger_key,
        "people": [who.pseudonym for who in done.founders],
    }
    output.answer(value, as_json=args.json, words=words)
    return 0


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """These commands take nothing of their own."""


def _doctor(args: argparse.Namespace) -> int:
    findings = (*health.examine(now=now()), *queries.examined())
    lines = [_line(seen) for seen in findings]
    well = all(seen.well for seen in findings)
    told = [{"what": seen.what, "well": seen.well, "says": seen.says, "do": seen.do} for seen in findings]
    value = {"ok": well, "findings": told}
    output.answer(value, as_json=args.json, words="\n".join(lines))
    return 0 if well else 1


def _line(seen: health.Finding) -> str:
    return f"ok   {seen.what}: {seen.says}" if seen.well else f"LOOK {seen.what}: {seen.says} -> {seen.do}"


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, required=True, help="folder for the encrypted backups")
    parser.add_argument("--keep", type=int, default=backup.KEEP_DEFAULT, help="how many to keep (0: all)")


def _backup(args: argparse.Namespace) -> int:
    with STDERR.status("copying and encrypting"):
        kept = backup.write(to=args.to, now=now(), keep=args.keep)
    value = {
        "ok": True,
        "path": str(kept.path),
        "keys": str(kept.keys_path),
        "bytes": kept.bytes_count,
        "removed": kept.removed,
        "keys_removed": kept.keys_removed,
    }
    words = (
        f"{kept.path.name}: {kept.bytes_count} bytes, {kept.removed} old ones removed\n"
        f"{kept.keys_path.name}: the keys of its boxes, for a week; {kept.keys_removed} old ones removed"
    )
    output.answer(value, as_json=args.json, words=words)
    return 0


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", type=Path, help="a haal-*.tar.age file")
    parser.add_argument("--identity", type=Path, required=True, help="the private backup key")
    parser.add_argument(
        "--keys", type=Path, help="the keys of its boxes, keys-*.age (else the one beside the backup, if it is there)"
    )
    parser.add_argument(
        "--seen",
        type=Path,
        help="the newest checkpoint anybody has (public/checkpoint of the old box, or a reader's copy); "
        "without it nobody can say whether this copy is behind",
    )


def _restore(args: argparse.Namespace) -> int:
    with STDERR.status("unpacking and checking every leaf"):
        seen = output.text_of(args.seen) if args.seen else None
        identity = output.text_of(args.identity).strip()
        unpacked = backup.unpack(backup_file=args.backup, keys_file=args.keys, identity=identity)
        done = restored.check(seen=seen)
    state = done.behind or "; ".join(done.problems) or "verifies"
    words = f"{done.reports} reports, ledger of {done.ledger_size} leaves: {state}"
    if unpacked.reports_shut:
        words += f"\n{unpacked.reports_shut} reports stay shut: the keys of their boxes (keys-*.age) were not there."
    if args.seen is None:
        words += "\nNot checked against what was published since: give --seen CHECKPOINT."
    value = {**done.as_dict(), "reports_shut": unpacked.reports_shut}
    output.answer(value, as_json=args.json, words=words)
    return 0 if done.as_dict()["ok"] else 1


def _upgrade_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--backup-to", type=Path, help="folder for the backup that is made first (SQLite)")


def _upgrade(args: argparse.Namespace) -> int:
    with STDERR.status("backup, tables, check"):
        count = setup.upgrade(backup_to=args.backup_to, now=now())
    ready = _made_ready()
    words = f"{count} migrations were run; " + (
        "the keys are away: linked reports are made ready for comparison when the first new one is linked"
        if ready is None
        else f"{ready} linked reports were made ready for comparison"
    )
    output.answer({"ok": True, "migrations": count, "made_ready": ready}, as_json=args.json, words=words)
    return 0


def _made_ready() -> int | None:
    """Make linked reports ready for comparison, and return how many were not; None: the keys are away."""
    try:
        with output.bar("reports made ready for comparison") as step:
            return board.make_ready(step=step)
    except KeysLocked:
        return None


COMMANDS = tuple(
    SimpleNamespace(NAME=name, HELP=words, add_arguments=arguments, run=run)
    for name, words, arguments, run in (
        ("init", "set up an empty data folder: keys, tables, the first three people", _init_arguments, _init),
        ("doctor", "look at the box and say what is wrong and what to do", _no_arguments, _doctor),
        ("backup", "write one encrypted backup, while the box runs", _backup_arguments, _backup),
        ("restore", "bring a backup back into an empty data folder and check it", _restore_arguments, _restore),
        ("upgrade", "back up, bring the tables up to date, check", _upgrade_arguments, _upgrade),
    )
)
