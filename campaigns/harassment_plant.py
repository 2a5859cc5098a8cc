"""Plants the people of `campaigns.harassment_people` through the doors by which such people come, in a box that is there.

Run by campaigns/harassment.py in a process of its own with HAAL_HOME set, the key holder up and no server running. Who asks, offers
and seeks sends the public forms; what only somebody at the desk does goes through the services the desk's pages use. Something is
published on purpose too (incidents, a warning, the name of a person sought whose family agreed): outputs that hold nothing prove
nothing. Prints one JSON line: how many came in, the codes, the ids, and the ways to what was published.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from campaigns.plant import PUBLISHED_COUNT, Planter, somebody  # noqa: I001 - it sets Django up

from campaigns.harassment_people import CONTROL, PARTS, Part, Somebody, everybody, of
from django.test import Client

from haal.domain.access import Actor, Role
from haal.domain.delivery import Channel as Way
from haal.domain.gathering.place import PlaceKind
from haal.domain.gathering.plan import Kept, Plan
from haal.domain.hazard import Hazard
from haal.domain.ids import IncidentId, MatchId, NeedId, OfferId, PersonId, SubscriberId, new_id
from haal.domain.need import MET_FIRST, THROUGH_THE_HOSPITAL, NeedKind
from haal.domain.subscriber import Choice, State
from haal.domain.warn.ground import Declared
from haal.domain.warn.phrases import Review
from haal.domain.warning import Mode
from haal.language import phrase_book
from haal.services.help import codes, matches
from haal.services.help.circles import acting, noting, saying
from haal.services.help.circles import opening as circles
from haal.services.help.gathering import plans, register
from haal.services.help.rota import shifts
from haal.services.help.shelters import public as shelters
from haal.services.help.tracing import publish as tracing_publish
from haal.services.intake import follow
from haal.services.testify import bundle, seal
from haal.services.warn import agree, draft, headcount, wording
from haal.services.warn.duty import call
from haal.storage import incident as incident_rows
from haal.storage import match as match_rows
from haal.storage import person, subscriber, work
from haal.storage.tracing import case as case_rows
from haal.storage.warn.words import review

KINDS = [kind for kind in NeedKind if kind not in THROUGH_THE_HOSPITAL | MET_FIRST and kind is not NeedKind.OTHER]
CODE = re.compile(r'<p class="code"[^>]*>([a-z ]+)<')
OF_ONE_PLACE = 4
PASSPHRASE = "nobody signs in with this one"
WARNED = draft.Written(
    hazard=Hazard.BLAST, place="Mastung", lat=29.7997, lon=66.8455, radius_km=8.0, declared=Declared.TWO_SAW
)


class Crowd:
    """Plants everybody, and remembers under which codes and ids."""

    def __init__(self, planter: Planter) -> None:
        """Take the planter with its founders."""
        self.planter, self.now, self.desk = planter, planter.now, planter.actors[0]
        self.browser = Client(raise_request_exception=False)
        self.codes: dict[int, str] = {}
        self.ids: dict[str, list[str]] = {
            name: [] for name in ("needs", "offers", "matches", "places", "circles", "shifts")
        }
        self.in_by: Counter[str] = Counter()

    def sent(self, path: str, who: Somebody, **fields: object) -> str:
        """Send a form as a browser does and return the code that it gives."""
        key = {"client_key": f"harassment-{path.strip('/').replace('/', '-')}-{who.number:05}"}
        answer = self.browser.post(path, {**key, **fields})
        found = CODE.search(answer.content.decode())
        if found is None:
            raise RuntimeError(f"{path} took nobody in: {answer.status_code} {answer.content[:2000]!r}")
        self.codes[who.number] = found[1]
        self.in_by[who.part.value] += 1
        return found[1]

    def ask(self, who: Somebody, *, offers: bool = False) -> None:
        """Somebody asks, or offers."""
        kind = KINDS[who.number // len(PARTS) % len(KINDS)]
        fields = {
            "kind": kind.value, "for_count": 3, "urgency": "today", "until": "", "radius_km": 60, "contact": f"{who.phone} {who.name}",
            "place": who.place, "district": who.district, "words": who.sentence if who.types_all else "",
        }  # fmt: skip
        code = self.sent("/help/offer/" if offers else "/help/ask/", who, **fields)
        standing = codes.standing_of(code=code)
        assert standing is not None
        made = standing.offer if offers else standing.need
        assert made is not None
        self.ids["offers" if offers else "needs"].append(made.id)

    def seek(self, who: Somebody, sought: Somebody) -> None:
        """Somebody seeks somebody; every third one was seen by a third who tells where."""
        person_sought = {
            "names": "\n".join([sought.name, sought.family[0].title(), sought.family[1]]), "age": "30-44", "sex": "female",
            "district": sought.district, "area": sought.place, "marks": f"a scar; {sought.sentence}", "alone": "",
        }  # fmt: skip
        contact = f"{who.name}, {who.phone}, {who.place}"
        self.sent("/seek/", who, **person_sought, situation="separated", search="on", contact=contact)
        if sought.number % 3 == 0:
            self.sent("/seek/seen/", sought, **person_sought, contact=sought.sentence)
        else:
            self.in_by[sought.part.value] += 1

    def helpers(self, people: list[Somebody]) -> None:
        """Four people look after a place, hold its shifts, can be called, and wrote its plan."""
        actors = [self._helper(who) for who in people]
        first, who = actors[0], people[0]
        place_id = register.register(
            kind=PlaceKind.SCHOOL, name=f"School {who.number}", district=who.district, by=first, now=self.now
        )
        for actor, helper in zip(actors, people, strict=True):
            register.add_steward(place_id=place_id, person_id=actor.person_id, by=first, now=self.now)
            call.register(
                place_id=place_id, channel=Way.SMS, address=helper.usable_phone, language="ur", by=actor, now=self.now
            )
            self.in_by[helper.part.value] += 1
        told = "; ".join(f"{helper.family[0]} {helper.digits}" for helper in people)
        plan = Plan(exits=people[-1].place, assembly=who.sentence, weak_points=people[-1].sentence, contacts=told)
        kept = Kept(plan=plan, owner=first.person_id, review_on=(self.now + timedelta(days=90)).date())
        plans.keep(place_id=place_id, kept=kept, by=first, now=self.now)
        if len(actors) > 1:
            pair = tuple(actor.person_id for actor in actors[:2])
            begins = self.now + timedelta(hours=2)
            ends = begins + timedelta(hours=4)
            made = shifts.hold(place_id=place_id, people=pair, starts_at=begins, ends_at=ends, by=first, now=self.now)
            self.ids["shifts"].append(made)
        self.ids["places"].append(place_id)

    def _helper(self, who: Somebody) -> Actor:
        one, two = self.planter.actors[:2]
        person_id = person.add_hashed(pseudonym=who.pseudonym, password=self._password, now=self.now)
        person.accept_conduct(person_id=person_id, now=self.now)
        self.planter.grant(person_id, Role.STEWARD, by=(one, two))
        roles = frozenset({Role.STEWARD})
        return Actor(person_id=person_id, pseudonym=who.pseudonym, roles=roles, second_factor_at=self.now)

    @property
    def _password(self) -> str:
        """One slow hash for all of them: nobody signs in."""
        if not hasattr(self, "_hash"):
            self._hash = person.hashed(PASSPHRASE)
        return self._hash

    def circle(self, who: Somebody) -> None:
        """Somebody at risk, two who watch without an account, their numbers, and a sealed note where they go."""
        opening = circles.Opening(label=who.family[0], plan=who.sentence, members=(None, None), every_minutes=24 * 60)
        opened = circles.open_circle(opening=opening, by=self.desk, now=self.now)
        saying.set_number(code=opened.plain.words, number=who.usable_phone, language="ur", now=self.now)
        acting.set_number(code=opened.members[0].words, number=who.usable_phone, language="ur", now=self.now)
        noting.attach(code=opened.plain.words, text=f"{who.sentence} {who.point}", now=self.now)
        self.codes[who.number] = opened.plain.words
        self.ids["circles"].append(opened.circle_id)
        self.in_by[who.part.value] += 1

    def bring_together(self) -> None:
        """Propose what fits, promise half of it, and let both sides write to each other."""
        for need_id, offer_id in zip(self.ids["needs"], self.ids["offers"], strict=False):
            made = matches.propose(need_id=NeedId(need_id), offer_id=OfferId(offer_id), by=self.desk, now=self.now)
            self.ids["matches"].append(made)

    def talk(self, asker: Somebody, offerer: Somebody, *, match_id: str) -> None:
        """Both write a line with their own number in it; the one who offers promises."""
        for who in (asker, offerer):
            line = {"code": self.codes[who.number], "match": match_id, "text": f"call me, {who.phone}"}
            answer = self.browser.post("/help/say/", {**line, "client_key": f"harassment-line-{who.number:06}"})
            assert answer.status_code == 200, answer.content[:2000]
        answer = self.browser.post("/help/promise/", {"code": self.codes[offerer.number], "match": match_id})
        assert answer.status_code == 200, answer.content[:2000]


def publish_name(crowd: Crowd) -> None:
    """Let one name out, as two family finders may: the family agreed."""
    who = CONTROL
    fields = {
        "names": f"Khair Bibi {who.family[0].title()}\n{who.family[1]}",
        "age": "30-44",
        "sex": "male",
        "district": "Kech",
    }
    code = crowd.sent("/seek/", who, **fields, situation="separated", search="on", publish="on", contact="")
    report_id = follow.find(code=code)
    case = case_rows.of_report(report_id)
    assert case is not None
    by = {actor.person_id: actor for actor in crowd.planter.actors}
    owner = by[PersonId(case.handed_to or "")]
    asked = tracing_publish.ask(case_id=case.id, by=owner, now=crowd.now)
    other = next(actor for actor in crowd.planter.actors if actor.person_id != owner.person_id)
    tracing_publish.agree(published_id=asked, by=other, now=crowd.now)


def warn(planter: Planter) -> str:
    """Issue a warning, so that there is a CAP file and a feed."""
    first, second = planter.actors[:2]
    cells = wording.area(place="x", lat=WARNED.lat, lon=WARNED.lon, radius_km=WARNED.radius_km).cells
    asked = subscriber.Asked(
        id=SubscriberId(new_id("sb")),
        address="+923990000001",
        choice=Choice(channel=Way.SMS, language="ur", cells=cells[:1]),
    )
    with work.atomic():
        subscriber.keep([asked], state=State.ACTIVE, now=planter.now)
        for language in phrase_book.languages():
            sha256 = phrase_book.book(language).sha256
            review.keep(Review(language=language, sha256=sha256, by=second.person_id, at=planter.now))
    warning_id = draft.draft(written=WARNED, mode=Mode.ACTUAL, by=first, now=planter.now)
    total = headcount.of_draft(warning_id=warning_id, by=first, now=planter.now).total
    agree.ask(warning_id=warning_id, typed_back=total, by=first, now=planter.now)
    agree.agree(warning_id=warning_id, typed_back=total, by=second, now=planter.now)
    return warning_id


def bulletin(crowd: Crowd) -> None:
    """Bring some help to its end, and let two release what partners read of it and of families."""
    first, second = crowd.planter.actors[:2]
    for match_id in crowd.ids["matches"][: 4 * OF_ONE_PLACE : 2]:
        matches.deliver(match_id=MatchId(match_id), by=first, now=crowd.now)
    drafted = shelters.draft(by=first, now=crowd.now)
    shelters.agree(bulletin_id=drafted, could_help_harm=False, by=second, now=crowd.now)


def export(planter: Planter) -> tuple[str, str]:
    """Let two agree to hand one incident to a partner; return its id and the agreement's."""
    first, second = planter.actors[:2]
    incident_id = IncidentId(incident_rows.IncidentRow.objects.order_by("id").values_list("id", flat=True)[0])
    agreement_id = bundle.ask(incident_id=incident_id, by=first, reason="for a partner", now=planter.now)
    bundle.agree(agreement_id=agreement_id, by=second, now=planter.now)
    bundle.prepare(incident_id=incident_id, by=first, agreement_id=agreement_id, now=planter.now)
    while seal.sequence().added:
        pass
    seal.publish(now=planter.now, catch_up=True)
    return incident_id, agreement_id


def everything(count: int, now: datetime) -> dict[str, object]:
    """Plant everybody and return what came of it."""
    planter = Planter(tuple(one.id for one in person.everyone()), now=now)
    people = everybody(count)
    for number in range(PUBLISHED_COUNT):  # tellers of news; their secrets are looked for by campaigns/leaks.py
        planter.sealed_fields(somebody(number), number)
    published = sum(planter.publish(number) for number in range(PUBLISHED_COUNT))
    one, two, three = planter.actors
    for tracer, by in ((one, (two, three)), (two, (one, three))):
        planter.grant(tracer.person_id, Role.TRACER, by=by)
    crowd = Crowd(planter)
    publish_name(crowd)
    crowd.in_by.clear()
    for who in of(Part.ASKER, people):
        crowd.ask(who)
    for who in of(Part.OFFERER, people):
        crowd.ask(who, offers=True)
    for who, sought in zip(of(Part.SEEKER, people), of(Part.SOUGHT, people), strict=False):
        crowd.seek(who, sought)
    helpers = list(of(Part.STEWARD, people))
    for at in range(0, len(helpers), OF_ONE_PLACE):
        crowd.helpers(helpers[at : at + OF_ONE_PLACE])
    for who in of(Part.CIRCLE, people):
        crowd.circle(who)
    crowd.bring_together()
    sides = zip(of(Part.ASKER, people), of(Part.OFFERER, people), crowd.ids["matches"], strict=False)
    for asker, offerer, match_id in list(sides)[::2]:
        crowd.talk(asker, offerer, match_id=match_id)
    bulletin(crowd)
    warning_id = warn(planter)
    incident_id, agreement_id = export(planter)
    return {
        "in_by": crowd.in_by, "published": published, "codes": crowd.codes, "ids": crowd.ids, "warning": warning_id,
        "incident": incident_id, "agreement": agreement_id,
        "tracing": [str(row) for row in case_rows.TracingCaseRow.objects.order_by("id").values_list("id", flat=True)[:5]],
        "reports": [list(match_rows.MatchRow.objects.order_by("id").values_list("need__report_id", flat=True)[:3])],
    }  # fmt: skip


def main() -> int:
    """Plant, and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    args = parser.parse_args()
    sys.stdout.write(json.dumps(everything(args.people, datetime.now(UTC))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
