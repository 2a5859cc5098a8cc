"""The fuzzer's own process: atheris feeds the CAP reader, and whatever is not a verdict is a failure.

Started by `campaigns/cap.py`; alone: `.venv/bin/python campaigns/cap_fuzz.py CORPUS -max_total_time=60`. An input that
failed is run again by giving its file instead of the corpus.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import atheris

with atheris.instrument_imports(include=["haal.formats.cap", "haal.geometry.rings"]):
    from haal.formats.cap.read import Verdict, read, reading
    from haal.formats.cap.rules import faults
    from haal.formats.cap.trust import Distrusted, Register, verify
    from haal.formats.cap.write import write

from tests.factories_forged import NOW, THEIRS


def one_input(data: bytes) -> None:
    """Read it, write what can be written, believe nothing."""
    told = reading(data)
    assert (told.verdict is Verdict.OK) or told.reasons, "a verdict without a reason"
    assert (told.verdict is Verdict.REFUSED) <= (not told.alerts), "refused, and yet there are messages"
    for alert in told.alerts[:20]:
        alert.expires()
        if not faults(alert):
            assert read(write(alert)) == alert, "a message that keeps every rule came back another"
    try:
        verify(data, certificate=THEIRS.certificate, register=Register(), now=NOW)
    except Distrusted:
        return
    raise AssertionError("a message that nobody signed with this key was believed")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
