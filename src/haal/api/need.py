"""`POST /api/v1/needs` and `/api/v1/offers`: somebody asks for help or offers it by a program, through the same door as a form.

The header `Idempotency-Key` makes a repeat harmless. A contact is locked before it is kept; blood and ambulance are asked for by the
hospital at the desk and nowhere else; no money and no account numbers. How it stands is told to the code, on the page or by SMS.
"""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Header, Router, Status
from pydantic import AwareDatetime

from haal.api.report import Problem, ReceiptOut, Told
from haal.domain.errors import Malformed, Refused
from haal.domain.need import FOR_COUNT_MAX, Amount, Asked, NeedKind, Unit, Urgency, Whom
from haal.domain.offer import RADIUS_KM_DEFAULT, RADIUS_KM_MAX, Condition, Offered, Vehicle
from haal.domain.receipt import Receipt
from haal.domain.report import Channel
from haal.language.words import words_for
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.services.help import needs, offers, telling

router = Router(tags=["help"])
ANSWERS = {201: ReceiptOut, 200: ReceiptOut, 400: Problem, 413: Problem, 422: Problem}
Key = Annotated[str, Header(alias="Idempotency-Key")]


class AmountIn(Told):
    """How much, where a number of people does not say it."""

    count: int = Field(ge=1, le=FOR_COUNT_MAX)
    unit: Unit


class HelpIn(Told):
    """What asking and offering have in common. `place`: roughly where, never the house."""

    kind: NeedKind
    for_count: int = Field(default=1, ge=1, le=FOR_COUNT_MAX)
    amount: AmountIn | None = None
    until: AwareDatetime | None = None
    district: str = ""
    place: str = ""
    words: str = ""
    contact: str = ""
    language: str = Field(default="en", max_length=8)


class NeedIn(HelpIn):
    """Somebody asks."""

    urgency: Urgency = Urgency.TODAY
    whom: list[Whom] = []


class OfferIn(HelpIn):
    """Somebody offers. `hours`: from which to which hour of the day."""

    radius_km: int = Field(default=RADIUS_KM_DEFAULT, ge=1, le=RADIUS_KM_MAX)
    hours: tuple[int, int] | None = Field(default=None, examples=[[8, 16]])
    vehicle: Vehicle | None = None
    conditions: list[Condition] = []


@router.post("/needs", response=ANSWERS, summary="Ask for help", url_name="need")
@everyone
def post_need(request: HttpRequest, payload: NeedIn, idempotency_key: Key = "") -> Status[object]:
    """Take a need in and answer with its code; 200 instead of 201 when it had come before."""
    asked = Asked(
        kind=payload.kind,
        for_count=payload.for_count,
        urgency=payload.urgency,
        until=payload.until,
        whom=frozenset(payload.whom),
        amount=_amount(payload),
    )
    try:
        return _kept(needs.ask(asked=asked, told=_told(payload, idempotency_key), now=now()).receipt)
    except (Refused, Malformed) as error:
        return _problem(error)


@router.post("/offers", response=ANSWERS, summary="Offer help", url_name="offer")
@everyone
def post_offer(request: HttpRequest, payload: OfferIn, idempotency_key: Key = "") -> Status[object]:
    """Take an offer in and answer with its code; 200 instead of 201 when it had come before."""
    offered = Offered(
        kind=payload.kind,
        for_count=payload.for_count,
        radius_km=payload.radius_km,
        until=payload.until,
        amount=_amount(payload),
        hours=payload.hours,
        vehicle=payload.vehicle,
        conditions=frozenset(payload.conditions),
    )
    try:
        return _kept(offers.offer(offered=offered, told=_told(payload, idempotency_key), now=now()).receipt)
    except (Refused, Malformed) as error:
        return _problem(error)


def _told(payload: HelpIn, key: str) -> telling.Told:
    return telling.Told(
        client_key=key,
        words=payload.words,
        place=payload.place,
        district=payload.district,
        contact=payload.contact,
        language=payload.language,
        channel=Channel.API,
    )


def _amount(payload: HelpIn) -> Amount | None:
    return Amount(count=payload.amount.count, unit=payload.amount.unit) if payload.amount else None


def _kept(receipt: Receipt) -> Status[object]:
    out = ReceiptOut(
        words=receipt.words,
        digits=receipt.digits,
        open_questions=list(receipt.open_questions),
        repeated=receipt.repeated,
    )
    return Status(200 if receipt.repeated else 201, out)


def _problem(error: Refused | Malformed) -> Status[object]:
    if isinstance(error, Malformed):
        return Status(422, Problem(reason="malformed", message=str(error), field=error.where))
    words = words_for(error.reason, "en", **error.details)
    return Status(422, Problem(reason=error.reason.value, message=words, field=str(error.details.get("field", ""))))
