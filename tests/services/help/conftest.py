"""A school with four place helpers, and a fifth who is of another place."""

from __future__ import annotations

import pytest
from tests.factories_rota import helpers_of, place_of


@pytest.fixture
def helpers():
    return helpers_of(5)


@pytest.fixture
def school(helpers):
    return place_of(helpers[:4])
