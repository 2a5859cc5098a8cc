"""How far it is from one point to another, along the ground.

A point is `(lat, lon)` in degrees. Pure Python, because linking asks about one pair at a time and an array costs more
than it saves. The earth is a ball of 6,371.0088 km here (mean radius, IUGG): wrong by at most half a per cent.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = 111.195  # of latitude, on that ball

type Point = tuple[float, float]


def km_between(here: Point, there: Point) -> float:
    """Return the great-circle distance in km (haversine)."""
    lat_here, lat_there = radians(here[0]), radians(there[0])
    half_lat = sin((lat_there - lat_here) / 2)
    half_lon = sin(radians(there[1] - here[1]) / 2)
    chord = half_lat * half_lat + cos(lat_here) * cos(lat_there) * half_lon * half_lon
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def box_around(centre: Point, radius_km: float) -> tuple[float, float, float, float]:
    """Return `(south, west, north, east)` in degrees, holding the whole circle; for a first, indexed look-up.

    Not for circles over a pole or the date line.
    """
    south, north = centre[0] - radius_km / KM_PER_DEGREE, centre[0] + radius_km / KM_PER_DEGREE
    narrowest = max(0.01, min(cos(radians(south)), cos(radians(north))))
    half_width = radius_km / (KM_PER_DEGREE * narrowest)
    return south, centre[1] - half_width, north, centre[1] + half_width
