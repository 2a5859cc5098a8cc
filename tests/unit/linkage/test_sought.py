"""Who was seen may be who is sought: explained field by field, decided by nobody here."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haal.domain.tracing.person import AgeBand, Sex
from haal.domain.tracing.told import Described
from haal.linkage.sought.among import Among, Candidate
from haal.linkage.sought.compare import Explained, Field, Fit, compare

SOUGHT = Described(
    names=("Abdul Rahman Baloch",),
    age=AgeBand.YOUNG,
    sex=Sex.MALE,
    area="Mastung",
    first_day=date(2026, 3, 1),
    last_day=date(2026, 3, 2),
)
SEEN = Described(names=("عبدالرحمٰن",), age=AgeBand.YOUNG, sex=Sex.MALE, district="Mastung", first_day=date(2026, 3, 9))


def said(explained: Explained) -> dict[Field, Fit]:
    return {one.field: one.fit for one in explained.said}


def test_one_told_in_another_script_fits_in_every_field_and_each_says_so():
    explained = compare(SOUGHT, SEEN)

    assert said(explained) == dict.fromkeys(Field, Fit.SAME)
    assert explained.is_worth_a_look
    assert explained.said[0].seen == "عبدالرحمٰن"


@pytest.mark.parametrize(
    ("changes", "field", "fit"),
    [
        ({"names": ("Zubaida",)}, Field.NAME, Fit.APART),
        ({"names": ()}, Field.NAME, Fit.SILENT),
        ({"age": AgeBand.MIDDLE}, Field.AGE, Fit.NEAR),
        ({"age": AgeBand.OLD}, Field.AGE, Fit.APART),
        ({"age": AgeBand.UNKNOWN}, Field.AGE, Fit.SILENT),
        ({"sex": Sex.FEMALE}, Field.SEX, Fit.APART),
        ({"sex": Sex.OTHER}, Field.SEX, Fit.NEAR),
        ({"sex": Sex.UNKNOWN}, Field.SEX, Fit.SILENT),
        ({"district": "", "area": ""}, Field.PLACE, Fit.SILENT),
        ({"first_day": date(2026, 3, 1)}, Field.TIME, Fit.NEAR),
        ({"first_day": date(2025, 3, 1)}, Field.TIME, Fit.APART),
        ({"first_day": None}, Field.TIME, Fit.SILENT),
    ],
)
def test_each_field_says_for_itself_whether_it_fits(changes, field, fit):
    assert said(compare(SOUGHT, replace(SEEN, **changes)))[field] is fit


def test_another_name_is_never_worth_a_look_however_well_the_rest_fits():
    assert not compare(SOUGHT, replace(SEEN, names=("Zubaida",))).is_worth_a_look


def test_two_requests_may_tell_of_the_day_either_way():
    earlier = replace(SEEN, first_day=date(2026, 2, 1))
    assert said(compare(SOUGHT, earlier, ordered=False))[Field.TIME] is Fit.NEAR


@given(st.sampled_from(AgeBand), st.sampled_from(Sex), st.sampled_from(["", "Mastung", "Turbat"]))
@settings(max_examples=30)
def test_what_nobody_told_never_speaks_against_anybody(age, sex, district):
    seen = Described(names=SEEN.names, age=age, sex=sex, district=district)
    told_less = Described(names=SEEN.names)
    assert compare(SOUGHT, told_less).is_worth_a_look
    assert all(fit is not Fit.APART for fit in said(compare(SOUGHT, told_less)).values())
    assert compare(SOUGHT, seen).points >= compare(SOUGHT, told_less).points - 6


def test_nothing_says_that_two_are_the_same():
    names = {item.name for kind in (Explained, Candidate) for item in fields(kind)}
    assert names == {"said", "points", "id", "explained"}


def test_the_likeliest_comes_first_and_one_without_a_name_is_compared_too():
    among = {
        "seen": SEEN,
        "nameless": replace(SEEN, names=()),
        "other": replace(SEEN, names=("Zubaida",)),
        "far": replace(SEEN, district="", area="", age=AgeBand.MIDDLE),
    }
    assert [one.id for one in Among(among).candidates(SOUGHT)] == ["seen", "far", "nameless"]
