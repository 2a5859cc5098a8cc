"""Until the adult who was found agrees, all that the seeker can see, get or cause is that of a search that found nobody.

The one thing to know: two families ask. Of one, somebody is found, and the desk and the clock do all they can in any order but
get a yes; after each step the page, the text message, the status under the code, the family's own copy and the log of both
requests are held against each other.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.factories import NOW
from tests.factories_help import colleague
from tests.factories_tracing import MAN, NOBODY_LIKE_IT, SEEN, kept, told

from haal.domain.access import Role
from haal.domain.errors import HaalError
from haal.domain.tracing import reply
from haal.domain.tracing.case import ASK_AGAIN_DAYS, SeekerState
from haal.domain.tracing.telling import Answer
from haal.domain.tracing.told import Entry
from haal.domain.warn.message import SMS_PARTS_MAX
from haal.inbox import sms
from haal.language.sms import measure
from haal.porch import rates
from haal.services.help.tracing import clock, desk, queries, seeker
from haal.services.warn import gateways
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import pair as pair_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
OTHER_THAN_YES = sorted(set(Answer) - {Answer.ALIVE, Answer.CONTACT})
DAY = timedelta(days=1)


def plain(answer: Any, code: str) -> tuple[int, str]:
    """Return an answer without what differs in every one: tokens and the code itself."""
    text = answer.content.decode()
    text = re.sub(r'(name="csrfmiddlewaretoken" value|name="client_key" value|nonce)="[^"]*"', r"\1", text)
    return answer.status_code, text.replace(code, "CODE")


def by_text_message(code: str) -> str:
    """Return what is answered to a code that was texted."""
    sms.of_one.clear_all()
    sms.of_all.clear_all()
    address = f"/in/kannel/{gateways.kannel_token()}/text/"
    return Client().get(address, {"from": "923001234567", "text": code}).content.decode()


@contextmanager
def logged():
    """Give all that is logged meanwhile, but how long the database took."""
    records: list[tuple[str, int, str]] = []
    handler = logging.Handler(level=logging.DEBUG)
    handler.emit = lambda one: records.append((one.name, one.levelno, str(one.msg)))  # type: ignore[method-assign]
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield records
    finally:
        root.removeHandler(handler)


class Seekers(RuleBasedStateMachine):
    """Two families ask for somebody; of one, somebody is found, and the desk does all it can but get a yes."""

    def __init__(self) -> None:
        super().__init__()
        rates.failed_codes.clear_all()
        self.block = transaction.atomic()
        self.block._from_testcase = True  # type: ignore[attr-defined] - a refusal undoes the act, not the example
        self.block.__enter__()
        self.now = NOW
        self.finders = [colleague(Role.TRACER, now=NOW) for _ in range(2)]
        receipt, self.case_id = kept(told(), now=NOW)
        self.found, self.nobody = receipt.digits, kept(told(who=NOBODY_LIKE_IT), now=NOW)[0].digits
        kept(told(Entry.SIGHTING, who=SEEN), now=NOW)
        (self.pair,) = pair_rows.of_request(self.case_id)
        self.copy = self.copy_of(self.found)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def attempt(self, act: Any) -> None:
        try:
            with transaction.atomic():
                act()
        except HaalError:
            return

    @rule(who=st.sampled_from((0, 1)))
    def says_same(self, who: int) -> None:
        self.attempt(lambda: desk.say_same(pair_id=self.pair.id, by=self.finders[who], now=self.now))

    @rule(who=st.sampled_from((0, 1)), answer=st.sampled_from(OTHER_THAN_YES))
    def keeps_an_answer(self, who: int, answer: Answer) -> None:
        self.attempt(lambda: desk.keep_answer(pair_id=self.pair.id, answer=answer, by=self.finders[who], now=self.now))

    @rule(who=st.sampled_from((0, 1)))
    def tries_to_tell(self, who: int) -> None:
        self.attempt(lambda: desk.speak(pair_id=self.pair.id, by=self.finders[who], now=self.now))

    @rule(who=st.sampled_from((0, 1)))
    def looks(self, who: int) -> None:
        self.attempt(lambda: queries.case_page(case_id=self.case_id, by=self.finders[who], now=self.now))

    @rule()
    def another_is_seen(self) -> None:
        kept(told(Entry.SIGHTING, who=SEEN), now=self.now)

    @rule()
    def another_family_asks_for_the_same_one(self) -> None:
        kept(told(who=MAN), now=self.now)

    @rule(days=st.sampled_from((0, 1, ASK_AGAIN_DAYS)))
    def time_passes(self, days: int) -> None:
        self.now = min(self.now + days * DAY, NOW + ASK_AGAIN_DAYS * DAY)
        clock.run(now=self.now)

    @rule(who=st.sampled_from(("found", "nobody")))
    def both_families_go_on(self, who: str) -> None:
        for code in (self.found, self.nobody) if who == "found" else (self.nobody, self.found):
            seeker.go_on(code=code, now=self.now)

    @invariant()
    def all_that_the_seeker_gets_is_that_of_nobody_found(self) -> None:
        told_by = []
        for code in (self.found, self.nobody):
            with logged() as lines:
                page = plain(Client().post("/seek/state/", {"code": code}), code)
                thread = plain(Client().post("/code/", {"code": code}), code)
                text = by_text_message(code)
            told_by.append((page, thread, text, seeker.standing_of(code=code), lines))
        assert told_by[0] == told_by[1]
        assert self.copy_of(self.found) == self.copy
        assert case_rows.get(self.case_id).seeker is SeekerState.SEARCHING

    def copy_of(self, code: str) -> tuple[int, str]:
        """Return the family's own copy of what it told."""
        return plain(Client().post("/seek/copy/", {"code": code}), code)


@pytest.mark.slow
def test_until_the_found_adult_agrees_the_seeker_learns_nothing_that_a_search_in_vain_would_not_tell():
    quick = settings(
        max_examples=8, stateful_step_count=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Seekers, settings=quick)


def test_what_a_text_message_is_answered_is_what_the_page_says():
    colleague(Role.TRACER, now=NOW)
    receipt, case_id = kept(told(), now=NOW)
    for state in SeekerState:
        case_rows.set_seeker(case_id, state)
        _status, page = plain(Client().post("/seek/state/", {"code": receipt.words}), receipt.words)
        assert by_text_message(receipt.words) in page
    clock.ask_again(now=NOW + ASK_AGAIN_DAYS * DAY)
    _status, page = plain(Client().post("/seek/state/", {"code": receipt.digits}), receipt.digits)
    assert "A year is over" in by_text_message(receipt.digits)
    assert "A year is over" in page


def test_no_answer_of_a_text_message_is_longer_than_two_parts_and_none_says_who_or_what():
    for state in SeekerState:
        for language in ("en", "ur"):
            answer = reply.of_standing(state, asked_again=True, language=language)
            assert measure(answer).parts <= SMS_PARTS_MAX
            assert not re.search(r"dead|died|death|found|alive|مر|فوت|زندہ|مل گ", answer, re.IGNORECASE)
