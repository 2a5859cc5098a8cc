"""A rota by the pages: when I can, what the place wants, a proposal, one press that takes it, and after the shift."""

from __future__ import annotations

import gzip
import json
import re
from datetime import timedelta

import pytest
from tests.doors.test_help_pages import text

from haal.cli import rota as command
from haal.cli.commands import run
from haal.domain.hazard import Hazard
from haal.domain.rota.practice import Practice
from haal.porch.clock import now
from haal.storage.gathering.drill import PlaceDrillRow
from haal.storage.gathering.place import PlaceRow
from haal.storage.rota import ShiftRow
from haal.storage.steward.after import ShiftPracticeRow
from haal.storage.steward.terms import PlaceWishRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
WISH = {"day": ["0", "1", "2", "3", "4", "5", "6"], "starts": "18:30", "ends": "22:00", "people": "2"}
HAZARD = next(iter(Hazard)).value
TERMS = {"time": [f"{day}-evening" for day in range(7)], "week": "7", "rest": "8", "sex": ""}


def values(page, *names):
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in names}


@pytest.fixture
def place(crew):
    browsers, *_ = crew
    place_id = PlaceRow.objects.get().id
    assert browsers[0].post(f"/desk/places/{place_id}/wishes/", WISH).status_code == 302
    for browser in browsers[:4]:
        assert browser.post("/desk/shifts/me/keep/", TERMS).status_code == 302
    return place_id


def test_a_rota_is_proposed_and_taken_by_one_press(crew, place):
    (first, *_), _, names = crew
    assert "4 of 4 helpers said when they can" in text(first.get("/desk/shifts/plan/"))
    since = f"{now() + timedelta(days=7):%Y-%m-%d}"

    page = text(first.post("/desk/shifts/plan/propose/", {"place": place, "since": since, "weeks": "1"}))
    assert "7 shifts held, 0 not" in page
    assert any(name in page for name in names[:4])
    assert ShiftRow.objects.count() == 2
    told = values(page, "place", "since", "weeks", "mark")
    assert first.post("/desk/shifts/plan/take/", told).status_code == 302
    assert ShiftRow.objects.count() == 9
    assert first.post("/desk/shifts/plan/take/", told).status_code == 409
    assert ShiftRow.objects.count() == 9


def test_what_cannot_be_is_said_in_words(crew, place):
    first = crew[0][0]
    wish = PlaceWishRow.objects.get().id
    assert first.post(f"/desk/wishes/{wish}/end/").status_code == 302
    first.post(f"/desk/places/{place}/wishes/", {**WISH, "is_mixed": "on", "skill": ["first-aid"]})
    since = f"{now() + timedelta(days=7):%Y-%m-%d}"

    page = text(first.post("/desk/shifts/plan/propose/", {"place": place, "since": since, "weeks": "1"}))
    assert "0 shifts held, 7 not" in page
    assert "This shift wants women and men together." in page
    assert "Of 4 helpers 4 are free then" in page
    assert "Without any one of these rules they could be." in page
    assert "Take it" not in page


def test_who_is_not_of_the_place_plans_nothing(crew, place):
    stranger = crew[0][4]
    asked = {"place": place, "since": "2099-01-01", "weeks": "1", "mark": ""}

    assert stranger.post("/desk/shifts/plan/propose/", asked).status_code == 404
    assert stranger.post("/desk/shifts/plan/take/", asked).status_code == 404
    assert stranger.post(f"/desk/places/{place}/wishes/", WISH).status_code == 404
    assert stranger.get(f"/desk/places/{place}/drills/").status_code == 404
    assert "The library" not in text(stranger.get("/desk/shifts/plan/"))


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/desk/shifts/plan/propose/", {"since": "soon"}, 400),
        ("/desk/shifts/me/keep/", {"week": "many", "rest": "8"}, 400),
        ("/desk/shifts/me/keep/", {**TERMS, "week": "9"}, 409),
        ("/desk/shifts/me/keep/", {**TERMS, "skill": "children"}, 409),
        ("/desk/shifts/me/keep/", {**TERMS, "away_from": "30.2."}, 400),
        (
            "/desk/shifts/me/keep/",
            {**TERMS, "time": ["9-noon"], "skill": "shooting"},
            302,
        ),  # what is not of a list is left out
    ],
)
def test_forms_say_what_does_not_fit(crew, path, fields, status):
    assert crew[0][0].post(path, fields).status_code == status


def test_what_i_said_of_myself_is_on_my_page_and_can_be_forgotten(crew, place):
    first = crew[0][0]
    first.post("/desk/shifts/me/keep/", {**TERMS, "sex": "woman", "first_aid_on": "2020-01-01"})
    page = text(first.get("/desk/shifts/me/"))
    assert 'value="0-evening" checked' in page
    assert "Your first aid is to be refreshed" in page
    assert len(gzip.compress(page.encode())) < 8_192
    first.post("/desk/shifts/me/forget/")

    assert 'value="0-evening" checked' not in text(first.get("/desk/shifts/me/"))


def test_after_a_shift_what_was_done_is_ticked_and_the_next_pair_reads_a_word(crew):
    (first, second, third, *_), *_ = crew
    early, _late = ShiftRow.objects.order_by("starts_at")
    ShiftRow.objects.filter(pk=early.id).update(starts_at=now() - timedelta(hours=4), ends_at=now())
    assert f"/desk/shifts/{early.id}/after/" in text(first.get("/desk/shifts/"))

    done = {"practice": ["rumour-control", "patrol"], "note": "The side gate sticks", "talked": "on", "was_hard": "on"}
    assert first.post(f"/desk/shifts/{early.id}/after/keep/", done).status_code == 302

    kept = set(ShiftPracticeRow.objects.values_list("practice", flat=True))
    assert kept == {"talked", Practice.RUMOUR_CONTROL.value}
    assert "The side gate sticks" in text(third.get("/desk/shifts/"))
    assert "The side gate sticks" not in text(second.get("/desk/shifts/"))
    assert "you said once that a shift was hard" in text(first.get("/desk/shifts/me/"))
    assert third.get(f"/desk/shifts/{early.id}/after/").status_code == 404
    numbers = {"note": "ring 0300 1234567"}
    assert first.post(f"/desk/shifts/{early.id}/after/keep/", numbers).status_code == 409


def test_an_exercise_is_written_down_with_its_time(crew):
    first, place = crew[0][0], PlaceRow.objects.get().id
    drill = {"held_on": f"{now():%Y-%m-%d}", "hazard": HAZARD, "minutes": "4", "seconds": "5", "people": "300"}

    assert first.post(f"/desk/places/{place}/drills/keep/", {**drill, "hazard": "army"}).status_code == 400
    assert first.post(f"/desk/places/{place}/drills/keep/", {**drill, "held_on": "x"}).status_code == 400
    answer = first.post(f"/desk/places/{place}/drills/keep/", drill)
    assert answer.status_code == 302, text(answer)
    assert PlaceDrillRow.objects.get().seconds == 245
    assert "04:05" in text(first.get(f"/desk/places/{place}/drills/"))


def test_the_hours_of_a_shift_are_changed_by_its_own_place(crew):
    (first, *_, stranger), *_ = crew
    early = ShiftRow.objects.order_by("starts_at")[0]
    begin = now() + timedelta(days=3)
    times = {"starts_at": f"{begin:%Y-%m-%dT%H:%M}", "ends_at": f"{begin + timedelta(hours=2):%Y-%m-%dT%H:%M}"}

    assert stranger.post(f"/desk/shifts/{early.id}/move/", times).status_code == 404
    assert first.post(f"/desk/shifts/{early.id}/move/", {**times, "ends_at": times["starts_at"]}).status_code == 409
    assert first.post(f"/desk/shifts/{early.id}/move/", times).status_code == 302
    moved = ShiftRow.objects.get(pk=early.id)
    assert (moved.ends_at - moved.starts_at, moved.people_count) == (timedelta(hours=2), 2)


def test_the_command_tells_numbers_and_names_nobody(crew, place, capsys):
    _, ids, names = crew

    assert run(["rota", "plan", "--weeks", "1", "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out.splitlines()[-1])
    assert (told["ok"], told["weeks"]) == (True, 1)
    assert told["held"] == told["wanted"] >= 6
    assert not [word for word in (*ids, *names, "library") if word in out + err]
    assert ShiftRow.objects.count() == 2


def test_the_command_says_which_rule_stands_in_the_way(crew, place, capsys):
    PlaceWishRow.objects.update(is_mixed=True)

    assert run(["rota", "plan", "--weeks", "1", "--json"]) == 1
    out, err = capsys.readouterr()
    told = json.loads(out.splitlines()[-1])
    assert (told["ok"], told["held"]) == (False, 0)
    assert set(told["closed"]) == {"not-mixed"}
    assert "This shift wants women and men together." in err
    assert run(["rota", "plan", "--from", "soon"]) == 1
    assert command.NAME == "rota"
