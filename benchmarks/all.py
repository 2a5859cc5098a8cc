"""Runs every benchmark one after another and writes their lines into benchmarks/RESULTS.md (`make bench`)."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NOT_BENCHMARKS = {
    "all.py",
    "people.py",
    "harness.py",
    "client.py",
    "box.py",
    "read_back.py",
    "site.py",
    "assignment_town.py",
    "rota_town.py",
    "linkage_measures.py",
    "linkage_synthetic.py",
    "linkage_store_box.py",
    "linkage_store_rows.py",
    "__init__.py",
}
SECONDS_MAX = 1_200


def run(script: Path) -> dict[str, Any]:
    """Run one benchmark and return its line; without one, a line that says so."""
    command = [sys.executable, str(script)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=SECONDS_MAX, check=False)
    lines = done.stdout.strip().splitlines()
    try:
        return dict(json.loads(lines[-1]))
    except (IndexError, ValueError):
        return {"name": script.stem, "ok": False, "failed": f"ended with {done.returncode} and no line"}


def table(lines: list[dict[str, Any]]) -> str:
    """Return the page with one row per promise."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    text = f"# Benchmarks\n\nWritten by `make bench` on {datetime.now(UTC):%Y-%m-%d} ({machine}).\n"
    text += "Ratios are ours divided by the peer's.\n\n| benchmark | promise | figure | bar | met |\n|---|---|---|---|---|\n"
    for line in lines:
        for name, bar in line.get("bars", {}).items():
            limit = f">= {bar['least']}" if "least" in bar else f"<= {bar['most']}"
            met = "yes" if bar["met"] else "no"
            text += f"| {line['name']} | {name} | {bar['figure']} | {limit} | {met} |\n"
        if "failed" in line:
            text += f"| {line['name']} | {line['failed']} | | | no |\n"
    for line in lines:
        text += f"\n## {line['name']}\n\n```json\n{json.dumps(line, indent=1)}\n```\n"
    return text


def main() -> int:
    """Run all; end with 1 when one falls short."""
    lines = [run(script) for script in sorted(HERE.glob("*.py")) if script.name not in NOT_BENCHMARKS]
    page = table(lines)
    (HERE / "RESULTS.md").write_text(page, "utf-8")
    print(page)
    return 0 if all(line["ok"] for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
