"""What is sealed of a record: ask for it to be opened offline or erased, agree as the second person, fetch the file.

The one thing to know: no page shows anything that is sealed; the file that is fetched is still shut.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from haal.domain.access import Permission
from haal.domain.ids import AgreementId
from haal.domain.record.custody import Basis
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.assess import shred, unseal
from haal.services.people import queries

GET_OR_POST = ["GET", "HEAD", "POST"]
BASES = (
    (Basis.TELLER_ASKED.value, _("whoever told it asks for it")),
    (Basis.FAMILY_ASKED.value, _("the family asks for it")),
    (Basis.DANGER.value, _("it puts somebody in danger")),
    (Basis.LAW.value, _("the law demands it")),
    (Basis.MISTAKE.value, _("it should never have been kept")),
)


@never_cache
@require_safe
@allow(Permission.ASK_UNSEAL)
def of_record(request: HttpRequest, record: str) -> HttpResponse:
    """Show what is sealed of a record, and what was asked about it."""
    parts = unseal.of_record(record=record, by=actor(request), now=now())
    return render(request, "desk/sealed.html", {"sealed": parts})


@never_cache
@require_http_methods(GET_OR_POST)
@allow(Permission.ASK_UNSEAL, fresh_factor=True)
def ask_unseal(request: HttpRequest, record: str) -> HttpResponse:
    """Ask for the reason; on POST ask a second person."""
    if request.method != "POST":
        return render(request, "desk/sealed_ask.html", {"record": record, "destroys": False})
    unseal.ask(record=record, reason=request.POST.get("reason", ""), by=actor(request), now=now())
    return redirect("desk-agreements")


@never_cache
@require_http_methods(GET_OR_POST)
@allow(Permission.AGREE_UNSEAL, fresh_factor=True)
def agree_unseal(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """Show the question once more; on POST say yes."""
    if request.method != "POST":
        question = queries.question(agreement_id=AgreementId(agreement_id), by=actor(request))
        return render(request, "desk/sealed_agree.html", {"question": question})
    record = unseal.agree(agreement_id=AgreementId(agreement_id), by=actor(request), now=now())
    return redirect("desk-sealed", record=record)


@never_cache
@require_safe
@allow(Permission.ASK_UNSEAL, fresh_factor=True)
def fetch(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """Hand out the file for the offline station."""
    export = unseal.fetch(agreement_id=AgreementId(agreement_id), by=actor(request), now=now())
    answer = HttpResponse(export.content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{export.name}"'
    return answer


@never_cache
@require_http_methods(GET_OR_POST)
@allow(Permission.SHRED, fresh_factor=True)
def ask_shred(request: HttpRequest, record: str) -> HttpResponse:
    """Ask for ground and reason; on POST ask a second person to erase the record."""
    if request.method != "POST":
        return render(request, "desk/sealed_ask.html", {"record": record, "destroys": True, "bases": BASES})
    given = request.POST.get("basis", "")
    basis = Basis(given) if given in set(Basis) else Basis.TELLER_ASKED
    shred.ask(record=record, reason=request.POST.get("reason", ""), basis=basis, by=actor(request), now=now())
    return redirect("desk-agreements")


@never_cache
@require_http_methods(GET_OR_POST)
@allow(Permission.SHRED, fresh_factor=True)
def agree_shred(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """Show the question once more; on POST say yes, and it is destroyed."""
    if request.method != "POST":
        question = queries.question(agreement_id=AgreementId(agreement_id), by=actor(request))
        return render(request, "desk/sealed_agree.html", {"question": question})
    shred.agree(agreement_id=AgreementId(agreement_id), by=actor(request), now=now())
    return redirect("desk-agreements")


urlpatterns = [
    path("desk/sealed/<str:record>/", of_record, name="desk-sealed"),
    path("desk/sealed/<str:record>/unseal/", ask_unseal, name="desk-unseal-ask"),
    path("desk/sealed/<str:record>/shred/", ask_shred, name="desk-shred-ask"),
    path("desk/unseal/<str:agreement_id>/", agree_unseal, name="desk-unseal-agree"),
    path("desk/unseal/<str:agreement_id>/file/", fetch, name="desk-unseal-file"),
    path("desk/shred/<str:agreement_id>/", agree_shred, name="desk-shred-agree"),
]
