"""Where the small data files lie, for every room above the kernels; see `haal.language.seeds`."""

from __future__ import annotations

from haal.language.seeds import path

__all__ = ["path"]
