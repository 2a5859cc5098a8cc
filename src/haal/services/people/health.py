"""Can this box do its work? Numbers and states only, for `/readyz` and `haal doctor`."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from haal.domain.warn.roster import standing
from haal.language import phrase_book
from haal.storage import audit, outbox, work
from haal.storage.ground import backup as database
from haal.storage.ground import keys
from haal.storage.warn.duty import roster
from haal.storage.warn.words import review

DISK_FREE_BYTES_MIN = 200_000_000
OUTBOX_AGE_SECONDS_MAX = 600
LOOK_AGE_DAYS_MAX = 3
ONE_WRITER = "Haal's one writer avoids it, other programs must not write"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What `/readyz` answers."""

    ready: bool
    delivery: str
    outbox_count: int
    outbox_age_seconds: int
    disk_free_mb: int
    database: str

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON-able values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of `haal doctor`: what was looked at, whether it is well, and what to do if not."""

    what: str
    well: bool
    says: str
    do: str = ""


def state(*, now: datetime) -> State:
    """Return what can be said in a moment; opens no box."""
    oldest = outbox.oldest_at()
    age = max(0, int((now - oldest).total_seconds())) if oldest else 0
    free = shutil.disk_usage(database.home()).free
    return State(
        ready=free >= DISK_FREE_BYTES_MIN,
        delivery="locked" if keys.locked() else "open",
        outbox_count=outbox.count(),
        outbox_age_seconds=age,
        disk_free_mb=free // 1_000_000,
        database=work.vendor(),
    )


def examine(*, now: datetime) -> tuple[Finding, ...]:
    """Return everything the doctor looks at, good and bad."""
    return (*_database(), *_box(now=now), _fixity(), _look(now=now), _roster(now=now), _words())


def _fixity() -> Finding:
    """Say what the last weekly look at everything sealed found."""
    last = audit.latest(limit=1, subject="fixity")
    fits = not last or last[0].what == "fixity-fits"
    return Finding(
        what="sealed originals",
        well=fits,
        says=f"looked at on {last[0].at:%Y-%m-%d}: {'all fit' if fits else 'NOT ALL FIT'}"
        if last
        else "not looked at yet",
        do="the newest act of kind verified names the records; restore them from a backup, and keep both",
    )


def _look(*, now: datetime) -> Finding:
    """Say when all reports were last held against one another."""
    last = audit.latest(limit=1, subject="nightly-look")
    waits = "; waits for the keys" if keys.locked() else ""
    return Finding(
        what="look over all reports",
        well=not last or now - last[0].at <= timedelta(days=LOOK_AGE_DAYS_MAX),
        says=(f"last on {last[0].at:%Y-%m-%d}" if last else "not taken yet") + waits,
        do="it is taken between two and six at night while haal up runs and the keys are open; by hand: haal link run --propose",
    )


def _roster(*, now: datetime) -> Finding:
    """Say whether a warning could be agreed to tonight."""
    stands = standing(roster.roster(), now=now)
    return Finding(
        what="roster",
        well=not stands.is_thin,
        says=f"{stands.may_agree_count} may agree to a warning, {stands.reachable_count} can be reached,"
        f" {stands.outside_count} outside the province",
        do="five may agree, one of them outside the province, two can be reached: give roles, and say so at /desk/roster/",
    )


def _database() -> tuple[Finding, ...]:
    facts = database.facts()
    waiting = facts.migrations_waiting
    sqlite = facts.vendor == "sqlite"
    old = sqlite and tuple(int(part) for part in facts.version.split(".")[:3]) < database.WAL_RESET_FIXED
    note = f"; before 3.51.3 two connections that reset the WAL at once can corrupt it: {ONE_WRITER}" if old else ""
    return (
        Finding(what="tables", well=not waiting, says=f"{waiting} migrations wait", do="haal upgrade"),
        Finding(
            what="durability",
            well=facts.is_durable,
            says=facts.durability,
            do="remove what changes these settings; with less than FULL a power cut loses what was acknowledged",
        ),
        Finding(
            what="integrity",
            well=facts.integrity == "ok",
            says=facts.integrity[:80],
            do="haal restore, then haal ledger audit",
        ),
        Finding(what="database", well=True, says=f"{facts.vendor} {facts.version}{note}"),
    )


def _words() -> Finding:
    ready = review.ready_languages()
    waiting = [language for language in phrase_book.languages() if language not in ready]
    return Finding(
        what="phrase books",
        well=bool(ready),
        says=f"read and ready: {', '.join(ready) or 'NONE, so no warning can go out'}; wait for a reader: "
        f"{', '.join(waiting) or 'none'}",
        do="somebody who warns reads one aloud at the desk, under Phrase books, and puts their name to it",
    )


def _box(*, now: datetime) -> tuple[Finding, ...]:
    here = state(now=now)
    key_folder = database.home() / "keys"
    closed = not key_folder.exists() or not key_folder.stat().st_mode & 0o077
    return (
        Finding(
            what="audit",
            well=(bad := audit.verify()) is None,
            says="the chain holds" if bad is None else f"row {bad} does not fit the chain",
            do="somebody changed the audit: tell the auditors, compare with a backup",
        ),
        Finding(what="keys", well=here.delivery == "open", says=f"delivery {here.delivery}", do="haal unlock"),
        Finding(
            what="key folder",
            well=closed,
            says="readable by its owner only" if closed else "others can read it",
            do="chmod 700 on the keys folder",
        ),
        Finding(
            what="outbox",
            well=here.outbox_age_seconds <= OUTBOX_AGE_SECONDS_MAX,
            says=f"{here.outbox_count} wait, the oldest {here.outbox_age_seconds} s",
            do="is haal up running?",
        ),
        Finding(
            what="disk",
            well=here.ready,
            says=f"{here.disk_free_mb} MB free",
            do="make room; below 200 MB the box calls itself not ready",
        ),
    )
