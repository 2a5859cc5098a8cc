"""The catalogues hold what people see: gathered anew they are the same, and what guards lives has Urdu."""

from __future__ import annotations

import subprocess
import sys

import polib
from tests.house.tree import ROOT, SRC, told

URDU = SRC / "locale" / "ur" / "LC_MESSAGES" / "django.po"
PUBLIC = (
    "/templates/public/",
    "/templates/base.html",
    "public_words.py",
    "report_form.py",
    "language/words.py",
    "language/sentences/",
)


def test_the_catalogues_are_fresh_and_compiled():
    command = [sys.executable, str(ROOT / "tools" / "messages.py"), "--check"]

    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    assert ran.returncode == 0, ran.stderr


def test_every_public_page_is_drafted_in_urdu():
    entries = [entry for entry in polib.pofile(str(URDU)) if not entry.obsolete]
    public = [entry for entry in entries if any(name in place for place, _ in entry.occurrences for name in PUBLIC)]
    missing = [entry.msgid for entry in public if not entry.translated()]

    assert len(public) > 300
    assert not missing, told(missing)
