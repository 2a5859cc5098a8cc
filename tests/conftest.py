"""What every test may ask for: a data folder of its own, a browser, a PostgreSQL, a mail server.

The one thing to know: no test ever sees a real data folder. Parts that need a server come from `make services`; without
them such a test is skipped, and under CI=true it fails, so that a green run there has skipped nothing.
"""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest
from benchmarks import harness
from django.conf import settings as django_settings
from hypothesis import settings as examples
from tests import factories_keys
from tests.append_only import step_aside_for_flush
from tests.demo_site import CHROMIUM_FLAGS, Demo, Site, shared_demo
from tests.factories_box import shared_folder
from tests.factories_keys import SECRETS, given_keys

from haal.storage.ground import keys

examples.register_profile("haal", examples(), deadline=None)  # what is slow is for benchmarks to say
examples.load_profile("haal")

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ROOT / ".services" / "env"


def pytest_configure(config: pytest.Config) -> None:
    """Turn the settings away from any real data folder before the first test is collected."""
    home = Path(tempfile.mkdtemp(prefix="haal-test-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ["HAAL_HOME"] = str(home)
    django_settings.HAAL_HOME = home
    django_settings.STATIC_ROOT = home / "static"
    django_settings.WHITENOISE_USE_FINDERS = True  # whatever folder the settings were loaded with
    django_settings.STATIC_ROOT.mkdir()  # whitenoise warns of a missing one
    given_keys(home)
    step_aside_for_flush()
    for name, value in _services().items():
        os.environ.setdefault(name, value)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Share the work of several processes, a module at a time: what takes longest begins first."""
    for item in items:
        _reach_both_databases(item)
    demos = {item.path for item in items if "demo" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: 0 if item.get_closest_marker("postgres") else 1 if item.path in demos else 2)


def _reach_both_databases(item: pytest.Item) -> None:
    """Let a test that asks for the database reach the ledger's file too; Django would refuse it."""
    marks = [one for one in item.iter_markers("django_db") if one.kwargs.setdefault("databases", "__all__")]  # type: ignore[attr-defined]
    if not marks and {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
        item.add_marker(pytest.mark.django_db(databases="__all__"))


def _services() -> dict[str, str]:
    """Return what `tools/services` wrote down, or nothing."""
    if not SERVICES.is_file():
        return {}
    return dict(line.split("=", 1) for line in SERVICES.read_text("utf-8").splitlines() if "=" in line)


def missing(part: str) -> NoReturn:
    """Skip because `part` is not on this machine; under CI=true fail instead."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{part} is missing: run `make services`")
    pytest.skip(f"{part} is missing: run `make services`")


@pytest.fixture
def instant() -> datetime:
    """Return one fixed instant: no test reads the clock."""
    return datetime(2026, 3, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _keys_are_held() -> None:
    """Let every test begin unlocked, whatever the one before it did."""
    keys.hold(SECRETS)


@pytest.fixture
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder for this test alone."""
    folder = tmp_path / "haal"
    folder.mkdir(mode=0o700)
    settings.HAAL_HOME = folder
    monkeypatch.setenv("HAAL_HOME", str(folder))
    return folder


@pytest.fixture
def desk_keys(home: Path) -> Iterator[None]:
    """Boxes can be shut and opened, as after `haal init` and `haal unlock`."""
    factories_keys.given_keys(home)
    yield
    keys.forget()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """Return the address of the PostgreSQL that `make services` started, as DATABASE_URL wants it."""
    return os.environ.get("HAAL_POSTGRES_URL") or missing("PostgreSQL")


@pytest.fixture(scope="session")
def smtp_peer() -> tuple[str, int, Path]:
    """Return host, port and Maildir of the mail server that `make services` started."""
    address = os.environ.get("HAAL_SMTP_PEER") or missing("the mail server")
    host, port = address.rsplit(":", 1)
    return host, int(port), Path(os.environ["HAAL_SMTP_MAILDIR"])


@pytest.fixture(scope="session")
def kannel_peer() -> dict[str, tuple[str, int]]:
    """Return host and port of the Kannel that `make services` started (`sendsms`), of its network, and of where it calls back."""
    if "HAAL_KANNEL_PEER" not in os.environ:
        missing("Kannel")
    found = {name: os.environ[f"HAAL_KANNEL_{name.upper()}"].rsplit(":", 1) for name in ("peer", "network", "back")}
    return {name: (host, int(port)) for name, (host, port) in found.items()}


@pytest.fixture(scope="session")
def espeak_program() -> str:
    """Return the path of the `espeak-ng` program."""
    return shutil.which("espeak-ng") or missing("espeak-ng")


@pytest.fixture(scope="session")
def pdftoppm_program() -> str:
    """Return the path of the `pdftoppm` program."""
    return shutil.which("pdftoppm") or missing("pdftoppm (poppler-utils)")


@pytest.fixture(scope="session")
def zbarimg_program() -> str:
    """Return the path of the `zbarimg` program, which reads QR codes."""
    return shutil.which("zbarimg") or missing("zbarimg (zbar-tools)")


@pytest.fixture(scope="session")
def can_print() -> None:
    """Posters can be made as PDF: WeasyPrint is there, and the libraries of the system that it calls."""
    try:
        importlib.import_module("weasyprint")
    except (ImportError, OSError):
        missing("WeasyPrint or its libraries (the extra `print`)")


@pytest.fixture(scope="session")
def age_program() -> str:
    """Return the path of the `age` program."""
    return shutil.which("age") or missing("the age program")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a running Chromium; close pages and contexts you open.

    Not for the whole session: Playwright keeps a loop running in this thread, and other tests need one of their own.
    """
    program = shutil.which("chromium") or missing("Chromium")
    playwright = pytest.importorskip("playwright.sync_api").sync_playwright().start()
    # Django takes every query beside that loop for an unsafe one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    chromium = playwright.chromium.launch(executable_path=program, headless=True, args=CHROMIUM_FLAGS)
    yield chromium
    chromium.close()
    playwright.stop()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Return what one whole run of the demo left; shared by all tests of all processes, so look and do not touch."""
    return shared_demo(shared_folder(tmp_path_factory))


@pytest.fixture(scope="session")
def demo_site(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the demo's site, served by `haal up` from a copy."""
    home = tmp_path_factory.mktemp("demo") / "haal"
    shutil.copytree(demo.home, home, ignore=shutil.ignore_patterns("*.sock", "*.lock"))
    port = harness.free_port()
    command = [sys.executable, "-m", "haal", "up", "--port", str(port)]
    env = {"HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config"}
    with harness.server(command, url=f"http://127.0.0.1:{port}/healthz", env=env, log=home.parent / "up.log"):
        yield Site(port=port)
