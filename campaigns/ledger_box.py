"""The box of campaigns/ledger.py: its ledger grows as it always does, hour by hour, and one incident is taken out of it.

Three reports that contradict are told, linked and published over two hours; what is wanted of leaves is filled by the
product's own padding. Two witnesses cosign. Keys are made for the run; nothing is measured here but seconds.
Run with HAAL_HOME set to an empty folder: `python -m campaigns.ledger_box LEAVES TO`; answers one JSON line.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - the models must be loaded first

from haal.domain.access import SYSTEM, Actor, Role  # noqa: E402
from haal.domain.ids import AgreementId, IncidentId, PersonId, ReportId, SourceLineId  # noqa: E402
from haal.domain.policy import DEFAULT  # noqa: E402
from haal.domain.report import (  # noqa: E402
    Answers,
    Channel,
    Consents,
    Counted,
    Figure,
    Incoming,
    Responsibility,
    ResponsibilityKind,
    TestifyConsent,
)
from haal.ledger import checkpoint, note, policy  # noqa: E402
from haal.ledger.cosignature import WitnessSigningKey, cosigned  # noqa: E402
from haal.linkage.reading import Reading  # noqa: E402
from haal.services.intake.take_in import take_in  # noqa: E402
from haal.services.testify import bundle, log_export, seal  # noqa: E402
from haal.storage import act, incident, link, work  # noqa: E402
from haal.storage import checkpoint as kept  # noqa: E402
from haal.storage.ground import backup, keys  # noqa: E402
from haal.vault.keys import Secrets, new_pair  # noqa: E402

BEGIN = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
WITNESSES = tuple(WitnessSigningKey.new(f"witness.example/{name}") for name in ("one", "two", "three"))


def run(leaves: int, to: Path) -> dict[str, Any]:
    """Grow the ledger to `leaves` in two hours; write log, bundle, policy and the older checkpoint below `to`."""
    hourly = replace(DEFAULT, ledger_leaves_an_hour=leaves // 2)
    began = time.monotonic()
    incident_id = _told()
    seal.sequence()
    seal.publish(now=BEGIN, policy=hourly)
    (to / "older").write_text(_cosigned(BEGIN))
    agreement_id = _agreed(incident_id)
    later = BEGIN + timedelta(hours=1)
    bundle.prepare(incident_id=incident_id, by=SYSTEM, agreement_id=agreement_id, now=BEGIN + timedelta(minutes=10))
    seal.publish(now=later, policy=hourly)
    _cosigned(later)
    grown = time.monotonic()
    exported = bundle.export(incident_id=incident_id, by=SYSTEM, agreement_id=agreement_id, now=later)
    bundle.save(exported, to=to / "bundle")
    written = log_export.write(to=to / "log")
    (to / "policy").write_text(_policy())
    return {
        "leaves": written.size,
        "acts": exported.acts,
        "files": written.written,
        "grow_seconds": round(grown - began, 1),
        "export_seconds": round(time.monotonic() - grown, 1),
    }


def _told() -> IncidentId:
    """Tell three reports of one event that contradict each other, and link them."""
    reports = [_report(number, killed=killed) for number, killed in enumerate((9, 2, 4))]
    with work.atomic():
        incident_id = incident.add(Reading(), now=BEGIN)
        for report_id in reports:
            bond = link.NewBond(
                report_id=report_id,
                incident_id=incident_id,
                how=link.How.BY_HAND,
                source_line_id=SourceLineId("sl_x"),
                by=SYSTEM.person_id,
            )
            link.add(bond, now=BEGIN)
            fields = {"report": report_id, "how": "by-hand"}
            act.put(kind="linked", subject=incident_id, fields=fields, by=SYSTEM, now=BEGIN)
    return incident_id


def _report(number: int, *, killed: int) -> ReportId:
    denial = Responsibility(kind=ResponsibilityKind.DENIED, party="some party", said_by="a spokesman")
    answers = Answers(
        saw=f"told {number}",
        event_type="bombing",
        figures=(Figure(counted=Counted.KILLED, low=killed, high=killed, said_by="somebody"),),
        responsibility=(denial,) if number == 1 else (),
    )
    incoming = Incoming(
        channel=Channel.PRESS if number == 1 else Channel.FORM,
        client_key=f"a client key for the campaign {number}",
        answers=answers,
        consents=Consents(testify=(TestifyConsent.NUMBERS, TestifyConsent.PRESS, TestifyConsent.NOBODY)[number]),
    )
    return take_in(incoming=incoming, now=BEGIN).report_id


def _agreed(incident_id: IncidentId) -> AgreementId:
    asks, agrees = (
        Actor(person_id=PersonId(name), pseudonym=name, roles=frozenset({Role.PUBLISHER}), second_factor_at=BEGIN)
        for name in ("p_asks", "p_agrees")
    )
    agreement_id = bundle.ask(incident_id=incident_id, by=asks, reason="a campaign", now=BEGIN)
    bundle.agree(agreement_id=agreement_id, by=agrees, now=BEGIN)
    return agreement_id


def _cosigned(now: datetime) -> str:
    """Let two witnesses cosign the newest checkpoint, and return it."""
    text, _ = note.parted(kept.last() or "")
    head = checkpoint.parsed(text)
    with work.ledger():
        lines = {one.name: cosigned(text, one, at=int(now.timestamp())) for one in WITNESSES[:2]}
        kept.add_cosignatures(size=head.size, lines=lines)
    return kept.last() or ""


def _policy() -> str:
    key = kept.verify_key()
    assert key is not None, "it was made at the beginning"
    named = [policy.Witness(name=f"w{n}", vkey=one.verify_key.text) for n, one in enumerate(WITNESSES)]
    return policy.text(logs=[key], witnesses=named, needed=2)


def prepare() -> None:
    """Make the box: tables, keys, and the ledger's own key, which is laid beside for the tamperings."""
    home = Path(settings.HAAL_HOME)
    (home / "keys").mkdir(mode=0o700, exist_ok=True)
    backup.migrate()
    held = Secrets.make()
    keys.write_public(home, keys.public_of(held, custodians=[new_pair().public for _ in range(2)]))
    keys.hold(held)
    seal.make_key(origin="campaign.example/ledger")


if __name__ == "__main__":
    prepare()
    print(json.dumps(run(int(sys.argv[1]), Path(sys.argv[2]))), flush=True)
