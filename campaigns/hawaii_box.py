"""The box of the Hawaii campaign: warns everybody by mistake, and takes it back when one person says so.

Live ways, two people, the clock's own sending loop: only the servers at the other end are counters of this machine, and
every address is one that cannot exist. Says "alerted" when the alert has left, reads a line, and then one person decides.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.test import Client  # noqa: E402

from haal.domain.access import Actor, Role  # noqa: E402
from haal.domain.delivery import Channel  # noqa: E402
from haal.domain.hazard import Hazard, Severity  # noqa: E402
from haal.domain.ids import PersonId, SubscriberId, WarningId, new_id  # noqa: E402
from haal.domain.subscriber import Choice, State  # noqa: E402
from haal.domain.warn.ground import Declared  # noqa: E402
from haal.domain.warn.phrases import Review  # noqa: E402
from haal.domain.warning import Mode  # noqa: E402
from haal.jobs import clock  # noqa: E402
from haal.language import phrase_book  # noqa: E402
from haal.services.warn import agree, cancel, draft, headcount, wording  # noqa: E402
from haal.services.warn.draft import Written  # noqa: E402
from haal.storage import delivery, subscriber  # noqa: E402
from haal.storage.ground import backup, keys  # noqa: E402
from haal.storage.subscriber import Asked  # noqa: E402
from haal.storage.warn.words import review  # noqa: E402
from haal.vault.keys import Secrets, new_pair  # noqa: E402

FALSE = Written(
    hazard=Hazard.AIR_STRIKE, place="Mastung", lat=29.7997, lon=66.8455, radius_km=8.0, declared=Declared.SEES_NOW
)
LOOK_SECONDS = 0.05


def now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def prepare(people: int, by_mail: int) -> None:
    """Make an empty box with reviewed words and `people` who asked to be told; none of their addresses can exist."""
    home = Path(os.environ["HAAL_HOME"])
    backup.migrate()
    held = Secrets.make()
    (home / "keys").mkdir(mode=0o700)
    (home / "static").mkdir()
    (home / "keys" / "site.key").write_text("of one run")
    keys.write_public(home, keys.public_of(held, custodians=[new_pair().public for _ in range(2)]))
    keys.hold(held)
    for language in phrase_book.languages():
        sha256 = phrase_book.book(language).sha256
        review.keep(Review(language=language, sha256=sha256, by=PersonId("p_reader"), at=now()))
    cells = wording.area(place=FALSE.place, lat=FALSE.lat, lon=FALSE.lon, radius_km=FALSE.radius_km).cells
    asked = [_person(number, cells, is_mail=number < by_mail) for number in range(people)]
    assert subscriber.keep(asked, state=State.ACTIVE, now=now()) == people


def _person(number: int, cells: tuple[str, ...], *, is_mail: bool) -> Asked:
    choice = Choice(
        channel=Channel.EMAIL if is_mail else Channel.SMS,
        language=("ur", "en", "fa")[number % 3],
        cells=(cells[number % len(cells)],),
        level=Severity.MINOR,
    )
    address = f"p{number}@people.example" if is_mail else f"+92990{number:07d}"
    return Asked(id=SubscriberId(new_id("s")), address=address, choice=choice)


def alert() -> WarningId:
    """Let two people warn of what is not there."""
    first, second = (_warner(name) for name in ("p_one", "p_two"))
    warning_id = draft.draft(written=FALSE, mode=Mode.ACTUAL, by=first, now=now())
    total = headcount.of_draft(warning_id=warning_id, by=first, now=now()).total
    agree.ask(warning_id=warning_id, typed_back=total, by=first, now=now())
    agree.agree(warning_id=warning_id, typed_back=total, by=second, now=now())
    return warning_id


def drained(seconds_max: float) -> float:
    """Wait until nothing waits any more; return how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds_max:
        if not delivery.waiting_count(is_drill=False, channels=Channel):
            break
        time.sleep(LOOK_SECONDS)
    return time.monotonic() - began


def public(path: str) -> str:
    """Return a page or file as anybody gets it."""
    answer = Client(headers={"host": "localhost"}).get(path, secure=True)
    return b"".join(answer).decode()


def _warner(name: str) -> Actor:
    return Actor(person_id=PersonId(name), pseudonym=name, roles=frozenset({Role.WARNER}), second_factor_at=now())


def main(people: int, by_mail: int, seconds_max: float) -> None:
    """Warn, say so, wait for the word, take it back, tell."""
    prepare(people, by_mail)
    threading.Thread(target=clock.warn_for_ever, daemon=True).start()
    warning_id = alert()
    alert_seconds = drained(seconds_max)
    print(json.dumps({"alert_seconds": round(alert_seconds, 2)}), flush=True)
    sys.stdin.readline()
    decided_at = time.time()
    cancel.cancel(warning_id=warning_id, was_wrong=True, by=_warner("p_one"), now=now())
    act_seconds = time.time() - decided_at
    in_feed = "was wrong" in public("/warnings/?lang=en") and "Cancel" in public(f"/warnings/{warning_id}.xml")
    in_feed = in_feed and "was wrong" in public("/warnings/feed.atom")
    feed_seconds = time.time() - decided_at
    drained(seconds_max)
    told = {
        "decided_at": decided_at,
        "act_seconds": round(act_seconds, 3),
        "feed_seconds": round(feed_seconds, 3) if in_feed else None,
        "waiting": delivery.waiting_count(is_drill=False, channels=Channel),
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
