"""What is told, in the order in which it is told: what is documented, the range of all admissible models, then one model.

The one thing to know: no value here holds a single total without the range it lies in. `Named` cannot be made without its
`Range`, nor outside of it, and an `Estimate` cannot be made without both the documented count and the range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from haal.linkage.estimate.fit import Judged
from haal.linkage.estimate.interval import Interval
from haal.linkage.estimate.models import Model
from haal.linkage.estimate.redraw import Links, Redrawn
from haal.linkage.estimate.rule import WORDS, Rule

CLOSE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The lowest and the highest total of all admissible models. `left_out`: why -> how many models."""

    low: float
    high: float
    models: tuple[Model, ...]
    looked_at: int
    left_out: Mapping[str, int]

    @property
    def admissible(self) -> int:
        """How many models it is over."""
        return len(self.models)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The model that the rule names, which is one of those of the range."""

    within: Range
    rule: Rule
    model: tuple[str, ...]
    total: float
    interval: Interval
    fit: Judged

    def __post_init__(self) -> None:
        """Refuse a total outside the range."""
        if not self.within.low * (1 - CLOSE) <= self.total <= self.within.high * (1 + CLOSE):
            raise ValueError("a total stands inside the range of the admissible models")


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An estimate. `named` is None, and `unnamed` says why, where the rule's model is not admissible."""

    lists: tuple[str, ...]
    documented: int
    range: Range
    named: Named | None
    unnamed: str = ""
    links: Links | None = None
    redrawn: Redrawn | None = None

    def __post_init__(self) -> None:
        """Refuse a named model that belongs to another range."""
        if self.named is not None and self.named.within != self.range:
            raise ValueError("the named model belongs to this range")

    def as_json(self) -> dict[str, Any]:
        """Return it for programs, in the same order."""
        return {
            "documented": self.documented,
            "documented_note": "documented, not total",
            "lists": list(self.lists),
            "range": {
                "low": _round(self.range.low),
                "high": _round(self.range.high),
                "models_admissible": self.range.admissible,
                "models_looked_at": self.range.looked_at,
                "left_out": dict(self.range.left_out),
            },
            "model": None if self.named is None else _named(self.named),
            "model_note": self.unnamed,
            "redrawn": None if self.redrawn is None else _redrawn(self.redrawn, self.links),
        }

    def as_words(self) -> str:
        """Return it for people, a line each."""
        found = self.range
        lines = [
            f"Documented on {len(self.lists)} lists: {self.documented:,} (documented, not total)",
            f"Range over all {found.admissible} admissible models of {found.looked_at}: {found.low:,.0f} to {found.high:,.0f}",
        ]
        if self.named is None:
            lines.append(f"No single model is named: {self.unnamed}")
        else:
            lines += _named_words(self.named)
        if self.redrawn is not None:
            lines.append(_redrawn_words(self.redrawn, self.links))
        return "\n".join(lines)


def _named(named: Named) -> dict[str, Any]:
    fit = named.fit
    probability = None if fit.probability is None else round(fit.probability, 4)
    return {
        "total": _round(named.total),
        "rule": named.rule.value,
        "rule_note": WORDS[named.rule],
        "interactions": list(named.model),
        "interval": _interval(named.interval),
        "fit": {
            "deviance": round(fit.deviance, 2),
            "pearson": round(fit.pearson, 2),
            "degrees": fit.degrees,
            "p": probability,
        },
    }


def _named_words(named: Named) -> list[str]:
    model, fit = ", ".join(named.model) or "no list depends on another", named.fit
    return [
        f"One of them: {named.total:,.0f}, {_interval_words(named.interval)} by profile likelihood",
        f"  named by the rule: {WORDS[named.rule]}",
        f"  model: {model}",
        f"  fit: Pearson {fit.pearson:.1f} on {fit.degrees} degrees of freedom, p {fit.probability:.3f}",
    ]


def _redrawn(redrawn: Redrawn, links: Links | None) -> dict[str, Any]:
    shares = {} if links is None else {"missed": links.missed, "false": links.false}
    found = None if redrawn.range is None else _interval(redrawn.range)
    interval = None if redrawn.interval is None else _interval(redrawn.interval)
    return {"range": found, "interval": interval, "draws": redrawn.draws, "without_estimate": redrawn.without, **shares}


def _redrawn_words(redrawn: Redrawn, links: Links | None) -> str:
    why = "each pair joined by its probability"
    if links is not None:
        why = f"{links.missed:.1%} of links missed, {links.false:.1%} false"
    lines = [f"Linked anew {redrawn.draws} times ({why}):"]
    if redrawn.range is not None:
        lines.append(f"  range over the same models: {_interval_words(redrawn.range)}")
    if redrawn.interval is None:
        lines.append(f"  by the rule: no interval, {redrawn.without} draws have no estimate")
    else:
        lines.append(f"  by the rule: {_interval_words(redrawn.interval)}")
    return "\n".join(lines)


def _interval(interval: Interval) -> dict[str, Any]:
    high = None if interval.high is None else _round(interval.high)
    return {"low": _round(interval.low), "high": high, "level": interval.level}


def _interval_words(interval: Interval) -> str:
    high = "no upper end" if interval.high is None else f"{interval.high:,.0f}"
    return f"{interval.low:,.0f} to {high} ({interval.level:.0%})"


def _round(total: float) -> float:
    return round(total, 2)
