"""What waits for a second person.

The one thing to know: questions about people are answered here; a warning, a publication, an opening or an export is agreed
to on its own page, where its content can be read, and this page only leads there.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.ids import AgreementId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.people import agreements, queries


@never_cache
@require_safe
@allow(Permission.OWN_ACCOUNT)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the open questions that this person may ask or answer."""
    return render(request, "desk/agreement_list.html", {"questions": queries.questions(by=actor(request))})


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.GRANT_ROLE, fresh_factor=True)
def agree(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """Show the question once more; on POST say yes, and it is done."""
    if request.method != "POST":
        question = queries.question(agreement_id=AgreementId(agreement_id), by=actor(request))
        return render(request, "desk/agreement.html", {"question": question})
    agreements.agree(agreement_id=AgreementId(agreement_id), by=actor(request), now=now())
    return redirect("desk-agreements")


@never_cache
@require_POST
@allow(Permission.OWN_ACCOUNT)
def withdraw(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """End the question without a yes."""
    agreements.withdraw(agreement_id=AgreementId(agreement_id), by=actor(request), now=now())
    return redirect("desk-agreements")


urlpatterns = [
    path("desk/agreements/", waiting, name="desk-agreements"),
    path("desk/agreements/<str:agreement_id>/agree/", agree, name="desk-agreement-agree"),
    path("desk/agreements/<str:agreement_id>/withdraw/", withdraw, name="desk-agreement-withdraw"),
]
