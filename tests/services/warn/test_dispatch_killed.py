"""A small seed of campaigns/dispatch.py: a killed dispatcher misses nobody and doubles nothing unsaid."""

from __future__ import annotations

import pytest
from campaigns import dispatch


@pytest.mark.slow
def test_a_killed_dispatcher_misses_nobody_and_doubles_only_what_it_calls_unknown(tmp_path):
    size = dispatch.Size(people=90, kills=2, seed=7, seconds_left=0.5)

    found = dispatch.campaign(size, folder=tmp_path, ways=("sms",))

    assert dispatch.holds(found), found
