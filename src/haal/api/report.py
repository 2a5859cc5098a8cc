"""`POST /api/v1/reports`: a report from a program, through the same door as any other.

The header `Idempotency-Key` (16 to 200 letters, best a UUID) makes a repeat harmless: the same message with the same key
gets the same code, another message with that key is refused.
"""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Header, Router, Schema, Status
from pydantic import ConfigDict

from haal.domain.errors import Malformed, Refused
from haal.domain.incident import EventType
from haal.domain.report import (
    Answers,
    Attachment,
    Channel,
    Consents,
    Counted,
    DateKnown,
    Figure,
    Happened,
    Incoming,
    Kind,
    Knows,
    Responsibility,
    ResponsibilityKind,
    Scope,
    Sealed,
    TestifyConsent,
    Where,
)
from haal.language.words import words_for
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.services.intake.take_in import take_in

router = Router(tags=["reports"])


class Told(Schema):
    """What comes in: a member that nobody knows is refused, so that a misspelt one is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


class FigureIn(Told):
    """One number: `low` to `high` (null: at least). `corrects`: an earlier number that `said_by` takes back, and `why`."""

    counted: Counted
    low: int = Field(ge=0)
    high: int | None = Field(default=None, ge=0)
    scope: Scope = Scope.NOT_SAID
    said_by: str = ""
    corrects: int | None = Field(default=None, ge=0)
    why: str = ""


class ResponsibilityIn(Told):
    """A claim or denial, by a group or an authority."""

    kind: ResponsibilityKind
    party: str
    said_by: str = ""


class FileIn(Told):
    """A file, as base64; sealed before anything looks into it."""

    name: str = ""
    media_type: str = "application/octet-stream"
    content_base64: str


class ReportIn(Told):
    """A report in the custom's order. Nothing is required but that something is told."""

    language: str = Field(default="en", max_length=8)
    road: str = ""
    saw: str = ""
    heard: str = ""
    heard_from: str = ""
    knows: Knows = Knows.UNKNOWN
    needs: str = ""
    event_type: EventType | None = None
    place: str = ""
    district: str = ""
    first_day: date | None = None
    last_day: date | None = None
    day_known: DateKnown = DateKnown.NONE
    figures: list[FigureIn] = []
    responsibility: list[ResponsibilityIn] = []
    warn: bool = False
    help: bool = False
    testify: TestifyConsent = TestifyConsent.NOBODY
    name: str = ""
    contact: str = ""
    exact_place: str = ""
    files: list[FileIn] = []


class ReceiptOut(Schema):
    """The code, in both forms, and what is still open."""

    words: str
    digits: str
    open_questions: list[str]
    repeated: bool


class Problem(Schema):
    """Why a report was not taken in, and which field."""

    reason: str
    message: str
    field: str = ""


@router.post(
    "",
    response={201: ReceiptOut, 200: ReceiptOut, 400: Problem, 413: Problem, 422: Problem},
    summary="Take a report in",
    url_name="report",
)
@everyone
def post_report(
    request: HttpRequest, payload: ReportIn, idempotency_key: Annotated[str, Header(alias="Idempotency-Key")] = ""
) -> Status[object]:
    """Take a report in and answer with its code; 200 instead of 201 when it had come before."""
    try:
        receipt = take_in(incoming=_incoming(payload, idempotency_key), now=now()).receipt
    except Refused as error:
        field = str(error.details.get("field", ""))
        field = "place" if field == "words" else field  # as this message calls it
        words = words_for(error.reason, "en", **{**error.details, "field": field})
        return Status(422, Problem(reason=error.reason.value, message=words, field=field))
    except Malformed as error:
        return Status(422, Problem(reason="malformed", message=str(error), field=error.where))
    out = ReceiptOut(
        words=receipt.words,
        digits=receipt.digits,
        open_questions=list(receipt.open_questions),
        repeated=receipt.repeated,
    )
    return Status(200 if receipt.repeated else 201, out)


def _incoming(payload: ReportIn, key: str) -> Incoming:
    return Incoming(
        channel=Channel.API,
        client_key=key,
        kind=Kind.NEWS,
        language=payload.language,
        knows=payload.knows,
        answers=Answers(
            road=payload.road,
            saw=payload.saw,
            heard=payload.heard,
            heard_from=payload.heard_from,
            needs=payload.needs,
            event_type=payload.event_type.value if payload.event_type else "",
            happened=Happened(
                first=payload.first_day, last=payload.last_day or payload.first_day, known=payload.day_known
            ),
            where=Where(words=payload.place, district=payload.district),
            figures=tuple(Figure(**figure.dict()) for figure in payload.figures),
            responsibility=tuple(Responsibility(**claim.dict()) for claim in payload.responsibility),
        ),
        consents=Consents(warn=payload.warn, help=payload.help, testify=payload.testify),
        sealed=Sealed(
            name=payload.name,
            contact=payload.contact,
            exact_place=payload.exact_place,
            attachments=tuple(_file(file) for file in payload.files),
        ),
    )


def _file(file: FileIn) -> Attachment:
    try:
        content = base64.b64decode(file.content_base64, validate=True)
    except binascii.Error:
        raise Malformed("files", expected="base64", got="something else") from None
    return Attachment(name=file.name, media_type=file.media_type, content=content)
