"""The forms by which help is asked for and offered: on a phone without script, and at the desk.

Shape only: rules are in `haal.domain.need` and `offer`. A contact may be left empty. Nobody is asked who they are.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from haal.domain.need import FOR_COUNT_MAX, THROUGH_THE_HOSPITAL, Amount, Asked, NeedKind, Unit, Urgency, Whom
from haal.domain.offer import RADIUS_KM_DEFAULT, RADIUS_KM_MAX, Condition, Offered, Vehicle, hours_of
from haal.domain.report import Channel
from haal.porch.body import fresh_key
from haal.services.help.telling import Told
from haal.web.templatetags.help_words import WORDS
from haal.web.typed import Typed

UNTIL = [
    ("", _("until it is done")),
    ("6", _("for six hours")),
    ("24", _("for a day")),
    ("72", _("for three days")),
    ("168", _("for a week")),
]
WHOM = [(whom.value, WORDS[whom.value]) for whom in Whom]
URGENCY = [(urgency.value, WORDS[urgency.value]) for urgency in Urgency]
OF_EVERYBODY = [(kind.value, WORDS[kind.value]) for kind in NeedKind if kind not in THROUGH_THE_HOSPITAL]
ALL_KINDS = [(kind.value, WORDS[kind.value]) for kind in NeedKind]
UNITS = [("", _("people are enough")), *((unit.value, WORDS[unit.value]) for unit in Unit)]
HOURS = [
    ("", _("at any hour")),
    ("6-18", _("by day")),
    ("6-12", _("in the morning")),
    ("12-18", _("in the afternoon")),
    ("18-22", _("in the evening")),
    ("18-6", _("at night")),
]
VEHICLES = [("", _("not said")), *((vehicle.value, WORDS[vehicle.value]) for vehicle in Vehicle)]
CONDITIONS = [(one.value, WORDS[one.value]) for one in Condition]
OFFERED = [(kind.value, WORDS[kind.value]) for kind in NeedKind if kind is not NeedKind.OTHER]


def _text(label: Any, *, rows: int = 0, hint: Any = "") -> Typed:  # noqa: ANN401 - a lazy string
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return Typed(label=label, widget=widget, help_text=hint)


class HelpForm(forms.Form):
    """What asking and offering have in common."""

    use_required_attribute = False

    client_key = Typed(widget=forms.HiddenInput)
    for_count = forms.IntegerField(label=_("For how many people?"), min_value=1, max_value=FOR_COUNT_MAX, initial=1)
    amount = forms.IntegerField(
        label=_("How much, if the number of people does not say it?"),
        min_value=1,
        max_value=FOR_COUNT_MAX,
        required=False,
    )
    unit = forms.ChoiceField(label=_("Counted in"), choices=UNITS, required=False)
    until = forms.ChoiceField(label=_("Until when?"), choices=UNTIL, required=False)
    district = _text(_("District"))
    place = _text(_("Roughly where? A village or a quarter, never the house."))
    words = _text(_("Anything else, in your own words. No names."), rows=3)
    contact = _text(
        _("How can you be reached? You may leave this empty."),
        hint=_(
            "Locked before it is stored. The other side sees it once, only if you both agree; it is wiped when this is over."
        ),
    )

    def until_at(self, now: datetime) -> datetime | None:
        """Return the instant that was chosen."""
        hours = self.cleaned_data["until"]
        return now + timedelta(hours=int(hours)) if hours else None

    def how_much(self) -> Amount | None:
        """Return the amount; None without both its number and its unit."""
        count, unit = self.cleaned_data["amount"], self.cleaned_data["unit"]
        return Amount(count=count, unit=Unit(unit)) if count and unit else None

    def told(self, request: HttpRequest, *, channel: Channel) -> Told:
        """Return everything but the need or offer itself."""
        given = self.cleaned_data
        return Told(
            client_key=given["client_key"],
            words=given["words"],
            place=given["place"],
            district=given["district"],
            contact=given["contact"],
            language=request.LANGUAGE_CODE,
            channel=channel,
        )


class AskForm(HelpForm):
    """Ask for help."""

    whom = forms.MultipleChoiceField(
        label=_("For whom? As many as hold; no names."),
        choices=WHOM,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    kind = forms.ChoiceField(label=_("What is needed?"), choices=OF_EVERYBODY)
    urgency = forms.ChoiceField(
        label=_("How soon?"), choices=URGENCY, widget=forms.RadioSelect, initial=Urgency.TODAY.value
    )
    field_order = (
        "client_key",
        "kind",
        "for_count",
        "amount",
        "unit",
        "whom",
        "urgency",
        "until",
        "district",
        "place",
        "words",
        "contact",
    )

    def asked(self, now: datetime) -> Asked:
        """Return the need of a valid form."""
        given = self.cleaned_data
        return Asked(
            kind=NeedKind(given["kind"]),
            for_count=given["for_count"],
            urgency=Urgency(given["urgency"]),
            until=self.until_at(now),
            whom=frozenset(Whom(one) for one in given["whom"]),
            amount=self.how_much(),
        )


class DeskAskForm(AskForm):
    """A need that the desk writes down; the hospital's named person may be the one who asks."""

    kind = forms.ChoiceField(label=_("What is needed?"), choices=ALL_KINDS)
    hospital = _text(
        _("Blood or ambulance: which hospital, and who of it asks?"),
        hint=_("Locked at once, and wiped when this is over. Call the hospital back before you keep it."),
    )
    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[
            (Channel.CALL.value, _("by a call")),
            (Channel.VOICE.value, _("by a voice note")),
            (Channel.DESK.value, _("in person")),
        ],
    )


class OfferForm(HelpForm):
    """Offer help."""

    kind = forms.ChoiceField(label=_("What can you give?"), choices=OFFERED)
    radius_km = forms.IntegerField(
        label=_("How far can you bring it, in km?"), min_value=1, max_value=RADIUS_KM_MAX, initial=RADIUS_KM_DEFAULT
    )
    hours = forms.ChoiceField(label=_("When in the day?"), choices=HOURS, required=False)
    vehicle = forms.ChoiceField(label=_("With what is it brought?"), choices=VEHICLES, required=False)
    conditions = forms.MultipleChoiceField(
        label=_("What holds for it? As many as hold."),
        choices=CONDITIONS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = (
        "client_key", "kind", "for_count", "amount", "unit", "radius_km", "hours", "vehicle", "conditions", "until",
        "district", "place", "words", "contact",
    )  # fmt: skip

    def offered(self, now: datetime) -> Offered:
        """Return the offer of a valid form."""
        given = self.cleaned_data
        return Offered(
            kind=NeedKind(given["kind"]),
            for_count=given["for_count"],
            radius_km=given["radius_km"],
            until=self.until_at(now),
            amount=self.how_much(),
            hours=hours_of(given["hours"]) if given["hours"] else None,
            vehicle=Vehicle(given["vehicle"]) if given["vehicle"] else None,
            conditions=frozenset(Condition(one) for one in given["conditions"]),
        )


def new_form[F: HelpForm](form: type[F], request: HttpRequest) -> F:
    """Return an empty form with a fresh key, or the form as it was sent."""
    if request.method == "POST":
        return form(request.POST)
    return form(initial={"client_key": fresh_key()})
