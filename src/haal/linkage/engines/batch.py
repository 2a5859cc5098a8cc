"""Everything at once: a file of a million reports to groups, in memory that does not grow with the pairs that are looked at.

The one thing to know: the scorer and the groups are those of `reports.cluster` for reports without wording; only the way is another
one. DuckDB lays the reports out, compiled loops look up tables (decisions 0023, 0025). Needs the extra `batch`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from haal.linkage.engines import layout
from haal.linkage.engines.layout import Laid
from haal.linkage.engines.links import links
from haal.linkage.engines.tables import Whole
from haal.linkage.engines.together import Pairs, together
from haal.linkage.reports.groups import FAR
from haal.linkage.scorer.model import Model


def groups_of_file(path: Path, *, model: Model) -> tuple[Whole, Whole]:
    """Return the reports of a CSV file with the columns of `flat` by their `place`, and for each the first of its group."""
    with layout.opened() as con:
        laid = layout.from_file(con, path)
    return laid.place, groups_of(laid, model=model)


def groups_of(laid: Laid, *, model: Model) -> Whole:
    """Return for each report the `place` of the first in its group."""
    home = together(len(laid.place), links(laid, model=model, above=FAR), never=same_page(laid))
    return laid.place[home]


def same_page(laid: Laid) -> Pairs:
    """Return the pairs that one page tells: they are two events."""
    page = laid.reports.page
    paged = np.flatnonzero(page)
    turn = paged[np.argsort(page[paged], kind="stable")]
    ends = np.searchsorted(page[turn], page[turn], side="right")
    counts = ends - np.arange(1, len(turn) + 1)
    begins = np.cumsum(counts) - counts
    later = np.arange(int(counts.sum())) + np.repeat(np.arange(1, len(turn) + 1) - begins, counts)
    return np.repeat(turn, counts), turn[later]
