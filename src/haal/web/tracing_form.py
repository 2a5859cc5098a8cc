"""The forms by which somebody is sought, or said to have been seen: on a phone without script.

Shape only: rules are in `haal.domain.tracing`. No day of birth, no photograph, no tribe, and for somebody seen no field for who
held them or who was there too. A consent that is not ticked is a no.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from haal.domain.incoming import days_of
from haal.domain.tracing.person import AgeBand, Sex
from haal.domain.tracing.told import Consents, Described, Entry, Situation, ToldOf
from haal.porch.body import fresh_key
from haal.services.help.tracing.consent import Public
from haal.services.help.tracing.tell import Sent
from haal.web.templatetags.tracing_words import AGES, SEXES, SITUATIONS
from haal.web.typed import Typed

SPELLINGS_MAX = 5
_AGES = [
    (AgeBand.UNKNOWN.value, AGES[AgeBand.UNKNOWN.value]),
    *((one, AGES[one]) for one in AGES if one != AgeBand.UNKNOWN),
]
_SEXES = [(one, SEXES[one]) for one in SEXES]
_SITUATIONS = [(one, SITUATIONS[one]) for one in SITUATIONS]


def _text(label: Any, *, rows: int = 0, hint: Any = "") -> Typed:  # noqa: ANN401 - a lazy string
    return Typed(
        label=label, widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(), help_text=hint
    )


def _tick(label: Any) -> forms.BooleanField:  # noqa: ANN401 - a lazy string
    return forms.BooleanField(label=label, required=False)


class PersonForm(forms.Form):
    """What asking and having seen have in common."""

    use_required_attribute = False
    entry = Entry.SIGHTING

    client_key = Typed(widget=forms.HiddenInput)
    names = _text(_("Name, one spelling on each line, in any script"), rows=2)
    age = forms.ChoiceField(label=_("How old, roughly?"), choices=_AGES)
    sex = forms.ChoiceField(label=_("Woman or man?"), choices=_SEXES)
    alone = _tick(_("Without anybody of their own"))
    district = _text(_("District"))
    area = _text(_("Roughly where? A village or a quarter, never the house."))
    day_first = _text(_("Which day? For example 2026-03-21"))
    marks = _text(_("How can one know them? A scar, clothes, a way of speaking."), rows=2)
    contact = _text(_("How can you be reached? You may leave this empty."))

    def told(self) -> ToldOf:
        """Return what was told. Raises Malformed for a day that is none."""
        given = self.cleaned_data
        first, last = days_of(given["day_first"], "")
        spellings = [line.strip() for line in given["names"].splitlines() if line.strip()]
        return ToldOf(
            entry=self.entry,
            situation=Situation(given.get("situation") or Situation.SEPARATED),
            who=Described(
                names=tuple(spellings[:SPELLINGS_MAX]),
                age=AgeBand(given["age"]),
                sex=Sex(given["sex"]),
                alone=given["alone"],
                area=given["area"],
                district=given["district"],
                first_day=first,
                last_day=last,
                marks=given["marks"],
            ),
            consents=Consents(
                search=given.get("search", False), tell=given.get("tell", False), publish=given.get("publish", False)
            ),
            family_word=given.get("family_word", False),
            danger=given.get("danger", False),
            home=given.get("home", False),
            contact=given["contact"],
        )

    def sent(self, request: HttpRequest) -> Sent:
        """Return how it came."""
        return Sent(client_key=self.cleaned_data["client_key"], language=request.LANGUAGE_CODE)


class SeenForm(PersonForm):
    """Somebody was seen."""

    home = _tick(_("They are home, or with their own people"))


class SeekForm(PersonForm):
    """Somebody is sought."""

    entry = Entry.REQUEST

    situation = forms.ChoiceField(label=_("What happened?"), choices=_SITUATIONS, widget=forms.RadioSelect)
    search = _tick(_("Yes, family finders may look for this person and ask others"))
    tell = _tick(_("Yes, when the person is found, they may be told that I ask for them"))
    publish = _tick(_("Yes, the name may stand on a public list"))
    family_word = _tick(_("I am of the family, and we want it to be made known although the person is still held"))
    danger = _tick(_("Somebody may be in danger if it becomes known that this person is sought"))


def public_answer(request: HttpRequest) -> Public:
    """Return what was ticked about a public list; what is not ticked is a no."""
    return Public(publish="publish" in request.POST, family_word="family_word" in request.POST)


def new_form[F: PersonForm](form: type[F], request: HttpRequest) -> F:
    """Return an empty form with a fresh key, or the form as it was sent."""
    return form(request.POST) if request.method == "POST" else form(initial={"client_key": fresh_key()})
