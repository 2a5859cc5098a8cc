"""`haal bundle export|verify|transfer`: write an incident's bundle that two people agreed to, check one, hand one over.

`verify` runs the same program that lies in every bundle; strangers run it without Haal.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from haal.cli import output
from haal.cli.clock import now
from haal.domain.access import SYSTEM
from haal.domain.ids import AgreementId, IncidentId
from haal.ledger import verify
from haal.services.testify import bundle
from haal.services.testify.custody import transfer

NAME = "bundle"
HELP = "export an incident as a bundle that strangers can check, or check one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    own = below.add_parser("export", help="write the bundle of an incident that two people agreed to export")
    own.add_argument("incident", help="the incident's id, i_...")
    own.add_argument("--agreement", required=True, help="the id under which one person asked and another agreed, a_...")
    own.add_argument("--to", type=Path, required=True, help="a new or empty folder")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")
    own = below.add_parser("verify", help="check a bundle; exit 0 only when it is valid under the policy")
    own.add_argument("path", type=Path, help="the bundle's folder")
    own.add_argument("--policy", type=Path, required=True, help="the policy file, from elsewhere than the bundle")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")
    own = below.add_parser("transfer", help="hand a bundle over: sign for the receiver, or keep what they signed")
    own.add_argument("path", type=Path, help="the bundle's folder")
    which = own.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--to", metavar="VKEY", help="the receiver's public key; prints the statement that they sign too"
    )
    which.add_argument("--receipt", type=Path, help="the statement with the receiver's line added: keep it as an act")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")


def run(args: argparse.Namespace) -> int:
    """Export, verify or hand over."""
    return {"export": _export, "verify": _verify, "transfer": _transfer}[args.what](args)


def _transfer(args: argparse.Namespace) -> int:
    if args.to:
        offered = transfer.offer(bundle=args.path, to=args.to)
        value = {"ok": True, "bundle_sha256": offered.bundle_sha256, "statement": offered.statement}
        output.answer(value, as_json=args.json, words=offered.statement.removesuffix("\n"))
        return 0
    act_id = transfer.receive(bundle=args.path, receipt=output.text_of(args.receipt), by=SYSTEM, now=now())
    output.answer({"ok": True, "act": act_id}, as_json=args.json, words=f"{act_id}: both sides have signed")
    return 0


def _export(args: argparse.Namespace) -> int:
    exported = bundle.export(
        incident_id=IncidentId(args.incident), by=SYSTEM, agreement_id=AgreementId(args.agreement), now=now()
    )
    path = bundle.save(exported, to=args.to)
    value = {"ok": True, "bundle": str(path), "acts": exported.acts, "ledger_size": exported.size}
    words = f"{path}: {exported.acts} acts under a ledger of {exported.size} leaves"
    output.answer(value, as_json=args.json, words=words)
    return 0


def _verify(args: argparse.Namespace) -> int:
    try:
        found = verify.check(args.path, verify.parse_policy(args.policy.read_text("utf-8")))
    except (verify.Invalid, OSError, UnicodeDecodeError) as error:
        return output.fail(f"INVALID: {error}", code="invalid", as_json=args.json)
    if not args.json:
        verify.report(found, trusted=True)
        return 0
    output.show({"ok": True, "incident": found.incident, "acts": found.acts, "signed_by": list(found.head.trusted)})
    return 0
