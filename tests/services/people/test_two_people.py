"""What nobody does alone: giving roles, resetting a lost second factor, opening a stopped account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import NOW, account, actor

from haal.domain.access import Actor, Role
from haal.domain.agreement import Kind
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import AgreementId, PersonId
from haal.services.people import accounts, agreements, queries, roles
from haal.storage import agreement, person
from haal.storage.agreement import AgreementRow
from haal.storage.person import RoleGrantRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]

OPERATOR = actor(Role.OPERATOR, name="calm-river")
AUDITOR = actor(Role.AUDITOR, name="plain-stone")


def ask(newcomer: PersonId, by: Actor = OPERATOR) -> AgreementId:
    return roles.ask_grant(person_id=newcomer, role=Role.VERIFIER, by=by, reason="knows the valley", now=NOW)


def test_a_role_is_there_only_after_another_person_agreed():
    newcomer = account()
    asked = ask(newcomer)
    before = queries.roles_of(person_id=newcomer)

    agreements.agree(agreement_id=asked, by=AUDITOR, now=NOW)

    assert before == frozenset()
    assert queries.roles_of(person_id=newcomer) == {Role.VERIFIER}


def test_who_asked_cannot_also_agree():
    newcomer = account()
    asked = ask(newcomer)

    with pytest.raises(Refused, match="two-people-needed"):
        agreements.agree(agreement_id=asked, by=OPERATOR, now=NOW)
    assert queries.roles_of(person_id=newcomer) == frozenset()


def test_nobody_gives_a_role_to_themselves_from_either_side():
    operator = Actor(person_id=account(), pseudonym="own-hand", roles=frozenset({Role.OPERATOR}), second_factor_at=NOW)

    with pytest.raises(Refused, match="not-for-oneself"):
        ask(operator.person_id, by=operator)
    asked = ask(operator.person_id, by=AUDITOR)
    with pytest.raises(Refused, match="not-for-oneself"):
        agreements.agree(agreement_id=asked, by=operator, now=NOW)


@pytest.mark.parametrize("minutes", [None, 11])
def test_both_people_show_the_second_factor_again(minutes):
    shown_at = None if minutes is None else NOW - timedelta(minutes=minutes)
    stale = Actor(
        person_id=PersonId("p_stale"), pseudonym="stale", roles=frozenset({Role.OPERATOR}), second_factor_at=shown_at
    )
    newcomer = account()

    with pytest.raises(Refused, match="second-factor-needed"):
        ask(newcomer, by=stale)
    asked = ask(newcomer)
    with pytest.raises(Refused, match="second-factor-needed"):
        agreements.agree(agreement_id=asked, by=stale, now=NOW)


def test_the_same_question_is_not_open_twice():
    newcomer = account()
    ask(newcomer)

    with pytest.raises(Refused, match="asked-already"):
        ask(newcomer)


def test_a_withdrawn_question_can_no_longer_be_agreed_to_but_asked_anew():
    newcomer = account()
    asked = ask(newcomer)

    agreements.withdraw(agreement_id=asked, by=AUDITOR, now=NOW)

    with pytest.raises(Refused, match="no-longer-open"):
        agreements.agree(agreement_id=asked, by=AUDITOR, now=NOW)
    assert ask(newcomer) != asked


def test_a_question_of_other_roles_looks_as_if_it_were_not_there():
    asked = agreement.ask(kind=Kind.WARN, subject="w_1", by=OPERATOR, now=NOW)

    with pytest.raises(NotFound):
        agreements.agree(agreement_id=asked, by=AUDITOR, now=NOW)
    assert queries.questions(by=actor(Role.VERIFIER)) == ()


def test_the_reason_is_read_by_those_who_may_agree():
    newcomer = account()
    ask(newcomer)

    (question,) = queries.questions(by=AUDITOR)

    assert question.reason == "knows the valley"
    assert question.can_agree
    assert not queries.questions(by=OPERATOR)[0].can_agree
    assert b"valley" not in AgreementRow.objects.get().reason.ciphertext


def test_a_lost_second_factor_is_forgotten_by_two_others():
    loser = account()
    asked = agreements.ask_factor_reset(person_id=loser, by=AUDITOR, now=NOW)
    epoch = person.Person.objects.get(pk=loser).sign_in_epoch

    agreements.agree(agreement_id=asked, by=OPERATOR, now=NOW)

    assert person.Person.objects.get(pk=loser).sign_in_epoch > epoch  # every sitting of theirs is over


def test_one_person_stops_an_account_and_two_open_it_again():
    volunteer = account()
    accounts.suspend(person_id=volunteer, by=actor(Role.INTAKE), now=NOW)
    stopped = queries.one(person_id=volunteer, by=OPERATOR)
    asked = agreements.ask_restore(person_id=volunteer, by=OPERATOR, now=NOW)

    agreements.agree(agreement_id=asked, by=AUDITOR, now=NOW)

    assert not stopped.is_active
    assert queries.one(person_id=volunteer, by=OPERATOR).is_active


def test_an_account_is_stopped_first_and_then_closed_by_two():
    volunteer = account()
    with pytest.raises(Refused, match="suspend-first"):
        agreements.ask_close(person_id=volunteer, by=OPERATOR, now=NOW)
    accounts.suspend(person_id=volunteer, by=OPERATOR, now=NOW)
    asked = agreements.ask_close(person_id=volunteer, by=OPERATOR, now=NOW)
    with pytest.raises(Refused, match="two-people-needed"):
        agreements.agree(agreement_id=asked, by=OPERATOR, now=NOW)

    agreements.agree(agreement_id=asked, by=AUDITOR, now=NOW)

    assert person.Person.objects.get(pk=volunteer).password == "!"
    with pytest.raises(NotFound):
        agreements.ask_restore(person_id=volunteer, by=OPERATOR, now=NOW)


# --- the database says so too -------------------------------------------------------------------------------------------


def refused_by_the_database(step):
    with pytest.raises(IntegrityError), transaction.atomic():
        step()
    return True


def test_the_database_refuses_an_agreement_of_one_person():
    asked = agreement.ask(kind=Kind.WARN, subject="w_1", by=PersonId("p_a"), now=NOW)
    row = AgreementRow.objects.filter(pk=asked)

    assert refused_by_the_database(lambda: row.update(agreed_by="p_a", agreed_at=NOW))


@pytest.mark.parametrize("kind", list(Kind))
def test_the_database_refuses_one_person_for_every_kind(kind):
    def insert() -> None:
        AgreementRow.objects.create(
            id="a_1", kind=kind.value, subject="x_1", asked_by="p_a", asked_at=NOW, agreed_by="p_a", agreed_at=NOW
        )

    assert refused_by_the_database(insert)


@pytest.mark.parametrize(
    ("asked_by", "agreed_by"),
    [("p_a", "p_a"), ("self", "p_b"), ("p_a", "self")],
    ids=["one", "asks for self", "agrees for self"],
)
def test_the_database_refuses_a_role_that_two_others_did_not_give(asked_by, agreed_by):
    newcomer = account()
    asked = agreement.ask(kind=Kind.ROLE_GRANT, subject=f"{newcomer}:warner", by=PersonId("p_a"), now=NOW)
    people = {"self": newcomer}

    def insert() -> None:
        RoleGrantRow.objects.create(
            person_id=newcomer,
            role="warner",
            agreement_id=asked,
            asked_by=people.get(asked_by, asked_by),
            agreed_by=people.get(agreed_by, agreed_by),
            granted_at=NOW,
        )

    assert refused_by_the_database(insert)


def test_a_role_needs_an_agreement_that_is_complete():
    newcomer = account()
    asked = agreement.ask(kind=Kind.ROLE_GRANT, subject=f"{newcomer}:warner", by=PersonId("p_a"), now=NOW)

    with pytest.raises(NotFound):
        person.grant(person_id=newcomer, role=Role.WARNER, agreement_id=asked, now=NOW)
