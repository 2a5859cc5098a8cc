"""The short form of a report: what is compared of it comes back whole, scores to the last bit, and is found as in a whole file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.factories_near import BARE, BEGIN, BLAST, QUETTA, RARE_WORDS, flat, reports

from haal.domain.incident import EventType
from haal.linkage.reports.levels import READINGS, may_be_one, row, when
from haal.linkage.reports.near import days, sieve
from haal.linkage.reports.near.held import Held
from haal.linkage.reports.near.keys import asked_keys, is_findable, kept_keys
from haal.linkage.reports.near.pack import pack, unpack
from haal.linkage.reports.near.weighed import weighed
from haal.linkage.reports.pairs import keys_of
from haal.linkage.scorer.model import shipped

MODEL = shipped("reports")
REPORTS = reports(300, seed=5)


def test_what_is_compared_comes_back_whole():
    for one in REPORTS:
        expected = replace(flat(one), readings=one.readings[:READINGS])
        assert unpack(pack(one), report_id=one.report_id) == expected


def test_of_the_wording_nothing_is_kept_but_that_it_is_there():
    told = replace(BLAST, words=frozenset({"zindan"}), runs={"zin": 1.0}, address={"qat": 1.0})

    assert b"zin" not in pack(told)
    assert b"qat" not in pack(told)
    assert len(pack(told)) == len(pack(BLAST))
    assert pack(told) != pack(BLAST)


def test_a_form_of_another_version_is_refused():
    with pytest.raises(ValueError, match="9"):
        unpack(b"\x09" + pack(BLAST)[1:], report_id="r_blast")


def test_the_score_is_that_of_the_scorer_to_the_last_bit():
    forms = [pack(one) for one in REPORTS]
    for one in REPORTS[:100]:
        held = Held(one, model=MODEL)
        for other, form in zip(REPORTS, forms, strict=True):
            found = held.score(form)
            expected = MODEL.score(row(flat(one), flat(other))) if may_be_one(one, other) else None
            assert (found.score if found else None) == expected


def test_no_wording_lifts_a_pair_higher_than_was_said():
    alike = {"abc": 1.0}
    worded = [replace(one, words=frozenset(RARE_WORDS), runs=alike, address=alike) for one in REPORTS]
    for one in worded[:60]:
        held = Held(one, model=MODEL)
        for other in worded:
            if found := held.score(pack(other)):
                assert MODEL.score(row(one, other)) <= found.most + 1e-9


@pytest.mark.parametrize("least", [-6.0, -2.5, 0.0])
def test_of_many_at_once_only_what_cannot_come_within_reach_is_left_out(least):
    forms = {one.report_id: pack(one) for one in REPORTS}
    for one in REPORTS[:60]:
        held = Held(one, model=MODEL)
        whole = {name: held.score(form) for name, form in forms.items()}
        assert held.within(forms, least=least) == [
            name for name, found in whole.items() if found and found.most > least
        ]


def test_the_sieve_leaves_out_most_and_never_one_that_fits_whatever_its_tolls():
    large = [replace(BLAST, report_id=f"r_{toll}", killed=toll) for toll in (0, 63, 64, 65, 900, 2**40)]
    forms = {one.report_id: pack(one) for one in (*REPORTS, *large)}
    for one in (*REPORTS[:40], *large):
        held = Held(one, model=MODEL)
        reach = sieve.most(one, list(forms.values()), by=weighed(MODEL), weigh_kind=held._weigh_kind)
        for form, bound in zip(forms.values(), reach, strict=True):
            found = held.score(form)
            assert found is None or found.most <= bound + 1e-9
    assert sum(reach > -2.5) < len(forms) / 4


def test_nothing_is_within_reach_of_nothing():
    assert Held(BLAST, model=MODEL).within({}, least=-6.0) == []


def test_many_at_once_refuse_a_form_of_another_version():
    with pytest.raises(ValueError, match="9"):
        Held(BLAST, model=MODEL).within({"r_blast": b"\x09" + pack(BLAST)[1:]}, least=-6.0)


def test_the_days_of_many_stand_where_each_pair_would():
    every, none = days.every(), -1
    spans = [(one.day or one.span or (none, none), one.published or (none, none)) for one in REPORTS]
    event, published = np.array([first for first, _ in spans]), np.array([last for _, last in spans])
    for one in REPORTS:
        found = days.places(one, event, published, none=none)
        assert [every[at] for at in found] == [when(one, other) for other in REPORTS]


def test_two_reports_meet_in_the_same_keys_as_in_a_whole_file():
    kept = [kept_keys(one) for one in REPORTS]
    shared = [set(keys_of(one)) for one in REPORTS]
    for place, one in enumerate(REPORTS):
        if not one.has_day:
            continue
        asked = asked_keys(one)
        for other_place, other in enumerate(REPORTS):
            if may_be_one(one, other) and when(one, other) != ("span", 1):  # stretches more than a month apart
                assert bool(asked & kept[other_place]) == bool(shared[place] & shared[other_place])


def test_a_report_is_kept_under_few_keys():
    assert len(kept_keys(BLAST)) == 2
    assert len(asked_keys(BLAST)) == 3 * (19 + 1)


def test_a_name_without_a_month_is_kept_only_of_what_tells_no_day():
    undated = replace(BLAST, day=None)

    assert kept_keys(undated) == {"?/?kt"}
    assert all("/" in key and not key.startswith("?") for key in kept_keys(replace(undated, published=(BEGIN, BEGIN))))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (BLAST, True),
        (replace(BARE, day=BLAST.day, event_type=EventType.BOMBING), False),
        (replace(BLAST, day=None), False),
        (replace(BLAST, readings=(replace(QUETTA, radius_km=350.0),)), False),
        (replace(BARE, published=(BEGIN, BEGIN), words=frozenset({"zindan"})), True),
    ],
)
def test_a_report_can_be_looked_for_when_it_tells_some_day_and_some_place_or_rare_word(one, expected):
    assert is_findable(one) is expected
