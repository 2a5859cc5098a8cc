"""What is only said: written down without who told it, checked by somebody else, and answered by a counter-message.

The counter-message is a warning like any other and leads on to its page, where two people and a head-count decide.
Rules are in `haal.domain.warn.rumour`.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain import gazetteer
from haal.domain.access import Permission
from haal.domain.errors import Refused
from haal.domain.ids import IncidentId, RumourId
from haal.domain.warn.rumour import WORDS_CHARS_MAX, HowChecked, RumourSubject
from haal.domain.warning import PLACE_CHARS_MAX, RADIUS_KM_MAX, RADIUS_KM_MIN
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.warn import draft
from haal.services.warn.words import rumour as rumours
from haal.web.story_words import HOW, STORIES
from haal.web.wording import words_of


class RumourForm(forms.Form):
    """What is told, and where. There is no field for who told it."""

    subject = forms.ChoiceField(label=_("What is told?"), choices=[(one.value, STORIES[one]) for one in RumourSubject])
    place = forms.CharField(label=_("About which place"), max_length=PLACE_CHARS_MAX)
    radius_km = forms.FloatField(
        label=_("How far around it (km)"), min_value=RADIUS_KM_MIN, max_value=RADIUS_KM_MAX, initial=5
    )
    words = forms.CharField(
        label=_("In its own words (only the desk reads this; no names)"),
        max_length=WORDS_CHARS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    incident = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def clean_place(self) -> str:
        """Find the place in the list."""
        name = str(self.cleaned_data["place"])
        if not gazetteer.resolve(name):
            raise forms.ValidationError(_("This place is not in the list. Name the nearest that is."))
        return name

    def noted(self) -> rumours.Noted:
        """Return what was written, as the service takes it."""
        told = self.cleaned_data
        found = gazetteer.resolve(told["place"])[0]
        return rumours.Noted(
            subject=RumourSubject(told["subject"]),
            place=told["place"],
            lat=found.lat,
            lon=found.lon,
            radius_km=told["radius_km"],
            words=told["words"],
            incident_id=IncidentId(told["incident"]) if told["incident"] else None,
        )


class CheckForm(forms.Form):
    """Whether it is true, and how that was checked."""

    is_true = forms.TypedChoiceField(
        label=_("Is it true?"),
        choices=[("no", _("No, it is false")), ("yes", _("Yes, it is true"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    how = forms.ChoiceField(label=_("How was it checked?"), choices=[(one.value, HOW[one]) for one in HowChecked])


@never_cache
@require_safe
@allow(Permission.CHECK_RUMOUR)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the newest rumours, unchecked first."""
    return render(request, "desk/warn/rumours.html", {"rumours": rumours.listing(by=actor(request))})


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.CHECK_RUMOUR)
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a rumour; on POST keep it."""
    form = RumourForm(
        request.POST if request.method == "POST" else None, initial={"incident": request.GET.get("incident", "")}
    )
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            made = rumours.note(noted=form.noted(), by=actor(request), now=now())
            return redirect("desk-rumour", rumour_id=made)
        except Refused as refusal:
            error = refusal
    shown = {"form": form, "error": words_of(error, request)}
    return render(request, "desk/warn/rumour_form.html", shown, status=422 if request.method == "POST" else 200)


@never_cache
@require_safe
@allow(Permission.CHECK_RUMOUR)
def page(request: HttpRequest, rumour_id: str) -> HttpResponse:
    """Show one rumour and what can be done with it."""
    return _page(request, rumour_id, form=CheckForm())


@never_cache
@require_POST
@allow(Permission.CHECK_RUMOUR)
def check(request: HttpRequest, rumour_id: str) -> HttpResponse:
    """Keep whether it is true."""
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, rumour_id, form=form, status=422)
    told: dict[str, Any] = form.cleaned_data
    try:
        rumours.check(
            rumour_id=RumourId(rumour_id),
            is_true=told["is_true"],
            how=HowChecked(told["how"]),
            by=actor(request),
            now=now(),
        )
    except Refused as refusal:
        return _page(request, rumour_id, form=form, error=refusal, status=409)
    return redirect("desk-rumour", rumour_id=rumour_id)


@never_cache
@require_POST
@allow(Permission.CHECK_RUMOUR)
def reopen(request: HttpRequest, rumour_id: str) -> HttpResponse:
    """Take the check back."""
    rumours.reopen(rumour_id=RumourId(rumour_id), by=actor(request), now=now())
    return redirect("desk-rumour", rumour_id=rumour_id)


@never_cache
@require_POST
@allow(Permission.DRAFT_WARNING)
def answer(request: HttpRequest, rumour_id: str) -> HttpResponse:
    """Draft the counter-message; nobody is told until two people agree."""
    made = draft.answer(rumour_id=RumourId(rumour_id), by=actor(request), now=now())
    return redirect("desk-warning", warning_id=made)


def _page(
    request: HttpRequest, rumour_id: str, *, form: CheckForm, error: Refused | None = None, status: int = 200
) -> HttpResponse:
    found = rumours.page(rumour_id=RumourId(rumour_id), by=actor(request))
    own = found.noted_by == actor(request).person_id
    shown = {"rumour": found, "form": form, "is_own": own, "error": words_of(error, request)}
    return render(request, "desk/warn/rumour.html", shown, status=status)


urlpatterns: list[URLPattern] = [
    path("desk/rumours/", listing, name="desk-rumours"),
    path("desk/rumours/new/", new, name="desk-rumour-new"),
    path("desk/rumours/<str:rumour_id>/", page, name="desk-rumour"),
    path("desk/rumours/<str:rumour_id>/check/", check, name="desk-rumour-check"),
    path("desk/rumours/<str:rumour_id>/reopen/", reopen, name="desk-rumour-reopen"),
    path("desk/rumours/<str:rumour_id>/answer/", answer, name="desk-rumour-answer"),
]
