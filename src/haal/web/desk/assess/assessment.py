"""What waits at the desk, and the two questions about a report, each on a page that does not show the other.

The one thing to know: what a page may see is decided in `haal.services.assess.queries`, not here; a form posts one answer and goes
back to the queue, so that the second question can be somebody else's.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.assessment import InformationGrade, Part, SourceGrade
from haal.domain.errors import NotFound
from haal.domain.ids import ReportId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.assess import grade as grading
from haal.services.assess import queries

SCALES: dict[Part, type[SourceGrade] | type[InformationGrade]] = {
    Part.SOURCE: SourceGrade,
    Part.INFORMATION: InformationGrade,
}


@never_cache
@require_safe
@allow(Permission.READ_REPORTS)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the two queues: whose answer is missing, whose incident is missing."""
    return render(request, "desk/waiting.html", {"queue": queries.queue(by=actor(request))})


@never_cache
@require_safe
@allow(Permission.GRADE)
def question(request: HttpRequest, report_id: str, part: str) -> HttpResponse:
    """Ask one of the two questions about a report."""
    asked = queries.to_grade(report_id=ReportId(report_id), part=_part(part), by=actor(request))
    scale = SCALES[asked.part]
    return render(request, "desk/grade.html", {"asked": asked, "answers": asked.answers, "scale": list(scale)})


@never_cache
@require_POST
@allow(Permission.GRADE)
def answer(request: HttpRequest, report_id: str, part: str) -> HttpResponse:
    """Keep one answer and go back to the queue."""
    value = request.POST.get("value", "")
    grading.grade(report_id=ReportId(report_id), part=_part(part), value=value, by=actor(request), now=now())
    messages.success(request, _("Kept. Somebody else may answer the other question."))
    return redirect("desk-waiting")


def _part(name: str) -> Part:
    try:
        return Part(name)
    except ValueError:
        raise NotFound from None


urlpatterns = [
    path("desk/waiting/", waiting, name="desk-waiting"),
    path("desk/reports/<str:report_id>/grade/<str:part>/", question, name="desk-grade"),
    path("desk/reports/<str:report_id>/grade/<str:part>/answer/", answer, name="desk-grade-answer"),
]
