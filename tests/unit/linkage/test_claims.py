"""Reports are found for a claim by days, place, act and words; what was looked for is said."""

from __future__ import annotations

from datetime import date

from tests.factories_claims import BLUE, RED, a_claim, evidence, says

from haal.domain.claim.actor import StatedActor
from haal.domain.incident import Days, EventType
from haal.domain.report import Where
from haal.linkage.claims import check_all, find

NOBODY = StatedActor()
JUNE = Days(first=date(2031, 6, 9), last=date(2031, 6, 9))
REPORTS = (
    evidence("Rone", "A bomb at a market.", target="market", parties=says(RED)),
    evidence("Rtwo", "A bomb at a school.", group="two", days=JUNE, target="school", parties=says(BLUE)),
    evidence("Rthree", "Lorries were burned.", group="three", days=JUNE, event_type=EventType.ARSON,
             where=Where(words="Gwadar")),
)  # fmt: skip


def test_the_incident_that_fits_days_and_place_is_found():
    found = find(a_claim("A bombing.", date="2031-06-09", place="Quetta"), REPORTS, stated=NOBODY)

    assert [one.report_id for one in found.reports] == ["Rtwo"]
    assert found.searches == ("2031-06-09; Quetta; bombing: 3 incidents looked at, 1 fit",)


def test_without_days_or_place_nothing_is_found_and_it_is_said_what_was_looked_for():
    found = find(a_claim("A bombing."), REPORTS, stated=NOBODY)

    assert found.reports == ()
    assert found.searches


def test_of_a_pattern_the_reports_of_the_act_that_name_the_actor_are_found_first():
    claim = a_claim(f"The {RED} sets off bombs.", kind="pattern")

    assert [one.report_id for one in find(claim, REPORTS, stated=StatedActor(name=RED)).reports] == ["Rone"]
    assert len(find(claim, REPORTS, stated=StatedActor(name="Green Coast Brigade")).reports) == 2


def test_reports_are_looked_for_where_none_of_those_named_is_here():
    named, lost = (
        check_all([a_claim("A bombing.", date="2031-06-09", place="Quetta", report_ids=ids)], REPORTS)[0]
        for ids in ("Rtwo", "Rgone")
    )

    assert (named.report_ids, named.searches) == (("Rtwo",), ())
    assert lost.report_ids == ("Rtwo",)
    assert lost.searches


def test_nobody_is_named_in_what_was_looked_for():
    claim = a_claim(f"The {RED} sets off bombs.", kind="pattern")

    assert all(RED not in search for search in find(claim, REPORTS, stated=StatedActor(name=RED)).searches)
