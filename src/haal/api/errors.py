"""What a program is told when its message does not fit: a reason that does not change, words, and which field.

The one thing to know: the answer has the same three members as a refusal by the rules (`haal.api.report.Problem`) and
never repeats what was sent.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from haal.domain.incoming import Reason
from haal.language.words import words_for

NAME_CHARS_MAX = 60
BROKEN = "string_unicode"  # what pydantic calls half a surrogate pair


def answer_in_words(api: NinjaAPI) -> None:
    """Let `api` answer so."""
    api.add_exception_handler(ValidationError, lambda request, error: _misfit(api, request, error))
    api.add_exception_handler(HttpError, lambda request, error: _unread(api, request, error))


def _misfit(api: NinjaAPI, request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ANN401 - ninja's type is a union
    first: dict[str, Any] = error.errors[0] if error.errors else {}
    named = [str(part)[:NAME_CHARS_MAX] for part in first.get("loc", ())]
    field = ".".join(named[2:] if named[:1] == ["body"] else named[1:])
    if first.get("type") == BROKEN:
        said = words_for(Reason.BROKEN_CHARACTER, "en", field=field)
        return _problem(api, request, status=422, reason=Reason.BROKEN_CHARACTER.value, message=said, field=field)
    said = str(first.get("msg", "does not fit"))
    return _problem(api, request, status=422, reason="malformed", message=said, field=field)


def _unread(api: NinjaAPI, request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ANN401
    return _problem(api, request, status=error.status_code, reason="malformed", message=str(error), field="")


def _problem(
    api: NinjaAPI, request: HttpRequest, *, status: int, reason: str, message: str, field: str
) -> HttpResponse:
    return api.create_response(request, {"reason": reason, "message": message, "field": field}, status=status)
