"""Per alleged kind of actor: how many reports came, became public, were refused, and how many days that took.

Counts what people tell and what this desk makes of it, so that the bias of both shows; says nothing of what happened. A
report that names several kinds counts once under each, so rows may not be added up. A denial alone names nobody.
Numbers are shown in steps of five, a median only of five or more: no count of one to four can be worked out. Names of
parties never come here but to be made into kinds. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from haal.domain.publication import FEW, ActorCategory, category_of
from haal.domain.report import ResponsibilityKind


class Outcome(StrEnum):
    """What became of a report."""

    PUBLISHED = "published"
    REFUSED = "refused"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report: the kinds it names, when it came, since when it stands behind a public incident, or was refused."""

    kinds: frozenset[ActorCategory]
    received_on: date
    published_on: date | None = None
    refused_on: date | None = None

    @property
    def outcome(self) -> Outcome:
        """What became of it; what stands in public is published, whatever was refused before."""
        if self.published_on is not None:
            return Outcome.PUBLISHED
        return Outcome.WAITING if self.refused_on is None else Outcome.REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind counted exactly; `kind` None: reports that name no party. Medians None: there is none to take them of."""

    kind: ActorCategory | None
    published: int
    refused: int
    waiting: int
    days_to_published: float | None
    days_to_refused: float | None

    @property
    def received(self) -> int:
        """How many came."""
        return self.published + self.refused + self.waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """The same as anybody may read it: `0`, `<5`, `5-9` ...; a median None: of fewer than five, or of none."""

    kind: ActorCategory | None
    received: str
    published: str
    refused: str
    waiting: str
    days_to_published: float | None
    days_to_refused: float | None


def kinds_named(said: Iterable[tuple[str, ResponsibilityKind]]) -> frozenset[ActorCategory]:
    """Return the kinds that are said to have done it; the names of parties end here."""
    return frozenset(category_of(party) for party, kind in said if party and kind is not ResponsibilityKind.DENIED)


def table(told: Iterable[Told]) -> tuple[Row, ...]:
    """Return a row for every kind, also when it has nothing, and one for reports that name none."""
    reports = tuple(told)
    by_kind = [_row(kind, [one for one in reports if kind in one.kinds]) for kind in ActorCategory]
    return (*by_kind, _row(None, [one for one in reports if not one.kinds]))


def shown(row: Row) -> ShownRow:
    """Return a row as it may be shown."""
    return ShownRow(
        kind=row.kind,
        received=step(row.received),
        published=step(row.published),
        refused=step(row.refused),
        waiting=step(row.waiting),
        days_to_published=row.days_to_published if row.published >= FEW else None,
        days_to_refused=row.days_to_refused if row.refused >= FEW else None,
    )


def step(reports: int) -> str:
    """Return a number as the step of five in which it lies: `0`, `<5`, `5-9`, `10-14` ..."""
    if reports < FEW:
        return f"<{FEW}" if reports else "0"
    lowest = reports - reports % FEW
    return f"{lowest}-{lowest + FEW - 1}"


def _row(kind: ActorCategory | None, reports: list[Told]) -> Row:
    by_outcome = {outcome: [one for one in reports if one.outcome is outcome] for outcome in Outcome}
    published, refused = by_outcome[Outcome.PUBLISHED], by_outcome[Outcome.REFUSED]
    return Row(
        kind=kind,
        published=len(published),
        refused=len(refused),
        waiting=len(by_outcome[Outcome.WAITING]),
        days_to_published=_days(published, lambda one: one.published_on),
        days_to_refused=_days(refused, lambda one: one.refused_on),
    )


def _days(reports: list[Told], until: Callable[[Told], date | None]) -> float | None:
    """Return the median of the days from arrival; what came after it was public has none to wait."""
    days = [max(0, (end - one.received_on).days) for one in reports if (end := until(one)) is not None]
    return float(median(days)) if days else None
