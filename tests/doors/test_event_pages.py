"""The plan of an event through its pages: begun, opened by its words, go and no-go, run, printed, told, without script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests import factories_event
from tests.doors.sign_in import member, person_id_of, signed_in

from haal.domain.access import Role
from haal.domain.gathering.place import PlaceKind
from haal.porch.clock import now
from haal.services.help.events import opened as opening
from haal.services.help.events.opened import At
from haal.services.help.gathering import register
from haal.storage import report
from haal.storage.event_plan.left import EventLeftRow
from haal.storage.event_plan.plan import EventPlanRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
WORD = re.compile(r'<p class="code"[^>]*>([a-z ]+)<')


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def hidden(answer):
    """Return the words and the edition that the page carries."""
    page = answer.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("word", "edition")}


def typed(names, **changes):
    """Return the form of a new plan as these people fill it in."""
    begin = timezone.localtime(now() + timedelta(hours=2))
    ids = [person_id_of(name) for name in names]
    given = {
        "kind": "rally",
        "where": "the ground behind the old mill",
        "district": "Mastung",
        "starts_at": f"{begin:%Y-%m-%dT%H:%M}",
        "ends_at": f"{begin + timedelta(hours=3):%Y-%m-%dT%H:%M}",
        "heads": "400",
        "ways_out": "2",
        "stewards": "8",
        "first_aiders": "2",
        "exits": "the lane\r\nand the gate",
        "first_aid": "a tent",
        "hour0": f"{begin - timedelta(hours=1):%H:%M}",
        "doing0": "meet",
        "note0": "at the gate",
        "ask-armed-there": "no",
        "person": ids[1:],
        "named0": ids[0],
        "named1": ids[1],
    }
    return {**given, **changes}


@pytest.fixture
def names():
    return [member(Role.STEWARD) for _ in range(3)]


@pytest.fixture
def browsers(names):
    return [signed_in(name) for name in names]


def begun(browser, names, **changes):
    answer = browser.post("/desk/events/new/", typed(names, **changes))
    assert answer.status_code == 201, text(answer)
    return WORD.search(answer.content.decode())[1]


def opened(browser, word):
    answer = browser.post("/desk/events/open/", {"word": word})
    assert answer.status_code == 200, text(answer)
    return answer


def act(browser, word, step, /, **fields):
    """Open the plan and do one thing with it."""
    carried = hidden(opened(browser, word))
    return browser.post(f"/desk/events/act/{step}/", {**carried, **fields})


def test_a_whole_event_from_its_plan_to_its_report(browsers, names):
    first, second, third = browsers
    assert "There is no list of coming events" in text(first.get("/desk/events/"))
    assert "Twelve hours at most" in text(first.get("/desk/events/new/"))
    word = begun(first, names)

    page = text(opened(second, word.upper()))
    assert "the ground behind the old mill" in page
    assert "Wanted: 8, in pairs. Known to come: 8." in page
    assert "No warning is on air here." in page
    assert "One said go; the other has not." in text(act(first, word, "go"))
    assert "Go: both said so" in text(act(second, word, "go"))
    sheets = third.post(
        "/desk/events/sheets/give/", {**hidden(opened(third, word)), "holder": ["the gate", "", "the lane"]}
    )
    assert "Printing 1, sheet 2 of 2" in text(sheets)
    assert sheets.content.decode().count('class="plan sheet"') == 2
    assert "It runs since" in text(act(third, word, "begin"))
    assert "People counted: 380" in text(act(third, word, "note", what="counted", count="380"))
    assert "done" in text(act(third, word, "tick", step="0"))
    assert "How it went" in text(act(third, word, "end", end="held"))

    told = {"where": "Mastung", "words": "All went home in groups.", "came": "380", "testify": "nobody-yet"}
    refused = third.post("/desk/events/debrief/", {**hidden(opened(third, word)), **told})
    assert refused.status_code == 409
    assert "All went home in groups." in refused.content.decode()
    for number in (1, 2):
        act(third, word, "sheet", sheet=f"1/{number}", back="destroyed")
    answer = third.post("/desk/events/debrief/", {**hidden(opened(third, word)), **told})

    assert answer.status_code == 201
    assert WORD.search(answer.content.decode())
    assert report.ReportRow.objects.count() == EventLeftRow.objects.count() == 1
    assert "72 hours after that this plan is gone" in text(opened(first, word))


def test_who_has_the_words_and_is_not_on_it_finds_nothing(browsers, names):
    word = begun(browsers[0], names[:2])
    browsers[2].get("/desk/events/")
    answers = [
        browsers[2].post("/desk/events/open/", {"word": one}) for one in (word, "amber lamp river stone kite field")
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert len({re.sub(rb'value="[^"]+"|nonce-?[^"]*"', b"", answer.content) for answer in answers}) == 1
    assert "mill" not in text(answers[0])


def test_one_person_says_no_go_from_a_page_that_is_old(browsers, names):
    first, second, third = browsers
    word = begun(first, names)
    old = hidden(opened(third, word))
    act(first, word, "go")
    act(second, word, "go")

    answer = third.post("/desk/events/act/no-go/", old)

    assert answer.status_code == 200
    assert "No-go. It holds until both say go anew." in text(answer)
    again = third.post("/desk/events/act/tick/", {**old, "step": "0"})
    assert again.status_code == 409
    assert "Somebody else wrote in the plan meanwhile" in text(again)


def test_a_plan_is_changed_beginning_with_what_is_there(browsers, names):
    word = begun(browsers[0], names)
    form = browsers[1].post("/desk/events/anew/", hidden(opened(browsers[1], word)))
    page = form.content.decode()
    assert "the ground behind the old mill" in page
    assert 'name="person"' not in page

    changed = browsers[1].post("/desk/events/change/", {**hidden(form), **typed(names, heads="900")})
    assert changed.status_code == 200
    assert "Wanted: 10, in pairs." in text(changed)
    refused = browsers[1].post(
        "/desk/events/change/", {**hidden(changed), **typed(names, exits="two with rifles at the gate")}
    )
    assert refused.status_code == 409
    assert "Helpers do none of it" in text(refused)
    assert "two with rifles at the gate" in refused.content.decode()


def test_a_form_that_is_refused_comes_back_with_everything_that_was_typed(browsers, names):
    answer = browsers[0].post(
        "/desk/events/new/", typed(names, where=" ", exits="only one", named1=person_id_of(names[0]))
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "only one" in page
    assert page.count("checked> test-member") == 2
    assert not EventPlanRow.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"starts_at": "soon"}, {"kind": "wedding"}, {"doing0": "patrol"}, {"hour0": "late"}, {"starts_at": ""}],
)
def test_what_is_no_time_and_of_no_list_is_no_plan(browsers, names, changes):
    assert browsers[0].post("/desk/events/new/", typed(names, **changes)).status_code == 400


def test_what_is_no_step_of_a_plan_is_not_there(browsers, names):
    word = begun(browsers[0], names)

    for what in ("search", "patrol", "list"):
        assert act(browsers[0], word, what).status_code == 404
    assert act(browsers[0], word, "tick", step="7").status_code == 404
    assert act(browsers[0], word, "tick").status_code == 404
    assert act(browsers[0], word, "sheet", sheet="1/1", back="lost").status_code == 404
    assert act(browsers[0], word, "sheet", sheet="x", back="eaten").status_code == 400
    assert act(browsers[0], word, "end", end="won").status_code == 400
    nothing_printed = browsers[0].post("/desk/events/sheets/", hidden(opened(browsers[0], word)))
    assert nothing_printed.status_code == 404


def test_a_link_back_leads_to_where_the_words_are_asked(browsers):
    for path in ("open", "anew", "change", "sheets", "debrief", "act/go"):
        answer = browsers[0].get(f"/desk/events/{path}/?lang=ur")
        assert (answer.status_code, answer["Location"]) == (302, "/desk/events/")
        assert browsers[0].put(f"/desk/events/{path}/").status_code == 405


def test_no_page_of_a_plan_is_kept_or_has_it_in_an_address(browsers, names):
    answer = opened(browsers[0], begun(browsers[0], names))
    other = opened(browsers[0], begun(browsers[0], names))

    assert "no-store" in answer["Cache-Control"]
    addresses, others = (
        re.findall(r'(?:href|action|src)="([^"]+)"', each.content.decode()) for each in (answer, other)
    )
    assert addresses
    assert addresses == others  # the same whatever the words are
    assert not [row.id for row in EventPlanRow.objects.all() if row.id in (answer.content + other.content).decode()]


def test_the_step_of_an_hour_lies_in_the_day_of_the_event(browsers, names):
    begin = timezone.localtime(now() + timedelta(days=1)).replace(hour=0, minute=30)
    times = {"starts_at": f"{begin:%Y-%m-%dT%H:%M}", "ends_at": f"{begin + timedelta(hours=3):%Y-%m-%dT%H:%M}"}
    word = begun(browsers[0], names, **times, hour0="23:30", hour1="03:45", doing1="leave-together")

    by = factories_event.actor_of(person_id_of(names[0]), names[0])
    steps = opening.read(at=At(word=word), by=by, now=now()).event.plan.steps
    assert [step.at - steps[0].at for step in steps] == [timedelta(0), timedelta(hours=4, minutes=15)]
    assert timezone.localtime(steps[0].at).date() == begin.date() - timedelta(days=1)


def test_ones_own_place_can_be_chosen_and_another_helper_keeps_it(browsers, names):
    by = factories_event.actor_of(person_id_of(names[0]), names[0])
    place_id = register.register(kind=PlaceKind.SCHOOL, name="The school", district="Mastung", by=by, now=now())
    register.add_steward(place_id=place_id, person_id=by.person_id, by=by, now=now())
    assert "The school" in text(browsers[0].get("/desk/events/new/"))
    word = begun(browsers[0], names, place=place_id)

    form = browsers[1].post("/desk/events/anew/", hidden(opened(browsers[1], word)))

    assert "yes, the one that was chosen" in text(form)
    changed = browsers[1].post("/desk/events/change/", {**hidden(form), **typed(names, place=place_id, heads="50")})
    assert "On the rota of the place, at its thinnest: 0." in text(changed)


def test_sums_of_past_months_are_numbers_alone(browsers):
    EventLeftRow.objects.create(month=202001, kind="funeral", end="held", came=120, stewards=8, sheets=4, sheets_lost=1)

    assert "Funeral 1 0 120 4, 1" in text(browsers[0].get("/desk/events/"))


def test_the_page_reads_from_right_to_left(browsers, names):
    word = begun(browsers[0], names)
    browsers[0].get("/desk/events/?lang=ur")

    assert 'dir="rtl"' in opened(browsers[0], word).content.decode()
