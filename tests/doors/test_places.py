"""Places and plans through the pages, without script, as their helpers use them; a plan is one printed page."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pytest
import weasyprint
from django.contrib.staticfiles import finders
from tests.doors.sign_in import member, signed_in
from tests.factories_osm import town, written_json

from haal.cli.commands import run
from haal.domain.access import SYSTEM, Role
from haal.domain.gathering.plan import LINE_CHARS_MAX, RESPONSES_MAX, TEXT_CHARS_MAX, Missing, Plan, Question, texts_of
from haal.domain.hazard import Hazard
from haal.porch.clock import now
from haal.services.help.gathering import bring
from haal.storage import person
from haal.storage.gathering import place as rows
from haal.storage.gathering.place import PlaceRow
from haal.web.templatetags.plan_words import LABELS, QUESTIONS, TO_DO

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def word_in(answer):
    return re.search(r'<p class="code"[^>]*>([a-z ]+)<', text(answer))[1]


def _days_ahead(days):
    return (now() + timedelta(days=days)).date().isoformat()


@pytest.fixture
def school():
    names = [member(Role.STEWARD) for _ in range(2)]
    browsers = [signed_in(name) for name in names]
    ids = [person.find(name) for name in names]
    browsers[0].post("/desk/places/register/", {"name": "The girls' school", "kind": "school", "district": "Mastung"})
    place = f"/desk/places/{PlaceRow.objects.get().id}/"
    for newcomer in ids:
        browsers[0].post(f"{place}helpers/", {"person": newcomer})
    return place, browsers, ids


def filled(owner, **changes):
    """Return the form with everything in it that it takes."""
    texts = {name: f"{name} " * (TEXT_CHARS_MAX // (len(name) + 1)) for name, _ in texts_of(Plan())}
    lines = {
        f"{name}{n}": "w" * 6 + " word" * ((LINE_CHARS_MAX - 6) // 5)
        for n in range(RESPONSES_MAX)
        for name in ("sign", "who_checks", "then")
    }
    hazards = {f"hazard{n}": one for n, one in enumerate((Hazard.FIRE, Hazard.SHOOTING, Hazard.BLAST))}
    given = {"crowd_max": "400", "ways_out": "2", "owner": owner, "review_on": _days_ahead(60)}
    return {**texts, **lines, **hazards, **given, **changes}


def test_every_question_and_every_finding_has_its_words():
    assert set(QUESTIONS) == set(Question)
    assert set(TO_DO) == {*Question, *Missing}
    assert set(LABELS) == {name for name, _ in texts_of(Plan())}


def test_a_plan_is_written_locked_opened_and_begun_again(school):
    place, (first, second), ids = school
    form = text(first.get(f"{place}plan/"))
    assert all(str(words).split("?")[0] in form.replace("&#x27;", "'") for words in QUESTIONS.values())

    kept = first.post(f"{place}plan/", filled(ids[0], exits="the small gate", **{"ask-armed-here": "no"}))
    assert kept.status_code == 201
    word = word_in(kept)

    opened = second.post(f"{place}plan/read/", {"word": word})
    assert "the small gate" in text(opened)
    assert "no-store" in opened["Cache-Control"]
    assert "before people gather again" in text(opened)
    assert "While anybody armed" not in text(opened)
    again = text(second.post(f"{place}plan/anew/", {"word": word}))
    assert ">the small gate</textarea>" in again
    assert 'value="no" checked' in again


def test_a_refused_form_comes_back_with_all_that_was_typed(school):
    place, (first, _), ids = school

    answer = first.post(f"{place}plan/", filled(ids[0], review_on="2020-01-01", exits="by the well"))

    assert answer.status_code == 409
    assert "by the well" in text(answer)
    assert "within the next 180 days" in text(answer)
    assert first.post(f"{place}plan/", filled(ids[0], crowd_max="about 200")).status_code == 409
    assert first.post(f"{place}plan/", filled(ids[0], kit_checked_on="soon")).status_code == 400
    assert first.post(f"{place}plan/", filled(ids[0], hazard0="dragons")).status_code == 400


def test_nobody_but_its_helpers_gets_the_form_or_the_plan(school):
    place, (first, _), ids = school
    word = word_in(first.post(f"{place}plan/", filled(ids[0], exits="the small gate")))

    for role in Role:
        other = signed_in(member(role))
        answers = [
            other.get(f"{place}plan/"),
            other.post(f"{place}plan/", filled(ids[0])),
            other.post(f"{place}plan/read/", {"word": word}),
            other.post(f"{place}plan/anew/", {"word": word}),
        ]
        assert {answer.status_code for answer in answers} == {404}, role
        assert not any("small gate" in text(other.get(page)) for page in ("/desk/places/", place, "/desk/"))


@pytest.mark.usefixtures("can_print")
def test_the_fullest_plan_is_one_printed_page(school):
    place, (first, _), ids = school
    word = word_in(first.post(f"{place}plan/", filled(ids[0])))
    page = text(first.post(f"{place}plan/read/", {"word": word}))
    sheets = [weasyprint.CSS(filename=finders.find(name), media_type="print") for name in ("haal.css", "plan.css")]
    bare = re.sub(r'<link rel="(stylesheet|icon)"[^>]*>', "", page)

    document = weasyprint.HTML(string=bare, media_type="print").render(stylesheets=sheets)

    assert len(document.pages) == 1
    assert io.BytesIO(document.write_pdf()).getvalue().startswith(b"%PDF")


def test_a_long_register_is_shown_by_district_and_kind(tmp_path):
    bring.bring(path=written_json(tmp_path, town(230)), by=SYSTEM, now=now(), dry_run=False)
    aid = signed_in(member(Role.AID))
    (name, count), *_ = rows.counts()

    front = text(aid.get("/desk/places/"))
    one = text(aid.get("/desk/places/", {"district": name, "kind": "school"}))

    assert "Choose a district." in front
    assert f"({count})" in front
    assert "school of quarter" in one
    assert "marketplace of quarter" not in one
    assert aid.get("/desk/places/", {"kind": "castle"}).status_code == 400
    assert aid.get("/desk/places/", {"district": name, "page": "x"}).status_code == 200


def test_what_the_map_says_otherwise_is_shown_and_settled(tmp_path):
    places = town(2)
    bring.bring(path=written_json(tmp_path, places), by=SYSTEM, now=now(), dry_run=False)
    aid = signed_in(member(Role.AID))
    place = next(one for one in rows.all_of_them() if one.name == "school of quarter 0")
    address = f"/desk/places/{place.id}/"
    assert aid.post(f"{address}settle/", {"take": "map"}).status_code == 409
    aid.post(f"{address}change/", {"kind": "school", "name": "Our school"})
    places[0]["tags"]["name"] = "Their school"
    bring.bring(path=written_json(tmp_path, places), by=SYSTEM, now=now(), dry_run=False)

    page = text(aid.get(address))
    assert "Their school" in page
    assert "Our school" in page
    assert "1 place to look at" in text(aid.get("/desk/places/"))
    aid.post(f"{address}settle/", {"take": "ours"})

    after = rows.get(place.id)
    assert (after.name, after.look) == ("Our school", None)


def test_once_a_place_has_helpers_only_they_close_it(school):
    place, (first, _), _ = school
    aid = signed_in(member(Role.AID))
    closing = {"client_key": "closed-by-aid-000001", "is_closed": "yes", "words": "the roof came down"}

    assert aid.post(f"{place}change/", {"kind": "school", "name": "The boys' school"}).status_code == 409
    assert aid.post(f"{place}closed/", closing).status_code == 302
    assert "Nobody gathers here any more." not in text(first.get(place))
    assert "somebody told that nobody gathers here any more" in text(first.get(place))
    assert first.post(f"{place}closed/", {**closing, "client_key": "closed-by-helper-001"}).status_code == 302
    assert "Nobody gathers here any more." in text(first.get(place))
    assert "somebody told" not in text(first.get(place))


def test_who_looks_after_a_place_is_told_on_the_first_page_when_its_plan_is_to_be_read_again(school, capsys):
    place, (first, _), ids = school
    first.post(f"{place}plan/", filled(ids[0]))
    assert "Plans to be read again" not in text(first.get("/desk/"))
    assert (run(["geo", "reviews", "--json"]), last_line(capsys)["due_count"]) == (0, 0)

    PlaceRow.objects.update(plan_review_on=now().date() - timedelta(days=30))

    assert "Plans to be read again" in text(first.get("/desk/"))
    assert "Its plan is to be read again." in text(first.get("/desk/places/"))
    for other in (Role.STEWARD, Role.AID):
        pages = [signed_in(member(other)).get(page) for page in ("/desk/", "/desk/places/", place)]
        assert not any("read again" in text(page) for page in pages)
    told = (run(["geo", "reviews", "--json"]), last_line(capsys))
    assert told == (1, {"ok": False, "plans_count": 1, "due_count": 1, "soon_count": 0, "long_count": 1})


def last_line(capsys):
    return json.loads(capsys.readouterr().out.strip().splitlines()[-1])
