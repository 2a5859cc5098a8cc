"""Read warnings as JSON: what is on air now, and where its CAP file is.

For programs that know no Atom; the words and times are those of the CAP file, which alone is what was issued. No key,
no count of who asks.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema

from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.services.warn import queries

router = Router(tags=["warnings"])


class WarningOut(Schema):
    """One warning in one language. `exercise`: a drill, nothing has happened. `ended`: danger may remain."""

    id: str
    exercise: bool
    ended: bool
    language: str
    headline: str
    description: str
    instruction: str
    place: str
    issued_at: datetime
    expires_at: datetime
    cap: str


class WarningsOut(Schema):
    """What is on air. Empty says nothing about danger."""

    warnings: list[WarningOut]


@router.get("", response=WarningsOut, summary="List warnings on air", url_name="warnings")
@everyone
def get_warnings(request: HttpRequest, language: str = "en") -> dict[str, Any]:
    """List what is on air and what has ended early, newest first."""
    return {
        "warnings": [
            {
                "id": one.id,
                "exercise": one.is_drill,
                "ended": one.has_ended,
                "language": one.text.language,
                "headline": one.text.headline,
                "description": one.text.description,
                "instruction": one.text.instruction,
                "place": one.place,
                "issued_at": one.issued_at,
                "expires_at": one.expires_at,
                "cap": reverse("warning-cap", kwargs={"warning_id": one.id}),
            }
            for one in queries.on_air(language=language, now=now())
        ]
    }
