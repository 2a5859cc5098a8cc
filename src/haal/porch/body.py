"""The body of a request: not too large, and nothing in it broken, before any view or form reads it.

The one thing to know: Django puts a question mark in the place of bytes that are no text, and drops a file that is too
large, both in silence. What somebody told must come to the rules as it was sent, or be refused with a reason; so broken
bytes are looked for here. Limits are `haal.domain.policy`; the settings repeat them for Django.
"""

from __future__ import annotations

import codecs
import contextlib
import secrets
from collections.abc import Buffer, Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.http.response import HttpResponseBase

from haal.domain.errors import GeneralReason, HaalError, Malformed, Refused
from haal.domain.incoming import Reason, is_broken
from haal.domain.policy import DEFAULT
from haal.porch import errors

CODEC = "haal_told"
FORM = "application/x-www-form-urlencoded"
NAME_CHARS_MAX = 40
UNREAD_TIMES_MAX = 4  # of what may be sent: so much is read away, that the sender comes to read the answer
UNREAD_CHUNK = 65_536
FILES = "multipart/form-data"


class BodyMiddleware:
    """Stands before everything that reads a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or say why the body cannot be taken."""
        try:
            _check(request)
        except HaalError as error:
            refusal = errors.answer(request, error)
            assert refusal is not None, "both errors have a page"
            return refusal
        return self.get_response(request)


class WholeParser(MultiPartParser):
    """Django's parser of forms with files, which keeps broken bytes as half surrogates instead of replacing them."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401 - Django's META, stream, upload handlers, encoding
        """Read everything as `CODEC`, whatever the encoding given: the web's forms are UTF-8."""
        meta, stream, handlers, _encoding = given
        super().__init__(meta, stream, handlers, CODEC)


def fresh_key() -> str:
    """Return a new key for a form, in its hidden field: the same form sent twice is one thing."""
    return secrets.token_urlsafe(18)


def _check(request: HttpRequest) -> None:
    """Pass, or raise Refused or Malformed."""
    most = DEFAULT.files_bytes_max if request.content_type == FILES else DEFAULT.body_bytes_max
    if _length(request) > most:
        _read_away(request, most=most * UNREAD_TIMES_MAX)
        raise _too_large(most)
    if request.method != "POST" or request.content_type not in {FORM, FILES}:
        return
    try:
        if request.content_type == FILES:
            request.multipart_parser_class = WholeParser  # type: ignore[assignment]  # a class, whatever the stubs say
        broken = next(_broken(request), None)
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        raise _too_large(DEFAULT.body_bytes_max) from None
    except MultiPartParserError:
        raise Malformed("form", expected="a whole form", got="one that breaks off") from None
    if broken is not None:
        raise Refused(Reason.BROKEN_CHARACTER, field=broken)


def _broken(request: HttpRequest) -> Iterator[str]:
    """Yield the names of fields that hold bytes which are no text."""
    told_fields = request.POST
    if request.content_type == FILES:
        told = [(str(name), str(value)) for name, values in told_fields.lists() for value in values]
        yield from (_shown(name) for name, value in told if is_broken(name) or is_broken(value))
        return
    try:
        unquote_to_bytes(request.body).decode("utf-8")
    except UnicodeDecodeError:
        raw = request.body.decode("utf-8", "surrogateescape")
        pairs = parse_qsl(raw, keep_blank_values=True, encoding="utf-8", errors="surrogateescape")
        yield from (_shown(name) for name, value in pairs if is_broken(name) or is_broken(value))


def _shown(name: str) -> str:
    return name if not is_broken(name) and len(name) <= NAME_CHARS_MAX else "form"


def _read_away(request: HttpRequest, *, most: int) -> None:
    """Read and drop a body: whoever is still sending when the line is shut sees a broken line and no answer."""
    left = min(most, _length(request))
    with contextlib.suppress(OSError):  # the sender has gone: Django's UnreadablePostError
        while left > 0 and (chunk := request.read(min(left, UNREAD_CHUNK))):
            left -= len(chunk)


def _too_large(most: int) -> Refused:
    return Refused(GeneralReason.TOO_LARGE, most=most // 1024)


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0


def _decode(raw: Buffer, _errors: str = "strict", /) -> tuple[str, int]:
    whole = bytes(raw)
    return whole.decode("utf-8", "surrogateescape"), len(whole)


def _codec(name: str) -> codecs.CodecInfo | None:
    return codecs.CodecInfo(codecs.utf_8_encode, _decode, name=CODEC) if name == CODEC else None


codecs.register(_codec)
