"""Plants two hundred phone numbers, names and exact places wherever somebody may type or send one, in a box that is there.

Run by campaigns/leaks.py in a process of its own with HAAL_HOME set, the key holder up and no server running. Every way in is
the service the doors use; sessions and second factors go through Django and allauth as a sign-in does. Prints one JSON line:
what was planted, and the export of one seal that two people agreed to let go to the offline station.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

import django

django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402 - the settings come first
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from haal.domain.access import Actor, Role  # noqa: E402
from haal.domain.apart import Protected  # noqa: E402
from haal.domain.assessment import Part  # noqa: E402
from haal.domain.complaint.told import Complaint  # noqa: E402
from haal.domain.delivery import Channel as Way  # noqa: E402
from haal.domain.errors import Refused  # noqa: E402
from haal.domain.gathering.place import PlaceKind  # noqa: E402
from haal.domain.gathering.plan import Kept, Plan  # noqa: E402
from haal.domain.ids import PersonId, SubscriberId, new_id  # noqa: E402
from haal.domain.incident import EventType  # noqa: E402
from haal.domain.need import Asked, NeedKind  # noqa: E402
from haal.domain.offer import Offered  # noqa: E402
from haal.domain.report import (  # noqa: E402
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
    Sealed,
    TestifyConsent,
    Where,
)
from haal.domain.subscriber import Choice, State  # noqa: E402
from haal.domain.tracing.person import AgeBand, Sex  # noqa: E402
from haal.domain.tracing.told import Consents as Agreed  # noqa: E402
from haal.domain.tracing.told import Described, Entry, Situation, ToldOf  # noqa: E402
from haal.geometry.cells import cell_of  # noqa: E402
from haal.services.assess import grade, link, unseal  # noqa: E402
from haal.services.help import needs, offers  # noqa: E402
from haal.services.help.circles import opening as circles  # noqa: E402
from haal.services.help.gathering import plans, register  # noqa: E402
from haal.services.help.telling import Told  # noqa: E402
from haal.services.help.tracing import propose  # noqa: E402
from haal.services.help.tracing import tell as tracing  # noqa: E402
from haal.services.intake import follow, protect  # noqa: E402
from haal.services.intake.complaint import tell as complaints  # noqa: E402
from haal.services.intake.take_in import Taken, take_in  # noqa: E402
from haal.services.people import agreements, roles  # noqa: E402
from haal.services.testify import publish  # noqa: E402
from haal.storage import person, subscriber, work  # noqa: E402
from haal.storage.person import Person  # noqa: E402

PUBLISHED_COUNT = 12
FAMILIES = (
    "Zarbakhtzai",
    "Mirdostani",
    "Gwaramsher",
    "Shahdadkot",
    "Noorjanwani",
    "Bahotabadi",
    "Lashariwand",
    "Sumbulnaz",
)
TOWNS = ("Khuzdar", "Mastung", "Turbat", "Quetta", "Panjgur", "Kalat")


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One person's secrets, each found nowhere else in the world."""

    name: str
    phone: str
    place: str

    def sentence(self) -> str:
        """Return all three as somebody might type them into any field."""
        return f"Ask {self.name}, {self.phone}, {self.place}."


def somebody(number: int) -> Planted:
    """Return person `number`; the digits make every value unlike the others."""
    family = FAMILIES[number % len(FAMILIES)]
    return Planted(
        name=f"{family}{number:03} Khairbakhsh{number * 7919 % 1000:03}",
        phone=f"+92 3{10 + number % 40} {7_000_000 + number * 9_973}",
        place=f"third house behind the {number + 13}th well of Killi {family} {number * 31 + 1009}",
    )


class Planter:
    """Plants one person after another, each in the next way in."""

    def __init__(self, people: tuple[PersonId, ...], *, now: datetime) -> None:
        """Take the founders, who stand in for everybody at the desk."""
        roles = frozenset(Role)
        self.now = now
        self.actors = tuple(
            Actor(person_id=one, pseudonym=person.get(one).pseudonym, roles=roles, second_factor_at=now)
            for one in people
        )
        for number, role in enumerate((Role.STEWARD, Role.AID, Role.TRACER) * 2):
            self.grant(self.actors[number // 3].person_id, role, by=(self.actors[1 - number // 3], self.actors[2]))
        self.reports: list[Taken] = []
        self.secrets: list[str] = []

    def grant(self, person_id: PersonId, role: Role, *, by: tuple[Actor, Actor]) -> None:
        """Give a role by two others, unless the person has it."""
        if role in person.roles_of(person_id):
            return
        asked = roles.ask_grant(person_id=person_id, role=role, reason="to plant", by=by[0], now=self.now)
        agreements.agree(agreement_id=asked, by=by[1], now=self.now)

    def told(self, who: Planted, number: int) -> Told:
        """Return free words with all of somebody's secrets in them."""
        return Told(
            client_key=f"planted-needs-{number:06}",
            words=who.sentence(),
            place=who.place,
            district=TOWNS[number % len(TOWNS)],
            contact=who.phone,
        )

    def report(self, answers: Answers, number: int, *, sealed: Sealed | None = None) -> None:
        """Take one report in."""
        incoming = Incoming(
            channel=Channel.FORM,
            client_key=f"planted-report-{number:06}",
            kind=Kind.NEWS,
            answers=answers,
            consents=Consents(warn=True, help=True, testify=TestifyConsent.PRESS),
            sealed=sealed or Sealed(),
        )
        self.reports.append(take_in(incoming=incoming, now=self.now))

    def sealed_fields(self, who: Planted, number: int) -> None:
        """The fields made for it: contact, name, exact place."""
        sealed = Sealed(name=who.name, contact=who.phone, exact_place=who.place)
        town, day = TOWNS[number % 6], (self.now - timedelta(days=20 + number)).date()
        killed = Figure(counted=Counted.KILLED, low=1, high=1)
        told = Answers(
            saw="Shots in the market.",
            event_type=EventType.SHOOTING.value,
            happened=Happened(first=day, last=day, known=DateKnown.DAY),
            where=Where(words=town, district=town),
            figures=(killed,),
        )
        self.report(told, number, sealed=sealed)

    def publish(self, number: int) -> bool:
        """Make an incident of one report, graded by two, drafted by one and agreed by another; True when it is public."""
        first, second, third = self.actors
        report_id = self.reports[number].report_id
        try:
            incident_id = link.begin(report_id=report_id, by=first, now=self.now)
            grade.grade(report_id=report_id, part=Part.SOURCE, value="B", by=first, now=self.now)
            grade.grade(report_id=report_id, part=Part.INFORMATION, value="2", by=second, now=self.now)
            drafted = publish.draft(incident_id=incident_id, early=True, by=second, now=self.now)
            publish.agree(publication_id=drafted, could_help_harm=False, by=third, now=self.now)
        except Refused as error:
            sys.stderr.write(f"plant: not published: {error.reason}\n")
            return False
        return publish.release_due(now=self.now) >= 0

    def files(self, who: Planted, number: int) -> None:
        """File names and what is in the file."""
        file = Attachment(
            name=f"{who.name} {who.phone}.jpg", media_type="image/jpeg", content=who.sentence().encode() * 40
        )
        self.report(Answers(saw="See the picture."), number, sealed=Sealed(attachments=(file,)))

    def story(self, who: Planted, number: int) -> None:
        """Free text, every part of it."""
        text = who.sentence()
        said = Figure(counted=Counted.KILLED, low=1, high=2, said_by=who.name)
        self.report(
            Answers(
                road=text, saw=text, heard=text, heard_from=text, needs=text, displaced=text, notes=text,
                where=Where(words=who.place, district=TOWNS[number % 6]), figures=(said,),
            ),
            number,
        )  # fmt: skip

    def follow_up(self, who: Planted, number: int) -> None:
        """A question of the desk and the teller's answer."""
        taken, key = self.reports[number % len(self.reports)], f"planted-ask-{number:06}"
        follow.ask(report_id=taken.report_id, text=who.sentence(), client_key=key, by=self.actors[0], now=self.now)
        follow.answer(
            code=taken.receipt.words, text=who.sentence(), client_key=f"planted-answer-{number:06}", now=self.now
        )

    def need(self, who: Planted, number: int) -> None:
        """Somebody helped."""
        needs.ask(asked=Asked(kind=NeedKind.FOOD, for_count=3), told=self.told(who, number), now=self.now)

    def offer(self, who: Planted, number: int) -> None:
        """Somebody who helps."""
        offers.offer(offered=Offered(kind=NeedKind.FOOD, for_count=3), told=self.told(who, number), now=self.now)

    def circle(self, who: Planted, number: int) -> None:
        """A circle for somebody at risk, with what to do."""
        members = tuple(actor.person_id for actor in self.actors[:2])
        opening = circles.Opening(label=who.name, plan=who.sentence(), members=members, every_minutes=24 * 60)
        circles.open_circle(opening=opening, by=self.actors[0], now=self.now)

    def plan(self, who: Planted, number: int) -> None:
        """A gathering place with its plan and its helpers' numbers."""
        by = self.actors[0]
        place_id = register.register(
            kind=PlaceKind.SCHOOL, name=who.place, district=TOWNS[number % 6], by=by, now=self.now
        )
        register.add_steward(place_id=place_id, person_id=by.person_id, by=by, now=self.now)
        plan = Plan(exits=who.place, assembly=who.sentence(), weak_points=who.name, contacts=who.phone)
        kept = Kept(plan=plan, owner=by.person_id, review_on=(self.now + timedelta(days=90)).date())
        self.secrets.append(plans.keep(place_id=place_id, kept=kept, by=by, now=self.now))

    def complaint(self, who: Planted, number: int) -> None:
        """A complaint about us."""
        told = Complaint(told=who.sentence(), about=who.name, contact=who.phone)
        complaints.complain(told=told, client_key=f"planted-complaint-{number:06}", now=self.now)

    def seeking(self, who: Planted, number: int) -> None:
        """A family that asks for somebody."""
        self.trace(Entry.REQUEST, who, number)

    def seen(self, who: Planted, number: int) -> None:
        """Somebody who has seen somebody."""
        self.trace(Entry.SIGHTING, who, number)

    def trace(self, entry: Entry, who: Planted, number: int) -> None:
        """Tell of a person with every word that may be told of one, and let it be held against the others."""
        person_told = Described(
            names=(who.name, who.sentence()), age=AgeBand.YOUNG, sex=Sex.MALE, area=who.place,
            district=TOWNS[number % 6], last_day=self.now.date(), marks=who.sentence(),
        )  # fmt: skip
        told = ToldOf(
            entry=entry, situation=Situation.TAKEN, who=person_told, consents=Agreed(search=True), danger=True,
            contact=who.sentence(),
        )  # fmt: skip
        sent = tracing.Sent(client_key=f"planted-tracing-{number:06}")
        taken = tracing.tell(told=told, sent=sent, now=self.now)
        propose.consider(report_id=taken.report_id, now=self.now)

    def subscription(self, who: Planted, number: int) -> None:
        """Somebody who wants warnings by SMS."""
        cell = cell_of(27.8, 66.6, 6)
        asked = subscriber.Asked(
            id=SubscriberId(new_id("sb")),
            address=who.phone.replace(" ", ""),
            choice=Choice(channel=Way.SMS, language="ur", cells=(cell,)),
        )
        with work.atomic():
            subscriber.keep([asked], state=State.ACTIVE, now=self.now)

    def sitting(self, who: Planted, number: int) -> None:
        """What a session remembers."""
        store = SessionStore()
        store["draft"] = {"saw": who.sentence(), "contact": who.phone}
        store.save()

    def second_factor(self, who: Planted, number: int) -> None:
        """Second factors, whose secrets nobody may read from the disk either."""
        user = Person.objects.get(pk=self.actors[number % len(self.actors)].person_id)
        secret = base64.b32encode(who.name.encode()[:20].ljust(20, b"x")).decode()
        TOTP.activate(user, secret)
        codes = RecoveryCodes.activate(user)
        self.secrets += [secret, *codes.get_unused_codes()]


def ways(planter: Planter) -> tuple[Callable[[Planted, int], None], ...]:
    """Return the ways in, in turn."""
    return (
        planter.sealed_fields, planter.story, planter.files, planter.need, planter.offer, planter.follow_up,
        planter.circle, planter.plan, planter.complaint, planter.seeking, planter.seen, planter.subscription,
        planter.sitting,
    )  # fmt: skip


def protected(count: int, now: datetime) -> list[Planted]:
    """Take in the protected reports."""
    people = [somebody(1000 + number) for number in range(count)]
    for number, who in enumerate(people):
        told = Protected(
            contact=who.phone, safe_time=f"after dusk, {who.name}", district=TOWNS[number % 6], urgent=number % 2 == 0
        )
        protect.reach(told=told, client_key=f"planted-protected-{number:06}", now=now)
    return people


def everything(count: int, now: datetime) -> dict[str, object]:
    """Plant everything else and return what was planted."""
    planter = Planter(tuple(one.id for one in person.everyone()), now=now)
    planted = [somebody(number) for number in range(count)]
    in_turn = ways(planter)
    for number, who in enumerate(planted):
        in_turn[number % len(in_turn)](who, number)
    planter.second_factor(planted[0], 0)
    published = sum(planter.publish(number) for number in range(min(PUBLISHED_COUNT, len(planter.reports))))
    record = planter.reports[0].report_id
    asked = unseal.ask(record=record, reason=planted[7].sentence(), by=planter.actors[0], now=now)
    unseal.agree(agreement_id=asked, by=planter.actors[1], now=now)
    export = unseal.fetch(agreement_id=asked, by=planter.actors[1], now=now)
    return {
        "planted": [asdict(who) for who in planted],
        "secrets": planter.secrets,
        "published": published,
        "sealed_record": asdict(planted[0]),
        "export": export.content.decode(),
    }


def main() -> int:
    """Plant, and print what was planted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--protected", type=int, default=0)
    args = parser.parse_args()
    now = datetime.now(UTC)
    found = everything(args.people, now) if args.people else {}
    found["protected"] = [asdict(who) for who in protected(args.protected, now)]
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
