"""Event types that can be one event, and ids that never change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest

from haal.domain.incident import (
    Days,
    EventType,
    Incident,
    IncidentReason,
    IncidentState,
    compatible,
    event_type_of,
    follow,
    why_not_merge,
    why_not_split,
)


def test_whether_two_types_fit_does_not_depend_on_who_asks():
    assert all(compatible(one, other) == compatible(other, one) for one, other in product(EventType, repeat=2))
    assert all(compatible(each, each) for each in EventType)
    assert all(compatible(None, each) for each in EventType)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("bombing", "suicide_bombing", True),
        ("shooting", "armed_assault", True),
        ("abduction", "enforced_disappearance", True),
        ("shooting", "bombing", False),
        ("threat", "bombing", False),
        ("enforced_disappearance", "bombing", False),
    ],
)
def test_what_one_calls_a_blast_another_calls_a_suicide_bombing(one, other, expected):
    assert compatible(event_type_of(one), event_type_of(other)) is expected


def test_an_old_id_leads_to_where_the_incident_is_now():
    assert follow("i_a", {"i_a": "i_b", "i_b": "i_c"}) == "i_c"
    assert follow("i_c", {"i_a": "i_b"}) == "i_c"


def test_redirects_in_a_ring_are_a_bug():
    with pytest.raises(ValueError, match="ring"):
        follow("i_a", {"i_a": "i_b", "i_b": "i_a"})


@pytest.mark.parametrize(
    ("last", "first", "gap"),
    [
        (date(2025, 9, 2), date(2025, 9, 2), 0),
        (date(2025, 9, 2), date(2025, 9, 4), 2),
        (date(2025, 9, 5), date(2025, 9, 3), 0),
    ],
)
def test_days_between_are_counted_from_edge_to_edge(last, first, gap):
    earlier = Days(first=date(2025, 9, 1), last=last)
    later = Days(first=first, last=date(2025, 9, 9))

    assert earlier.gap(later) == later.gap(earlier) == gap


def incident(name: str, state: IncidentState = IncidentState.OPEN, *, reports: str = "") -> Incident:
    return Incident(
        id=name,
        state=state,
        redirect_to=None,
        days=None,
        place=None,
        district="",
        event_type=None,
        reports=tuple(reports),
        made_at=datetime(2026, 11, 1, tzinfo=UTC),
    )


def test_a_merge_needs_two_incidents_and_a_reason():
    assert why_not_merge(kept=incident("i_a"), gone=incident("i_b"), reason="the same night") is None
    assert why_not_merge(kept=incident("i_a"), gone=incident("i_b"), reason=" ") is IncidentReason.REASON_NEEDED
    assert why_not_merge(kept=incident("i_a"), gone=incident("i_a"), reason="x") is IncidentReason.SAME_INCIDENT
    merged = incident("i_b", IncidentState.MERGED)
    assert why_not_merge(kept=incident("i_a"), gone=merged, reason="x") is IncidentReason.SAME_INCIDENT


MERGED = IncidentState.MERGED


@pytest.mark.parametrize(
    ("going", "own", "to", "reason", "expected"),
    [
        ("a", "", None, "two nights", None),
        ("ab", "c", incident("i_b"), "two nights", IncidentReason.OWN_REPORT),
        ("ab", "ac", incident("i_b"), "two nights", IncidentReason.OWN_REPORT),
        ("ab", "a", incident("i_b", IncidentState.EMPTY), "two nights", None),
        ("a", "a", None, "two nights", IncidentReason.OWN_REPORT),
        ("", "", None, "two nights", IncidentReason.NONE_CHOSEN),
        ("abc", "", None, "two nights", IncidentReason.NONE_STAYS),
        ("ax", "", None, "two nights", IncidentReason.NOT_OF_IT),
        ("a", "", None, " ", IncidentReason.REASON_NEEDED),
        ("a", "", incident("i_a"), "two nights", IncidentReason.SAME_INCIDENT),
        ("a", "", incident("i_b", MERGED), "two nights", IncidentReason.SAME_INCIDENT),
    ],
)
def test_a_split_needs_some_who_go_some_who_stay_and_a_reason(going, own, to, reason, expected):
    whole = incident("i_a", reports="abc")

    assert why_not_split(whole, going=set(going), own=set(own), to=to, reason=reason) is expected


def test_a_merged_incident_is_not_split():
    gone = incident("i_a", MERGED, reports="abc")

    assert why_not_split(gone, going={"a"}, own=(), to=None, reason="x") is IncidentReason.SAME_INCIDENT


@pytest.mark.parametrize(
    "other", [None, *(each for each in EventType if "abduction" != each != "enforced_disappearance")]
)
def test_the_word_that_says_who_is_alleged_to_have_taken_people_fits_what_an_abduction_fits(other):
    assert compatible(EventType.ENFORCED_DISAPPEARANCE, other) == compatible(EventType.ABDUCTION, other)
    assert compatible(other, EventType.ENFORCED_DISAPPEARANCE) == compatible(other, EventType.ABDUCTION)
