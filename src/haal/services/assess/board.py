"""The desk's board: incidents with what their reports tell, opened in memory, so that a new report can be held
against them.

The one thing to know: boxes are opened here, outside any long transaction, and nothing of the board is written
anywhere. While few incidents can have been it, all of them stand on the board, and reports of the same days share it. Where there
are more, only those that the new report can belong to are looked up by its marks (`haal.storage.compared`), and of these only what
has wording is opened: so what it costs does not grow with the box. Who belongs where is decided in
`haal.linkage.reports.suggest`, kept by `link`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from haal.domain.ids import IncidentId, ReportId
from haal.domain.policy import DEFAULT
from haal.domain.report import Report
from haal.linkage.reading import BACKGROUND_DAYS, window
from haal.linkage.reports.groups import FAR, JOIN, NEAR, bounded
from haal.linkage.reports.near.held import Held
from haal.linkage.reports.near.keys import is_findable
from haal.linkage.reports.near.pack import parts, unpack, wording_of
from haal.linkage.reports.seen import Seen, seen_of
from haal.linkage.reports.suggest import MEMBERS_MAX as COMPARED_MAX
from haal.linkage.scorer.model import shipped
from haal.linkage.told import Told, told_of
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage import report as report_rows
from haal.storage import work
from haal.storage.compared import find
from haal.storage.compared import rows as compared_rows

type _Window = tuple[date | None, date | None]

INCIDENTS_MAX = 1_000
MEMBERS_MAX = 40  # of one incident; the newest
WHOLE_MAX = 150  # incidents: up to that, every one stands on the board, as `pairs` looks at every pair of a short file
READY_AT_ONCE = 200
_ROUNDING = 1e-5  # more than the grain of scores


@dataclass(slots=True, kw_only=True)
class Board:
    """Incidents and their reports. `last_link` tells whether anything was linked since it was loaded."""

    incidents: dict[IncidentId, list[ReportId]] = field(default_factory=dict)
    last_link: int = 0
    _told: dict[ReportId, Told] = field(default_factory=dict)
    _seen: dict[ReportId, Seen] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether incidents may be missing here, or there are too many to go through for each report."""
        return len(self.incidents) >= INCIDENTS_MAX

    def without(self, incident_ids: Iterable[IncidentId]) -> Mapping[IncidentId, Sequence[Seen]]:
        """Return the incidents but these, their reports ready to be compared; each is made ready once."""
        left_out = set(incident_ids)
        return {
            key: [self._seen.get(each) or self.seen(self._told[each]) for each in members]
            for key, members in self.incidents.items()
            if key not in left_out
        }

    def seen(self, told: Told) -> Seen:
        """Return a report ready to be compared."""
        found = self._seen.get(told.report_id)
        if found is None:
            found = self._seen[told.report_id] = seen_of(told)
        return found

    def members(self, incident_id: IncidentId) -> list[Told]:
        """Return what the reports of an incident tell; what was not needed to compare is opened now. Raises KeysLocked."""
        members = self.incidents[incident_id]
        self._told |= _opened(each for each in members if each not in self._told)
        return [self._told[each] for each in members if each in self._told]

    def put(self, told: Told, incident_id: IncidentId) -> None:
        """Add a report that was linked."""
        self._told[told.report_id] = told
        self.incidents.setdefault(incident_id, []).append(told.report_id)
        self.last_link = link_rows.last_id()

    def hear(self, told: Told, incident_id: IncidentId | None) -> None:
        """Add a report that was placed by another board, if it was linked."""
        if incident_id is not None:
            self.put(told, incident_id)
        self.last_link = link_rows.last_id()

    def take(self, other: Board) -> None:
        """Become as another board is."""
        self.incidents, self.last_link = other.incidents, other.last_link
        self._told, self._seen = other._told, other._seen


class Boards:
    """The boards of a round of work: reports of the same days are held against one board as long as nobody else links."""

    def __init__(self) -> None:
        """Begin with none."""
        self._by_days: dict[_Window, Board] = {}
        self._of_one: dict[ReportId, Board] = {}

    def near(self, told: Told) -> Board:
        """Return the incidents that may have happened when `told` did; all of the newest when it tells no day.

        Of many, only those that `told` can belong to.

        Raises:
            KeysLocked: nothing can be read.
        """
        at = _window(told)
        board = self._by_days.get(at) or self._of_one.get(told.report_id)
        if board is not None and board.last_link == link_rows.last_id():
            return board
        is_crowded = incident_rows.is_crowded(first=at[0], last=at[1], above=WHOLE_MAX)
        if is_crowded and (found := found_for(told)):
            self._of_one = {told.report_id: found}
            return found
        board = self._by_days[at] = _load(at)
        return board


def load_all() -> Board:
    """Return the newest incidents. Raises KeysLocked."""
    return _load((None, None))


def found_for(told: Told) -> Board | None:
    """Return the incidents that a report can belong to, looked up by its marks; None when it has none. Raises KeysLocked."""
    seen = seen_of(told)
    return found_near(seen) if is_findable(seen) else None


def found_near(seen: Seen) -> Board:
    """Return the incidents that a report can belong to. What cannot reach `JOIN` in the mean, whatever its wording, is left out:

    it neither is a candidate nor takes hold from one (`standing`). Raises KeysLocked.
    """
    if not compared_rows.is_ready():
        make_ready()
    last_link = link_rows.last_id()
    held = Held(seen, model=shipped("reports"))
    forms = dict(find.near(seen))
    forms.pop(ReportId(seen.report_id), None)
    near = held.within(forms, least=JOIN)
    members = link_rows.members_beside(near, each_max=MEMBERS_MAX) if near else {}
    forms |= find.of_reports([each for group in members.values() for each in group if each not in forms])
    within = {key: list(group) for key, group in members.items() if _reach(held, group, forms) > JOIN - _ROUNDING}
    board = Board(incidents=within, last_link=last_link)
    board._seen[ReportId(seen.report_id)] = seen
    _make_out(board, forms, wording=wording_of(seen))
    return board


def _reach(held: Held, members: Sequence[ReportId], forms: find.Forms) -> float:
    """Return the best mean that a report can have over the newest of an incident; what is not kept counts as the same."""
    newest = members[-COMPARED_MAX:]
    scores = (held.score(forms[each]) if each in forms else None for each in newest)
    known = zip(newest, scores, strict=True)
    return sum(bounded(found.most) if found else FAR if each in forms else NEAR for each, found in known) / len(newest)


def _make_out(board: Board, forms: find.Forms, *, wording: int) -> None:
    """Make the reports of a board ready: by their short form where no wording is to be compared, else opened."""
    closed = []
    for each in (each for members in board.incidents.values() for each in members):
        form = forms.get(each)
        if form is not None and not parts(form).wording & wording:
            board._seen[each] = unpack(form, report_id=each)
        else:
            closed.append(each)
    board._told |= _opened(closed)
    for members in board.incidents.values():
        members[:] = [each for each in members if each in board._seen or each in board._told]


def make_ready(*, step: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Keep every linked report for comparison that is not there yet; return how many. Harmless when repeated.

    `step` hears how many are done, of how many. Raises KeysLocked.
    """
    total = compared_rows.missing_count()
    done, after = 0, ReportId("")
    while missing := compared_rows.missing(after=after, limit=READY_AT_ONCE):
        told = _opened(missing)
        with work.atomic():
            for each in told.values():
                compared_rows.put(seen_of(each))
        done += len(told)
        after = missing[-1]
        step(done, total)
    with work.atomic():
        compared_rows.set_ready()
    return done


def _window(told: Told) -> _Window:
    days = window(told, DEFAULT)
    margin = timedelta(days=BACKGROUND_DAYS + DEFAULT.link_days)
    return (days.first - margin, days.last + margin) if days else (None, None)


def _load(at: _Window) -> Board:
    incident_ids = incident_rows.near(first=at[0], last=at[1], limit=INCIDENTS_MAX)
    last_link = link_rows.last_id()
    members = link_rows.members(incident_ids, each_max=MEMBERS_MAX)
    told = _opened(report_id for reports in members.values() for report_id in reports)
    found = {key: [each for each in members.get(key, ()) if each in told] for key in incident_ids}
    return Board(incidents=found, last_link=last_link, _told=told)


def _opened(report_ids: Iterable[ReportId]) -> dict[ReportId, Told]:
    asked = list(report_ids)
    return {each: told_of(report) for each, report in report_rows.many(asked).items()} if asked else {}


def members_of(incident_id: IncidentId) -> list[Told]:
    """Return what the linked reports of one incident tell. Raises KeysLocked."""
    return [told_of(report) for report in reports_of(incident_id)]


def reports_of(incident_id: IncidentId) -> list[Report]:
    """Return the linked reports of one incident, oldest link first. Raises KeysLocked."""
    ids: tuple[ReportId, ...] = link_rows.members([incident_id], each_max=INCIDENTS_MAX).get(incident_id, ())
    reports = report_rows.many(ids)
    return [reports[report_id] for report_id in ids if report_id in reports]
