"""The programs of other people and other languages that check what we write."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import missing
from tests.factories_verifiers import bare_shell, build_go, go_is_there


@pytest.fixture(scope="session")
def verify_go(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return contrib/verify-go, built from source with Debian's packages alone."""
    if not go_is_there():
        missing("Go, or its library golang.org/x/mod (golang-go, golang-golang-x-mod-dev)")
    return build_go(tmp_path_factory.mktemp("verify-go"))


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment for verify.sh with nothing in its path but what it names."""
    try:
        return bare_shell(tmp_path_factory.mktemp("shell"))
    except FileNotFoundError as error:
        missing(str(error))
