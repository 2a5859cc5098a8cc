"""Check-in circles through their pages, text messages and missed calls: with a code alone, and at the desk."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests import factories_circles, factories_help
from tests.doors.sign_in import member, signed_in
from tests.doors.test_help_pages import text

from haal.domain.access import Role
from haal.jobs import check_in as job
from haal.porch import rates
from haal.porch.clock import now
from haal.services.help.circles import watch
from haal.storage import audit
from haal.storage.check_in.rows import CircleRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
UNKNOWN = "amber lamp river stone kite field"
CODE = re.compile(r'<p class="code" lang="en" dir="ltr">([^<]+)</p>')


@pytest.fixture(autouse=True)
def _full_budget():
    rates.failed_codes.clear_all()


@pytest.fixture
def opened():
    by = factories_circles.opener(now=now())
    return factories_circles.circle(by=by, now=now() - timedelta(hours=3), every_minutes=60)


def overdue():
    """Let the clock have looked since the circle was opened."""
    for at in range(180, 0, -5):
        watch.watch(now=now() - timedelta(minutes=at))


def test_a_person_at_risk_checks_in_sets_out_pauses_and_ends_with_the_code_alone(opened):
    client = Client()

    answer = client.post("/check-in/", {"code": opened.plain.digits})
    assert "The next word is due before" in text(answer)
    assert factories_circles.LABEL not in text(answer)
    assert "due before" in text(client.post("/check-in/set-out/", {"code": opened.plain.digits, "hours": "6"}))
    assert "Paused" in text(client.post("/check-in/pause/", {"code": opened.plain.words}))
    assert "has ended" in text(client.post("/check-in/end/", {"code": opened.plain.words}))

    assert client.post("/check-in/", {"code": opened.plain.words}).status_code == 409
    assert client.post("/check-in/", {"code": UNKNOWN}).status_code == 404
    assert client.post("/check-in/set-out/", {"code": opened.plain.digits, "hours": "x"}).status_code == 400


def test_a_link_is_one_button_and_opening_it_says_nothing_and_asks_nothing(opened, django_assert_num_queries):
    client = Client()
    with django_assert_num_queries(0):
        pages = [client.get(f"/c/{code}/") for code in (opened.plain.link, UNKNOWN.replace(" ", "-"))]
    before = CircleRow.objects.get().due_at

    page = text(pages[0])
    assert page.count("<button") == 1
    assert _bare(pages[0], opened.plain.link) == _bare(pages[1], UNKNOWN.replace(" ", "-"))
    hidden = re.search(r'name="code" value="([^"]+)"', page)[1]
    assert "due before" in text(client.post("/check-in/", {"code": hidden}))
    assert CircleRow.objects.get().due_at > before


def test_the_clock_notices_a_silence_and_a_member_without_an_account_handles_it(opened):
    overdue()
    client, code = Client(), opened.members[0].words

    page = text(client.post("/circle/", {"code": code}))
    assert "It is your turn to act" in page or "you may too" in page
    assert all(
        words in page for words in (factories_circles.LABEL, "Call the school", "Go in pairs", "nobody has acted")
    )
    client.post("/circle/act/", {"code": code, "did": "step-1"})
    page = text(client.post("/circle/", {"code": opened.members[1].digits}))
    assert "number 1</strong>" in page
    assert "A step of the plan is done" in page
    assert client.post("/circle/act/", {"code": code, "did": "run-away"}).status_code == 400
    client.post("/circle/act/", {"code": code, "did": "reached-well"})

    assert "Nobody of this circle needs you now" in text(client.post("/circle/", {"code": code}))
    assert client.post("/circle/", {"code": opened.plain.words}).status_code == 404


def test_the_desk_says_that_somebody_must_act():
    watchers = [factories_help.colleague(role, now=now()) for role in (Role.AID, Role.STEWARD)]
    accounts = [one.person_id for one in watchers]
    opened = factories_circles.circle(
        *accounts, by=watchers[0], now=now() - timedelta(hours=3), every_minutes=60, widens=True
    )
    overdue()
    watcher = signed_in(member(Role.STEWARD))

    page = text(watcher.get("/desk/check-ins/"))
    assert "SOMEBODY MUST ACT" in text(watcher.get("/desk/"))
    assert factories_circles.LABEL in page
    assert "nobody has acted" in page
    watcher.post(f"/desk/check-ins/{opened.circle_id}/act/", {"did": "reached-well"})

    assert "SOMEBODY MUST ACT" not in text(watcher.get("/desk/"))
    assert "SOMEBODY MUST ACT" not in text(signed_in(member(Role.VERIFIER)).get("/desk/"))


def test_a_circle_is_opened_on_a_page_that_shows_its_codes_once_and_says_what_is_agreed():
    desk = signed_in(member(Role.AID))
    other = factories_help.colleague(Role.STEWARD, now=now())
    fields = {"label": "the nurse", "plan": "", "every_minutes": "240", "kind": "journey", "member0": other.person_id}
    assert other.pseudonym in text(desk.get("/desk/check-ins/"))
    assert desk.post("/desk/check-ins/open/", fields).status_code == 409

    page = desk.post("/desk/check-ins/open/", {**fields, "member1": "code"})

    assert page.status_code == 201
    plain, duress, first, second = CODE.findall(text(page))
    assert "never calls police, party or office by itself" in text(page)
    assert "show the telephone company, and whoever it answers to, who is in the circle" in text(page)
    assert [Client().post("/check-in/", {"code": code}).status_code for code in (plain, duress)] == [200, 200]
    assert [Client().post("/circle/", {"code": code}).status_code for code in (first, second)] == [200, 200]
    assert plain not in text(desk.get("/desk/check-ins/"))


def test_the_opener_names_another_and_makes_new_codes():
    desk = signed_in(member(Role.AID))
    fields = {"label": "the nurse", "plan": "", "every_minutes": "240", "member0": "code", "member1": "code"}
    plain, _, first, _ = CODE.findall(text(desk.post("/desk/check-ins/open/", fields)))
    circle_id = CircleRow.objects.get().id
    Client().post("/circle/leave/", {"code": first})
    assert "number 1 asks for somebody in their place" in text(desk.get("/desk/check-ins/"))

    named = desk.post(f"/desk/check-ins/{circle_id}/another/", {"place": "1", "member": "code"})
    renewed = desk.post(f"/desk/check-ins/{circle_id}/codes/")

    assert Client().post("/circle/", {"code": CODE.findall(text(named))[0]}).status_code == 200
    assert Client().post("/circle/", {"code": first}).status_code == 404
    assert Client().post("/check-in/", {"code": plain}).status_code == 404
    assert Client().post("/check-in/", {"code": CODE.findall(text(renewed))[1]}).status_code == 200
    stranger = signed_in(member(Role.AID))
    assert stranger.post(f"/desk/check-ins/{circle_id}/codes/").status_code == 404


def test_two_of_the_circle_open_the_sealed_note_and_one_alone_does_not(opened):
    client = Client()
    kept = text(client.post("/check-in/note/", {"code": opened.plain.words, "note": "by the old road to the mill"}))
    assert "A sealed note is kept" in kept
    first, second = opened.members
    assert client.post("/circle/note/", {"code": first.words}).status_code == 409
    watch.watch(now=now() - timedelta(minutes=1))
    CircleRow.objects.update(due_at=now() - timedelta(hours=2), excused_until=None)
    watch.watch(now=now())

    assert client.post("/circle/note/", {"code": first.digits}).status_code == 409
    alone = text(client.post("/circle/note/", {"code": first.words}))
    again = text(client.post("/circle/note/", {"code": first.words}))
    both = text(client.post("/circle/note/", {"code": second.words}))

    assert "the old road" not in alone + again
    assert "One of you has agreed" in text(client.post("/circle/", {"code": second.words})) or "the old road" in both
    assert "by the old road to the mill" in both


def test_the_jobs_look_every_minute_and_know_when_the_clock_was_moved():
    clocks = job.Clocks()
    at = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)

    assert clocks.jumped(wall=at, steady=100.0) == timedelta(0)
    assert clocks.jumped(wall=at + timedelta(seconds=60), steady=160.0) == timedelta(0)
    assert clocks.jumped(wall=at - timedelta(hours=2), steady=220.0) == -timedelta(hours=2, minutes=2)
    assert job.run(now()) == 0
    assert job.call(now()) == 0


def test_a_stranger_who_guesses_digits_is_stopped_and_words_still_work(opened):
    client = Client()
    answers = [client.post("/circle/", {"code": f"{n:010d}"}).status_code for n in range(200)]

    assert answers[0] == 404
    assert answers[-1] == 429
    assert client.post("/circle/", {"code": opened.members[0].words}).status_code == 200


def test_the_duress_code_leaves_the_same_page_and_no_more_in_the_audit(opened):
    client, pages = Client(), {}
    for name, code in (("plain", opened.plain), ("duress", opened.duress)):
        before = audit.head()[0]
        answers = [
            client.post("/check-in/", {"code": code.words}),
            client.post("/check-in/pause/", {"code": code.words}),
        ]
        pages[name] = (
            [_bare(answer, code.words) for answer in answers],
            audit.head()[0] - before,
            list(answers[0].headers),
        )

    assert pages["plain"] == pages["duress"]
    assert CircleRow.objects.get().duress_since is not None
    watch.watch(now=now())
    assert {entry.what for entry in audit.latest(limit=50)} & {"circle-overdue", "circle-turn"} == set()
    assert "not free to speak" in text(client.post("/circle/", {"code": opened.members[0].words}))
    assert "Nobody is overdue" in text(signed_in(member(Role.AID)).get("/desk/check-ins/"))


def _bare(answer, code: str) -> str:
    """Return a page without what is another each time: the typed code, tokens, the minute."""
    page = text(answer).replace(code, "CODE")
    return re.sub(r'value="[A-Za-z0-9]{64}"|\d{4}-\d\d-\d\d \d\d:\d\d', "", page)
