"""Better weights from labels: the reports of labelled pairs are opened, compared, and the shipped weights moved by what people said.

The one thing to know: nothing is kept here and no link changes. The weights are used only when the operator names their file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haal.domain.ids import ReportId
from haal.linkage.reports.levels import FORM, rows
from haal.linkage.reports.seen import seen_of
from haal.linkage.scorer.labelled import Labelled, Learned, learn
from haal.linkage.scorer.model import shipped
from haal.linkage.told import told_of
from haal.storage import report as report_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Two reports of the box that somebody held for one event or for two. `decision`: pairs of one act share it."""

    report: ReportId
    other: ReportId
    is_same: bool
    decision: str


def learned_from(*, pairs: Sequence[Judged]) -> tuple[Learned, int]:
    """Return weights moved by these pairs, and how many pairs were left out because a report is not there any more.

    Raises:
        Malformed: too few pairs are left to learn from.
        KeysLocked: the reports cannot be opened.
    """
    opened = report_rows.many({each for pair in pairs for each in (pair.report, pair.other)})
    seen = {report_id: seen_of(told_of(report)) for report_id, report in opened.items()}
    at = {report_id: place for place, report_id in enumerate(seen)}
    there = [pair for pair in pairs if pair.report in at and pair.other in at]
    told = Labelled(
        levels=rows(list(seen.values()), [(at[pair.report], at[pair.other]) for pair in there]),
        same=np.array([pair.is_same for pair in there], dtype=bool),
        decisions=[pair.decision for pair in there],
    )
    return learn(FORM, told, begin=shipped(FORM.name)), len(pairs) - len(there)
