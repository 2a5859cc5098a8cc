"""The forms of shelters and of counts of families, without script. Shape only: rules are in `haal.domain.shelter`."""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from haal.domain.need import FOR_COUNT_MAX, NeedKind, Whom
from haal.domain.offer import RADIUS_KM_MAX, Offered
from haal.domain.report import Channel
from haal.domain.shelter.facts import NUMBER_MAX, Amount, Facts, Known, Service, ShelterKind
from haal.domain.shelter.family import PEOPLE_PER_FAMILY_MAX, Band, Counted, Move
from haal.domain.shelter.referral import WORDS_CHARS_MAX, Asking, ConsentBy, Work
from haal.porch.body import fresh_key
from haal.services.help.telling import Told
from haal.web.help_form import WHOM, HelpForm
from haal.web.shelter_words import WORDS, WORK
from haal.web.templatetags.help_words import WORDS as HELP_WORDS
from haal.web.typed import Typed

YES_OR_NO = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]
NEEDS = [(kind.value, HELP_WORDS[kind.value]) for kind in NeedKind if kind is not NeedKind.OTHER]
RADIUS_KM = 100


def _number(label: Any, most: int = NUMBER_MAX) -> forms.IntegerField:  # noqa: ANN401 - a lazy string
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False)


def _yes_or_no(label: Any) -> forms.ChoiceField:  # noqa: ANN401 - a lazy string
    return forms.ChoiceField(label=label, choices=YES_OR_NO, required=False)


class FactsForm(forms.Form):
    """What is known of a shelter: by people, and by what it has."""

    use_required_attribute = False

    client_key = Typed(widget=forms.HiddenInput)
    name = Typed(label=_("What do people call it? Locked at once."))
    host = Typed(label=_("Name of the host, locked at once"))
    address = Typed(label=_("How does one find it? Locked at once; on no list and no map."))
    shelter_kind = forms.ChoiceField(
        label=_("What kind of roof?"), choices=[(kind.value, WORDS[kind.value]) for kind in ShelterKind]
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - what Django's form takes
        """Add a field for each service and each amount."""
        super().__init__(*args, **options)
        for service in Service:
            self.fields[service.value] = _yes_or_no(WORDS[service.value])
        for amount in Amount:
            self.fields[amount.value] = _number(WORDS[amount.value])

    def services(self) -> list[Any]:
        """Return the fields of services and amounts."""
        return [self[one.value] for one in (*Service, *Amount)]

    def facts(self) -> Facts:
        """Return what a valid form tells."""
        given = self.cleaned_data
        amounts = {amount: given[amount.value] for amount in Amount if given[amount.value] is not None}
        return Facts(
            kind=ShelterKind(given["shelter_kind"]),
            has=frozenset(one for one in Service if given[one.value] == "yes"),
            lacks=frozenset(one for one in Service if given[one.value] == "no"),
            amounts=MappingProxyType(amounts),
        )

    def known(self) -> Known:
        """Return what lies in the box."""
        given = self.cleaned_data
        return Known(name=given["name"], host=given["host"], address=given["address"])

    def key(self, request: HttpRequest) -> Told:
        """Return how it came."""
        return Told(client_key=self.cleaned_data["client_key"], language=request.LANGUAGE_CODE, channel=Channel.DESK)


class ShelterForm(FactsForm, HelpForm):
    """A shelter that nobody has told of yet."""

    for_count = forms.IntegerField(
        label=_("For how many people is there room?"), min_value=1, max_value=FOR_COUNT_MAX, initial=20
    )
    radius_km = forms.IntegerField(
        label=_("From how far may people come, in km?"), min_value=1, max_value=RADIUS_KM_MAX, initial=RADIUS_KM
    )

    def offered(self, now: datetime) -> Offered:
        """Return the offer of a roof that a shelter is."""
        given = self.cleaned_data
        return Offered(
            kind=NeedKind.SHELTER,
            for_count=given["for_count"],
            radius_km=given["radius_km"],
            until=self.until_at(now),
        )


class FamilyForm(forms.Form):
    """A count of families."""

    use_required_attribute = False

    client_key = Typed(widget=forms.HiddenInput)
    families = forms.IntegerField(label=_("How many families?"), min_value=1, max_value=FOR_COUNT_MAX)
    home = Typed(label=_("From which district do they come?"))
    district = Typed(label=_("In which district are they?"))
    place = Typed(label=_("Roughly where? A town or a quarter, never the house. May stay empty."))
    move = forms.ChoiceField(label=_("What did they do?"), choices=[(move.value, WORDS[move.value]) for move in Move])
    onward = Typed(label=_("If they moved on: to which district?"))
    day = forms.DateField(label=_("Since when?"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    people = _number(_("How many people? Leave it empty when nobody counted."), FOR_COUNT_MAX * PEOPLE_PER_FAMILY_MAX)
    disabled = _number(_("How many of them have a disability?"), FOR_COUNT_MAX)
    needs = forms.MultipleChoiceField(
        label=_("What do they lack?"), choices=NEEDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = Typed(label=_("Anything else? No names."), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - what Django's form takes
        """Add a field for each band of age."""
        super().__init__(*args, **options)
        for band in Band:
            self.fields[band.value] = _number(WORDS[band.value], FOR_COUNT_MAX)

    def ages(self) -> list[Any]:
        """Return the fields of ages."""
        return [self[band.value] for band in Band]

    def counted(self, *, today: date) -> Counted:
        """Return the count of a valid form."""
        given = self.cleaned_data
        move = Move(given["move"])
        ages = {band: given[band.value] for band in Band if given[band.value]}
        return Counted(
            home=given["home"],
            families=given["families"],
            move=move,
            day=given["day"] or today,
            people=given["people"] or 0,
            ages=MappingProxyType(ages),
            disabled=given["disabled"] or 0,
            onward=given["onward"] if move is Move.MOVED_ON else "",
            needs=frozenset(NeedKind(one) for one in given["needs"]),
        )

    def told(self, request: HttpRequest) -> Told:
        """Return everything but the count itself."""
        given = self.cleaned_data
        return Told(
            client_key=given["client_key"],
            words=given["words"],
            place=given["place"],
            district=given["district"],
            language=request.LANGUAGE_CODE,
            channel=Channel.DESK,
        )


class ReferralForm(forms.Form):
    """What is handed on, to whom, and who said yes."""

    use_required_attribute = False

    partner = Typed(widget=forms.HiddenInput)
    words = Typed(
        label=_("What may the partner know? Read it aloud to the family, and write only what they agree to."),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": WORDS_CHARS_MAX}),
    )
    whom = forms.MultipleChoiceField(
        label=_("For whom? As many as hold; no names."),
        choices=WHOM,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    consent = forms.ChoiceField(
        label=_("Who said yes to this partner and these words?"),
        choices=[(one.value, WORDS[one.value]) for one in ConsentBy],
        initial=ConsentBy.NOBODY.value,
        widget=forms.RadioSelect,
    )

    def asking(self) -> Asking:
        """Return what a valid form asks."""
        given = self.cleaned_data
        return Asking(
            words=given["words"],
            whom=frozenset(Whom(one) for one in given["whom"]),
            consent_by=ConsentBy(given["consent"]),
        )


class PartnerForm(forms.Form):
    """A partner with its keys."""

    use_required_attribute = False

    name = Typed(label=_("What is the partner called? Locked at once."))
    work = forms.MultipleChoiceField(
        label=_("What does it do?"),
        choices=[(one.value, WORK[one.value]) for one in Work],
        widget=forms.CheckboxSelectMultiple,
    )
    sealing_key = Typed(label=_("Its key to lock with (begins with age1)"))
    signing_key = Typed(label=_("Its key to sign with (name, plus sign, letters)"))


def fresh[F: forms.Form](form: type[F], request: HttpRequest, **initial: object) -> F:
    """Return an empty form with a fresh key, or the form as it was sent."""
    if request.method == "POST":
        return form(request.POST)
    return form(initial={"client_key": fresh_key(), **initial})


def key_only(request: HttpRequest) -> Told:
    """Return how a button came: the key in its form makes a repeat harmless."""
    return Told(
        client_key=request.POST.get("client_key", "") or fresh_key(),
        language=request.LANGUAGE_CODE,
        channel=Channel.DESK,
    )
