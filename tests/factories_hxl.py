"""A table as libhxl reads it, in a process of its own: importing it leaves open files behind and warns of its own code."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_READ = """
import json, sys
import hxl
from hxl.validation import schema
found = {}
for path in sys.argv[1:]:
    data = hxl.data(hxl.make_input(open(path, "rb")))
    tags = [column.display_tag for column in data.columns]
    rows = [list(row.values) for row in data]
    found[path] = {"tags": tags, "rows": rows, "valid": schema().validate(hxl.data(hxl.make_input(open(path, "rb"))))}
print(json.dumps(found))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What libhxl found in one file; `valid`: it has nothing to complain of by its own schema."""

    tags: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    valid: bool

    def where(self, **wanted: str) -> list[dict[str, str]]:
        """Return the rows, by hashtag, in which the columns whose hashtag begins with these words say this."""
        rows = [dict(zip(self.tags, row, strict=True)) for row in self.rows]
        return [row for row in rows if all(_of(row, tag) == value for tag, value in wanted.items())]


def with_libhxl(*paths: Path) -> dict[Path, Read]:
    """Return what libhxl reads out of files."""
    command = [sys.executable, "-W", "ignore", "-c", _READ, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found = json.loads(done.stdout.splitlines()[-1])
    return {
        path: Read(
            tags=tuple(found[str(path)]["tags"]),
            rows=tuple(tuple(row) for row in found[str(path)]["rows"]),
            valid=found[str(path)]["valid"],
        )
        for path in paths
    }


def _of(row: dict[str, str], tag: str) -> str:
    name = "#" + tag.replace("__", "+")
    return next(value for key, value in row.items() if key == name)
