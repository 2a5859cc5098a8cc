"""A million made CAP messages written and read again, then ten minutes of fuzzing the reader, guided by coverage.

Each message has to come back the same; of every thousandth the OASIS schema, our rules and the signature are checked as
well. The fuzzer (atheris, which is libFuzzer) starts from the published samples: whatever it makes of them, the reader
answers with a verdict, a message that keeps every rule survives being written, and no forged one is believed.
Run: `.venv/bin/python campaigns/cap.py`; ends with one JSON line, exit 1 on any failure, whose input is kept.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from capvalidator import check_schema
from tests.factories_forged import NOW, OURS

from campaigns.made_alerts import make
from haal.formats.cap.read import read
from haal.formats.cap.rules import faults
from haal.formats.cap.sign import sign
from haal.formats.cap.trust import Register, verify
from haal.formats.cap.write import write
from haal.vault.signing import self_signed

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "vectors" / "cap"
FUZZER = ROOT / "campaigns" / "cap_fuzz.py"
COUNT, FUZZ_MINUTES = 1_000_000, 10.0
CHUNK = 1_000
FAILURES_KEPT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzzed:
    """What the fuzzer did."""

    ok: bool
    runs: int
    covered: int
    seconds: float
    kept: list[str]


def chunk(seed: int) -> tuple[int, list[str]]:
    """Make and check one chunk; return how many messages and what failed."""
    chance = Random(seed)
    failed: list[str] = []
    for number in range(CHUNK):
        message = make(chance)
        try:
            body = write(message)
            if read(body) != message:
                failed.append(f"seed {seed}, message {number}: came back another")
            if number == 0:
                failed += [f"seed {seed}: {fault}" for fault in closely(message, body)]
        except Exception as error:
            failed.append(f"seed {seed}, message {number}: {type(error).__name__}: {error}")
    return CHUNK, failed


def closely(message: object, body: bytes) -> Iterator[str]:
    """Yield what a second look finds: schema, rules, signature."""
    if faults(message):
        yield "breaks a rule"
    if not check_schema(body).passed:
        yield "breaks the schema"
    if read(sign(body, OURS)) != message:
        yield "came back another after signing"


def made(*, count: int, processes: int, seed: int) -> tuple[int, list[str], float]:
    """Check `count` messages on so many processes; return how many, what failed, and the seconds."""
    began = time.monotonic()
    seeds = range(seed, seed + max(1, count // CHUNK))
    done, failed = 0, []
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for number, found in pool.imap_unordered(chunk, seeds, chunksize=4):
            done += number
            failed += found
            if done % 100_000 == 0:
                print(f"{done} messages, {len(failed)} failures", file=sys.stderr, flush=True)
    return done, failed, time.monotonic() - began


def fuzzed(*, minutes: float, keep: Path) -> Fuzzed:
    """Fuzz the reader for so many minutes in a process of its own."""
    keep.mkdir(parents=True, exist_ok=True)
    before = set(keep.iterdir())
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="haal-fuzz-") as scratch:
        corpus = Path(scratch)
        for path in SAMPLES.iterdir():
            (corpus / path.name).write_bytes(path.read_bytes())
        (corpus / "signed.xml").write_bytes(signed_sample())
        done = subprocess.run(
            [
                sys.executable, str(FUZZER), str(corpus), f"-max_total_time={int(minutes * 60)}", "-max_len=24000",
                "-timeout=20", "-rss_limit_mb=2048", f"-artifact_prefix={keep}/", "-print_final_stats=1",
                "-dict=" + str(ROOT / "campaigns" / "cap.dict"),
            ],
            capture_output=True, text=True, errors="replace", timeout=minutes * 60 + 300, check=False,
        )  # fmt: skip
    told = done.stderr
    runs = [int(found) for found in re.findall(r"stat::number_of_executed_units:\s*([0-9]+)", told)]
    covered = [int(found) for found in re.findall(r"\bcov: ([0-9]+)", told)]
    if done.returncode:
        print(told[-4000:], file=sys.stderr, flush=True)
    return Fuzzed(
        ok=done.returncode == 0 and bool(runs),
        runs=sum(runs),
        covered=max(covered, default=0),
        seconds=round(time.monotonic() - began, 1),
        kept=sorted(path.name for path in set(keep.iterdir()) - before),
    )


def signed_sample() -> bytes:
    """Return a good signed message, for the fuzzer to start from; it has to be believed."""
    message = read(write(make(Random(0))))
    body = sign(write(message), OURS)
    certificate = self_signed(OURS.key, sender=message.sender, now=NOW)
    told = verify(body, certificate=certificate, register=Register(), now=message.sent)
    assert told == message
    return body


def main() -> int:
    """Run both parts and say what came of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=COUNT, help="how many messages")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="on how many processes")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    parser.add_argument("--fuzz-minutes", type=float, default=FUZZ_MINUTES, help="how long to fuzz; 0: not at all")
    parser.add_argument("--keep", type=Path, default=ROOT / "build" / "fuzz", help="where inputs that failed are kept")
    args = parser.parse_args()
    done, failed, seconds = made(count=args.count, processes=args.processes, seed=args.seed)
    told: dict[str, object] = {
        "campaign": "cap",
        "messages": done,
        "failures": len(failed),
        "first_failures": failed[:FAILURES_KEPT],
        "seconds": round(seconds, 1),
        "per_second": round(done / seconds),
    }
    good = not failed
    if args.fuzz_minutes > 0:
        fuzz = fuzzed(minutes=args.fuzz_minutes, keep=args.keep)
        good = good and fuzz.ok
        told |= {
            "fuzz_ok": fuzz.ok,
            "fuzz_runs": fuzz.runs,
            "fuzz_covered": fuzz.covered,
            "fuzz_seconds": fuzz.seconds,
            "fuzz_kept": fuzz.kept,
        }
    print(json.dumps({**told, "ok": good}), flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
