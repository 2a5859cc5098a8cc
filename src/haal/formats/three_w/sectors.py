"""In which sector of coordination each kind of help belongs, by the codes that 3W tables of the UN carry.

The one thing to know: the codes are those of the Humanitarian API (HDX HAPI); what Haal does that no sector knows is
"multi-sector". Bringing home the dead is protection: it belongs to the family, and is no health matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from haal.domain.need import NeedKind

type Sector = tuple[str, str]

SHELTER: Sector = ("SHL", "Emergency Shelter and NFI")
WATER: Sector = ("WSH", "Water Sanitation Hygiene")
FOOD: Sector = ("FSC", "Food Security")
NUTRITION: Sector = ("NUT", "Nutrition")
HEALTH: Sector = ("HEA", "Health")
EDUCATION: Sector = ("EDU", "Education")
PROTECTION: Sector = ("PRO", "Protection")
TELECOMS: Sector = ("ETC", "Emergency Telecommunications")
SEVERAL: Sector = ("MUL", "Multi-sector")

_K = NeedKind
SECTORS: Mapping[NeedKind, Sector] = MappingProxyType(
    {
        _K.WATER: WATER,
        _K.FOOD: FOOD,
        _K.BABY_MILK: NUTRITION,
        _K.SANITARY: WATER,
        _K.SHELTER: SHELTER,
        _K.MEDICINE: HEALTH,
        _K.BLOOD: HEALTH,
        _K.AMBULANCE: HEALTH,
        _K.SAFE_TRANSPORT: PROTECTION,
        _K.THE_DEAD: PROTECTION,
        _K.WINTER: SHELTER,
        _K.FUEL: TELECOMS,
        _K.SCHOOL: EDUCATION,
        _K.LEGAL: PROTECTION,
        _K.TALK: PROTECTION,
        _K.PAPERS: PROTECTION,
        _K.INFORMATION: SEVERAL,
        _K.OTHER: SEVERAL,
    }
)
