"""Plants five hundred people who ask, offer, seek, are sought, help at a place or are in a circle; then goes and looks for them.

A public list of those who needed help got them harassed elsewhere. Here everything that leaves the box is searched, as a stranger,
as a partner, as the other side of a match and as each role of the desk that has no business with them: pages, feeds, files, API
answers and bundles, packed and unpacked, in two scripts and any spelling. Held against two controls: everything is found in every
packing when it is there, and a name that its family let out is found where it was let out.
Run: `.venv/bin/python campaigns/harassment.py`; ends with one JSON line, exit 1 when anybody was found.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import box as boxes
from benchmarks import harness
from benchmarks.site import Site

from campaigns import leaks
from campaigns.harassment_people import CONTROL, PARTS, PEOPLE, Part, Somebody, everybody
from campaigns.harassment_search import Found, Search, control_misses

SEEDS = (
    *leaks.SEEDS,
    "/api/v1/incidents",
    "/api/v1/warnings",
    "/api/v1/alleged",
    "/claims/",
    "/rumours/",
    "/seek/",
    "/complaints/",
    "/displaced/",
    "/seek/public-list/",
)
CONTROL_PEOPLE = 24
SHELTER_FILES = ("3w", "3w-json", "4w", "4w-json", "dtm", "geojson")
IDS_OF_A_KIND = 2
SHOWN = 5
type Seen = dict[str, frozenset[Found]]


def wire(port: int, told: dict[str, object]) -> Iterator[tuple[str, bytes]]:
    """Give what a stranger gets over the wire: pages by links, packed and unpacked, in two languages, and wrong guesses."""
    site = Site(port=port)
    pages = {path: answer for seed in SEEDS for path, answer in site.public_pages(seed).items()}
    for path, answer in pages.items():
        yield path, answer.wire + json.dumps(answer.headers).encode()
        yield path, answer.body
        if answer.kind == "text/html" and answer.status == 200:
            yield f"{path} in Urdu", site.get(path, accept="identity", language="ur").body
    ids: dict[str, list[str]] = told["ids"]  # type: ignore[assignment]
    guesses = [
        f"/{kind}/{one}/"
        for kind in ("incidents", "warnings", "claims", "m", "c")
        for some in ids.values()
        for one in some[:2]
    ]
    for path in (*guesses, f"/warnings/{told['warning']}.xml", "/desk/needs/", "/accounts/login/"):
        answer = site.get(path)
        yield path, answer.body + json.dumps(answer.headers).encode()


def partner(box: boxes.Box, folder: Path, told: dict[str, object]) -> Iterator[tuple[str, bytes]]:
    """Give every file that goes to a partner, a mirror or a witness, and what the commands say meanwhile."""
    folder.mkdir()
    incident, agreement = str(told["incident"]), str(told["agreement"])
    commands = (
        ("pfif", "export", str(folder / "sought.xml")),
        ("cap", "publish", str(folder / "cap")),
        ("ledger", "export", str(folder / "log")),
        ("bundle", "export", incident, "--agreement", agreement, "--to", str(folder / "bundle")),
        ("warnings", "folder", str(folder / "warnings")),
        ("ledger", "status"),
        *(("shelters", "export", "--as", kind, "--out", str(folder / kind)) for kind in SHELTER_FILES),
    )
    for words in commands:
        yield " ".join(words[:2]), json.dumps(box.haal(*words), ensure_ascii=False).encode()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def others(seen: Seen, people: list[Somebody]) -> dict[str, list[Found]]:
    """Return what was found of anybody planted, by where."""
    numbers = {who.number for who in people}
    wrong = {where: sorted(one for one in found if one.number in numbers)[:SHOWN] for where, found in seen.items()}
    return {where: found for where, found in wrong.items() if found}


def looked(outputs: Iterator[tuple[str, bytes]], search: Search) -> tuple[int, int, Seen]:
    """Search everything; return how many outputs and bytes that was, and what was found where."""
    count, size, seen = 0, 0, {}
    for where, content in outputs:
        count, size = count + 1, size + len(content)
        if found := search.found_in(content):
            seen[where] = seen.get(where, frozenset()) | found
    return count, size, seen


def sides(port: int, told: dict[str, object], people: list[Somebody]) -> tuple[int, dict[str, list[Found]]]:
    """Open each asker's and offerer's page with their code; return how many, and whom of the others they find there."""
    search, codes, count = Search(people), dict(told["codes"]), 0  # type: ignore[call-overload]
    wrong: dict[str, list[Found]] = {}
    browser = _Browser(port)
    for who in people:
        if who.part in {Part.ASKER, Part.OFFERER} and str(who.number) in codes:
            count += 1
            found = search.found_in(browser.under(codes[str(who.number)]))
            if strangers := sorted(one for one in found if one.number != who.number):
                wrong[f"code of {who.part.value} {who.number}"] = strangers[:SHOWN]
    return count, wrong


class _Browser:
    """Somebody with a code: fetches the form once and sends it with each code."""

    def __init__(self, port: int) -> None:
        """Fetch the form, with its token and its cookie."""
        self.address = f"http://127.0.0.1:{port}/code/"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = self.opener.open(self.address).read().decode()
        self.token = page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]

    def under(self, code: str) -> bytes:
        """Return the page of a code."""
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, "code": code}).encode()
        request = urllib.request.Request(self.address, data=body, headers={"Referer": self.address})
        return bytes(self.opener.open(request).read())


def campaign(folder: Path, *, people_count: int = PEOPLE, opened: boxes.Opener = boxes.opened) -> dict[str, object]:
    """Run it and return what was found."""
    with opened(folder / "haal") as box:
        return _campaign(box, folder, people_count=people_count)


def _campaign(box: boxes.Box, folder: Path, *, people_count: int) -> dict[str, object]:
    started, people = time.monotonic(), everybody(people_count)
    search = Search([*people, CONTROL])
    harness.say("harassment: holding the search against what is there")
    missed = control_misses(people[:CONTROL_PEOPLE])
    harness.say("harassment: planting")
    told = leaks.run_inside(box, "harassment_plant.py", "--people", str(people_count))
    harness.say("harassment: looking as a stranger")
    port = harness.free_port()
    with box.serve(port):
        time.sleep(5)  # the clock works through what waits
        public_count, public_size, public = looked(wire(port, told), search)
        sides_count, of_sides = sides(port, told, people)
    harness.say("harassment: looking as a partner")
    partner_count, partner_size, of_partner = looked(partner(box, folder / "partner", told), search)
    log_count, _, of_log = looked(iter([("log", box.log.read_bytes())]), search)
    harness.say("harassment: looking as each role of the desk")
    desk = leaks.run_inside(box, "harassment_look.py", "--people", str(people_count), "--ids", ",".join(_ids(told)))
    wrong = {
        "public": others(public, people), "partner": others(of_partner, people), "log": others(of_log, people),
        "sides": of_sides, "desk": desk["found"],
    }  # fmt: skip
    found = {one[0] for part in wrong.values() for ones in _leaves(part) for one in ones}
    return {
        "name": "harassment",
        "planted": sum(told["in_by"].values()),  # type: ignore[attr-defined]
        "planted_by": told["in_by"],
        "found": len(found),
        "found_where": wrong,
        "values": len(search.values),
        "outputs": {
            "public": public_count,
            "sides": sides_count,
            "partner": partner_count,
            "log": log_count,
            "desk": desk["read"],
        },
        "megabytes": round((public_size + partner_size) / 1e6, 1),
        "control_misses": missed[:20],
        "control_name_in": sorted(where for where, seen in of_partner.items() if Found(CONTROL.number, "name") in seen),
        "read_by_office": desk["by_office"],
        "published": told["published"],
        "seconds": round(time.monotonic() - started, 1),
    }


def _ids(told: dict[str, object]) -> Iterator[str]:
    """Give a few ids of each kind, to be tried as addresses."""
    ids: dict[str, list[str]] = told["ids"]  # type: ignore[assignment]
    for some in (*ids.values(), told["tracing"], *told["reports"]):  # type: ignore[misc]
        yield from some[:IDS_OF_A_KIND]


def _leaves(part: object) -> Iterator[list[Found]]:
    """Give the lists of what was found, however deep they lie."""
    if isinstance(part, dict):
        for inner in part.values():
            yield from _leaves(inner)
    elif isinstance(part, list):
        yield part


def holds(found: dict[str, object]) -> bool:
    """Return whether nobody was found, everybody had been planted, and the search itself can be believed."""
    counts, by = found["outputs"], found["planted_by"]
    assert isinstance(counts, dict)
    assert isinstance(by, dict)
    return (
        found["found"] == 0
        and not any(_leaves(found["found_where"]))
        and not found["control_misses"]
        and found["control_name_in"] == ["sought.xml"]
        and bool(dict(found["read_by_office"]).get("aid"))  # type: ignore[call-overload]
        and set(by) == {part.value for part in PARTS}
        and int(str(found["published"])) > 0
        and min(counts["public"], counts["partner"], counts["sides"], *counts["desk"].values()) > 8
    )


def main() -> int:
    """Run the campaign and print its line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=PEOPLE)
    args = parser.parse_args()
    with harness.folder("harassment") as folder:
        found = campaign(folder, people_count=args.people)
    ok = holds(found) and found["planted"] == args.people
    print(json.dumps({**found, "ok": ok}))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
