"""Plants two hundred people's numbers, names and places everywhere, then looks for them as a stranger and as who took the disk.

A value counts as found in any of its forms: as typed, digits only, in other encodings, in base64 at any offset, in hex. The
search is held against a control first: the same values, written in clear, must be found in every form. Then two key keepers
open a seal offline with the `age` program, and any one of them fails. Fifty protected reports must change no page of the desk.
Run: `.venv/bin/python campaigns/leaks.py`; ends with one JSON line, exit 1 when anything was found.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import box as boxes
from benchmarks import harness
from benchmarks.site import Site

OPEN_SEAL = harness.ROOT / "contrib" / "open-seal" / "open_seal.py"
SEEDS = (
    "/",
    "/api/v1/openapi.json",
    "/readyz",
    "/healthz",
    "/ledger/",
    "/map/",
    "/incidents/",
    "/warnings/",
    "/help/",
    "/about/",
)
AUDIT = re.compile(r"^/desk/audit")
SHORT_NUMBER = re.compile(
    rb"[0-9]{1,8}"
)  # so short that some fingerprint holds it by chance; a telephone number is longer
HEX = frozenset(b"0123456789abcdef")
DIGEST_LENGTHS = frozenset({32, 40, 64, 128})  # in hex: what a fingerprint is long
START = 6  # bytes
CHUNK = 1 << 18


def forms_of(value: str) -> Iterator[bytes]:
    """Give the bytes by which a value would be recognised."""
    texts = {value, value.lower(), value.upper(), quote(value), value.replace(" ", "")}
    if digits := re.sub(r"\D", "", value):
        texts |= {digits, digits[-10:]} if len(digits) >= 10 else set()
    for text in texts:
        raw = text.encode()
        yield raw
        yield text.encode("utf-16-le")
        yield raw.hex().encode()
        for offset in range(3):  # what of the base64 does not depend on the neighbours
            yield base64.b64encode(b"\0" * offset + raw)[4 if offset else 0 : -4]


def stands(form: bytes, content: bytes) -> bool:
    """Return whether the form stands in the content; a short number is in some fingerprint by chance, and that is no find.

    By chance is: within a run of hex as long as a fingerprint, or inside a longer one. At the edge of any other run it was
    written beside something, and counts.
    """
    if not SHORT_NUMBER.fullmatch(form):
        return form in content
    at = content.find(form)
    while at >= 0:
        begin, end = at, at + len(form)
        while begin and content[begin - 1] in HEX:
            begin -= 1
        while end < len(content) and content[end] in HEX:
            end += 1
        inside = begin < at and at + len(form) < end and end - begin > min(DIGEST_LENGTHS)
        if not inside and end - begin not in DIGEST_LENGTHS:
            return True
        at = content.find(form, at + 1)
    return False


class Search:
    """All forms of all values, ready to be looked for in bytes: by their first bytes, then whole."""

    def __init__(self, values: Iterable[str]) -> None:
        """Take the values."""
        self.forms = [(form, value) for value in values for form in set(forms_of(value))]
        self._by_start: defaultdict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
        for form, value in self.forms:
            self._by_start[form[:START]].append((form, value))

    def found_in(self, content: bytes) -> set[str]:
        """Return which values stand in the content in any form."""
        starts = {start for start in self._by_start if len(start) < START}
        for at in range(0, len(content), CHUNK):
            part = content[at : at + CHUNK + START - 1]
            starts |= self._by_start.keys() & {part[begin : begin + START] for begin in range(len(part) - START + 1)}
        return {value for start in starts for form, value in self._by_start[start] if stands(form, content)}


def values_of(people: list[dict[str, str]]) -> list[str]:
    """Return all values of these people, and the telling part of each place."""
    return [
        value for who in people for value in (who["name"], who["phone"], who["place"], who["place"].split("the ", 1)[1])
    ]


def control_misses(people: list[dict[str, str]]) -> int:
    """Return how many values the search would overlook although they are there; a search that finds nothing proves nothing."""
    hidden = [who["phone"] for who in people[:20]] + [who["name"] for who in people[:20]]
    search = Search(hidden)
    shapes = (
        lambda text: text.encode(),
        lambda text: text.encode("utf-16-le"),
        lambda text: base64.b64encode(b"x" + text.encode() + b"yz"),
        lambda text: text.encode().hex().encode(),
        lambda text: json.dumps({"a": text.replace(" ", "")}).encode(),
    )
    return sum(
        1 for value in hidden for shape in shapes if value not in search.found_in(b"\0\1" + shape(value) + b"\2")
    )


def on_disk(folder: Path, search: Search) -> dict[str, list[str]]:
    """Return which values stand in which file."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_socket() and (seen := search.found_in(path.read_bytes())):
            found[path.relative_to(folder).as_posix()] = sorted(seen)[:5]
    return found


def on_pages(site: Site, search: Search) -> tuple[int, dict[str, list[str]]]:
    """Return how many public addresses were looked at, and which values stand on which."""
    pages = {}
    for seed in SEEDS:
        pages |= site.public_pages(seed)
    found = {
        path: sorted(seen)[:5]
        for path, answer in pages.items()
        if (seen := search.found_in(answer.body + json.dumps(answer.headers).encode()))
    }
    return sum(1 for answer in pages.values() if answer.status == 200), found


def offline(export: str, *, box: boxes.Box, folder: Path, expected: str) -> dict[str, object]:
    """Open the export with every pair of key keepers, and with each one alone, by the `age` program."""
    if not shutil.which("age"):
        return {"age": "missing", "pairs_open": 0, "single_opens": 0}
    station = folder / "station"
    station.mkdir()
    (station / "export.json").write_text(export)
    shares = []
    for number, pair in enumerate(box.custodians, start=1):
        identity = station / f"keeper-{number}.txt"
        identity.write_text(f"{pair.identity}\n")
        share = station / f"{number}.share"
        words = ["share", str(station / "export.json"), "--index", str(number), "--identity", str(identity)]
        share.write_bytes(_station(words).stdout)
        shares.append(str(share))
    pairs = [_station(["open", str(station / "export.json"), *pair]) for pair in combinations(shares, 2)]
    alone = [_station(["open", str(station / "export.json"), one, one]) for one in shares]
    opened = sum(1 for done in pairs if done.returncode == 0 and expected in done.stdout.decode("utf-8", "replace"))
    by_one = sum(1 for done in alone if done.returncode == 0 or expected in done.stdout.decode("utf-8", "replace"))
    return {"pairs": len(pairs), "pairs_open": opened, "single_opens": by_one}


def _station(words: list[str]) -> subprocess.CompletedProcess[bytes]:
    """Run the station's script with the system's Python, as a key keeper would."""
    return subprocess.run([sys.executable, "-I", str(OPEN_SEAL), *words], capture_output=True, check=False)


def run_inside(box: boxes.Box, script: str, *words: str) -> dict[str, object]:
    """Run one of our scripts against the box and return its line."""
    return boxes.run(box.env, [str(harness.PYTHON), str(harness.ROOT / "campaigns" / script), *words])


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return which desk pages differ; the audit does, since taking something in is an act."""
    return sorted(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path) and not AUDIT.match(path)
    )


def campaign(
    folder: Path, *, people_count: int = 200, protected_count: int = 50, opened: boxes.Opener = boxes.opened
) -> dict[str, object]:
    """Run it and return what was found."""
    with opened(folder / "haal") as box:
        return _campaign(box, folder, people_count=people_count, protected_count=protected_count)


def _campaign(box: boxes.Box, folder: Path, *, people_count: int, protected_count: int) -> dict[str, object]:
    started = time.monotonic()
    harness.say("leaks: planting")
    told = run_inside(box, "plant.py", "--people", str(people_count))
    before = run_inside(box, "look.py")
    guarded = run_inside(box, "plant.py", "--protected", str(protected_count))
    after = run_inside(box, "look.py")
    people = [*told["planted"], *guarded["protected"]]  # type: ignore[misc]
    secrets = [secret for secret in told["secrets"] if len(secret) >= 8]  # type: ignore[attr-defined]
    search, protected = Search([*values_of(people), *secrets]), Search(values_of(guarded["protected"]))  # type: ignore[arg-type]
    harness.say("leaks: looking as a stranger")
    port = harness.free_port()
    with box.serve(port):
        time.sleep(5)  # the clock works through what waits, and writes its log
        looked_at, public = on_pages(Site(port=port), search)
    backups = folder / "backups"
    box.haal("backup", "--to", str(backups))
    export = str(told["export"])
    boxes.close(box)
    harness.say("leaks: looking as who took the disk")
    disk = on_disk(folder, search)
    desk = {path: sorted(seen)[:5] for path, text in after.items() if (seen := protected.found_in(str(text).encode()))}
    return {
        "name": "leaks",
        "people": len(people),
        "values": len(search.forms),
        "control_misses": control_misses(people),
        "published": told["published"],
        "public_addresses": looked_at,
        "found_in_public": public,
        "found_on_disk": disk,
        "bytes_of_disk": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        "protected": len(guarded["protected"]),  # type: ignore[arg-type]
        "desk_pages": len(after),
        "found_at_the_desk": desk,
        "desk_faults": [path for path, text in after.items() if str(text).startswith("5")],
        "desk_pages_changed": changed(before, after),  # type: ignore[arg-type]
        "offline": offline(export, box=box, folder=folder, expected=str(told["sealed_record"]["phone"])),  # type: ignore[index]
        "seconds": round(time.monotonic() - started, 1),
    }


def holds(found: dict[str, object]) -> bool:
    """Return whether nothing was found, and the search itself can be believed."""
    nothing = ("found_in_public", "found_on_disk", "found_at_the_desk", "desk_pages_changed", "desk_faults")
    station = found["offline"]
    assert isinstance(station, dict)
    return (
        not any(found[name] for name in nothing)
        and found["control_misses"] == 0
        and int(str(found["published"])) > 0
        and int(str(found["public_addresses"])) > 8
        and int(str(found["desk_pages"])) > 3
        and station["pairs_open"] == station["pairs"]
        and station["single_opens"] == 0
    )


def main() -> int:
    """Run the campaign and print its line."""
    with harness.folder("leaks") as folder:
        found = campaign(folder)
    ok = holds(found)
    print(json.dumps({**found, "ok": ok}))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
