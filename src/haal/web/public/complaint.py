"""Complain about us, about anybody here: it goes past the desk to two listeners.

The one thing to know: no name is needed, and the code tells how many of the two it has reached.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from haal.domain.apart import Complaint
from haal.domain.errors import Refused
from haal.porch.body import fresh_key
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.services.intake import complain
from haal.web.typed import Typed
from haal.web.wording import receipt_page, words_of


class ComplaintForm(forms.Form):
    """What was wrong, about whom or what, and how to answer."""

    use_required_attribute = False

    client_key = Typed(widget=forms.HiddenInput)
    told = Typed(label=_("What was wrong?"), widget=forms.Textarea(attrs={"rows": 6}))
    about = Typed(label=_("About whom or what? You may leave this empty."))
    contact = Typed(label=_("How can we answer you? You may leave this empty."))


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
def complaint(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST keep the complaint for the listeners and show the code."""
    form = ComplaintForm(request.POST) if request.method == "POST" else ComplaintForm(initial=_blank())
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    told = Complaint(told=given["told"], about=given["about"], contact=given["contact"])
    try:
        receipt = complain.complain(told=told, client_key=given["client_key"], now=now())
    except Refused as error:
        return _page(request, form, error=error)
    return receipt_page(request, receipt)


def _blank() -> dict[str, str]:
    return {"client_key": fresh_key()}


def _page(request: HttpRequest, form: ComplaintForm, *, error: Refused | None = None) -> HttpResponse:
    status = 422 if error or form.errors else 200
    return render(request, "public/complaint.html", {"form": form, "error": words_of(error, request)}, status=status)


urlpatterns = [path("complaint/", complaint, name="complaint")]
