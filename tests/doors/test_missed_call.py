"""The program of `contrib/missed-call` brings a number to a running box, as docs/how-to/check-in-circles.md says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests import factories_circles
from tests.conftest import ROOT
from tests.factories_keys import given_keys

from haal.porch import clock
from haal.services.help.circles import saying
from haal.storage.check_in.rows import CircleRow
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAM = ROOT / "contrib" / "missed-call" / "missed_call.py"
KEY, NUMBER, OTHER = "signing", "+923001234567", "+923001112233"


@pytest.fixture
def bring(home, settings, live_server):
    """Return something that runs the program against a box whose phone signs with KEY; one circle's person has NUMBER."""
    given_keys(home)
    settings.HAAL_ANDROID_SMS = f"http://haal:not-a-secret@127.0.0.1:9/messages?signing-key={KEY}&rate=100"
    opened = factories_circles.circle(by=factories_circles.opener(now=clock.now()), now=clock.now())
    saying.set_number(code=opened.plain.words, number=NUMBER, language="ur", now=clock.now())
    CircleRow.objects.update(due_at=clock.now())

    def run(number, *, url=f"{live_server.url}/in/phone/", key=KEY):
        env = {**os.environ, "HAAL_PHONE_URL": url, "HAAL_PHONE_KEY": key}
        command = [sys.executable, "-I", "-S", str(PROGRAM), number]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    return run


def is_late():
    return CircleRow.objects.get().due_at <= clock.now()


def test_a_number_that_rang_checks_its_person_in_and_nothing_is_printed(bring):
    of_nobody = bring(OTHER)
    assert (of_nobody.returncode, is_late()) == (0, True)

    done = bring(NUMBER)

    assert (done.returncode, done.stdout, done.stderr, is_late()) == (0, "", "", False)


def test_another_key_is_refused_for_good_and_no_number_is_printed(bring):
    done = bring(NUMBER, key="somebody-elses")

    assert (done.returncode, is_late()) == (2, True)
    assert NUMBER not in done.stderr + done.stdout


@pytest.mark.parametrize("keys_are_away", [True, False], ids=["keys away", "no way to the box"])
def test_what_cannot_be_taken_now_is_to_be_brought_again(bring, keys_are_away):
    if keys_are_away:
        keys.forget()

    done = bring(NUMBER) if keys_are_away else bring(NUMBER, url="http://127.0.0.1:9/in/phone/")

    assert done.returncode == 1
    assert NUMBER not in done.stderr + done.stdout


def test_it_needs_the_standard_library_only():
    lines = Path(PROGRAM).read_text("utf-8").splitlines()
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}

    assert imported <= sys.stdlib_module_names
