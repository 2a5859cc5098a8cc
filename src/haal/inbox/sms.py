"""What text message gateways bring: reports of what became of our messages, and what people send to our number.

The one thing to know: there is no account behind these addresses. A Kannel's address holds a secret part, a phone signs
what it sends; anything else is a page that does not exist. Nobody's number or words are kept here. Answers are limited by a
token bucket, per sender and for all, so that two machines cannot talk to one another for ever; to stop always works.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from haal.domain.aid import reply as aid_reply
from haal.domain.aid import texted
from haal.domain.check_in import word
from haal.domain.errors import Malformed
from haal.domain.rota import text as shift_text
from haal.domain.warn import reply
from haal.language.sms import measure
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.porch.rates import CHECK_INS, RECEIPTS, SHIFTS, TokenBucket, tried
from haal.services.help.aid import by_text, state_text
from haal.services.help.circles import saying
from haal.services.help.rota import by_text as shift_by_text
from haal.services.help.tracing import state_text as sought_text
from haal.services.warn.inbound import reports, texts

BODY_BYTES_MAX = 16_384
of_one = TokenBucket(tokens_max=3, per_minute=0.5)
of_all = TokenBucket(tokens_max=60, per_minute=60)
asks_of_one = TokenBucket(tokens_max=4, per_minute=1 / 60)  # then one an hour
asks_of_all = TokenBucket(tokens_max=300, per_minute=10)


@never_cache
@require_http_methods(["GET"])
@everyone
def kannel_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Keep a delivery report."""
    told = {name: request.GET.get(name, "") for name in ("by", "key", "status")}
    reports.from_kannel(token=token, now=now(), **told)
    return _nothing()


@never_cache
@require_http_methods(["GET"])
@everyone
def kannel_text(request: HttpRequest, token: str) -> HttpResponse:
    """Take what somebody sent; Kannel sends the answer back to them."""
    sender, text = request.GET.get("from", ""), request.GET.get("text", "")
    answer = texts.from_kannel(token=token, sender=sender, text=text, elsewhere=_elsewhere(), now=now())
    if answer is None:
        return _nothing()
    coding = "0" if measure(answer).alphabet == "gsm-7" else "2"
    return HttpResponse(answer, content_type="text/plain; charset=utf-8", headers={"X-Kannel-Coding": coding})


@csrf_exempt
@never_cache
@require_POST
@everyone
def phone(request: HttpRequest) -> HttpResponse:
    """Take what a phone reports or hands on; the answer goes back through that phone."""
    if len(request.body) > BODY_BYTES_MAX:
        raise Malformed("webhook", expected=f"at most {BODY_BYTES_MAX} bytes", got="more")
    texts.from_phone(
        body=request.body,
        timestamp=request.headers.get("X-Timestamp", ""),
        signature=request.headers.get("X-Signature", ""),
        elsewhere=_elsewhere(),
        now=now(),
    )
    return HttpResponse(status=204)


def _elsewhere() -> texts.Elsewhere:
    """Return who else is asked what a message or a missed call means: the check-in circles, receipt codes, shifts."""
    return texts.Elsewhere(
        may_answer=_may_answer,
        text=lambda text: _check_in(text) or _help(text) or _shift(text),
        helps=_helps,
        rang=_rang,
    )


def _check_in(text: str) -> str | None:
    """Keep the word of somebody at risk and return the answer; None: it is none."""
    code, minutes = word.read(text)
    return tried(CHECK_INS, code, lambda: saying.by_text(code=code, minutes=minutes, now=now()))


def _help(text: str) -> str | None:
    """Return how the need, the offer or the person sought of this code stands; None: it is no such code."""
    return tried(RECEIPTS, text, lambda: _standing(text, language=reply.language_of(text)))


def _standing(code: str, *, language: str) -> str | None:
    told = state_text.by_code(code=code, language=language)
    return told if told is not None else sought_text.by_code(code=code, language=language)


def _helps(text: str, sender: str) -> str | None:
    """Keep what somebody asks for or offers and return the answer; None: it is neither."""
    if texted.read(text) is None:
        return None
    language = reply.language_of(text)
    if not (asks_of_one.take(_who(sender), now=now()) and asks_of_all.take("all", now=now())):
        return aid_reply.of_too_many(language)
    return by_text.take(text=text, sender=sender, language=language, now=now())


def _shift(text: str) -> str | None:
    """Do what a place helper asks about their shifts and return the answer; None: they are nobody's numbers."""
    asked = shift_text.read(text)
    if asked is None:
        return None
    language = reply.language_of(text)
    return tried(SHIFTS, asked.code, lambda: shift_by_text.answer(asked=asked, language=language, now=now()))


def _rang(number: str) -> bool:
    """Keep the word of somebody at risk whose telephone rang ours."""
    return saying.by_missed_call(number=number, now=now())


def _may_answer(sender: str) -> bool:
    """Return whether one more answer may go to this number; the number itself is not kept."""
    return of_one.take(_who(sender), now=now()) and of_all.take("all", now=now())


def _who(sender: str) -> str:
    return hashlib.sha256(sender.encode("utf-8", "replace")).hexdigest()[:24]


def _nothing() -> HttpResponse:
    """Return an answer that Kannel sends to nobody."""
    return HttpResponse(b"", content_type="text/plain; charset=utf-8")


urlpatterns: list[URLPattern] = [
    path("in/kannel/<str:token>/receipt/", kannel_receipt, name="in-kannel-receipt"),
    path("in/kannel/<str:token>/text/", kannel_text, name="in-kannel-text"),
    path("in/phone/", phone, name="in-phone"),
]
