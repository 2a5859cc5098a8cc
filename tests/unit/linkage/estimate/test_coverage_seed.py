"""A small seed of campaigns/estimate.py: the interval holds the truth with one link in twenty missed, and not without linking anew."""

from __future__ import annotations

from campaigns.estimate import COVERED_MIN, SETTINGS, campaign, holds


def test_a_90_percent_interval_holds_the_truth_when_one_link_in_twenty_was_missed():
    few = {name: SETTINGS[name] for name in ("three lists", "three lists, one leans on another")}

    found = campaign(repeats=30, draws=60, settings=few)

    assert holds(found), found
    for told in found["settings"].values():
        assert told["covered"] >= COVERED_MIN
        assert told["covered_without_linking_anew"] < told["covered"]
        assert told["no_interval"] == 0
