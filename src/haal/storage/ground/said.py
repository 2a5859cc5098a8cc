"""What a version of a warning says, as it is kept: plain values in a box while it is a draft, in clear once it is issued."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from haal.domain.hazard import Hazard, Severity, Urgency
from haal.domain.warn.area import Area
from haal.domain.warn.ground import Basis, Ground
from haal.domain.warning import Content
from haal.domain.warning_text import Text


def plain(content: Content) -> dict[str, Any]:
    """Return the content as it is kept."""
    area = content.area
    return {
        "hazard": content.hazard.value,
        "severity": content.severity.value,
        "urgency": content.urgency.value,
        "certainty": content.certainty.value,
        "lifetime_hours": content.lifetime_hours,
        "told_at": content.told_at.isoformat(),
        "detail": content.detail,
        "detail_language": content.detail_language,
        "rumour": content.rumour,
        "ground": _plain_ground(content.ground),
        "area": {
            "place": area.place,
            "lat": area.lat,
            "lon": area.lon,
            "radius_km": area.radius_km,
            "cells": list(area.cells),
            "ring": [list(corner) for corner in area.ring],
            "district": area.district,
        },
    }


def content_of(raw: dict[str, Any]) -> Content:
    """Return the content that was kept."""
    area = raw["area"]
    return Content(
        hazard=Hazard(raw["hazard"]),
        severity=Severity(raw["severity"]),
        urgency=Urgency(raw["urgency"]),
        lifetime_hours=raw["lifetime_hours"],
        told_at=datetime.fromisoformat(raw["told_at"]),
        detail=raw["detail"],
        detail_language=raw["detail_language"],
        rumour=raw["rumour"],
        ground=_ground(raw["ground"]),
        area=Area(**{**area, "cells": tuple(area["cells"]), "ring": tuple((lat, lon) for lat, lon in area["ring"])}),
    )


def _plain_ground(ground: Ground) -> dict[str, Any]:
    return {
        "direct_witnesses": ground.direct_witnesses,
        "independent_lines": ground.independent_lines,
        "steward_of_place": ground.steward_of_place,
        "danger_now": ground.danger_now,
        "hearsay_only": ground.hearsay_only,
        "checked_false": ground.checked_false,
        "basis": ground.basis.value,
        "about": ground.about,
        "known_by": ground.known_by,
        "known_at": ground.known_at.isoformat() if ground.known_at else None,
    }


def _ground(raw: dict[str, Any]) -> Ground:
    known_at = datetime.fromisoformat(raw["known_at"]) if raw["known_at"] else None
    return Ground(**{**raw, "basis": Basis(raw["basis"]), "known_at": known_at})


def plain_text(text: Text) -> dict[str, str]:
    """Return the words in one language as they are kept."""
    return {
        "language": text.language,
        "event": text.event,
        "headline": text.headline,
        "description": text.description,
        "instruction": text.instruction,
        "short": text.short,
    }
