"""The desk's board: incidents with what their reports tell, opened in memory, so that a new report can be held
against them.

The one thing to know: boxes are opened here, outside any long transaction, and nothing of the board is written
anywhere. Reports load only incidents near them in time, and share them; a file of many loads once and goes on with the same board.
Who belongs where is decided in `haal.linkage.reports.suggest`, kept by `link`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from haal.domain.ids import IncidentId, ReportId
from haal.domain.policy import DEFAULT
from haal.domain.report import Report
from haal.linkage.reading import BACKGROUND_DAYS, window
from haal.linkage.reports.seen import Seen, seen_of
from haal.linkage.told import Told, told_of
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage import report as report_rows

type _Window = tuple[date | None, date | None]

INCIDENTS_MAX = 1_000
MEMBERS_MAX = 40  # of one incident; the newest


@dataclass(slots=True, kw_only=True)
class Board:
    """Incidents and their reports. `last_link` tells whether anything was linked since it was loaded."""

    incidents: dict[IncidentId, list[Told]] = field(default_factory=dict)
    last_link: int = 0
    _seen: dict[ReportId, Seen] = field(default_factory=dict)

    def without(self, incident_ids: Iterable[IncidentId]) -> Mapping[IncidentId, Sequence[Seen]]:
        """Return the incidents but these, their reports ready to be compared; each is made ready once."""
        left_out = set(incident_ids)
        return {
            key: [self.seen(told) for told in members] for key, members in self.incidents.items() if key not in left_out
        }

    def seen(self, told: Told) -> Seen:
        """Return a report ready to be compared."""
        found = self._seen.get(told.report_id)
        if found is None:
            found = self._seen[told.report_id] = seen_of(told)
        return found

    def put(self, told: Told, incident_id: IncidentId) -> None:
        """Add a report that was linked."""
        self.incidents.setdefault(incident_id, []).append(told)
        self.last_link = link_rows.last_id()


class Boards:
    """The boards of a round of work: reports of the same days are held against one board as long as nobody else links."""

    def __init__(self) -> None:
        """Begin with none."""
        self._by_days: dict[_Window, Board] = {}

    def near(self, told: Told) -> Board:
        """Return the incidents that may have happened when `told` did; all of the newest when it tells no day.

        Raises:
            KeysLocked: nothing can be read.
        """
        at = _window(told)
        board = self._by_days.get(at)
        if board is None or board.last_link != link_rows.last_id():
            board = self._by_days[at] = _load(at)
        return board


def load_all() -> Board:
    """Return the newest incidents. Raises KeysLocked."""
    return _load((None, None))


def _window(told: Told) -> _Window:
    days = window(told, DEFAULT)
    margin = timedelta(days=BACKGROUND_DAYS + DEFAULT.link_days)
    return (days.first - margin, days.last + margin) if days else (None, None)


def _load(at: _Window) -> Board:
    incident_ids = incident_rows.near(first=at[0], last=at[1], limit=INCIDENTS_MAX)
    last_link = link_rows.last_id()
    members = link_rows.members(incident_ids, each_max=MEMBERS_MAX)
    reports = report_rows.many(report_id for reports in members.values() for report_id in reports)
    found = {key: [told_of(reports[each]) for each in members.get(key, ()) if each in reports] for key in incident_ids}
    return Board(incidents=found, last_link=last_link)


def members_of(incident_id: IncidentId) -> list[Told]:
    """Return what the linked reports of one incident tell. Raises KeysLocked."""
    return [told_of(report) for report in reports_of(incident_id)]


def reports_of(incident_id: IncidentId) -> list[Report]:
    """Return the linked reports of one incident, oldest link first. Raises KeysLocked."""
    ids: tuple[ReportId, ...] = link_rows.members([incident_id], each_max=INCIDENTS_MAX).get(incident_id, ())
    reports = report_rows.many(ids)
    return [reports[report_id] for report_id in ids if report_id in reports]
