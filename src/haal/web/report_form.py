"""The report form, the same for a teller on a phone and for the desk that writes a call down.

The order is the custom's. Nothing is trimmed: what was typed is what is kept. No field is required but that something is
told; no is the default of every consent. Shape is checked here, limits and rules in `haal.domain.incoming`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from haal.domain.errors import Malformed
from haal.domain.incident import EventType
from haal.domain.incoming import days_of, whole_number
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
from haal.web.templatetags.public_words import EVENTS as EVENT_WORDS
from haal.web.typed import Typed

FIGURE_ROWS = 4
CLAIM_ROWS = 2

KNOWS = [
    (Knows.SAW.value, _("I saw it myself")),
    (Knows.TOLD.value, _("I was told by one who saw it")),
    (Knows.SAID.value, _("It is said")),
]
TESTIFY = [
    (TestifyConsent.NOBODY.value, _("Nobody yet")),
    (TestifyConsent.NUMBERS.value, _("Numbers only")),
    (TestifyConsent.PRESS.value, _("Press")),
    (TestifyConsent.UN.value, _("United Nations")),
    (TestifyConsent.COURT_ABROAD.value, _("A court abroad")),
    (TestifyConsent.COURT_HERE.value, _("A court or the police here")),
]
NO_YES = [("no", _("No")), ("yes", _("Yes"))]
COUNTED = [
    ("", "-"),
    (Counted.KILLED.value, _("killed")),
    (Counted.INJURED.value, _("injured")),
    (Counted.TAKEN.value, _("taken")),
    (Counted.DISPLACED.value, _("driven out")),
]
SCOPES = [
    (Scope.NOT_SAID.value, _("not told")),
    (Scope.ALL.value, _("everybody")),
    (Scope.CIVILIANS.value, _("people who took no part")),
    (Scope.CHILDREN.value, _("children")),
    (Scope.FORCES.value, _("state forces")),
    (Scope.ATTACKERS.value, _("attackers")),
    (Scope.WITH_ATTACKERS.value, _("everybody, attackers too")),
    (Scope.PART.value, _("some of them only")),
]
CLAIMS = [
    ("", "-"),
    (ResponsibilityKind.CLAIMED.value, _("says: we did it")),
    (ResponsibilityKind.DENIED.value, _("says: we did not do it")),
    (ResponsibilityKind.ALLEGED_BY_OFFICIAL.value, _("an official says they did it")),
    (ResponsibilityKind.ALLEGED_BY_OTHER.value, _("somebody else says they did it")),
]
DATES = [
    (DateKnown.DAY.value, _("I know the day")),
    (DateKnown.INFERRED.value, _("I worked it out")),
    (DateKnown.RANGE.value, _("between these days")),
    (DateKnown.NONE.value, _("I do not know")),
]
EVENTS = [("", "-"), *[(kind.value, EVENT_WORDS[kind]) for kind in EventType]]


class ManyFiles(forms.FileInput):
    """Several files in one field."""

    allow_multiple_selected = True


def _text(label: Any, *, rows: int = 0, hint: Any = "") -> Typed:  # noqa: ANN401 - a lazy string
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return Typed(label=label, widget=widget, help_text=hint)


FIGURE_PARTS = ("counted", "low", "high", "scope", "by", "corrects", "why")


class ReportForm(forms.Form):
    """One report, in the custom's order."""

    use_required_attribute = False

    client_key = Typed(widget=forms.HiddenInput)
    road = _text(_("Where do you come from, and by which road?"))
    saw = _text(_("What did you see?"), rows=5)
    heard = _text(_("What did you hear?"), rows=3)
    heard_from = _text(_("From whom did you hear it? No names: a driver, a neighbour, the radio."))
    knows = forms.ChoiceField(label=_("How do you know?"), choices=KNOWS, widget=forms.RadioSelect, required=False)
    needs = _text(_("Who needs what?"), rows=2)
    event_type = forms.ChoiceField(label=_("What kind of thing happened?"), choices=EVENTS, required=False)
    where = _text(_("Where did it happen? The name people use for the place."))
    district = _text(_("District"))
    first = _text(_("Which day?"), hint=_("As year-month-day, for example 2026-03-21"))
    last = _text(_("Until which day, if it lasted?"))
    date_known = forms.ChoiceField(label=_("How do you know the day?"), choices=DATES, required=False, initial="none")
    warn = forms.ChoiceField(
        label=_("May we use this to warn people nearby?"),
        choices=NO_YES,
        widget=forms.RadioSelect,
        required=False,
        initial="no",
    )
    help = forms.ChoiceField(
        label=_("May we use this to find help?"), choices=NO_YES, widget=forms.RadioSelect, required=False, initial="no"
    )
    testify = forms.ChoiceField(
        label=_("May we keep this for the record, and with whom may we share it?"),
        choices=TESTIFY,
        widget=forms.RadioSelect,
        required=False,
        initial=TestifyConsent.NOBODY.value,
    )
    contact = _text(_("How can we reach you? You may leave this empty."))
    name = _text(_("Your name. You may leave this empty."))
    exact_place = _text(_("The exact spot, if it would be dangerous to write above"))
    # Reached as form["files"]; form.files are the uploads themselves. A plain field: Django's own takes one file only.
    files = forms.Field(label=_("Photo, voice note or paper"), required=False, widget=ManyFiles)  # type: ignore[assignment]

    def figure_rows(self) -> list[dict[str, Any]]:
        """Return the rows of the figures as the template draws them, with what was typed."""
        return [{"n": n, **self._typed(f"figure{n}-", FIGURE_PARTS)} for n in range(FIGURE_ROWS)]

    def claim_rows(self) -> list[dict[str, Any]]:
        """Return the rows of claims and denials of responsibility."""
        return [{"n": n, **self._typed(f"claim{n}-", ("kind", "party", "by"))} for n in range(CLAIM_ROWS)]

    def _typed(self, prefix: str, names: tuple[str, ...]) -> dict[str, str]:
        return {name: self.data.get(prefix + name, "") for name in names}

    def choices(self) -> dict[str, Any]:
        """Return the choice lists of the rows."""
        return {"counted": COUNTED, "scope": SCOPES, "claims": CLAIMS}


def new_form(request: HttpRequest) -> ReportForm:
    """Return an empty form with a fresh key, or the form as it was sent."""
    if request.method == "POST":
        return ReportForm(request.POST, request.FILES)
    return ReportForm(initial={"client_key": str(uuid.uuid4()), "warn": "no", "help": "no", "testify": "nobody-yet"})


def incoming_of(form: ReportForm, request: HttpRequest, *, channel: Channel) -> Incoming:
    """Return the message of a valid form. Raises Malformed for days and numbers that cannot be read."""
    told = form.cleaned_data
    first, last = days_of(told["first"], told["last"])
    known = DateKnown(told["date_known"] or DateKnown.NONE)
    return Incoming(
        channel=channel,
        client_key=told["client_key"],
        kind=Kind.NEWS,
        language=request.LANGUAGE_CODE,
        knows=Knows(told["knows"]) if told["knows"] else Knows.UNKNOWN,
        answers=Answers(
            road=told["road"],
            saw=told["saw"],
            heard=told["heard"],
            heard_from=told["heard_from"],
            needs=told["needs"],
            event_type=told["event_type"],
            happened=Happened(
                first=first, last=last, known=DateKnown.INFERRED if first and known is DateKnown.NONE else known
            ),
            where=Where(words=told["where"], district=told["district"]),
            figures=tuple(_figures(form)),
            responsibility=tuple(_claims(form)),
        ),
        consents=Consents(
            warn=told["warn"] == "yes",
            help=told["help"] == "yes",
            testify=TestifyConsent(told["testify"] or "nobody-yet"),
        ),
        sealed=Sealed(
            name=told["name"],
            contact=told["contact"],
            exact_place=told["exact_place"],
            attachments=tuple(_files(request)),
        ),
    )


def _figures(form: ReportForm) -> Iterator[Figure]:
    """Yield the figures of the rows with anything in them; half a row is refused, so that nothing typed is lost."""
    for row in form.figure_rows():
        if not any(row[name] for name in FIGURE_PARTS if name != "scope"):
            continue
        if row["counted"] not in set(Counted) or not row["low"].strip():
            raise Malformed("figures", expected="what was counted, and how many", got="one without the other")
        low = whole_number(row["low"], field="figures")
        high = whole_number(row["high"], field="figures") if row["high"].strip() else low
        scope = Scope(row["scope"]) if row["scope"] in set(Scope) else Scope.NOT_SAID
        corrects = whole_number(row["corrects"], field="figures") if row["corrects"].strip() else None
        yield Figure(
            counted=Counted(row["counted"]),
            low=low,
            high=high,
            scope=scope,
            said_by=row["by"],
            corrects=corrects,
            why=row["why"] if corrects is not None else "",
        )


def _claims(form: ReportForm) -> Iterator[Responsibility]:
    for row in form.claim_rows():
        if not (row["kind"] or row["party"] or row["by"]):
            continue
        if row["kind"] not in set(ResponsibilityKind) or not row["party"].strip():
            raise Malformed("claims", expected="a group or authority, and what is said", got="one without the other")
        yield Responsibility(kind=ResponsibilityKind(row["kind"]), party=row["party"], said_by=row["by"])


def _files(request: HttpRequest) -> Iterator[Attachment]:
    for file in request.FILES.getlist("files"):
        yield Attachment(
            name=file.name or "", media_type=file.content_type or "application/octet-stream", content=file.read()
        )
