"""Written down at the desk: a call, a voice note, a paper; and one report with its thread, where questions are asked.

Who wrote it down is kept, since nobody checks what they took in themselves.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from haal.domain.access import Permission
from haal.domain.errors import Malformed, Refused
from haal.domain.ids import ReportId
from haal.domain.report import Channel
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.intake import follow, queries
from haal.services.intake.take_in import take_in
from haal.web.report_form import incoming_of, new_form
from haal.web.wording import receipt_page, words_of

CHANNELS = {channel.value: channel for channel in (Channel.CALL, Channel.VOICE, Channel.DESK)}


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.TAKE_IN)
def write_down(request: HttpRequest) -> HttpResponse:
    """Show the desk's form; on POST take the report in under the writer's pseudonym."""
    form = new_form(request)
    error: Refused | Malformed | None = None
    if request.method == "POST" and form.is_valid():
        channel = CHANNELS.get(request.POST.get("channel", ""), Channel.DESK)
        try:
            taken = take_in(incoming=incoming_of(form, request, channel=channel), by=actor(request), now=now())
        except (Refused, Malformed) as refusal:
            error = refusal
        else:
            return receipt_page(request, taken.receipt)
    status = 422 if error or form.errors else 200
    return render(request, "desk/write_down.html", {"form": form, "error": words_of(error, request)}, status=status)


@never_cache
@require_http_methods(["GET"])
@allow(Permission.READ_REPORTS)
def one(request: HttpRequest, report_id: str) -> HttpResponse:
    """Show one report as told, with its thread."""
    on_desk = queries.one(report_id=ReportId(report_id), by=actor(request))
    return render(
        request, "desk/report.html", {"on_desk": on_desk, "report": on_desk.report, "client_key": uuid.uuid4()}
    )


@never_cache
@require_http_methods(["POST"])
@allow(Permission.READ_REPORTS)
def ask(request: HttpRequest, report_id: str) -> HttpResponse:
    """Put a question into the thread; the teller sees it with the code."""
    posted = request.POST
    follow.ask(
        report_id=ReportId(report_id),
        text=posted.get("text", ""),
        client_key=posted.get("client_key", ""),
        by=actor(request),
        now=now(),
    )
    return redirect("desk-report", report_id=report_id)


urlpatterns = [
    path("desk/tell/", write_down, name="desk-tell"),
    path("desk/reports/<str:report_id>/", one, name="desk-report"),
    path("desk/reports/<str:report_id>/ask/", ask, name="desk-report-ask"),
]
