"""A small seed of campaigns/leaks.py: fifty-two people's secrets, ten protected reports."""

from __future__ import annotations

import json

import pytest
from benchmarks import harness
from campaigns import leaks


@pytest.mark.slow
def test_what_people_told_in_confidence_is_on_no_page_and_not_on_the_disk(age_program, opened_box):
    with harness.folder("leaks-seed") as folder:
        found = leaks.campaign(folder, people_count=52, protected_count=10, opened=opened_box)

    assert leaks.holds(found), json.dumps(found)
