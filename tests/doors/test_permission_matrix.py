"""Every address x method x role, against the one table of rights.

The addresses come from the real URLconf and the answers from the real stack: whoever adds a page without saying who may open
it, or a role that the table does not know, fails here. What counts is whether the guard let the request through to the view.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pytest
from django.urls import path
from tests.doors.sign_in import member, signed_in
from tests.doors.urls import Address, addresses, walk
from tests.factories import NOW, undone
from tests.factories_sender import Sender

from haal.domain.access import NOBODY, OF_EVERY_ACCOUNT, PERMISSIONS, Actor, Permission, Role, may
from haal.domain.ids import PersonId
from haal.porch import permission

ADDRESSES = addresses()
GUARDED = tuple(address for address in ADDRESSES if address.declared and address.declared.permission)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
WHO = ("nobody", "newcomer", *(role.value for role in Role))

_taken: dict[str, tuple[str, ...]] = {}


def methods_of(address: Address) -> tuple[str, ...]:
    """Return the methods that the address takes from somebody with all rights; the others are 405 for everybody."""
    if not _taken:
        found = {}
        browser = Sender(signed_in(member(*Role)))
        for each in ADDRESSES:
            methods = tuple(sorted(each.methods)) if each.methods else METHODS
            answers = {method: ask(browser, method=method, path=each.path).status_code for method in methods}
            found[each.label] = tuple(
                method for method, status in answers.items() if status != HTTPStatus.METHOD_NOT_ALLOWED
            )
        _taken.update(found)
    return _taken[address.label]


@dataclass
class Guard:
    """What the guard decided about the last request; None: it was not asked."""

    let_through: bool | None = None


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> Guard:
    seen = Guard()
    decide = permission._why_not

    def watched(request: Any, access: permission.Access) -> Any:
        seen.let_through = False  # also when it raises NotFound
        answer = decide(request, access)
        seen.let_through = answer is None
        return answer

    monkeypatch.setattr(permission, "_why_not", watched)
    return seen


@pytest.fixture
def browser_of(request: pytest.FixtureRequest) -> Sender:
    """Return a browser in which somebody with one role is signed in, the second factor shown a moment ago, for each request."""
    who = request.param
    roles = () if who == "newcomer" else tuple(role for role in Role if role == who)
    return Sender(None if who == "nobody" else signed_in(member(*roles)))


def ask(browser: Any, *, method: str, path: str) -> Any:
    """Ask and undo whatever it did, so that one address does not change the next."""
    with undone():
        return browser.generic(method, path, data="" if method in {"GET", "HEAD"} else "{}")


def actor_as(who: str) -> Actor:
    if who == "nobody":
        return NOBODY
    roles = frozenset() if who == "newcomer" else frozenset({Role(who)})
    return Actor(person_id=PersonId("p_x"), pseudonym=who, roles=roles, second_factor_at=NOW)


def test_every_address_says_who_may_open_it():
    assert [address.label for address in ADDRESSES if address.declared is None] == []


def test_a_page_that_declares_nothing_would_be_found():
    (planted,) = walk([path("desk/planted/<int:number>/", lambda _request, number: number)], before="")

    assert (planted.declared, planted.path) == (None, "/desk/planted/1/")


def test_the_table_knows_every_permission_and_only_known_roles():
    assert set(PERMISSIONS) == set(Permission)
    assert all(roles <= set(Role) and roles for roles in PERMISSIONS.values())
    assert set().union(*PERMISSIONS.values()) == set(Role)


def test_every_desk_address_is_guarded():
    open_ones = {address.route for address in ADDRESSES if address.declared and address.declared.permission is None}

    assert [route for route in open_ones if route.startswith("desk/")] == []


def test_what_gives_more_to_somebody_asks_for_a_fresh_second_factor():
    needed = {Permission.GRANT_ROLE, Permission.RESET_FACTOR, Permission.INVITE}

    assert [a.label for a in GUARDED if a.declared.permission in needed and not a.declared.fresh_factor] == []


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("desk_keys")
@pytest.mark.parametrize("browser_of", WHO, indirect=True)
def test_each_role_gets_through_exactly_where_the_table_says(browser_of, guard, request):
    who = request.node.callspec.params["browser_of"]
    absent = ask(browser_of, method="GET", path="/desk/there-is-no-such-page/").content
    methods_of(ADDRESSES[0])
    wrong, cells = [], 0
    for address in ADDRESSES:
        for method in METHODS if who == "nobody" and not address.methods else methods_of(address):
            guard.let_through = None
            answer = ask(browser_of, method=method, path=address.path)
            cells += 1
            if problem := _problem(address, answer, who=who, guard=guard, absent=absent, method=method):
                wrong.append(f"{method} {address.label}: {problem}")

    assert wrong == []
    assert cells >= len(ADDRESSES)


def _problem(address: Address, answer: Any, *, who: str, guard: Guard, absent: bytes, method: str) -> str:
    """Return what is wrong with this cell of the matrix, or nothing."""
    access = address.declared
    if access is None:
        return "undeclared"
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"status {answer.status_code}"
    if guard.let_through is None:
        not_asked_rightly = access.permission is None or answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        return "" if not_asked_rightly else f"the guard was not asked, status {answer.status_code}"
    if access.permission is None:
        return "the guard was asked although the address is for everyone"
    expected = may(actor_as(who), access.permission)
    if guard.let_through != expected:
        return f"let through: {guard.let_through}, table: {expected}"
    if expected:
        return ""
    if who == "nobody":
        sent = 401 if address.route.startswith("api/") else 302
        return "" if answer.status_code == sent else f"a stranger got {answer.status_code}"
    if answer.status_code != HTTPStatus.NOT_FOUND:
        return f"turned away with {answer.status_code}, not as absent"
    same = method == "HEAD" or answer.content == absent or address.route.startswith("api/")
    return "" if same else "turned away with another page than for what is absent"


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_keys")
@pytest.mark.parametrize("lacking", ["second factor", "code of conduct"])
def test_an_unfinished_account_reaches_its_own_set_up_and_nothing_else(lacking, guard):
    pseudonym = member(*Role, second_factor=lacking != "second factor", conduct=lacking != "code of conduct")
    browser = signed_in(pseudonym)

    reached = set()
    for address in GUARDED:
        guard.let_through = None
        ask(browser, method="GET", path=address.path)
        if guard.let_through:
            reached.add(address.name)

    assert reached == {address.name for address in GUARDED if address.declared.unfinished}
    assert all(
        address.declared.permission is Permission.OWN_ACCOUNT for address in GUARDED if address.declared.unfinished
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_keys")
def test_no_stale_second_factor_passes_where_a_fresh_one_is_asked(guard, monkeypatch):
    browser = signed_in(member(*Role))
    later = time.time() + 11 * 60
    monkeypatch.setattr(permission.clock, "now", lambda: permission.clock.datetime.fromtimestamp(later, NOW.tzinfo))

    for address in GUARDED:
        if address.declared.fresh_factor:
            guard.let_through = None
            answer = ask(browser, method="GET", path=address.path)
            assert (guard.let_through, answer.status_code) in {(False, 302), (None, 405)}, address.label


def test_every_account_may_stop_another_and_look_after_its_own():
    newcomer = actor_as("newcomer")

    assert {permission for permission in Permission if may(newcomer, permission)} == OF_EVERY_ACCOUNT
    assert not any(may(NOBODY, permission) for permission in Permission)
