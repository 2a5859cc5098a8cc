"""A small seed of campaigns/dispatch.py: a killed dispatcher misses nobody and doubles nothing unsaid."""

from __future__ import annotations

import pytest
from campaigns import dispatch


@pytest.mark.slow
def test_a_killed_dispatcher_misses_nobody_and_doubles_only_what_it_calls_unknown(tmp_path):
    found = dispatch.campaign(dispatch.Size(people=1_200, by_mail=150, kills=6, seed=3), folder=tmp_path)

    assert dispatch.holds(found), found
