"""Writes docs/reference/map.md: each service, the doors that use it, the rules it obeys, the tables it opens.

Read from the import graph alone, so it cannot say what is not so. `--check` changes nothing and ends with 1 when stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "map.md"
CORRIDOR = ("people", "intake", "assess", "warn", "help", "testify", "flow")
DOORS = ("web", "api", "inbox", "cli", "jobs", "gate", "porch")
HEAD = """# Map: which door leads to which service, rule and table

Generated from the import graph by `make map`; do not edit. A service is what somebody does; it stands in the corridor
(`src/haal/services/`), is used by doors, obeys rules (`src/haal/domain/`) and opens tables (`src/haal/storage/`).
Words are explained in [GLOSSARY.md](../../GLOSSARY.md), the floors in [ARCHITECTURE.md](../../ARCHITECTURE.md).
"""


def page(graph: grimp.ImportGraph) -> str:
    """Return the page's text."""
    parts = [HEAD]
    for room in CORRIDOR:
        top = f"haal.services.{room}"
        if top not in graph.modules:
            continue
        below = sorted(graph.find_descendants(top)) or [top]
        parts.append(f"\n## {room}\n\n| service | doors | rules | tables |\n|---|---|---|---|\n")
        parts += [row(graph, module) for module in below]
    return "".join(parts)


def row(graph: grimp.ImportGraph, module: str) -> str:
    """Return one line of the table."""
    imported = graph.find_modules_directly_imported_by(module)
    importers = graph.find_modules_that_directly_import(module)
    doors = [short(name, 1) for name in importers if name.split(".")[1] in DOORS]
    rules = [short(name, 2) for name in imported if name.startswith("haal.domain.")]
    tables = [short(name, 2) for name in imported if name.startswith("haal.storage.")]
    cells = [
        f"`{module.removeprefix('haal.services.')}`",
        *(", ".join(sorted(names)) or "-" for names in (doors, rules, tables)),
    ]
    return f"| {' | '.join(cells)} |\n"


def short(name: str, floors: int) -> str:
    """Return a dotted name without its first parts."""
    return ".".join(name.split(".")[floors:])


def main() -> int:
    """Write the page, or check that it is fresh."""
    sys.path.insert(0, str(ROOT / "src"))
    text = page(grimp.build_graph("haal", cache_dir=None))
    if "--check" in sys.argv[1:]:
        if PAGE.is_file() and PAGE.read_text("utf-8") == text:
            return 0
        sys.stderr.write(f"{PAGE.relative_to(ROOT)} is stale: run `make map`\n")
        return 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, "utf-8")
    sys.stderr.write(f"{PAGE.relative_to(ROOT)} written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
