"""The forms of a warning: what is drafted, and the number that is typed back.

A place is found by its name in the gazetteer unless a point is given; the page then shows what was found before
anybody is asked. Rules are in `haal.domain.warning`, not here.
"""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from haal.domain import gazetteer
from haal.domain.hazard import Hazard
from haal.domain.ids import IncidentId, RumourId, ThreatId
from haal.domain.warn.ground import Declared
from haal.domain.warning import LIFETIME_HOURS_MAX, PLACE_CHARS_MAX, RADIUS_KM_MAX, RADIUS_KM_MIN, Content
from haal.domain.warning_text import LANGUAGES
from haal.geometry.distance import Point
from haal.services.warn.draft import Written
from haal.services.warn.duty.beginning import Beginning
from haal.web.story_words import HAZARDS

DETAIL_CHARS_MAX = 200
KNOWN = [
    ("", _("As the linked reports say")),
    (Declared.SEES_NOW.value, _("One who sees it told us, and the danger is now")),
    (Declared.STEWARD_NOW.value, _("The place's own helper says so, and the danger is now")),
    (Declared.TWO_SAW.value, _("Two who saw it told us, asked apart")),
    (Declared.TWO_LINES.value, _("Two independent tellers or papers")),
    (Declared.SAW_BEFORE.value, _("One who saw it, but it is over for now")),
    (Declared.HEARSAY.value, _("We only heard that it is said")),
]
ANSWER = [(Hazard.FALSE_RUMOUR.value, _("False rumour (begin it from the rumour's page)"))]
MADE_UP = [(Hazard.MADE_UP.value, _("Falling stars (made up, for drills)"))]


class WarningForm(forms.Form):
    """What the desk writes."""

    hazard = forms.ChoiceField(label=_("What is the danger?"), choices=[*HAZARDS, *ANSWER, *MADE_UP])
    place = forms.CharField(label=_("Place in danger"), max_length=PLACE_CHARS_MAX)
    radius_km = forms.FloatField(
        label=_("How far around it (km)"), min_value=RADIUS_KM_MIN, max_value=RADIUS_KM_MAX, initial=5
    )
    lifetime_hours = forms.IntegerField(
        label=_("How long (hours; empty: as usual)"), min_value=1, max_value=LIFETIME_HOURS_MAX, required=False
    )
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)
    detail = forms.CharField(label=_("One more line"), max_length=DETAIL_CHARS_MAX, required=False)
    detail_language = forms.ChoiceField(
        label=_("Language of that line"), choices=[(code, code) for code in LANGUAGES], required=False
    )
    district = forms.CharField(label=_("A whole district instead, approximately"), max_length=60, required=False)
    ring = forms.CharField(
        label=_("Corners of an area instead: latitude,longitude, one a line"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"dir": "ltr", "rows": 4}),
    )
    known = forms.ChoiceField(label=_("How do we know?"), choices=KNOWN, required=False)
    incident = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    rumour = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    threat = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        """Find the point of the place, unless one was given."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("lat") is None or told.get("lon") is None:
            found = gazetteer.resolve(told.get("place", ""))
            if not found:
                raise forms.ValidationError(_("This place is not in the list. Give its latitude and longitude."))
            told["lat"], told["lon"] = found[0].lat, found[0].lon
        return told

    def clean_ring(self) -> tuple[Point, ...]:
        """Return the corners."""
        corners = [corner.partition(",") for corner in self.cleaned_data["ring"].split()]
        try:
            return tuple((float(lat), float(lon)) for lat, _comma, lon in corners)
        except ValueError:
            raise forms.ValidationError(_("Write each corner as latitude,longitude, such as 29.80,66.85.")) from None

    def written(self) -> Written:
        """Return what was written, as the service takes it."""
        told = self.cleaned_data
        return Written(
            hazard=Hazard(told["hazard"]),
            place=told["place"],
            lat=told["lat"],
            lon=told["lon"],
            radius_km=told["radius_km"],
            lifetime_hours=told["lifetime_hours"],
            district=told["district"].strip(),
            ring=told["ring"],
            detail=told["detail"],
            detail_language=told["detail_language"] or LANGUAGES[0],
            declared=Declared(told["known"]) if told["known"] else None,
            incident_id=IncidentId(told["incident"]) if told["incident"] else None,
            rumour_id=RumourId(told["rumour"]) if told["rumour"] else None,
            threat_id=ThreatId(told["threat"]) if told["threat"] else None,
        )

    @classmethod
    def begun(cls, told: Beginning) -> dict[str, Any]:
        """Return what the form is filled with when it is written from an incident."""
        return {
            "hazard": told.hazard.value if told.hazard else "",
            "place": told.place,
            "lat": told.lat,
            "lon": told.lon,
            "radius_km": told.radius_km,
            "incident": told.incident_id,
        }

    @classmethod
    def of(cls, content: Content) -> Self:
        """Return the form, filled with what was written before."""
        area = content.area
        return cls(
            initial={
                "hazard": content.hazard.value,
                "place": area.place,
                "radius_km": area.radius_km,
                "lifetime_hours": content.lifetime_hours,
                "lat": area.lat,
                "lon": area.lon,
                "district": area.district,
                "ring": "\n".join(f"{lat},{lon}" for lat, lon in area.ring),
                "detail": content.detail,
                "detail_language": content.detail_language,
            }
        )


class CountForm(forms.Form):
    """What is typed back: the number of messages, or the place where so few are told that no number is shown.

    Nothing is filled in beforehand.
    """

    count = forms.CharField(
        label=_("Type it back"), max_length=PLACE_CHARS_MAX, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def typed(self) -> str:
        """Return what was typed."""
        return str(self.cleaned_data["count"])
