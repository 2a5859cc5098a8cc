"""Handing a family on to a partner: partners and their keys, what is asked, the second yes, the locked file, and its receipt.

The one thing to know: the words are on a page only until the second person agrees. Then there is a file that the partner alone
opens, and a statement that it signs and sends back.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Malformed, Refused
from haal.domain.ids import PartnerId, ReferralId
from haal.domain.shelter.referral import Work
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.shelters import partners, queries, refer
from haal.web.shelters.form import PartnerForm, ReferralForm
from haal.web.wording import words_of


@never_cache
@require_safe
@allow(Permission.KEEP_SHELTERS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show partners, and what is under way."""
    seen = queries.referrals(by=actor(request))
    return render(request, "desk/shelters/referrals.html", {"seen": seen, "form": PartnerForm()})


@never_cache
@require_POST
@allow(Permission.KEEP_SHELTERS)
def add_partner(request: HttpRequest) -> HttpResponse:
    """Keep a partner for a second person to look at."""
    form = PartnerForm(request.POST)
    if not form.is_valid():
        raise Malformed("partner", expected="a name, what it does and two keys", got="less")
    given = form.cleaned_data
    work = frozenset(Work(one) for one in given["work"])
    partners.add(
        name=given["name"], what=work, sealing_key=given["sealing_key"], signing_key=given["signing_key"],
        by=actor(request), now=now(),
    )  # fmt: skip
    return redirect("desk-referrals")


@never_cache
@require_POST
@allow(Permission.KEEP_SHELTERS)
def partner_step(request: HttpRequest, partner_id: str, what: str) -> HttpResponse:
    """Vet a partner, or hand nobody to it any more."""
    do = partners.vet if what == "vet" else partners.stop
    do(partner_id=PartnerId(partner_id), by=actor(request), now=now())
    return redirect("desk-referrals")


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_SHELTERS)
def ask(request: HttpRequest, partner_id: str) -> HttpResponse:
    """Write down what may be handed on, and who said yes."""
    form = ReferralForm(request.POST) if request.method == "POST" else ReferralForm()
    error: Refused | Malformed | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = refer.ask(partner_id=PartnerId(partner_id), asking=form.asking(), by=actor(request), now=now())
        except (Refused, Malformed) as refusal:
            error = refusal
        else:
            return redirect("desk-referral", referral_id=made)
    status = 422 if error or form.errors else 200
    context = {"form": form, "error": words_of(error, request)}
    return render(request, "desk/shelters/referral_ask.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_SHELTERS, fresh_factor=True)
def one(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Show a referral; on POST agree as the second person."""
    this = ReferralId(referral_id)
    if request.method == "POST":
        refer.agree(referral_id=this, by=actor(request), now=now())
        return redirect("desk-referral", referral_id=referral_id)
    seen = refer.read(referral_id=this, by=actor(request), now=now())
    return render(request, "desk/shelters/referral.html", {"seen": seen, "referral": seen.referral})


@never_cache
@require_POST
@allow(Permission.KEEP_SHELTERS)
def file(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Answer the locked file; a POST, since each fetching is written down."""
    made = refer.fetch(referral_id=ReferralId(referral_id), by=actor(request), now=now())
    answer = HttpResponse(made.content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


@never_cache
@require_POST
@allow(Permission.KEEP_SHELTERS)
def statement(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Answer the statement that the partner signs."""
    made = refer.fetch(referral_id=ReferralId(referral_id), by=actor(request), now=now())
    answer = HttpResponse(made.statement, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{referral_id}.txt"'
    return answer


@never_cache
@require_POST
@allow(Permission.KEEP_SHELTERS)
def receive(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Keep what the partner signed."""
    receipt = request.POST.get("receipt", "")
    refer.receive(referral_id=ReferralId(referral_id), receipt=receipt, by=actor(request), now=now())
    return redirect("desk-referrals")


@never_cache
@require_POST
@allow(Permission.KEEP_SHELTERS)
def withdraw(request: HttpRequest, referral_id: str) -> HttpResponse:
    """End it; nobody asks why."""
    refer.withdraw(referral_id=ReferralId(referral_id), by=actor(request), now=now())
    return redirect("desk-referrals")


urlpatterns = [
    path("desk/referrals/", listed, name="desk-referrals"),
    path("desk/referrals/partners/", add_partner, name="desk-partner-add"),
    path("desk/referrals/partners/<str:partner_id>/ask/", ask, name="desk-referral-ask"),
    path("desk/referrals/partners/<str:partner_id>/<slug:what>/", partner_step, name="desk-partner-step"),
    path("desk/referrals/<str:referral_id>/", one, name="desk-referral"),
    path("desk/referrals/<str:referral_id>/file/", file, name="desk-referral-file"),
    path("desk/referrals/<str:referral_id>/statement/", statement, name="desk-referral-statement"),
    path("desk/referrals/<str:referral_id>/receive/", receive, name="desk-referral-receive"),
    path("desk/referrals/<str:referral_id>/withdraw/", withdraw, name="desk-referral-withdraw"),
]
