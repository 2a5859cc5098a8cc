"""A box whose keys are open."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories_keys import given_keys


@pytest.fixture(autouse=True)
def keys_in_memory(home: Path) -> Path:
    """Let every test of publishing read what was told."""
    given_keys(home)
    return home
