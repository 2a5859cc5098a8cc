"""Read back what is about to be published: it has to say the area that was counted, and give the same number again.

The one thing to know: the cells come from the bytes of the CAP file, not from the draft. A circle or an outline that was
lost, moved or made smaller on the way is found here, and nothing is sent. An ending goes to those who were told, so it is
not matched.
"""

from __future__ import annotations

from haal.domain.errors import Refused
from haal.domain.warn.area import touches_all
from haal.domain.warning import PublicWarning, Reason, Revision, RevisionKind
from haal.formats.cap.of_warning import cells_named
from haal.formats.cap.read import read
from haal.services.warn import headcount


def check(*, cap: bytes, warning: PublicWarning, revision: Revision, audience_count: int) -> None:
    """Raise Refused when the file does not say what was counted."""
    if revision.kind is RevisionKind.CANCEL:
        return
    cells = cells_in(cap)
    if cells != frozenset(revision.content.area.cells):
        raise Refused(Reason.PUBLISHED_AREA_DIFFERS)
    if headcount.audience(warning, revision=revision, cells=tuple(sorted(cells))).total != audience_count:
        raise Refused(Reason.COUNT_NOT_THE_SAME)


def cells_in(cap: bytes) -> frozenset[str]:
    """Return the cells that a written file names, if what it shows touches them all; else none."""
    alert = read(cap)
    try:
        cells = cells_named(alert)
    except ValueError:
        return frozenset()
    for area in (area for info in alert.infos for area in info.areas):
        circles = [((circle.lat, circle.lon), circle.radius_km) for circle in area.circles]
        if not touches_all(cells, circles=circles, rings=area.polygons):
            return frozenset()
    return cells
