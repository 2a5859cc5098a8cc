"""A small run of campaigns/faults.py: whatever goes wrong, every message ends in a state that has a name."""

from __future__ import annotations

from campaigns import faults


def test_no_fault_of_a_gateway_or_of_the_box_loses_a_message_silently(tmp_path):
    found = faults.campaign(25, folder=tmp_path)

    assert faults.holds(found), found
    assert [row["kind"] for row in found["table"]] == list(faults.KINDS)
    assert any(row["opened"] and row["closed_again"] for row in found["table"])
