"""Circles at the desk: who is silent, whose turn it is, what was done; open a new one, and look after those one opened.

The one thing to know: the label of a person at risk is shown only to who acts; the codes of a new circle are shown once.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.check_in.circle import MEMBERS_MAX, Kind
from haal.domain.check_in.ladder import Act
from haal.domain.errors import Malformed
from haal.domain.ids import CheckInId, PersonId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.circles import acting, opening, queries

EVERY = [
    (60, _("every hour")),
    (240, _("every four hours")),
    (720, _("twice a day")),
    (1440, _("once a day")),
    (10080, _("once a week")),
]
BY_CODE = "code"


class CircleForm(forms.Form):
    """What a circle needs; its members are chosen in the order in which they act."""

    label = forms.CharField(strip=False)
    plan = forms.CharField(strip=False, required=False)
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in Kind], required=False)
    every_minutes = forms.IntegerField()
    widens = forms.BooleanField(required=False)

    def opening(self, request: HttpRequest) -> opening.Opening:
        """Return the circle of a valid form."""
        chosen = [request.POST.get(f"member{turn}", "") for turn in range(MEMBERS_MAX)]
        return opening.Opening(
            label=self.cleaned_data["label"],
            plan=self.cleaned_data["plan"],
            members=tuple(_account(one) for one in chosen if one),
            every_minutes=self.cleaned_data["every_minutes"],
            kind=Kind(self.cleaned_data["kind"] or Kind.RHYTHM),
            widens=self.cleaned_data["widens"],
        )


@never_cache
@require_safe
@allow(Permission.WATCH_CHECK_INS)
def circles(request: HttpRequest) -> HttpResponse:
    """Show alarms first, then one's own circles, then the form."""
    seen = queries.circles(by=actor(request))
    acts = [one for one in Act if one is not Act.STEP_DONE]
    context = {"seen": seen, "acts": acts, "every": EVERY, "turns": range(MEMBERS_MAX)}
    return render(request, "desk/check_ins.html", context)


@never_cache
@require_POST
@allow(Permission.WATCH_CHECK_INS)
def open_circle(request: HttpRequest) -> HttpResponse:
    """Open a circle and show its codes, once."""
    form = CircleForm(request.POST)
    if not form.is_valid():
        raise Malformed("circle", expected="a label and a rhythm", got="something else")
    opened = opening.open_circle(opening=form.opening(request), by=actor(request), now=now())
    return render(request, "desk/check_in_opened.html", {"opened": opened}, status=201)


@never_cache
@require_POST
@allow(Permission.WATCH_CHECK_INS)
def act(request: HttpRequest, circle_id: str) -> HttpResponse:
    """Keep what I did about somebody's silence."""
    did = request.POST.get("did", "")
    if did not in set(Act):
        raise Malformed("did", expected="one of the list", got=f"{min(len(did), 1000)} characters")
    acting.act(circle_id=CheckInId(circle_id), did=Act(did), by=actor(request), now=now())
    return redirect("desk-check-ins")


@never_cache
@require_POST
@allow(Permission.WATCH_CHECK_INS)
def new_codes(request: HttpRequest, circle_id: str) -> HttpResponse:
    """Make new codes for the person at risk, and show them once."""
    plain, duress = opening.new_codes(circle_id=CheckInId(circle_id), by=actor(request), now=now())
    return render(request, "desk/check_in_opened.html", {"renewed": (plain, duress)}, status=201)


@never_cache
@require_POST
@allow(Permission.WATCH_CHECK_INS)
def name_another(request: HttpRequest, circle_id: str) -> HttpResponse:
    """Let somebody else stand at a place of the circle, and show their code once."""
    place, who = request.POST.get("place", ""), request.POST.get("member", "")
    if not (place.isascii() and place.isdigit() and len(place) == 1) or not who:
        raise Malformed("member", expected="a place and who stands there", got="something else")
    code = opening.name_another(
        circle_id=CheckInId(circle_id), place=int(place), person_id=_account(who), by=actor(request), now=now()
    )
    return render(request, "desk/check_in_opened.html", {"named": code, "place": int(place)}, status=201)


def _account(chosen: str) -> PersonId | None:
    """Return the account that was chosen; None: somebody who has none."""
    return None if chosen == BY_CODE else PersonId(chosen)


urlpatterns = [
    path("desk/check-ins/", circles, name="desk-check-ins"),
    path("desk/check-ins/open/", open_circle, name="desk-check-in-open"),
    path("desk/check-ins/<str:circle_id>/act/", act, name="desk-check-in-act"),
    path("desk/check-ins/<str:circle_id>/codes/", new_codes, name="desk-check-in-codes"),
    path("desk/check-ins/<str:circle_id>/another/", name_another, name="desk-check-in-another"),
]
