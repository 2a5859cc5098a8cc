"""One log of a million leaves, made by the product, and everything that strangers check it with.

The box grows its ledger over two hours, takes one incident out and writes the log's folder. Then other people's code audits
all of it, proves entries and its growth; four programs that share no code accept the incident's bundle; every tampering with
the folder is refused by the audit, and every tampering with a bundle in a ledger of the same size by each program that claims
to see it. Needs what `tools/services` installs: Go, openssl, Chromium.
Run: `.venv/bin/python campaigns/ledger.py [--leaves 1000000] [--no-bundles]`; ends with one JSON line, exit 1 when a promise
was broken. `--no-bundles` leaves out the tamperings with bundles, which the tests do in a small ledger.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import factories_tamper  # noqa: E402
from tests.demo_site import CHROMIUM_FLAGS  # noqa: E402
from tests.factories_log_folder import Folder, tampered, tamperings  # noqa: E402
from tests.factories_verifiers import (  # noqa: E402
    Verifier,
    accepts,
    bare_shell,
    build_go,
    by_go,
    by_page,
    by_python,
    by_shell,
    go_is_there,
    opened_page,
    refuses,
)

from haal.ledger.note import SigningKey  # noqa: E402

LEAVES, LEAVES_MIN = 1_000_000, 2_000
PLACES = (0, 255, 256, 65_535, 65_536)


def campaign(leaves: int, *, folder: Path, bundles: bool = True) -> dict[str, Any]:
    """Run it in `folder` and return what was found."""
    took: dict[str, float] = {}
    with timed(took, "box"):
        made = box(leaves, folder=folder)
    program = build_go(folder)
    with timed(took, "go"):
        accepted = other_code(program, folder, size=made["leaves"])
    with verifiers(program, folder) as programs:
        with timed(took, "bundle"):
            bundle = {name: accepts(check(folder / "bundle", folder / "policy")) for name, check in programs.items()}
        with timed(took, "log_tamperings"):
            log_missed, log_count = log_tamperings(program, folder)
        with timed(took, "bundle_tamperings"):
            missed, counts = bundle_tamperings(programs, made["leaves"], folder=folder) if bundles else ([], {})
    return {
        "leaves": made["leaves"],
        "box": made,
        "other_code": accepted,
        "bundle_accepted_by": bundle,
        "log_tamperings": log_count,
        "log_tamperings_accepted": log_missed,
        "bundle_tamperings": counts,
        "bundle_tamperings_accepted": missed,
        "seconds": took,
    }


def holds(found: dict[str, Any]) -> bool:
    """Return whether every promise was kept."""
    return (
        all(found["other_code"].values())
        and len(found["bundle_accepted_by"]) == len(factories_tamper.ALL)
        and all(found["bundle_accepted_by"].values())
        and found["log_tamperings_accepted"] == []
        and found["bundle_tamperings_accepted"] == []
        and all(count >= 40 for count in found["bundle_tamperings"].values())
    )


def box(leaves: int, *, folder: Path) -> dict[str, Any]:
    """Let the product make log, bundle and policy below `folder`."""
    home = folder / "box"
    home.mkdir(mode=0o700)
    env = {**os.environ, "HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config", "DATABASE_URL": ""}
    command = [sys.executable, "-m", "campaigns.ledger_box", str(leaves), str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made


def other_code(program: Path, folder: Path, *, size: int) -> dict[str, bool]:
    """Return what verify-go accepts of the log: the audit, its growth, entries by tiles and by the bundle's own files."""
    policy, log = folder / "policy", folder / "log"

    def accepted(*words: object) -> bool:
        command = [str(word) for word in (program, *words, policy)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return accepts((done.returncode, done.stdout))

    proofs = sorted(folder.glob("bundle/data/acts/*.tlog-proof"))
    places = [place for place in (*PLACES, size - 1) if place < size]
    return {
        "audit": accepted("audit", log),
        "consistency": accepted("consistency", log, folder / "older"),
        "proofs_by_tiles": all(accepted("proof", log, place) for place in places),
        "proofs_by_file": all(accepted("proof", one.with_suffix(".leaf"), one) for one in proofs) and bool(proofs),
    }


@contextmanager
def verifiers(program: Path, folder: Path) -> Iterator[dict[str, Verifier]]:
    """Give the four programs by name."""
    from playwright.sync_api import sync_playwright

    (folder / "shell").mkdir()
    with sync_playwright() as playwright:
        flags = {"executable_path": shutil.which("chromium"), "headless": True, "args": CHROMIUM_FLAGS}
        chromium = playwright.chromium.launch(**flags)
        yield {
            "verify.py": by_python,
            "verify.sh": by_shell(bare_shell(folder / "shell")),
            "verify.html": by_page(opened_page(chromium, folder)),
            "verify-go": by_go(program),
        }
        chromium.close()


def log_tamperings(program: Path, folder: Path) -> tuple[list[str], int]:
    """Return which tamperings with the log's folder the audit accepted, and how many were tried."""
    key = SigningKey.parse((folder / "box/keys/ledger.key").read_text())
    log = Folder(path=folder / "log", key=key, earlier=(folder / "older").read_text())
    named = tamperings(log)
    missed = []
    for name, change in named.items():
        with tampered(log, change):
            done = subprocess.run(
                [program, "audit", log.path, folder / "policy"], capture_output=True, text=True, check=False
            )
        if not refuses((done.returncode, done.stdout)):
            missed.append(name)
    return missed, len(named)


def bundle_tamperings(programs: dict[str, Verifier], leaves: int, *, folder: Path) -> tuple[list[str], dict[str, int]]:
    """Return which tamperings with a bundle were accepted, and how many each program tried."""
    every = leaves // 20
    factories_tamper.SIZE.update(every=every, after=leaves - 15 * every - 6)
    table = importlib.import_module("tests.factories_tamperings").TAMPERINGS
    missed, counts = [], dict.fromkeys(programs, 0)
    for number, one in enumerate(table):
        bundle = one.put(folder / f"tampering-{number}")
        for name in sorted(one.claimed_by & programs.keys()):
            counts[name] += 1
            if not refuses(programs[name](bundle, bundle.parent / "policy")):
                missed.append(f"{name}: {one.name}")
        shutil.rmtree(bundle.parent)
    return missed, counts


@contextmanager
def timed(took: dict[str, float], name: str) -> Iterator[None]:
    """Keep how many seconds it took."""
    began = time.monotonic()
    yield
    took[name] = round(time.monotonic() - began, 1)


def main() -> int:
    """Run the campaign and say what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--leaves", type=int, default=LEAVES, help="how many the log has (a multiple of 32)")
    parser.add_argument("--no-bundles", action="store_true", help="leave out the tamperings with bundles")
    options = parser.parse_args()
    leaves = max(options.leaves, LEAVES_MIN) // 32 * 32
    lacking = [name for name in ("go", "openssl", "chromium") if shutil.which(name) is None]
    if lacking or not go_is_there():
        print(json.dumps({"name": "ledger", "ok": False, "lacking": lacking or ["golang.org/x/mod"]}))
        return 1
    with tempfile.TemporaryDirectory(prefix="haal-ledger-") as name:
        found = campaign(leaves, folder=Path(name), bundles=not options.no_bundles)
    ok = holds(found)
    print(json.dumps({"name": "ledger", "ok": ok, **found}))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
