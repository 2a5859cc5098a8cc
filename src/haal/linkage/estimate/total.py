"""From a capture table to an estimate, or to a no: look at the table, ask which models have an answer, fit, judge, name one.

A model is admissible when the linear program says that it has an estimate, something is left over to judge it by, and
Pearson's statistic over the patterns (the thin ones together) does not speak against it at 5 %.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from haal.linkage.estimate import peer, redraw, rule
from haal.linkage.estimate.answer import Estimate, Named, Range
from haal.linkage.estimate.exist import Standing, standings
from haal.linkage.estimate.fit import Judged, fit, judge
from haal.linkage.estimate.interval import profile
from haal.linkage.estimate.models import ALL_UP_TO, PAIRS_UP_TO, Model, hierarchical, named, near, of_pairs
from haal.linkage.estimate.refuse import CannotEstimate, Finding, Why, findings
from haal.linkage.estimate.table import Numbers, Table

FITS_FROM = 0.05
AGREES = 1e-4  # with statsmodels, of the total
LEVEL = 0.95

MODELS_MIN = 2  # one admissible model makes no range, and a point is never told alone

NOT_JUDGED, NOT_FITTING = "nothing-left-to-judge", "does-not-fit"
WORDS = {
    NOT_JUDGED: "with nothing left to judge the fit by",
    NOT_FITTING: "not fitting",
    Standing.NO_MAXIMUM.value: "without a highest likelihood",
    Standing.NOT_ONE.value: "without a single answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Every model of the family: the total and fit of those that are admissible, and why the others are not."""

    admissible: dict[Model, tuple[float, Judged]] = field(default_factory=dict)
    left_out: dict[Model, str] = field(default_factory=dict)

    @property
    def range(self) -> Range:
        """The range, when there is one."""
        totals = [total for total, _ in self.admissible.values()]
        return Range(
            low=min(totals),
            high=max(totals),
            models=tuple(self.admissible),
            looked_at=len(totals) + len(self.left_out),
            left_out=dict(sorted(Counter(self.left_out.values()).items())),
        )


def _quiet(done: int, total: int) -> None:
    """Say nothing."""


def estimate(
    table: Table,
    *,
    origins: Mapping[str, str] | None = None,
    level: float = LEVEL,
    tell: Callable[[int, int], None] = _quiet,
) -> Estimate:
    """Return the estimate. Raises CannotEstimate with every reason, and ExtraMissing without statsmodels."""
    if found := findings(table, origins=origins or {}):
        raise CannotEstimate(found, documented=table.documented)
    peer.loaded()
    counts = np.array(table.counts, dtype=np.float64)
    lists = len(table.lists)
    model = rule.named_model(counts, lists=lists)
    looked = look(counts, lists=lists, models=family(lists, named_model=model), tell=tell)
    if len(looked.admissible) < MODELS_MIN:
        raise CannotEstimate((_too_few(looked),), documented=table.documented)
    if model not in looked.admissible:
        why = "no model has an estimate" if model is None else WORDS[looked.left_out[model]]
        unnamed = f"that of the rule is not admissible ({why})"
        return Estimate(lists=table.lists, documented=table.documented, range=looked.range, named=None, unnamed=unnamed)
    one = _named(table, counts, model=model, looked=looked, level=level)
    return Estimate(lists=table.lists, documented=table.documented, range=looked.range, named=one)


def with_redraws(
    told: Estimate, draw: redraw.Draw, *, form: redraw.Form, tell: Callable[[int, int], None] = _quiet
) -> Estimate:
    """Return the estimate with the interval of draws beside it."""
    found = redraw.redrawn(draw, lists=len(told.lists), form=form, tell=tell, models=told.range.models)
    return replace(told, redrawn=found, links=form.links)


def family(lists: int, *, named_model: Model | None) -> tuple[Model, ...]:
    """Return the models that are looked at for so many lists."""
    if lists <= ALL_UP_TO:
        return hierarchical(lists)
    if lists <= PAIRS_UP_TO:
        return of_pairs(lists)
    return near(named_model or (), lists=lists)


def look(
    counts: Numbers, *, lists: int, models: tuple[Model, ...], tell: Callable[[int, int], None] = _quiet
) -> Looked:
    """Fit and judge every model that has an estimate."""
    stands = standings(counts, lists=lists, models=models)
    looked = Looked()
    for done, model in enumerate(models, 1):
        if stands[model] is not Standing.EXISTS:
            looked.left_out[model] = stands[model].value
            continue
        fits = fit(counts[None, :], lists=lists, model=model)
        judged = judge(counts, fits)
        if judged.probability is None:
            looked.left_out[model] = NOT_JUDGED
        elif judged.probability < FITS_FROM:
            looked.left_out[model] = NOT_FITTING
        else:
            looked.admissible[model] = (float(counts.sum() + fits.missed[0]), judged)
        tell(done, len(models))
    return looked


def _named(table: Table, counts: Numbers, *, model: Model, looked: Looked, level: float) -> Named:
    lists = len(table.lists)
    total, judged = looked.admissible[model]
    other = peer.total(counts, lists=lists, model=model)
    if abs(other - total) > AGREES * total:
        raise ArithmeticError("two programs that fit one model disagree")
    interval = profile(counts, lists=lists, model=model, missed=total - table.documented, level=level)
    return Named(
        within=looked.range,
        rule=rule.rule_for(lists),
        model=named(model, table.lists),
        total=total,
        interval=interval,
        fit=judged,
    )


def _too_few(looked: Looked) -> Finding:
    counted = Counter(looked.left_out.values())
    told = ", ".join(f"{count} {WORDS[why]}" for why, count in sorted(counted.items()))
    of_all = len(looked.admissible) + len(looked.left_out)
    words = f"{len(looked.admissible)} of {of_all} models admissible, and a range needs {MODELS_MIN}: {told}"
    return Finding(why=Why.NO_MODEL, words=words)
