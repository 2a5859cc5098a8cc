"""Doors are tested with empty counters: what one test tried does not close a door for the next. Passphrases cost nothing."""

from __future__ import annotations

from functools import partial

import pytest
from benchmarks.box import Opener
from django.core.cache import cache
from tests.doors.sign_in import hash_quickly
from tests.factories_box import opened_copy, shared_folder

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


@pytest.fixture(scope="session")
def opened_box(tmp_path_factory: pytest.TempPathFactory) -> Opener:
    """Return what gives an unlocked box in a folder that must end in `haal`; `haal init` runs once for all of them."""
    return partial(opened_copy, shared_folder(tmp_path_factory))
