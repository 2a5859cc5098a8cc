"""The process that `campaigns.dispatch` kills: it waits for orders on a pipe and does each in a child of its own.

A child claims, sends and settles like any dispatcher; that it is forked from a process that has Django loaded only saves
the second that a start costs. Its keys are made for the run and lie beside the database, so that each child can open
addresses without a key holder. Lines in: a JSON list of words. Lines out: `{"pid"}`, what the child says, `{"ended"}`.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

django.setup()


from haal.channels.batch import DrillEndpoint, DrillGateways  # noqa: E402
from haal.channels.counting import CountingGateway  # noqa: E402
from haal.channels.smtp import SmtpGateway  # noqa: E402
from haal.domain.access import Actor, Role  # noqa: E402
from haal.domain.delivery import Channel  # noqa: E402
from haal.domain.ids import PersonId, WarningId  # noqa: E402
from haal.domain.policy import DEFAULT  # noqa: E402
from haal.domain.warning import Mode  # noqa: E402
from haal.services.warn import agree, deliver, draft, drill, headcount, wording  # noqa: E402
from haal.storage import delivery  # noqa: E402
from haal.storage.ground import backup, keys  # noqa: E402
from haal.vault.keys import Secrets, new_pair  # noqa: E402

POLICY = replace(DEFAULT, delivery_lease_seconds=1, delivery_batch=50, delivery_batch_while_told=50)


def clock() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def prepare(people: int, by_mail: int) -> dict[str, object]:
    """Make an empty box with so many simulated people."""
    home = Path(os.environ["HAAL_HOME"])
    backup.migrate()
    held = Secrets.make()
    (home / "keys").mkdir(mode=0o700)
    (home / "keys" / "run.json").write_bytes(held.to_json())
    (home / "keys" / "site.key").write_text("of one run")
    keys.write_public(home, keys.public_of(held, custodians=[new_pair().public for _ in range(2)]))
    keys.hold(held)
    place = drill.PLACE
    cells = wording.area(place=place.place, lat=place.lat, lon=place.lon, radius_km=place.radius_km).cells
    return {"people": drill.add_simulated(count=people, by_mail=by_mail, cells=cells, clock=clock)}


def release(seconds_left: float) -> dict[str, object]:
    """Release a drill that two people agreed to, some time ago, so that it runs out in so many seconds (0: in an hour)."""
    _hold()
    ago = timedelta(hours=1) - timedelta(seconds=seconds_left) if seconds_left else timedelta(0)
    now = clock() - ago
    first, second = (
        Actor(person_id=PersonId(name), pseudonym=name, roles=frozenset({Role.WARNER}), second_factor_at=now)
        for name in ("p_one", "p_two")
    )
    place = replace(drill.PLACE, lifetime_hours=1)
    warning_id = draft.draft(written=place, mode=Mode.DRILL, by=first, now=now)
    total = headcount.of_draft(warning_id=warning_id, by=first, now=now).total
    agree.ask(warning_id=warning_id, typed_back=total, by=first, now=now)
    agree.agree(warning_id=warning_id, typed_back=total, by=second, now=now)
    return {"warning": warning_id, "people": total}


def send(mail_port: int, counting_port: int, honours_key: bool) -> dict[str, object]:
    """Send until nothing is ready, and tell how much still waits."""
    _hold()
    mail = SmtpGateway(endpoint=DrillEndpoint(port=mail_port), sender="drill.example")
    counting = CountingGateway(endpoint=DrillEndpoint(port=counting_port), honours_key=honours_key)
    ways = DrillGateways(by_channel={Channel.EMAIL: (mail,), Channel.SMS: (counting,)})
    _say({"begins": True})
    deliver.drain_at_once(gateways=ways, owner=f"pid-{os.getpid()}", clock=clock, policy=POLICY)
    return {"waiting": delivery.waiting_count(is_drill=True, channels=Channel)}


def state(warning_id: str) -> dict[str, object]:
    """Tell how the table stands."""
    _hold()
    states: Counter[str] = Counter()
    for (_channel, standing), count in delivery.counts(WarningId(warning_id), 1).items():
        states[standing.value] += count
    unknown = sorted(delivery.unknown_keys(WarningId(warning_id)))
    waiting = delivery.waiting_count(is_drill=True, channels=Channel)
    return {"states": states, "unknown": unknown, "waiting": waiting}


def serve() -> None:
    """Do what is asked, each in a child, until the pipe is closed."""
    for line in sys.stdin:
        word, *rest = json.loads(line)
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                _say(DOES[word](*rest))
                code = 0
            finally:
                os._exit(code)
        _say({"pid": pid})
        _pid, status = os.waitpid(pid, 0)
        _say({"ended": os.waitstatus_to_exitcode(status)})


def _hold() -> None:
    keys.hold(Secrets.from_json((Path(os.environ["HAAL_HOME"]) / "keys" / "run.json").read_bytes()))


def _say(value: object) -> None:
    os.write(1, json.dumps(value).encode() + b"\n")


DOES = {"prepare": prepare, "release": release, "send": send, "state": state}

if __name__ == "__main__":
    serve()
