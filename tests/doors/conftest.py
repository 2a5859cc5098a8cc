"""Doors are tested with empty counters: what one test tried does not close a door for the next. Passphrases cost nothing.

`crew`: four helpers of a library with two shifts, and a fifth who is of no place; their browsers, ids and pseudonyms.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from benchmarks.box import Opener
from django.core.cache import cache
from django.utils import timezone
from tests.doors.sign_in import hash_quickly, member, signed_in
from tests.factories_box import opened_copy, shared_folder

from haal.domain.access import Role
from haal.porch import rates
from haal.storage import person
from haal.storage.gathering.place import PlaceRow


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


@pytest.fixture
def crew():
    names = [member(Role.STEWARD) for _ in range(5)]
    browsers, ids = [signed_in(name) for name in names], [person.find(name) for name in names]
    browsers[0].post("/desk/places/register/", {"name": "The library", "kind": "library", "district": "Mastung"})
    place = f"/desk/places/{PlaceRow.objects.get().id}/"
    for newcomer in ids[:4]:
        browsers[0].post(f"{place}helpers/", {"person": newcomer})
    for days, two in ((1, ids[:2]), (2, ids[2:4])):
        begin = timezone.now() + timedelta(days=days)
        times = {"starts_at": f"{begin:%Y-%m-%dT%H:%M}", "ends_at": f"{begin + timedelta(hours=4):%Y-%m-%dT%H:%M}"}
        assert browsers[0].post(f"{place}shifts/", {**times, "person": two}).status_code == 302
    return browsers, ids, names
