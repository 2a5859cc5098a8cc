"""No sequence of requests by one person alone warns, releases, unseals, exports, shreds or gives a role.

The person has every role there is, a second factor that is always fresh, and as many further accounts as they can invite
themselves. Hypothesis looks for a way; what it finds would be shown as the shortest sequence of requests.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from tests.doors.sign_in import give
from tests.factories import NOW, PASSPHRASE, account
from tests.factories_assess import ANA, BO, told
from tests.factories_warnings import subscribe

from haal.domain.access import Actor, Role
from haal.domain.errors import HaalError
from haal.domain.gathering.place import Place, PlaceKind
from haal.domain.hazard import Hazard
from haal.domain.ids import AgreementId, IncidentId, PersonId, PlaceId, PublicationId, WarningId
from haal.domain.need import Area
from haal.domain.publication import HeldWord
from haal.domain.warn.alarm import Against
from haal.domain.warn.ground import Declared
from haal.domain.warning import Mode
from haal.services.assess import bulk, shred, unseal
from haal.services.people import accounts, agreements, invites, roles
from haal.services.testify import bundle, publish
from haal.services.warn import agree, cancel, draft
from haal.services.warn.duty import alarm, roster, still_true, threat
from haal.storage import act, link, person, seal
from haal.storage.agreement import AgreementRow
from haal.storage.audit import AuditRow
from haal.storage.gathering import place as place_rows
from haal.storage.ground import keys
from haal.storage.person import Person, RoleGrantRow
from haal.storage.publication import PublicationRow
from haal.storage.warn.duty.alarm import AlarmRow
from haal.vault.seal import seal as shut

RECORD = "r_sealed"
DANGER = draft.Written(
    hazard=Hazard.FLOOD, place="Quetta", lat=30.184, lon=67.001, radius_km=5, declared=Declared.TWO_SAW
)
FORBIDDEN_ACTS = {"viewed", "erased", "exported", "published", "warned"}
FORBIDDEN_WORDS = ("granted", "agreed", "fetched", "exported", "released", "issued")


@pytest.fixture
def desk(desk_keys: None, db: None) -> dict[str, Any]:
    """A desk at work: a victim with a second factor, a stopped account, an incident that could be published, a seal."""
    mallory, victim, stopped = account(pseudonym="mallory"), account(pseudonym="victim"), account(pseudonym="stopped")
    for role in Role:
        give(mallory, role)
    give(victim, Role.VERIFIER)
    for person_id in (mallory, victim):
        Authenticator.objects.create(user_id=person_id, type="totp", data={"secret": "x"})
    colleague = Actor(person_id=victim, pseudonym="victim", roles=frozenset(Role), second_factor_at=NOW)
    accounts.suspend(person_id=stopped, by=colleague, now=NOW)
    seal.put(box=shut(b"0300 1112223", custodians=keys.custodians()), record=RECORD, kind="report", now=NOW)
    reports = [told(line=line) for line in ("own:Dawn", "own:Balochistan Post", "own:Arab News")]
    bulk.work_through(first=ANA, second=BO, now=NOW)
    incident_id = link.incident_of(reports[0])
    assert incident_id is not None
    for simulated in (False, True):
        subscribe(1, at=DANGER, simulated=simulated)
    places = {name: PlaceId(f"g_{number}") for number, name in enumerate(("own place", "victim's place"))}
    for name, whose in (("own place", mallory), ("victim's place", victim)):
        school = Place(id=places[name], kind=PlaceKind.SCHOOL, area=Area(district="Quetta"), name=name, has_plan=False)
        place_rows.keep([(school, place_rows.shut(school))], now=NOW)
        place_rows.add_steward(places[name], whose)
    return {"mallory": mallory, "victim": victim, "stopped": stopped, "incident": incident_id, **places}


class OnePersonAlone(RuleBasedStateMachine):
    """Everything one person can ask of the services, in any order."""

    desk: dict[str, Any]
    selves = Bundle("selves")
    questions = Bundle("questions")
    drafts = Bundle("drafts")
    warnings = Bundle("warnings")

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block._from_testcase = True  # type: ignore[attr-defined] - a refusal undoes the request, not the example
        self.block.__enter__()
        self.now = NOW
        self.before = self.standing()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def standing(self) -> dict[str, Any]:
        """Return what only two people may change."""
        victim = Person.objects.get(pk=self.desk["victim"])
        return {
            "agreements": AgreementRow.objects.filter(agreed_at__isnull=False).count(),
            "roles ever given": RoleGrantRow.objects.count(),
            "second factors": Authenticator.objects.count(),
            "stopped": Person.objects.get(pk=self.desk["stopped"]).is_active,
            "closed": Person.objects.filter(removed_at__isnull=False).count(),
            "passphrase": victim.password,
            "shares": [part.is_shredded for part in seal.of_record(RECORD)],
            "public": PublicationRow.objects.filter(released_at__isnull=False).count(),
            "acts": act.ActRow.objects.filter(kind__in=FORBIDDEN_ACTS).count(),
            "alarms of others": AlarmRow.objects.filter(place_id=self.desk["victim's place"]).count(),
            "told": [row.what for row in AuditRow.objects.all() if row.what.endswith(FORBIDDEN_WORDS)],
        }

    def attempt(self, request: Callable[..., Any], **asked: Any) -> Any:
        """Send a request; whatever the services refuse is refused."""
        try:
            return request(now=self.now, **asked)
        except HaalError:
            return None

    def as_self(self, person_id: PersonId) -> Actor:
        """Return one of the person's accounts as it signs in now: with the roles it has, or none when it is stopped."""
        held = person.roles_of(person_id)
        return Actor(person_id=person_id, pseudonym="self", roles=held, second_factor_at=self.now)

    @initialize(target=selves)
    def begins(self) -> PersonId:
        return self.desk["mallory"]

    @rule(target=selves, by=selves)
    def invites_themselves(self, by: PersonId) -> Any:
        invitation = self.attempt(invites.invite_one, by=self.as_self(by))
        joined = self.attempt(accounts.join, code=invitation.code, passphrase=PASSPHRASE) if invitation else None
        return joined.person_id if joined else multiple()

    @rule(
        target=questions,
        by=selves,
        for_whom=selves | st.sampled_from(["victim", "stopped"]),
        role=st.sampled_from(Role),
    )
    def asks_for_a_role(self, by: PersonId, for_whom: str, role: Role) -> Any:
        person_id = PersonId(self.desk.get(for_whom, for_whom))
        return self.attempt(roles.ask_grant, person_id=person_id, role=role, by=self.as_self(by)) or multiple()

    @rule(
        target=questions,
        by=selves,
        about=selves | st.sampled_from(["victim", "stopped"]),
        what=st.sampled_from([agreements.ask_factor_reset, agreements.ask_restore, agreements.ask_close]),
    )
    def asks_about_an_account(self, by: PersonId, about: str, what: Callable[..., AgreementId]) -> Any:
        person_id = PersonId(self.desk.get(about, about))
        return self.attempt(what, person_id=person_id, by=self.as_self(by), reason="why not") or multiple()

    @rule(target=questions, by=selves, what=st.sampled_from([unseal.ask, shred.ask]))
    def asks_about_a_seal(self, by: PersonId, what: Callable[..., AgreementId]) -> Any:
        return self.attempt(what, record=RECORD, reason="why not", by=self.as_self(by)) or multiple()

    @rule(target=questions, by=selves)
    def asks_for_an_export(self, by: PersonId) -> Any:
        incident_id = IncidentId(self.desk["incident"])
        return self.attempt(bundle.ask, incident_id=incident_id, by=self.as_self(by), reason="why not") or multiple()

    @rule(target=drafts, by=selves, early=st.booleans())
    def drafts_a_publication(self, by: PersonId, early: bool) -> Any:
        asked = {"incident_id": self.desk["incident"], "summary": "A blast near a market.", "early": early}
        return self.attempt(publish.draft, by=self.as_self(by), held=HeldWord.NOT_SAID, **asked) or multiple()

    @rule(by=selves, publication=drafts, harm=st.sampled_from([False, True, None]))
    def agrees_to_publish(self, by: PersonId, publication: PublicationId, harm: bool | None) -> None:
        self.attempt(publish.agree, publication_id=publication, could_help_harm=harm, by=self.as_self(by))

    @rule(
        by=selves,
        question=questions,
        how=st.sampled_from(
            [agreements.agree, unseal.agree, shred.agree, bundle.agree, unseal.fetch, agreements.withdraw]
        ),
    )
    def answers(self, by: PersonId, question: AgreementId, how: Callable[..., Any]) -> None:
        self.attempt(how, agreement_id=question, by=self.as_self(by))

    @rule(by=selves, question=questions)
    def exports(self, by: PersonId, question: AgreementId) -> None:
        self.attempt(bundle.export, incident_id=self.desk["incident"], agreement_id=question, by=self.as_self(by))

    @rule(by=selves, whom=selves | st.sampled_from(["victim", "stopped"]))
    def stops_an_account(self, by: PersonId, whom: str) -> None:
        self.attempt(accounts.suspend, person_id=PersonId(self.desk.get(whom, whom)), by=self.as_self(by))

    @rule(by=selves, whom=selves | st.sampled_from(["victim"]), role=st.sampled_from(Role))
    def takes_a_role_away(self, by: PersonId, whom: str, role: Role) -> None:
        person_id = PersonId(self.desk.get(whom, whom))
        self.attempt(roles.end_role, person_id=person_id, role=role, by=self.as_self(by))

    @rule(target=warnings, by=selves, mode=st.sampled_from(Mode))
    def drafts_a_warning(self, by: PersonId, mode: Mode) -> Any:
        return self.attempt(draft.draft, written=DANGER, mode=mode, by=self.as_self(by)) or multiple()

    @rule(
        by=selves,
        warning=warnings,
        typed_back=st.sampled_from([1, 1, 1, 2, None]),
        what=st.sampled_from([agree.ask, agree.agree]),
    )
    def asks_for_or_agrees_to_a_warning(
        self, by: PersonId, warning: WarningId, typed_back: int | None, what: Callable[..., Any]
    ) -> None:
        self.attempt(what, warning_id=warning, typed_back=typed_back, by=self.as_self(by))

    @rule(by=selves, warning=warnings)
    def rewrites_or_ends_a_warning(self, by: PersonId, warning: WarningId) -> None:
        self.attempt(draft.rewrite, warning_id=warning, written=DANGER, by=self.as_self(by))
        self.attempt(cancel.cancel, warning_id=warning, was_wrong=True, by=self.as_self(by))

    @rule(by=selves, hours=st.integers(min_value=0, max_value=13), warning=warnings)
    def says_that_they_can_be_reached_and_that_it_is_still_true(
        self, by: PersonId, hours: int, warning: WarningId
    ) -> None:
        self.attempt(roster.say_reachable, hours=hours, is_outside=True, by=self.as_self(by))
        self.attempt(still_true.still_true, warning_id=warning, by=self.as_self(by))
        still_true.ask_due(now=self.now)

    @rule(by=selves, place=st.sampled_from(["own place", "victim's place"]))
    def raises_the_alarm(self, by: PersonId, place: str) -> None:
        place_id = self.desk[place]
        raised = self.attempt(alarm.raise_alarm, place_id=place_id, hazard=Hazard.FIRE, by=self.as_self(by))
        assert raised is None or by in place_rows.stewards_of(place_id), "one's own place, and no other"

    @rule(by=selves, place=st.sampled_from(["own place", "victim's place"]))
    def passes_a_threat_on(self, by: PersonId, place: str) -> None:
        told = threat.Told(against=Against.PLACE, place_id=self.desk[place], incident_id=self.desk["incident"])
        threat_id = self.attempt(threat.pass_on, told=told, by=self.as_self(by))
        if threat_id and by not in place_rows.stewards_of(self.desk[place]):
            assert self.attempt(threat.page, threat_id=threat_id, by=self.as_self(by)) is None

    @rule(hours=st.integers(min_value=1, max_value=100))
    def waits(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        publish.release_due(now=self.now)

    @rule(count=st.integers(min_value=2, max_value=3))
    def founds_again(self, count: int) -> None:
        self.attempt(accounts.found, founders=[frozenset(Role)] * count)

    @invariant()
    def nothing_that_needs_two_has_happened(self) -> None:
        assert self.standing() == self.before


@pytest.mark.slow
def test_one_person_alone_never_does_what_needs_two(desk, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    machine = type("OnePersonAloneAtThisDesk", (OnePersonAlone,), {"desk": desk})

    run_state_machine_as_test(machine, settings=EXAMPLES)


EXAMPLES = settings(
    max_examples=60, stateful_step_count=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def test_two_people_can(desk):
    """The machine would find nothing if nothing worked at all: with a colleague each thing happens."""
    first = Actor(person_id=desk["mallory"], pseudonym="mallory", roles=frozenset(Role), second_factor_at=NOW)
    second = Actor(person_id=desk["victim"], pseudonym="victim", roles=frozenset(Role), second_factor_at=NOW)
    incident_id = IncidentId(desk["incident"])

    role = roles.ask_grant(person_id=desk["victim"], role=Role.WARNER, by=first, now=NOW)
    third = Actor(person_id=account(), pseudonym="third", roles=frozenset(Role), second_factor_at=NOW)
    agreements.agree(agreement_id=role, by=third, now=NOW)
    asked = unseal.ask(record=RECORD, reason="a family asks", by=first, now=NOW)
    unseal.agree(agreement_id=asked, by=second, now=NOW)
    export = bundle.ask(incident_id=incident_id, reason="a court asks", by=first, now=NOW)
    bundle.agree(agreement_id=export, by=second, now=NOW)
    public = publish.draft(incident_id=incident_id, summary="A blast near a market.", early=True, by=first, now=NOW)
    publish.agree(publication_id=public, could_help_harm=False, by=second, now=NOW)
    drill = draft.draft(written=DANGER, mode=Mode.DRILL, by=first, now=NOW)
    agree.ask(warning_id=drill, typed_back=1, by=first, now=NOW)
    issued = agree.agree(warning_id=drill, typed_back=1, by=second, now=NOW)
    destroyed = shred.ask(record=RECORD, reason="nobody needs it", by=first, now=NOW)

    assert shred.agree(agreement_id=destroyed, by=second, now=NOW) > 0
    assert Role.WARNER in person.roles_of(desk["victim"])
    assert PublicationRow.objects.filter(released_at__isnull=False).count() == 1
    assert issued is not None
    assert act.ActRow.objects.filter(kind="warned").count() == 1
