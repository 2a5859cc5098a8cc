"""What is too hard to write down: care and referral first, then nothing but how a focal person can reach somebody.

The one thing to know: the first page has no field at all, and the second asks for no account of what happened. Nothing
sent here reaches the news desk (see `haal.services.intake.protect`).
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from haal.domain.apart import Protected
from haal.domain.errors import Refused
from haal.porch.body import fresh_key
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.services.intake import protect
from haal.web.typed import Typed
from haal.web.wording import receipt_page, words_of

NO_YES = [("no", _("No")), ("yes", _("Yes"))]


class ReachForm(forms.Form):
    """How to be reached; no field for what happened, and none for a name."""

    use_required_attribute = False

    client_key = Typed(widget=forms.HiddenInput)
    contact = Typed(label=_("How can a focal person reach you?"))
    safe_time = Typed(label=_("When can we reach you without danger, and what should we not say?"))
    district = Typed(label=_("District (not the village, not the street)"))
    urgent = forms.ChoiceField(
        label=_("Is somebody in danger now?"),
        choices=NO_YES,
        widget=forms.RadioSelect,
        required=False,
        initial="no",
    )


@never_cache
@require_safe
@everyone
def care(request: HttpRequest) -> HttpResponse:
    """Show words of care and where to go; there is nothing to fill in."""
    return render(request, "public/protected.html", {"referrals": settings.HAAL_REFERRALS})


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
def reach(request: HttpRequest) -> HttpResponse:
    """Ask how somebody can be reached; on POST keep it for focal persons and show the code."""
    form = ReachForm(request.POST) if request.method == "POST" else ReachForm(initial=_blank())
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    told = Protected(
        contact=given["contact"],
        safe_time=given["safe_time"],
        district=given["district"],
        urgent=given["urgent"] == "yes",
    )
    try:
        receipt = protect.reach(told=told, client_key=given["client_key"], now=now())
    except Refused as error:
        return _page(request, form, error=error)
    return receipt_page(request, receipt)


def _blank() -> dict[str, str]:
    return {"client_key": fresh_key(), "urgent": "no"}


def _page(request: HttpRequest, form: ReachForm, *, error: Refused | None = None) -> HttpResponse:
    status = 422 if error or form.errors else 200
    context = {"form": form, "error": words_of(error, request), "referrals": settings.HAAL_REFERRALS}
    return render(request, "public/protected_reach.html", context, status=status)


urlpatterns = [
    path("protected/", care, name="protected"),
    path("protected/reach/", reach, name="protected-reach"),
]
