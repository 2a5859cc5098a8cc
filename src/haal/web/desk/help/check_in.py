"""Circles: who is silent, whose turn it is, what was done; and open a new one.

The one thing to know: the label of a person at risk is shown only to who acts; the code of a new circle is shown once.
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
from haal.domain.check_in import MEMBERS_MAX, Act
from haal.domain.errors import Malformed
from haal.domain.ids import CheckInId, PersonId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help import check_in, queries_people

EVERY = [
    (60, _("every hour")),
    (240, _("every four hours")),
    (720, _("twice a day")),
    (1440, _("once a day")),
    (10080, _("once a week")),
]


class CircleForm(forms.Form):
    """What a circle needs; its members are chosen in the order in which they act."""

    label = forms.CharField(strip=False)
    plan = forms.CharField(strip=False, required=False)
    every_minutes = forms.IntegerField()

    def opening(self, request: HttpRequest) -> check_in.Opening:
        """Return the circle of a valid form."""
        chosen = [request.POST.get(f"member{turn}", "") for turn in range(MEMBERS_MAX)]
        return check_in.Opening(
            label=self.cleaned_data["label"],
            plan=self.cleaned_data["plan"],
            members=tuple(PersonId(person_id) for person_id in chosen if person_id),
            every_minutes=self.cleaned_data["every_minutes"],
        )


@never_cache
@require_safe
@allow(Permission.WATCH_CHECK_INS)
def circles(request: HttpRequest) -> HttpResponse:
    """Show alarms first, then one's own circles, then the form."""
    seen = queries_people.circles(by=actor(request))
    context = {"seen": seen, "acts": list(Act), "every": EVERY, "turns": range(MEMBERS_MAX)}
    return render(request, "desk/check_ins.html", context)


@never_cache
@require_POST
@allow(Permission.WATCH_CHECK_INS)
def open_circle(request: HttpRequest) -> HttpResponse:
    """Open a circle and show its code, once."""
    form = CircleForm(request.POST)
    if not form.is_valid():
        raise Malformed("circle", expected="a label and a rhythm", got="something else")
    opened = check_in.open_circle(opening=form.opening(request), by=actor(request), now=now())
    return render(request, "desk/check_in_opened.html", {"opened": opened}, status=201)


@never_cache
@require_POST
@allow(Permission.WATCH_CHECK_INS)
def act(request: HttpRequest, circle_id: str) -> HttpResponse:
    """Keep what I did about somebody's silence."""
    did = request.POST.get("did", "")
    if did not in set(Act):
        raise Malformed("did", expected="one of the list", got=f"{min(len(did), 1000)} characters")
    check_in.act(circle_id=CheckInId(circle_id), did=Act(did), by=actor(request), now=now())
    return redirect("desk-check-ins")


urlpatterns = [
    path("desk/check-ins/", circles, name="desk-check-ins"),
    path("desk/check-ins/open/", open_circle, name="desk-check-in-open"),
    path("desk/check-ins/<str:circle_id>/act/", act, name="desk-check-in-act"),
]
