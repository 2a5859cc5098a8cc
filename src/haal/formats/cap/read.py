"""Read what others write: CAP 1.0 to 1.2, feeds, envelopes and lists; each file is ok, repaired with a note, or refused.

`reading` never raises, never resolves an entity and never fetches anything; `read` is for the one message that has to
be right as it is, such as those that Haal wrote. A signature is not checked here and is no reason to refuse (OASIS CAP
1.2, section 3.3.4.1): what is to be trusted goes through `haal.formats.cap.trust`, which reads the signed bytes only.
"""

from __future__ import annotations

from haal.domain.errors import Malformed
from haal.formats.cap.model import Alert
from haal.formats.cap.reading.found import found
from haal.formats.cap.reading.notes import Notes, Reading, Unreadable, Verdict
from haal.formats.cap.reading.text import BYTES_MAX
from haal.formats.cap.reading.tree import tree

__all__ = ["BYTES_MAX", "Reading", "Verdict", "read", "reading"]


def reading(body: bytes) -> Reading:
    """Return what the file says, and how it came through."""
    notes = Notes()
    try:
        inside = found(tree(body, notes), notes)
    except Unreadable as error:
        return Reading(verdict=Verdict.REFUSED, reasons=(str(error), *notes.all()))
    return Reading(
        verdict=Verdict.REPAIRED if notes.repairs else Verdict.OK,
        reasons=notes.all(),
        alerts=inside.alerts,
        links=inside.links,
    )


def read(body: bytes) -> Alert:
    """Return the one message in `body`, which needs no repair.

    Raises:
        Malformed: it is refused, it would have to be repaired, or it is not one message.
    """
    told = reading(body)
    if told.verdict is not Verdict.OK:
        raise Malformed("cap", expected="a CAP message that needs no repair", got=told.reasons[0])
    if len(told.alerts) != 1:
        raise Malformed("cap", expected="one message", got=str(len(told.alerts)))
    return told.alerts[0]
