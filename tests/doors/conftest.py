"""Doors are tested with empty counters: what one test tried does not close a door for the next. Passphrases cost nothing."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from tests.doors.sign_in import hash_quickly

from haal.porch import rates


def pytest_configure() -> None:
    """Sign in hundreds of times without the hash that is slow on purpose."""
    hash_quickly()


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """Forget all tries and used codes."""
    cache.clear()
    for budget in (rates.failed_at_door, rates.failed_everywhere, rates.code_tries, rates.failed_codes):
        budget.clear_all()
    return
