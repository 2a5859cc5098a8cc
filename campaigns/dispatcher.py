"""The process that `campaigns.dispatch` kills: prepares a drill in a data folder, sends what waits, or tells how it stands.

Its keys are made for the run and lie beside the database, so that each new process can open addresses without a key holder.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - the models must be loaded first

from haal.domain.access import Actor, Role  # noqa: E402
from haal.domain.delivery import Channel  # noqa: E402
from haal.domain.ids import PersonId, WarningId  # noqa: E402
from haal.domain.policy import DEFAULT  # noqa: E402
from haal.domain.warning import Mode  # noqa: E402
from haal.services.warn import agree, deliver, draft, drill, gateways, headcount, wording  # noqa: E402
from haal.storage import delivery  # noqa: E402
from haal.storage.ground import keys  # noqa: E402
from haal.vault.keys import Secrets, new_pair  # noqa: E402

POLICY = replace(DEFAULT, delivery_lease_seconds=1, delivery_batch=100)


def clock() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def prepare(people: str, by_mail: str) -> dict[str, object]:
    """Make an empty box with a drill that two people have agreed to."""
    home = Path(os.environ["HAAL_HOME"])
    call_command("migrate", verbosity=0)
    held = Secrets.make()
    (home / "keys").mkdir(mode=0o700)
    (home / "keys" / "run.json").write_bytes(held.to_json())
    (home / "keys" / "site.key").write_text("of one run")
    keys.write_public(home, keys.public_of(held, custodians=[new_pair().public for _ in range(2)]))
    keys.hold(held)
    place = drill.PLACE
    cells = wording.area(place=place.place, lat=place.lat, lon=place.lon, radius_km=place.radius_km).cells
    drill.add_simulated(count=int(people), by_mail=int(by_mail), cells=cells, clock=clock)
    first, second = (
        Actor(person_id=PersonId(name), pseudonym=name, roles=frozenset({Role.WARNER}), second_factor_at=clock())
        for name in ("p_one", "p_two")
    )
    warning_id = draft.draft(written=place, mode=Mode.DRILL, by=first, now=clock())
    total = headcount.of_draft(warning_id=warning_id, by=first, now=clock()).total
    agree.ask(warning_id=warning_id, typed_back=total, by=first, now=clock())
    agree.agree(warning_id=warning_id, typed_back=total, by=second, now=clock())
    return {"warning": warning_id}


def send(mail_port: str, counting_port: str) -> dict[str, object]:
    """Send until nothing is ready, and tell how much still waits."""
    keys.hold(Secrets.from_json((Path(os.environ["HAAL_HOME"]) / "keys" / "run.json").read_bytes()))
    ways = gateways.drill(mail_port=int(mail_port), counting_port=int(counting_port))
    print("begins", flush=True)
    deliver.drain(gateways=ways, owner=f"pid-{os.getpid()}", clock=clock, policy=POLICY)
    return {"waiting": delivery.waiting_count(is_drill=True, channels=Channel)}


def state(warning_id: str) -> dict[str, object]:
    """Tell how the table stands."""
    counted = delivery.counts(WarningId(warning_id), 1)
    states: Counter[str] = Counter()
    for (_channel, standing), count in counted.items():
        states[standing.value] += count
    return {
        "states": states,
        "unknown": sorted(delivery.unknown_keys(WarningId(warning_id))),
        "waiting": delivery.waiting_count(is_drill=True, channels=Channel),
    }


if __name__ == "__main__":
    does = {"prepare": prepare, "send": send, "state": state}[sys.argv[1]]
    print(json.dumps(does(*sys.argv[2:])), flush=True)
