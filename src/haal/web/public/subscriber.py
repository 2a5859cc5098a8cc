"""Ask to be warned, confirm, stop: pages without an account.

A link in a message never acts by itself, since mail programs open links to look at them: it shows one button. A mail
program's own "unsubscribe" posts here without a cookie (RFC 8058), so stopping asks for no token of a form, only for
the one in the link.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from haal.domain.delivery import Channel
from haal.domain.errors import Refused
from haal.domain.hazard import Severity
from haal.domain.ids import SubscriberId
from haal.domain.subscriber import PLACES_MAX
from haal.language.locales import LOCALES
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.services.warn import subscribe
from haal.services.warn.subscribe import Wish
from haal.web.wording import words_of

CHANNELS = [(Channel.EMAIL.value, _("E-mail")), (Channel.SMS.value, _("Text message"))]
SECOND_LANGUAGES = [("", _("nothing else")), *((one.code, one.name) for one in LOCALES)]
LEVELS = [
    (Severity.EXTREME.value, _("what endangers life at once")),
    (Severity.SEVERE.value, _("grave danger, and that")),
    (Severity.MODERATE.value, _("every danger")),
]
QUIET = [("", _("at every hour")), ("22-6", _("not from 22 to 6")), ("21-7", _("not from 21 to 7"))]
PLACE_CHARS_MAX = 80


class WishForm(forms.Form):
    """What is asked: where to write, in which language, about which places. Nothing else."""

    channel = forms.ChoiceField(label=_("How"), choices=CHANNELS, widget=forms.RadioSelect, initial=Channel.EMAIL.value)
    address = forms.CharField(label=_("E-mail address or number"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=[(one.code, one.name) for one in LOCALES])
    second_language = forms.ChoiceField(
        label=_("And where nothing is written in it"), choices=SECOND_LANGUAGES, required=False
    )
    places = forms.CharField(
        label=_("Places"),
        help_text=_("One a line, at most five. We keep the wider area of each, never a point."),
        max_length=(PLACE_CHARS_MAX + 2) * PLACES_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    level = forms.ChoiceField(label=_("Tell me of"), choices=LEVELS, initial=Severity.SEVERE.value, required=False)
    quiet = forms.ChoiceField(
        label=_("Not in the night"),
        help_text=_(
            "What endangers life comes at every hour; anything less waits until morning, if it still stands then."
        ),
        choices=QUIET,
        required=False,
    )

    def wish(self) -> Wish:
        """Return what was asked, as the service takes it."""
        told = self.cleaned_data
        since, _dash, upto = told["quiet"].partition("-")
        return Wish(
            channel=Channel(told["channel"]),
            address=told["address"],
            language=told["language"],
            places=tuple(told["places"].splitlines()),
            second_language=told["second_language"],
            level=Severity(told["level"] or Severity.SEVERE.value),
            quiet_from=int(since) if since else None,
            quiet_to=int(upto) if upto else None,
        )


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST keep the wish, and answer the same whether the address was known or not."""
    form = WishForm(request.POST if request.method == "POST" else None, initial={"language": request.LANGUAGE_CODE})
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, status=422 if request.method == "POST" else 200)
    try:
        subscribe.ask(wish=form.wish(), now=now())
    except Refused as error:
        return _form(request, form, status=422, error=error)
    return render(request, "public/subscribed.html", {"step": "asked"})


@never_cache
@require_http_methods(["GET", "POST"])
@everyone
def confirm(request: HttpRequest, subscriber_id: str, token: str) -> HttpResponse:
    """Show a button; on POST begin to warn."""
    if request.method != "POST":
        return render(request, "public/subscribed.html", {"step": "confirm"})
    subscribe.confirm(subscriber_id=SubscriberId(subscriber_id), token=token)
    return render(request, "public/subscribed.html", {"step": "confirmed"})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@everyone
def stop(request: HttpRequest, subscriber_id: str, token: str) -> HttpResponse:
    """Show a button; on POST forget the subscription."""
    if request.method != "POST":
        return render(request, "public/subscribed.html", {"step": "stop"})
    subscribe.stop(subscriber_id=SubscriberId(subscriber_id), token=token)
    return render(request, "public/subscribed.html", {"step": "stopped"})


def _form(request: HttpRequest, form: WishForm, *, status: int, error: Refused | None = None) -> HttpResponse:
    shown = {"form": form, "error": words_of(error, request)}
    return render(request, "public/subscribe.html", shown, status=status)


urlpatterns: list[URLPattern] = [
    path("warnings/subscribe/", ask, name="subscribe"),
    path("warnings/confirm/<str:subscriber_id>/<str:token>/", confirm, name="subscribe-confirm"),
    path("warnings/stop/<str:subscriber_id>/<str:token>/", stop, name="subscribe-stop"),
]
