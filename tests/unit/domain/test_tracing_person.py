"""Ages of persons sought: bands, and who is treated with a child's care."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.domain.errors import Malformed
from haal.domain.tracing.note import Note, links
from haal.domain.tracing.person import ADULT_YEARS, AGE_MAX, AgeBand, band_of, is_child, may_be_child, years_of


@given(st.tuples(st.integers(0, AGE_MAX), st.integers(0, AGE_MAX)))
def test_every_range_of_ages_has_a_band_and_one_that_reaches_below_eighteen_is_a_childs(ages):
    low, high = sorted(ages)
    assert is_child(band_of(low, high)) == (low < ADULT_YEARS)


@pytest.mark.parametrize("band", [band for band in AgeBand if band is not AgeBand.UNKNOWN])
def test_a_band_is_read_back_from_its_own_years(band):
    years = years_of(band)
    assert years is not None
    assert band_of(*years) is band


def test_an_unknown_age_is_treated_with_a_childs_care_but_not_called_a_childs():
    assert may_be_child(AgeBand.UNKNOWN)
    assert not is_child(AgeBand.UNKNOWN)
    assert years_of(AgeBand.UNKNOWN) is None


@pytest.mark.parametrize(("low", "high"), [(-1, 3), (5, 4), (0, AGE_MAX + 1)])
def test_an_age_that_nobody_has_is_refused(low, high):
    with pytest.raises(Malformed):
        band_of(low, high)


def test_a_note_links_only_to_another_record():
    at = datetime(2026, 11, 22, tzinfo=UTC)
    note = Note(
        note_id="haal.test/n1", record_id="haal.test/a", text="", source_date=at, linked_record_id="haal.test/a"
    )
    assert not links(note)
    assert links(
        Note(note_id="haal.test/n2", record_id="haal.test/a", text="", source_date=at, linked_record_id="haal.test/b")
    )
