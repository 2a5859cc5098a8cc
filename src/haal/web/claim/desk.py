"""Claims at the desk: enter one, look at the proposed verdict beside its reports, confirm it as somebody else, take it back.

The one thing to know: the verdict is computed and cannot be typed; the second person agrees to exactly what is shown, and
writes the words the public reads. Rules are in `haal.domain.claim`.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.claim.published import PUBLIC_CHARS_MAX
from haal.domain.claim.stated import Checkable, Claim, ClaimKind
from haal.domain.errors import Malformed, Refused
from haal.domain.ids import CheckedClaimId
from haal.formats.claims import table
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.testify.claim_check import confirm, enter, queries
from haal.web.wording import words_of

KINDS = {
    ClaimKind.INCIDENT: _("one event"),
    ClaimKind.PATTERN: _("something done again and again"),
    ClaimKind.OPINION: _("an opinion"),
    ClaimKind.PREDICTION: _("a prediction"),
    ClaimKind.CALL: _("a call to do something"),
}
CHECKABLE = {Checkable.YES: _("yes"), Checkable.PARTLY: _("in part"), Checkable.NO: _("no")}


class ClaimForm(forms.Form):
    """A claim as it is stated."""

    words = forms.CharField(
        label=_("What is stated? One sentence"),
        max_length=table.WORDS_CHARS_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(
        label=_("What sort of sentence is it?"), choices=[(one.value, KINDS[one]) for one in ClaimKind]
    )
    checkable = forms.ChoiceField(
        label=_("Could reports ever settle it?"), choices=[(one.value, CHECKABLE[one]) for one in Checkable]
    )
    when = forms.CharField(label=_("When (2026-03-02, 2026-03 or 2026)"), max_length=40, required=False)
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    quantity = forms.CharField(
        label=_("How many, and of what (for example: more than 30 killed)"), max_length=120, required=False
    )
    actor = forms.CharField(
        label=_("Who is said to have done it (a group or an authority, never a person)"), max_length=120, required=False
    )
    reports = forms.CharField(
        label=_("Reports that tell of it, if you know them (their ids)"), max_length=2_000, required=False
    )
    calls = forms.BooleanField(label=_("It calls to violence"), required=False)
    replaces = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def clean(self) -> dict[str, object]:
        """Read the claim, so that a false date is said beside the form."""
        told = dict(super().clean() or {})
        try:
            if not self.errors:
                self.claim()
        except Malformed as error:
            self.add_error("when", f"{error.expected}: {error.got}")
        return told

    def claim(self) -> Claim:
        """Return what was written, as the service takes it."""
        told = self.cleaned_data
        return table.claim_of(
            {
                "claim_id": "desk",
                "claim_own_words": told["words"],
                "kind": told["kind"],
                "checkable": told["checkable"],
                "date": told["when"],
                "place": told["place"],
                "quantity": told["quantity"],
                "actor": told["actor"],
                "report_ids": told["reports"],
            }
        )


@never_cache
@require_safe
@allow(Permission.CHECK_CLAIM)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the newest claims, those that wait first."""
    return render(request, "desk/claims.html", {"claims": queries.desk(by=actor(request))})


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.CHECK_CLAIM)
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a claim; on POST keep it."""
    form = ClaimForm(
        request.POST if request.method == "POST" else None, initial={"replaces": request.GET.get("replaces", "")}
    )
    error = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = enter.enter(
                claim=form.claim(),
                calls=told["calls"],
                replaces=CheckedClaimId(told["replaces"]) if told["replaces"] else None,
                by=actor(request),
                now=now(),
            )
            return redirect("desk-claim", claim_id=made)
        except Refused as refusal:
            error = refusal
    shown = {"form": form, "error": words_of(error, request)}
    return render(request, "desk/claim_new.html", shown, status=422 if request.method == "POST" else 200)


@never_cache
@require_safe
@allow(Permission.CHECK_CLAIM)
def page(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Show one claim with its proposed verdict beside its reports."""
    return _page(request, claim_id)


@never_cache
@require_POST
@allow(Permission.CONFIRM_CLAIM, fresh_factor=True)
def agree(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Confirm the verdict that was shown; it is public then."""
    try:
        confirm.confirm(
            claim_id=CheckedClaimId(claim_id),
            words=request.POST.get("words", "")[: PUBLIC_CHARS_MAX + 1],
            seen=request.POST.get("seen", ""),
            by=actor(request),
            now=now(),
        )
    except Refused as refusal:
        return _page(request, claim_id, error=refusal, status=409)
    return redirect("desk-claim", claim_id=claim_id)


@never_cache
@require_POST
@allow(Permission.CHECK_CLAIM)
def withdraw(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Take a claim back; one person is enough."""
    confirm.withdraw(claim_id=CheckedClaimId(claim_id), by=actor(request), now=now())
    return redirect("desk-claims")


def _page(request: HttpRequest, claim_id: str, *, error: Refused | None = None, status: int = 200) -> HttpResponse:
    found = queries.proposal(claim_id=CheckedClaimId(claim_id), by=actor(request))
    own = found.kept.entered_by == actor(request).person_id
    shown = {"found": found, "is_own": own, "error": words_of(error, request)}
    shown["words"] = request.POST.get("words", found.claim.words)
    return render(request, "desk/claim_check.html", shown, status=status)


urlpatterns: list[URLPattern] = [
    path("desk/claims/", listing, name="desk-claims"),
    path("desk/claims/new/", new, name="desk-claim-new"),
    path("desk/claims/<str:claim_id>/", page, name="desk-claim"),
    path("desk/claims/<str:claim_id>/confirm/", agree, name="desk-claim-confirm"),
    path("desk/claims/<str:claim_id>/withdraw/", withdraw, name="desk-claim-withdraw"),
]
