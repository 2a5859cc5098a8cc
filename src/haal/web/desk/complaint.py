"""Complaints, for two who have no role at the desk; and the page on which anybody here writes one down for somebody.

The one thing to know: who writes one down cannot read it again. To have read complaints is what makes them "reached"; one that is
not for the reader is answered like one that does not exist.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.complaint.answer import Answer, Outcome
from haal.domain.complaint.listening import READERS_COUNT
from haal.domain.complaint.told import Way
from haal.domain.errors import Malformed, Refused
from haal.domain.ids import PersonId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.intake.complaint import listen, tell
from haal.web.public.complaint import form_of
from haal.web.wording import receipt_page, words_of

EXTENSIONS = {"audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/wav": "wav", "audio/amr": "amr"}


@never_cache
@require_safe
@allow(Permission.READ_COMPLAINTS)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show every complaint that this reader may read, what waited too long first."""
    context = {
        "listening": listen.waiting(by=actor(request), now=now()),
        "readers": READERS_COUNT,
        "outcomes": list(Outcome),
    }
    return render(request, "desk/complaint_list.html", context)


@never_cache
@require_POST
@allow(Permission.READ_COMPLAINTS)
def answer(request: HttpRequest, complaint_id: str) -> HttpResponse:
    """Answer a complaint."""
    chosen = request.POST.get("outcome", "")
    if chosen not in set(Outcome):
        raise Malformed("outcome", expected="one of the answers offered", got=f"{len(chosen)} letters")
    given = Answer(outcome=Outcome(chosen), words=request.POST.get("words", ""))
    listen.answer(complaint_id=complaint_id, given=given, by=actor(request), now=now())
    return redirect("desk-complaints")


@never_cache
@require_POST
@allow(Permission.READ_COMPLAINTS)
def name_accused(request: HttpRequest, complaint_id: str) -> HttpResponse:
    """Keep whom a complaint is about, so that it is not there for them."""
    person_id = PersonId(request.POST.get("person", ""))
    listen.name_accused(complaint_id=complaint_id, person_id=person_id, by=actor(request), now=now())
    return redirect("desk-complaints")


@never_cache
@require_safe
@allow(Permission.READ_COMPLAINTS)
def recording(request: HttpRequest, complaint_id: str) -> HttpResponse:
    """Hand out what was spoken, as a file; never shown in the page."""
    spoken = listen.recording(complaint_id=complaint_id, by=actor(request), now=now())
    name = f"complaint.{EXTENSIONS.get(spoken.media_type, 'bin')}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(spoken.content, content_type="application/octet-stream", headers=headers)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.OWN_ACCOUNT)
def write_down(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST keep what somebody said and show the code to give them."""
    form = form_of(request)
    error: Refused | None = None
    if request.method == "POST" and form.is_valid():
        told = form.complaint(way=Way.DESK, language=request.LANGUAGE_CODE)
        key = form.cleaned_data["client_key"]
        try:
            return receipt_page(request, tell.write_down(told=told, client_key=key, by=actor(request), now=now()))
        except Refused as refused:
            error = refused
    context = {"form": form, "error": words_of(error, request)}
    return render(request, "desk/complaint_write.html", context, status=422 if error or form.errors else 200)


urlpatterns = [
    path("desk/complaints/", waiting, name="desk-complaints"),
    path("desk/complaints/new/", write_down, name="desk-complaint-write"),
    path("desk/complaints/<str:complaint_id>/answer/", answer, name="desk-complaint-answer"),
    path("desk/complaints/<str:complaint_id>/about/", name_accused, name="desk-complaint-about"),
    path("desk/complaints/<str:complaint_id>/recording/", recording, name="desk-complaint-recording"),
]
