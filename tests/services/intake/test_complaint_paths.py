"""The accused and their desk have no path to a complaint about them: any people, roles, complaints and readings, in any order."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test
from tests.doors.sign_in import give
from tests.factories import NOW, account, actor, undone

from haal.domain.access import PERMISSIONS, Actor, Permission, Role
from haal.domain.complaint.answer import Answer, Outcome
from haal.domain.complaint.told import Complaint, Recording
from haal.domain.errors import HaalError, NotFound, Refused
from haal.services.intake.complaint import listen, tell
from haal.services.people import accounts, queries
from haal.storage import complaint, person

SERVICES = Path(listen.__file__).resolve().parents[2]
OPENING = {"every_one", "recording_of", "open_answer", "complaint_identity"}
MAY_OPEN = {"intake/complaint/listen.py", "intake/complaint/tell.py"}
SPOKEN = Recording(media_type="audio/ogg", content=b"OggS")

pytestmark = pytest.mark.django_db


class Paths(RuleBasedStateMachine):
    """People get and lose roles, somebody complains of one of them, everybody tries every way to it."""

    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self._numbers = iter(range(10_000))
        self._about: dict[str, str] = {}  # words of a complaint -> whom it is about
        self._named: dict[str, set[str]] = {}

    @rule(target=people, roles=some.sets(some.sampled_from(Role), max_size=3))
    def somebody_joins(self, roles) -> str:
        person_id = account(pseudonym=f"grey-{next(self._numbers)}x")
        for role in roles:
            give(person_id, role)
        return person_id

    @rule(who=people, listener=some.booleans(), in_words=some.booleans())
    def somebody_complains_of(self, who, listener, in_words) -> None:
        name, words = person.get(who).pseudonym, f"complaint {next(self._numbers)}"
        shown = name.replace("-", " ").upper() if in_words else name
        told = Complaint(told=f"{words} of {shown}" if in_words else words, about="" if in_words else name, spoken=True)
        told = Complaint(told=told.told, about=told.about, spoken=True, about_listener=listener)
        tell.complain(told=told, recording=SPOKEN, client_key=f"key-of-{words:>20}", now=NOW)
        self._about[told.told] = who

    @rule(who=people)
    def somebody_is_stopped(self, who) -> None:
        if person.get(who).is_active:
            accounts.suspend(person_id=who, by=actor(), now=NOW)

    @rule(who=people, reader=people)
    def a_reader_names_somebody(self, who, reader) -> None:
        for seen in self._read(self._actor(reader)):
            listen.name_accused(complaint_id=seen.id, person_id=who, by=self._actor(reader), now=NOW)
            self._named.setdefault(seen.told.told, set()).add(who)

    @rule(reader=people)
    def a_reader_answers(self, reader) -> None:
        for seen in self._read(self._actor(reader)):
            if seen.answer is None:
                given = Answer(outcome=Outcome.CHANGED, words="Thank you.")
                listen.answer(complaint_id=seen.id, given=given, by=self._actor(reader), now=NOW)

    @rule(who=consumes(people))
    def somebody_is_forgotten(self, who) -> None:
        """No more is done with this one."""

    @invariant()
    def nobody_finds_what_is_about_them_and_nobody_of_the_desk_finds_anything(self) -> None:
        everything = {seen.id: seen.told.told for seen in _all()}
        for known in person.everyone():
            who = self._actor(known.id)
            found = {seen.told.told for seen in self._read(who)}
            assert not found or not who.roles & PERMISSIONS[Permission.SEE_DESK]
            assert not {words for words in found if self._about.get(words) == known.id}
            assert not {words for words in found if known.id in self._named.get(words, ())}
            if who.roles & {Role.LISTENER, Role.WOMAN_LISTENER}:
                assert not {words for words in found if self._is_a_listener(self._about.get(words, ""))}
            for complaint_id, words in everything.items():
                if words not in found:
                    self._has_no_other_way(who, complaint_id)

    def _has_no_other_way(self, who: Actor, complaint_id: str) -> None:
        given = Answer(outcome=Outcome.CHANGED, words="x")
        for way in (
            lambda: listen.recording(complaint_id=complaint_id, by=who, now=NOW),
            lambda: listen.answer(complaint_id=complaint_id, given=given, by=who, now=NOW),
            lambda: listen.name_accused(complaint_id=complaint_id, person_id=who.person_id, by=who, now=NOW),
        ):
            with pytest.raises((NotFound, Refused)):
                way()

    def _is_a_listener(self, person_id: str) -> bool:
        return bool(person_id) and bool(set(person.get(person_id).roles) & {Role.LISTENER, Role.WOMAN_LISTENER})

    def _actor(self, person_id: str) -> Actor:
        return queries.actor_of(person_id=person_id, second_factor_at=NOW)

    def _read(self, who: Actor):
        try:
            with undone():
                return [line.seen for line in listen.waiting(by=who, now=NOW).lines]
        except HaalError:
            return []


def _all():

    return complaint.every_one()


def test_the_accused_and_their_desk_have_no_path_to_a_complaint_about_them():
    class Undone(Paths):
        def __init__(self) -> None:
            self._undo = undone()
            self._undo.__enter__()
            super().__init__()

        def teardown(self) -> None:
            self._undo.__exit__(None, None, None)

    run_state_machine_as_test(
        Undone,
        settings=settings(
            max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_no_other_service_opens_a_complaint():
    opening = set()
    for path in SERVICES.rglob("*.py"):
        names = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        if names & OPENING:
            opening.add(str(path.relative_to(SERVICES)))

    assert opening == MAY_OPEN
