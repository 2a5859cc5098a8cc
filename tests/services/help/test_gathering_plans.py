"""A plan is its own helpers' alone: no role lists plans, no disk tells one, and a warning on air leads to what it says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests import factories, factories_help
from tests.factories import NOW
from tests.factories_warnings import BLAST, agreed, drafted, subscribe, warners

from haal.domain.access import Role
from haal.domain.delivery import Channel
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.gathering.place import Place, PlaceKind
from haal.domain.gathering.plan import Answer, Kept, Missing, Plan, PlanReason, Question, Response
from haal.domain.hazard import Hazard
from haal.domain.ids import PlaceId, new_id
from haal.domain.need import AREA_RESOLUTION, Area
from haal.geometry.cells import cell_of
from haal.services import flow
from haal.services.help.gathering import plans, queries, register, warned
from haal.services.warn import cancel
from haal.services.warn.duty import call
from haal.storage import audit
from haal.storage.gathering import place as rows
from haal.storage.gathering.place import PlaceRow
from haal.storage.ground import keys
from haal.storage.warn.duty import call as call_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
REVIEW = date(2026, 6, 1)
PLAN = Plan(
    exits="two doors to the lane",
    assembly="the inner court",
    weak_points="گیٹ",
    contacts="Zarina 0300 1234567",
    crowd_max=400,
    ways_out=2,
    kit_checked_on=date(2026, 3, 1),
    answers={Question.ARMED_HERE: Answer.NO, Question.WAYS_OPEN: Answer.YES},
    responses=(
        Response(hazard=Hazard.FIRE, sign="smoke", who_checks="the nearest", then="the far door"),
        Response(hazard=Hazard.SHOOTING, sign="shots", who_checks="two look", then="into the court"),
    ),
)


@pytest.fixture
def helpers():
    return tuple(factories_help.colleague(Role.STEWARD, now=NOW) for _ in range(3))


@pytest.fixture
def school(helpers):
    place_id = register.register(
        kind=PlaceKind.SCHOOL, name="Girls' School of Killi Zarina", district="Mastung", by=helpers[0], now=NOW
    )
    for newcomer in helpers[:2]:
        register.add_steward(place_id=place_id, person_id=newcomer.person_id, by=helpers[0], now=NOW)
    return place_id


def keep(place_id, by, *, plan=PLAN, owner=None, review_on=REVIEW):
    kept = Kept(plan=plan, owner=(owner or by).person_id, review_on=review_on)
    return plans.keep(place_id=place_id, kept=kept, by=by, now=NOW)


def read(place_id, word, by):
    return plans.read(place_id=place_id, place_word=word, by=by, now=NOW)


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def test_the_helpers_of_a_place_open_its_plan_with_its_word_and_read_what_is_to_be_done(school, helpers):
    word = keep(school, helpers[0])

    opened = read(school, word.upper().replace(" ", "-"), helpers[1])

    assert opened.plan == PLAN
    assert len(word.split()) == 6
    assert (opened.owner.pseudonym, opened.review_on) == (helpers[0].pseudonym, REVIEW)
    to_do = {finding.what for finding in opened.findings}
    assert {Missing.DRILL, Missing.ACCESS, Question.FIRST_AIDER, Question.LESSONS} <= to_do
    assert not {Missing.KIT, Missing.NOT_ALONE, Question.ARMED_HERE, Question.WAYS_OPEN} & to_do
    assert [entry.by for entry in audit.latest(limit=9) if entry.what == "plan-read"] == [helpers[1].person_id]


@pytest.mark.parametrize("role", list(Role))
def test_no_role_lists_plans_or_opens_one_that_is_not_its_own(school, helpers, role):
    word = keep(school, helpers[0])
    other = factories.actor(role, Role.AID, Role.STEWARD)

    for act in (lambda: read(school, word, other), lambda: keep(school, other)):
        with pytest.raises(NotFound):
            act()
    listed = queries.places(by=other, now=NOW)
    one = queries.one_place(place_id=school, by=other, now=NOW)
    assert [(each.place.has_plan, each.plan_owner, each.plan_review_on) for each in (*listed.places, one)] == [
        (True, "", None)
    ] * 2
    assert not any(piece in repr((listed, one)) for piece in ("court", "lane", "1234567", helpers[0].person_id))


def test_no_part_of_the_program_returns_the_plan_of_more_than_one_place():
    """Whoever adds a function to the storage that does must come through here."""
    about_plans = {name for name in vars(rows) if "plan" in name}

    assert about_plans == {"put_plan", "plan_of", "plan_kept"}


def test_without_the_word_nobody_opens_it_and_the_wrong_word_is_audited(school, helpers):
    keep(school, helpers[0])

    for wrong in ("", "amber lamp river stone kite field", "x" * 5000):
        assert reason_of(lambda wrong=wrong: read(school, wrong, helpers[0])) is PlanReason.WORD_DOES_NOT_OPEN
    assert sum(entry.what == "plan-word-wrong" for entry in audit.latest(limit=9)) == 3


def test_the_desks_own_key_alone_shows_nothing_of_a_plan(school, helpers):
    keep(school, helpers[0])

    opened = repr(PlaceRow.objects.get().plan.open())

    assert not any(piece in opened for piece in ("Zarina", "1234567", "court", "lane", "smoke"))


def test_a_new_plan_has_a_new_word_and_the_old_one_opens_nothing(school, helpers):
    old = keep(school, helpers[0])
    new = keep(school, helpers[1], plan=Plan(exits="one door"))

    assert reason_of(lambda: read(school, old, helpers[0])) is PlanReason.WORD_DOES_NOT_OPEN
    assert read(school, new, helpers[0]).plan.exits == "one door"


def test_a_plan_cannot_be_moved_to_another_place(school, helpers):
    word = keep(school, helpers[0])
    other = register.register(kind=PlaceKind.CLINIC, name="Clinic", district="Mastung", by=helpers[0], now=NOW)
    register.add_steward(place_id=other, person_id=helpers[0].person_id, by=helpers[0], now=NOW)
    keep(other, helpers[0])
    PlaceRow.objects.filter(pk=other).update(plan=PlaceRow.objects.get(pk=school).plan)

    assert reason_of(lambda: read(other, word, helpers[0])) is PlanReason.WORD_DOES_NOT_OPEN


def test_a_plan_has_an_owner_of_the_place_a_day_of_review_and_fits_on_a_page(school, helpers):
    first, _, stranger = helpers

    assert reason_of(lambda: keep(school, first, plan=Plan())) is PlanReason.IS_EMPTY
    assert reason_of(lambda: keep(school, first, owner=stranger)) is PlanReason.OWNER_NOT_OF_PLACE
    assert reason_of(lambda: keep(school, first, review_on=NOW.date())) is PlanReason.REVIEW_DAY_WRONG
    assert reason_of(lambda: keep(school, first, plan=Plan(exits="x" * 361))) == "too-long"
    intake = factories.actor(Role.INTAKE)
    assert reason_of(lambda: read(school, "", intake)) is GeneralReason.NOT_ALLOWED


def test_its_own_helpers_see_when_the_plan_is_due(school, helpers):
    keep(school, helpers[0])

    before = queries.one_place(place_id=school, by=helpers[1], now=NOW)
    on_the_day = queries.one_place(place_id=school, by=helpers[1], now=NOW + timedelta(days=90))

    assert (before.plan_owner, before.plan_is_due) == (helpers[0].pseudonym, False)
    assert on_the_day.plan_is_due


def place_at(lat, lon, helper, *, exact=True):
    point = (lat, lon)
    area = Area(district="Quetta", cell=cell_of(*point, AREA_RESOLUTION))
    place = Place(
        id=PlaceId(new_id("g")),
        kind=PlaceKind.SCHOOL,
        area=area,
        name="School",
        has_plan=False,
        point=point if exact else None,
    )
    rows.keep([(place, rows.shut(place))], now=NOW)
    rows.add_steward(place.id, helper.person_id)
    return place.id


def warning(*, mode=None, written=BLAST):
    """Return a warning around Mastung that two people released."""
    subscribe(1)
    first, second = warners()
    warning_id = drafted(written, by=first)
    agreed(warning_id, first, second)
    return warning_id


def call_me(place_id, helper):
    call.register(place_id=place_id, channel=Channel.SMS, address="+923001234567", language="en", by=helper, now=NOW)


def test_a_warning_whose_area_holds_a_place_leads_its_helpers_to_what_they_agreed(helpers):
    inside, outside, _ = helpers
    near, far = place_at(29.80, 66.85, inside), place_at(30.19, 67.0, outside)
    for place_id, helper in ((near, inside), (far, outside)):
        call_me(place_id, helper)
    plan = Plan(
        responses=(
            Response(hazard=Hazard.FIRE, sign="smoke", then="the far door"),
            Response(hazard=BLAST.hazard, sign="a bang", then="wait inside"),
        )
    )
    word = keep(near, inside, plan=plan)
    assert warned.of_mine(by=inside, now=NOW) == ()

    warning_id = warning()
    flow.drain(now=NOW, limit=50)

    assert [(one.warning_id, one.place_id) for one in warned.of_mine(by=inside, now=NOW)] == [(warning_id, near)]
    assert warned.of_mine(by=outside, now=NOW) == ()
    assert [one.hazard for one in queries.one_place(place_id=near, by=inside, now=NOW).warned] == [BLAST.hazard]
    opened = read(near, word, inside)
    assert [one.sign for one in opened.responses] == ["a bang", "smoke"]
    assert opened.dangers == {BLAST.hazard}
    assert sum(call_rows.counts(warning_id).values()) == 1
    assert [entry.subject for entry in audit.latest(limit=30) if entry.what == "place-helpers-called"] == [warning_id]


def test_a_warning_calls_each_helper_once_and_an_ending_takes_it_back(helpers):
    inside = helpers[0]
    near = place_at(29.80, 66.85, inside)
    call_me(near, inside)
    warning_id = warning()

    assert [warned.consider(warning_id=warning_id, now=NOW) for _ in range(2)] == [1, 0]

    cancel.cancel(warning_id=warning_id, was_wrong=True, by=warners()[0], now=NOW + timedelta(minutes=5))
    assert warned.of_mine(by=inside, now=NOW + timedelta(minutes=6)) == ()
    assert warned.consider(warning_id=warning_id, now=NOW + timedelta(minutes=6)) == 0
    assert not call_rows.any_waiting()


def test_while_the_keys_are_away_rather_one_place_too_many_is_called(helpers):
    inside = helpers[0]
    near, beside = place_at(29.80, 66.85, inside), place_at(29.865, 66.89, inside)
    call_me(near, inside)
    call_me(beside, inside)
    warning_id = warning()
    keys.forget()

    assert warned.consider(warning_id=warning_id, now=NOW) >= 1
    assert near in {one.place_id for one in warned.of_mine(by=inside, now=NOW)}


def test_a_closed_place_and_one_without_helpers_call_nobody(helpers):
    near = place_at(29.80, 66.85, helpers[0])
    call_me(near, helpers[0])
    rows.set_closed(near, at=NOW)

    assert warned.consider(warning_id=warning(), now=NOW) == 0
    assert warned.of_mine(by=helpers[0], now=NOW) == ()
