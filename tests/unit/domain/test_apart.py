"""What is told apart: a protected report has no room for a story."""

import dataclasses

import pytest

from haal.domain.apart import Protected, check_protected
from haal.domain.errors import Refused
from haal.domain.policy import DEFAULT


def test_a_protected_report_asks_how_to_reach_somebody_and_nothing_else():
    assert {field.name for field in dataclasses.fields(Protected)} == {"contact", "safe_time", "district", "urgent"}


def test_one_field_past_its_limit_is_refused_and_at_the_limit_it_is_not():
    at_limit = Protected(contact="x" * DEFAULT.field_chars_max)

    check_protected(at_limit, client_key="k" * 16, policy=DEFAULT)
    with pytest.raises(Refused, match="too-long"):
        check_protected(
            dataclasses.replace(at_limit, contact=at_limit.contact + "x"), client_key="k" * 16, policy=DEFAULT
        )
    with pytest.raises(Refused, match="client-key-needed"):
        check_protected(at_limit, client_key="k" * 15, policy=DEFAULT)
