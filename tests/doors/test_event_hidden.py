"""Nobody learns that an event is coming: every page and feed is the same, byte for byte, whether one is planned or none is.

Both worlds are asked by every role, the box keeper's and the auditor's among them; what differs in every answer anyway (keys of
forms, nonces, the time of a page) is taken out first, and a planted line shows that the comparison sees.
"""

from __future__ import annotations

import ast
import io
import re
import zipfile

import pytest
from tests.doors.sign_in import member, person_id_of, signed_in
from tests.doors.test_permission_matrix import ask
from tests.doors.urls import addresses
from tests.factories import undone
from tests.factories_event import actor_of, at, begun_plan
from tests.factories_sender import Sender
from tests.house.tree import ROOT, modules

from haal.cli.commands import COMMANDS
from haal.domain.access import Role
from haal.porch.clock import now
from haal.services.help.events import acting
from haal.storage import audit

ADDRESSES = addresses()
WHO = ("nobody", "newcomer", *(role.value for role in Role))
ALWAYS_NEW = re.compile(
    rb'nonce="[^"]*"|name="(?:csrfmiddlewaretoken|client_key)" value="[^"]*"|hx-headers=\'[^\']*\''
    rb'|"csrfmiddlewaretoken"[^,}]*|"disk_free_mb": ?\d+'
    rb"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\+00:00|\+05:00)?|\b\d\d:\d\d(?::\d\d)?\b|\b\d+ (?:seconds|second) ago"
)


def planners():
    """Keep two people who plan, and return them."""
    names = [member(Role.STEWARD), member(Role.STEWARD)]
    return tuple(actor_of(person_id_of(name), name) for name in names)


def plan_something(people):
    """Plan three events, of which one runs and one is over."""
    moment = now()
    for step in ("", "run", "end"):
        word = begun_plan(people, now=moment, where="the ground behind the old mill")
        for one in people if step else ():
            acting.say_go(at=at(word, by=one, now=moment), seen=[], by=one, now=moment)
        if step:
            acting.begin(at=at(word, by=people[0], now=moment), by=people[0], now=moment)
        if step == "end":
            acting.say_no_go(at=at(word, by=people[0], now=moment), by=people[0], now=moment)


def answers(browser):
    """Return what every address says, without what is new in every answer."""
    told = {}
    for address in ADDRESSES:
        if address.methods and "GET" not in address.methods:
            continue
        answer = ask(browser, method="GET", path=address.path)
        told[address.label] = (answer.status_code, ALWAYS_NEW.sub(b"", unpacked(answer.content)))
    return told


def unpacked(content):
    """Return a page as it is, of an archive its files but for their digests: an archive says when it was packed."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in sorted(archive.namelist()) if not name.endswith("SHA256SUMS")]
        return b"".join(name.encode() + archive.read(name) for name in names)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("desk_keys")
@pytest.mark.parametrize("who", WHO)
def test_every_address_says_the_same_whether_events_are_planned_or_not(who):
    roles = tuple(role for role in Role if role == who)
    browser = Sender(None if who == "nobody" else signed_in(member(*roles)))
    people = planners()

    before = answers(browser)
    with undone():
        plan_something(people)
        during = answers(browser)

    assert [label for label, told in before.items() if told != during[label]] == []
    assert sum(status == 200 for status, _ in before.values()) > 5
    assert not any(b"old mill" in told for _, told in during.values())


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_keys")
def test_the_comparison_would_see_a_line_more():
    auditor = Sender(signed_in(member(Role.AUDITOR)))
    before = answers(auditor)
    with undone():
        audit.write(by="p_x", what="event-planned", subject="", now=now())
        during = answers(auditor)

    assert before["/desk/audit/"] != during["/desk/audit/"]


def imported_by(name):
    """Return the modules that import something of this package."""
    found = set()
    for module in modules():
        for node in module.nodes:
            names = []
            if isinstance(node, ast.ImportFrom):
                names = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            if any(one == name or one.startswith(f"{name}.") for one in names):
                found.add(module.path.relative_to(ROOT / "src" / "haal").as_posix())
    return found


def test_no_command_no_api_no_feed_and_no_other_room_reaches_a_plan():
    own = {one for one in imported_by("haal.services.help.events") if not one.startswith("services/help/events/")}
    rows = {one for one in imported_by("haal.storage.event_plan") if not one.startswith("services/help/events/")}

    assert own == {"web/desk/help/event.py", "web/event_form.py", "jobs/help_ends.py"}
    assert rows == {"storage/models.py"}
    naming = [
        module.name
        for module in modules()
        if re.search(r"\bevent_plan\b(?!s)|EventPlanRow", module.text)
        and not re.search(r"event_plan|help/events|event_form|event_words", module.name)
    ]
    expected = {"storage/models.py", "storage/boxes/erased.py", "jobs/clock.py", "jobs/help_ends.py"}
    words = {"web/desk/help/event.py", "web/templatetags/plan_words.py"}
    assert {name.removeprefix("src/haal/") for name in naming} <= expected | words
    assert not [module.NAME for module in COMMANDS if "event" in module.NAME]
