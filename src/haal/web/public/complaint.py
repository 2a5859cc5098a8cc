"""Complain about us, about anybody here, in writing or spoken: it goes past the desk to two listeners.

The one thing to know: no name is needed, and the code tells how many of the two it has reached, and the answer. Beside it: what who
works here promises, and how many complained.
"""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from haal.domain import conduct as rules
from haal.domain.complaint.told import Complaint, Recording, Way
from haal.domain.errors import Refused
from haal.porch.body import fresh_key
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.services.intake.complaint import numbers, tell
from haal.web.typed import Typed
from haal.web.wording import receipt_page, words_of


class ComplaintForm(forms.Form):
    """What was wrong, about whom or what, and how to answer."""

    use_required_attribute = False

    client_key = Typed(widget=forms.HiddenInput)
    told = Typed(label=_("What was wrong?"), widget=forms.Textarea(attrs={"rows": 6}))
    recording = forms.Field(
        label=_("Or say it: a recording from your phone"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*"}),
    )
    about = Typed(label=_("About whom or what? You may leave this empty."))
    about_listener = forms.BooleanField(
        label=_("It is about one of the listeners: others read it then."), required=False
    )
    contact = Typed(label=_("How can we answer you? You may leave this empty."))
    by_woman = forms.BooleanField(label=_("A woman shall answer me."), required=False)

    def complaint(self, *, way: Way, language: str) -> Complaint:
        """Return what was told. A valid form only."""
        given = self.cleaned_data
        return Complaint(
            told=given["told"],
            about=given["about"],
            contact=given["contact"],
            way=way,
            language=language,
            by_woman=given["by_woman"],
            about_listener=given["about_listener"],
            spoken=self.spoken() is not None,
        )

    def spoken(self) -> Recording | None:
        """Return what was spoken, or None."""
        file = self.files.get("recording")
        if not isinstance(file, UploadedFile) or not file.size:
            return None
        file.seek(0)
        return Recording(media_type=file.content_type or "application/octet-stream", content=file.read())


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
def complaint(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST keep the complaint for the listeners and show the code."""
    form = form_of(request)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    try:
        receipt = tell.complain(
            told=form.complaint(way=Way.FORM, language=request.LANGUAGE_CODE),
            recording=form.spoken(),
            client_key=form.cleaned_data["client_key"],
            now=now(),
        )
    except Refused as error:
        return _page(request, form, error=error)
    return receipt_page(request, receipt)


@require_safe
@everyone
def conduct(request: HttpRequest) -> HttpResponse:
    """Show what everybody who works here has promised."""
    return render(request, "public/conduct.html", {"version": rules.VERSION})


@require_safe
@everyone
def in_numbers(request: HttpRequest) -> HttpResponse:
    """Show how many complained in past months and how long answers took."""
    return render(request, "public/complaint_numbers.html", {"numbers": numbers.published(now=now())})


def form_of(request: HttpRequest) -> ComplaintForm:
    """Return the form as it was sent, or an empty one with a fresh key."""
    if request.method == "POST":
        return ComplaintForm(request.POST, request.FILES)
    return ComplaintForm(initial={"client_key": fresh_key()})


def _page(request: HttpRequest, form: ComplaintForm, *, error: Refused | None = None) -> HttpResponse:
    status = 422 if error or form.errors else 200
    return render(request, "public/complaint.html", {"form": form, "error": words_of(error, request)}, status=status)


urlpatterns = [
    path("complaint/", complaint, name="complaint"),
    path("complaints/", in_numbers, name="complaint-numbers"),
    path("conduct/", conduct, name="conduct"),
]
