"""Are the verdicts on claims right? Held against what a person coded, and against claims made from a table of incidents.

    python -m campaigns.claims [--corpus DIR] [--search]

DIR holds `claims.csv`, `reports.csv` and `incidents.csv` (default: ../shared/corpus beside the checkout). The first part
computes the verdict of each claim from its linked reports (`--search`: from reports found by the program) and prints each
disagreement with its reasons. The second part makes claims whose truth is known, from the incidents: the right number, twice
the highest, half the lowest, another month, a far district, who said it was they, and somebody else. The last line on stdout
is one JSON object; exit 1 when fewer than 80 % of the checkable claims agree or a claim does not come back as it was.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from haal.domain.claim.actor import Likeness, likeness
from haal.domain.claim.evidence import Evidence
from haal.domain.claim.judge import names_in
from haal.domain.claim.stated import Checkable, Claim
from haal.domain.report import ResponsibilityKind
from haal.formats.claims import reports, table
from haal.geometry.distance import km_between
from haal.linkage.claims import check_all

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
LEAST = 0.8
WORDS = {
    "shooting": "shooting", "bombing": "bombing", "suicide_bombing": "suicide bombing", "armed_assault": "armed attack",
    "air_or_drone_strike": "drone strike", "hostage_taking": "hostage taking", "clash": "clash", "arson": "arson attack",
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="campaigns.claims", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--search", action="store_true", help="find the reports, whatever the file of claims names")
    args = parser.parse_args(arguments)
    raw = (args.corpus / "claims.csv").read_bytes()
    claims = [row.claim for row in table.read(raw) if isinstance(row, table.Row)]
    told = list(reports.read((args.corpus / "reports.csv").read_bytes(), incidents="incident_id"))
    evidence = [one for one in told if isinstance(one, Evidence)]
    coded = against_the_coded(claims, evidence, search=args.search)
    made = made_claims(args.corpus / "incidents.csv", evidence)
    back = table.write(claims) == raw
    ok = back and coded["agree"] >= LEAST * coded["checkable"]
    print(json.dumps({"name": "claims", "round_trip": back, "claims": len(claims), **coded, "made": made, "ok": ok}))
    return 0 if ok else 1


def against_the_coded(claims: Sequence[Claim], evidence: Sequence[Evidence], *, search: bool) -> dict[str, Any]:
    """Return how many verdicts agree with the coded ones, of those that can be checked wholly or partly."""
    agree, checkable, wholly, off = 0, 0, Counter[bool](), []
    for claim, found in zip(claims, check_all(claims, evidence, search=search), strict=True):
        if claim.checkable is Checkable.NO or not claim.coded.says:
            continue
        same = found.coded.value == claim.coded.says
        checkable, agree = checkable + 1, agree + same
        wholly[same] += claim.checkable is Checkable.YES
        if not same:
            off.append(claim.id)
            say(f"{claim.id}: coded {claim.coded.says}, computed {found.verdict.value} ({found.coded.value})")
            for one in found.answers:
                say(f"    {one.facet.value} {one.finding.value}: {one.words}")
    return {
        "checkable": checkable,
        "agree": agree,
        "wholly": sum(wholly.values()),
        "wholly_agree": wholly[True],
        "off": off,
    }


def made_claims(path: Path, evidence: Sequence[Evidence]) -> dict[str, str]:
    """Return of each sort of made claim how many verdicts were as they must be."""
    groups: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        groups[one.group].append(one)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["incident_id"] in groups]
    right, asked = Counter[str](), Counter[str]()
    for row in rows:
        if row["event_type"] not in WORDS or row["canonical_date_precision"] != "day" or not row["admin2_district"]:
            continue
        for sort, cells, expected in _made_of(row, rows, evidence=groups[row["incident_id"]], names=names_in(evidence)):
            said = check_all([_claim(cells, groups[row["incident_id"]])], evidence)[0].coded.value
            asked[sort] += 1
            right[sort] += said in expected
            if said not in expected:
                say(f"made, {sort}: {row['incident_id']}: {cells['claim_own_words']} computed {said}")
    return {sort: f"{right[sort]} of {asked[sort]}" for sort in asked}


Made = tuple[str, dict[str, str], frozenset[str]]
SUPPORTED, PARTLY, CONTRADICTED = frozenset({"supported"}), frozenset({"partly"}), frozenset({"contradicted"})


def _made_of(
    row: Mapping[str, str], rows: Sequence[Mapping[str, str]], *, evidence: Sequence[Evidence], names: Sequence[str]
) -> Iterator[Made]:
    what, where, day = WORDS[row["event_type"]], row["admin2_district"], date.fromisoformat(row["canonical_date"])
    base = {"place": where, "date": day.isoformat()}
    yield "plain", {**base, "claim_own_words": f"There was a {what} in {where}."}, SUPPORTED
    later = (day + timedelta(days=40)).isoformat()
    yield "another month", {**base, "date": later, "claim_own_words": f"There was a {what} in {where}."}, CONTRADICTED
    if far := _far_from(row, rows):
        yield "far away", {**base, "place": far, "claim_own_words": f"There was a {what} in {far}."}, CONTRADICTED
    if int(row["killed_best"] or 0):
        yield from _numbers(row, base, what=what)
    yield from _actors(base, f"a {what} in {where}", evidence=evidence, names=names)


def _numbers(row: Mapping[str, str], base: Mapping[str, str], *, what: str) -> Iterator[Made]:
    best = int(row["killed_best"])
    low, high = int(row["killed_low"] or best), int(row["killed_high"] or best)

    def of(number: int) -> dict[str, str]:
        return {**base, "quantity": f"{number} killed", "claim_own_words": f"A {what} killed {number} people."}

    yield "the number", of(best), SUPPORTED
    yield "twice the highest", of(2 * high + 3), CONTRADICTED
    if low > 2:
        yield "half the lowest", of(low // 2), CONTRADICTED


def _actors(
    base: Mapping[str, str], deed: str, *, evidence: Sequence[Evidence], names: Sequence[str]
) -> Iterator[Made]:
    said = {(party.party, party.kind) for one in evidence for party in one.parties}
    claimed = {party for party, kind in said if kind is ResponsibilityKind.CLAIMED}
    for party in sorted(claimed) if len(claimed) == 1 else ():
        expected = SUPPORTED if len(said) == 1 else SUPPORTED | PARTLY
        yield "who said so", {**base, "claim_own_words": f"The {party} carried out {deed}."}, expected
        other = next(
            name for name in names if all(likeness(name, told, names=names) is Likeness.OTHER for told, _kind in said)
        )
        yield "somebody else", {**base, "claim_own_words": f"The {other} carried out {deed}."}, CONTRADICTED
    if said and not claimed and len(said) == 1:
        party = next(iter(said))[0]
        yield "only alleged", {**base, "claim_own_words": f"The {party} carried out {deed}."}, PARTLY


def _far_from(row: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> str:
    """Return a district of another incident, the farthest away."""

    def km(other: Mapping[str, str]) -> float:
        return km_between((float(row["lat"]), float(row["lon"])), (float(other["lat"]), float(other["lon"])))

    far = max((other for other in rows if other["admin2_district"]), key=km)
    return far["admin2_district"] if km(far) > 250 else ""


def _claim(cells: Mapping[str, str], evidence: Sequence[Evidence]) -> Claim:
    ids = " ".join(one.report_id for one in evidence)
    return table.claim_of({"claim_id": "made", "kind": "incident", "checkable": "yes", "report_ids": ids, **cells})


def say(words: str) -> None:
    """Say something to who looks on."""
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
