"""Which tags of OpenStreetMap make a gathering place, and of which kind.

The one thing to know: whatever is tagged as military, police or a prison is no gathering place here and is not even
counted: Haal keeps no list of where armed people are. Tags of things that are no more (`disused:amenity`) do not match.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from haal.domain.gathering.place import PlaceKind

NAMES = ("name", "name:ur", "name:en", "official_name", "int_name", "alt_name", "loc_name")
NAME_LETTERS_MAX = 120
KEYS = ("amenity", "healthcare", "office", "shop", "public_transport", "club")

_KIND: Mapping[tuple[str, str], PlaceKind] = MappingProxyType(
    {
        **{
            ("amenity", value): PlaceKind.SCHOOL
            for value in ("school", "college", "university", "kindergarten", "language_school", "music_school")
        },
        **{("amenity", value): PlaceKind.WORSHIP for value in ("place_of_worship", "monastery")},
        **{("amenity", value): PlaceKind.CLINIC for value in ("clinic", "hospital", "doctors", "health_post")},
        **{
            ("healthcare", value): PlaceKind.CLINIC
            for value in ("clinic", "hospital", "centre", "doctor", "midwife", "birthing_centre", "vaccination_centre")
        },
        ("amenity", "marketplace"): PlaceKind.MARKET,
        ("shop", "mall"): PlaceKind.MARKET,
        ("amenity", "bus_station"): PlaceKind.BUS_STAND,
        ("public_transport", "station"): PlaceKind.BUS_STAND,
        ("amenity", "library"): PlaceKind.LIBRARY,
        ("office", "newspaper"): PlaceKind.PRESS_CLUB,
        ("club", "press"): PlaceKind.PRESS_CLUB,
        ("club", "journalism"): PlaceKind.PRESS_CLUB,
        **{
            ("amenity", value): PlaceKind.OFFICE
            for value in (
                "townhall",
                "community_centre",
                "social_facility",
                "post_office",
                "courthouse",
                "public_building",
            )
        },
    }
)
_OFFICES = frozenset(
    {
        *(
            "administrative",
            "association",
            "charity",
            "company",
            "cooperative",
            "diplomatic",
            "educational_institution",
        ),
        *("government", "ngo", "political_party", "quango", "religion", "union", "yes"),
    }
)
_NEVER_KEYS = ("military", "disused", "abandoned", "demolished")
_NEVER = frozenset(
    {
        ("landuse", "military"),
        ("amenity", "police"),
        ("amenity", "prison"),
        ("government", "police"),
        ("government", "intelligence"),
        ("government", "military"),
        ("government", "border_control"),
        ("office", "security"),
        ("office", "military"),
        ("building", "military"),
        ("building", "barracks"),
    }
)


def kind_of(tags: Mapping[str, str]) -> PlaceKind | None:
    """Return what kind of gathering place these tags make, or None."""
    if any(tags.get(key, "no") != "no" for key in _NEVER_KEYS) or any(tags.get(key) == value for key, value in _NEVER):
        return None
    for key in KEYS:
        if kind := _KIND.get((key, tags.get(key, ""))):
            return None if _is_rail(tags, key) else kind
    return PlaceKind.OFFICE if tags.get("office") in _OFFICES else None


def name_of(tags: Mapping[str, str]) -> str:
    """Return the name that its people use, or nothing."""
    found = (" ".join(tags.get(key, "").split()) for key in NAMES)
    return next((name for name in found if name), "")


def _is_rail(tags: Mapping[str, str], key: str) -> bool:
    """Return whether a station is one of trains alone."""
    return key == "public_transport" and tags.get("bus") != "yes"
