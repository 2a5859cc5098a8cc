"""Made-up headlines."""

from __future__ import annotations

from datetime import date

from haal.linkage.headlines import Row


def row(report_id: str, headline: str, *, day: str = "2031-05-10", outlet: str = "One Agency") -> Row:
    return Row(report_id=report_id, outlet=outlet, day=date.fromisoformat(day), headline=headline)


def some_days() -> tuple[Row, ...]:
    """Two attacks of one day with three reports each, and what else was told around it."""
    return (
        row("a1", "Suicide bomber kills 14 at shrine in Pakistan's Sukkur: officials"),
        row("a2", "At least 13 killed in shrine bombing in southern Pakistan", outlet="Two Agency"),
        row("a3", "Death toll in Sukkur shrine blast rises to 19", day="2031-05-11", outlet="Two Agency"),
        row("b1", "Gunmen kill two policemen guarding polio team in Bannu"),
        row("b2", "Two police guarding polio workers shot dead in NW Pakistan", outlet="Two Agency"),
        row("c1", "Two civilians wounded in shelling across Line of Control", outlet="Two Agency"),
        row("d1", "Pakistan's parliament debates the budget", day="2031-05-20"),
        row("e1", "Roadside bomb kills three soldiers in Turbat", day="2031-05-29"),
    )
