"""Warn at the desk: one screen for one warning, from the draft over the second person's agreement to its end.

The one thing to know: a drill's pages carry its name and colour on every step, and its draft is begun on a page of
its own, so that nobody mistakes one for the other. Agreeing and asking need the second factor again; ending does not,
it must be quick. What changes by itself is a part of the page that asks again (`live`); without script the page does.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Refused
from haal.domain.hazard import Hazard
from haal.domain.ids import IncidentId, WarningId
from haal.domain.warning import Mode
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.warn import agree as agreeing
from haal.services.warn import cancel, draft
from haal.services.warn.duty import beginning, desk, still_true
from haal.web.desk.warn.form import CountForm, WarningForm
from haal.web.wording import words_of


@never_cache
@require_safe
@allow(Permission.CANCEL_WARNING)
def listing(request: HttpRequest) -> HttpResponse:
    """Show drafts and what people were told."""
    return render(request, "desk/warn/list.html", {"desk": desk.listing(by=actor(request), now=now())})


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.DRAFT_WARNING)
def new(request: HttpRequest, mode: str) -> HttpResponse:
    """Show the form of a warning, or of a drill; on POST keep the draft."""
    if request.method != "POST":
        return _form(request, WarningForm(initial=_usual(request, mode)), is_drill=mode == Mode.DRILL.value)
    form, error = WarningForm(request.POST), None
    if form.is_valid():
        try:
            made = draft.draft(written=form.written(), mode=Mode(mode), by=actor(request), now=now())
            return redirect("desk-warning", warning_id=made)
        except Refused as refusal:
            error = refusal
    return _form(request, form, is_drill=mode == Mode.DRILL.value, error=error)


def _usual(request: HttpRequest, mode: str) -> dict[str, Any]:
    """Return what the form is filled with: what the incident says, or for a drill a danger that is made up."""
    if incident_id := request.GET.get("incident", ""):
        return WarningForm.begun(beginning.from_incident(incident_id=IncidentId(incident_id), by=actor(request)))
    if (rumour_id := request.GET.get("rumour", "")) or "threat" in request.GET:
        hazard = "" if rumour_id else Hazard.THREAT_TO_PLACE.value
        return {"rumour": rumour_id, "threat": request.GET.get("threat", ""), "hazard": hazard}
    return {"hazard": Hazard.MADE_UP.value} if mode == Mode.DRILL.value else {}


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.DRAFT_WARNING)
def rewrite(request: HttpRequest, warning_id: str) -> HttpResponse:
    """Show the form again; on POST replace the draft, or begin an update of what is on air."""
    form = WarningForm(request.POST) if request.method == "POST" else None
    error = None
    if form is not None and form.is_valid():
        try:
            draft.rewrite(warning_id=WarningId(warning_id), written=form.written(), by=actor(request), now=now())
            return redirect("desk-warning", warning_id=warning_id)
        except Refused as refusal:
            error = refusal
    return _edit(request, warning_id, form, error=error)


def _edit(request: HttpRequest, warning_id: str, form: WarningForm | None, *, error: Refused | None) -> HttpResponse:
    found = desk.screen(warning_id=WarningId(warning_id), by=actor(request), now=now())
    filled = form or WarningForm.of(found.shown.content)
    return _form(request, filled, is_drill=found.mode is Mode.DRILL, error=error)


@never_cache
@require_safe
@allow(Permission.CANCEL_WARNING)
def page(request: HttpRequest, warning_id: str) -> HttpResponse:
    """Show one warning: its words, its head-count, who has to do what next."""
    return _screen(request, warning_id, CountForm())


@never_cache
@require_safe
@allow(Permission.CANCEL_WARNING)
def live(request: HttpRequest, warning_id: str) -> HttpResponse:
    """Answer the part of the page that changes by itself."""
    found = desk.live(warning_id=WarningId(warning_id), by=actor(request), now=now())
    return render(request, "desk/warn/live.html", {"live": found})


@never_cache
@require_safe
@allow(Permission.CANCEL_WARNING)
def asked(request: HttpRequest, warning_id: str) -> HttpResponse:
    """Show, on one sheet to print, who was asked to be the second, and what is left to do."""
    found = desk.live(warning_id=WarningId(warning_id), by=actor(request), now=now())
    return render(request, "desk/warn/asked.html", {"live": found, "asked": found.asked})


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.DRAFT_WARNING, fresh_factor=True)
def ask(request: HttpRequest, warning_id: str) -> HttpResponse:
    """Show the head-count to be typed back; on POST ask a second person."""
    form = CountForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _screen(request, warning_id, form)
    try:
        agreeing.ask(warning_id=WarningId(warning_id), typed_back=form.typed(), by=actor(request), now=now())
    except Refused as error:
        return _screen(request, warning_id, form, error=error)
    return redirect("desk-warning", warning_id=warning_id)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.AGREE_WARNING, fresh_factor=True)
def agree(request: HttpRequest, warning_id: str) -> HttpResponse:
    """Show the words and the head-count to the second person; on POST issue it."""
    form = CountForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _screen(request, warning_id, form)
    try:
        agreeing.agree(warning_id=WarningId(warning_id), typed_back=form.typed(), by=actor(request), now=now())
    except Refused as error:
        return _screen(request, warning_id, form, error=error)
    return redirect("desk-warning", warning_id=warning_id)


@never_cache
@require_POST
@allow(Permission.DRAFT_WARNING)
def stays_true(request: HttpRequest, warning_id: str) -> HttpResponse:
    """Answer that it is still true: a longer warning is drafted, and two people have to agree to it."""
    still_true.still_true(warning_id=WarningId(warning_id), by=actor(request), now=now())
    return redirect("desk-warning", warning_id=warning_id)


@never_cache
@require_POST
@allow(Permission.CANCEL_WARNING)
def end(request: HttpRequest, warning_id: str) -> HttpResponse:
    """End it at once; everybody who was told is told."""
    was_wrong = request.POST.get("why") == "wrong"
    cancel.cancel(warning_id=WarningId(warning_id), was_wrong=was_wrong, by=actor(request), now=now())
    return redirect("desk-warning", warning_id=warning_id)


def _form(request: HttpRequest, form: WarningForm, *, is_drill: bool, error: Refused | None = None) -> HttpResponse:
    shown = {"form": form, "is_drill": is_drill, "error": words_of(error, request)}
    return render(request, "desk/warn/form.html", shown, status=422 if request.method == "POST" else 200)


def _screen(request: HttpRequest, warning_id: str, form: CountForm, *, error: Refused | None = None) -> HttpResponse:
    found = desk.screen(warning_id=WarningId(warning_id), by=actor(request), now=now())
    shown = {"warning": found, "form": form, "live": found.live, "error": words_of(error, request)}
    return render(request, "desk/warn/warning.html", shown, status=422 if request.method == "POST" else 200)


urlpatterns: list[URLPattern] = [
    path("desk/warnings/", listing, name="desk-warnings"),
    path("desk/warnings/new/", new, {"mode": Mode.ACTUAL.value}, name="desk-warning-new"),
    path("desk/warnings/drill/", new, {"mode": Mode.DRILL.value}, name="desk-warning-drill"),
    path("desk/warnings/<str:warning_id>/", page, name="desk-warning"),
    path("desk/warnings/<str:warning_id>/live/", live, name="desk-warning-live"),
    path("desk/warnings/<str:warning_id>/asked/", asked, name="desk-warning-asked"),
    path("desk/warnings/<str:warning_id>/edit/", rewrite, name="desk-warning-edit"),
    path("desk/warnings/<str:warning_id>/ask/", ask, name="desk-warning-ask"),
    path("desk/warnings/<str:warning_id>/agree/", agree, name="desk-warning-agree"),
    path("desk/warnings/<str:warning_id>/still-true/", stays_true, name="desk-warning-still-true"),
    path("desk/warnings/<str:warning_id>/end/", end, name="desk-warning-end"),
]
