"""A small seed of campaigns/kill.py: the parent, the worker and the group are each killed once under load."""

from __future__ import annotations

import pytest
from benchmarks import harness
from campaigns import kill


@pytest.mark.slow
def test_no_acknowledged_report_is_lost_or_doubled_when_the_box_is_killed(opened_box):
    with harness.folder("kill-seed") as folder:
        found = kill.campaign(kills=3, seed=1, folder=folder, wait_seconds=(0.3, 0.8), opened=opened_box)

    assert kill.holds(found), found
