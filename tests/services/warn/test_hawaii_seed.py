"""A small seed of campaigns/hawaii.py: one person takes a false alert back while a gateway is down."""

from __future__ import annotations

import pytest
from campaigns import hawaii


@pytest.mark.slow
def test_one_person_takes_a_false_alert_back_and_exactly_those_who_were_told_hear_it_by_the_same_channel(tmp_path):
    found = hawaii.campaign(hawaii.Size(people=120, by_mail=40), folder=tmp_path)

    assert hawaii.holds(found), found
    assert found["missed"] == 0
    assert set(found["alert_by"]) >= {"mail", "kannel"}
    assert found["correction_by"] == {"mail": 40, "android": 80}
