"""Read what became of reports by the kind of actor that they name, as JSON: the same table as the page, in the same steps.

The one thing to know: no number here is exact, and no name of a party can come here. No key, no count of who asks.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from haal.porch.permission import everyone
from haal.services.testify.alleged import queries

router = Router(tags=["alleged"])
NOTE = (
    "Reports, not incidents; one that names several kinds counts once under each. Steps of five. "
    "People tell what they see and dare to tell."
)


class AllegedRowOut(Schema):
    """One kind of actor, or "no-party-named". Counts are steps (`0`, `<5`, `5-9` ...); days are medians, null of fewer than five."""

    kind: str
    received: str
    published: str
    refused: str
    waiting: str
    median_days_to_published: float | None
    median_days_to_refused: float | None


class AllegedOut(Schema):
    """The table with the day on which it was counted; null and empty when it was never counted."""

    note: str
    counted_on: date | None
    rows: list[AllegedRowOut]


@router.get("", response=AllegedOut, summary="What became of reports, by alleged kind of actor", url_name="alleged")
@everyone
def get_alleged(request: HttpRequest) -> dict[str, Any]:
    """Per alleged kind of actor: reports received, published, refused, waiting, and the median days."""
    table = queries.shown()
    rows = [
        AllegedRowOut(
            kind=row.kind.value if row.kind else "no-party-named",
            received=row.received,
            published=row.published,
            refused=row.refused,
            waiting=row.waiting,
            median_days_to_published=row.days_to_published,
            median_days_to_refused=row.days_to_refused,
        )
        for row in table.rows
    ]
    return {"note": NOTE, "counted_on": table.counted_on, "rows": rows}
