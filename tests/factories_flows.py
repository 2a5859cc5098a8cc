"""The four flows of help as people walk them: ask for water and see it promised, change a shift, handle an overdue, confirm a match.

The one thing to know: each is written once. `tests/browser/test_flows.py` walks it on small phones over a slow network and measures
every page; `tools/pictures_help.py` walks it and takes the pictures of the docs. A page counts where `Phone.show` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from django.utils import translation
from tests import factories_circles
from tests.doors.sign_in import member, person_id_of, signed_in
from tests.factories_tracing import SEEN, keep, told

from haal.domain.access import Role
from haal.domain.gathering.place import PlaceKind
from haal.domain.ids import PersonId
from haal.domain.tracing.told import Entry
from haal.porch.clock import now
from haal.services.help import codes
from haal.services.help.circles import watch
from haal.services.help.gathering import register
from haal.services.help.rota import shifts
from haal.services.people import queries
from haal.web.templatetags.help_words import WORDS

SILENT_MINUTES = 180
DISTRICT = {"en": "Mastung", "ur": "مستونگ"}
SCHOOL = {"en": "School by the canal", "ur": "نہر والا سکول"}
LABEL = {"en": "the teacher by the canal", "ur": "نہر والی استانی"}
PLAN = {"en": "Call the school\nGo in pairs", "ur": "سکول کو فون کریں\nدو دو ہو کر جائیں"}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where a flow is walked: a site, a language, how a phone is opened, and who is told of each page that counts."""

    site: str
    language: str
    open_page: Callable[[str], Any]  # the value of a session, or "" -> a page of a phone of its own
    shown: Callable[[Any, str], None]  # a page and its name, as soon as the page is usable

    def phone(self, *roles: Role, of: str = "") -> Phone:
        """Return somebody's phone: of the account `of`, of a new one with these roles, or of nobody with an account."""
        name = of or (member(*roles) if roles else "")
        session = signed_in(name).cookies["session"].value if name else ""
        return Phone(page=self.open_page(session), stage=self)


@dataclass(frozen=True, kw_only=True)
class Phone:
    """One person at one page."""

    page: Any
    stage: Stage

    def open(self, path: str, *, show: str = "") -> None:
        """Go to an address."""
        self.page.goto(f"{self.stage.site}{path}?lang={self.stage.language}", wait_until="domcontentloaded")
        self._show(show)

    def press(self, what: str, *, until: str, show: str = "") -> None:
        """Press what is there first, and wait until something stands on the page that comes."""
        self.page.locator(what).first.click()
        self.page.locator(until).first.wait_for()
        self._show(show)

    def says(self, *words: str) -> bool:
        """Return whether the page says all of it."""
        text = self.page.locator("main").inner_text()
        return all(word in text for word in words)

    def _show(self, name: str) -> None:
        if name:
            self.stage.shown(self.page, name)


def ask_for_water(stage: Stage) -> None:
    """Somebody asks for water, the desk brings an offer to it, who offers says yes, and who asked sees it promised."""
    asker, offerer, desk = stage.phone(), stage.phone(), stage.phone(Role.AID)
    asker.open("/help/ask/", show="ask")
    asked = _fill(asker, "/help/ask/", show="ask-code")
    offered = _fill(offerer, "/help/offer/")
    desk.open("/desk/needs/", show="ask-desk")
    standing = codes.standing_of(code=asked)
    assert standing is not None
    assert standing.need is not None
    desk.press(f"main a[href*='{standing.need.id}']", until="main form[action*=propose]", show="ask-fits")
    desk.press("main form[action*=propose] button", until=f"main .tag:has-text('{_word(stage, 'proposed')}')")
    _with_code(offerer, offered)
    offerer.press("form[action*=promise] button", until="main form[action*=code]")
    _with_code(asker, asked)
    stage.shown(asker.page, "ask-promised")
    assert asker.says(_word(stage, "promised"))


def change_a_shift(stage: Stage) -> None:
    """A place helper asks another to change places, and the other agrees."""
    names = [member(Role.STEWARD) for _ in range(4)]
    _two_shifts([person_id_of(name) for name in names], place=SCHOOL[stage.language])
    giver, taker = stage.phone(of=names[0]), stage.phone(of=names[2])
    giver.open("/desk/shifts/", show="shift")
    choice = giver.page.locator(f"option[value$='{person_id_of(names[2])}']").get_attribute("value")
    giver.page.locator("select").first.select_option(choice)
    giver.press("form[action$='/swap/'] button", until="form[action$='/refuse/']", show="shift-asked")
    taker.open("/desk/shifts/", show="shift-to-agree")
    taker.press("form[action$='/agree/'] button", until="form[action$='/swap/']", show="shift-changed")
    assert taker.page.locator("form[action$='/agree/']").count() == 0


def handle_an_overdue(stage: Stage) -> None:
    """A person at risk is silent; one of the circle does a step of the plan, and then reaches them."""
    code = _silent_circle(stage.language)
    phone = stage.phone()
    phone.open("/circle/", show="circle")
    phone.page.locator("#code").fill(code)
    phone.press("main form button", until="input[name=did]", show="circle-overdue")
    assert phone.says(LABEL[stage.language])
    _did(phone, "step-1", left="input[name=did]", show="circle-step-done")
    assert phone.page.locator("input[name=did][value=step-1]").count() == 0
    _did(phone, "reached-well", left="main .note", show="circle-calm")
    assert not phone.says(LABEL[stage.language])


def confirm_a_match(stage: Stage) -> None:
    """A family finder reads why two may be one person, and says that they are."""
    finder = stage.phone(Role.TRACER)
    _code, case_id = keep(told(), now=now())
    keep(told(Entry.SIGHTING, who=SEEN), now=now())
    finder.open("/desk/tracing/", show="match-mine")
    finder.press(f"a[href*='{case_id}']", until="form[action$='/same/']", show="match-why")
    finder.press("form[action$='/same/'] button", until="main h1")
    finder.open(f"/desk/tracing/case/{case_id}/", show="match-confirmed")
    assert finder.page.locator("form[action$='/same/']").count() == 0
    assert finder.page.locator("form[action$='/answer/']").count() == 1


FLOWS: Mapping[str, Callable[[Stage], None]] = MappingProxyType(
    {
        "ask for water and see it promised": ask_for_water,
        "change a shift": change_a_shift,
        "handle an overdue": handle_an_overdue,
        "confirm a match": confirm_a_match,
    }
)


def _fill(phone: Phone, path: str, *, show: str = "") -> str:
    """Ask or offer, and return the code that is shown once."""
    if not show:
        phone.open(path)
    phone.page.select_option("[name=kind]", "water")
    phone.page.fill("[name=for_count]", "12")
    phone.page.fill("[name=district]", DISTRICT["en"])
    phone.press("main form button", until="p.code", show=show)
    return str(phone.page.locator("p.code").first.inner_text())


def _with_code(phone: Phone, code: str) -> None:
    """Show what became of it."""
    phone.open("/code/")
    phone.page.fill("[name=code]", code)
    phone.press("main form button", until="main .note")


def _did(phone: Phone, what: str, *, left: str, show: str) -> None:
    """Write down what was done, and look at the circle again."""
    phone.page.locator(f"input[name=did][value={what}]").check()
    phone.press("form[action='/circle/act/'] button", until="form[action='/circle/'] button")
    phone.press("form[action='/circle/'] button", until=left, show=show)


def _two_shifts(ids: list[PersonId], *, place: str) -> None:
    """Keep a place of four helpers: two have the shift of tomorrow, two that of the day after."""
    at = now()
    first = queries.actor_of(person_id=ids[0])
    place_id = register.register(kind=PlaceKind.SCHOOL, name=place, district=DISTRICT["en"], by=first, now=at)
    for helper in ids:
        register.add_steward(place_id=place_id, person_id=helper, by=first, now=at)
    for days, two in ((1, ids[:2]), (2, ids[2:])):
        times = {"starts_at": at + timedelta(days=days), "ends_at": at + timedelta(days=days, hours=4)}
        shifts.hold(place_id=place_id, people=tuple(two), **times, by=first, now=at)


def _silent_circle(language: str) -> str:
    """Open a circle whose person has been silent for two hours, as the clock saw it; return a member's code."""
    at = now()
    began = at - timedelta(minutes=SILENT_MINUTES)
    made = factories_circles.circle(
        by=factories_circles.opener(now=at), now=began, every_minutes=60, label=LABEL[language], plan=PLAN[language]
    )
    for minutes in range(5, SILENT_MINUTES + 1, 5):
        watch.watch(now=began + timedelta(minutes=minutes))
    return made.members[0].words


def _word(stage: Stage, code: str) -> str:
    with translation.override(stage.language):
        return str(WORDS[code])
