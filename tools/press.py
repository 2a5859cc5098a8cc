"""Write data/press: real press reports for the demo and for the figures of linking, cut from the press corpus.

Run it as `python tools/press.py CORPUS_FOLDER`; the folder holds the corpus's reports.csv and source_groups.csv. What
it does: takes all rows of the incidents named below, drops every address (some contain names of persons) and keeps in
its place a number of the page, so that two rows of one page are still known as such; puts what is gold (which
incident, whose text) into a file of its own. It changes no value and chooses no single row.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "data" / "press"

# Chosen for breadth: every class of perpetrator, large and small, well and badly reported, and the hard ones.
INCIDENTS: dict[str, tuple[str, ...]] = {
    "Islamic State Khorasan": (
        "2017-12-17-quetta-church",
        "2021-01-03-machh-miners",
        "2025-09-02-quetta-bnp-rally",
        "2025-03-29-lakpass-sit-in",
        "2025-05-25-iskp-threat-baloch-gatherings",
    ),
    "separatist armies": (
        "2014-04-08-sibi-train",
        "2016-02-10-nushki-saindak-truck",
        "2019-04-18-ormara-buzi-pass",
        "2025-03-11-jaffar-express",
        "2025-03-27-kalmat-bus",
        "2026-01-31-coordinated-attacks",
        "2026-01-31-gwadar-family",
        "2026-01-31-mastung-jail",
    ),
    "Taliban factions": (
        "2016-02-06-quetta-adalat-road",
        "2016-08-08-quetta-civil-hospital",
        "2025-09-30-quetta-fc-hq",
    ),
    "sectarian groups": (
        "2016-10-24-quetta-police-college",
        "2019-04-12-quetta-hazarganji",
    ),
    "state forces and offices": (
        "2023-10-29-turbat-custody",
        "2023-11-23-turbat-ctd-encounter",
        "2025-09-15-zehri-strike",
        "2025-09-17-zehri-tarasani",
        "2025-10-01-zehri-noorgama",
        "2025-10-05-zehri-moola",
        "2025-08-06-internet-shutdown",
        "2025-08-30-internet-shutdown",
    ),
    "several or nobody named": (
        "2016-08-11-quetta-zarghoon",
        "2019-04-12-chaman-fc-motorcycle",
        "2021-02-08-mangochar-drillers",
        "2024-10-11-duki-miners",
        "2025-03-22-mangochar-drillers",
        "2025-03-27-quetta-double-road",
        "2025-07-16-kalat-musicians-bus",
        "2025-08-10-jaffar-express-mastung",
        "2025-09-23-jaffar-express-mastung",
        "2025-03-mastung-iskp-camp",
    ),
}

# column of data/press/reports.csv -> column of the corpus
COLUMNS: dict[str, str] = {
    "report_id": "report_id",
    "outlet": "outlet",
    "page": "",
    "published_date": "published_date",
    "language": "language",
    "origin": "origin",
    "event_date": "event_date_as_reported",
    "event_date_precision": "event_date_precision",
    "event_type": "event_type",
    "place": "place_name_as_reported",
    "district": "admin2_district",
    "lat": "lat",
    "lon": "lon",
    "radius_km": "location_precision_km",
    "target_kind": "target_kind",
    "killed": "killed_reported",
    "killed_civilians": "killed_civilians_reported",
    "injured": "injured_reported",
    "taken": "missing_or_abducted_reported",
    "attribution": "attribution_reported",
    "attribution_kind": "attribution_kind",
    "displaced": "displaced_reported",
    "summary": "summary_own_words",
    "notes": "notes",
}


def main(corpus: Path) -> None:
    """Cut the files anew and say how much is in them."""
    wanted = {incident for group in INCIDENTS.values() for incident in group}
    every = read(corpus / "reports.csv")
    chosen = [row for row in every if row["incident_id"] in wanted]
    if missing := wanted - {row["incident_id"] for row in chosen}:
        sys.exit(f"the corpus has no report of {', '.join(sorted(missing))}")
    groups = {row["report_id"]: row["source_group"] for row in read(corpus / "source_groups.csv")}
    write(HERE / "reports.csv", press_rows(chosen))
    write(
        HERE / "gold.csv",
        (
            {"report_id": row["report_id"], "incident_id": row["incident_id"], "source_group": groups[row["report_id"]]}
            for row in chosen
        ),
    )
    languages, pages = {row["language"] for row in chosen}, page_numbers(chosen)
    print(f"{len(chosen)} reports of {len(wanted)} incidents in {len(languages)} languages, {len(pages)} pages")


def press_rows(rows: list[dict[str, str]]) -> Iterable[dict[str, str]]:
    """Yield the rows as the importer reads them: no address, no gold."""
    pages = page_numbers(rows)
    for row in rows:
        yield {column: row[source] if source else pages[row["url"]] for column, source in COLUMNS.items()}


def page_numbers(rows: list[dict[str, str]]) -> dict[str, str]:
    """Return address -> `page-001`..., numbered as the pages first come."""
    addresses = dict.fromkeys(row["url"] for row in rows)
    return {address: f"page-{number:03d}" for number, address in enumerate(addresses, start=1)}


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Write rows as CSV with the keys of the first row as heading."""
    every = list(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(every[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(every)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
