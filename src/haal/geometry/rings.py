"""Whether a ring drawn on a map is one that has an inside. Corners are `(lat, lon)` in degrees, first and last the same.

On the plane of degrees, as CAP draws them; not for rings around a pole.
"""

from __future__ import annotations

from collections.abc import Sequence

from shapely import Polygon


def crosses_itself(corners: Sequence[tuple[float, float]]) -> bool:
    """Return whether the ring crosses or touches itself, or has no inside."""
    return len(corners) < 4 or not Polygon(corners).is_valid
