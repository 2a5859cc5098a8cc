"""Tell: the public report form, its receipt, and everything one can do later with the code.

Works without script, without cookies but the form's own, and on any phone. A code is never put into an address: it would
stay in the history.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from haal.domain.errors import Malformed, NotFound, Refused
from haal.domain.report import Channel, Consents, TestifyConsent
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.porch.rates import RECEIPTS, budgeted
from haal.services.help import queries as help_queries
from haal.services.intake import follow
from haal.services.intake.take_in import take_in
from haal.services.testify.custody import own_copy as custody
from haal.web.report_form import TESTIFY, ReportForm, incoming_of, new_form
from haal.web.wording import receipt_page, words_of


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
def tell(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST take the report in and show its code."""
    form = new_form(request)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    try:
        taken = take_in(incoming=incoming_of(form, request, channel=Channel.FORM), now=now())
    except (Refused, Malformed) as error:
        return _form(request, form, error=error)
    return receipt_page(request, taken.receipt)


def _form(request: HttpRequest, form: ReportForm, *, error: Refused | Malformed | None = None) -> HttpResponse:
    status = 422 if error or form.errors else 200
    return render(request, "public/report.html", {"form": form, "error": words_of(error, request)}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
@budgeted(RECEIPTS)
def code(request: HttpRequest) -> HttpResponse:
    """Ask for a code; on POST show its thread. A wrong code says so and nothing else."""
    if request.method != "POST":
        return render(request, "public/code.html", {})
    given = request.POST.get("code", "")
    try:
        found = help_queries.under_code(code=given)
    except NotFound:
        return render(request, "public/code.html", {"unknown": True}, status=404)
    return render(request, "public/thread.html", _thread(given, found))


def _thread(given: str, found: help_queries.UnderCode) -> dict[str, Any]:
    return {
        "code": given,
        "thread": found.thread,
        "standing": found.standing,
        "talks": found.talks,
        "testify": TESTIFY,
        "client_key": uuid.uuid4(),
    }


@never_cache
@require_http_methods(["POST"])
@everyone
@budgeted(RECEIPTS)
def answer(request: HttpRequest) -> HttpResponse:
    """Keep an answer under a code."""
    posted = request.POST
    follow.answer(
        code=posted.get("code", ""), text=posted.get("text", ""), client_key=posted.get("client_key", ""), now=now()
    )
    return render(request, "public/kept.html", {"code": posted.get("code", "")})


@never_cache
@require_http_methods(["POST"])
@everyone
@budgeted(RECEIPTS)
def consent(request: HttpRequest) -> HttpResponse:
    """Keep what the teller agrees to from now on."""
    posted = request.POST
    testify = posted.get("testify", "")
    consents = Consents(
        warn=posted.get("warn") == "yes",
        help=posted.get("help") == "yes",
        testify=TestifyConsent(testify) if testify in set(TestifyConsent) else TestifyConsent.NOBODY,
    )
    follow.change_consents(code=posted.get("code", ""), consents=consents, now=now())
    return render(request, "public/kept.html", {"code": posted.get("code", "")})


@never_cache
@require_http_methods(["POST"])
@everyone
@budgeted(RECEIPTS)
def own_copy(request: HttpRequest) -> HttpResponse:
    """Hand out the file of what was recorded under a code; its name tells nothing."""
    copy = custody.of_code(code=request.POST.get("code", ""))
    answer_file = HttpResponse(copy, content_type="text/plain; charset=utf-8")
    answer_file["Content-Disposition"] = 'attachment; filename="copy.txt"'
    return answer_file


@require_http_methods(["GET", "HEAD"])
@everyone
def front(request: HttpRequest) -> HttpResponse:
    """The front page: four plain ways in."""
    return render(request, "public/front.html", {})


@require_http_methods(["GET", "HEAD"])
@everyone
def about(request: HttpRequest) -> HttpResponse:
    """Who runs this, the rules, and what it cannot protect."""
    return render(request, "public/about.html", {})


@require_http_methods(["GET", "HEAD"])
@everyone
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: forget this site's cookies and storage, and show an empty page with a plain word."""
    answer_page = render(request, "public/leave.html", {})
    answer_page["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer_page


urlpatterns = [
    path("", front, name="front"),
    path("about/", about, name="about"),
    path("leave/", leave, name="leave"),
    path("report/", tell, name="report"),
    path("code/", code, name="code"),
    path("code/answer/", answer, name="code-answer"),
    path("code/consent/", consent, name="code-consent"),
    path("code/copy/", own_copy, name="code-copy"),
]
