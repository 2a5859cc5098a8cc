"""Whoever reads every public byte of the ledger for a month learns nothing of what happened in any hour.

The attacker has all that a stranger gets: the published checkpoint whenever it changes and at which minute, every entry and
every tile, and the page of the ledger; and for half of the hours he is told what happened. Two controls show that he is good
enough: a log that grows by what there is, and leaves made without salt, tell him what he wants to know.
"""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pytest
from tests.factories_ledger import NOW, unlocked_box

from haal.domain.access import SYSTEM
from haal.domain.record.custody import Kind
from haal.ledger import checkpoint, merkle, note, record
from haal.services.testify import queries, seal
from haal.storage import act, leaf, work
from haal.storage import checkpoint as kept

HOURS = 720
KINDS = (Kind.GRADED, Kind.LINKED, Kind.CORRECTED, Kind.WARNED)
PLACES = ("Khuzdar", "Mastung", "Turbat", "Quetta", "Panjgur")
COUNTS = (range(1, 3), range(3, 8), range(8, 20), range(70, 90))
HOW_OFTEN = (0.5, 0.3, 0.16, 0.04)
ALIKE = 0.8  # so much of an hour is of its one kind and place
LOOKS = (2, 31)  # minutes of the hour at which the ledger's clock runs, and the attacker looks
SALT_BYTES = 32
SURE = 2.576  # deviations: 99 % of chance lies within


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What happened in one hour: the kind and the place of most acts, and how many there were."""

    kind: int
    place: int
    bucket: int
    count: int


@dataclass(frozen=True, kw_only=True)
class Tick:
    """What became public in one hour: when, how large the log is now, the signed note, the new entries, the page."""

    minute: int
    size: int
    note: str
    entries: tuple[bytes, ...]
    page: str


QUIET = Tick(minute=60, size=0, note="", entries=(), page="")


def a_month(chance: random.Random) -> list[Activity]:
    """Return hours that have nothing to do with one another, some of them with a burst."""
    made = []
    for _ in range(HOURS):
        bucket = chance.choices(range(len(COUNTS)), HOW_OFTEN)[0]
        kind, place = chance.randrange(len(KINDS)), chance.randrange(len(PLACES))
        made.append(Activity(kind=kind, place=place, bucket=bucket, count=chance.choice(COUNTS[bucket])))
    return made


def acts_of(hour: Activity, chance: random.Random) -> list[tuple[Kind, str]]:
    """Return kind and place of each act of an hour."""
    return [
        (
            KINDS[hour.kind] if chance.random() < ALIKE else chance.choice(KINDS),
            PLACES[hour.place] if chance.random() < ALIKE else chance.choice(PLACES),
        )
        for _ in range(hour.count)
    ]


def published_by_the_box(month: Sequence[Activity], chance: random.Random) -> list[Tick]:
    """Return what the box publishes in each hour while all this happens, and in the two hours after it."""
    ticks, text = [], public_text()
    for number in range(len(month) + 2):
        acts = acts_of(month[number], chance) if number < len(month) else []
        changes = []
        for part, minute in enumerate(LOOKS):
            now = NOW.replace(minute=minute, second=0) + timedelta(hours=number)
            seal.sequence()
            if part == 0 or number % 7 == 0:  # the clock asks every few seconds; in most hours once is enough here
                seal.publish(now=now)
            if (newest := public_text()) != text:
                changes.append(what_changed(text, newest, minute=minute))
            text = newest
            keep(acts[part :: len(LOOKS)], now=now)
        assert len(changes) == 1, "something became public between two ticks, or nothing at one"
        ticks += changes
    return ticks


def public_text() -> str:
    """Return the checkpoint as everybody reads it."""
    return kept.read_public("checkpoint") or ""


def what_changed(before: str, after: str, *, minute: int) -> Tick:
    """Return what a stranger has now that he had not before."""
    old, new = (checkpoint.parsed(note.parted(text)[0]).size for text in (before, after))
    entries = tuple(leaf.read_entries(old, new - old))
    return Tick(minute=minute, size=new, note=after, entries=entries, page=str(queries.ledger()))


def keep(acts: Sequence[tuple[Kind, str]], *, now: datetime) -> None:
    """Keep acts about as many subjects."""
    with work.atomic():
        for number, (kind, place) in enumerate(acts):
            fields = {"district": place, "saw": "told" * (number % 50)}
            act.put(kind=kind, subject=f"r_{now:%d%H%M}{number}", fields=fields, by=SYSTEM, now=now, first=True)


def published_without_filling(month: Sequence[Activity], chance: random.Random) -> list[Tick]:
    """Return what a log shows that grows by what there is: the control for the count."""
    return as_ticks([[record.leaf_of(chance.randbytes(SALT_BYTES)) for _ in range(hour.count)] for hour in month])


def published_without_salt(month: Sequence[Activity], chance: random.Random) -> list[Tick]:
    """Return what a log shows whose leaves are hashes without salt: the control for kind and place."""
    hours = []
    for hour in month:
        told = [{"kind": kind.value, "district": place} for kind, place in acts_of(hour, chance)]
        hours.append([record.new(fields, salt=bytes).leaf for fields in told])
    return as_ticks(hours)


def as_ticks(hours: Sequence[Sequence[bytes]]) -> list[Tick]:
    """Return these leaves, each hour's published at the beginning of the next."""
    size, ticks = 0, [QUIET]
    for leaves in hours:
        size += len(leaves)
        ticks.append(Tick(minute=LOOKS[0], size=size, note="", entries=tuple(leaves), page=""))
    return [*ticks, QUIET]


def features(ticks: Sequence[Tick]) -> np.ndarray:
    """Return (hours, features): what became public in the hour after each hour, and somewhat of the one before and after."""
    told = [features_of(tick) for tick in ticks]
    return np.array([[*told[hour + 1], *told[hour][:8], *told[hour + 2][:8]] for hour in range(len(ticks) - 2)])


def features_of(tick: Tick) -> list[float]:
    """Return everything the attacker thought of: sizes and times first, then the bytes of leaves and of tiles."""
    growth, data = len(tick.entries), b"".join(tick.entries)
    hashes = b"".join(merkle.leaf_hash(entry) for entry in tick.entries)
    tiles = tick.size // 256 - (tick.size - growth) // 256
    sizes = [growth, math.log1p(growth), tick.size % 256, tiles, tick.minute, len(tick.note), len(tick.page), len(data)]
    packed = [len(zlib.compress(data)), len(zlib.compress(hashes)), len(set(tick.entries))]
    roots = np.array([list(entry[13:57]) for entry in tick.entries] or [[0] * 44], dtype=float)
    nodes = np.frombuffer(hashes or bytes(32), dtype=np.uint8).reshape(-1, 32).astype(float)
    return [*sizes, *packed, *roots.mean(axis=0), *nodes.mean(axis=0), roots.std(), nodes.std()]


def learnt(rows: np.ndarray, labels: np.ndarray, *, classes: int) -> np.ndarray:
    """Return the weights of a logistic regression, found by walking down the slope."""
    weights = np.zeros((rows.shape[1], classes))
    wanted = np.eye(classes)[labels]
    for _ in range(400):
        scores = rows @ weights
        guessed = np.exp(scores - scores.max(axis=1, keepdims=True))
        guessed /= guessed.sum(axis=1, keepdims=True)
        weights -= 0.3 * (rows.T @ (guessed - wanted) / len(rows) + 0.01 * weights)
    return weights


def attacked(ticks: Sequence[Tick], labels: Sequence[int]) -> tuple[float, float]:
    """Return how often the attacker is right about the other half of the hours, and the most that chance explains."""
    seen, known = features(ticks), np.array(labels)
    order = np.random.default_rng(4).permutation(len(known))
    train, test = order[::2], order[1::2]
    mean, spread = seen[train].mean(axis=0), seen[train].std(axis=0)
    rows = np.hstack([(seen - mean) / np.where(spread > 0, spread, 1.0), np.ones((len(seen), 1))])
    weights = learnt(rows[train], known[train], classes=known.max() + 1)
    right = float(np.mean((rows[test] @ weights).argmax(axis=1) == known[test]))
    usual = float(np.mean(known[test] == np.bincount(known[train]).argmax()))
    return right, usual + SURE * math.sqrt(usual * (1 - usual) / len(test))


@pytest.fixture
def dice(monkeypatch: pytest.MonkeyPatch) -> random.Random:
    """Return fixed dice, and let salts and filling leaves be thrown with them: the verdict does not hang on luck."""
    chance = random.Random(7)
    monkeypatch.setattr(seal.secrets, "token_bytes", chance.randbytes)
    monkeypatch.setitem(record.new.__kwdefaults__, "salt", chance.randbytes)
    return chance


@pytest.mark.slow
@pytest.mark.django_db
def test_who_reads_the_whole_public_log_cannot_tell_kind_place_or_count_of_any_hour(home, dice):
    month = a_month(dice)
    with unlocked_box(home):
        seal.publish(now=NOW - timedelta(hours=1))

        ticks = published_by_the_box(month, dice)

    assert {tick.minute for tick in ticks} == {LOOKS[0]}
    assert {len(tick.entries) for tick in ticks} == {64}
    for labels in ([hour.kind for hour in month], [hour.place for hour in month], [hour.bucket for hour in month]):
        right, most = attacked(ticks, labels)
        assert right <= most


def test_the_attacker_reads_the_count_off_a_log_that_grows_by_what_there_is(dice):
    month = a_month(dice)

    right, most = attacked(published_without_filling(month, dice), [hour.bucket for hour in month])

    assert right > most


@pytest.mark.parametrize("what", ["kind", "place"])
def test_the_attacker_reads_kind_and_place_off_leaves_without_salt(dice, what):
    month = a_month(dice)

    right, most = attacked(published_without_salt(month, dice), [getattr(hour, what) for hour in month])

    assert right > most
