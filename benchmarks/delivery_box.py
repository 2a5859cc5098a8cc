"""The process that benchmarks/delivery.py measures: it makes people who do not exist, releases a drill to them, and sends it.

Run with HAAL_HOME set to a folder of its own; each step is one command and ends with one JSON line. The gateway is a null
one: it takes a batch, notes the keys, and says accepted; nothing goes to a network, so what is measured is Haal.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402 - the models must be loaded first

from haal.channels.batch import DrillEndpoint, DrillGateways, Message, Pace, Receipt  # noqa: E402
from haal.domain.access import Actor, Role  # noqa: E402
from haal.domain.delivery import Channel, Outcome  # noqa: E402
from haal.domain.ids import PersonId, SubscriberId, WarningId, new_id  # noqa: E402
from haal.domain.subscriber import Choice, State  # noqa: E402
from haal.domain.warning import Mode  # noqa: E402
from haal.services.warn import agree, deliver, draft, drill, headcount, wording  # noqa: E402
from haal.storage import subscriber, work  # noqa: E402
from haal.storage.chosen import keep  # noqa: E402
from haal.storage.ground import backup, keys  # noqa: E402
from haal.storage.subscriber import Asked  # noqa: E402
from haal.storage.warn import fill  # noqa: E402
from haal.vault.box import blind_index  # noqa: E402
from haal.vault.keys import Secrets, new_pair  # noqa: E402

LANGUAGES = ("ur", "bal", "brh", "en", "ps")
SAMPLE = (
    2_000  # kept by the services one by one; the rest are copied under the same choices, each with a box of its own
)


_INSERT = (
    "INSERT INTO subscriber (pseudonym, choice_id, channel, address, address_index, state, asked_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


def clock() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


@dataclass
class NullGateway:
    """Says accepted to everything and keeps the keys."""

    endpoint: DrillEndpoint = field(default_factory=lambda: DrillEndpoint(port=1))
    name: str = "null"
    honours_key: bool = False
    pace: Pace = field(default_factory=lambda: Pace(batch_max=5_000))
    keys: list[str] = field(default_factory=list)
    first_at: float | None = None
    letters: int = 0

    def send(self, batch: Sequence[Message]) -> tuple[Receipt, ...]:
        """Take the batch; the address of each message must be there, in clear."""
        if self.first_at is None:
            self.first_at = time.monotonic()
        self.keys += [message.key for message in batch]
        self.letters += sum(len(message.address) for message in batch)
        return tuple(Receipt(key=message.key, outcome=Outcome.ACCEPTED) for message in batch)


def gateways(gateway: NullGateway) -> DrillGateways:
    """Return ways of a drill that all lead into it."""
    return DrillGateways(by_channel=dict.fromkeys(Channel, (gateway,)))


def warners() -> tuple[Actor, Actor]:
    """Return two people who may warn everybody: above a limit, both must be key keepers as well."""
    roles = frozenset({Role.WARNER, Role.CUSTODIAN})
    one, two = (
        Actor(person_id=PersonId(name), pseudonym=name, roles=roles, second_factor_at=clock())
        for name in ("p_one", "p_two")
    )
    return one, two


def prepare(people: str) -> dict[str, object]:
    """Make an empty box with so many simulated subscribers at one place, half of them by mail."""
    home = Path(os.environ["HAAL_HOME"])
    backup.migrate()
    held = Secrets.make()
    (home / "keys").mkdir(mode=0o700)
    (home / "keys" / "run.json").write_bytes(held.to_json())
    (home / "keys" / "site.key").write_text("of one run")
    keys.write_public(home, keys.public_of(held, custodians=[new_pair().public for _ in range(2)]))
    keys.hold(held)
    return {"people": subscribe(int(people))}


def subscribe_here(people: str) -> dict[str, object]:
    """Subscribe so many in a box that is set up and unlocked, and some at another place."""
    few = wording.area(place="Gwadar", lat=25.1264, lon=62.3225, radius_km=8.0)
    asked = [
        Asked(id=SubscriberId(new_id("s")), address=f"g{number}@drill.example", choice=choice_of(1, sorted(few.cells)))
        for number in range(50)
    ]
    count = subscribe(int(people))
    with work.atomic():
        subscriber.keep(asked, state=State.ACTIVE, now=clock())
    return {"people": count}


def subscribe(count: int) -> int:
    """Subscribe so many: the first by the services, the rest copied under the same choices, each address boxed."""
    area = wording.area(place="Mastung", lat=drill.PLACE.lat, lon=drill.PLACE.lon, radius_km=drill.PLACE.radius_km)
    cells = sorted(area.cells)
    asked = [
        Asked(id=SubscriberId(new_id("s")), address=address_of(number), choice=choice_of(number, cells))
        for number in range(min(count, SAMPLE))
    ]
    with work.atomic():
        kept = subscriber.keep(asked, state=State.ACTIVE, now=clock())
    rest = count - len(asked)
    if rest > 0:
        kept += _copy(len(asked), count)
    return kept


def choice_of(number: int, cells: Sequence[str]) -> Choice:
    """Return what person `number` chose."""
    return Choice(
        channel=Channel.EMAIL if number % 2 else Channel.SMS,
        language=LANGUAGES[number // 2 % len(LANGUAGES)],
        cells=(cells[number // 10 % len(cells)],),
        is_simulated=True,
    )


def address_of(number: int) -> str:
    """Return an address that cannot exist."""
    return f"p{number}@drill.example" if number % 2 else f"+9299{number:09d}"


def _copy(first: int, last: int) -> int:
    """Insert people `first` to `last` under the choices of those who are there, in turn."""
    route, index = keys.route_key(), keys.index_key("subscriber-address")
    label, now = f"s_{secrets.token_hex(4)}", connection.ops.adapt_datetimefield_value(clock())
    with connection.cursor() as cursor:
        cursor.execute("SELECT choice_id, channel FROM subscriber ORDER BY id LIMIT %s", [SAMPLE])
        known = cursor.fetchall()
        for start in range(first, last, 50_000):
            rows = []
            for number in range(start, min(last, start + 50_000)):
                choice_id, channel = known[number % len(known)]
                name, plain = f"{label}{number:010d}", address_of(number).encode()
                box = route.shut(plain, row_id=name)
                rows.append((name, choice_id, channel, box, blind_index(plain, key=index), "active", now))
            with work.atomic():
                cursor.executemany(_INSERT, rows)
    with work.atomic():
        keep.add_people(Counter(known[number % len(known)][0] for number in range(first, last)))
    return last - first


def hold() -> None:
    """Open the keys of this run in this process."""
    keys.hold(Secrets.from_json((Path(os.environ["HAAL_HOME"]) / "keys" / "run.json").read_bytes()))


def release() -> tuple[WarningId, dict[str, float]]:
    """Draft, ask and agree; return how long the agreeing took, counting, freezing and the first chunk included."""
    first, second = warners()
    warning_id = draft.draft(written=drill.PLACE, mode=Mode.DRILL, by=first, now=clock())
    began = time.monotonic()
    total = headcount.of_draft(warning_id=warning_id, by=first, now=clock()).total
    counted = time.monotonic() - began
    agree.ask(warning_id=warning_id, typed_back=total, by=first, now=clock())
    began = time.monotonic()
    agree.agree(warning_id=warning_id, typed_back=total, by=second, now=clock())
    return warning_id, {"count_seconds": counted, "agree_seconds": time.monotonic() - began, "people": total}


def queue() -> dict[str, object]:
    """Release a drill and fill its queue to the end."""
    hold()
    warning_id, told = release()
    began = time.monotonic()
    chunks = []
    while True:
        at = time.monotonic()
        if fill.some(is_drill=True, now=clock(), people=fill.CHUNK) is None:
            break
        chunks.append(time.monotonic() - at)
    seconds = time.monotonic() - began
    return {**told, "warning": warning_id, "fill_seconds": seconds, "chunk_seconds_max": max(chunks, default=0.0)}


def drain() -> dict[str, object]:
    """Send all that waits to a null gateway."""
    hold()
    gateway = NullGateway()
    began = time.monotonic()
    done = deliver.drain_at_once(gateways=gateways(gateway), owner="benchmark", clock=clock)
    seconds = time.monotonic() - began
    digest = hashlib.sha256("".join(sorted(gateway.keys)).encode()).hexdigest()
    return {
        "seconds": seconds,
        "states": {state.value: count for state, count in done.items()},
        "handed_over": len(gateway.keys),
        "different": len(set(gateway.keys)),
        "letters": gateway.letters,
        "digest": digest,
    }


if __name__ == "__main__":
    does = {"prepare": prepare, "subscribe_here": subscribe_here, "queue": queue, "drain": drain}[sys.argv[1]]
    print(json.dumps(does(*sys.argv[2:])), flush=True)
