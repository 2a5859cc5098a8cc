"""Where the small data files lie: `data/` in a checkout, `haal/_data` in an installed wheel.

Everything read from there is public and was written before any report: word lists, phrase books, places. Not for
anything that a person told.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent.parent


def path(name: str) -> Path:
    """Return the path of a seed such as `places.csv` or `phrases/en.json`.

    Raises:
        FileNotFoundError: no such seed: a broken installation.
    """
    for folder in (_HERE / "_data", _HERE.parent.parent / "data"):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(name)
