"""What several pages say in the same way: an error of the person's own, and a receipt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from haal.domain.errors import Malformed, Refused
from haal.domain.receipt import Receipt
from haal.language.words import words_for


def receipt_page(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Show a code: after any form that gives one."""
    questions = [words_for(question, request.LANGUAGE_CODE) for question in receipt.open_questions]
    return render(request, "public/receipt.html", {"receipt": receipt, "questions": questions}, status=201)


def words_of(error: Refused | Malformed | None, request: HttpRequest) -> str:
    """Return what a person reads about an error of theirs; empty when there is none."""
    if error is None:
        return ""
    if isinstance(error, Refused):
        return words_for(error.reason, request.LANGUAGE_CODE, **error.details)
    return _("%(where)s: expected %(expected)s, got %(got)s") % {
        "where": error.where,
        "expected": error.expected,
        "got": error.got,
    }
