"""The process that benchmarks/linkage_store.py measures: one new report after the other into one database, as the box does it.

Run with HAAL_HOME (and DATABASE_URL for PostgreSQL); it reads one command a line and answers one JSON line. What is timed: keys,
the rows that share one, opening, scoring, incidents and their members, the suggestion, then the report's own row; the commit, which
is that of the link, is told apart.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import secrets
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 - the models must be loaded first

from benchmarks import harness  # noqa: E402
from haal.domain.ids import ReportId  # noqa: E402
from haal.domain.report import (  # noqa: E402
    Answers,
    Channel,
    Counted,
    DateKnown,
    Figure,
    Happened,
    Incoming,
    Kind,
    PlaceCandidate,
    Scope,
    Source,
    Where,
)
from haal.linkage.reports.groups import JOIN  # noqa: E402
from haal.linkage.reports.near.held import Held  # noqa: E402
from haal.linkage.reports.near.pack import unpack  # noqa: E402
from haal.linkage.reports.seen import Seen, seen_of, word_worth  # noqa: E402
from haal.linkage.reports.suggest import Zone, suggest  # noqa: E402
from haal.linkage.scorer.model import shipped  # noqa: E402
from haal.linkage.told import told_of  # noqa: E402
from haal.services.assess import board  # noqa: E402
from haal.services.assess.decide import labels  # noqa: E402
from haal.storage import incident as incident_rows  # noqa: E402
from haal.storage import link as link_rows  # noqa: E402
from haal.storage import report as report_rows  # noqa: E402
from haal.storage import work  # noqa: E402
from haal.storage.compared import find  # noqa: E402
from haal.storage.compared import rows as compared_rows  # noqa: E402
from haal.storage.ground import backup, keys  # noqa: E402
from haal.vault.keys import Secrets  # noqa: E402

NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
WORDING_MOST = 4.0  # more than wording adds to any pair
STORY = (
    "People in the bazaar of {place} said that {killed} were killed when {what} near the {target} in the {hour}.",
    "Hospital staff spoke of {killed} dead and {injured} wounded; shops closed and the road to {place} was blocked.",
    "An official told reporters in {place} that the {target} had been hit in the {hour}, and that a search went on.",
    "Witnesses heard {what}, then shooting for half an hour; the wounded were taken to {place} by a passing bus.",
)  # fmt: skip
HOURS = ("morning", "evening", "early hours", "afternoon", "night")


def migrate(_: Any) -> dict[str, Any]:
    """Make the tables."""
    backup.migrate()
    with work.atomic():
        compared_rows.set_ready()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM compared")
    return {"facts": backup.facts().durability}


def ready(_: Any) -> dict[str, Any]:
    """Say that nothing is missing, after the tables were filled."""
    with work.atomic():
        compared_rows.set_ready()
    return {}


def flat(path: str) -> dict[str, Any]:
    """Place reports of which nobody wrote a word; return what each took, and what it found."""
    seen: list[Seen] = pickle.loads(Path(path).read_bytes())
    for one in seen[:20]:
        _placed(one)
    took = [_placed(one) for one in seen]
    return _told(took)


def worded(path: str) -> dict[str, Any]:
    """Place reports with a story, among stored ones that have one."""
    seen: list[Seen] = pickle.loads(Path(path).read_bytes())
    written: set[str] = set()
    for one in seen:
        with work.atomic():
            _write_neighbours(one, written)
            _write(one, story_of=one.report_id, linked=False)
    news = [told_of(report_rows.get(ReportId(one.report_id))) for one in seen]
    took = []
    for told in [*news[:10], *news]:
        began, cpu = time.perf_counter(), time.process_time()
        found = board.Boards().near(told)
        suggested = suggest(found.seen(told), found.without(labels.kept_from(told.report_id)))
        placed = time.perf_counter()
        with work.atomic():
            compared_rows.put(found.seen(told))
            kept = time.perf_counter(), time.process_time()
        one_took = _one(began, cpu, placed=placed, kept=kept)
        took.append(one_took | {"zone": suggested.zone.value, "opened": len(found._told)})
        compared_rows.forget(told.report_id)
    return _told(took[10:]) | {"stories": len(written), "opened": harness.percentile([t["opened"] for t in took], 0.5)}


def _placed(one: Seen) -> dict[str, Any]:
    """Place one report and keep it for comparison, timed; then take it away again."""
    report_id = ReportId(one.report_id)
    began, cpu = time.perf_counter(), time.process_time()
    at = one.day or one.span or one.published or (0, 0)
    window = [date.fromordinal(at[0] - 32), date.fromordinal(at[1] + 32)]
    incident_rows.is_crowded(first=window[0], last=window[1], above=board.WHOLE_MAX)
    found = board.found_near(one)
    suggested = suggest(one, found.without(labels.kept_from(report_id)))
    placed = time.perf_counter()
    with work.atomic():
        compared_rows.put(one)
        kept = time.perf_counter(), time.process_time()
    took = _one(began, cpu, placed=placed, kept=kept) | {"zone": suggested.zone.value}
    compared_rows.forget(report_id)
    best = suggested.best
    return took | {"incident": best.incident_id if best else None}


def _one(began: float, cpu: float, *, placed: float, kept: tuple[float, float]) -> dict[str, Any]:
    return {
        "all": kept[0] - began,
        "cpu": kept[1] - cpu,
        "placing": placed - began,
        "with_commit": time.perf_counter() - began,
    }


def _told(took: list[dict[str, Any]]) -> dict[str, Any]:
    times = {
        key: {
            name: round(1000 * harness.percentile([one[key] for one in took], share), 2)
            for name, share in (("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
        }
        for key in ("all", "cpu", "placing", "with_commit")
    }
    zones = {zone.value: sum(one["zone"] == zone for one in took) for zone in Zone}
    return {"ms": times, "zones": zones, "reports": len(took), "incidents": [one.get("incident") for one in took]}


def found(path: str) -> dict[str, Any]:
    """Return a digest of what each report finds, and how much that is."""
    seen: list[Seen] = pickle.loads(Path(path).read_bytes())
    every = [sorted(find.near(one)) for one in seen]
    digests = [hashlib.sha256(" ".join(one).encode()).hexdigest() for one in every]
    counts = [len(one) for one in every]
    return {"digests": digests, "median": harness.percentile(counts, 0.5), "most": max(counts)}  # type: ignore[arg-type]


def _write_neighbours(one: Seen, written: set[str]) -> None:
    """Give every stored report that comes near a new one a story, and its incident's other reports too."""
    held, forms = Held(one, model=shipped("reports")), dict(find.near(one))
    near = [each for each, form in forms.items() if (s := held.score(form)) and s.score + WORDING_MOST > JOIN]
    members = link_rows.members(link_rows.incidents_of(near), each_max=board.MEMBERS_MAX)
    forms |= find.of_reports([each for group in members.values() for each in group])
    for incident_id, group in members.items():
        for each in group:
            if each not in written:
                written.add(each)
                _write(unpack(forms[each], report_id=each), story_of=incident_id, linked=True)


def _write(one: Seen, *, story_of: str, linked: bool) -> None:
    """Write a report with a story into the desk's tables, and what is compared of it anew."""
    incoming = _incoming(one, story_of=story_of)
    digests = [secrets.token_bytes(32) for _ in range(4)]
    keyed = report_rows.Keys(
        client_key_hash=digests[0],
        content_hash=digests[1],
        words_hash=digests[2],
        digits_hash=digests[3],
        receipt_try=0,
    )
    row = report_rows.row_of(incoming, report_id=ReportId(one.report_id), keys=keyed, by=None, now=NOW)
    if linked:
        row.state = report_rows.State.LINKED.value
    report_rows.keep(row)
    if linked:
        compared_rows.forget(ReportId(one.report_id))
        compared_rows.put(seen_of(told_of(report_rows.get(ReportId(one.report_id)))))


def _incoming(one: Seen, *, story_of: str) -> Incoming:
    chance = Random(story_of)
    place = " ".join(sorted(one.names))
    fill = {
        "place": place,
        "killed": one.killed or "some",
        "injured": one.injured or "many",
        "what": (one.event_type or "a blow").replace("_", " "),
        "target": one.target_kind or "place",
        "hour": chance.choice(HOURS),
    }
    story = " ".join(chance.sample(STORY, 3)).format(**fill)
    happened = one.day or one.span
    known = DateKnown.DAY if one.day else DateKnown.MONTH if one.span else DateKnown.NONE
    tolls = ((Counted.KILLED, one.killed), (Counted.INJURED, one.injured), (Counted.TAKEN, one.taken))
    candidates = tuple(
        PlaceCandidate(name=place, lat=each.lat, lon=each.lon, radius_km=each.radius_km) for each in one.readings
    )
    return Incoming(
        channel=Channel.PRESS,
        client_key=f"benchmark-{one.report_id}",
        kind=Kind.NEWS,
        answers=Answers(
            heard=story,
            event_type=one.event_type.value if one.event_type else "",
            target_kind=one.target_kind,
            happened=Happened(
                first=date.fromordinal(happened[0]) if happened else None,
                last=date.fromordinal(happened[1]) if happened else None,
                known=known,
            ),
            where=Where(words=place, district="", candidates=candidates),
            figures=tuple(
                Figure(counted=what, low=toll, high=toll, scope=Scope.ALL) for what, toll in tolls if toll is not None
            ),
        ),
        source=Source(published=date.fromordinal(one.published[0]) if one.published else None),
    )


def main() -> None:
    """Hold the keys, then answer commands."""
    keys.hold(Secrets.from_json(Path(sys.argv[1]).read_bytes()))
    shipped("reports")
    word_worth("made ready")
    for line in sys.stdin:
        name, value = json.loads(line)
        done = {"migrate": migrate, "ready": ready, "flat": flat, "worded": worded, "found": found}[name](value)
        print(json.dumps(done), flush=True)


if __name__ == "__main__":
    main()
