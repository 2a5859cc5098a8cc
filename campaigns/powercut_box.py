"""The box whose power `campaigns.powercut` cuts: its own process, recorded below SQLite, does what a busy hour does.

`prepare` makes an empty box. `load` runs under the shim: several tellers at once, and a clock of its own that gives places
and publishes; what was promised is put into the record as a mark, after the service has returned. `after` waits for orders
on a pipe: each box found after a cut is opened by the product itself, in a child, and must go on as if nothing had been.
Keys are made for the run and lie beside the database. Nothing here measures.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings

os.environ.pop("LD_PRELOAD", None)  # whatever this process starts is not to be recorded
if wanted := os.environ.get("POWERCUT_SYNCHRONOUS"):  # the control: a product that does not wait for the disk
    for database in settings.DATABASES.values():
        options: Any = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", f"synchronous={wanted}")
django.setup()

from haal.domain.errors import HaalError  # noqa: E402 - the models must be loaded first
from haal.domain.policy import DEFAULT  # noqa: E402
from haal.domain.report import Answers, Channel, Consents, Incoming, Kind, Sealed  # noqa: E402
from haal.ledger import checkpoint, note  # noqa: E402
from haal.services.intake.take_in import take_in  # noqa: E402
from haal.services.testify import seal  # noqa: E402
from haal.services.testify.audit import audit  # noqa: E402
from haal.storage import work  # noqa: E402
from haal.storage.ground import backup, keys  # noqa: E402
from haal.vault.keys import Secrets, new_pair  # noqa: E402

BEGIN = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
POLICY = replace(DEFAULT, ledger_leaves_an_hour=16)
TELLERS = 4
ROUNDS = 3  # after each, every connection is closed: the last one empties the write-ahead log and removes it
STORY_CHARS_MAX = 3_000
SENT_AGAIN_COUNT = 5


def prepare() -> None:
    """Make an empty box with keys, and leave nothing in a write-ahead log."""
    home = Path(os.environ["HAAL_HOME"])
    held = Secrets.make()
    (home / "keys").mkdir(mode=0o700, parents=True)
    (home / "keys" / "run.json").write_bytes(held.to_json())
    (home / "keys" / "site.key").write_text("of one run")
    keys.write_public(home, keys.public_of(held, custodians=[new_pair().public for _ in range(2)]))
    backup.migrate()
    seal.make_key()
    work.close_connection()


def load(reports: int, seed: int) -> None:
    """Take so many reports in, in rounds, while the ledger's clock runs."""
    hold()
    clock = _clock()
    a_round = reports // ROUNDS
    for number in range(ROUNDS):
        over = threading.Event()
        spans = [range(number * a_round + teller, (number + 1) * a_round, TELLERS) for teller in range(TELLERS)]
        tellers = [threading.Thread(target=_tell, args=(span, seed)) for span in spans]
        ledger = threading.Thread(target=_keep_ledger, args=(clock, over))
        for thread in [ledger, *tellers]:
            thread.start()
        for thread in tellers:
            thread.join()
        over.set()
        ledger.join()
    work.close_connection()


def after() -> None:
    """Open the box that lies in HAAL_HOME, in a child for each line that comes, and answer what is wrong with it."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            problems = ["the child fell"]
            try:
                problems = _go_on(json.loads(line))
            except Exception as error:
                problems = [f"{type(error).__name__}: {error}"]
            finally:
                say(problems)
                os._exit(0)
        os.waitpid(pid, 0)


def report(number: int, seed: int) -> Incoming:
    """Return report `number` of a run: the same words whenever it is asked."""
    chance = random.Random(f"{seed}-{number}")
    words = "".join(chance.choices("abcdefghijklmnop \n", k=chance.randrange(20, STORY_CHARS_MAX)))
    return Incoming(
        channel=Channel.FORM,
        client_key=f"powercut-{seed}-{number:06}",
        kind=Kind.NEWS,
        answers=Answers(saw=f"x{words}x"),
        consents=Consents(warn=True),
        sealed=Sealed(contact="+92 300 0000000") if number % 5 == 0 else Sealed(),
    )


def _tell(numbers: range, seed: int) -> None:
    for number in numbers:
        taken = take_in(incoming=report(number, seed), now=BEGIN)
        mark(f"received {taken.report_id} {number} {seed}")
    work.close_connection()


def _keep_ledger(clock: Iterator[datetime], over: threading.Event) -> None:
    while True:
        is_last = over.is_set()
        now = next(clock)
        seal.sequence()
        if published := seal.publish(now=now, policy=POLICY):
            head = checkpoint.parsed(note.parted(published.note)[0])
            mark(f"published {head.size} {head.root.hex()}")
        if is_last:
            break
        time.sleep(0.005)
    work.close_connection()


def _clock() -> Iterator[datetime]:
    """Yield instants, three to the hour."""
    now = BEGIN
    while True:
        yield now
        now += timedelta(minutes=20)


def _go_on(told: dict[str, list[list[str]]]) -> list[str]:
    """Return what is wrong with a box that has power again. `told["received"]`: id, number and seed of what was answered."""
    hold()
    problems = []
    for report_id, number, seed in random.Random(0).sample(
        told["received"], min(SENT_AGAIN_COUNT, len(told["received"]))
    ):
        taken = take_in(incoming=report(int(number), int(seed)), now=BEGIN + timedelta(days=400))
        if taken.report_id != report_id or not taken.receipt.repeated:
            problems.append("a report that was answered is not known when it is sent again")
    try:
        now = BEGIN + timedelta(days=400)
        while seal.sequence().added:
            pass
        if seal.publish(now=now, policy=POLICY) is None:
            problems.append("nothing was published in a new hour")
    except HaalError as error:
        problems.append(f"the ledger does not go on: {error}")
    audited = audit()
    problems += audited.problems
    if audited.waiting:
        problems.append("acts wait for ever")
    return problems


def hold() -> None:
    """Take the run's keys into this process."""
    keys.hold(Secrets.from_json((Path(os.environ["HAAL_HOME"]) / "keys" / "run.json").read_bytes()))


def _marker() -> Callable[[bytes], object]:
    call = ctypes.CDLL(None).powercut_mark
    call.argtypes, call.restype = [ctypes.c_char_p], None
    return call


def mark(text: str) -> None:
    """Put a line into the record, behind everything this thread has done."""
    _marker()(text.encode())


def say(value: object) -> None:
    """Answer whoever started this process, in one piece."""
    os.write(1, json.dumps(value).encode() + b"\n")


def main() -> None:
    """Do the one thing that is asked."""
    word, *rest = sys.argv[1:]
    if word == "load":
        load(*(int(one) for one in rest))
    else:
        {"prepare": prepare, "after": after}[word]()


if __name__ == "__main__":
    main()
